"""What a button carries: which session and form version, which question, which option."""

from dataclasses import dataclass

KIND = "q"
LONGEST = 64  # characters; every channel carries as many


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a question. `tag` names session and version, the rest count from 0.

    As text at most 64 bytes of ASCII: "q.<tag>.<question>.<option>", the tag without dots.
    """

    tag: str
    question: int
    option: int

    def __str__(self) -> str:
        return f"{KIND}.{self.tag}.{self.question}.{self.option}"

    @classmethod
    def parse(cls, text: str) -> "Press | None":
        """The press that `str` wrote; None when the text is something else."""
        kind, _, rest = text.partition(".")
        parts = rest.split(".")
        if kind != KIND or len(parts) != 3 or len(text) > LONGEST:
            return None
        if not (parts[1].isdecimal() and parts[2].isdecimal()):
            return None
        return cls(parts[0], int(parts[1]), int(parts[2]))
