"""What several papers say alike: the notices on top of them, and days."""

from datetime import date

from flows import vietnamese
from flows.wording import SOURCE, Words


def notices(words: Words, *, official: bool, sample: bool) -> list[str]:
    """The lines for a pack that is not official, and for invented people; [] where all is real."""
    unofficial = [] if official else [words("summary.unofficial")]
    return [words("paper.sample"), *unofficial] if sample else unofficial


def day(words: Words, when: date) -> str:
    """The day with its year: "thứ Bảy 5/12/2026"; in other languages "5/12/2026"."""
    return vietnamese.speak_date(when) if words.language == SOURCE else figures(when)


def figures(when: date) -> str:
    """The day in figures, as people write it: "5/12/2026"."""
    return f"{when.day}/{when.month}/{when.year}"
