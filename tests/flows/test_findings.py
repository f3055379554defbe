"""What verification finds: which lines are meant, what is asked again, the score that follows."""

from functools import cache

import pytest

from flows import findings
from flows.findings import Finding, Sheet, Version
from flows.forms.model import Form
from flows.wording import words
from tests.flows.forms_for_tests import NOW, form

HOME = form("""
| survey | type | name | label | required | relevant |
| | text | job | Bác làm nghề gì? | | |
| | select_one how | reads | Bác có hay đọc sách không? | yes | |
| | image | reads_photo | Xin một ảnh sách. | | ${reads} != 'never' |
| | select_one how | helps | Bác có giúp ai học không? | yes | |
| | integer | books | Nhà bác có mấy cuốn sách? | | |
| | integer | lent | Mấy cuốn cho mượn? | | |
| choices | list_name | name | label | points |
| | how | often | Thường xuyên | 10 |
| | how | some | Ít khi | 5 |
| | how | never | Chưa | 0 |
| criteria | criterion | label | threshold |
| | home | Ở nhà | |
| | total | Cả phiếu | 20 |
| indicators | criterion | indicator | label | points | max | min | evidence |
| | home | reads | Đọc sách | | 10 | 5 | reads_photo |
| | home | helps | Giúp người | | 10 | 5 | |
| | home | shelf | Tủ sách | if(${books} > 5, 5, 0) + if(${lent} > 0, 5, 0) | 10 | | |
| pack | title | official | profile |
| | citizen | no | job |
""")
ANSWERS = {
    "job": "làm ruộng",
    "reads": "often",
    "reads_photo": "a.jpg",
    "helps": "some",
    "books": "7",
    "lent": "1",
}


def version(number: int = 1, of: Form = HOME, **answers: str) -> Version:
    kept = {of.paths[name]: value for name, value in {**ANSWERS, **answers}.items()}
    return Version(number, kept, NOW)


@cache
def home() -> Sheet:
    return findings.sheet(HOME, version())


def names(typed: str, sheet: Sheet | None = None) -> tuple[list[str], list[str]]:
    lines = (sheet or home()).askable
    at, unknown = findings.chosen(lines, typed)
    return [lines[n].name for n in at], unknown


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1", ["reads"]),
        ("2 1", ["reads", "helps"]),
        ("câu 1, câu 4", ["reads", "lent"]),
        ("1 và 2 ạ", ["reads", "helps"]),
        ("mục a", ["job"]),
        ("A 1", ["job", "reads"]),
        ("1 1 1", ["reads"]),
    ],
)
def test_lines_are_named_as_people_number_them(typed: str, meant: list[str]) -> None:
    assert names(typed) == (meant, [])


@pytest.mark.parametrize("typed", ["9", "1 9", "z", "ảnh", "1 nhé anh"])
def test_a_word_that_names_no_line_is_said_back(typed: str) -> None:
    _, unknown = names(typed)

    assert unknown


def test_a_line_that_is_worked_out_is_named_by_the_questions_behind_it() -> None:
    shelf = home().pointed[2]

    assert findings.mark(shelf) == "3, 4"
    assert [line.name for line in home().askable] == ["job", "reads", "helps", "books", "lent"]
    assert findings.chosen(home().pointed, "4")[0] == [2]


@pytest.mark.parametrize(
    ("line", "reason", "asked"),
    [
        ("reads", "desk.reason.blurred", {"reads_photo"}),
        ("reads", "desk.reason.vague", {"reads"}),
        ("reads", "ảnh mờ quá", {"reads", "reads_photo"}),
        ("reads", "ANH mo qua", {"reads", "reads_photo"}),
        ("reads", "chưa rõ", {"reads"}),
        ("helps", "ảnh đâu?", {"helps"}),
        ("job", "ghi rõ hơn", {"job"}),
        ("books", "đếm lại giúp", {"books"}),
    ],
)
def test_what_is_asked_again_follows_from_the_line_and_the_reason(
    line: str, reason: str, asked: set[str]
) -> None:
    said = words("vi")(reason) if reason.startswith("desk.") else reason

    marks = findings.returned(home(), [Finding(line, "returned", said)])

    assert {path.rpartition("/")[2] for path in marks} == asked
    assert set(marks.values()) == {said}


def test_a_photo_reason_in_another_language_is_still_about_the_photo() -> None:
    said = words("en")("desk.reason.no_photo")

    marks = findings.returned(home(), [Finding("reads", "returned", said)])

    assert [path.rpartition("/")[2] for path in marks] == ["reads_photo"]


def test_where_no_photo_is_asked_for_the_answer_goes_back() -> None:
    sheet = findings.sheet(HOME, version(reads="never", reads_photo=""))
    said = words("vi")("desk.reason.no_photo")

    marks = findings.returned(sheet, [Finding("reads", "returned", said)])

    assert [path.rpartition("/")[2] for path in marks] == ["reads"]


def test_a_line_that_is_only_changed_is_not_asked_again() -> None:
    assert findings.returned(home(), [Finding("helps", "changed", "x", 2.0)]) == {}


def test_changed_points_count_and_the_own_score_stays() -> None:
    found = [Finding("helps", "changed", "theo sổ", 4.5), Finding("reads", "returned", "mờ")]

    score = findings.verified(home(), found)

    assert score is not None and home().score is not None
    assert (score.total, score.verdict) == (24.5, "fail")  # under the least of its line
    assert (home().score.total, home().score.verdict) == (25.0, "pass")


def test_without_points_there_is_no_score() -> None:
    plain = form("| survey | type | name | label |\n| | text | a | Một? |\n")
    sheet = findings.sheet(plain, Version(1, {plain.paths["a"]: "x"}, NOW))

    assert findings.verified(sheet, []) is None
    assert sheet.pointed == ()


def test_what_changed_carries_why_it_was_returned_even_where_it_is_the_same() -> None:
    found = [Finding("helps", "returned", "chưa rõ"), Finding("reads", "returned", "mờ")]

    changed = findings.differences(HOME, version(), version(2, reads_photo="b.jpg"), found)

    assert [(one.after.name, one.reason, one.is_kept) for one in changed] == [
        ("reads", "mờ", False),
        ("helps", "chưa rõ", True),
    ]
    assert changed[0].photos_changed
