"""Titles that were given: what people are told of them, their certificates, and taking one back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows import vietnamese
from flows.events import DeskEvent, MenuLine, Prompted, Shown, Told
from flows.instrument import figures
from flows.menus import PAGE
from flows.messages import Enclosure
from flows.recognition import LEAST_LETTERS, VERB, brief, called_title
from flows.wording import Words

REVOKING = ("mistake", "annulled", "untrue")
"""Short reasons offered for taking a title back."""
NAMES = 5  # names in one notice; more are counted
FILE = "the-chuc-mung.pdf"


@dataclass(frozen=True, slots=True)
class Award:
    """One title given to one subject by the decision with this number and day.

    `place` is a code, `village` its name ("" for none); `commune` is a name. `revoked_on` is a day
    there, None while it holds. `official` says so of its pack; `sample` marks what is invented.
    """

    assessment_id: int
    subject_id: int
    kind: str
    subject: str
    title: str
    year: int
    place: str
    village: str
    commune: str
    commune_code: str
    number: str
    dated: date
    token: str
    state: str
    revision: int
    official: bool
    sample: bool
    revoked_on: date | None = None
    reason: str = ""

    @property
    def picture(self) -> str:
        """The key of its certificate as a picture."""
        return f"c:{self.token}"

    @property
    def paper(self) -> str:
        """The key of its certificate as a paper to print."""
        return f"c:{self.token}.pdf"


def link(public_url: str, award: Award) -> str:
    """The address of the page where everybody can check it."""
    return f"{public_url}/kt/{award.token}"


# ---- what people are told


def congratulation(words: Words, award: Award, address: str) -> DeskEvent:
    """Good news for whoever answers for it, with the certificate as a picture."""
    said = [words("award.congratulation", **_facts(words, award), address=address)]
    if not award.official:
        said.insert(0, words("summary.unofficial"))
    return Shown((_picture(words, award),), "\n".join(said))


def neighbours(words: Words, awards: Sequence[Award]) -> Sequence[DeskEvent]:
    """One list for the village head: titles of those whom nobody could tell."""
    facts = {
        "village": awards[0].village,
        "count": len(awards),
        "shown": names(words, awards),
        "number": awards[0].number,
        "day": figures(awards[0].dated),
    }
    return (*unofficial(awards), Told("award.neighbours", facts))


def unofficial(awards: Sequence[Award]) -> Sequence[DeskEvent]:
    """What stands above a list where any of it was judged by criteria that are not official."""
    return () if all(award.official for award in awards) else (Told("summary.unofficial"),)


def declined(words: Words, subject: str, title: str, year: int, reason: str) -> DeskEvent:
    """The commune does not recognise it this year, and why."""
    facts = {
        "subject": subject,
        "title": words(f"title.{title}"),
        "year": year,
        "reason": reason.rstrip("."),
    }
    return Told("award.declined", facts)


def considered_again(words: Words, subject: str, title: str, year: int) -> DeskEvent:
    """What was said before does not hold: it may still be recognised."""
    facts = {"subject": subject, "title": words(f"title.{title}"), "year": year}
    return Told("award.considered_again", facts)


def taken_back(words: Words, award: Award, day: date, reason: str) -> DeskEvent:
    """The title does not hold any more, since when and why."""
    facts = {**_facts(words, award), "day": figures(day), "reason": reason.rstrip(".")}
    return Told("award.taken_back", facts)


def names(words: Words, awards: Sequence[Award], *, placed: bool = False) -> str:
    """Who they are, a line each, the first ones by name; with their village when `placed`."""
    villages = [f" · {award.village}" if placed and award.village else "" for award in awards]
    called = [
        f"· {_called(words, award)}{village}"
        for award, village in zip(awards, villages, strict=True)
    ]
    left = len(awards) - NAMES
    return "\n".join([*called[:NAMES], *([words("award.more", count=left)] if left > 0 else [])])


# ---- pages


def mine(words: Words, award: Award, address: str, years: Sequence[int], press: str) -> Prompted:
    """One's certificate again, to look at and to print; `years` are those of earlier ones.

    `press` begins the presses of the earlier ones.
    """
    lines = [MenuLine(words("award.year", year=year), f"{press}.{year}") for year in years]
    enclosed = (_picture(words, award), Enclosure("paper", award.paper, FILE))
    text = _told(words, award, address)
    return Prompted(
        "recognition.page",
        (*lines, MenuLine(words("menu.back"), "m")),
        {"text": text},
        enclosed,
    )


def village(words: Words, code: str, awards: Sequence[Award], start: int, home: str) -> Prompted:
    """The titles of a village, to show and print for those without a phone."""
    first = _first(awards, start)
    lines = [_certificate_line(words, award) for award in awards[first : first + PAGE]]
    if first + PAGE < len(awards):
        lines.append(MenuLine(words("menu.more"), f"cl.{code}.{first + PAGE}"))
    lines.append(MenuLine(words("village.back"), home))
    key = "award.village" if awards else "award.village_none"
    return Prompted(key, tuple(lines), {"count": len(awards)})


def listed(
    words: Words, commune: str, year: int, awards: Sequence[Award], start: int, looked_for: str = ""
) -> Prompted:
    """The titles a commune gave in one year; what is typed looks for a name or a number."""
    first = 0 if looked_for else _first(awards, start)
    shown = awards[first : first + PAGE]
    lines = [_staff_line(words, award) for award in shown]
    if not looked_for and first + PAGE < len(awards):
        lines.append(MenuLine(words("menu.more"), f"ra.{commune}.{year}.{first + PAGE}"))
    if looked_for:
        lines.append(MenuLine(words("award.all"), f"ra.{commune}.{year}.0"))
    lines.append(MenuLine(words("recognition.back"), f"{VERB}.{commune}.{year}"))
    slot = MenuLine("", f"ra.{commune}.{year}.0")
    key = "award.listed"
    if looked_for:
        key = "award.found" if awards else "award.not_found"
    revoked = sum(award.revoked_on is not None for award in awards)
    beside = words("award.with_revoked", count=revoked) if revoked else ""
    facts = {"count": len(awards) - revoked, "year": year, "shown": beside}
    if looked_for:
        facts |= {"count": len(awards), "shown": looked_for}
    return Prompted(key, (*lines, slot), facts)


def one(words: Words, award: Award, address: str) -> Prompted:
    """One title as the staff see it."""
    lines = []
    if award.revoked_on is None:
        lines.append(MenuLine(words("award.revoke"), f"rk.{award.assessment_id}.w"))
    lines.append(MenuLine(words("award.all"), f"ra.{award.commune_code}.{award.year}.0"))
    enclosed = (_picture(words, award), Enclosure("paper", award.paper, FILE))
    text = _told(words, award, address)
    if award.reason:
        text += "\n" + words("award.because", reason=award.reason)
    return Prompted("recognition.page", tuple(lines), {"text": text}, enclosed)


def why(words: Words, award: Award) -> Prompted:
    """Why is it taken back? A short reason, or one's own words."""
    press = f"rk.{award.assessment_id}.w"
    lines = [MenuLine(words(f"revoked.{name}"), f"{press}.{name}") for name in REVOKING]
    keep = MenuLine(words("award.keep"), f"rk.{award.assessment_id}")
    return Prompted("award.why", (*lines, keep, MenuLine("", press)), _facts(words, award))


