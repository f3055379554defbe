"""A form is played line by line: every event for programs, plain words for people."""

import json
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot import rehearse
from bot.moment import ZONE
from flows.forms import loading
from flows.forms.model import Form
from flows.wording import words
from tests.flows import illustrated
from tests.stage import jpeg

NOON = datetime.combine(datetime(2026, 12, 1, tzinfo=ZONE), time(12), ZONE)
SCORED = """\
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) | required |
| | note | hello | Chào bác. | Hello. | |
| | select_one often | reads | Có hay đọc không? | Do you read? | yes |
| | image | photo | Xin một ảnh | A photo, please | |
| | select_multiple helps | helps | Giúp gì? | How do you help? | |
| choices | list_name | name | label::Tiếng Việt (vi) | label::English (en) | points |
| | often | always | Thường xuyên | Often | 10 |
| | often | never | Chưa bao giờ | Never | 0 |
| | helps | desk | Có bàn học | A desk | |
| | helps | time | Dành thời gian | Time | |
| criteria | criterion | label::Tiếng Việt (vi) | label::English (en) | threshold |
| | home | Nếp học | Habits | |
| | total | Cả phiếu | All | 5 |
| indicators | criterion | indicator | max | evidence |
| | home | reads | 10 | photo |
| settings | form_title | default_language |
| | Gia đình | Tiếng Việt (vi) |
"""
PLAIN = """\
| survey | type | name | label | calculation | required |
| | calculate | today | | today() | |
| | begin_group | about | Về bác | | |
| | text | who | Tên gì? | | yes |
| | date | since | Từ ngày nào? | | yes |
| | file | paper | Xin một tệp | | |
| | end_group | | | | |
"""
TWO_LANGUAGES = loading.load(SCORED.encode(), "gd.md")[0]
ONE_LANGUAGE = loading.load(PLAIN.encode(), "don.md")[0]


def played(form: Form, *lines: str, language: str = "vi") -> list[dict[str, Any]]:
    """The events of a form that hears these lines."""
    out: list[str] = []
    show = rehearse.as_lines(out.append)
    if not rehearse.rehearse(form, lines, show, now=NOON, words=words(language)):
        rehearse.unfinished(out.append)
    return [json.loads(line) for line in out]


def shown(form: Form, *lines: str, language: str = "vi") -> str:
    """The same as people read it."""
    out: list[str] = []
    show = rehearse.as_speech(out.append)
    rehearse.rehearse(form, lines, show, now=NOON, words=words(language))
    return "\n".join(out)


def kinds(events: list[dict[str, Any]]) -> list[str]:
    return [str(event["event"]) for event in events]


def test_a_question_is_told_with_its_place_and_its_numbered_choices() -> None:
    noted, asked, _ = played(TWO_LANGUAGES)

    assert noted == {"event": "noted", "name": "hello", "text": "Chào bác."}
    assert asked == {
        "event": "asked",
        "name": "reads",
        "kind": "select_one",
        "text": "Có hay đọc không?",
        "number": 1,
        "of": 2,
        "required": True,
        "choices": [
            {"number": 1, "name": "always", "label": "Thường xuyên"},
            {"number": 2, "name": "never", "label": "Chưa bao giờ"},
        ],
    }


def test_a_form_ends_with_its_nested_answers_and_its_score() -> None:
    events = played(TWO_LANGUAGES, "1", "bỏ qua", "1 2")

    last = events[-1]
    assert kinds(events) == ["noted", *["asked", "answered"] * 3, "finished"]
    assert last["answers"] == {"reads": "always", "photo": "", "helps": "desk time"}
    score = last["score"]
    assert (score["total"], score["max"], score["verdict"]) == (10.0, 10.0, "pass")
    (criterion,) = score["criteria"]
    assert (criterion["label"], criterion["points"], criterion["max"]) == ("Nếp học", 10.0, 10.0)


def test_a_form_without_scores_has_none() -> None:
    events = played(ONE_LANGUAGE, "An", "hôm nay", "")

    assert events[-1]["score"] is None


def test_answers_stand_in_their_groups() -> None:
    events = played(ONE_LANGUAGE, "An", "hôm nay", "")

    assert events[-1]["answers"]["about"] == {"who": "An", "since": "2026-12-01", "paper": ""}


def test_the_day_of_the_play_is_today_for_formulas_and_for_people() -> None:
    events = played(ONE_LANGUAGE, "An", "hôm qua", "")

    assert events[-1]["answers"]["today"] == "2026-12-01"
    assert events[-1]["answers"]["about"]["since"] == "2026-11-30"


