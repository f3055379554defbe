"""Checks of the patterns in `regex()`: read alike by Collect and Enketo, and readable at all."""

from collections.abc import Iterator

import re2

from flows.forms.checks import trees
from flows.forms.checks.draft import Draft
from flows.forms.checks.expressions import formulas
from flows.forms.faults import Fault
from flows.xpath.syntax import Call, Literal, Syntax

UNREADABLE = (
    "Không đọc được mẫu regex '{}'. Hãy xem các dấu ngoặc đã đóng đủ chưa, hoặc viết đơn giản hơn, "
    "ví dụ: '^[0-9]{{10}}$'."
)


def patterns(draft: Draft) -> Iterator[Fault]:
    """Patterns that ODK Collect and Enketo would read differently, or nobody can."""
    for formula in formulas(draft):
        whole = trees.tree(formula)
        for pattern in _patterns(whole) if whole else ():
            place = (formula.sheet, formula.row.number, formula.column)
            if not _is_readable(pattern):
                text = UNREADABLE.format(pattern)
                yield Fault(*place, text)
            elif not (pattern.startswith("^") and pattern.endswith("$")):
                # Here and in Collect it matches the whole text all the same.
                inner = pattern.strip("^$")
                whole_text = f"'^({inner})$'" if "|" in inner else f"'^{inner}$'"
                text = f"Hãy viết mẫu regex là {whole_text}, để web của Kobo cũng hiểu như vậy."
                yield Fault(*place, text, serious=False)


def _patterns(whole: Syntax) -> Iterator[str]:
    for part in trees.parts(whole):
        match part:
            case Call(name="regex", arguments=(_, Literal(value=str(pattern)))):
                yield pattern


def _is_readable(pattern: str) -> bool:
    quiet = re2.Options()
    quiet.log_errors = False  # what is wrong is told once, by us
    try:
        re2.compile(pattern, options=quiet)
    except re2.error:
        return False
    return True
