"""Whom an announcement is for, as a value; and what of an announcement is typed."""

import pytest

from flows import announced, announcement, audience
from flows.announced import Progress
from flows.announcement import Draft
from flows.assessment import STATES as ALL
from flows.audience import DIMENSIONS, STATES, Audience, Option, Reach
from flows.events import Refused, Told
from flows.messages import as_text
from flows.replies import Attachment, Reply
from flows.wording import words
from tests.stage import MORNING

SAY = words("vi")
VILLAGES = tuple(
    Option(f"B{number:02}", name)
    for number, name in enumerate(
        ("Bản Nà Đon", "Bản Nà Khum", "Bản Tả Hồ", "Bản Hồ", *(f"Bản {n}" for n in range(5, 21))), 1
    )
)
DRAFT = Draft(17, "xã Bình Lư (mẫu)", "Mai họp bản.", "", Audience())


# ---- the value


def test_what_is_kept_of_an_audience_is_the_audience() -> None:
    who = Audience(("household",), ("family",), ("todo", "returned"), ("B01",))

    assert audience.restore(who.dump()) == who


def test_an_audience_that_was_kept_before_a_dimension_came_means_everybody_in_it() -> None:
    assert audience.restore({"roles": ["staff"]}) == Audience(roles=("staff",))


def test_what_is_added_twice_is_there_once_and_gone_at_once() -> None:
    twice = Audience().adding("villages", "B01", "B02").adding("villages", "B01")

    assert twice.villages == ("B01", "B02")
    assert twice.without("villages", "B01").villages == ("B02",)
    assert twice.everybody("villages") == Audience()


def test_every_state_of_a_form_that_is_not_over_has_its_plain_word() -> None:
    named = set().union(*STATES.values()) - {""}

    assert set(ALL) - named == {"withdrawn"}
    assert sum(len(states) for states in STATES.values()) == len(named) + 1  # each in one only


# ---- several lines at once


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("1 3", ("B01", "B03")),
        ("1, 3", ("B01", "B03")),
        ("3 1 3", ("B03", "B01")),
        ("nà đon, tả hồ", ("B01", "B03")),
        ("NA DON", ("B01",)),
        ("Bản Hồ, 2", ("B04", "B02")),
        ("bản 20", ("B20",)),
        ("", ()),
        ("9", ()),
        ("0", ()),
        ("1 99", ()),
        ("hồ", ()),  # two villages end so
        ("nà đon và tả hồ", ()),
        ("1 -3", ()),
        ("²", ()),
    ],
)
def test_several_are_picked_by_number_or_name_all_or_nothing(
    typed: str, codes: tuple[str, ...]
) -> None:
    assert audience.picked(typed, VILLAGES[:8], VILLAGES) == codes


def test_numbers_count_the_lines_of_the_page_that_is_shown() -> None:
    assert audience.picked("1 2", VILLAGES[8:16], VILLAGES) == ("B09", "B10")


# ---- the pages


def test_a_page_of_villages_has_eight_and_a_line_to_more() -> None:
    first = announcement.choose(SAY, DRAFT, "villages", VILLAGES, 0)
    last = announcement.choose(SAY, DRAFT, "villages", VILLAGES, 999)

    assert [line.label for line in first.lines[:9]] == [
        *(one.label for one in VILLAGES[:8]),
        "Xem thêm",
    ]
    assert first.lines[8].press == "tb.a.17.v.8"
    assert [line.label for line in last.lines[:5]] == [
        *(one.label for one in VILLAGES[16:]),
        "Xem thêm",  # from the beginning again
    ]


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_press_fits_a_button_also_for_long_numbers_and_codes(dimension: str) -> None:
    draft = Draft(10**9, "xã Mẫu", "a", "", Audience())
    villages = tuple(Option(f"03390-{number:02}.cu", "Bản") for number in range(40))
    known = announcement.options(SAY, dimension, villages)
    chosen = Draft(draft.id, "xã Mẫu", "a", "", Audience().adding(dimension, known[0].code))

    lines = announcement.choose(SAY, chosen, dimension, villages, 0).lines

    assert all(len(line.press.encode()) <= 64 and line.press.isascii() for line in lines)


