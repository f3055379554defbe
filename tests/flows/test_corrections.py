"""What changed between two versions of one assessment, for those who verify it again."""

from collections.abc import Mapping

from forms.workbook_files import FAMILY
from forms_for_tests import NOW, form

from flows import corrections
from flows.corrections import Difference

HOME = form(FAMILY)
FIRST = {
    "area": "remote",
    "reads": "always",
    "reads_photo": "a.jpg",
    "children": "2",
    "helps": "desk time",
    "hours": "2",
}


def compared(
    after: Mapping[str, str], reasons: Mapping[str, str] | None = None, language: str = ""
) -> dict[str, Difference]:
    """What differs from FIRST, returned for these reasons by name."""
    returned = {HOME.paths[name]: reason for name, reason in (reasons or {}).items()}
    before = corrections.returned(
        {HOME.paths[name]: said for name, said in FIRST.items()}, returned
    )
    later = {HOME.paths[name]: said for name, said in (FIRST | dict(after)).items()}
    found = corrections.differences(before, later, HOME, now=NOW, language=language)
    return {one.after.name: one for one in found}


def test_two_versions_that_say_the_same_do_not_differ() -> None:
    assert compared({}) == {}


def test_a_changed_answer_shows_what_stood_there_and_what_stands_there_now() -> None:
    (one,) = compared({"reads": "sometimes"}).values()

    assert (one.before.shown, one.after.shown) == ("Thường xuyên", "Thỉnh thoảng")
    assert (one.before.points, one.after.points) == (8, 4.5)
    assert (one.after.number, one.after.heading) == (2, "Reading")
    assert not one.photos_changed


def test_a_new_photo_is_a_difference_of_the_line_it_backs() -> None:
    (one,) = compared({"reads_photo": "b.jpg"}, {"reads_photo": "ảnh mờ"}).values()

    assert (one.after.name, one.reason) == ("reads", "ảnh mờ")
    assert one.photos_changed
    assert not one.is_kept


def test_what_was_returned_and_only_kept_is_shown_as_kept() -> None:
    found = compared({"hours": "3"}, {"reads": "chưa rõ", "hours": "ghi lại"})

    assert {name: one.is_kept for name, one in found.items()} == {
        "reads": True,
        "hours": False,
        "study": False,
    }


def test_a_change_nobody_asked_for_is_shown_and_has_no_reason() -> None:
    found = compared({"helps": "desk", "reads": "sometimes"}, {"reads": "chưa rõ"})

    assert {name: one.reason for name, one in found.items()} == {"reads": "chưa rõ", "helps": ""}


def test_both_reasons_are_told_where_the_answer_and_its_photo_were_returned() -> None:
    found = compared({"reads": "never"}, {"reads": "chưa rõ", "reads_photo": "ảnh mờ"})

    assert found["reads"].reason == "chưa rõ; ảnh mờ"


def test_what_is_asked_in_one_version_only_stands_blank_in_the_other() -> None:
    before, after = compared({"children": "0"}), compared({"children": "3"})

    helps = before["helps"]
    assert list(before) == ["children", "helps"]
    assert (helps.before.shown, helps.after.shown) == ("Có bàn học, Dành thời gian", "")
    assert (helps.before.most, helps.after.most) == (10, 0)
    assert list(after) == ["children"]


def test_the_differences_stand_in_the_order_of_the_form_and_speak_its_languages() -> None:
    found = compared({"hours": "1", "area": "normal", "reads": "never"}, language="English (en)")

    assert list(found) == ["area", "reads", "hours", "study"]
    assert found["area"].after.shown == "Ordinary"


def test_a_line_whose_answers_are_no_longer_asked_for_stands_at_the_end() -> None:
    shop = form("""
| survey | type | name | label | relevant |
| | select_one yn | sells | Nhà có bán hàng không? | |
| | integer | days | Mấy ngày một tuần? | ${sells} = 'yes' |
| | text | more | Còn gì nữa? | |
| choices | list_name | name | label |
| | yn | yes | Có |
| | yn | no | Không |
| criteria | criterion | label |
| | home | Ở nhà |
| indicators | criterion | indicator | label | points | max |
| | home | trade | Buôn bán | coalesce(${days}, 0) | 7 |
""")
    before = {"/data/sells": "yes", "/data/days": "3", "/data/more": "không"}
    after = {"/data/sells": "no", "/data/days": "3", "/data/more": "thôi"}

    found = corrections.differences(before, after, shop, now=NOW)

    assert [one.after.name for one in found] == ["sells", "days", "more", "trade"]
    assert [part.name for part in found[-1].before.parts] == ["days"]
    assert found[-1].after.parts == ()
    assert (found[-1].before.points, found[-1].after.points) == (3, 0)
