"""Hears yes and no where a list has just those two lines and the question leaves no doubt."""

import re

from flows import vietnamese
from flows.questions.asking import Asking, Option

_YES_NAMES = frozenset({"yes", "co", "true"})
_NO_NAMES = frozenset({"no", "khong", "false"})
_YES_LABELS = ("có", "rồi", "đã", "đúng", "đồng ý", "yes")
_NO_LABELS = ("không", "chưa", "sai", "no")
_NOT_YET_A_YES = ("có thể", "có lẽ")

_YES = ("có", "vâng", "dạ", "rồi", "có rồi", "đã có", "đúng rồi", "yes", "ok")
_NO = (
    *("không", "ko", "k", "chưa", "chưa có", "không có", "ko có", "k có", "không đâu", "không hề"),
    *("không bao giờ", "chưa bao giờ", "chưa hề", "hok", "no"),
)
_YES_WITH_MARKS = ("đúng", "ừ", "vâng có")  # "dung" may be "dừng", "u" may be anything
_NO_WITH_MARKS = ("hông", "hổng")  # "hong" may be "hồng"
_NONE = ("không có", "không", "chưa có", "chưa")
_BROKEN = re.compile("[,;/]")  # "không, có" is both
_BARE = ("có", "không", "chưa", "rồi", "đã", "đúng")


def pair(asking: Asking) -> tuple[Option, Option] | None:
    """The yes line and the no line, when the list has these two and no other."""
    if len(asking.options) != 2:
        return None
    sides = {_side(option): option for option in asking.options}
    if None in sides or len(sides) != 2:
        return None
    return sides[True], sides[False]


def heard(asking: Asking, text: str) -> Option | None:
    """The line that a yes or a no means, whatever its label; None when that is not certain.

    "Vâng" agrees with the sentence, so it is not taken when the question itself says "không".
    """
    lines = pair(asking)
    if lines is None or _denies(asking.text) or _BROKEN.search(text):
        return None
    if _hears(text, _YES, _YES_WITH_MARKS):
        return lines[0]
    return lines[1] if _hears(text, _NO, _NO_WITH_MARKS) else None


def is_bare(text: str) -> bool:
    """Whether the text is one word of agreement or denial, which may begin many labels."""
    return any(vietnamese.says(text, word) for word in _BARE)


def says_none(option: Option) -> bool:
    """Whether a line says that none of the others holds: "Không có gì"."""
    return any(vietnamese.begins(word, option.label) for word in _NONE)


def _hears(text: str, forgiving: tuple[str, ...], with_marks: tuple[str, ...]) -> bool:
    is_exact = any(vietnamese.words(text) == vietnamese.words(word) for word in with_marks)
    return is_exact or any(vietnamese.says(text, word) for word in forgiving)


def _side(option: Option) -> bool | None:
    """True for yes, False for no. The label people read weighs more than the stored name."""
    if any(vietnamese.begins(word, option.label) for word in _NOT_YET_A_YES):
        return None
    for words, side in ((_YES_LABELS, True), (_NO_LABELS, False)):
        if any(vietnamese.begins(word, option.label) for word in words):
            return side
    name = option.name.casefold()
    return True if name in _YES_NAMES else False if name in _NO_NAMES else None


def _denies(question: str) -> bool:
    """Whether a sentence of the question has a "không" that is not its question mark."""
    for sentence in re.split(r"[?.!;\n]", question):
        said = vietnamese.words(sentence)
        if any(word in {"không", "chưa", "chẳng"} for word in said[:-1]):
            return True
    return False
