"""Pictures, sounds and films beside the words: what goes with a question, in which language."""

import pytest
from forms_for_tests import answered, asked, begin, say
from illustrated import FILES, SURVEY, form, packed

from flows import illustrations
from flows.events import Event, Illustration, Noted
from flows.forms import loading
from flows.forms.faults import Fault, WorkbookError
from flows.messages import Enclosure, Message
from flows.speech import Speech
from flows.wording import words

TWO_LANGUAGES = """\
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) | image::Tiếng Việt (vi) | image::English (en) | audio |
| | select_one sign | sign | Biển nào? | Which sign? | bien.jpg | nha.png | bien.mp3 |
| choices | list_name | name | label::Tiếng Việt (vi) | label::English (en) | image |
| | sign | bridge | Cầu treo | Bridge | cau.png |
| settings | default_language |
| | Tiếng Việt (vi) |
"""  # noqa: E501 (a table)

LONG = b"ID3\x04" + bytes(600_000)


def kinds(events: list[Event]) -> list[tuple[str, list[str]]]:
    """What goes with the question, and of which files."""
    shown = asked(events).illustrations
    return [(one.kind, illustrations.files(one.key)) for one in shown]


def messages(events: list[Event], language: str = "vi") -> list[Message]:
    return Speech(words(language)).messages(events)


def remarks(table: str, files: dict[str, bytes]) -> list[Fault]:
    """Everything that is said of the form, whether it can be used or not."""
    try:
        return list(loading.load(packed(table, files), "bien.zip")[1])
    except WorkbookError as error:
        return list(error.faults)


def told(table: str = SURVEY, **changed: bytes | None) -> list[str]:
    """What is said when these files are others, or not there; "_" stands for the point."""
    files = {**FILES, **{name.replace("__", "."): content for name, content in changed.items()}}
    return [str(one) for one in remarks(table, {n: c for n, c in files.items() if c is not None})]


def test_a_question_comes_with_its_picture_its_sound_and_one_sheet_of_choices() -> None:
    events = begin(form()).ask()

    assert kinds(events) == [
        ("picture", ["bien_to.jpg"]),
        ("sound", ["bien.mp3"]),
        ("choices", ["cau.png", "truong.png"]),
        ("sound", ["cau.ogg"]),
    ]


def test_the_pictures_on_the_sheet_have_the_numbers_of_the_lines() -> None:
    (sheet,) = [one for one in asked(begin(form()).ask()).illustrations if one.kind == "choices"]

    assert sheet.key == "n::1:cau.png/2:truong.png"
    assert illustrations.numbered("1:cau.png/2:truong.png") == [(1, "cau.png"), (2, "truong.png")]


def test_a_note_comes_with_its_picture_and_so_does_what_follows_it() -> None:
    (message,) = messages(begin(form()).ask())

    assert "Xem ảnh này trước." in message.lead
    assert message.enclosed[:2] == (
        Enclosure("picture", "f::nha.png", "Ảnh của câu này"),
        Enclosure("picture", "f::bien_to.jpg", "Ảnh của câu này"),
    )
    assert [(one.kind, one.name) for one in message.enclosed[2:]] == [
        ("sound", "Nghe đọc câu này"),
        ("picture", "Ảnh các dòng để chọn, đánh số như bên dưới"),
        ("sound", "1. Cầu treo"),
    ]


def test_a_film_goes_with_a_question_of_words() -> None:
    interview = answered(form(), "1")

    (message,) = messages(interview.ask())

    assert message.enclosed == (Enclosure("film", "f::phim.mp4", "Đoạn phim của câu này"),)


def test_what_was_seen_already_is_not_sent_again_with_a_refusal() -> None:
    interview = begin(form())
    interview.ask()

    refused = messages(say(interview, "xyz"))
    late = messages(say(interview, "sửa 9"))

    assert [one.enclosed for one in (*refused, *late)] == [(), ()]


def test_pictures_speak_the_language_of_who_looks() -> None:
    of = form(TWO_LANGUAGES)

    assert kinds(begin(of, language="English (en)").ask())[0] == ("picture", ["nha.png"])
    assert kinds(begin(of, language="Tiếng Việt (vi)").ask())[0] == ("picture", ["bien.jpg"])


