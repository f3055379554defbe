"""What other programs can do and a chat cannot: told once, with its place and what to do."""

import pytest

from flows.forms import loading, sheets
from flows.forms.faults import Fault, WorkbookError

CHOICES = "| choices | list_name | name | label |\n| | muc | it | Ít |\n| | muc | hay | Hay |\n"


def faults(*rows: str, header: str = "type | name | label", more: str = CHOICES) -> list[Fault]:
    lines = [
        f"| survey | {header} |",
        "| | text | ten | Tên là gì? |",
        *(f"| | {r} |" for r in rows),
    ]
    with pytest.raises(WorkbookError) as wrong:
        loading.load(("\n".join(lines) + "\n" + more).encode(), "phieu.md")
    return list(wrong.value.faults)


def only(*rows: str, header: str = "type | name | label", more: str = CHOICES) -> Fault:
    (fault,) = faults(*rows, header=header, more=more)
    return fault


@pytest.mark.parametrize(
    ("kind", "instead"),
    [
        ("geotrace", "geopoint"),
        ("geoshape", "geopoint"),
        ("osm toa", "geopoint"),
        ("background-audio", "audio"),
        ("start-geopoint", "geopoint"),
        ("background-geopoint", "geopoint"),
        ("audit", "bỏ hàng này"),
        ("simserial", "bỏ hàng này"),
        ("subscriberid", "bỏ hàng này"),
        ("select_one_external muc", "select_one_from_file"),
        ("phone number", "text"),
        ("percentage", "decimal"),
    ],
)
def test_a_type_a_chat_cannot_ask_is_told_with_what_to_use(kind: str, instead: str) -> None:
    fault = only(f"{kind} | a | Gì?")

    assert (fault.sheet, fault.row, fault.column) == ("survey", 3, "type")
    assert fault.text.startswith(f'Không dùng được kiểu "{kind}".')
    assert instead in fault.text.partition(". ")[2]


@pytest.mark.parametrize(
    ("rows", "instead"),
    [
        (
            (
                "begin_score | d | Chấm",
                "score__row | d1 | Một",
                "score__row | d2 | Hai",
                "end_score",
            ),
            "table-list",
        ),
        (("begin_rank | r | Xếp", "rank__level | r1 | Nhất", "end_rank"), "rank ten_danh_sach"),
        (("begin_kobomatrix | m | Bảng", "integer | so | Số", "end_kobomatrix"), "begin_group"),
    ],
)
def test_a_block_of_kobo_is_told_once(rows: tuple[str, ...], instead: str) -> None:
    fault = only(*rows)

    assert (fault.row, fault.column) == (3, "type")
    assert "riêng Kobo" in fault.text
    assert instead in fault.text


def test_two_blocks_of_kobo_are_told_twice() -> None:
    score = ("begin_score | d | Chấm", "score__row | d1 | Một", "end_score")

    told = faults(*score, *score)

    assert [fault.row for fault in told] == [3, 6]


def test_a_row_of_kobo_left_over_is_told_too() -> None:
    fault = only("score__row | d1 | Một", "score__row | d2 | Hai")

    assert fault.row == 3


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ("ex:org.do.may(x='1')", "không mở được ứng dụng khác"),
        ("w1 ex:org.do.may", "không mở được ứng dụng khác"),
    ],
)
def test_a_question_that_opens_another_program_is_told(look: str, said: str) -> None:
    fault = only(f"text | a | Gì? | {look}", header="type | name | label | appearance")

    assert (fault.row, fault.column) == (3, "appearance")
    assert said in fault.text


def test_a_group_that_opens_another_program_is_told() -> None:
    fault = only(
        "begin_group | g | Nhóm | ex:org.do.may()",
        "text | a | Gì?",
        "end_group | |",
        header="type | name | label | body::intent",
    )

    assert (fault.row, fault.column) == (3, "body::intent")


def test_a_look_up_of_old_is_told() -> None:
    fault = only(
        "select_one muc | a | Gì? | minimal search('ban')",
        header="type | name | label | appearance",
    )

    assert (fault.row, fault.column) == (3, "appearance")
    assert "select_one_from_file" in fault.text


@pytest.mark.parametrize("column", ["default", "label"])
def test_answers_of_the_form_before_are_told_once(column: str) -> None:
    header, said = ("type | name | label | default", "Lần trước? | ${last-saved#a}")
    if column == "label":
        header, said = ("type | name | label", "Lần trước ${last-saved#a}?")

    fault = only(f"text | a | {said}", header=header)

    assert (fault.row, fault.column) == (3, column)
    assert "last-saved" in fault.text


@pytest.mark.parametrize("sheet", ["entities", "external_choices", "osm"])
def test_a_sheet_for_another_program_is_told_with_its_first_row(sheet: str) -> None:
    fault = only(more=f"| {sheet} | list_name | name | label |\n| | a | b | c |\n")

    assert (fault.sheet, fault.row) == (sheet, 4)
    assert "Hãy" in fault.text


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("int", "integer"),
        ("string", "text"),
        ("GPS", "geopoint"),
        ("trigger", "acknowledge"),
        ("date time", "datetime"),
        ("select1 muc", "select_one muc"),
        ("select one from muc", "select_one muc"),
        ("Select all that apply from  Muc", "select_multiple Muc"),
        ("select all that apply muc or_other", "select_multiple muc or_other"),
    ],
)
def test_types_are_known_by_their_old_names(old: str, now: str) -> None:
    read = sheets.read(f"| survey | type | name |\n| | {old} | a |\n".encode(), "phieu.md")

    assert read.sheet("survey").rows[0].cell("type") == now


def test_a_type_nobody_knows_is_quoted_whole() -> None:
    fault = only("add integer prompt | a | Mấy?")

    assert fault.text == 'Không có kiểu "add integer prompt".'
