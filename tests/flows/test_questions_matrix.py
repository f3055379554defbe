"""Every kind of question against every kind of reply: no cell is left to chance."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from flows import answers
from flows.questions import KINDS, Ambiguous, Asking, Bounds, NotUnderstood, Option, Reason, Scale
from flows.replies import Attachment, Problem, Reply
from flows.wording import words

TODAY = date(2026, 11, 21)
OPTIONS = tuple(
    Option(number, f"n{number}", label)
    for number, label in enumerate(("Sách", "Máy tính", "Điện thoại"), start=1)
)

BOUNDS = Bounds(most=Decimal(30))
SCALE = Scale(Decimal(0), Decimal(30), Decimal(1))
SHORT = Attachment("photo", "aa.jpg")
REPLIES: Mapping[str, Reply] = {
    "nothing": Reply(),
    "spaces": Reply(" \n\t "),
    "number": Reply("2"),
    "number far away": Reply("99"),
    "fraction": Reply("2,5"),
    "day": Reply("20/11"),
    "label": Reply("may tinh"),
    "two numbers": Reply("1 3"),
    "ok": Reply("ok"),
    "words": Reply("học lớp tin học ở xã"),
    "10,000 letters": Reply("a" * 10_000),
    "10,000 commas": Reply("1," * 5_000),
    "emoji": Reply("😀😀"),
    "thumb": Reply("👍"),
    "right to left": Reply("\u202e2\u202c\u200f"),
    "controls": Reply("\x00\x072\u200b"),
    "formula": Reply("=cmd|' /C calc'!A0"),
    "photo": Reply(attachments=(SHORT,)),
    "photo with words": Reply("2", (SHORT,)),
    "three photos": Reply(attachments=(SHORT, Attachment("photo", "bb.png"), SHORT)),
    "photo sent as a document": Reply(attachments=(Attachment("photo", "cc.jpg", "IMG_1.jpg"),)),
    "paper": Reply(attachments=(Attachment("file", "dd.pdf", "Quyết định.pdf"),)),
    "photo and paper": Reply(attachments=(SHORT, Attachment("file", "dd.pdf"))),
    "photo and sticker": Reply(attachments=(SHORT, Attachment("sticker"))),
    "photo and one too big": Reply(attachments=(SHORT, Attachment("photo", problem="too_big"))),
    "photo lost on the way": Reply(attachments=(Attachment("photo"),)),
    "paper unreadable": Reply(attachments=(Attachment("file", problem="unreadable"),)),
    "voice": Reply(attachments=(Attachment("voice", "ee.ogg"),)),
    "video": Reply(attachments=(Attachment("video", "ff.mp4"),)),
    "sticker": Reply(attachments=(Attachment("sticker"),)),
    "location": Reply(attachments=(Attachment("location"),)),
    "contact": Reply(attachments=(Attachment("contact"),)),
}

ATTACHED = tuple(name for name, reply in REPLIES.items() if reply.attachments)
NO_WORDS = dict.fromkeys(ATTACHED, "✗ words_please") | {
    "nothing": "✗ empty",
    "spaces": "✗ empty",
    "10,000 letters": "✗ too_long",
    "10,000 commas": "✗ too_long",
}
MORNING_OR_NIGHT = "? 2 giờ đêm (gõ 02:00) hay 2 giờ chiều (gõ 14:00)"

# "= x": kept as x. "✗ reason": not understood. "otherwise": every reply not named.
TABLE: Mapping[str, Mapping[str, str]] = {
    "text": NO_WORDS
    | {
        "number": "= 2",
        "number far away": "= 99",
        "fraction": "= 2,5",
        "day": "= 20/11",
        "label": "= may tinh",
        "two numbers": "= 1 3",
        "ok": "= ok",
        "words": "= học lớp tin học ở xã",
        "right to left": "= 2",
        "controls": "= 2",
        "formula": "= =cmd|' /C calc'!A0",
        "otherwise": "✗ no_words",
    },
    "integer": NO_WORDS
    | {
        "number": "= 2",
        "number far away": "= 99",
        "fraction": "✗ not_whole",
        "right to left": "= 2",
        "controls": "= 2",
        "otherwise": "✗ not_a_number",
    },
    "decimal": NO_WORDS
    | {
        "number": "= 2",
        "number far away": "= 99",
        "fraction": "= 2.5",
        "right to left": "= 2",
        "controls": "= 2",
        "otherwise": "✗ not_a_number",
    },
    "date": NO_WORDS
    | {
        "day": "= 2026-11-20",
        "two numbers": "? Chủ nhật 1/3/2026 (gõ 1/3/2026)",
        "otherwise": "✗ not_a_date",
    },
    "month": NO_WORDS
    | {
        "number": '? "2/2026" (gõ 2/2026)',
        "day": "= 2026-11-01",
        "two numbers": '? "3/2026" (gõ 3/2026)',
        "right to left": '? "2/2026" (gõ 2/2026)',
        "controls": '? "2/2026" (gõ 2/2026)',
        "otherwise": "✗ not_a_month",
    },
    "year": NO_WORDS
    | {
        "number far away": '? "1999" (gõ 1999)',
        "otherwise": "✗ not_a_year",
    },
    "time": NO_WORDS
    | {
        "number": MORNING_OR_NIGHT,
        "right to left": MORNING_OR_NIGHT,
        "controls": MORNING_OR_NIGHT,
        "otherwise": "✗ not_a_time",
    },
    "dateTime": NO_WORDS | {"otherwise": "✗ not_a_moment"},
    "select_one": NO_WORDS
    | {
        "number": "= n2",
        "number far away": "✗ out_of_range",
        "fraction": "✗ out_of_range",
        "label": "= n2",
        "two numbers": "✗ one_only",
        "right to left": "= n2",
        "controls": "= n2",
        "otherwise": "✗ not_an_option",
    },
    "select_multiple": NO_WORDS
    | {
        "number": "= n2",
        "number far away": "✗ out_of_range",
        "fraction": "✗ out_of_range",
        "label": "= n2",
        "two numbers": "= n1 n3",
        "right to left": "= n2",
        "controls": "= n2",
        "otherwise": "✗ not_an_option",
    },
    "rank": NO_WORDS
    | {
        "number": "= n2",
        "number far away": "✗ out_of_range",
        "fraction": "✗ out_of_range",
        "label": "= n2",
        "two numbers": "= n1 n3 n2",
        "right to left": "= n2",
        "controls": "= n2",
        "otherwise": "✗ not_an_order",
    },
    "acknowledge": NO_WORDS | {"ok": "= OK", "thumb": "= OK", "otherwise": "✗ say_ok"},
    "image": {
        "photo": "= aa.jpg",
        "photo with words": "= aa.jpg",
        "three photos": "= aa.jpg bb.png",
        "photo sent as a document": "= cc.jpg",
        "photo and sticker": "= aa.jpg",
        "photo and one too big": "✗ photo_too_big",
        "photo lost on the way": "✗ photo_not_kept",
        "otherwise": "✗ send_a_photo",
    },
    "file": {
        "photo": "= aa.jpg",
        "photo with words": "= aa.jpg",
        "three photos": "= aa.jpg bb.png",
        "photo sent as a document": "= cc.jpg",
        "paper": "= dd.pdf",
        "photo and paper": "= aa.jpg dd.pdf",
        "photo and sticker": "= aa.jpg",
        "photo and one too big": "✗ photo_too_big",
        "photo lost on the way": "✗ photo_not_kept",
        "paper unreadable": "✗ file_unreadable",
        "otherwise": "✗ send_a_file",
    },
    "audio": {"voice": "= ee.ogg", "otherwise": "✗ send_a_recording"},
    "video": {"video": "= ff.mp4", "otherwise": "✗ send_a_video"},
    "range": NO_WORDS
    | {
        "number": "= 2",
        "right to left": "= 2",
        "controls": "= 2",
        "otherwise": "✗ off_the_scale",
    },
    "geopoint": {"otherwise": "✗ not_a_place"},
    "barcode": NO_WORDS
    | dict.fromkeys(ATTACHED, "✗ type_the_code")
    | {
        "photo and one too big": "✗ photo_too_big",
        "photo lost on the way": "✗ photo_not_kept",
        "number": "= 2",
        "number far away": "= 99",
        "day": "= 20/11",
        "two numbers": "= 13",
        "right to left": "= 2",
        "controls": "= 2",
        "otherwise": "✗ type_the_code",
    },
}
CELLS = [(kind, reply) for kind in KINDS for reply in REPLIES]


def test_every_kind_has_its_row() -> None:
    missing = set(KINDS) ^ set(TABLE)

    assert missing == set()


def test_every_row_names_replies_that_exist() -> None:
    unknown = {name for row in TABLE.values() for name in row} - set(REPLIES) - {"otherwise"}

    assert unknown == set()


@pytest.mark.parametrize(("kind", "sent"), CELLS)
def test_each_reply_to_each_kind_ends_as_the_table_says(kind: str, sent: str) -> None:
    row = TABLE[kind]

    outcome = _outcome(kind, REPLIES[sent])

    assert outcome == row.get(sent, row["otherwise"])


@pytest.mark.parametrize(("kind", "sent"), CELLS)
def test_what_is_kept_can_be_shown_on_a_receipt(kind: str, sent: str) -> None:
    outcome = _outcome(kind, REPLIES[sent])

    if outcome.startswith("= "):
        assert KINDS[kind].show(_asking(kind), outcome.removeprefix("= "))


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_shows_as_nothing(kind: str) -> None:
    shown = KINDS[kind].show(_asking(kind), "")

    assert shown == ""


@pytest.mark.parametrize("problem", [problem for problem in get_args(Problem) if problem])
@pytest.mark.parametrize(
    ("kind", "sent"), [("image", "photo"), ("file", "photo"), ("file", "file")]
)
def test_every_problem_of_an_attachment_has_its_reason(kind: str, sent: str, problem: str) -> None:
    attachment = Attachment(sent, problem=problem)  # type: ignore[arg-type] # names from the Literal

    outcome = _outcome(kind, Reply(attachments=(attachment,)))

    assert outcome == f"✗ {sent}_{problem}"
    assert outcome.removeprefix("✗ ") in get_args(Reason)


def test_good_photos_go_along_when_another_one_could_not_be_kept() -> None:
    with pytest.raises(NotUnderstood) as refused:
        KINDS["image"].read(_asking("image"), REPLIES["photo and one too big"], TODAY)

    assert refused.value.facts["kept"] == "aa.jpg"


def test_a_paper_beside_a_photo_is_not_lost_without_a_word() -> None:
    with pytest.raises(NotUnderstood) as refused:
        KINDS["image"].read(_asking("image"), REPLIES["photo and paper"], TODAY)

    assert refused.value.facts == {"sent": "file", "kept": "aa.jpg"}


def test_text_alone_at_a_photo_question_names_what_was_sent() -> None:
    with pytest.raises(NotUnderstood) as refused:
        KINDS["image"].read(_asking("image"), REPLIES["words"], TODAY)

    assert refused.value.facts["sent"] == "text"


def test_the_limit_is_told_with_the_refusal() -> None:
    with pytest.raises(NotUnderstood) as refused:
        KINDS["text"].read(_asking("text"), REPLIES["10,000 letters"], TODAY)

    assert refused.value.facts == {"limit": 2000, "length": 10_000}


def test_a_text_of_exactly_2000_characters_is_kept() -> None:
    kept = KINDS["text"].read(_asking("text"), Reply("ạ" * 2000), TODAY)

    assert kept == "ạ" * 2000


def _asking(kind: str) -> Asking:
    return Asking("q", kind, "Nhà bác có gì?", options=OPTIONS, bounds=BOUNDS, scale=SCALE)


def _outcome(kind: str, reply: Reply) -> str:
    try:
        return f"= {KINDS[kind].read(_asking(kind), reply, TODAY)}"
    except Ambiguous as doubt:
        return f"? {answers.readings(words('vi'), doubt.offers)}"
    except NotUnderstood as refused:
        assert refused.reason in get_args(Reason)
        return f"✗ {refused.reason}"
