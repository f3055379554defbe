"""The card of congratulation that somebody recognised gets: a picture for the phone, and a paper.

It is no official certificate (the form of one is not known), and it says so: the decision is the
legal act.
"""

from dataclasses import dataclass

from flows.wording import Words, words
from reports.papers import phrases, press, square

_PHONE, _A4 = "certificate_phone", "certificate_a4"
_PPI = 144  # the phone card is 430 points wide: two pixels a point


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision exactly as staff typed it: its number and its day; what is not known is ""."""

    number: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """A title somebody was given. `name` is the subject's, `title` as people read it.

    `link` opens the public page that tells whether it still stands, `address` is the same as
    people type it. `revoked` is the decision that took the title back, if one did.
    """

    name: str
    title: str
    year: int
    commune: str
    decision: Decision
    link: str
    address: str
    official: bool
    sample: bool
    revoked: Decision | None = None
    language: str = "vi"


def image(award: Award) -> bytes:
    """The card as a PNG, 860 pixels wide, made to be read at half of that."""
    return press.pictures(_PHONE, facts(award), _PPI)[0]


def paper(award: Award) -> bytes:
    """The card as a PDF, one A4 page on its side."""
    return press.pdf(_A4, facts(award))


def facts(award: Award) -> press.Facts:
    """What both templates are told."""
    say = words(award.language)
    revoked = award.revoked is not None
    return {
        "language": say.language,
        "commune": award.commune,
        "heading": say("paper.award.heading"),
        "lead": "" if revoked else say("paper.award.lead"),
        "name": award.name,
        "recognised": say("paper.award.once" if revoked else "paper.award.recognised"),
        "title": award.title,
        "year": say("paper.award.year", year=award.year),
        "decision": _decision(say, award.decision),
        "legal": say("paper.award.void" if revoked else "paper.award.legal"),
        "stamp": say("paper.award.revoked") if revoked else "",
        "revoked": _revoked(say, award.revoked),
        "square": square.svg(award.link),
        "alt": award.link,
        "check": say("paper.award.check"),
        "address": award.address,
        "notices": phrases.notices(say, official=award.official, sample=award.sample),
    }


def _decision(say: Words, decision: Decision) -> str:
    if not decision.number:
        return say("paper.award.unnumbered")
    if not decision.day:
        return say("paper.award.undated", number=decision.number)
    return say("paper.award.decision", number=decision.number, day=decision.day)


def _revoked(say: Words, decision: Decision | None) -> str:
    """What is known of the decision that took the title back; nothing is said of the rest."""
    match decision:
        case None | Decision("", ""):
            return ""
        case Decision("", day):
            return say("paper.award.revoked_on", day=day)
        case Decision(number, ""):
            return say("paper.award.revoked_undated", number=number)
        case Decision(number, day):
            return say("paper.award.revoked_by", number=number, day=day)
