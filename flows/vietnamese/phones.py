"""Reads a Vietnamese telephone number however it is spaced, dotted or prefixed."""

import re

from flows.vietnamese import letters
from flows.vietnamese.readings import Nothing, One, Reading

_LEAD = re.compile(
    r"\A(?:số |so )?(?:(?:điện thoại|dien thoai|đt|dt|sđt|sdt|tel|phone|zalo|di động|di dong)"
    r"(?: (?:là|la|số|so|của tôi|cua toi))*[ :.]*)?(?:(?:là|la) )?"
)
_FIGURES = re.compile(r"\+?\(?[0-9][0-9 .()-]*[0-9]")
_COUNTRY = re.compile(r"(?:\+84|0084|84)(?:\(?0\)?)?(?=[0-9]{9,10}$)")
_MOBILE = re.compile("0[35789][0-9]{8}")
_LANDLINE = re.compile("02[0-9]{9}")
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_LONGEST = 60  # characters; a number in words has about fifty


def phone(text: str) -> Reading[str]:
    """The number in ten or eleven digits with its zero: "+84 912 345 678" is "0912345678".

    Mobiles begin with 03, 05, 07, 08 or 09, landlines with 02. What has another length, or is two
    numbers, is nothing. Digits in words need their marks.
    """
    small = letters.plainly(letters.digits(letters.clean(text))).casefold().rstrip(".! ")
    if len(small) > _LONGEST:
        return Nothing()
    rest = _LEAD.sub("", small, count=1)
    figures = rest if _FIGURES.fullmatch(rest) else _of_words(rest)
    digits = _COUNTRY.sub("0", re.sub("[ .()-]", "", figures))
    is_one = _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)
    return One(digits) if is_one else Nothing()


def _of_words(said: str) -> str:
    """The digits that words say one by one; "" when a word is no digit."""
    found = [str(_DIGITS.index(word)) if word in _DIGITS else "" for word in said.split()]
    return "".join(found) if all(found) else ""
