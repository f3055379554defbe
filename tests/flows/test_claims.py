"""What an assessment claims, line by line, for those who verify it."""

from collections.abc import Mapping

import pytest
from forms.workbook_files import FAMILY
from forms_for_tests import NOW, form, survey
from levelled_forms import ALL_OF_ONE, COMMUNE

from flows import claims
from flows.claims import Claim
from flows.forms.model import Form

WORKED_OUT = form("""
| survey | type | name | label | calculation | relevant |
| | text | headman | Ai là trưởng bản? | | |
| | integer | homes | Bản có mấy hộ? | | |
| | integer | learning | Mấy hộ đạt? | | |
| | integer | bare | Mấy hộ chưa có gì? | | ${learning} = 0 |
| | calculate | share | | ${learning} div ${homes} | |
| | image | list_photo | Xin một ảnh danh sách. | | |
| | text | known_how | Bản biết bằng cách nào? | | |
| criteria | criterion | label |
| | village | Cả bản |
| indicators | criterion | indicator | label | points | max | evidence |
| | village | homes_learning | Hộ học tập | ${share} * 10 | 10 | list_photo |
| | village | told | Cách biết | if(${headman} != '', 2, 0) | 2 | known_how |
| pack | title | official | profile |
| | village | no | headman |
""")
VILLAGE = {
    "headman": "ông Mẫu (mẫu)",
    "homes": "20",
    "learning": "12",
    "list_photo": "a.jpg",
    "known_how": "họp bản",
}
WHY = form("""\
| survey | type | name | label | calculation | relevant |
| | hidden | known_adults | | | |
| | select_one how | adults | Mấy người lớn? | | |
| | text | adults_why | Vì sao khác? | | ${adults} != ${known_adults} |
| choices | list_name | name | label | points |
| | how | two | Hai | 2 |
| | how | three | Ba | 3 |
| criteria | criterion | label |
| | home | Ở nhà |
| indicators | criterion | indicator | label | max |
| | home | adults | Người lớn | 3 |
| pack | title | official | known |
| | family | no | known_adults |
""")


def kept(of: Form, answers: Mapping[str, str]) -> dict[str, str]:
    return {of.paths[name]: value for name, value in answers.items()}


def read(of: Form, answers: Mapping[str, str], language: str = "") -> dict[str, Claim]:
    found = claims.claims(of, kept(of, answers), NOW, language)
    return {line.name: line for line in found}


def others(of: Form, answers: Mapping[str, str]) -> dict[str, str]:
    return {line.name: line.shown for line in claims.about(of, kept(of, answers), NOW)}


HOME = {"area": "remote", "reads": "sometimes", "children": "2", "helps": "desk time"}


def test_each_indicator_is_a_line_with_its_claim_its_points_and_its_photos() -> None:
    lines = read(form(FAMILY), HOME | {"reads_photo": "a.jpg b.jpg", "hours": "2"})

    reads = lines["reads"]
    assert list(lines) == ["reads", "helps", "study"]
    assert (reads.number, reads.heading) == (2, "Reading")
    assert (reads.text, reads.shown) == ("Nhà có hay đọc sách không?", "Thỉnh thoảng")
    assert (reads.points, reads.most, reads.least) == (4.5, 8, 4)
    assert reads.evidence == ("a.jpg", "b.jpg")


def test_a_line_is_read_in_the_language_of_the_desk() -> None:
    lines = read(form(FAMILY), HOME, "English (en)")

    assert (lines["reads"].text, lines["reads"].shown) == ("Do you read?", "Sometimes")


def test_a_line_names_the_questions_that_returning_it_asks_again() -> None:
    home = form(FAMILY)

    lines = read(home, HOME)

    assert lines["reads"].asks == (home.paths["reads"],)
    assert lines["reads"].evidence_path == home.paths["reads_photo"]
    assert lines["study"].asks == (home.paths["hours"],)


def test_where_no_photo_is_asked_for_there_is_none_to_return() -> None:
    lines = read(form(FAMILY), HOME | {"reads": "never", "reads_photo": "a.jpg"})

    assert (lines["reads"].evidence, lines["reads"].evidence_path) == ((), "")


def test_a_line_that_does_not_apply_says_so() -> None:
    helps = read(form(FAMILY), HOME | {"children": "0"})["helps"]

    assert (helps.applies, helps.number, helps.shown, helps.most) == (False, None, "", 0)


def test_a_line_worked_out_from_several_answers_shows_them() -> None:
    line = read(WORKED_OUT, VILLAGE)["homes_learning"]

    assert [(part.text, part.shown) for part in line.parts] == [
        ("Bản có mấy hộ?", "20"),
        ("Mấy hộ đạt?", "12"),
    ]
    assert (line.heading, line.points, line.most) == ("Hộ học tập", 6, 10)
    assert (line.number, line.path, line.evidence) == (None, "", ("a.jpg",))


def test_evidence_given_in_words_stands_there_as_words() -> None:
    line = read(WORKED_OUT, VILLAGE)["told"]

    assert (line.evidence, line.evidence_text) == ((), "họp bản")


def test_what_is_about_the_respondent_stands_apart() -> None:
    assert others(form(FAMILY), HOME) == {"area": "Vùng khó khăn", "children": "2"}


def test_no_answer_stands_in_two_places() -> None:
    assert others(WORKED_OUT, VILLAGE) == {}


def test_why_an_answer_differs_from_what_was_known_stands_with_it() -> None:
    answers = {"known_adults": "two", "adults": "three", "adults_why": "con út mới về"}

    assert read(WHY, answers)["adults"].why == "con út mới về"
    assert others(WHY, answers) == {}


def test_a_pack_of_levels_has_a_line_for_each_target() -> None:
    lines = read(form(COMMUNE), ALL_OF_ONE | {"talks": "2", "plan_photo": "a.jpg"})

    assert {name: line.holds for name, line in lines.items()} == {
        "plan": True,
        "talks": False,
        "others": True,
        "fund": False,
    }
    assert (lines["plan"].shown, lines["plan"].evidence) == ("Có", ("a.jpg",))
    assert lines["plan"].points is None
    assert [part.shown for part in lines["talks"].parts] == ["2"]


@pytest.mark.parametrize("value", ["a.jpg b.jpg", ""])
def test_a_form_without_points_is_told_question_by_question(value: str) -> None:
    plain = survey(
        "type | name | label", "text | called | Tên bác?", "image | photo | Xin một ảnh."
    )

    called, photo = claims.about(plain, kept(plain, {"called": "An", "photo": value}), NOW)

    assert (called.number, called.shown, called.evidence) == (1, "An", ())
    assert (photo.number, photo.evidence) == (2, tuple(value.split()))
    assert claims.claims(plain, {}, NOW) == ()


def test_reading_the_lines_does_not_mind_what_is_returned() -> None:
    home = form(FAMILY)
    marked = kept(home, HOME) | {"!" + home.paths["reads"]: "ảnh mờ"}

    assert claims.claims(home, marked, NOW) == claims.claims(home, kept(home, HOME), NOW)
