"""Takes the pictures of README and docs anew, from the real program: `make pictures`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, async_playwright

from docs.pictures import workbook
from flows.forms import starter
from tests.bot.test_browser import CHROMIUM, QUIET, asked, tap
from tests.programs import Program, free_port, running

HERE = Path(__file__).parent
PACK = "phieu_tap_lam"  # the starter workbook
NEWEST = ".choices:not(.old) button"
WEAK = 6  # the question answered with nothing, so that the summary has something to say


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with (
            running(Path(folder) / "data", await free_port()) as program,
            async_playwright() as playwright,
        ):
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
            page = await _phone(browser)
            await _in_the_middle(page, program, _photo(Path(folder)))
            await _desk(page, program)
            await _at_the_end(page)
            await _season(browser, Path(folder) / "season")
            await _starter(browser, Path(folder))
            await browser.close()
    workbook.take()


async def _in_the_middle(page: Page, program: Program, photo: Path) -> None:
    """A citizen who has answered four questions and sent a photo."""
    await page.goto(program.chats[0])
    for line in ("Đồng ý", "Công dân học tập", "Làm ruộng"):
        await tap(page, line)
    for number in range(1, 4):
        await _answer(page, number, "first")
        await _no_photo(page, number)
    await _answer(page, 4, "first")
    await asked(page, "Ảnh cho câu 4")
    await page.locator("input[type=file]").set_input_files(photo)
    await asked(page, "Câu 5/10")
    await page.wait_for_timeout(800)
    await page.screenshot(path=HERE / "chat.png")


async def _desk(page: Page, program: Program) -> None:
    """The phones of the demo; the village head has his list open, the officer the desk."""
    desk = await page.context.new_page()
    await desk.set_viewport_size({"width": 1480, "height": 1010})
    await desk.goto(program.demo)
    phones = [desk.frame_locator("iframe").nth(number) for number in (1, 2, 3)]
    taps = (["Đồng ý"], ["Đồng ý", "Nhập giúp"], ["Đồng ý", "Bàn làm việc"])
    for phone, lines in zip(phones, taps, strict=True):
        for line in lines:
            await phone.locator(NEWEST).filter(has_text=line).click()
    await phones[1].get_by_text("Hộ 02").wait_for()
    await desk.wait_for_timeout(1000)
    await desk.screenshot(path=HERE / "demo.png")
    await desk.close()


async def _season(browser: Browser, data: Path) -> None:
    """A Monday in November, one tap after its Sunday: a reminder, a digest, the chart."""
    async with running(data, await free_port(), "2026-11-15") as program:
        page = await _phone(browser)
        await page.set_viewport_size({"width": 1480, "height": 1010})
        await page.goto(program.demo)
        phones = [page.frame_locator("iframe").nth(number) for number in (1, 2, 3)]
        for phone in phones:
            await phone.locator(NEWEST).filter(has_text="Đồng ý").first.click()
            await phone.get_by_text("Bác muốn").last.wait_for()
        await page.get_by_role("button", name="+1 ngày").click()
        await page.get_by_text("Thứ Hai 16/11/2026").wait_for()
        await page.locator(".clock progress").wait_for(state="hidden")
        for phone in phones[1:]:  # what came last: the missing households, the chart
            await phone.get_by_role("button", name="tin mới").click()
        await phones[2].locator(".enclosed img").evaluate("picture => picture.decode()")
        await page.wait_for_timeout(1500)
        await page.screenshot(path=HERE / "season.png")
        await page.close()


async def _starter(browser: Browser, folder: Path) -> None:
    """The chat that the starter workbook becomes: a question, a photo, the score."""
    data, book = folder / "starter", folder / "mau.xlsx"
    book.write_bytes(starter.workbook())
    async with running(data, await free_port(), "2026-11-15"):
        pass  # the sample commune moves in
    await _banhoc(data, "pack", "load", str(book))
    await _banhoc(data, "pack", "use", "citizen", PACK, "--year", "2026")
    async with running(data, await free_port()) as program:
        page = await _phone(browser)
        await page.set_viewport_size({"width": 430, "height": 1500})
        await page.goto(program.chats[0])
        for line in ("Đồng ý", "Công dân học tập", "Thường xuyên"):
            await tap(page, line)
        await asked(page, "Ảnh cho câu 1")
        await page.locator("input[type=file]").set_input_files(_photo(folder))
        for reply in ("ba buổi", "Biết bán hàng trên mạng"):
            await page.get_by_role("textbox").wait_for()
            await page.wait_for_timeout(800)
            await page.get_by_role("textbox").fill(reply)
            await page.get_by_role("textbox").press("Enter")
        await page.wait_for_timeout(1500)
        await page.screenshot(path=HERE / "starter.png")
        await page.close()


async def _banhoc(data: Path, *words: str) -> None:
    """One command of the program, on that data."""
    command = (sys.executable, "-m", "bot", *words)
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, env={"BANHOC_DATA": str(data), "PATH": ""}
    )
    if await process.wait():
        raise SystemExit(f"banhoc {' '.join(words)} failed")


async def _at_the_end(page: Page) -> None:
    """The summary, with one question too weak to pass."""
    for number in range(5, 11):
        await _answer(page, number, "last" if number == WEAK else "first")
        if number != WEAK:
            await _no_photo(page, number)
    await page.get_by_text("Xong 10 câu").wait_for()
    await page.wait_for_timeout(800)
    await page.screenshot(path=HERE / "summary.png")


async def _answer(page: Page, number: int, which: str) -> None:
    await asked(page, f"Câu {number}/10")
    choices = page.locator(NEWEST)
    await (choices.first if which == "first" else choices.last).click()


async def _no_photo(page: Page, number: int) -> None:
    await asked(page, f"Ảnh cho câu {number}")
    await page.get_by_role("textbox").fill("bỏ qua")
    await page.get_by_role("textbox").press("Enter")


async def _phone(browser: Browser) -> Page:
    context = await browser.new_context(
        viewport={"width": 430, "height": 880}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
    )
    return await context.new_page()


def _photo(folder: Path) -> Path:
    """A drawn study corner: no real person's photo stands in a public picture."""
    picture = Image.new("RGB", (1200, 900), "#e8dfc8")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 620, 1200, 900), fill="#9b7448")
    draw.rectangle((180, 430, 1020, 640), fill="#c99b62")
    left, right = [(470, 430), (600, 390), (600, 300), (470, 330)], [(600, 390), (730, 430)]
    draw.polygon(left, fill="white")
    draw.polygon([*right, (730, 330), (600, 300)], fill="#f4f4f4")
    draw.rectangle((230, 180, 420, 430), fill="#2f6b4f")
    draw.rectangle((800, 250, 960, 430), fill="#b5482a")
    path = folder / "goc-hoc-tap.jpg"
    picture.save(path, quality=90)
    return path


if __name__ == "__main__":
    asyncio.run(main())
