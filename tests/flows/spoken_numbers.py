"""Says numbers in Vietnamese, the way they are taught and the ways people vary it."""

from dataclasses import dataclass

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@dataclass(frozen=True)
class Manner:
    """Which of two words somebody uses. The first ones are those taught at school."""

    one: str = "mốt"
    four: str = "bốn"
    five: str = "lăm"
    seven: str = "bảy"
    odd: str = "linh"
    odd_four: str = "bốn"
    thousand: str = "nghìn"


def said(value: int, how: Manner = Manner()) -> str:
    """The number from 0 to 9999 in words."""
    thousands, rest = divmod(value, 1000)
    if not thousands:
        return _hundreds(rest, how)
    head = f"{_digit(thousands, how)} {how.thousand}"
    return f"{head} {_hundreds(rest, how, is_full=True)}" if rest else head


def _hundreds(value: int, how: Manner, *, is_full: bool = False) -> str:
    hundreds, rest = divmod(value, 100)
    if not hundreds and not is_full:
        return _tens(rest, how)
    head = f"{_digit(hundreds, how)} trăm"
    if rest and rest < 10:
        return f"{head} {how.odd} {how.odd_four if rest == 4 else _digit(rest, how)}"
    return f"{head} {_tens(rest, how)}" if rest else head


def _tens(value: int, how: Manner) -> str:
    tens, ones = divmod(value, 10)
    if not tens:
        return _digit(ones, how)
    head = "mười" if tens == 1 else f"{_digit(tens, how)} mươi"
    last = {1: "một" if tens == 1 else how.one, 4: how.four, 5: how.five}
    return f"{head} {last.get(ones, _digit(ones, how))}" if ones else head


def _digit(value: int, how: Manner) -> str:
    return how.seven if value == 7 else DIGITS[value]
