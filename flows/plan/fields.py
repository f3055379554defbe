"""One entry of a plan's file, read key by key: what is missing, unknown, doubled or of no use."""

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from flows.plan.lines import Block, Items, Node, Text
from flows.plan.problems import Problem

T = TypeVar("T")
LONGEST = 600
"""Letters in one text: a sentence of a plan has about three hundred."""


class Fields:
    """The keys of one entry, all of them in `known`; every problem met goes to `problems`."""

    def __init__(self, node: Node, known: Collection[str], problems: list[Problem]) -> None:
        self.line = node.line
        self._problems = problems
        self._found: dict[str, tuple[int, Node]] = {}
        if isinstance(node, Block):
            self._take(node, known)
        else:
            self.wrong("", f'Chỗ này cần các dòng "tên mục: nội dung" ({", ".join(known)}).')

    def line_of(self, key: str) -> int:
        """The line of that key; where the key is missing, the entry's first."""
        return self._found[key][0] if key in self._found else self.line

    def wrong(self, key: str, text: str) -> None:
        """Note a problem with what stands under `key`, with the entry as a whole for ""."""
        self._problems.append(Problem(self.line_of(key), text))

    def note(self, problems: Iterable[Problem]) -> None:
        """Note what was found wrong elsewhere in the file."""
        self._problems.extend(problems)

    def text(self, key: str, *, needed: bool = False, why: str = "") -> str:
        """The text under `key`, "" for none; `why` tells the author what a missing one is for."""
        node = self._found[key][1] if key in self._found else Text(self.line, "")
        if not isinstance(node, Text):
            self.wrong(key, f'"{key}" cần một dòng chữ, không phải danh sách.')
            return ""
        self._measure(key, node)
        if needed and not node.text:
            self.wrong(key, f'Thiếu "{key}"{f": {why}" if why else ""}.')
        return node.text

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts listed under `key`; a single text counts as a list of one."""
        found = []
        for node in self._listed(key):
            if isinstance(node, Text) and node.text:
                self._measure(key, node)
                found.append(node.text)
            else:
                self._problems.append(Problem(node.line, f'"{key}" cần một dòng chữ sau mỗi gạch.'))
        return tuple(found)

    def _measure(self, key: str, said: Text) -> None:
        """Note a text that is too long."""
        if len(said.text) > LONGEST:
            told = f'"{key}" dài {len(said.text)} chữ cái. Hãy rút còn {LONGEST}.'
            self._problems.append(Problem(said.line or self.line_of(key), told))

    def entries(self, key: str, known: Collection[str]) -> "Iterator[Fields]":
        """The entries listed under `key`."""
        for node in self._listed(key):
            yield Fields(node, known, self._problems)

    def entry(self, key: str, known: Collection[str]) -> "Fields":
        """The one entry under `key`; an empty one where it is missing, with a problem noted."""
        if key not in self._found:
            self.wrong("", f'Thiếu phần "{key}".')
            return Fields(Block(self.line, ()), known, self._problems)
        return Fields(self._found[key][1], known, self._problems)

    def choice(self, key: str, choices: Mapping[str, T], default: T, *, needed: bool = False) -> T:
        """What the word under `key` stands for; `default` for none and for one not known."""
        said = self.text(key, needed=needed, why=f"một trong {_quoted(choices)}")
        if said and said not in choices:
            self.wrong(key, f'"{key}" không thể là "{said}". Chọn một trong: {_quoted(choices)}.')
        return choices.get(said, default)

    def parsed(self, key: str, read: Callable[[str], T], default: T, *, why: str) -> T:
        """What `read` makes of the text, which has to be there; its ValueError is a problem."""
        said = self.text(key, needed=True, why=why)
        if not said:
            return default
        try:
            return read(said)
        except ValueError as unclear:
            self.wrong(key, str(unclear))
            return default

    def _take(self, block: Block, known: Collection[str]) -> None:
        for key, node in block.entries:
            if key.text not in known:
                self._problems.append(Problem(key.line, _unknown(key.text, known)))
            elif key.text in self._found:
                first = self._found[key.text][0]
                told = f'"{key.text}" đã có ở dòng {first}. Hãy bỏ một trong hai.'
                self._problems.append(Problem(key.line, told))
            else:
                self._found[key.text] = (key.line, node)

    def _listed(self, key: str) -> tuple[Node, ...]:
        node = self._found[key][1] if key in self._found else None
        match node:
            case None | Text(text=""):
                return ()
            case Items():
                return node.items
            case Text():
                return (node,)
            case Block():
                self.wrong(key, f'Dưới "{key}" mỗi mục bắt đầu bằng một dấu gạch "- ".')
                return ()


def _unknown(key: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(key[:40], known, n=1)
    meant = f'Có phải "{close[0]}" không?' if close else f"Các mục dùng được: {', '.join(known)}."
    return f'Không có mục "{key[:40]}". {meant}'


def _quoted(choices: Collection[str]) -> str:
    return ", ".join(f'"{choice}"' for choice in choices if choice)
