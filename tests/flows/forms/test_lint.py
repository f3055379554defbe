"""The lint tells an author everything at once: where it stands, and what to do."""

import re

import pytest
from workbook_files import FAMILY, faults_of, md, small, xlsx

from flows.forms import sheets
from flows.forms.faults import Fault

YES_NO = """\
| choices | list_name | name | label | points |
| | yn | yes | Có | 5 |
| | yn | no | Không | 0 |"""


def faults(text: str) -> list[Fault]:
    return faults_of(md(text))


def places(text: str) -> list[tuple[str, int | None, str]]:
    return [(fault.sheet, fault.row, fault.column) for fault in faults(text)]


def only(text: str) -> Fault:
    (fault,) = faults(text)
    return fault


def broken(old: str, new: str) -> Fault:
    """The one fault of the family form after one change."""
    assert old in FAMILY
    return only(FAMILY.replace(old, new, 1))


def test_a_good_form_has_no_fault() -> None:
    assert faults(FAMILY) == []


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file() -> None:
    text = small(
        "texts | a | Tên?", "text | a |", "select_one yn | b | Có?", then="| pack | title |"
    )

    assert places(text) == [
        ("survey", 2, "type"),
        ("survey", 3, "name"),
        ("survey", 3, "label"),
        ("survey", 4, "type"),
        ("pack", None, ""),
    ]


# Sheets and columns


def test_a_workbook_without_a_survey_says_so_and_sees_a_misspelling() -> None:
    fault = only("| sorvey | type | name |\n| | text | a |")

    assert (fault.sheet, fault.row) == ("survey", None)
    assert '"sorvey"' in fault.text


def test_a_title_above_the_header_is_noticed() -> None:
    rows = [["Bộ tiêu chí"], ["type", "name", "label"], ["text", "a", "Tên?"]]

    found = faults_of(sheets.read(xlsx({"survey": rows}), "phieu.xlsx"))

    assert (found[0].sheet, found[0].row) == ("survey", 1)
    assert "Hàng đầu tiên" in found[0].text


def test_sheets_that_the_bot_does_not_use_are_named() -> None:
    entities = "| entities | list_name |\n| | trees |"

    assert places(small("text | a | Tên?", then=entities)) == [("entities", 4, "")]


# Types


@pytest.mark.parametrize(
    "kind",
    [
        *(
            "text",
            "integer",
            "decimal",
            "date",
            "time",
            "dateTime",
            "note",
            "acknowledge",
            "image",
            "photo",
            "file",
        ),
        *("select_one yn", "select one yn", "select_multiple yn", "Select Multiple yn"),
    ],
)
def test_the_types_that_the_bot_can_ask_pass(kind: str) -> None:
    assert faults(small(f"{kind} | a | Câu?", then=YES_NO)) == []


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        ("audit", "bỏ hàng này"),
        ("simserial", "bỏ hàng này"),
        ("geotrace", "text"),
        ("background-audio", "audio"),
        ("select_one_from_file a.csv", "Không thấy tệp"),
        ("kobomatrix", "Kobo"),
        ("begin_score", "Kobo"),
        ("score__row", "Kobo"),
        ("begin_rank", "Kobo"),
        ("rank__level", "Kobo"),
        ("intger", '"integer"'),
        ("zzzz", "Không có kiểu"),
    ],
)
def test_other_types_are_refused_with_the_type_to_use_instead(kind: str, advice: str) -> None:
    fault = faults(small(f"{kind} | a | Câu?"))[0]

    assert (fault.row, fault.column) == (2, "type")
    assert advice in fault.text


def test_words_behind_the_name_of_a_list_are_told() -> None:
    fault = only(small("select_one yn khac | a | Câu?", then=YES_NO))

    assert fault.text == 'Sau tên danh sách không ghi gì thêm. Hãy xóa "khac".'


def test_a_calculation_without_a_formula_is_reported() -> None:
    assert places(small("calculate | a | ")) == [("survey", 2, "calculation")]


# Names, labels, groups


@pytest.mark.parametrize("name", ["", "tên", "2a", "a b", "a:b"])
def test_a_name_that_cannot_be_one_is_reported(name: str) -> None:
    assert places(small(f"text | {name} | Câu?")) == [("survey", 2, "name")]


def test_a_name_used_twice_says_where_the_first_one_stands() -> None:
    fault = only(small("text | a | Câu?", "text | a | Câu khác?"))

    assert fault.row == 3
    assert "hàng 2" in fault.text


@pytest.mark.parametrize(
    "name", ["pt_reads", "mx_helps", "ok_home", "pts_extra", "total", "verdict"]
)
def test_a_name_that_the_scores_need_is_refused(name: str) -> None:
    fault = broken(
        "| | decimal | hours |", f"| | note | {name} | Chào | Hi | | |\n| | decimal | hours |"
    )

    assert (fault.row, fault.column) == (10, "name")


def test_a_name_of_scores_is_free_in_a_form_without_scores() -> None:
    assert faults(small("integer | total | Tổng?")) == []


def test_groups_that_do_not_pair_are_reported() -> None:
    text = small("end group | | ", "begin group | g | Nhóm", "text | a | Tên?")

    assert places(text) == [("survey", 2, "type"), ("survey", 3, "type")]


