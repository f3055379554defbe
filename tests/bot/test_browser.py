"""A citizen completes his form in a real browser, with a real photo and a kill in the middle."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.programs import free_port, records, running
from tests.stage import jpeg

CHROMIUM = shutil.which("chromium")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
expect.set_options(timeout=30_000)  # milliseconds: a page that lost its server tries less and less
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        await opened.close()


async def test_a_citizen_completes_the_form_with_a_photo_and_a_kill(
    browser: Browser, tmp_path: Path
) -> None:
    port, data = await free_port(), tmp_path / "data"
    page = await phone(browser)

    async with running(data, port) as program:
        await page.goto(program.chats[0])
        for step in ("Đồng ý", "Công dân học tập", "Làm ruộng", "Gần như ngày nào cũng có"):
            await tap(page, step)
        await send_photo(page, tmp_path)
        await asked(page, "Câu 2/10")
        await program.kill()
        await page.get_by_role("textbox").fill("4")
        await page.get_by_role("textbox").press("Enter")
        await expect(page.get_by_text("đang gửi…")).to_be_visible()
        await expect(page.get_by_text("Mất mạng.")).to_be_visible()
    async with running(data, port):
        await asked(page, "Câu 3/10")
        await page.reload()
        await asked(page, "Câu 3/10")
        assert await page.locator(".mine img").count() == 1
        for number in range(3, 11):
            await asked(page, f"Câu {number}/10")
            await page.locator(".choices:not(.old) button").last.click()
        await expect(page.get_by_text("Tự chấm: 10/100")).to_be_visible()
        await tap(page, "Gửi lên bản")
        await expect(page.get_by_text("Đã gửi phiếu")).to_be_visible()

    (record,) = await records(data)
    assert (record["state"], record["points"], len(record["evidence"])) == ("submitted", 10.0, 1)


async def test_a_week_passes_on_the_demo_page_and_its_phones_tell(
    browser: Browser, tmp_path: Path
) -> None:
    page = await phone(browser)
    await page.set_viewport_size({"width": 1320, "height": 900})

    async with running(tmp_path / "data", await free_port(), "2026-11-15") as program:
        await page.goto(program.demo)
        head = page.frame_locator("iframe").nth(2)
        await expect(page.get_by_text("Chủ nhật 15/11/2026, 08:00")).to_be_visible()
        await expect(head.get_by_text("Bác có đồng ý")).to_be_visible()
        await page.get_by_role("button", name="+1 tuần").click()
        await expect(page.get_by_role("progressbar")).to_be_visible()
        await expect(page.get_by_role("progressbar")).to_be_hidden(timeout=300_000)
        await expect(page.get_by_text("Chủ nhật 22/11/2026, 08:00")).to_be_visible()
        await expect(head.get_by_text("Họp bình xét").last).to_be_attached()
        await expect(head.get_by_text("tin mới")).to_be_visible()
        await page.get_by_label("đến ngày").fill("2026-10-01")
        await page.get_by_role("button", name="Đi").click()
        await expect(page.get_by_text("không lùi lại được")).to_be_visible()
        await page.set_viewport_size({"width": 430, "height": 900})
        wide = await page.evaluate("document.documentElement.scrollWidth")

    assert wide <= 430


async def phone(browser: Browser) -> Page:
    """A page of a phone's size that fails the test on any error of its script."""
    page = await browser.new_page(viewport={"width": 430, "height": 900}, locale="vi-VN")

    def fail(error: object) -> None:
        raise AssertionError(f"the page broke: {error}")

    page.on("pageerror", fail)
    return page


async def tap(page: Page, label: str) -> None:
    """Tap the line of the newest choices that begins with `label`."""
    line = page.locator(".choices:not(.old) button").filter(has_text=label)
    await line.first.click()


async def asked(page: Page, step: str) -> None:
    await expect(page.locator(".step").last).to_contain_text(step)


async def send_photo(page: Page, folder: Path) -> None:
    path = folder / "goc-hoc-tap.jpg"
    path.write_bytes(jpeg("olive", (1600, 1200)))
    await page.locator("input[type=file]").set_input_files(path)