def confirm(words: Words, award: Award, reason: str) -> Prompted:
    """Is it really to be taken back? The line keeps the reason."""
    yes = MenuLine(words("award.revoke"), f"rk.{award.assessment_id}.k.{award.revision}", reason)
    keep = MenuLine(words("award.keep"), f"rk.{award.assessment_id}")
    return Prompted("award.confirm", (yes, keep), _facts(words, award))


def search(awards: Sequence[Award], typed: str) -> tuple[Award, ...]:
    """Those whose name, village or decision's number holds all the words that were typed."""
    looked_for = vietnamese.fold(typed).split()
    if not looked_for or sum(map(len, looked_for)) < LEAST_LETTERS:
        return ()
    return tuple(award for award in awards if _holds(award, looked_for))


def _holds(award: Award, looked_for: Sequence[str]) -> bool:
    held = vietnamese.fold(f"{award.subject} {award.village} {award.number}")
    return all(word in held for word in looked_for)


def _told(words: Words, award: Award, address: str) -> str:
    facts = _facts(words, award)
    told = [words("award.told", **facts)]
    if award.revoked_on is not None:
        day = figures(award.revoked_on)
        told.append(words("award.revoked_since", day=day))
    if not award.official:
        told.append(words("summary.unofficial"))
    told.append(words("award.address", address=address))
    return "\n".join(told)


def _facts(words: Words, award: Award) -> dict[str, object]:
    return {
        "subject": award.subject,
        "title": words(f"title.{award.title}"),
        "year": award.year,
        "number": award.number,
        "day": figures(award.dated),
    }


def _picture(words: Words, award: Award) -> Enclosure:
    title = called_title(words, award.title)
    return Enclosure("picture", award.picture, f"{title} {award.year} · {brief([award.subject])}")


def _called(words: Words, award: Award) -> str:
    if award.title == "family":
        return award.subject
    return f"{award.subject} · {words(f'title.{award.title}')}"


def _certificate_line(words: Words, award: Award) -> MenuLine:
    """The village's own certificate is its head's; all others he may fetch for their people."""
    verb = "ct" if award.kind == "village" else "cv"
    note = words("offer.revoked") if award.revoked_on else ""
    return MenuLine(
        _called(words, award), f"{verb}.{award.subject_id}.{award.title}.{award.year}", note
    )


def _staff_line(words: Words, award: Award) -> MenuLine:
    state = words("offer.revoked") if award.revoked_on else award.number
    note = " · ".join(filter(None, (award.village, state)))
    return MenuLine(_called(words, award), f"rk.{award.assessment_id}", note)


def _first(awards: Sequence[Award], start: int) -> int:
    return min(start // PAGE * PAGE, max(len(awards) - 1, 0) // PAGE * PAGE)
