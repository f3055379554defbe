"""A photo of a code: what was read in it waits for a yes, the photo stands beside the answer."""

from forms_for_tests import (
    NOW,
    asked,
    awaited,
    begin,
    photos,
    press,
    refused,
    restored,
    say,
    survey,
    taken,
)

from flows import claims
from flows.events import Photographed
from flows.interview import Interview
from flows.replies import Attachment, Reply
from flows.retold import Teller
from flows.speech import Speech
from flows.wording import words

MILK = "8934563138165"
FORM = survey(
    "type | name | label | required | constraint | constraint_message",
    "barcode | code | Mã trên hộp sữa? | yes | string-length(.) = 13 | Mã có 13 số.",
    "text | more | Còn gì nữa? | | |",
)
PLAIN = survey("type | name | label", "barcode | code | Mã?", "text | more | Còn gì nữa?")
ROSTER = survey(
    "type | name | label",
    "begin_repeat | box | Hộp",
    "barcode | code | Mã trên hộp?",
    "end_repeat | |",
)


def sent(interview: Interview, key: str, code: str = "") -> Photographed:
    """What came of a photo on which that code could be read."""
    photo = Attachment("photo", key, code=code)
    first, *_ = interview.hear(Reply(attachments=(photo,)))
    assert isinstance(first, Photographed)
    return first


def told(interview: Interview, photo: Attachment) -> str:
    """What people read after they have sent the photo."""
    (message,) = Speech(words("vi")).messages(interview.hear(Reply(attachments=(photo,))))
    lines = [message.receipt, message.lead, message.step, message.text]
    return "\n".join([*filter(None, lines), *(f"{c.number}. {c.label}" for c in message.choices)])


def test_the_code_on_a_photo_is_shown_to_be_confirmed() -> None:
    screen = told(begin(FORM), Attachment("photo", "a.jpg", code=MILK))

    assert screen == (
        "Đã giữ 1 ảnh cho câu 1\n"
        "Câu 1/2\n"
        "Mã trên hộp sữa?\n"
        "Mã đọc được trong ảnh: 8934563138165. Đúng thì gõ 1. "
        "Sai thì gõ lại chữ và số in cạnh mã.\n"
        "1. Đúng mã này"
    )


def test_a_photo_without_a_code_is_kept_and_the_code_asked_to_be_typed() -> None:
    interview = begin(FORM)

    screen = told(interview, Attachment("photo", "a.jpg"))

    assert "Đã giữ 1 ảnh cho câu 1" in screen
    assert "Ảnh này chưa đọc ra mã. Bác gõ chữ và số in cạnh mã" in screen
    assert taken(say(interview, MILK)).value == MILK
    assert interview.photos_of("/data/code") == ("a.jpg",)


def test_a_yes_takes_the_code_that_was_read() -> None:
    for yes in ("1", "Đúng", "đúng rồi", "giữ", "1 ạ", "dạ đúng ạ", "Đúng mã này", "vang a"):
        interview = begin(FORM)
        sent(interview, "a.jpg", MILK)

        answer = taken(say(restored(interview), yes))

        assert (answer.value, answer.shown) == (MILK, MILK)


def test_a_code_that_must_be_there_is_not_lost_by_wishing_to_pass_it_over() -> None:
    interview = begin(FORM)
    sent(interview, "a.jpg", MILK)

    no = refused(say(interview, "bỏ qua"))

    assert no.reason == "required"
    assert taken(say(restored(interview), "1")).value == MILK


def test_the_button_takes_the_code_it_stood_under_and_no_other() -> None:
    interview = begin(FORM)
    sent(interview, "a.jpg", "8934563138999")
    old = asked(interview.ask()).presses[0]
    sent(interview, "b.jpg", MILK)

    late = press(interview, old)
    now = press(interview, asked(late).presses[0])

    assert refused(late).reason == "old_button"
    assert taken(now).value == MILK


