"""Functions on texts: joining, cutting, searching, digests."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import re2

from flows.xpath.errors import XPathError
from flows.xpath.functions.kinds import Function
from flows.xpath.tree import string_value
from flows.xpath.values import Value, to_number, to_text, to_whole
from flows.xpath.world import Scene

_SPACES = re.compile(r"[ \t\r\n]+")
_DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384"} | {
    "SHA-512": "sha512"
}


def texts_of(values: Iterable[Value]) -> list[str]:
    """Every value as text; a node-set gives one text for each of its nodes."""
    texts: list[str] = []
    for value in values:
        if type(value) is list:
            texts += [string_value(node) for node in value]
        else:
            texts.append(to_text(value))
    return texts


def _string(_scene: Scene, value: Value) -> str:
    return to_text(value)


def _concat(_scene: Scene, *values: Value) -> str:
    return "".join(texts_of(values))


def _join(_scene: Scene, between: Value, *values: Value) -> str:
    return to_text(between).join(texts_of(values))


def _contains(_scene: Scene, whole: Value, part: Value) -> bool:
    return to_text(part) in to_text(whole)


def _starts_with(_scene: Scene, whole: Value, part: Value) -> bool:
    return to_text(whole).startswith(to_text(part))


def _ends_with(_scene: Scene, whole: Value, part: Value) -> bool:
    return to_text(whole).endswith(to_text(part))


def _before(_scene: Scene, whole: Value, mark: Value) -> str:
    text, at = to_text(whole), to_text(whole).find(to_text(mark))
    return text[:at] if at >= 0 else ""


def _after(_scene: Scene, whole: Value, mark: Value) -> str:
    text, sought = to_text(whole), to_text(mark)
    at = text.find(sought)
    return text[at + len(sought) :] if at >= 0 else ""


def _substring(scene: Scene, whole: Value, start: Value, length: Value | None = None) -> str:
    """XPath's own: counts from 1 and rounds; `substr` is what form writers should use."""
    calendar = scene.world.calendar
    first = _rounded(to_number(start, calendar))
    end = float("inf") if length is None else first + _rounded(to_number(length, calendar))
    return "".join(letter for at, letter in enumerate(to_text(whole), 1) if first <= at < end)


def _rounded(number: float) -> float:
    return number if number != number or abs(number) == float("inf") else float((number + 0.5) // 1)


def _substr(scene: Scene, whole: Value, start: Value, end: Value | None = None) -> str:
    """Counts from 0, from the end when negative; the character at `end` is not taken."""
    text, calendar = to_text(whole), scene.world.calendar
    first = to_whole(start, calendar)
    last = len(text) if end is None else to_whole(end, calendar)
    return text[_place(first, text) : _place(last, text)]


def _place(at: int, text: str) -> int:
    return min(max(at + len(text) if at < 0 else at, 0), len(text))


def _length(_scene: Scene, value: Value) -> float:
    return float(len(to_text(value)))


def _normalized(_scene: Scene, value: Value) -> str:
    return _SPACES.sub(" ", to_text(value)).strip(" ")


def _translate(_scene: Scene, value: Value, old: Value, new: Value) -> str:
    new_letters, table = to_text(new), dict[int, str | None]()
    for at, letter in enumerate(to_text(old)):
        table.setdefault(ord(letter), new_letters[at] if at < len(new_letters) else None)
    return to_text(value).translate(table)


def _regex(_scene: Scene, value: Value, pattern: Value) -> bool:
    """The whole text must fit the pattern, as in Collect; Enketo is content with a part of it."""
    return _compiled(to_text(pattern)).fullmatch(to_text(value)) is not None


@lru_cache(512)
def _compiled(pattern: str) -> Any:
    """re2 reads hostile patterns in steady time; it knows no look-around and no back reference."""
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options=options)
    except re2.error as problem:
        raise XPathError(f'Mẫu "{pattern}" trong hàm "regex" không dùng được.') from problem


def _digest(_scene: Scene, value: Value, name: Value, encoding: Value = "base64") -> str:
    algorithm, written = _DIGESTS.get(to_text(name).upper()), to_text(encoding).lower()
    if algorithm is None or written not in ("hex", "base64"):
        raise XPathError(f'Hàm "digest" không biết cách "{to_text(name)}" hay "{written}".')
    hashed = hashlib.new(algorithm, to_text(value).encode(), usedforsecurity=False)
    return hashed.hexdigest() if written == "hex" else base64.b64encode(hashed.digest()).decode()


def _decoded(_scene: Scene, value: Value) -> str:
    try:
        return base64.b64decode(to_text(value)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


TEXTS = {
    "string": Function(_string, 0, 1, "text", "here"),
    "concat": Function(_concat, 0, None, "text"),
    "join": Function(_join, 1, None, "text"),
    "contains": Function(_contains, 2, 2, "boolean"),
    "starts-with": Function(_starts_with, 2, 2, "boolean"),
    "ends-with": Function(_ends_with, 2, 2, "boolean"),
    "substring-before": Function(_before, 2, 2, "text"),
    "substring-after": Function(_after, 2, 2, "text"),
    "substring": Function(_substring, 2, 3, "text"),
    "substr": Function(_substr, 2, 3, "text"),
    "string-length": Function(_length, 0, 1, "number", "here"),
    "normalize-space": Function(_normalized, 0, 1, "text", "here"),
    "translate": Function(_translate, 3, 3, "text"),
    "regex": Function(_regex, 2, 2, "boolean"),
    "digest": Function(_digest, 2, 3, "text"),
    "base64-decode": Function(_decoded, 1, 1, "text"),
}
