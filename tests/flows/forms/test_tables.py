"""Tables of questions and longer help, read from what pyxform makes of a workbook."""

import pytest

from flows.events import Asked, Helped
from flows.forms import loading
from flows.forms.faults import Fault, WorkbookError
from flows.forms.model import Form
from flows.speech import Speech
from flows.wording import words
from tests.flows.forms_for_tests import asked, begin, notes, say, survey

HEADER = "type | name | label | appearance | hint | guidance_hint"
MUC = "muc: it = Ít khi, hay = Thường xuyên"
FIELD_LIST = survey(
    HEADER,
    "begin_group | bang | Nhà bác có hay làm những việc này không? | field-list",
    "select_one muc | dau | | label",
    "select_one muc | doc | Đọc sách | list-nolabel",
    "select_one muc | nghe | Nghe đài | list-nolabel",
    "end_group | |",
    choices=MUC,
)
TABLE_LIST = survey(
    HEADER,
    "begin_group | bang | Nhà bác có hay làm những việc này không? | table-list minimal",
    "select_one muc | doc | Đọc sách",
    "select_one muc | nghe | Nghe đài",
    "end_group | |",
    choices=MUC,
)
HEADED_BY_ITS_ROW = survey(
    HEADER,
    "begin_group | bang | | field-list",
    "select_one muc | dau | Nhà bác có hay làm những việc này không? | label",
    "select_one muc | doc | Đọc sách | list-nolabel",
    "select_one muc | nghe | Nghe đài | list-nolabel",
    "end_group | |",
    "text | cuoi | Còn gì nữa?",
    choices=MUC,
)
BOTH = survey(
    HEADER,
    "begin_group | bang | Việc học | field-list",
    "select_one muc | dau | Kể trong năm nay. | label",
    "select_one muc | doc | Đọc sách | list-nolabel",
    "end_group | |",
    choices=MUC,
)
ROSTER = survey(
    HEADER,
    "begin_group | nha | Trong nhà",
    "begin_repeat | nguoi | Người",
    "text | ten | Tên?",
    "begin_group | bang | ${ten} có hay làm không? | table-list",
    "select_one muc | doc | Đọc sách",
    "end_group | |",
    "begin_group | them | Thêm về ${ten} | field-list",
    "note | ghi | Chỉ kể năm nay.",
    "integer | gio | Mấy giờ một tuần?",
    "end_group | |",
    "end_repeat | |",
    "end_group | |",
    choices=MUC,
)
LOOKS = (
    *("minimal", "compact", "horizontal", "horizontal-compact", "likert", "quick", "columns-2"),
    *("columns", "no-buttons", "quickcompact", "list", "image-map", "autocomplete", "picker"),
)
GUIDED = survey(
    HEADER,
    "integer | nguoi | Nhà có mấy người? | | Kể cả người đi xa. | Đi quá một năm thì không kể.",
    "text | ten | Tên là gì? | | | Ghi tên ${nguoi} người.",
    "text | het | Hết?",
)


@pytest.mark.parametrize("form", [FIELD_LIST, TABLE_LIST, HEADED_BY_ITS_ROW])
def test_each_row_of_a_table_is_asked_by_itself_under_its_heading(form: Form) -> None:
    interview = begin(form)

    first, second = asked(interview.ask()), asked(say(interview, "1"))

    heading = "Nhà bác có hay làm những việc này không?"
    assert [(one.spot.heading, one.asking.text) for one in (first, second)] == [
        (heading, "Đọc sách"),
        (heading, "Nghe đài"),
    ]
    assert [option.label for option in second.asking.options] == ["Ít khi", "Thường xuyên"]


@pytest.mark.parametrize("form", [FIELD_LIST, TABLE_LIST])
def test_the_header_of_a_table_is_no_question(form: Form) -> None:
    events = begin(form).ask()

    assert [question.name for question in form.questions] == ["doc", "nghe"]
    assert notes(events) == []


def test_a_heading_from_a_header_row_ends_with_its_group() -> None:
    interview = begin(HEADED_BY_ITS_ROW)

    last = asked(say(interview, "1", "2"))

    assert (last.asking.text, last.spot.heading) == ("Còn gì nữa?", "")


def test_a_header_row_that_says_more_than_the_group_is_read_out_once() -> None:
    events = begin(BOTH).ask()

    assert notes(events) == ["Kể trong năm nay."]
    assert asked(events).spot.heading == "Việc học"


def test_every_member_has_the_table_under_a_heading_of_its_own() -> None:
    interview = begin(ROSTER)

    named = asked(say(interview, "1"))
    first = asked(say(interview, "An (mẫu)"))
    note, second = say(interview, "1")[-2:]
    say(interview, "5", "1", "Bình (mẫu)")
    other = asked(interview.ask())

    assert named.spot.heading == ""  # what heads all of the members is not said for each
    assert first.spot.heading == "An (mẫu) có hay làm không?"
    assert notes([note]) == ["Chỉ kể năm nay."]
    assert asked([second]).spot.heading == "Thêm về An (mẫu)"
    assert other.spot.heading == "Bình (mẫu) có hay làm không?"


