"""What people write by habit where a formula has another word or sign, and what to write there."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise, takewhile
from typing import NamedTuple

from flows.forms import references

LONGEST_QUOTED = 80

PIECE = re.compile(
    r"""(?P<text>'[^']*'|"[^"]*")|(?P<name>\$\{[^}]*\})|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<word>[^\W\d][\w.\-]*)|(?P<sign><>|=>|=<|<=|>=|!=|\.\.|\S)"""
)
SIGNS: Mapping[str, str] = {
    **{"≥": ">=", "=>": ">=", "≤": "<=", "=<": "<=", "≠": "!=", "<>": "!="},
    **{"×": "*", "÷": "div", "−": "-", "–": "-"},
}
WORDS: Mapping[str, str] = {
    **dict.fromkeys(("and", "và", "va"), "and"),
    **dict.fromkeys(("or", "hoặc", "hoac", "hay"), "or"),
    **dict.fromkeys(("not", "không", "khong"), "not"),
    **{"div": "div", "chia": "div", "mod": "mod"},
}
NOT = "Viết not(…) thay cho {}, ví dụ: not(${{tuoi}} > 18)."
OPERATORS = ("and", "or", "div", "mod")
COMPARED = ("<", ">", "<=", ">=", "=", "!=")
BENT = "«»„‚`´′″"


class Piece(NamedTuple):
    """One word or sign as it is written: what it is, and whether it touches the one before."""

    kind: str
    text: str
    is_glued: bool
    depth: int


def quoted(text: str) -> str:
    """A formula as its author sees it, cut where it would fill the screen."""
    shown = text if len(text) <= LONGEST_QUOTED else text[: LONGEST_QUOTED - 1] + "…"
    return f'Không hiểu công thức "{shown}".'


def advice(text: str, own: str) -> str:
    """What to write instead in a formula that does not parse, "" where no habit explains it.

    `own` is what the formula compares when it leaves that out: "." in a constraint.
    """
    found = list(pieces(text))
    told = [_spelling(found, at, own) or _sense(found, at, own) for at in range(len(found))]
    return next(filter(None, told), "")


def division(text: str) -> str:
    """What to write instead of `${a}/${b}`, which parses as a path; "" where it is not so."""
    for before, after in pairwise(pieces(text)):
        if before.text == "/" and after.kind == "name":
            return f"Phép chia viết là div, ví dụ: 10 div {after.text}."
    return ""


def is_words(text: str) -> bool:
    """Whether it has words only, and nothing that works anything out."""
    return all(piece.kind == "word" for piece in pieces(text))


def pieces(text: str) -> Iterator[Piece]:
    """The words and signs of a formula; `depth` counts the brackets around each."""
    depth = end = 0
    for found in PIECE.finditer(references.straight(text)):
        depth -= found[0] in ")]"
        yield Piece(found.lastgroup or "", found[0], found.start() == end, depth)
        depth += found[0] in "(["
        end = found.end()


def _spelling(found: list[Piece], at: int, own: str) -> str:
    """A word or a sign that is written in another way."""
    piece = found[at]
    if piece.text in SIGNS:
        return _instead(found, at, SIGNS[piece.text])
    if piece.text in BENT:
        return "Viết dấu nháy thẳng, ví dụ: 'nam'."
    right = WORDS.get(piece.text.casefold(), "") if piece.kind == "word" else ""
    if not right or piece.text == right:
        return ""
    if right == "not":
        return NOT.format(piece.text) if _may_begin(found[at + 1 :]) else ""
    if not (at and _may_end(found[at - 1]) and _may_begin(found[at + 1 :])):
        return ""
    small = " (chữ thường)" if piece.text.casefold() == right else ""
    example = f"{own} > 0 {right} {own} < 5" if right in ("and", "or") else f"10 {right} 2"
    return f"Viết {right}{small} thay cho {piece.text}, ví dụ: {example}."


def _may_end(piece: Piece) -> bool:
    """Whether something that has a value may end here."""
    return piece.kind != "sign" or piece.text in (")", "]", ".")


def _may_begin(rest: list[Piece]) -> bool:
    """Whether something that has a value, and is no bare word, begins here."""
    return bool(rest) and (rest[0].kind in ("name", "number") or rest[0].text in ("(", ".", "not"))


def _sense(found: list[Piece], at: int, own: str) -> str:
    """A sign that means something else, or that something is missing at."""
    piece, before = found[at], found[at - 1] if at else None
    after = found[at + 1] if at + 1 < len(found) else None
    if before is None or before.text in ("and", "or"):
        return _nothing_before(piece, after, own)
    if after is None:
        return ""
    match piece.text:
        case first if piece.kind == after.kind == "word" and before.text in COMPARED:
            more = takewhile(_is_said, found[at + 1 :])
            said = " ".join((first, *(one.text for one in more)))
            return f"Hãy đặt chữ trong dấu nháy, ví dụ: '{said}'." if " " in said else ""
        case "/" if _divides(found, at):
            left = "10" if before.text == ")" else before.text
            return f"Phép chia viết là div, ví dụ: {left} div {_right(after)}."
        case "," if piece.depth == 0 and before.kind == after.kind == "number":
            return f"Số lẻ viết dấu chấm, ví dụ: {before.text}.{after.text}."
        case ";":
            return "Trong ngoặc của hàm, viết dấu phẩy thay cho dấu chấm phẩy."
        case "(" if before.text == "$" and after.kind == "word":
            return f"Tên câu viết trong ngoặc nhọn: ${{{after.text}}}."
        case "{" if before.text != "$" and after.kind == "word":
            return f"Tên câu viết có dấu $ ở trước: ${{{after.text}}}."
    return ""


def _is_said(piece: Piece) -> bool:
    return piece.kind == "word" and piece.text not in OPERATORS


def _divides(found: list[Piece], at: int) -> bool:
    """Whether no path goes on behind this "/"."""
    before, after, *more = (*found[at - 1 : at], *found[at + 1 : at + 3])
    if after.kind == "word":
        return bool(more) and more[0].text == "(" and more[0].is_glued
    return before.text != "/" and after.text not in ("/", "*", "@", ".", "..")


def _nothing_before(piece: Piece, after: Piece | None, own: str) -> str:
    if piece.text == "{" and after and after.kind == "word":
        return f"Tên câu viết có dấu $ ở trước: ${{{after.text}}}."
    if piece.text not in COMPARED:
        return ""
    right = _right(after) if after else "10"
    what = " (dấu chấm là câu trả lời của chính câu này)" if own == "." else ""
    return f"Trước dấu {piece.text} còn thiếu điều cần so, ví dụ: {own} {piece.text} {right}{what}."


def _instead(found: list[Piece], at: int, right: str) -> str:
    near = [found[i].text for i in (at - 1, at + 1) if 0 <= i < len(found)]
    plain = [text for text in near if text not in "()[]"]
    left, after = plain if len(plain) == 2 else ("${tuoi}", "18")
    return f"Viết {right} thay cho {found[at].text}, ví dụ: {left} {right} {after}."


def _right(after: Piece) -> str:
    return "2" if after.text == "(" or after.kind == "word" else after.text
