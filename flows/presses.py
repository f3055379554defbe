"""What a button carries: which session and form version, which question, which option."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

KIND = "q"
LONGEST = 64  # characters; every channel carries as many
_MARK = re.compile("[a-z0-9~-]+")
_OPTION = re.compile("([pf]?)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a question. `tag` names session and version, the rest count from 0.

    As text at most 64 bytes of ASCII: "q.<tag>.<question>.<option>", the tag without dots; for a
    question of a member of a roster, ".<mark>" follows, and says which member.

    With a `turn` it answers nothing: it shows the lines from `option` on, of a long list ("p") or
    of what was found in it ("f").
    """

    tag: str
    question: int
    option: int
    mark: str = ""
    turn: str = ""

    def __str__(self) -> str:
        about = f".{self.mark}" if self.mark else ""
        return f"{KIND}.{self.tag}.{self.question}.{self.turn}{self.option}{about}"

    @classmethod
    def each(cls, tag: str, question: int, options: Iterable[int], mark: str) -> tuple[str, ...]:
        """The presses of several options of one question, as text."""
        before, after = f"{KIND}.{tag}.{question}.", f".{mark}" if mark else ""
        return tuple(f"{before}{option}{after}" for option in options)

    @classmethod
    def parse(cls, text: str) -> "Press | None":
        """The press that `str` wrote; None when the text is something else."""
        kind, _, rest = text.partition(".")
        parts = rest.split(".")
        if kind != KIND or len(parts) not in (3, 4) or len(text) > LONGEST:
            return None
        option = _OPTION.fullmatch(parts[2])
        if not parts[1].isdecimal() or option is None:
            return None
        if len(parts) == 4 and not _MARK.fullmatch(parts[3]):
            return None
        return cls(parts[0], int(parts[1]), int(option[2]), "".join(parts[3:]), option[1])