def test_the_heading_stands_beside_the_member() -> None:
    interview = begin(ROSTER)
    events = say(interview, "1", "An (mẫu)")

    step = Speech(words("vi")).messages(events)[-1].step

    assert step == "Người 1 · câu 2/3 · An (mẫu) có hay làm không?"


@pytest.mark.parametrize(
    "around", [(), ("begin_repeat | nguoi | Người", "end_repeat | |")], ids=["alone", "in a roster"]
)
def test_a_header_row_without_a_group_is_read_out(around: tuple[str, ...]) -> None:
    form = survey(
        HEADER,
        *around[:1],
        "select_multiple muc | dau | Kể trong năm nay. | label",
        "select_multiple muc | doc | Đọc sách | list-nolabel",
        *around[1:],
        choices=MUC,
    )
    interview = begin(form)

    events = say(interview, *(["1"] if around else []))

    assert notes(events) == ["Kể trong năm nay."]
    assert asked(events).asking.text == "Đọc sách"


@pytest.mark.parametrize("look", LOOKS)
def test_how_a_list_looks_on_a_phone_changes_nothing_in_chat(look: str) -> None:
    form = survey(HEADER, f"select_one muc | a | Có hay đọc? | {look}", choices=MUC)

    question = asked(begin(form).ask())

    assert (question.asking.kind, len(question.presses)) == ("select_one", 2)


@pytest.mark.parametrize(
    ("kind", "look"),
    [
        ("text", "multiline"),
        ("text", "masked"),
        ("integer", "thousands-sep"),
        ("integer", "counter"),
        ("integer", "bearing"),
        ("decimal", "thousands-sep"),
        ("date", "no-calendar"),
        ("geopoint", "placement-map"),
        ("image", "signature"),
        ("image", "new-front"),
    ],
)
def test_how_other_questions_look_changes_nothing_either(kind: str, look: str) -> None:
    form = survey(HEADER, f"{kind} | a | Gì? | {look}")

    assert asked(begin(form).ask()).asking.kind == kind


def test_a_text_that_takes_figures_only_on_a_phone_is_a_text_here() -> None:
    interview = begin(survey(HEADER, "text | ma | Mã hộ? | numbers", "text | b | B"))

    say(interview, "007")

    assert interview.kept["/data/ma"] == "007"


def test_help_gives_the_hint_and_the_longer_help_after_it() -> None:
    interview = begin(GUIDED)

    (helped,) = say(interview, "?")

    assert isinstance(helped, Helped)
    assert helped.hint == "Kể cả người đi xa.\nĐi quá một năm thì không kể."


def test_longer_help_alone_is_help_and_speaks_of_the_answers() -> None:
    interview = begin(GUIDED)

    (helped,) = say(interview, "4", "?")

    assert isinstance(helped, Helped)
    assert helped.hint == "Ghi tên 4 người."
    assert Speech(words("vi")).messages([helped])[0].text.startswith("Ghi tên 4 người.\n")


def test_longer_help_is_not_shown_unasked() -> None:
    events = begin(GUIDED).ask()

    assert isinstance(events[-1], Asked)
    assert "quá một năm" not in events[-1].asking.hint


def test_a_form_in_one_language_stays_one() -> None:
    assert (GUIDED.languages, FIELD_LIST.languages) == ((), ())


TABLE = """\
| survey | type | name | label | appearance | choice_filter | required |
| | begin_group | bang | Bảng | table-list | | |
| | select_one muc | doc | Đọc sách | | | |
| | select_one muc | nghe | Nghe đài | | | |
| | end_group | | | | | |
| choices | list_name | name | label |
| | muc | it | Ít khi |
| | co | co | Có |
"""


def only(text: str) -> Fault:
    with pytest.raises(WorkbookError) as wrong:
        loading.load(text.encode(), "phieu.md")
    (fault,) = wrong.value.faults
    return fault


def test_a_table_with_two_lists_is_told() -> None:
    fault = only(TABLE.replace("select_one muc | nghe", "select_one co | nghe"))

    assert (fault.row, fault.column) == (4, "type")
    assert fault.text.startswith(
        'Bảng "bang" (table-list) phải dùng chung một danh sách, như hàng 3.'
    )


def test_a_filter_inside_a_table_is_told() -> None:
    fault = only(TABLE.replace("Đọc sách | | |", "Đọc sách | | name != 'x' |"))

    assert (fault.row, fault.column) == (3, "choice_filter")


def test_a_header_row_that_is_required_is_told() -> None:
    table = TABLE.replace("table-list", "field-list").replace(
        "Đọc sách | | | |", "Đọc sách | label | | yes |"
    )

    fault = only(table)

    assert (fault.row, fault.column) == (3, "required")
    assert "tiêu đề của bảng" in fault.text


def test_a_header_row_that_says_it_is_not_required_is_in_order() -> None:
    table = TABLE.replace("table-list", "field-list").replace(
        "Đọc sách | | | |", "Đọc sách | label | | false() |"
    )

    remarks = loading.load(table.encode(), "phieu.md")[1]

    assert "required" not in [fault.column for fault in remarks]
