"""Photos of codes: kept beside the answer, and what was read in them waits for somebody's yes."""

from dataclasses import replace
from zlib import crc32

from flows import vietnamese
from flows.events import Asked, Photographed
from flows.forms.model import Question
from flows.presses import Press
from flows.replies import Attachment, Reply
from flows.session import PREFILLED, SCANNED, Session
from flows.showing import Showing

MOST_SIGNS = 1_000_000
_YES = (
    *("1", "đúng", "đúng rồi", "đúng mã", "đúng mã này", "phải", "phải rồi", "chính nó"),
    *("1 ạ", "đúng ạ", "đúng rồi ạ", "phải ạ", "vâng ạ", "có ạ"),  # typed without marks as well
    *("chuẩn", "ok", "oke", "có", "vâng", "dạ", "ừ", "yes", "right"),
)


class Scans:
    """The questions for codes of one session."""

    def __init__(self, session: Session, showing: Showing) -> None:
        self._session = session
        self._showing = showing

    def sent(self, question: Question, reply: Reply) -> Photographed | None:
        """Keep photos of the code in place of earlier ones; None when there are none to keep."""
        photos = _photos(question, reply.attachments)
        if not photos:
            return None
        self._session.photos[SCANNED + question.path] = " ".join(one.key for one in photos)
        self.doubt(question)
        return self._looked_at(question, photos)

    def more(self, question: Question, files: tuple[Attachment, ...]) -> Photographed | None:
        """The same with the rest of an album: its photos stand beside the first, and a code that
        was read in one of them stays, or was answered meanwhile."""
        photos = _photos(question, files)
        if not photos:
            return None
        standing = self._session.photos.get(SCANNED + question.path, "").split()
        keys = dict.fromkeys([*standing, *(one.key for one in photos)])
        self._session.photos[SCANNED + question.path] = " ".join(keys)
        if answer := self._session.answers.get(question.path):
            return Photographed(self._showing.spot(question), _keys(photos), answer)
        return self._looked_at(question, photos)

    def confirmed(self, question: Question, reply: Reply) -> str:
        """The code that was read, where the reply says that it is right; else ""."""
        read = self._session.read_in(question.path)
        if not read or reply.attachments:
            return ""
        said = (reply.text, vietnamese.plainly(reply.text))  # "dạ đúng ạ" says "đúng"
        return read if any(vietnamese.says(one, yes) for one in said for yes in _YES) else ""

    def pressed(self, question: Question, sign: int) -> str | None:
        """The code that was read, unless the button was that of another one."""
        read = self._session.read_in(question.path)
        return read if read and _sign(read) == sign else None

    def doubt(self, question: Question) -> None:
        """Nobody has said that what was read is right: it is none."""
        dropped = self._session.prefilled.pop(PREFILLED + question.path, None)
        if dropped is not None and question.path not in self._session.answers:
            self._showing.sheet.enter(question.path, "")

    def _looked_at(self, question: Question, photos: list[Attachment]) -> Photographed:
        code = next((one.code for one in photos if one.code), "")
        if code:
            self._session.prefilled[PREFILLED + question.path] = code
            if question.path not in self._session.answers:
                self._showing.sheet.enter(question.path, code)
        read = code or self._session.read_in(question.path)
        return Photographed(self._showing.spot(question), _keys(photos), read)


def awaiting(asked: Asked, question: Question, read: str, tag: str) -> Asked:
    """The question with the code that was read and the button for it; it knows that code only."""
    press = Press(tag, question.index, _sign(read), question.mark)
    return replace(asked, read=read, presses=(str(press),))


def _photos(question: Question, sent: tuple[Attachment, ...]) -> list[Attachment]:
    is_code = question.kind == "barcode"
    return [one for one in sent if is_code and one.kind == "photo" and one.key and not one.problem]


def _keys(photos: list[Attachment]) -> tuple[str, ...]:
    return tuple(one.key for one in photos)


def _sign(code: str) -> int:
    return crc32(code.encode()) % MOST_SIGNS
