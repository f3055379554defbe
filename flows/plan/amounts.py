"""What share a target asks for, read from the words of an official and put into words again."""

import re
from dataclasses import dataclass

from flows.vietnamese import fold, speak_number

EXAMPLES = '"80%", "60% trở lên", "khoảng 70%", "có" (được công nhận hay chưa), "không nêu số"'
YES, WORDS = "có", "không nêu số"

_SHARE = re.compile(
    r"(?P<about>khoang )?(?P<number>[0-9]{1,3}(?:[.,][0-9]{1,2})?) ?%(?P<up> tro len)?"
)
_OPS = {"": "{}%", "~": "khoảng {}%", ">=": "{}% trở lên"}


class Unclear(ValueError):
    """Words that name no amount; the message is Vietnamese and says what to do."""


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` in `unit` ("percent", "yes": 1 for yes, "words": None); `op` is "=", ">=" or "~"."""

    op: str
    value: float | None
    unit: str


def amount(said: str) -> Amount:
    """The amount in `said`, with marks or without. Raises Unclear."""
    plain = " ".join(fold(said).split())
    if plain == fold(YES):
        return Amount("=", 1, "yes")
    if plain == fold(WORDS):
        return Amount("=", None, "words")
    found = _SHARE.fullmatch(plain)
    if found is None or (found["about"] and found["up"]):
        raise Unclear(f'Chưa hiểu "{said}". Hãy ghi như một trong các mẫu: {EXAMPLES}.')
    value = float(found["number"].replace(",", "."))
    if value > 100:
        raise Unclear(f'"{said}" lớn hơn 100%. Hãy xem lại số trong văn bản.')
    return Amount("~" if found["about"] else ">=" if found["up"] else "=", value, "percent")


def worded(op: str, value: float | None, unit: str) -> str:
    """The amount as an official would write it; `amount` reads it back as the same amount."""
    if unit == "percent" and value is not None:
        return _OPS["" if op == "=" else op].format(speak_number(value))
    return YES if unit == "yes" else WORDS
