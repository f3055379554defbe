"""Recognises a message that is a command and nothing else, in the same words on every channel."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from flows import vietnamese
from flows.vietnamese import One

CommandName = Literal[
    "back",
    "edit",
    "edit_photo",
    "review",
    "pause",
    "resume",
    "skip",
    "keep",
    "help",
    "start",
    "submit",
    "language",
    "mine",
    "mute",
    "unmute",
]


@dataclass(frozen=True, slots=True)
class Command:
    """What the person wants done. `number` or `letter` names the question to edit, if one does.

    `member` is the number of a member, where the question is a roster: "sửa 5.2".
    `language` is the code of the language to go on in, "" when another one is wanted, no matter
    which.
    """

    name: CommandName
    number: int | None = None
    letter: str = ""
    language: str = ""
    member: int | None = None


# Several words are compared without any marks: nobody means something else by them. A single word
# follows the marks that were typed, for "Hội" is not "hỏi"; common misspellings stand beside it.
# The English words are those that the English catalogue tells people to type.
_WORDS: Mapping[CommandName, tuple[str, ...]] = {
    "back": (
        *("quay lại", "quaylai", "trở lại", "lùi", "lùi lại", "câu trước", "về câu trước"),
        *("back", "go back"),
    ),
    "review": ("xem lại", "xemlai", "xem lại tất cả", "sửa", "sữa", "review"),
    "pause": ("tạm dừng", "tamdung", "tạm nghỉ", "nghỉ", "nghĩ", "để sau", "dừng lại", "pause"),
    "resume": ("tiếp", "tiếp tục", "tieptuc", "làm tiếp", "lamtiep", "continue"),
    "skip": ("bỏ qua", "boqua", "không có ảnh", "chưa có ảnh", "skip"),
    "keep": ("giữ", "giữ nguyên", "giunguyen", "keep"),
    "help": ("giúp", "hỏi", "hõi", "trợ giúp", "trogiup", "giúp đỡ", "hướng dẫn", "help"),
    "start": ("bắt đầu", "batdau", "start", "menu", "danh sách", "danhsach"),
    "submit": ("gửi", "gữi", "gửi lên bản", "gửi lên", "gửi phiếu", "submit"),
    "language": (
        *("đổi tiếng", "doitieng", "đổi ngôn ngữ", "đổi tiếng khác", "tiếng khác"),
        *("language", "change language"),
    ),
    "mine": ("dữ liệu của tôi", "dulieucuatoi", "thông tin của tôi", "my data"),
    "mute": (
        *("tắt thông báo", "tatthongbao", "tắt thông báo của xã", "thôi thông báo"),
        *("không nhận thông báo", "không nhận thông báo nữa", "thôi nhận thông báo"),
        *("mute", "no announcements", "no more announcements"),
    ),
    "unmute": (
        *("bật thông báo", "batthongbao", "bật lại thông báo", "mở thông báo", "mở lại thông báo"),
        *("nhận thông báo", "nhận lại thông báo", "nhận lại thông báo của xã", "unmute"),
    ),
}
# "Tiếng Anh" is not here: it answers the question which language somebody learns.
_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "vi": ("tiếng việt", "tiengviet", "vietnamese"),
    "en": ("english", "in english"),
}

_ADDRESSED = re.compile(r"@\w+$")  # Telegram writes "/tiep@BotName" in groups
_QUESTIONS = re.compile(r"\?+")
_EDIT = re.compile(
    r"(?:sua(?P<photo> anh)?(?: cau)?|edit(?P<picture> photo)?(?: question)?|(?:quay lai|ve) cau)"
    r"(?: so)? ?(?P<what>[0-9a-z ]+)(?:[.](?P<member>[0-9]{1,4}))?"
)
_LETTER = re.compile(r"[a-z]")
_LAST_QUESTION = 999
_LONGEST = 60  # characters; no command is longer, and long answers are not searched for one


def command(text: str) -> Command | None:
    """The command that the whole message is, or None when it is anything else.

    Case, marks, a leading "/" and polite words do not matter: "sửa câu 5", "/sua_5", "SUA 5 ạ".
    """
    cleaned = vietnamese.clean(text)
    return _recognised(cleaned) if len(cleaned) <= _LONGEST else None


@lru_cache(maxsize=1024)  # most replies are one of a few numbers and words, over and over
def _recognised(cleaned: str) -> Command | None:
    said = _plain(cleaned)
    if _QUESTIONS.fullmatch(said):
        return Command("help")
    for name, phrases in _WORDS.items():
        if any(_is(said, phrase) for phrase in phrases):
            return Command(name)
    for code, phrases in _LANGUAGES.items():
        if any(_is(said, phrase) for phrase in phrases):
            return Command("language", language=code)
    return _edit(said)


def _plain(text: str) -> str:
    said = vietnamese.plainly(vietnamese.digits(text))
    if said.startswith("/"):
        said = _ADDRESSED.sub("", said[1:]).replace("_", " ")
    return re.sub(r"[\s.!]+$", "", said)


def _is(said: str, phrase: str) -> bool:
    if " " in phrase:
        return vietnamese.fold(said) == vietnamese.fold(phrase)
    return vietnamese.says(said, phrase)


def _edit(said: str) -> Command | None:
    hit = _EDIT.fullmatch(vietnamese.fold(said))
    if hit is None:
        return None
    name: CommandName = "edit_photo" if hit["photo"] or hit["picture"] else "edit"
    number = _number(said, hit["what"])
    if number is not None:
        member = int(hit["member"]) if hit["member"] else None
        known = 0 < number <= _LAST_QUESTION
        return Command(name, number=number, member=member) if known else None
    is_letter = name == "edit" and _LETTER.fullmatch(hit["what"])
    return Command(name, letter=hit["what"]) if is_letter else None


def _number(said: str, what: str) -> int | None:
    """The number at the end, in digits or in words; a unit after it makes it somebody's answer."""
    if what.isdecimal():
        return int(what)
    with_marks = " ".join(said.split()[-len(what.split()) :])
    match vietnamese.spoken(with_marks):
        case One(value):
            return value
    return None