# Choices


def test_a_select_without_its_list_sees_a_misspelling() -> None:
    fault = only(small("select_one ynn | a | Câu?", then=YES_NO))

    assert '"yn"' in fault.text


def test_choices_need_a_list_a_name_and_words() -> None:
    rows = [" | a | A", "yn | | B", "yn | c | ", "yn | d e | D", "yn | yes | E"]
    choices = YES_NO + "".join(f"\n| | {row} | |" for row in rows)

    assert places(small("select_one yn | a | Câu?", then=choices)) == [
        ("choices", 6, "list_name"),
        ("choices", 7, "name"),
        ("choices", 8, "label"),
        ("choices", 9, "name"),
        ("choices", 10, "name"),
    ]


def test_two_choices_with_the_same_words_are_a_fault() -> None:
    fault = only(small("select_one yn | a | Câu?", then=YES_NO + "\n| | yn | maybe | Có | |"))

    assert (fault.row, fault.serious) == (6, True)


def test_the_same_words_may_stand_in_a_filtered_list() -> None:
    survey = (
        "| survey | type | name | label | choice_filter |\n| | select_one yn | a | Câu? | true() |"
    )

    fault = only(f"{survey}\n{YES_NO}\n| | yn | maybe | Có | |")

    assert not fault.serious


@pytest.mark.parametrize("label", ["CÓ", "Cỏ", "co"])
def test_choices_that_differ_by_marks_only_are_a_warning(label: str) -> None:
    fault = only(small("select_one yn | a | Câu?", then=YES_NO + f"\n| | yn | c | {label} | |"))

    assert (fault.row, fault.column, fault.serious) == (6, "label", False)


# Translations


def test_a_missing_translation_is_a_warning_where_it_is_missing() -> None:
    fault = broken("Vùng thường | Ordinary", "Vùng thường | ")

    assert (fault.sheet, fault.column, fault.serious) == ("choices", "label::English (en)", False)


# Formulas


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("text | b | Chào ${tn}?", "label"),
        ("text | b | Câu? | ${tn} = ''", "relevant"),
        ("text | b | Câu? | | . != ${tn}", "constraint"),
        ("calculate | b | | | | ${tn} + 1", "calculation"),
    ],
)
def test_a_reference_to_nobody_is_found_in_every_column(row: str, column: str) -> None:
    fault = only(small("text | ten | Tên?", row))

    assert (fault.row, fault.column) == (3, column)
    assert '"ten"' in fault.text


def test_references_in_hints_choices_and_scoring_sheets_are_checked_too() -> None:
    changed = FAMILY.replace("Có bàn học", "Có ${ban}").replace("${hours} * 0.7", "${hour} * 0.7")

    assert places(changed) == [
        ("choices", 18, "label::Tiếng Việt (vi)"),
        ("indicators", 30, "points"),
    ]


def test_generated_scores_may_be_spoken_in_labels() -> None:
    assert faults(FAMILY.replace("Mỗi tuần học", "Được ${pts_home} điểm. Mỗi tuần học")) == []


@pytest.mark.parametrize(
    "formula", ["${a} ==1", "(${a} > 1", "sellected(${a}, 'x')", "${a} > 'x", "if(${a}, 1)"]
)
def test_a_formula_with_a_slip_is_reported_with_its_place(formula: str) -> None:
    fault = only(small("integer | a | Mấy?", f"text | b | Câu? | {formula}"))

    assert (fault.row, fault.column) == (3, "relevant")


def test_curly_quotes_from_excel_are_no_slip() -> None:
    assert faults(small("text | a | Tên?", "text | b | Câu? | ${a} = ‘x’")) == []


def test_slips_in_points_and_applies_point_to_the_indicators() -> None:
    changed = FAMILY.replace("${hours} * 0.7", "${hours} ** 0.7").replace(
        "10 | 3 | | ${children} > 0", "10 | 3 | | ${children} >"
    )

    assert places(changed) == [("indicators", 29, "applies"), ("indicators", 30, "points")]


def test_required_may_be_a_word_or_a_formula() -> None:
    header = "| survey | type | name | label | required |"
    rows = "".join(f"\n| | text | {n} | Câu? | {n} |" for n in ("yes", "NO", "true", "maybe("))

    assert ("survey", 5, "required") in places(header + rows)
    assert len(faults(header + rows)) == 2  # the name "maybe(" is wrong too


@pytest.mark.parametrize("pattern", ["[0-9]+", "^[0-9]+", "[0-9]+$"])
def test_a_pattern_that_engines_read_differently_is_reported(pattern: str) -> None:
    fault = only(small(f"text | a | Số? | | regex(., '{pattern}')"))

    assert (fault.column, "'^[0-9]+$'" in fault.text) == ("constraint", True)
    assert not fault.serious  # Collect and we match the whole text


def test_an_anchored_pattern_passes_and_a_hopeless_one_does_not() -> None:
    good = small("text | a | Số? | | regex(string(.), '^[0-9]{2}$')")
    bad = small("text | a | Số? | | regex(., '^(?=a)$')")

    assert faults(good) == []
    assert "regex" in only(bad).text


