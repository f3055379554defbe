"""Which question is meant, in words: above it, in a sentence about it, and as what comes next."""

from dataclasses import replace

from flows.events import Member, Spot
from flows.forms.repeats import in_sentence
from flows.wording import Words


def where(words: Words, spot: Spot) -> str:
    """How a question is named in a sentence: "câu 3", "người 2, câu 1"."""
    if spot.inside is not None:
        whose = member(words, replace(spot.members[-1], of=None))
        return words("roster.where", member=in_sentence(whose), number=spot.inside[0])
    if spot.number is not None:
        return words("where.number", number=spot.number)
    letter = spot.letter
    return words("where.letter", letter=letter) if letter else words("where.none")


def member(words: Words, whose: Member) -> str:
    """Who is meant: by name, or by a number."""
    label = whose.label or words("roster.nameless")
    if whose.of is None:
        return words("roster.member_open", label=label, number=whose.number)
    return words("roster.member", label=label, number=whose.number, of=whose.of)


def step(words: Words, spot: Spot) -> str:
    """The line above a question: where it stands."""
    if spot.is_evidence:
        return words("step.evidence", where=where(words, spot))
    if spot.inside is not None:
        whose = " · ".join(member(words, each) for each in spot.members)
        number, of = spot.inside
        line = words("roster.step", member=whose, number=number, of=of)
        return f"{line} · {spot.heading}" if spot.heading else line
    if spot.number is None:
        return words("step.profile")
    line = words("step", number=spot.number, of=spot.of)
    return f"{line} · {spot.heading}" if spot.heading else line


def standing(words: Words, spot: object) -> str:
    """The place in the form that comes next: "câu 7/10", "ảnh của câu 3"."""
    if not isinstance(spot, Spot):
        return words("standing.all")
    if spot.is_evidence and spot.number is not None:
        return words("standing.photo", number=spot.number)
    if spot.number is None:
        return words("standing.start")
    return words("standing.at", number=spot.number, of=spot.of)
