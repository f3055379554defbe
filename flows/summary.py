"""The end of a form in words: the points reached, the verdict, and what is missing for it."""

from flows.events import Finished, Spot, Summed
from flows.levels import LevelResult, Levels
from flows.messages import Bar, Choice, Message
from flows.scoring import CriterionScore, Score, spoken
from flows.wording import Words


def told(words: Words, event: Summed, choices: tuple[Choice, ...]) -> Message:
    """The closing message. Only a judged form has bars; one not official says so first."""
    head = [] if event.official else [words("summary.unofficial")]
    score, levels = event.finished.score, event.finished.levels
    if levels is not None:
        return _levelled(words, event, levels, head, choices)
    if score is None:
        text = words("summary.done", count=event.finished.answered)
        return Message("\n".join([*head, text]), choices=choices, role="sum")
    bars = _bars(score, event.language)
    lines = [*head, _total(words, event.finished.answered, score)]
    lines += [_bar(words, bar) for bar in bars]
    lines += _verdict(words, event.finished, score, event.language)
    return Message("\n".join(lines), choices=choices, role="sum", bars=bars)


def _levelled(
    words: Words, event: Summed, levels: Levels, head: list[str], choices: tuple[Choice, ...]
) -> Message:
    """The level reached, how far the next one is, and what is missing for it."""
    key = "summary.level_reached" if levels.reached else "summary.level_none"
    lines = [*head, words(key, count=event.finished.answered, number=levels.reached)]
    bars: list[Bar] = []
    for level in levels.in_reach:
        label = words("summary.level", number=level.number)
        held, of = sum(target.holds for target in level.counted), len(level.counted)
        if level.counted:
            bars.append(Bar(label, held, of))
            lines.append(words("summary.level_held", label=label, done=held, of=of))
        lines += _missing(words, level, event.language)
    return Message("\n".join(lines), choices=choices, role="sum", bars=tuple(bars))


def _missing(words: Words, level: LevelResult, language: str) -> list[str]:
    """The targets that do not hold by name, and each line that stands for words not at hand."""
    names = [spoken(t.label, language, t.name) for t in level.counted if not t.holds]
    said = "; ".join(names)
    lines = [words("summary.level_missing", number=level.number, shown=said)] if names else []
    for target in level.left_open:
        key = "summary.level_open_held" if target.holds else "summary.level_open_missing"
        lines.append(words(key, label=spoken(target.label, language, target.name)))
    return lines


def _bars(score: Score, language: str) -> tuple[Bar, ...]:
    """The criteria in which points were possible at all."""
    return tuple(
        Bar(spoken(criterion.label, language, criterion.name), criterion.points, criterion.most)
        for criterion in score.criteria
        if criterion.most
    )


def _total(words: Words, answered: int, score: Score) -> str:
    reached = _numbers(words, points=score.total, most=score.most)
    return words("summary.total", count=answered, **reached)


def _bar(words: Words, bar: Bar) -> str:
    reached = _numbers(words, points=bar.points, most=bar.most)
    return words("summary.criterion", label=bar.label, **reached)


def _verdict(words: Words, finished: Finished, score: Score, language: str) -> list[str]:
    """Whether it passes, and when it does not, everything that is missing."""
    if not score.verdict:
        return []
    if score.verdict == "pass":
        return [words("summary.pass")]
    lines = [_low(words, c, language) for c in score.criteria if c.passed is False]
    lines += [_weak(words, *weak) for weak in finished.weak]
    if score.needed is not None and score.total < score.needed:
        lines.insert(0, words("summary.fail_total", **_numbers(words, needed=score.needed)))
    return lines or [words("summary.fail")]


def _low(words: Words, criterion: CriterionScore, language: str) -> str:
    label = spoken(criterion.label, language, criterion.name)
    reached = _numbers(words, points=criterion.points, needed=criterion.needed or 0.0)
    return words("summary.fail_criterion", label=label, **reached)


def _weak(words: Words, spot: Spot, points: float, least: float) -> str:
    facts = _numbers(words, points=points, least=least)
    return words("summary.weak", number=spot.number, heading=spot.heading, **facts)


def _numbers(words: Words, **values: float) -> dict[str, str]:
    return {name: words.number(value) for name, value in values.items()}
