"""A long list, page by page: which of its lines stand before a person, and what was looked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flows.questions import Asking, Option, labels
from flows.turning import Turn

PAGE = 8
"""Lines of one page. A list that has no more is shown whole."""


@dataclass(frozen=True, slots=True)
class View:
    """What a person looks at: of the question at `path`, the lines from the one after `first` on;
    with `sought` only those that have these words. All blank for the beginning of any list.
    """

    path: str = ""
    first: int = 0
    sought: str = ""

    def __str__(self) -> str:
        is_turned = self.path and (self.first or self.sought)
        return f"{self.first} {self.path} {self.sought}".rstrip() if is_turned else ""

    @classmethod
    def parse(cls, text: str) -> "View":
        """The view that `str` wrote; the blank one when the text is something else."""
        first, _, rest = text.partition(" ")
        path, _, sought = rest.partition(" ")
        return cls(path, int(first), sought) if first.isdecimal() and path else cls()


@dataclass(frozen=True, slots=True)
class Page:
    """The lines that are shown: those after the `first` of `count`.

    `count` is that of the list, or of what was found for `sought` in the `whole` list. `presses`
    are the buttons that lead on, in order: none of them answers.
    """

    options: tuple[Option, ...]
    first: int
    count: int
    whole: int
    sought: str
    presses: Mapping[Turn, str]

    @property
    def left(self) -> int:
        """How many lines stand after these."""
        return self.count - self.first - len(self.options)

    @property
    def is_turned(self) -> bool:
        """Whether it is not what the question began with, so that all else was said before."""
        return bool(self.first or self.sought)

    def first_after(self, turn: Turn) -> int:
        """The `first` of the page where it leads; the same when there is no other."""
        match turn:
            case "more":
                return self.first + PAGE if self.left else self.first
            case "before":
                return max(self.first - PAGE, 0)
            case "all":
                return 0


def page(asking: Asking, view: View) -> Page:
    """The page of a long list, without its buttons. One beyond the end is the last."""
    found = labels.found(asking, view.sought) if view.sought else ()
    lines = found or asking.options
    last = max(len(lines) - 1, 0) // PAGE * PAGE
    first = min(view.first // PAGE * PAGE, last)
    sought = view.sought if found else ""
    shown = tuple(lines[first : first + PAGE])
    return Page(shown, first, len(lines), len(asking.options), sought, presses={})


def among(asking: Asking, numbers: Collection[int]) -> Page:
    """A page of these lines only, without its buttons."""
    shown = tuple(option for option in asking.options if option.number in numbers)
    return Page(shown, 0, len(shown), len(asking.options), sought="", presses={})


def turns(page: Page) -> tuple[Turn, ...]:
    """The ways on from a page, two at most: with the lines of it no more buttons than fit."""
    more: tuple[Turn, ...] = ("more",) if page.left else ()
    if page.count < page.whole:
        return (*more, "all")
    return (*more, "before") if page.first else more
