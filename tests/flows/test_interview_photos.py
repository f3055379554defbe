"""Photos as answers: albums that come in pieces, and photos of which some are good."""

from forms_for_tests import (
    TAG,
    asked,
    awaited,
    begin,
    photos,
    refused,
    restored,
    say,
    survey,
    taken,
)

from flows.events import Answered, Asked, Refused
from flows.questions import Sent
from flows.replies import Attachment, Reply

PROOF = survey(
    "type | name | label | required | constraint | constraint_message",
    "image | photo | Xin một ảnh. | yes | |",
    "note | thanks | Ảnh đẹp quá. | | |",
    "text | more | Còn gì nữa? | | |",
)
TOO_BIG = Attachment("photo", problem="too_big")


def test_several_photos_of_one_message_answer_one_question() -> None:
    interview = begin(PROOF)

    events = interview.hear(Reply(attachments=photos("a.jpg", "b.jpg")))

    assert taken(events).value == "a.jpg b.jpg"
    assert taken(events).shown == Sent(photos=2)
    assert asked(events).spot.name == "more"


def test_the_rest_of_an_album_goes_to_the_question_its_first_photo_answered() -> None:
    interview = begin(PROOF)
    interview.hear(Reply(attachments=photos("a.jpg")))

    events = interview.add_files("photo", photos("b.jpg", "a.jpg"))

    assert taken(events).value == "a.jpg b.jpg"
    assert asked(events).spot.name == "more"


def test_the_rest_of_an_album_finds_its_question_after_a_restart() -> None:
    interview = begin(PROOF)
    interview.hear(Reply(attachments=photos("a.jpg")))

    later = restored(interview)
    later.add_files("photo", photos("b.jpg"))

    assert later.kept == {"/data/photo": "a.jpg b.jpg"}


def test_of_an_album_that_is_partly_bad_the_good_photos_are_kept() -> None:
    interview = begin(PROOF)

    events = interview.hear(Reply(attachments=(*photos("a.jpg"), TOO_BIG, *photos("b.jpg"))))

    no, answer, *_, question = events
    assert isinstance(no, Refused)
    assert (no.reason, no.again) == ("photo_too_big", True)
    assert isinstance(answer, Answered)
    assert answer.value == "a.jpg b.jpg"
    assert isinstance(question, Asked)
    assert question.spot.name == "more"


def test_a_bad_photo_later_in_an_album_is_told_and_the_good_ones_stay() -> None:
    interview = begin(PROOF)
    interview.hear(Reply(attachments=photos("a.jpg")))

    events = interview.add_files("photo", [TOO_BIG])

    assert (refused(events).reason, refused(events).again) == ("photo_too_big", True)
    assert asked(events).spot.name == "more"
    assert interview.kept == {"/data/photo": "a.jpg"}


def test_a_bad_and_a_good_photo_later_in_an_album_are_each_told() -> None:
    interview = begin(PROOF)
    interview.hear(Reply(attachments=photos("a.jpg")))

    events = interview.add_files("photo", [TOO_BIG, *photos("b.jpg")])

    assert refused(events).again
    assert taken(events).value == "a.jpg b.jpg"


def test_a_voice_message_in_an_album_does_not_become_a_photo() -> None:
    interview = begin(PROOF)
    interview.hear(Reply(attachments=photos("a.jpg")))

    events = interview.add_files("photo", [Attachment("voice", "c.ogg")])

    assert refused(events).reason == "send_a_photo"
    assert interview.sheet.by_name("photo") == "a.jpg"


def test_an_album_of_bad_photos_only_leaves_the_question_open() -> None:
    interview = begin(PROOF)

    (no,) = interview.hear(Reply(attachments=(TOO_BIG, TOO_BIG)))

    assert isinstance(no, Refused)
    assert (no.again, awaited(interview)) == (False, "photo")


def test_a_new_photo_takes_the_place_of_the_old_one() -> None:
    interview = begin(PROOF)
    interview.hear(Reply(attachments=photos("a.jpg")))
    interview.hear(Reply("quay lại"))

    events = interview.hear(Reply(attachments=photos("c.jpg")))

    assert taken(events).value == "c.jpg"
    assert interview.tag == TAG


ROSTER = survey(
    "type | name | label",
    "begin_repeat | people | Người",
    "text | called | Tên?",
    "image | paper | Ảnh giấy khen?",
    "end_repeat | |",
)


def test_photos_of_members_stand_with_their_members_in_the_nested_answers() -> None:
    interview = begin(ROSTER)
    for name, key in (("An", "a.jpg"), ("Bình", "b.jpg")):
        say(interview, "thêm", name)
        interview.hear(Reply(attachments=photos(key)))
    say(interview, "xong")

    nested = restored(interview).showing.nested()

    assert nested == {
        "people": [{"called": "An", "paper": "a.jpg"}, {"called": "Bình", "paper": "b.jpg"}]
    }


def test_more_photos_of_an_album_find_their_member() -> None:
    interview = begin(ROSTER)
    say(interview, "thêm", "An")
    interview.hear(Reply(attachments=photos("a.jpg")))

    later = restored(interview)
    later.add_files("/data/people[1]/paper", photos("b.jpg"))

    assert later.sheet.text("/data/people[1]/paper") == "a.jpg b.jpg"


def test_the_list_of_members_tells_how_many_photos_there_are() -> None:
    interview = begin(ROSTER)
    say(interview, "thêm", "An")
    interview.hear(Reply(attachments=photos("a.jpg", "b.jpg")))

    lines = asked(say(interview, "sửa 1.1")).asking.options

    assert "Ảnh giấy khen: 2 ảnh" in [line.label for line in lines]
