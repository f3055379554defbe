"""The column `parameters`: a scale on which something can be chosen, figures where they belong."""

import pytest
from workbook_files import faults_of, md

from flows.forms.faults import Fault

HEAD = "| survey | type | name | label | parameters |\n"


def faults(*rows: str) -> list[Fault]:
    return faults_of(md(HEAD + "\n".join(f"| | {row} |" for row in rows)))


@pytest.mark.parametrize(
    "cell",
    ["", "start=1 end=5 step=1", "start=0;end=1;step=0.5", "START = -5, end = 5", "start=2 end=3"],
)
def test_a_scale_with_marks_is_in_order(cell: str) -> None:
    assert faults(f"range | muc | Mấy điểm? | {cell}") == []


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("start=5 end=1 step=2", "start=5 lớn hơn end=1. Hãy đổi chỗ hai số"),
        ("start=1 end=5 step=0", "step=0: step phải lớn hơn 0"),
        ("start=1 end=5 step=-1", "step=-1: step phải lớn hơn 0"),
        ("start=1 end=5 step=9", "step=9 dài hơn cả thang từ start=1 đến end=5"),
        ("start=20", "start=20 lớn hơn end=10"),
        ("start=một end=5", "start phải là số"),
        ("start=1 end=2,5", 'Không đọc được "5"'),
        ("start:1 end:5", 'Không đọc được "start:1 end:5". Hãy ghi kiểu tên=giá trị'),
        ("start=1 ent=5", 'không có "ent" ở ô này. Có phải là "end"?'),
    ],
)
def test_a_scale_nobody_can_answer_is_told_with_its_parameters(cell: str, told: str) -> None:
    (fault,) = faults("text | ten | Tên? |", f"range | muc | Mấy điểm? | {cell}")

    assert (fault.sheet, fault.row, fault.column) == ("survey", 3, "parameters")
    assert told in fault.text
    assert fault.serious


def test_the_size_of_a_picture_is_a_number() -> None:
    (fault,) = faults("image | anh | Ảnh? | max-pixels=abc", "image | hai | Ảnh? | max-pixels=640")

    assert (fault.row, fault.column) == (2, "parameters")
    assert fault.text.startswith("max-pixels phải là một số không có phần lẻ")
