"""The words that turn pages: heard in any spelling, and never in place of another word."""

import pytest

from flows import commands, turning
from flows.events import MenuLine
from flows.menus import meant
from flows.questions import NotUnderstood
from flows.replies import Reply
from flows.wording import languages, words

MENU = (MenuLine("Hộ 02", "o.2"), MenuLine("Xem thêm", "l.8"), MenuLine("Việc của bản", "rv"))


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("thêm", "more"),
        ("Them", "more"),
        ("THÊM...", "more"),
        ("xem thêm ạ", "more"),
        ("dạ thêm", "more"),
        ("xem tiep", "more"),
        ("truoc", "before"),
        ("trang truoc", "before"),
        ("xem tat ca", "all"),
        ("Xem hết", "all"),
    ],
)
def test_a_word_is_heard_with_or_without_its_marks(text: str, turn: str) -> None:
    assert turning.turn(text) == turn


@pytest.mark.parametrize(
    "text", ["", "thềm", "thêm 3", "thêm người", "câu trước", "tất cả", "xem", "xem lại", "x" * 99]
)
def test_other_words_turn_nothing(text: str) -> None:
    assert turning.turn(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("thêm", "xem thêm", "xem tiếp", "trang sau", "trước", "trang trước", "xem trước"),
        *("xem tất cả", "xem hết", "cả danh sách", "more", "previous", "see all"),
    ],
)
def test_no_word_that_turns_is_a_command(text: str) -> None:
    assert turning.turn(text)
    assert commands.command(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("tiếp", "tiếp tục", "làm tiếp", "quay lại", "lùi", "xem lại", "xem lại tất cả"),
        *("danh sách", "menu", "bỏ qua", "giữ", "hỏi", "tạm dừng", "gửi", "continue", "back"),
    ],
)
def test_no_command_turns_a_page(text: str) -> None:
    assert commands.command(text)
    assert turning.turn(text) is None


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("turn", ["more", "before", "all"])
def test_what_stands_on_a_button_can_be_typed(language: str, turn: str) -> None:
    assert turning.turn(words(language)(f"list.do.{turn}")) == turn


@pytest.mark.parametrize("language", languages())
def test_menus_and_rosters_lead_on_with_the_same_words(language: str) -> None:
    say = words(language)

    assert turning.turn(say("menu.more")) == turning.turn(say("roster.do.next")) == "more"


@pytest.mark.parametrize("text", ["thêm", "them", "xem tiếp", "xem thêm", "2"])
def test_the_same_words_lead_on_in_a_menu(text: str) -> None:
    assert meant(MENU, Reply(text)).press == "l.8"


def test_a_menu_that_has_no_more_leads_nowhere() -> None:
    with pytest.raises(NotUnderstood):
        meant((MENU[0], MENU[2]), Reply("thêm"))