def test_many_chosen_villages_are_counted_on_the_line() -> None:
    who = Audience(villages=tuple(one.code for one in VILLAGES))

    page = announcement.page(SAY, Draft(17, "xã Mẫu", "a", "", who), VILLAGES, Reach(5))

    (line,) = [line for line in page.lines if line.label == "Theo bản"]
    assert line.note == "Bản Nà Đon, Bản Nà Khum, Bản Tả Hồ và 17 nữa"


def test_who_gets_none_is_told_by_reason() -> None:
    reach = Reach(112, 9, 3, 2, (("household", 14), ("village", 1)))

    assert announcement.reached(SAY, reach) == (
        "Sẽ gửi cho 112 người.\n9 người không nhận thông báo.\n"
        "3 người không còn nhắn tin tới được.\n2 người chưa đồng ý cho lưu câu trả lời.\n"
        "Chưa có ai vào nhận tin: 14 hộ, 1 bản."
    )


def test_the_letter_says_who_speaks_and_how_to_want_no_more() -> None:
    said = announcement.letter(SAY, DRAFT)

    assert as_text(said, 2000) == [
        "Xã Bình Lư (mẫu) thông báo:\nMai họp bản.\n\n· Không nhận thông báo nữa"
    ]


def test_the_longest_letter_still_fits_one_message() -> None:
    said = announcement.letter(SAY, Draft(17, "x" * 60, "ữ" * announcement.LONGEST, "", Audience()))

    assert len(as_text(said, 1000)) == 1  # a picture's caption takes 1024


def test_signs_in_the_words_of_staff_stay_as_they_are() -> None:
    said = announcement.letter(SAY, Draft(17, "xã Mẫu", "{you} <b>100%</b>", "", Audience()))

    assert "{you} <b>100%</b>" in said.text


# ---- what is typed


@pytest.mark.parametrize("text", ["112", "112 người", "112 ạ", " 112. ", "một trăm mười hai"])
def test_the_count_may_be_typed_as_people_type_numbers(text: str) -> None:
    assert announcement.is_count(Reply(text), 112)


@pytest.mark.parametrize("text", ["1024", "1.024", "1 024"])
def test_a_great_count_may_be_typed_with_its_point(text: str) -> None:
    assert announcement.is_count(Reply(text), 1024)


@pytest.mark.parametrize("text", ["", "11", "1120", "112 113", "khoảng 112", "gửi 112", "1.12"])
def test_what_is_not_just_the_count_is_not_the_count(text: str) -> None:
    assert not announcement.is_count(Reply(text), 112)


@pytest.mark.parametrize("text", ["0", "thôi", "Thôi nhé", "không", "không gửi", "quay lại"])
def test_there_are_many_ways_to_say_rather_not(text: str) -> None:
    assert announcement.leaves(Reply(text))


@pytest.mark.parametrize("text", ["", "10", "112", "thôn", "có"])
def test_what_is_no_refusal_is_none(text: str) -> None:
    assert not announcement.leaves(Reply(text))


@pytest.mark.parametrize("kind", ["file", "voice", "video", "sticker", "location"])
def test_only_a_photo_is_a_picture(kind: str) -> None:
    sent = Reply("", (Attachment(kind, "ab.pdf"),))

    assert announcement.take_picture(sent) == Told("announce.only_photo")


def test_a_photo_that_cannot_be_kept_says_why() -> None:
    sent = Reply("", (Attachment("photo", "", "anh.jpg", "too_big"),))

    found = announcement.take_picture(sent)

    assert isinstance(found, Refused)
    assert found.reason == "photo_too_big"


def test_of_several_photos_the_first_is_taken() -> None:
    sent = Reply("", (Attachment("photo", "a.jpg"), Attachment("photo", "b.jpg")))

    assert announcement.take_picture(sent) == "a.jpg"


# ---- what became of it


def test_a_fate_that_met_nobody_is_not_told() -> None:
    one = Progress(17, "Mai họp bản.", MORNING, None, 5, sent=5, read=2)

    page = announced.summary(SAY, one)

    assert str(page.facts["text"]).splitlines()[2:] == ["· Đã gửi: 5, đã đọc: 2"]
    assert "Dừng gửi" not in [line.label for line in page.lines]


def test_letters_that_were_taken_back_are_what_is_missing_of_the_count() -> None:
    one = Progress(17, "a", MORNING, None, 10, waiting=1, sent=2, unknown=1, failed=1, expired=1)

    assert one.taken_back == 4
