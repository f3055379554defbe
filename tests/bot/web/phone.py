"""A phone with a real browser, and a village server that can be switched off and on again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright

from bot.channel import Incoming
from bot.web import site
from bot.web.channel import DemoPhone, WebChannel
from bot.web.site import Doors
from flows.messages import Bar, Choice, Message
from tests.bot.web.village import TOKEN, Village, with_demo

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")

HELLO = Message(
    "Bác muốn làm phiếu nào?",
    choices=(Choice(1, "Công dân học tập · Vàng Thị Mẫu", "chưa làm", "m.1"),),
    role="ask",
)
QUESTION = Message(
    "Trong năm qua bác có động viên, giúp người nhà và người cùng làm đi học hoặc tự học không?",
    receipt="Đã giữ 1 ảnh cho câu 3",
    lead="⚠️ Ảnh này đã dùng ở câu 1. Nếu gửi nhầm, gõ “sửa ảnh 3” để gửi ảnh khác.",
    step="Câu 4/10 · Giúp người khác học",
    choices=(
        Choice(1, "Thường xuyên", "10 điểm", "q.a.4.0"),
        Choice(2, "Thỉnh thoảng", "7 điểm", "q.a.4.1"),
        Choice(3, "Ít khi", "5 điểm", "q.a.4.2"),
        Choice(4, "Chưa", "0 điểm", "q.a.4.3"),
    ),
    role="ask",
    progress=(4, 10),
)
EVIDENCE = Message(
    "Xin gửi một ảnh: góc học tập, sách vở bác mua, giấy khen của con. Chưa có thì gõ “bỏ qua”.",
    receipt="Đã ghi câu 4: Thường xuyên (10 điểm)",
    step="Ảnh cho câu 4",
    role="ask",
    expects="photo",
    progress=(4, 10),
)
MANY = Message(
    "Nhà bác có những thứ gì để học?",
    step="Câu 5/10 · Công cụ học tập",
    choices=(Choice(1, "Bàn học"), Choice(2, "Tủ sách"), Choice(3, "Máy tính")),
    role="ask",
    expects="many",
    progress=(5, 10),
)
VILLAGES = ("Bản Nà Tăm", "Bản Nà Hon", "Bản Hua Bó", "Bản Chu Va", "Bản Pá Cang", "Bản Sin Hồ")
LIST = Message(
    "Bác đã đến những bản nào?\nDanh sách có 14 dòng. Gõ vài chữ để tìm, hoặc gõ “thêm”.",
    step="Câu 6/10",
    choices=(
        *(Choice(number, f"{name} {number}") for number, name in enumerate(VILLAGES, 1)),
        Choice(0, "Xem thêm", "còn 8 dòng", "q.a.6.p8"),
    ),
    role="ask",
    expects="many",
    progress=(6, 10),
)
NEXT_OF_LIST = Message(
    "Bác đã đến những bản nào?\nHết danh sách. Gõ “trước” để xem lại.",
    step="Câu 6/10",
    choices=(
        *(Choice(number, f"{name} {number}") for number, name in enumerate(VILLAGES, 9)),
        Choice(0, "Trang trước", "", "q.a.6.p0"),
    ),
    role="ask",
    expects="many",
    progress=(6, 10),
)
SUM = Message(
    "MẪU THAM KHẢO, chưa phải bộ tiêu chí chính thức.\n"
    "Xong 10 câu. Tự chấm: 72,5/100 điểm.\n"
    "· Tự học, học tập suốt đời: 31,5/40\n"
    "· Công cụ học tập, làm việc: 24/40\n"
    "· Quan hệ xã hội: 17/20\n"
    "Câu 5 mới 0 điểm, cần ít nhất 5 điểm thì mới đạt.",
    choices=(
        Choice(1, "Gửi lên bản", press="s.1"),
        Choice(2, "Sửa câu 5", press="s.2"),
        Choice(3, "Xem lại tất cả", press="s.3"),
    ),
    role="sum",
    bars=(
        Bar("Tự học, học tập suốt đời", 31.5, 40),
        Bar("Công cụ học tập, làm việc", 24, 40),
        Bar("Quan hệ xã hội", 17, 20),
    ),
)


class Talking(Village):
    """A village that answers each message once, with the next of what it has to say."""

    def __init__(self, *to_say: Message) -> None:
        super().__init__()
        self.to_say = list(to_say)
        self.deliveries: list[str] = []

    async def receive(self, said: Incoming) -> None:
        self.deliveries.append(said.message_id)
        if said.message_id in {each.message_id for each in self.heard}:
            return
        await super().receive(said)
        if self.to_say:
            self.post(self.to_say.pop(0))


class Server:
    """The site of a village at one address, which stays the same when it is switched on again."""

    def __init__(self, village: Village, demo: tuple[DemoPhone, ...] = ()) -> None:
        self.village = village
        self.demo = demo
        self.port = 0
        self._runner: web.AppRunner | None = None

    @property
    def chat(self) -> str:
        return f"http://127.0.0.1:{self.port}/c/{TOKEN}"

    async def on(self) -> None:
        self.village.channel = WebChannel()  # as after a restart: nobody waits yet
        village = self.village
        doors = Doors(village.receive, village.shelf, village.who, village.enclosed)
        app = site.build(doors, village.channel, with_demo(self.demo))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        where = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await where.start()
        self.port = self.port or self._runner.addresses[0][1]

    async def off(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = None


@asynccontextmanager
async def switched_on(village: Village, *demo: DemoPhone) -> AsyncIterator[Server]:
    """The server of this village, for as long as the block lasts."""
    server = Server(village, demo)
    await server.on()
    try:
        yield server
    finally:
        await server.off()


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        try:
            yield opened
        finally:
            await opened.close()


@asynccontextmanager
async def phone(width: int = 430, height: int = 860) -> AsyncIterator[Page]:
    """A page of the width of a phone. Raises when a script failed or broke a rule of the site."""
    async with browser() as opened:
        page = await opened.new_page(viewport={"width": width, "height": height}, has_touch=True)
        page.set_default_timeout(15_000)
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: broken.append(said.text) if "Policy" in said.text else None)
        yield page
        assert broken == []
