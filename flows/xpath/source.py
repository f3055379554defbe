"""Looks over the text of an expression before it is parsed and names the mistakes people make."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from flows.xpath.errors import XPathError

LONGEST = 10_000  # characters
DEEPEST = 100  # brackets inside brackets

KIND_TESTS = {"node", "text", "comment", "processing-instruction"}
_WORDS_BEFORE_BRACKET = {"and", "or", "div", "mod"}

_PIECE = re.compile(
    r"""(?P<text>'[^']*'|"[^"]*")"""
    r"""|(?P<call>[^\d\W][\w.\-]*(?::[^\d\W][\w.\-]*)?)(?=\s*\()"""
    r"""|[^\d\W][\w.\-]*"""
    r"""|(?P<sign>==|&&|\|\||\$\{|\(\s*,|[()\[\]'"])""",
)
_GLUED = re.compile(r"(and|or|div|mod)(\d*)")  # "1and1" is allowed; the parser needs spaces
_NO_CASES = "Không có hàm đổi chữ hoa, chữ thường. Hãy bỏ đi."
_IS_BLANK = "Hãy so với '', ví dụ: ${ten} = ''."
_MEANT = {
    **dict.fromkeys(
        ("len", "length", "strlen"), "Hãy dùng string-length, ví dụ: string-length(.)."
    ),
    **dict.fromkeys(("isnull", "isblank", "isempty", "is-null", "empty", "is-empty"), _IS_BLANK),
    **dict.fromkeys(("lower", "upper", "lower-case", "upper-case", "proper"), _NO_CASES),
    "year": "Hãy dùng format-date, ví dụ: number(format-date(${ngay}, '%Y')).",
    "month": "Hãy dùng format-date, ví dụ: number(format-date(${ngay}, '%n')).",
    "day": "Hãy dùng format-date, ví dụ: number(format-date(${ngay}, '%e')).",
    "mid": "Hãy dùng substr; chữ đầu là 0, ví dụ hai chữ đầu: substr(${ma}, 0, 2).",
    "left": "Hãy dùng substr, ví dụ hai chữ đầu: substr(${ma}, 0, 2).",
    "right": "Hãy dùng substr, ví dụ hai chữ cuối: substr(${ma}, string-length(${ma}) - 2).",
    "find": "Hãy dùng contains, ví dụ: contains(${ten}, 'Nà').",
    "search": "Hãy dùng contains, ví dụ: contains(${ten}, 'Nà').",
    "trim": "Hãy dùng normalize-space, ví dụ: normalize-space(${ten}).",
    "concatenate": "Hãy dùng concat, ví dụ: concat(${ho}, ' ', ${ten}).",
    "textjoin": "Hãy dùng join, ví dụ: join(', ', ${ten}).",
    **dict.fromkeys(("average", "avg"), "Hãy dùng sum chia cho count: sum(${x}) div count(${x})."),
    **dict.fromkeys(("counta", "countif"), "Hãy dùng count, ví dụ: count(${x}[. > 5])."),
    "sumif": "Hãy dùng sum, ví dụ: sum(${x}[. > 5]).",
    "iif": "Hãy dùng if, ví dụ: if(${x} > 5, 1, 0).",
    "vlookup": "Hãy dùng pulldata, ví dụ: pulldata('ban', 'so_ho', 'ma', ${ban}).",
    **dict.fromkeys(("roundup", "ceil"), "Hãy dùng ceiling, ví dụ: ceiling(${x})."),
    **dict.fromkeys(("rounddown", "trunc"), "Hãy dùng floor, ví dụ: floor(${x})."),
    "power": "Hãy dùng pow, ví dụ: pow(${x}, 2).",
}
"""What functions of Excel and of other languages are called here, or what stands for them."""
_FOREIGN = {
    "==": 'Viết "=" một lần, không viết "==".',
    "&&": 'Viết "and", không viết "&&".',
    "||": 'Viết "or", không viết "||".',
    "${": "Tên câu hỏi trong ${…} chưa được đổi thành đường dẫn.",
    "'": "Có dấu nháy mở mà chưa đóng.",
    '"': "Có dấu nháy mở mà chưa đóng.",
}


def look_over(source: str, known: dict[str, str]) -> str:
    """The text made ready for the parser: functions get the names the grammar knows.

    `known` maps a function as people write it ("jr:itext") to the grammar's name. Raises XPathError
    for what is too long, too deep, not closed, or calls a function nobody knows.
    """
    if len(source) > LONGEST:
        raise XPathError(f"Biểu thức dài {len(source)} ký tự, nhiều nhất là {LONGEST}.")
    if not source.strip():
        raise XPathError("Biểu thức để trống.")
    _check_brackets(source)
    return _PIECE.sub(lambda piece: _loosened(piece) or _renamed(piece, known), source)


def _check_brackets(source: str) -> None:
    open_now: list[str] = []
    for sign in _signs(source):
        if sign in "([":
            open_now.append(sign)
            _check_depth(len(open_now))
        elif not open_now or open_now.pop() + sign not in ("()", "[]"):
            raise XPathError(f'Dấu "{sign}" không có dấu mở đi trước.')
    if open_now:
        raise XPathError(f'Dấu "{open_now[-1]}" mở mà chưa đóng.')


def _signs(source: str) -> Iterator[str]:
    for piece in _PIECE.finditer(source):
        sign = piece["sign"]
        if sign in _FOREIGN:
            raise XPathError(_FOREIGN[sign])
        if sign and len(sign) > 1:
            raise XPathError('Có dấu "," ngay sau dấu "(".')
        if sign:
            yield sign


def _check_depth(depth: int) -> None:
    if depth > DEEPEST:
        raise XPathError(f"Biểu thức có hơn {DEEPEST} lớp ngoặc lồng nhau.")


def _loosened(piece: re.Match[str]) -> str:
    """A word such as "and1" behind a number, a text or a bracket is a sign and a number."""
    word, before = _GLUED.fullmatch(piece[0]), piece.string[: piece.start()].rstrip()
    if not word or not before or not (before[-1].isdigit() or before[-1] in ".'\")]"):
        return ""
    return f" {word[1]} {word[2]}"


def _renamed(piece: re.Match[str], known: dict[str, str]) -> str:
    name = piece["call"]
    if not name or name in KIND_TESTS or name in _WORDS_BEFORE_BRACKET:
        return piece[0]
    if name not in known:
        raise XPathError(_unknown(name, known))
    return known[name]


def _unknown(name: str, known: dict[str, str]) -> str:
    unknown, plain = f'Không có hàm tên là "{name}".', name.lower()
    if plain in known:
        return f'{unknown} Hãy viết chữ thường: "{plain}".'
    if plain in _MEANT:
        return f"{unknown} {_MEANT[plain]}"
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return unknown + (f' Gần nhất là "{near[0]}".' if near else "")
