"""What is wrong with a plan's file: the line it stands on, and what its author can do about it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `text` is plain Vietnamese and says what to do; `line` counts from 1."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"dòng {self.line}: {self.text}"


class Wrong(ValueError):
    """A plan that cannot be used, with every problem found in it (one at least), in line order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(map(str, self.problems)))
