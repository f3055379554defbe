"""What is said of a workbook whose rosters cannot be asked."""

import pytest

from flows.forms import loading
from flows.forms.faults import WorkbookError

HEADER = "| survey | type | name | label | calculation | repeat_count |"
GOOD = ("begin_repeat | people | Người | |", "text | called | Tên? | |", "end_repeat | | | |")


def faults(*rows: str, more: str = "") -> list[str]:
    """What is wrong with these survey rows; `more` are further sheets."""
    table = "\n".join((HEADER, *(f"| | {row} |" for row in rows), more))
    try:
        loading.load(table.encode(), "phieu.md")
    except WorkbookError as error:
        return [str(fault) for fault in error.faults]
    return []


def test_a_roster_is_as_good_as_a_group() -> None:
    assert faults(*GOOD) == []


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (GOOD[:2], 'hàng 2, cột type: Nhóm "people" chưa đóng. Hãy thêm hàng end_repeat.'),
        (GOOD[1:], "hàng 3, cột type: end_repeat này không có begin_repeat ở trên."),
        ((*GOOD[:2], "end_group | | | |"), 'hàng 4, cột type: end_group này đứng trong nhóm'),
        ((GOOD[0], GOOD[2]), 'Nhóm lặp "people" chưa có câu hỏi nào.'),
        (("begin_repeat | p | P | | 1001", *GOOD[1:]), "Nhiều nhất 1000 lần lặp."),
        (("begin_repeat | p | P | | ${many}", *GOOD[1:]), 'Không có câu hỏi nào tên "many".'),
        (("begin_repeat | p | P | | 2 +", *GOOD[1:]), 'repeat_count: Không hiểu công thức "2 +"'),
        ((GOOD[0], "start | begun | | |", *GOOD[1:]), "Giờ giấc của phiếu chỉ ghi một lần."),
        (("begin_repeat | p | | |", *GOOD[1:]), "Câu này chưa có lời hỏi."),
    ],
)  # fmt: skip
def test_a_roster_that_cannot_be_asked_is_refused_with_what_to_do(
    rows: tuple[str, ...], told: str
) -> None:
    assert told in "\n".join(faults(*rows))


@pytest.mark.parametrize("kind", ["image", "photo", "audio", "video", "file"])
def test_a_member_may_be_asked_for_a_photo_or_a_file(kind: str) -> None:
    assert faults(GOOD[0], f"{kind} | proof | Xin gửi giấy khen. | |", *GOOD[1:]) == []


def test_a_count_that_hangs_on_its_own_members_is_a_ring() -> None:
    found = faults(
        "begin_repeat | people | Người | | ${years}",
        "integer | age | Tuổi? | |",
        "end_repeat | | | |",
        "calculate | years | | sum(${age}) |",
    )

    assert "Các công thức chờ nhau thành vòng" in found[0]


@pytest.mark.parametrize(("indicator", "evidence"), [("grade", ""), ("told", "paper")])
def test_what_is_judged_and_what_backs_it_stands_outside_the_rosters(
    indicator: str, evidence: str
) -> None:
    found = faults(
        "select_one yn | told | Có không? | |",
        "begin_repeat | people | Người | |",
        "select_one yn | grade | Có học không? | |",
        "text | paper | Giấy gì? | |",
        "end_repeat | | | |",
        more="\n".join(
            (
                "| choices | list_name | name | label | points |",
                "| | yn | yes | Có | 5 |",
                "| | yn | no | Không | 0 |",
                "| criteria | criterion | label |",
                "| | c | Học |",
                "| indicators | criterion | indicator | label | max | evidence |",
                f"| | c | {indicator} | Học | 5 | {evidence} |",
            )
        ),
    )

    assert "đứng trong nhóm lặp, mà " in found[0]
    assert " cho cả phiếu. Hãy " in found[0]


def test_an_indicator_may_be_scored_by_a_sum_over_members() -> None:
    found = faults(
        *("begin_repeat | people | Người | |", "integer | age | Tuổi? | |", "end_repeat | | | |"),
        "calculate | years | | sum(${age}) |",
        more="\n".join(
            (
                "| criteria | criterion | label |",
                "| | c | Học |",
                "| indicators | criterion | indicator | label | points | max |",
                "| | c | grown | Lớn | ${years} div 10 | 5 |",
            )
        ),
    )

    assert found == []
