"""The pages as HTML: the chat, the demo, and the kind word when something is not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.web.channel import Chatter, DemoPhone

FOLDER = Path(__file__).parent / "templates"

GONE = "Đường dẫn này không dùng được."
GONE_MORE = "Có thể gõ thiếu chữ, hoặc đã hết hạn. Xin hỏi trưởng bản để lấy đường dẫn mới."
BUSY = "Máy chủ đang bận."
BUSY_MORE = "Xin chờ vài phút rồi mở lại trang này. Những câu đã gửi vẫn còn nguyên."


@dataclass(frozen=True, slots=True)
class Pages:
    """Draws pages; `version` is that of the fixed files they ask for."""

    templates: Environment
    version: str

    def chat(self, chatter: Chatter, token: str) -> web.Response:
        """The chat of one person."""
        return self._page("chat.html", chatter=chatter, token=token)

    def demo(self, phones: Sequence[DemoPhone]) -> web.Response:
        """The phones of the demo, side by side."""
        return self._page("demo.html", phones=phones)

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
