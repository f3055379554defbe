"""A YAML file as a tree of texts, each with its line: no types, tags or references."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from flows.plan.problems import Problem, Wrong

MOST_BYTES = 128 * 1024
DEEPEST = 5
"""A plan needs three: its list of deadlines, one of them, its receivers."""

TOO_DEEP = "Thụt vào quá nhiều lần. Hãy xem mẫu của kế hoạch có sẵn."

BLANKS = frozenset({"", "~", "null"})
UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories of what cannot be seen, or cannot be written out again."""


@dataclass(frozen=True, slots=True)
class Text:
    """What stands in one place, on one line of spaces; "" where nothing does."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """Lines that begin with a dash."""

    line: int
    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines "key: value", in the order of the file, a key as often as it stands there."""

    line: int
    entries: "tuple[tuple[Text, Node], ...]"


Node: TypeAlias = Text | Items | Block


def tree(content: bytes) -> Node:
    """What the file says. Raises Wrong where it is too large, no text, or no YAML of this kind."""
    if len(content) > MOST_BYTES:
        raise Wrong(
            [Problem(1, f"Tệp lớn quá {MOST_BYTES // 1024} KB. Hãy chia làm nhiều kế hoạch.")]
        )
    text = _decoded(content)
    builder = _Builder(text)
    try:
        node = builder.whole()
    except _TooDeep as error:
        raise Wrong([Problem(error.args[0], TOO_DEEP)]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Wrong([Problem(line, _explained(text, line, error.problem or ""))]) from error
    except yaml.YAMLError as error:
        raise Wrong([Problem(_unprintable(text), "Dòng này có ký tự lạ. Hãy gõ lại.")]) from error
    except (ValueError, OverflowError) as error:  # a number after a backslash that is no letter
        raise Wrong(
            [Problem(builder.line, "Sau dòng này có dấu \\ với số sai. Hãy bỏ đi.")]
        ) from error
    if builder.problems:
        raise Wrong(builder.problems)
    return node


def _decoded(content: bytes) -> str:
    try:
        return unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        told = "Chữ ở dòng này không phải UTF-8. Hãy lưu lại tệp, chọn kiểu mã UTF-8."
        raise Wrong([Problem(line, told)]) from error


def _explained(text: str, line: int, problem: str) -> str:
    lines = text.split("\n")
    if line <= len(lines) and "\t" in lines[line - 1]:
        return "Dòng này có phím Tab. Hãy thay bằng dấu cách."
    if "mapping values are not allowed" in problem:
        return (
            "Dòng này có hai dấu hai chấm, hoặc thụt vào sai. Hãy đặt phần chữ trong dấu nháy kép."
        )
    return (
        "Không đọc được chỗ này. Hãy xem lại dấu cách đầu dòng, dấu hai chấm, dấu nháy kép"
        " của dòng này và dòng trên."
    )


def _unprintable(text: str) -> int:
    """The line of the first character that YAML does not take."""
    for number, line in enumerate(text.split("\n"), 1):
        if yaml.reader.Reader.NON_PRINTABLE.search(line):
            return number
    return 1


class _TooDeep(Exception):
    """Nothing below is worth reading; the argument is the line."""


class _Builder:
    """Puts the parser's events together and notes what a plan has no use for."""

    def __init__(self, text: str) -> None:
        self.problems: list[Problem] = []
        self.line = 1
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.SafeLoader)
        self._depth = 0

    def whole(self) -> Node:
        """The one document of the file; an empty file is an empty text."""
        found: Node | None = None
        for event in self._events:
            if not isinstance(event, yaml.NodeEvent):
                continue
            node = self._node(event)
            if found is None:
                found = node
            else:
                self._note(event, "Từ dòng này là kế hoạch thứ hai. Hãy chia làm hai tệp.")
        return found or Text(1, "")

    def _node(self, event: yaml.Event) -> Node:
        self.line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._note(event, "Không dùng được dấu & và * ở đầu chữ. Hãy ghi lại đầy đủ.")
        if getattr(event, "tag", None):
            self._note(event, "Không dùng được dấu ! ở đầu chữ. Hãy đặt chữ trong dấu nháy kép.")
        match event:
            case yaml.SequenceStartEvent():
                return self._within(event, lambda: Items(_line(event), self._items()))
            case yaml.MappingStartEvent():
                return self._within(event, lambda: Block(_line(event), self._entries()))
            case yaml.ScalarEvent():
                return self._text(event)
            case _:
                return Text(_line(event), "")

    def _within(self, event: yaml.Event, read: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _TooDeep(_line(event))
        node = read()
        self._depth -= 1
        return node

    def _items(self) -> tuple[Node, ...]:
        found = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._node(event))
        return tuple(found)

    def _entries(self) -> tuple[tuple[Text, Node], ...]:
        found = []
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key, value = self._node(event), self._node(next(self._events))
            if isinstance(key, Text):
                found.append((key, value))
            else:
                self._note(event, "Chỗ này thiếu tên mục trước dấu hai chấm.")
        return tuple(found)

    def _text(self, event: yaml.ScalarEvent) -> Text:
        said = " ".join(unicodedata.normalize("NFC", event.value).split())
        if any(unicodedata.category(letter) in UNSEEN for letter in said):
            self._note(event, "Chữ ở đây có ký tự không nhìn thấy. Hãy gõ lại.")
        plain = event.style is None
        return Text(_line(event), "" if plain and said in BLANKS else said)

    def _note(self, event: yaml.Event, text: str) -> None:
        self.problems.append(Problem(_line(event), text))


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return int(mark.line) + 1 if mark else 1