def test_a_file_named_once_goes_with_every_language_and_adds_none() -> None:
    of = form(TWO_LANGUAGES)

    assert of.languages == ("Tiếng Việt (vi)", "English (en)")
    for language in of.languages:
        shown = kinds(begin(of, language=language).ask())
        assert ("sound", ["bien.mp3"]) in shown
        assert ("choices", ["cau.png"]) in shown


def test_a_form_with_pictures_and_one_language_has_no_named_language() -> None:
    of = form()

    assert of.languages == ()
    assert asked(begin(of).ask()).asking.text == "Biển nào có ở bản?"


def test_a_form_that_was_accepted_once_asks_in_words_where_a_file_is_gone() -> None:
    of = loading.load_accepted(SURVEY.encode(), "bien.md")

    events = begin(of).ask()

    assert asked(events).illustrations == ()
    assert not [one for one in events if isinstance(one, Noted) and one.illustrations]


def test_pictures_of_a_page_of_choices_are_those_that_are_shown() -> None:
    rows = "".join(f"| | sign | s{n} | Biển số {n} | cau.png | |\n" for n in range(1, 30))
    table = SURVEY.replace("| | sign | bridge", f"{rows}| | sign | bridge")

    (sheet,) = [
        one for one in asked(begin(form(table)).ask()).illustrations if one.kind == "choices"
    ]

    shown = illustrations.numbered(sheet.key.split(":", 2)[2])
    assert len(shown) <= illustrations.MOST_ON_SHEET
    assert [number for number, _ in shown] == list(range(1, len(shown) + 1))


def test_another_page_of_a_long_list_comes_without_what_was_seen_already() -> None:
    rows = "".join(f"| | sign | s{n} | Biển số {n} | cau.png | |\n" for n in range(1, 30))
    interview = begin(form(SURVEY.replace("| | sign | bridge", f"{rows}| | sign | bridge")))
    first = messages(interview.ask())[-1]

    second = messages(say(interview, "thêm"))[-1]

    assert {one.kind for one in first.enclosed} >= {"picture", "sound"}
    assert [illustrations.files(one.key)[0] for one in second.enclosed] == ["cau.png"]


def test_of_a_key_of_something_else_no_file_is_known() -> None:
    assert illustrations.files("e:abc.jpg") == []
    assert Illustration("picture", "f:v:a.png").about == ""


@pytest.mark.parametrize(
    ("table", "changed", "said"),
    [
        (SURVEY, {"cau__png": None}, 'choices hàng 6, cột media::image: Không thấy tệp "cau.png"'),
        (SURVEY, {"bien__mp3": None}, 'hàng 3, cột media::audio: Không thấy tệp "bien.mp3"'),
        (SURVEY, {"nha__png": b"<html>"}, 'Tệp "nha.png" hỏng, hoặc không phải kiểu .png.'),
        (SURVEY, {"nha__png": b""}, 'Tệp "nha.png" hỏng'),
        (SURVEY.replace("nha.png", "nha.bmp"), {}, '"nha.bmp": ảnh phải là tệp .jpg'),
        (SURVEY.replace("nha.png", "../nha.png"), {}, 'Không dùng được tên tệp "../nha.png".'),
        (SURVEY, {"bien__mp3": LONG}, 'Tệp "bien.mp3" nặng 0,6 MB, mạng yếu khó tải.'),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_shown_is_a_fault_with_its_row(
    table: str, changed: dict[str, bytes | None], said: str
) -> None:
    assert any(said in one for one in told(table, **changed)), told(table, **changed)


def test_a_picture_of_a_group_is_told_of_because_nobody_will_see_it() -> None:
    table = SURVEY.replace(
        "| | text | more",
        "| | begin_group | g | Nhóm | nha.png | | | |\n| | text | more",
    ).replace("phim.mp4 |\n", "phim.mp4 |\n| | end_group | | | | | | |\n")

    (remark,) = [one for one in remarks(table, FILES) if "nhóm" in one.text]

    assert (remark.row, remark.serious) == (4, False)


def test_a_form_with_all_its_files_is_accepted_without_a_word() -> None:
    assert told() == []
