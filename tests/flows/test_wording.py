"""The catalogues: every sentence that is used is there, and reads as the bot should speak."""

import ast
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from flows import (
    announced,
    audience,
    awards,
    ballots,
    desk,
    digest,
    findings,
    invited,
    letters,
    memberlist,
    menus,
    mydata,
    posting,
    proxy,
    receipts,
    recognition,
    requests,
    verification,
)
from flows.assessment import MOVES
from flows.counters import COUNTERS
from flows.forms.model import MORE
from flows.forms.pack_sheet import TITLES
from flows.meeting import DETAILS
from flows.plan.backwards import Side
from flows.plan.season import STEPS
from flows.questions import Reason
from flows.replies import AttachmentKind
from flows.rights import ROLES
from flows.speech import SCREEN
from flows.stages import STAGES
from flows.turning import Turn
from flows.wording import SOURCE, YOU, Words, languages, read, words

ROOMS = ("flows", "bot", "storage", "scheduler", "reports")
SPEAKERS = {"words", "say", "Told", "Prompted", "Wrong"}  # called with a key first
WHOSE = ("home", "self")
REMINDED = (
    *("answer", "correct", "review", "hand_over", "verify", "decide", "report"),
    *("answer.silent", "review.silent"),
)
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "refused.": get_args(Reason),
    "sent.": (*get_args(AttachmentKind), "text"),
    "title.": TITLES,
    "offer.": ("new", *set(MOVES.values())),
    "receipt.": tuple(receipts.FILES.values()),
    "receipt.kept.": tuple(receipts.FILES.values()),
    "returned.": tuple(receipts.FILES.values()),
    "tip.replace_": tuple(receipts.FILES.values()),
    "menu.consent_": menus.CONSENTS,
    "menu.submit_": ("village", "commune"),
    "submitted_": ("village", "commune"),
    "neighbours.": (*menus.NEIGHBOURS.values(), "done", "found", "not_found"),
    "proxy.": tuple(proxy.HOWS.values()),
    "invited.ask_": invited.ASKED,
    "invited.sorry_": invited.SORRY,
    "role.": invited.HEADS,
    "desk.accept.": ("pass", "fail", "none"),
    "desk.done.": ("verify", "return"),
    "desk.how.": (*verification.HOWS, "nobody"),
    "desk.reason.": (
        *findings.PHOTO_REASONS,
        *findings.ANSWER_REASONS,
        *findings.POINT_REASONS,
    ),
    "desk.told.": desk.TOLD,
    "desk.verdict.": ("pass", "fail"),
    "desk.which.": ("r", "p", "s"),
    "notice.verified.": ("pass", "fail", "none"),
    "counter.": tuple(verb for verb, _ in COUNTERS),
    "menu.resume_": ("go", "review", "later", "other"),
    "meeting.": DETAILS,
    "meeting.edit_": (*DETAILS, "passing", "list", "photos"),
    "reason.": ballots.REASONS,
    "beside.": ("picture", "choices", "sound", "film"),
    "roster.ask.": ("more", "any"),
    "roster.do.": memberlist.DOES,
    "roster.say.": MORE,
    "list.do.": get_args(Turn),
    "again.": posting.AGAIN,
    "declined.": recognition.REASONS,
    "revoked.": awards.REVOKING,
    "channel.": mydata.CHANNELS,
    "copy.outcome.": ("open", *requests.OUTCOMES),
    "copy.role.": ROLES,
    "announce.by_": audience.DIMENSIONS,
    "announce.which_": audience.DIMENSIONS,
    "announce.role.": audience.ROLES,
    "announce.state.": tuple(audience.STATES),
    "announce.kind.": audience.NOWHERE,
    "announce.missed.": ("muted", "blocked", "unasked"),
    "announce.count.": announced.FATES,
    "requests.do.": ("acknowledge", *requests.KINDS, "refuse"),
    "requests.kind.": requests.KINDS,
    "remind.": ("correct", "review", "hand_over", "verify", "decide", "answer.silent", *WHOSE),
    "remind.answer.": ("new", "begun", "left", "all"),
    "remind.ask.": REMINDED,
    "remind.do.": REMINDED[1:],
    "closing.": STEPS,
    "closing.why.": STEPS,
    "deadlines.not.": get_args(Side),
    "chart.stage.": STAGES[1:],
    "digest.part.": ("morning", "afternoon", "evening"),
    "digest.title.": digest.TITLES,
    "lists.kind.": tuple(sorted(letters.UNASKED)),
    "nudge.not.": ("night", "no_plan"),
    "requests.what_": tuple(kind for kind in requests.KINDS if kind != "delete"),
}
"""Keys that are put together: what they begin with, and everything that may follow."""

