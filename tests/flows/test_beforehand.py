"""Replies about one's own data are known as such before anybody agreed to anything."""

import pytest

from flows import beforehand, mydata
from flows.events import MenuLine
from flows.replies import Attachment, Reply
from flows.visit import Errand, Person, Visit
from flows.wording import words

SAY = words("vi")


def visit(*lines: MenuLine) -> Visit:
    return Visit(Person(1, "Lò Văn Mẫu", asking=lines), "xã Bình Lư", 2026)


@pytest.mark.parametrize("text", ["dữ liệu của tôi", "DU LIEU CUA TOI", "/dulieucuatoi"])
def test_the_words_for_it_are_known_before_anybody_agrees(text: str) -> None:
    step = beforehand.step(visit(), Reply(text))

    assert step is not None
    assert step.errand == Errand("me")


@pytest.mark.parametrize(
    ("press", "errand"),
    [
        ("me.d", Errand("me", "d")),
        ("mw.3.2", Errand("mw", "3.2")),
        ("tm", Errand("tm")),
        ("tm.on", Errand("tm", "on")),
    ],
)
def test_its_buttons_work_before_anybody_agrees(press: str, errand: Errand) -> None:
    step = beforehand.step(visit(), Reply("", press=press))

    assert step is not None
    assert step.errand == errand


@pytest.mark.parametrize(
    ("text", "rest"), [("tắt thông báo", ""), ("không nhận thông báo nữa", ""), ("unmute", "on")]
)
def test_announcements_are_turned_off_and_on_before_anybody_agrees(text: str, rest: str) -> None:
    step = beforehand.step(visit(), Reply(text))

    assert step is not None
    assert step.errand == Errand("tm", rest)


def test_a_number_chooses_from_its_menu_before_anybody_agrees() -> None:
    lines = mydata.ended(SAY).lines

    second, first = (beforehand.step(visit(*lines), Reply(text)) for text in ("2", "1"))

    assert second is not None
    assert second.errand == Errand("me", "d")
    assert first is None  # it leads to the question whether he agrees


def test_what_is_typed_into_it_is_taken_as_it_is() -> None:
    lines = mydata.what_to_correct(SAY).lines

    step = beforehand.step(visit(*lines), Reply("Tên đúng là Mẫu"))

    assert step is not None
    assert step.errand == Errand("me", "t", "Tên đúng là Mẫu")


def test_a_reply_that_names_no_line_shows_the_lines_again() -> None:
    lines = mydata.confirm_end(SAY).lines

    step = beforehand.step(visit(*lines), Reply("7"))

    assert step is not None
    assert step.errand is None
    assert step.visit.person.asking == lines


@pytest.mark.parametrize(
    "reply", [Reply("chào"), Reply("1"), Reply("", press="c.yes.2026-1"), Reply("menu")]
)
def test_other_replies_are_left_to_others(reply: Reply) -> None:
    assert beforehand.step(visit(MenuLine("Đồng ý", "c.yes.2026-1")), reply) is None


def test_a_photo_is_no_command() -> None:
    photo = Attachment("photo", "key.jpg", "anh.jpg")

    assert beforehand.step(visit(), Reply("dữ liệu của tôi", (photo,))) is None
