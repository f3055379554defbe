"""`or_other` in a workbook: what it adds, in which languages, and what it must not clash with."""

import pytest

from flows.forms import loading, sheets, xform
from flows.forms.convert import to_xform
from flows.forms.faults import Fault, WorkbookError
from flows.forms.model import Question
from flows.forms.workbook import Workbook
from flows.forms.xform import Parts

LIST = """\
| choices | list_name | name | label |
| | viec | nghe | Học nghề |
| | viec | tin | Tin học |
"""
PLAIN = "| survey | type | name | label |\n| | select_one viec or_other | hoc | Học gì? |\n" + LIST
LANGUAGES = """\
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) | label::Hmoob (hmn) |
| | select_multiple viec or_other | hoc | Học gì? | What? | Kawm dab tsi? |
| choices | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | viec | nghe | Học nghề | A trade |
"""


def workbook(text: str) -> Workbook:
    return sheets.read(text.encode(), "phieu.md")


def plain(text: str) -> Workbook:
    """As ODK Collect gets it."""
    return loading.plain(workbook(text))


def faults(text: str) -> list[Fault]:
    """All that is told of the workbook, serious or not."""
    try:
        return list(loading.load(text.encode(), "phieu.md")[1])
    except WorkbookError as wrong:
        return list(wrong.faults)


def only(text: str) -> Fault:
    (fault,) = faults(text)
    return fault


def test_a_choice_and_a_question_are_added() -> None:
    written = plain(PLAIN)

    rows = [dict(row.cells) for row in written.sheet("survey").rows]
    names = [row.cell("name") for row in written.sheet("choices").rows]
    assert rows == [
        {"type": "select_one viec", "name": "hoc", "label": "Học gì?"},
        {
            "type": "text",
            "name": "hoc_other",
            "label": "Khác là gì? Xin ghi rõ.",
            "relevant": "selected(${hoc}, 'other')",
        },
    ]
    assert names == ["nghe", "tin", "other"]


def test_both_are_there_in_every_language_of_the_form() -> None:
    written = plain(LANGUAGES)

    question, choice = written.sheet("survey").rows[1], written.sheet("choices").rows[1]
    assert question.cell("label::English (en)") == "Other: what is it? Please say."
    assert question.cell("label::Tiếng Việt (vi)") == "Khác là gì? Xin ghi rõ."
    assert question.cell("label::Hmoob (hmn)") == "Khác là gì? Xin ghi rõ."  # we know no Hmong
    assert (choice.cell("label::Tiếng Việt (vi)"), choice.cell("label::English (en)")) == (
        "Khác",
        "Other",
    )


def test_pyxform_adds_nothing_more() -> None:
    xml = to_xform(plain(PLAIN))

    assert "Specify other" not in xml
    assert xml.count("<name>other</name>") == 1


@pytest.mark.parametrize("text", [PLAIN, LANGUAGES])
def test_a_phone_that_opens_the_workbook_itself_asks_the_same(text: str) -> None:
    theirs, ours = (xform.parse(to_xform(one)) for one in (workbook(text), plain(text)))

    assert [leaf.path for leaf in theirs.blank] == [leaf.path for leaf in ours.blank]
    assert _shown_when(theirs) == ["selected(../hoc, 'other')"]
    assert _shown_when(ours) == ["selected( /data/hoc , 'other')"]
    assert [_names(each) for each in theirs.questions] == [_names(each) for each in ours.questions]


def _shown_when(parts: Parts) -> list[str]:
    return [bind.relevant.source for bind in parts.binds.values() if bind.relevant]


def _names(question: Question) -> list[str]:
    items = question.itemset.items if question.itemset else ()
    return [question.name, question.kind, *(item.name for item in items)]


def test_a_list_with_an_other_of_its_own_keeps_its_words() -> None:
    own = PLAIN + "| | viec | other | Việc khác nữa |\n"

    written = plain(own)

    assert [row.cell("label") for row in written.sheet("choices").rows][2:] == ["Việc khác nữa"]


def test_two_questions_share_the_choice() -> None:
    two = PLAIN.replace(LIST, "| | select_one viec or_other | nua | Gì nữa? |\n" + LIST)

    written = plain(two)

    assert [row.cell("name") for row in written.sheet("choices").rows].count("other") == 1
    assert [row.cell("name") for row in written.sheet("survey").rows] == [
        *("hoc", "hoc_other"),
        *("nua", "nua_other"),
    ]


@pytest.mark.parametrize("mark", ["or_other", "or other", "or specify other", "OR_OTHER"])
def test_it_is_known_however_it_is_written(mark: str) -> None:
    written = plain(PLAIN.replace("or_other", mark))

    assert [row.cell("name") for row in written.sheet("survey").rows] == ["hoc", "hoc_other"]


def test_the_added_question_may_be_referred_to() -> None:
    spoken = PLAIN.replace(LIST, "| | note | ghi | Đã ghi: ${hoc_other} |\n" + LIST)

    assert faults(spoken) == []


def test_a_question_of_that_name_is_told() -> None:
    fault = only(PLAIN.replace(LIST, "| | text | hoc_other | Gì khác? |\n" + LIST))

    assert (fault.sheet, fault.row, fault.column) == ("survey", 2, "name")
    assert fault.text.startswith('or_other tự thêm câu "hoc_other", mà hàng 3 đã có tên ấy.')


def test_a_filter_beside_it_is_told() -> None:
    filtered = PLAIN.replace("| label |\n| | sel", "| label | choice_filter |\n| | sel", 1).replace(
        "Học gì? |", "Học gì? | name != 'tin' |"
    )

    fault = only(filtered)

    assert (fault.row, fault.column) == (2, "choice_filter")
    assert "or_other không đi cùng choice_filter" in fault.text


def test_a_choice_that_already_says_other_is_told() -> None:
    fault = only(PLAIN + "| | viec | khac | khác |\n")

    assert (fault.sheet, fault.row, fault.column) == ("choices", 6, "name")
    assert 'Hãy đổi tên hàng này thành "other".' in fault.text


def test_a_scored_list_must_say_what_the_other_is_worth() -> None:
    scored = PLAIN.replace("| name | label |\n| | viec", "| name | label | points |\n| | viec")
    scored = scored.replace("Học nghề |", "Học nghề | 5 |").replace("Tin học |", "Tin học | 3 |")
    scored += "| criteria | criterion | label |\n| | c | C |\n"
    scored += "| indicators | criterion | indicator | max |\n| | c | hoc | 5 |\n"

    fault = only(scored)

    assert (fault.sheet, fault.row, fault.column) == ("survey", 2, "type")
    assert "chưa có điểm" in fault.text


def test_a_question_that_shares_the_list_is_warned_of_the_line_it_gets() -> None:
    fault = only(PLAIN.replace(LIST, "| | select_one viec | nua | Gì nữa? |\n" + LIST))

    assert (fault.row, fault.column, fault.serious) == (3, "type", False)
    assert 'cũng sẽ có dòng "Khác"' in fault.text
