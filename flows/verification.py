"""One item at the commune's desk: the page that tells all of it, and the lines to decide by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows import findings
from flows.claims import Claim
from flows.corrections import Difference
from flows.events import DeskEvent, MenuLine, Prompted, Shown
from flows.findings import Finding, Sheet
from flows.forms.addresses import numbers
from flows.looks import Look
from flows.messages import Enclosure, short
from flows.proxy import HOWS as HOW_ASKED
from flows.scoring import Score
from flows.wording import Words

HEADING, SAID, ASIDE = 34, 36, 60  # characters of a heading, an answer, a remark beside a line
ROOM = 1000  # characters of the whole item in one message; a longer one takes two
PHOTOS = (".jpg", ".png", ".webp", ".gif", ".bmp", ".tif")  # any other kept content is a paper
HOWS = tuple(HOW_ASKED.values())


@dataclass(frozen=True, slots=True)
class Undo:
    """The last decision of this staff member, which one line takes back."""

    press: str
    subject: str
    move: str


@dataclass(frozen=True, slots=True)
class Item:
    """One assessment that waits for the commune. `place` is its village, "" for none.

    `how` and `respondent` tell how a typist for others asked. `differences` are to the version
    before, where the commune returned that. `found` holds the findings on this version.
    """

    look: Look
    subject: str
    place: str
    title: str
    year: int
    official: bool
    sheet: Sheet
    found: tuple[Finding, ...] = ()
    how: str = ""
    respondent: str = ""
    corrected: bool = False
    differences: tuple[Difference, ...] = ()
    undo: Undo | None = None

    @property
    def kept(self) -> Mapping[str, Finding]:
        """The findings by the name of their line."""
        return {one.indicator: one for one in self.found}

    @property
    def verified(self) -> Score | None:
        """The score with the points the commune gave."""
        return findings.verified(self.sheet, self.found)

    @property
    def returned(self) -> tuple[Finding, ...]:
        """What is to be returned."""
        return tuple(one for one in self.found if one.outcome == "returned")


def page(words: Words, item: Item, *said: str, photos: bool = True) -> tuple[DeskEvent, ...]:
    """The whole item, the decision lines last; after `said`, a remark on what came before."""
    head = [*said, *([""] if said else []), *_head(words, item), *_changes(words, item), ""]
    rows = [row(words, line, item.kept.get(line.name)) for line in _rows(item.sheet)]
    tail = [words("desk.drafts", numbers=_marks(item))] if item.returned else []
    enclosed = tuple(pictures(words, item.sheet)) if photos else ()
    first, rest = _halves([*head, *rows], tail)
    asked = Prompted("desk.page", decisions(words, item), {"text": "\n".join(rest)})
    if first:
        return Shown(enclosed, "\n".join(first)), asked
    return (Prompted(asked.key, asked.lines, asked.facts, enclosed),)


def decisions(words: Words, item: Item) -> tuple[MenuLine, ...]:
    """What may be decided on the item."""
    press = item.look.press
    lines = [
        MenuLine(words(f"desk.accept.{_verdict(item.verified)}"), press("ok")),
        MenuLine(words("desk.return"), press("r")),
    ]
    if item.sheet.pointed:
        lines.append(MenuLine(words("desk.points"), press("p")))
    lines.append(MenuLine(words("desk.look"), press("s")))
    lines.append(MenuLine(words("desk.later"), press("n")))
    lines += undo(words, item.undo)
    return (*lines, MenuLine(words("desk.leave"), "ds"))


def undo(words: Words, last: Undo | None) -> list[MenuLine]:
    """The line that takes the last decision back, where there is one."""
    if last is None:
        return []
    done = words(f"desk.done.{last.move}")
    return [MenuLine(words("desk.undo"), last.press, f"{short(last.subject, SAID)}: {done}")]


def one(words: Words, item: Item, line: Claim) -> tuple[DeskEvent, ...]:
    """One line in full, with its photos, and the decision lines again."""
    kept = item.kept.get(line.name)
    told = [f"{findings.mark(line)}. {line.text or line.heading}"]
    told += [words("desk.one.answer", shown=line.shown or words("review.blank"))]
    told += [f"· {part.text} {part.shown}" for part in line.parts]
    told += [words("desk.one.why", reason=line.why)] if line.why else []
    told += [words("desk.one.evidence", shown=line.evidence_text)] if line.evidence_text else []
    told += [words("desk.one.points", points=_points(words, line, kept))] if line.most else []
    told += [words("desk.one.least", least=words.number(line.least))] if line.least else []
    told += [words("desk.one.found", reason=kept.reason)] if kept else []
    text = "\n".join(told)
    enclosed = tuple(_pictures(words, line))
    return (Prompted("desk.page", decisions(words, item), {"text": text}, enclosed),)


def row(words: Words, line: Claim, kept: Finding | None = None) -> str:
    """One line of the item: "4. Tự học: Thường xuyên · 10/10 📷2"."""
    said = line.shown or " + ".join(part.shown or "–" for part in line.parts)
    said = said or line.evidence_text or words("review.blank")
    parts = [f"{findings.mark(line) or '–'}. {_heading(line)}: {short(said, SAID)}"]
    if not line.applies:
        parts.append(words("desk.row.off"))
    elif line.most:
        parts.append(_points(words, line, kept))
    elif line.holds is not None:
        parts.append(words("desk.row.holds" if line.holds else "desk.row.fails"))
    parts += [words("desk.row.why", reason=short(line.why, ASIDE))] if line.why else []
    parts += [words("desk.row.returned")] if kept and kept.outcome == "returned" else []
    photos = words("desk.row.photos", count=len(line.evidence)) if line.evidence else ""
    return " · ".join(parts) + (f" {photos}" if photos else "")


def pictures(words: Words, sheet: Sheet) -> Iterator[Enclosure]:
    """What backs the lines, each named by its line."""
    for line in (*sheet.others, *sheet.judged):
        yield from _pictures(words, line)


def result(words: Words, score: Score | None) -> str:
    """ "62/70 điểm, đạt", as far as there are points and a verdict."""
    if score is None:
        return ""
    reached = words("desk.reached", points=_n(words, score.total), most=_n(words, score.most))
    verdict = words(f"desk.verdict.{score.verdict}") if score.verdict else ""
    return ", ".join(filter(None, (reached, verdict)))


def _head(words: Words, item: Item) -> Iterator[str]:
    yield " · ".join(filter(None, (item.subject, item.place)))
    title = words("desk.title", title=words(f"title.{item.title}"), year=item.year)
    self_score = result(words, item.sheet.score)
    yield f"{title} · {words('desk.self', score=self_score)}" if self_score else title
    if any(one.outcome == "changed" for one in item.found):
        yield words("desk.now", score=result(words, item.verified))
    if not item.official:
        yield words("summary.unofficial")
    if item.how:
        known = item.how if item.how in HOWS else HOWS[0]
        whom = item.respondent or words("desk.how.nobody")
        yield words(f"desk.how.{known}", name=whom)


def _changes(words: Words, item: Item) -> list[str]:
    """What became of what was returned, above the lines as they are now."""
    if not item.corrected:
        return []
    if not item.differences:
        return [words("desk.corrected_nothing")]
    return [words("desk.corrected"), *differences(words, item.differences)]


def differences(words: Words, changed: Iterable[Difference]) -> list[str]:
    """A line for each difference: the answer before and now, new photos, or the same again."""
    return [f"· {_difference(words, one)}" for one in changed]


def _difference(words: Words, one: Difference) -> str:
    where = findings.mark(one.after) or findings.mark(one.before) or "–"
    parts = [f"{where}. {_heading(one.after)}"]
    if one.is_kept:
        parts.append(words("desk.kept"))
    elif one.before.value != one.after.value:
        blank = words("review.blank")
        before, after = (short(line.shown or blank, SAID) for line in (one.before, one.after))
        parts.append(words("desk.from_to", before=before, after=after))
    elif one.before.points != one.after.points:
        before, after = (_n(words, line.points or 0) for line in (one.before, one.after))
        parts.append(words("desk.from_to", before=before, after=after))
    if one.photos_changed:
        parts.append(words("desk.new_photos", count=len(one.after.evidence)))
    if one.reason:
        parts.append(words("desk.was_returned", reason=short(one.reason, ASIDE)))
    return " · ".join(parts)


def _rows(sheet: Sheet) -> Sequence[Claim]:
    return (*sheet.others, *sheet.judged)


def _halves(lines: list[str], tail: list[str]) -> tuple[list[str], list[str]]:
    """All in one message where it has room; else the first half of the lines goes ahead."""
    if len("\n".join((*lines, *tail))) <= ROOM:
        return [], [*lines, *tail]
    half = (len(lines) + 1) // 2
    return lines[:half], [*lines[half:], *tail]


def _pictures(words: Words, line: Claim) -> Iterator[Enclosure]:
    name = words("desk.photo_of", number=findings.mark(line) or line.heading)
    if _is_of_member(line):
        name = f"{name} · {_heading(line)}"
    for key in line.evidence:
        if key.endswith(PHOTOS):
            yield Enclosure("picture", f"e:{key}", name)
        else:
            yield Enclosure("paper", f"e:{key}", f"{name}{key[key.rfind('.') :]}")


def _heading(line: Claim) -> str:
    """The name of what is judged; of an answer beside it, its question without what leads to it."""
    question = line.text.rpartition(". ")[2].rstrip("?:. ")
    if _is_of_member(line):
        return short(f"{line.heading} · {question}", 2 * HEADING)
    is_judged = line.points is not None or line.holds is not None
    return short((line.heading if is_judged else question) or line.heading, HEADING)


def _is_of_member(line: Claim) -> bool:
    """Whether one member of a roster answered it; then its heading names the member."""
    return bool(numbers(line.path))


def _points(words: Words, line: Claim, kept: Finding | None) -> str:
    points, most = _n(words, line.points or 0), _n(words, line.most or 0)
    reached = words("desk.row.points", points=points, most=most)
    counts = line.points or 0
    if kept is not None and kept.outcome == "changed" and kept.points is not None:
        counts = kept.points
        reached = f"{reached}, {words('desk.row.changed', points=_n(words, counts))}"
    is_low = line.least is not None and counts < line.least
    return f"{reached} {words('desk.row.low')}" if is_low else reached


def _marks(item: Item) -> str:
    by_name = {line.name: line for line in item.sheet.askable}
    lines = (by_name[one.indicator] for one in item.returned if one.indicator in by_name)
    return ", ".join(map(findings.mark, lines))


def _verdict(score: Score | None) -> str:
    return (score.verdict if score else "") or "none"


def _n(words: Words, value: float) -> str:
    return words.number(value)