def test_a_reply_that_is_no_answer_is_refused_with_its_reason() -> None:
    events = played(TWO_LANGUAGES, "7")

    assert events[2]["event"] == "refused"
    assert events[2]["reason"] == "out_of_range"
    assert events[2]["text"]


def test_input_that_ends_first_says_so_last() -> None:
    events = played(TWO_LANGUAGES, "1")

    assert kinds(events)[-2:] == ["asked", "unfinished"]
    assert events[-1] == {"event": "unfinished"}


def test_lines_after_the_end_are_not_read() -> None:
    lines = iter(["1", "", "1", "thừa"])

    rehearse.rehearse(TWO_LANGUAGES, lines, lambda *_: None, now=NOON, words=words("vi"))

    assert list(lines) == ["thừa"]


def test_a_form_that_asks_nothing_is_finished_without_input() -> None:
    form = loading.load(b"| survey | type | name | label |\n| | note | a | Xin |", "a.md")[0]

    assert kinds(played(form)) == ["noted", "finished"]


def test_an_empty_line_passes_over_only_what_may_be_blank() -> None:
    events = played(TWO_LANGUAGES, "", "1", "")

    assert kinds(events) == [
        *("noted", "asked", "refused", "answered", "asked", "answered", "asked", "unfinished")
    ]
    assert events[5] == {"event": "answered", "name": "photo", "value": ""}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("quay lại", [("noted", "hello"), ("asked", "reads")]),
        ("sửa 1", [("noted", "hello"), ("asked", "reads")]),
        ("xem lại", [("reviewed", None), ("asked", "photo")]),
        ("bỏ qua", [("answered", "photo"), ("asked", "helps")]),
        ("?", [("helped", "photo")]),
        ("sửa 9", [("refused", None), ("asked", "photo")]),
    ],
)
def test_the_words_of_command_work_as_in_a_chat(
    command: str, expected: list[tuple[str, str | None]]
) -> None:
    events = played(TWO_LANGUAGES, "1", command)[4:-1]

    assert [(event["event"], event.get("name")) for event in events] == expected


def test_a_kept_answer_stays_with_one_word() -> None:
    events = played(TWO_LANGUAGES, "2", "quay lại", "giữ", "bỏ qua", "1")

    assert events[-1]["answers"]["reads"] == "never"


def test_the_review_tells_each_answer_as_people_read_it() -> None:
    events = played(TWO_LANGUAGES, "1", "xem lại")

    (review,) = [event for event in events if event["event"] == "reviewed"]
    assert review["answers"] == {"reads": "Thường xuyên", "helps": ""}


def test_the_language_changes_where_a_line_says_so() -> None:
    events = played(TWO_LANGUAGES, "1", "đổi tiếng", "skip", "tiếng việt", "1")

    texts = [event["text"] for event in events if event["event"] in ("told", "asked")]
    assert texts == [
        "Có hay đọc không?",
        "Xin một ảnh",
        words("en")("language_changed"),
        "A photo, please",
        "How do you help?",
        words("vi")("language_changed"),
        "Giúp gì?",
    ]
    assert events[-1]["answers"] == {"reads": "always", "photo": "", "helps": "desk"}


def test_the_language_that_is_spoken_already_is_an_answer() -> None:
    events = played(ONE_LANGUAGE, "tiếng việt")

    assert events[1] == {"event": "answered", "name": "who", "value": "tiếng việt"}


def test_a_choice_named_like_a_language_is_chosen() -> None:
    table = SCORED.replace("Thường xuyên | Often", "English | English")

    events = played(loading.load(table.encode(), "gd.md")[0], "english")

    assert events[2] == {"event": "answered", "name": "reads", "value": "always"}


def test_another_language_is_spoken_by_the_form_and_by_the_program() -> None:
    events = played(TWO_LANGUAGES, "9", "1", "skip", "1", language="en")

    assert events[1]["text"] == "Do you read?"
    assert events[1]["choices"][0]["label"] == "Often"
    assert events[2]["text"].isascii()
    assert events[-1]["score"]["criteria"][0]["label"] == "Habits"


@pytest.mark.parametrize(("form", "language"), [(ONE_LANGUAGE, "en"), (TWO_LANGUAGES, "hmn")])
def test_a_form_without_the_language_is_asked_in_its_own(form: Form, language: str) -> None:
    asked = [event for event in played(form, language=language) if event["event"] == "asked"]

    assert asked[0]["text"] in {"Tên gì?", "Có hay đọc không?"}


# ---- files


def sent(path: Path, *, to: str) -> dict[str, Any]:
    """What came of this file, sent to the question for a photo or for a file."""
    before = {"photo": (TWO_LANGUAGES, ["1"]), "paper": (ONE_LANGUAGE, ["An", "hôm nay"])}
    form, lines = before[to]
    return next(
        event
        for event in played(form, *lines, f"@file {path}")[2 * len(lines) :]
        if event["event"] in {"answered", "refused"} and event.get("name", to) == to
    )


