"""The lint of rows that are written, held on to, only shown, or chosen from among members."""

import pytest
from workbook_files import faults_of, md

from flows.forms.faults import Fault

HEADER = (
    *("type", "name", "label", "calculation", "trigger", "read_only", "default"),
    *("relevant", "required"),
)
ROSTER = (
    "begin_repeat | nguoi | Người",
    "text | ten | Tên?",
    "integer | tuoi | Tuổi?",
    "end_repeat",
)


def faults(*rows: str) -> list[Fault]:
    blanks = (f"| | {row}{' |' * (len(HEADER) - row.count('|') - 1)} |" for row in rows)
    return faults_of(md("\n".join([f"| survey | {' | '.join(HEADER)} |", *blanks])))


def only(*rows: str) -> Fault:
    (fault,) = faults(*rows)
    return fault


def test_rows_that_another_answer_writes_are_in_order() -> None:
    found = faults(
        "integer | thua | Mấy thửa?",
        "text | ghi_chu | Ghi chú | concat(${thua}, ' thửa') | ${thua}",
        "calculate | dem | | ${dem} + 1 | ${thua}, ${ghi_chu}",
        "text | xoa | Ở đâu? | | ${thua}",
        "note | chu | Đã ghi: | ${dem} | ${ghi_chu}",
        "text | giu | Mã | once(uuid())",
        "integer | lai | Mấy bao? | ${thua} * 2",
        "text | khoa | Bản | | | ${thua} > 3 | Nà Hon",
    )

    assert found == []


@pytest.mark.parametrize("cell", ["thua", "${thua} + 1", "${thua} ${ten}", "'${thua}'", "${thua},"])
def test_a_trigger_is_names_and_nothing_else(cell: str) -> None:
    fault = only(
        "integer | thua | Mấy thửa?", "text | ten | Tên?", f"text | ghi | Ghi? | 1 | {cell}"
    )

    assert (fault.row, fault.column) == (4, "trigger")
    assert "${so_nguoi}" in fault.text


def test_a_trigger_that_names_nothing_is_pointed_at() -> None:
    fault = only("integer | thua | Mấy thửa?", "text | ghi | Ghi? | 1 | ${thau}")

    assert (fault.row, fault.column) == (3, "trigger")
    assert 'Có phải là "thua"?' in fault.text


@pytest.mark.parametrize(
    "row", ["calculate | by | | 1 + 1", "note | by | Xin đọc.", "today | by |", "hidden | by |"]
)
def test_what_nobody_answers_sets_nothing_going(row: str) -> None:
    fault = only("text | ten | Tên?", row, "text | ghi | Ghi? | 1 | ${by}")

    assert (fault.row, fault.column) == (4, "trigger")
    assert 'Không ai trả lời hàng "by"' in fault.text


def test_a_question_does_not_write_itself() -> None:
    fault = only("integer | a | A? | ${a} + 1 | ${a}")

    assert (fault.row, fault.column) == (2, "trigger")
    assert "chính nó" in fault.text


def test_questions_do_not_write_each_other_in_a_circle() -> None:
    fault = only(
        "integer | a | A? | ${c} + 1 | ${c}",
        "integer | b | B? | ${a} + 1 | ${a}",
        "integer | c | C? | ${b} + 1 | ${b}",
    )

    assert (fault.row, fault.column) == (2, "trigger")


@pytest.mark.parametrize("kind", ["photo", "file", "begin_group"])
def test_what_cannot_be_written_is_refused(kind: str) -> None:
    rows = ["text | ten | Tên?", f"{kind} | x | X | 1 | ${{ten}}"]
    rows += ["text | y | Y?", "end_group"] if kind == "begin_group" else []

    found = faults(*rows)

    assert (3, "trigger") in [(fault.row, fault.column) for fault in found]


def test_an_answer_outside_does_not_write_in_a_roster() -> None:
    rows = list(ROSTER)
    rows[2] = "integer | tuoi | Tuổi? | 1 | ${thua}"

    fault = only("integer | thua | Mấy thửa?", *rows)

    assert (fault.row, fault.column) == (5, "trigger")
    assert '"nguoi"' in fault.text


def test_a_member_writes_in_itself_and_outside() -> None:
    rows = list(ROSTER)
    rows[2] = "integer | tuoi | Tuổi? | 1 | ${ten}"

    assert faults(*rows, "text | cuoi | Ai vừa ghi? | count(${nguoi}) | ${ten}") == []


def test_a_default_that_is_worked_out_is_checked_like_any_formula() -> None:
    fault = only("text | ngay | Hôm nay? | | | | homnay()")

    assert (fault.row, fault.column) == (2, "default")


def test_members_can_be_chosen_from() -> None:
    found = faults(
        *ROSTER,
        "select_one ${ten} | chu | Ai là chủ hộ?",
        "text | lan | Lan có khỏe không? | | | | | ${chu} = 'Lan'",
    )

    assert found == []


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("select_multiple ${ten} | x | Những ai?", "select_one ${ten}"),
        ("select_one ${ten}${tuoi} | x | Ai?", "chỉ ghi một tên"),
        ("select_one ${tenn} | x | Ai?", 'Có phải là "ten"?'),
        ("select_one ${ngoai} | x | Ai?", "không đứng trong nhóm lặp nào"),
        ("select_one ${anh} | x | Ai?", "không làm lựa chọn được"),
    ],
)
def test_choices_that_cannot_be_made_are_refused(row: str, says: str) -> None:
    rows = [*ROSTER[:3], "note | anh | Xin đọc.", ROSTER[3]]

    fault = only("text | ngoai | Ở đâu?", *rows, row)

    assert (fault.row, fault.column) == (8, "type")
    assert says in fault.text


def test_a_member_cannot_choose_among_its_own_roster() -> None:
    fault = only(*ROSTER[:3], "select_one ${ten} | me | Mẹ là ai?", ROSTER[3])

    assert (fault.row, fault.column) == (5, "type")
    assert "chính mình" in fault.text


def test_what_leaves_nothing_to_choose_is_hinted_at() -> None:
    early = only("select_one ${ten} | chu | Ai?", *ROSTER)
    forced = only(*ROSTER, "select_one ${ten} | chu | Ai? | | | | | | yes")

    assert (early.serious, early.row, early.column) == (False, 2, "type")
    assert (forced.serious, forced.row, forced.column) == (False, 6, "required")
    assert "count(${nguoi}) > 0" in forced.text


@pytest.mark.parametrize("said", ["no", "No", "false", "false()"])
def test_a_choice_among_members_that_may_be_left_out_is_in_order(said: str) -> None:
    found = faults(*ROSTER, f"select_one ${{ten}} | chu | Ai? | | | | | | {said}")

    assert found == []