# Cycles


def test_formulas_that_wait_for_each_other_are_told_as_a_chain() -> None:
    fault = only(small("calculate | a | | | | ${b} + 1", "calculate | b | | | | ${a} + 1"))

    assert (fault.row, fault.column) == (2, "calculation")
    assert re.search(r"a → b → a|b → a → b", fault.text)


def test_a_formula_that_waits_for_itself_is_a_cycle() -> None:
    assert places(small("integer | a | Mấy? | ${a} > 1")) == [("survey", 2, "relevant")]


def test_a_group_cannot_wait_for_a_question_inside_it() -> None:
    text = small("begin_group | g | Nhóm | ${a} = 1", "integer | a | Mấy?", "end_group | |")

    assert places(text) == [("survey", 2, "relevant")]


def test_a_group_may_wait_for_a_question_that_stands_after_it() -> None:
    group = ("begin_group | g | Nhóm | ${b} = 1", "integer | a | Mấy?", "end_group | |")

    assert not only(small(*group, "integer | b | Mấy?")).serious


def test_a_constraint_may_speak_of_its_own_question() -> None:
    assert faults(small("integer | a | Mấy? | | ${a} > 1")) == []


def test_a_question_cannot_wait_for_the_score_it_counts_in() -> None:
    fault = broken("Do you read? | yes | |", "Do you read? | yes | ${total} > 5 |")

    assert (fault.sheet, fault.row, fault.column) == ("survey", 5, "relevant")


def test_two_cycles_are_two_faults() -> None:
    text = small("integer | a | Mấy? | ${a} > 1", "integer | b | Mấy? | ${b} > 1")

    assert places(text) == [("survey", 2, "relevant"), ("survey", 3, "relevant")]


# Scores


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("| home | reads | Reading | | 8", "| hom | reads | Reading | | 8", (28, "criterion")),
        ("| reads | Reading | | 8 | 4 |", "| reads | Reading | | tám | 4 |", (28, "max")),
        ("| reads | Reading | | 8 | 4 |", "| reads | Reading | | | 4 |", (28, "max")),
        ("| reads | Reading | | 8 | 4 |", "| reads | Reading | | 8 | -4 |", (28, "min")),
        ("| reads | Reading | | 8 | 4 |", "| reads | Reading | | 8 | 9 |", (28, "min")),
        ("| reads | Reading | | 8 |", "| read | Reading | | 8 |", (28, "points")),
        ("| reads | Reading | | 8 |", "| children | Reading | | 8 |", (28, "points")),
        ("| study | Studying |", "| helps | Studying |", (30, "indicator")),
        ("| study | Studying |", "| học thêm | Studying |", (30, "indicator")),
        ("| 4 | reads_photo |", "| 4 | hours |", (28, "evidence")),
        ("| 4 | reads_photo |", "| 4 | read_photo |", (28, "evidence")),
    ],
)
def test_each_slip_in_the_indicators_names_its_cell(
    old: str, new: str, place: tuple[int, str]
) -> None:
    fault = broken(old, new)

    assert (fault.sheet, fault.row, fault.column) == ("indicators", *place)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("| 60% | 30% |", "| 60 | 30% |", (23, "threshold")),
        ("| 60% | 30% |", "| 60% | 130% |", (23, "threshold::remote")),
        ("| 60% | 30% |", "| sáu mươi | 30% |", (23, "threshold")),
        ("| All | 12 | 8 |", "| All | 22 | 8 |", (25, "threshold")),
        ("|threshold::remote|", "|threshold::remot|", (22, "threshold::remot")),
        ("| 2026-01-01 | | area |", "| 2026-01-01 | | |", (22, "threshold::remote")),
        ("| | extra | Học thêm", "| | học thêm | Học thêm", (24, "criterion")),
    ],
)
def test_each_slip_in_the_criteria_names_its_cell(
    old: str, new: str, place: tuple[int, str]
) -> None:
    assert old in FAMILY

    found = places(FAMILY.replace(old, new, 1))

    assert ("criteria", *place) in found


def test_a_criterion_without_indicators_is_reported() -> None:
    fault = broken("| | extra | study |", "| | home | study |")

    assert (fault.sheet, fault.row, fault.column) == ("criteria", 24, "criterion")


def test_a_scored_list_needs_points_for_every_choice() -> None:
    fault = broken("Thỉnh thoảng | Sometimes | 4.5 |", "Thỉnh thoảng | Sometimes | |")

    assert (fault.sheet, fault.row, fault.column) == ("choices", 16, "points")


def test_points_of_choices_are_numbers_also_where_nobody_counts_them() -> None:
    assert broken("Ordinary | |", "Ordinary | 2,5 |").column == "points"


def test_a_criterion_and_an_indicator_of_one_name_cannot_both_be_judged() -> None:
    changed = FAMILY.replace("| | home |", "| | helps |")

    assert places(changed) == [("indicators", 29, "indicator")]


def test_faults_of_the_pack_are_told_with_the_rest() -> None:
    assert broken("| | family | | |", "| | house | | |").sheet == "pack"