@pytest.mark.parametrize("name", ["anh.jpg", "ảnh của bác.PNG", "khong-duoi", "phieu.pdf"])
def test_a_photo_is_told_by_its_content_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(jpeg())

    answered = sent(tmp_path / name, to="photo")

    assert answered["event"] == "answered"
    assert Path(answered["value"]).suffix == ".jpg"
    assert "/" not in answered["value"]


def test_a_file_that_only_looks_like_a_photo_is_refused(tmp_path: Path) -> None:
    (tmp_path / "anh.jpg").write_bytes(b"%PDF-1.7\n%%EOF")

    refused = sent(tmp_path / "anh.jpg", to="photo")

    assert (refused["event"], refused["reason"]) == ("refused", "send_a_photo")


def test_a_paper_answers_a_question_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "giay.pdf").write_bytes(b"%PDF-1.7\n%%EOF")

    answered = sent(tmp_path / "giay.pdf", to="paper")

    assert Path(answered["value"]).suffix == ".pdf"


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("anh.jpg", None, "photo_unreadable"),
        ("anh.jpg", lambda path: path.mkdir(), "photo_unreadable"),
        ("anh.jpg", lambda path: path.write_bytes(b""), "photo_empty"),
        ("anh.jpg", lambda path: path.write_bytes(b"\xff\xd8broken"), "photo_unreadable"),
        ("anh.jpg", lambda path: path.write_bytes(bytes(21 * 2**20)), "photo_too_big"),
    ],
    ids=["missing", "folder", "empty", "broken", "too big"],
)
def test_a_file_that_cannot_be_kept_is_refused_with_its_reason(
    name: str, make: Callable[[Path], object] | None, reason: str, tmp_path: Path
) -> None:
    if make:
        make(tmp_path / name)

    refused = sent(tmp_path / name, to="photo")

    assert (refused["event"], refused["reason"]) == ("refused", reason)


@pytest.mark.parametrize("line", ["@file", "@filename.jpg", "file anh.jpg"])
def test_words_that_only_begin_like_a_file_are_words(line: str) -> None:
    events = played(ONE_LANGUAGE, line)

    assert events[1] == {"event": "answered", "name": "who", "value": line}


# ---- for people


def test_people_read_receipts_questions_and_a_summary() -> None:
    told = shown(TWO_LANGUAGES, "1", "bỏ qua", "1 2")

    assert "1. Thường xuyên (10 điểm)" in told
    assert "✅ Đã ghi câu 1: Thường xuyên (10 điểm)" in told
    assert "10/10 điểm" in told
    assert told.index("Nếp học: 10/10") > told.index("10/10 điểm")
    assert "{" not in told


def test_people_read_that_a_form_without_scores_is_complete() -> None:
    told = shown(ONE_LANGUAGE, "An", "hôm nay", "")

    assert told.rstrip().endswith("Xong 3 câu.")


def test_a_summary_is_in_the_language_of_the_play() -> None:
    told = shown(TWO_LANGUAGES, "2", "skip", "1", language="en")

    assert "Habits: 0/10" in told
    assert "Nếp học" not in told


def test_a_form_with_levels_tells_them_at_the_end() -> None:
    pack = Path(rehearse.__file__).parents[1] / "flows" / "library" / "packs" / "conghoctap-xa.md"
    commune = loading.load(pack.read_bytes(), pack.name)[0]

    *_, end = played(commune, *["không"] * 6, "3")

    assert (end["score"], end["levels"]["level"]) == (None, 0)
    assert [target["holds"] for target in end["levels"]["levels"][0]["targets"]] == [False] * 7


def test_the_files_beside_a_question_are_named() -> None:
    lines: list[str] = []
    spoken: list[str] = []
    say = words("vi")

    for show in (rehearse.as_lines(lines.append), rehearse.as_speech(spoken.append)):
        rehearse.rehearse(illustrated.form(), ["1", "hết"], show, now=NOON, words=say)

    noted, question, *_ = map(json.loads, lines)
    assert noted["files"] == ["nha.png"]
    assert question["files"] == ["bien_to.jpg", "bien.mp3", "cau.png", "truong.png", "cau.ogg"]
    assert spoken[:2] == ["[ảnh: nha.png]\n", "[ảnh: bien_to.jpg]\n"]
    assert "[tiếng: bien.mp3]\n" in spoken
    assert "[ảnh: cau.png, truong.png]\n" in spoken
    assert "[phim: phim.mp4]\n" in spoken
