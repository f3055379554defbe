"""The pages as HTML: the chat, the demo, and the kind word when something is not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.web.channel import Chatter, DemoPhone
from flows import wording
from flows.awards import Award
from flows.forms.pack_sheet import TITLES
from flows.instrument import figures
from flows.posting import CONTACT_LONGEST, REMARK_LONGEST, Posted
from flows.vietnamese import speak_date

FOLDER = Path(__file__).parent / "templates"

GONE = "Đường dẫn này không dùng được."
GONE_MORE = "Có thể gõ thiếu chữ, hoặc đã hết hạn. Xin hỏi trưởng bản để lấy đường dẫn mới."
BUSY = "Máy chủ đang bận."
BUSY_MORE = "Xin chờ vài phút rồi mở lại trang này. Những câu đã gửi vẫn còn nguyên."
PROBLEMS = {
    "empty": "Góp ý còn trống. Xin ghi vài chữ.",
    "too_long": "Góp ý dài quá. Xin viết gọn lại.",
    "not_agreed": "Xin đánh dấu ô đồng ý ở dưới, vì góp ý phải được giữ lại thì mới xem được.",
    "too_many": "Hôm nay ở đây đã nhận nhiều góp ý. Mai xin gửi tiếp, hoặc nói với trưởng bản.",
}
"""Why a remark was not kept."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Draws pages; `version` is that of the fixed files they ask for."""

    templates: Environment
    version: str

    def chat(self, chatter: Chatter, token: str) -> web.Response:
        """The chat of one person."""
        return self._page("chat.html", chatter=chatter, token=token)

    def demo(self, phones: Sequence[DemoPhone], shown: str, problem: str = "") -> web.Response:
        """The phones of the demo, side by side; `shown` is the day and the hour of its clock."""
        return self._page("demo.html", phones=phones, shown=shown, problem=problem)

    def notice(
        self, posted: Posted, token: str, *, state: str, text: str, contact: str
    ) -> web.Response:
        """A posted list with its box for remarks; `state` says what became of the last one."""
        typed = {"token": token, "state": state, "text": text, "contact": contact}
        limits = {"longest": REMARK_LONGEST, "contact_longest": CONTACT_LONGEST}
        say = wording.words(wording.SOURCE)
        titles = {title: say(f"title.{title}") for title in TITLES}
        said = {"titles": titles, "speak_date": speak_date, "problems": PROBLEMS}
        return self._page("notice.html", posted=posted, **typed, **limits, **said)

    def check(self, award: Award) -> web.Response:
        """What anybody may know of one title."""
        title = wording.words(wording.SOURCE)(f"title.{award.title}")
        return self._page("check.html", award=award, title=title, figures=figures)

    def join(self, sentence: str, once: str = "", yes: str = "", no: str = "") -> web.Response:
        """An invitation with its yes and no; without them, only what has to be said about it."""
        return self._page("join.html", sentence=sentence, once=once, yes=yes, no=no)

    def code(self, problem: str = "", typed: str = "") -> web.Response:
        """The box for the code of an invitation."""
        return self._page("code.html", problem=problem, typed=typed)

    def sorry(self, status: int) -> web.Response:
        """A kind word for an address that is not there (4xx), or a server that is busy (5xx)."""
        sentence, more = (BUSY, BUSY_MORE) if status >= 500 else (GONE, GONE_MORE)
        page = self._page("sorry.html", sentence=sentence, more=more)
        page.set_status(status)
        return page

    def _page(self, name: str, **values: object) -> web.Response:
        drawn = self.templates.get_template(name).render(values, files=f"/static/{self.version}")
        response = web.Response(text=drawn, content_type="text/html")
        response.headers["Cache-Control"] = "no-store"
        response.enable_compression()
        return response


def drawn_with(version: str) -> Pages:
    """The pages that use the fixed files of this version."""
    templates = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return Pages(templates, version)
