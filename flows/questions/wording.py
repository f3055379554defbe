"""Questions answered in free words, and those that only ask to be read."""

from dataclasses import dataclass
from datetime import date

from flows import vietnamese
from flows.messages import Expects
from flows.questions.asking import Asking, Display, NotUnderstood, Read, typed
from flows.replies import Reply

_OK = (
    "ok", "oke", "okay", "1", "👍", "✅", "vâng", "dạ", "có", "được", "rồi", "xong", "đồng ý",
    "đã đọc", "đã xem", "đã rõ", "đã hiểu", "đã nhận", "đọc rồi", "xem rồi", "rõ rồi", "hiểu rồi",
    "nhận rồi",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """Free words, kept as they were typed but for what cannot be seen."""

    expects: Expects = "text"

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The cleaned text, 2,000 characters at most. Raises NotUnderstood."""
        text = typed(reply)
        if not any(map(str.isalnum, text)):
            raise NotUnderstood("no_words")
        return text

    def show(self, asking: Asking, value: str) -> str:
        """The text itself."""
        return value


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Something to read and to say "ok" to."""

    expects: Expects = ""

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """Always "OK", as XForms stores it. Raises NotUnderstood when anything else was said."""
        text = vietnamese.plainly(vietnamese.digits(typed(reply)))
        if not any(vietnamese.says(text, word) for word in _OK):
            raise NotUnderstood("say_ok")
        return "OK"

    def show(self, asking: Asking, value: str) -> Display:
        """What the person did."""
        return Read() if value else ""
