"""The end of a form in words: the points reached, the verdict, and what is missing for it."""

from flows.events import Finished, Spot, Summed
from flows.messages import Bar, Choice, Message
from flows.scoring import CriterionScore, Score, spoken
from flows.wording import Words


def told(words: Words, event: Summed, choices: tuple[Choice, ...]) -> Message:
    """The closing message. Only a form with scores has bars; one not official says so first."""
    head = [] if event.official else [words("summary.unofficial")]
    score = event.finished.score
    if score is None:
        text = words("summary.done", count=event.finished.answered)
        return Message("\n".join([*head, text]), choices=choices, role="sum")
    bars = _bars(score, event.language)
    lines = [*head, _total(words, event.finished.answered, score)]
    lines += [_bar(words, bar) for bar in bars]
    lines += _verdict(words, event.finished, score, event.language)
    return Message("\n".join(lines), choices=choices, role="sum", bars=bars)


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
