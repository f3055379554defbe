"""Writes docs/excel-tables.md, what officials may use: `python -m docs.tables`."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from docs.functions import FUNCTIONS_SAID
from flows.forms.row_types import ROW_TYPES, Group
from flows.xpath.functions import FUNCTIONS

PAGE = Path(__file__).with_name("excel-tables.md")

HEADINGS: dict[Group, str] = {
    "asks": "Câu hỏi",
    "structure": "Lời nhắn, nhóm, phần hỏi lại",
    "files": "Danh sách trong tệp riêng",
    "computes": "Tính toán",
    "metadata": "Phiếu tự ghi",
}


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Kiểu câu và hàm dùng được"
    yield ""
    yield "Chương trình tự viết trang này (`python -m docs.tables`), nên trang luôn đúng"
    yield "với bản đang dùng. Cách viết bộ câu hỏi: [Viết bộ câu hỏi bằng Excel](excel.md)."
    for group, heading in HEADINGS.items():
        rows = [(f"`{t.written}`", t.said) for t in ROW_TYPES if t.group == group]
        yield from ("", f"## {heading}", "", *_table(("cột type", "nghĩa là"), rows))
    yield from ("", f"## {len(FUNCTIONS)} hàm trong công thức", "")
    said = ((f"`{name}`", *FUNCTIONS_SAID[name]) for name in FUNCTIONS)
    rows = [(name, f"`{example}`", gives) for name, example, gives in said]
    yield from _table(("hàm", "ví dụ", "cho ra"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
