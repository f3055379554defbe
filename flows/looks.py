"""What a press at the commune's desk carries: which item, as it was seen, and in which sitting."""

from dataclasses import dataclass

VERB = "dv"


@dataclass(frozen=True, slots=True)
class Look:
    """An item as somebody looks at it.

    `revision` and `submission` are what was seen (0 before anything was). The sitting goes on after
    the item `after` that was put off (0 for none), and with `within` among the places of this one.
    """

    id: int
    revision: int = 0
    submission: int = 0
    within: bool = False
    after: int = 0

    def press(self, what: str, *more: object) -> str:
        """The press of a line that does `what` with this item as it was seen."""
        sitting = f"{'v' if self.within else 'a'}{self.after}"
        parts = (VERB, self.id, self.revision, self.submission, sitting, what, *more)
        return ".".join(map(str, parts))


@dataclass(frozen=True, slots=True)
class Act:
    """What a press asks for: the look it was made with, what to do, and with what."""

    look: Look
    what: str
    more: tuple[str, ...]


def parse(rest: str) -> Act | None:
    """The act behind a press without its verb; None for what `press` never wrote."""
    parts = rest.split(".")
    if len(parts) < 5 or parts[3][:1] not in {"a", "v"}:
        return None
    figures = (*parts[:3], parts[3][1:])
    if not all(one.isascii() and one.isdecimal() for one in figures):
        return None
    number, revision, submission, after = map(int, figures)
    within = parts[3].startswith("v")
    return Act(Look(number, revision, submission, within, after), parts[4], tuple(parts[5:]))