def test_what_is_typed_instead_is_the_answer() -> None:
    interview = begin(FORM)
    sent(interview, "a.jpg", "8934563138999")

    assert taken(say(interview, MILK)).value == MILK
    assert interview.kept == {"/data/code": MILK, "@/data/code": "a.jpg"}


def test_a_no_asks_for_the_code_in_writing() -> None:
    interview = begin(FORM)
    sent(interview, "a.jpg", MILK)

    assert refused(say(interview, "sai rồi")).reason == "type_the_code"
    assert awaited(interview) == "code"


def test_a_code_that_nobody_confirmed_is_no_answer_when_the_question_is_passed_over() -> None:
    interview = begin(PLAIN)
    sent(interview, "a.jpg", MILK)

    say(interview, "bỏ qua")

    assert interview.kept == {"/data/code": "", "@/data/code": "a.jpg"}


def test_a_code_that_the_form_refuses_is_refused_in_its_own_words() -> None:
    interview = begin(FORM)
    sent(interview, "a.jpg", "123")

    no = refused(say(interview, "1"))

    assert (no.reason, no.facts["message"]) == ("constraint", "Mã có 13 số.")


def test_going_back_with_another_photo_keeps_the_answer_until_it_is_confirmed() -> None:
    interview = begin(FORM)
    say(interview, MILK, "quay lại")
    sent(interview, "b.jpg", "8934563138999")

    assert restored(interview).sheet.by_name("code") == MILK
    say(interview, "1")
    assert interview.sheet.by_name("code") == "8934563138999"


def test_the_rest_of_an_album_stands_beside_the_first_photo() -> None:
    interview = begin(FORM)
    sent(interview, "a.jpg", MILK)

    first, *_ = interview.add_files("code", photos("b.jpg"))

    assert isinstance(first, Photographed)
    assert first.code == MILK
    assert interview.photos_of("/data/code") == ("a.jpg", "b.jpg")


def test_what_comes_late_of_an_album_leaves_the_confirmed_code_as_it_is() -> None:
    interview = begin(FORM)
    sent(interview, "a.jpg", MILK)
    say(interview, "1")

    late = Attachment("photo", "b.jpg", code="8934563138999")
    (message,) = Speech(words("vi")).messages(interview.add_files("code", (late,)))

    assert interview.sheet.by_name("code") == MILK
    assert interview.kept["@/data/code"] == "a.jpg b.jpg"
    assert (message.receipt, message.lead) == ("Đã giữ 1 ảnh cho câu 1", "")
    assert awaited(interview) == "more"


def test_photos_of_codes_move_along_with_their_member() -> None:
    interview = begin(ROSTER)
    for key, code in (("a.jpg", "111"), ("b.jpg", "222")):
        say(interview, "thêm")
        sent(interview, key, code)
        say(interview, "1")

    say(interview, "xong", "sửa 1.1", "Xóa mục này", "1")

    assert interview.photos_of("/data/box[1]/code") == ("b.jpg",)
    assert interview.photos_of("/data/box[2]/code") == ()


def test_a_photo_that_could_not_be_kept_is_refused_with_its_reason() -> None:
    interview = begin(FORM)

    no = refused(interview.hear(Reply(attachments=(Attachment("photo", problem="too_big"),))))

    assert no.reason == "photo_too_big"


def test_staff_see_the_photo_beside_the_code() -> None:
    interview = begin(FORM)
    sent(interview, "a.jpg", MILK)
    say(interview, "1", "hết")

    line, _ = claims.about(FORM, interview.kept, NOW)

    assert (line.shown, line.evidence) == (MILK, ("a.jpg",))


def test_a_copy_of_the_answers_tells_of_the_photos_beside_a_code() -> None:
    interview = begin(FORM)
    sent(interview, "a.jpg", MILK)

    found = Teller(FORM, interview.kept, NOW, "").tell(words("vi"), "@/data/code", "a.jpg")

    assert (found.mark, found.question, found.shown) == ("1", "Mã trên hộp sữa?", "1 ảnh")