FACTS = {
    "said": "lo van",
    "about": "người trong nhà 3, câu 2",
    "was": "Nguyễn Thị Minh Phương",
    "called": "Xin gọi trưởng bản: 0912 000 001.",
    "missing": "Phiếu Gia đình học tập của nhà bác còn 3 câu (đã làm 7/10).",
    "to": "UBND tỉnh, Hội Khuyến học cấp trên",
    "whose": "Hộ 11 · Nguyễn Thị Minh Phương",
    "written": "thứ Năm 31/12",
    "phone": "0912 000 001",
    "address": "https://xa-binh-lu.vn/kt/AQAAAAdrNuyA5ymDncytFLO5tQ",
    "after": "Phần nhiều là tốt",
    "all": 20,
    "before": "Tốt về mọi mặt",
    "bounds": " từ 0 đến 30",
    "code": "4827-KX",
    "commune": "xã Bình Lư",
    "count": 12,
    "day": "thứ Bảy 28/11",
    "days": 4,
    "done": 12,
    "example": "12",
    "failed": "2 (Hộ 03, Hộ 07)",
    "files": 2,
    "first": 1,
    "heading": "Chung tay, chia sẻ",
    "how": "gọi điện thoại",
    "kind": "rút lại lời đồng ý",
    "kept": "Gần như ngày nào cũng có, lúc nào rảnh thì xem trên điện thoại",
    "label": "Năng lực tự học, học tập suốt đời",
    "last": 10,
    "least": "5",
    "step": "2",
    "left": 8,
    "length": 12345,
    "letter": "a",
    "limit": 2000,
    "lines": "· Câu 4: Ảnh mờ, chưa đọc được. Xin chụp lại.\n· Câu 8: Chưa thấy việc làm.",
    "link": "https://xa-binh-lu.vn/i/AQAAAAdrNuyA5ymDncytFLO5tQ\nhttps://t.me/BanHocMauBot?start=AQAAAAdrNuyA5ymDncytFLO5tQ",
    "minutes": 15,
    "member": "Người trong nhà 12 (Nguyễn Thị Minh Phương)",
    "meant": '"Có học ở lớp"',
    "most": "100",
    "name": "Nguyễn Thị Minh Phương",
    "needed": "80",
    "number": 10,
    "numbers": "1 3 4",
    "of": 10,
    "passed": 12,
    "people": "· Lò Văn Mẫu\n· Vàng Thị Mẫu",
    "phones": "0912 000 001 (Lò Văn Mẫu), 0912 000 002",
    "photos": 12,
    "place": "Bản Nà Đon",
    "points": "82,5",
    "pressed": "câu 3",
    "question": "Trong năm qua có đi học lớp nào không",
    "range": "một số từ 1 đến 10",
    "readings": '"Có học ở lớp" (gõ 1) hay "Có học ở nhà" (gõ 2)',
    "reason": "ghi 10 điểm, xã chưa thấy việc làm cụ thể. Xin ghi rõ hoặc chấm lại.",
    "reply": "12/5/2026",
    "reused": "câu 3",
    "role": "trưởng",
    "score": ": 82,5/100 điểm, chưa đạt",
    "second": "12",
    "sent": "Đoạn phim",
    "shown": "Gần như ngày nào cũng có, lúc nào rảnh thì xem trên điện thoại",
    "since": "09:16",
    "sought": "Nguyễn Thị Minh Phương và các con cháu",
    "skip": "bỏ qua",
    "state": "xã đã xem xong",
    "subject": "Hộ 11 · Nguyễn Thị Minh Phương",
    "text": "Nhà tôi có góp ý",
    "title": "Cộng đồng học tập cấp xã",
    "told": "đã gửi, chưa đọc",
    "typed": 99,
    "until": "31/12/2026",
    "village": "Bản Nà Đon",
    "waiting": 7,
    "when": "09:16 24/11",
    "where": "ảnh của câu 10",
    "year": 2026,
}
OFFICE_WORDS = re.compile(r"chỉ báo|chỉ số|hợp lệ|định dạng|hệ thống|dữ liệu|thao tác|đối tượng")
SELF = re.compile(r"\b(em|mình|bot|tôi)\b", re.IGNORECASE)
SIGNS = {"✅", "⏳", "📷", "⚠", "\ufe0f", "·"}


