"""Sets aside what people say around a number: a greeting, "nhà tôi có", "khoảng", a smile."""

import re
from dataclasses import dataclass

from flows.vietnamese import letters

# With its marks each of these says nothing about the number; alone and without them it may:
# "co 12" may be "cỡ 12".
_LEADS = (
    "có", "là", "được", "tổng", "số", "chỉ", "đúng", "gồm", "có tất cả", "tất cả",
    "tất cả là", "tất cả có", "tổng là", "tổng số", "tổng số là", "tổng cộng", "tổng cộng là",
    "tổng cộng có", "cả thảy", "cả thảy có", "nhà có", "nhà tôi", "nhà tôi có", "nhà em",
    "nhà em có", "nhà cháu", "nhà cháu có", "nhà mình", "nhà mình có", "nhà bác có",
    "gia đình có", "gia đình tôi có", "gia đình em có", "gia đình mình có", "bản có",
    "bản tôi có", "bản em có", "bản mình có", "chỉ có", "số lượng", "số lượng là", "tôi có",
    "em có", "cháu có", "tôi được", "em được",
)  # fmt: skip
_HEDGES = (
    "khoảng", "khoảng chừng", "khoảng độ", "khoảng tầm", "chừng", "chừng độ", "độ", "độ chừng",
    "tầm", "tầm khoảng", "cỡ", "cỡ chừng", "ước", "ước chừng", "ước tính", "chắc", "chắc là",
    "chắc khoảng", "chắc có", "hình như", "hình như là", "xấp xỉ",
)  # fmt: skip
_MOST_WORDS = 4

_START = re.compile(r"\A(?:(?:dạ|da|vâng|thưa|ừ|ờ|à)[\s,]+(?:(?:bác|cán bộ|anh|chị)[\s,]+)?)+")
_NAMED = r"(?:(?:bác|em|cô|chú|anh|chị|ông|bà|cán bộ|bac|can bo)\s+)?"
_END = re.compile(rf"(?<=[\w%])[\s,]+{_NAMED}(?:ạ|a|nhé|nhe|nha|nhá|thôi|thoi|đấy|đó)[.!]*$")


@dataclass(frozen=True, slots=True)
class Said:
    """The bare words, and whether what stood around them puts them in doubt."""

    bare: str
    is_doubtful: bool = False


def bare(text: str) -> Said:
    """A small-lettered, cleaned text without its greeting, smile and polite last words.

    A question mark or "~" leaves a doubt.
    """
    said = _START.sub("", letters.unsmiling(text), count=1)
    asks = said.endswith("?")
    said = re.sub(r"[.!?\s]+$", "", said)
    while (shorter := _END.sub("", said)) != said:
        said = shorter
    return Said(said.removeprefix("~").strip(), asks or said.startswith("~"))


def led(text: str) -> Said:
    """The text without what leads up to the number, as long as something follows.

    A hedge ("khoảng 12") or a lone lead without its marks leaves a doubt.
    """
    said = text.split(" ")
    at, is_doubtful = 0, False
    while at < len(said) - 1 and not said[at][:1].isdigit():
        size, doubt = _lead(said, at)
        if not size:
            break
        at, is_doubtful = at + size, is_doubtful or doubt
    return Said(" ".join(said[at:]), is_doubtful)


def _lead(said: list[str], at: int) -> tuple[int, bool]:
    """How many words from there are a lead, 0 when none are, and whether it leaves a doubt."""
    for size in range(min(_MOST_WORDS, len(said) - at - 1), 0, -1):
        typed = " ".join(said[at : at + size])
        for lead in _BY_FOLD.get(letters.fold(typed), ()):
            if letters.says(typed, lead):
                is_bare = size == 1 and letters.words(typed) != letters.words(lead)
                return size, is_bare or lead in _HEDGES
    return 0, False


def _by_fold() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for lead in (*_LEADS, *_HEDGES):
        table[letters.fold(lead)] = (*table.get(letters.fold(lead), ()), lead)
    return table


_BY_FOLD = _by_fold()
