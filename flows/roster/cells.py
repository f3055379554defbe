"""What one cell of the workbook says: its value, or why it cannot be read and what to do."""

import re
from collections.abc import Iterable, Mapping

from flows.roster.columns import plain
from flows.roster.model import full
from flows.vietnamese import digits

LONGEST_NAME = 100  # characters
LONGEST_CODE = 24
MOST_PEOPLE = 99  # in one household
MOST_MEMBERS = 100_000  # of one unit
OLDEST = 120  # years
OF_AGE = 18  # years: the roster names no children
_PHONE_LENGTHS = (10, 11)  # digits of a mobile and of a fixed number, with the leading zero

_CODE = re.compile(r"[A-Z0-9]+(?:[-_.][A-Z0-9]+)*")
_DAY = re.compile(r"([0-9]{4})-[0-9]{2}-[0-9]{2}(?:T.*)?")
_WRITTEN_DAY = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-]([0-9]{4})")
_WHOLE = re.compile(r"[0-9]+(?:[.,]0{1,2})?")  # "1.000" is a thousand to us, and one to Excel
_LIST = re.compile(r"[,;\n]")


class Unfit(ValueError):
    """This cell cannot be read; the text says why and what to do, for the officer."""


def parts(text: str) -> tuple[str, ...]:
    """The items of a cell that may hold several, in order, each once."""
    return tuple(dict.fromkeys(part.strip() for part in _LIST.split(text) if part.strip()))


def code(text: str, commune: str) -> str:
    """A code in full. Raises Unfit."""
    if _DAY.fullmatch(text):
        raise Unfit(
            "Excel đã đổi mã này thành ngày tháng. Hãy chọn cả cột, đặt kiểu ô là Text, rồi gõ "
            "lại mã."
        )
    found = text.upper()
    if not _CODE.fullmatch(found):
        raise Unfit(f'Mã "{text}" chỉ được có chữ không dấu, số và gạch nối. Ví dụ: B01-007.')
    if len(found) > LONGEST_CODE:
        raise Unfit(f"Mã dài hơn {LONGEST_CODE} chữ. Hãy đặt mã ngắn hơn.")
    return full(found, commune)


def name(text: str) -> str:
    """A name of a person, a clan, a village. Raises Unfit."""
    if len(text) > LONGEST_NAME:
        raise Unfit(f"Tên dài hơn {LONGEST_NAME} chữ. Hãy viết ngắn lại.")
    if not any(letter.isalpha() for letter in text):
        raise Unfit(f'"{text}" không phải là tên. Hãy xem lại có gõ nhầm cột không.')
    return text


def whole(text: str, least: int, most: int) -> int:
    """A whole number, however Excel kept it. Raises Unfit."""
    found = digits(text)
    if not _WHOLE.fullmatch(found):
        raise Unfit(f'Cần một số từ {least} đến {most}. Ô này đang ghi "{text}".')
    number = int(re.split("[.,]", found)[0]) if len(found) < LONGEST_CODE else most + 1
    if not least <= number <= most:
        raise Unfit(f"Cần một số từ {least} đến {most}. Ô này đang ghi {text}.")
    return number


def phone(text: str) -> str:
    """A telephone number with its leading zero, which Excel likes to drop. Raises Unfit."""
    found = re.sub(r"[\s.()-]", "", digits(text))
    local = _local(found.removeprefix("+"))
    if not local.isdecimal() or len(local) not in _PHONE_LENGTHS:
        raise Unfit(
            f'Số điện thoại "{text}" cần 10 chữ số (máy bàn 11), ví dụ 0900 000 001. Mỗi ô một số.'
        )
    return local


def _local(number: str) -> str:
    """The number as it is dialled at home: with a zero, without the country's 84."""
    shorter = [length - 1 for length in _PHONE_LENGTHS]
    if number.startswith("84") and len(number) - 2 in shorter and len(number) > shorter[-1]:
        return f"0{number[2:]}"
    return f"0{number}" if number[:1] != "0" and len(number) in shorter else number


def birth_year(text: str, year: int) -> int:
    """The year somebody was born in; of a whole date only the year is kept. Raises Unfit."""
    day = _DAY.fullmatch(text) or _WRITTEN_DAY.fullmatch(text)
    found = whole(day[1] if day else text, 0, 9999)
    if found > year - OF_AGE:
        raise Unfit(
            f"Người sinh năm {found} chưa đủ {OF_AGE} tuổi. Danh sách không ghi tên trẻ em: hãy "
            "xóa hàng này, hoặc sửa năm sinh."
        )
    if found < year - OLDEST:
        raise Unfit(f"Năm sinh {found} không đúng. Hãy ghi đủ 4 chữ số, ví dụ 1975.")
    return found


def choice(text: str, choices: Mapping[str, str]) -> str:
    """The key of the choice that is named, {key: label}. Raises Unfit."""
    wanted = plain(text)
    for key, label in choices.items():
        if wanted in (plain(label), plain(key)):
            return key
    raise Unfit(f'Không có "{text}" trong danh sách. Hãy chọn một: {_named(choices.values())}.')


def _named(labels: Iterable[str]) -> str:
    return "; ".join(labels)