def catalogue(language: str) -> dict[str, str]:
    return read((files("flows") / "locale" / f"{language}.po").read_bytes())


def places(sentence: str) -> set[str]:
    named = {name for _, name, _, _ in Formatter().parse(sentence) if name}
    return named - {"you", "You"}


def unquoted(sentence: str) -> str:
    """What the bot says, without what people are told to type."""
    return re.sub('"[^"]*"', "", sentence)


def sources() -> Iterator[tuple[str, ast.Module]]:
    root = Path(__file__).parents[2]
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            yield room, ast.parse(path.read_text("utf-8"))


def called(call: ast.Call) -> str:
    """The last name of what is called: "words" of `self.words(…)` and of `words(…)(…)`."""
    func = call.func.func if isinstance(call.func, ast.Call) else call.func
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def texts(node: ast.expr, assigned: Mapping[str, list[ast.expr]]) -> Iterator[str]:
    """Every string that `node` may be; "refused.*" for one that is put together."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from texts(body, assigned)
            yield from texts(orelse, assigned)
        case ast.Name(id=name):
            for value in assigned.get(name, []):
                yield from texts(value, {})
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            yield f"{start}*"


@cache
def used() -> set[str]:
    """The keys that stand in the sources, with those of a family written out."""
    keys: set[str] = set()
    for room, module in sources():
        assigned: dict[str, list[ast.expr]] = {}
        for node in ast.walk(module):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                assigned.setdefault(node.targets[0].id, []).append(node.value)
        calls = [n for n in ast.walk(module) if isinstance(n, ast.Call) and n.args]
        for call in calls:
            if called(call) in SPEAKERS:
                keys |= set(texts(call.args[0], assigned))
            if called(call) == "Refused" and room == "flows":  # a channel has one of its own
                keys |= {f"refused.{reason}" for reason in texts(call.args[0], assigned)}
    families = {key.removesuffix("*") for key in keys if key.endswith("*")}
    whole = {f"{start}{end}" for start in families for end in FAMILIES[start]}
    return {key for key in keys if not key.endswith("*")} | whole


def test_every_sentence_the_program_says_is_in_the_vietnamese_catalogue() -> None:
    missing = used() - catalogue(SOURCE).keys()

    assert missing == set()


def test_no_sentence_waits_for_somebody_to_say_it() -> None:
    idle = catalogue(SOURCE).keys() - used()

    assert idle == set()


def test_the_scan_of_the_sources_sees_each_way_of_naming_a_sentence() -> None:
    found = used()

    assert {"step", "choose", "consent_again", "not_heard", "reused.form"} <= found
    assert {"refused.late_button", "refused.photo_empty", "menu.resume_other"} <= found


def test_every_kind_of_sentence_that_is_put_together_is_still_put_together() -> None:
    keys = used()

    forgotten = {start for start in FAMILIES if not any(key.startswith(start) for key in keys)}
    assert forgotten == set()


@pytest.mark.parametrize("language", languages())
def test_a_translation_has_the_same_sentences_as_the_source(language: str) -> None:
    translated = catalogue(language)

    assert translated.keys() == catalogue(SOURCE).keys()


@pytest.mark.parametrize("language", languages())
def test_a_translation_has_the_same_places_to_fill_as_the_source(language: str) -> None:
    source, translated = catalogue(SOURCE), catalogue(language)

    different = [key for key in source if places(source[key]) != places(translated[key])]
    assert different == []


@pytest.mark.parametrize("language", languages())
def test_every_sentence_is_in_the_form_of_letters_that_fonts_draw_well(language: str) -> None:
    sentences = catalogue(language)

    loose = [key for key, said in sentences.items() if not unicodedata.is_normalized("NFC", said)]
    assert loose == []


@pytest.mark.parametrize("language", languages())
def test_every_sentence_fits_a_phone_screen_with_its_places_filled(language: str) -> None:
    say = words(language)

    lengths = {key: len(say(key, **FACTS)) for key in catalogue(language)}
    assert {key: length for key, length in lengths.items() if length > SCREEN} == {}


@pytest.mark.parametrize("language", languages())
def test_nothing_is_shouted_and_no_sign_is_there_for_decoration(language: str) -> None:
    sentences = catalogue(language).items()

    loud = [key for key, said in sentences if "!" in said]
    signs = {sign for _, said in sentences for sign in said if unicodedata.category(sign)[0] == "S"}
    assert loud == []
    assert signs <= SIGNS


def test_no_word_of_the_office_and_no_name_for_itself_slips_in() -> None:
    sentences = catalogue(SOURCE)

    office = [key for key, said in sentences.items() if OFFICE_WORDS.search(unquoted(said))]
    itself = [key for key, said in sentences.items() if SELF.search(unquoted(said))]
    assert office == []
    assert itself == ["menu.acknowledge"]  # there the person speaks


def test_no_sentence_calls_everybody_an_elder() -> None:
    sentences = catalogue(SOURCE)

    fixed = [key for key, said in sentences.items() if re.search(rf"\b{YOU}\b", said.lower())]
    assert fixed == []


@pytest.mark.parametrize("language", languages())
def test_quotation_marks_always_close_around_what_is_to_be_typed(language: str) -> None:
    sentences = catalogue(language)

    odd = [key for key, said in sentences.items() if said.count('"') % 2]
    assert odd == []


def test_somebody_is_spoken_to_as_the_list_says() -> None:
    say = words("vi", "chị")

    assert say("choose") == "Chị muốn làm phiếu nào?"
    assert say("agreed") == "Cảm ơn chị đã đồng ý."


def test_somebody_of_unknown_age_is_spoken_to_as_an_elder() -> None:
    say = words("vi")

    assert say("agreed") == "Cảm ơn bác đã đồng ý."


def test_english_does_not_need_to_know_the_age() -> None:
    say = words("en", "chị")

    assert say("choose") == "Which form would you like to do?"


def test_a_sentence_not_yet_translated_is_said_in_vietnamese() -> None:
    say = Words("en", {"a": "Hello"}, {"a": "Chào {you}", "b": "{You} gõ 1"}, "ông")

    assert (say("a"), say("b")) == ("Hello", "Ông gõ 1")


def test_a_language_nobody_translated_is_vietnamese() -> None:
    say = words("xx")

    assert say("step", number=3, of=10) == "Câu 3/10"


def test_a_sentence_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("vi")("no such sentence")


def test_braces_in_what_a_person_typed_are_left_alone() -> None:
    said = words("vi")("name_kept", name="{you} {0}")

    assert said == "Đã ghi tên: {you} {0}."


@pytest.mark.parametrize(("language", "spoken"), [("vi", "1.500,5"), ("en", "1,500.5")])
def test_a_number_is_written_as_its_language_writes_it(language: str, spoken: str) -> None:
    written = words(language).number(1500.5)

    assert written == spoken


def test_the_source_is_the_first_of_the_languages() -> None:
    assert languages() == ("vi", "en")
