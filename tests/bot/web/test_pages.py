"""What a browser gets when somebody opens an address of the site."""

import re

import pytest

from bot.channel import Brought
from bot.web.channel import Chatter, DemoPhone
from tests.bot.web.village import TOKEN, Village

KEY = "a" * 64 + ".jpg"
PHONES = (
    DemoPhone("naDon-07_vang-thi-mau", "Vàng Thị Mẫu", "Công dân: tự chấm phiếu của mình"),
    DemoPhone("naDon-01_tan-a-mau", "Tẩn A Mẫu", "Trưởng bản: nhập giúp các hộ trong bản"),
)


async def test_a_known_token_opens_the_chat_of_its_person() -> None:
    async with Village().open() as browser:
        answer = await browser.get(f"/c/{TOKEN}")
        page = await answer.text()

    assert answer.status == 200
    assert answer.content_type == "text/html"
    assert "Bản Nà Đon · xã Bình Lư (dữ liệu mẫu)" in page


@pytest.mark.parametrize(
    "token", ["khong-co-ai-o-day", "ngan", "x" * 65, "a%20b%20c%20d%20e", "%00"]
)
async def test_an_unknown_token_gets_a_kind_page(token: str) -> None:
    async with Village().open() as browser:
        answer = await browser.get(f"/c/{token}")
        page = await answer.text()

    assert answer.status == 404
    assert "hỏi trưởng bản" in page


async def test_a_name_with_angle_brackets_is_text_and_never_markup() -> None:
    class Joker(Village):
        async def who(self, token: str) -> Chatter | None:
            return Chatter("<script>alert(1)</script>", "<b>")

    async with Joker().open() as browser:
        page = await (await browser.get(f"/c/{TOKEN}")).text()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


async def test_no_page_carries_a_script_or_a_style_in_its_text() -> None:
    async with Village().open(demo=PHONES) as browser:
        pages = [await (await browser.get(at)).text() for at in (f"/c/{TOKEN}", "/demo", "/c/x")]

    for page in pages:
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", page)


async def test_everything_a_page_names_is_there() -> None:
    async with Village().open(demo=PHONES) as browser:
        pages = [await (await browser.get(at)).text() for at in (f"/c/{TOKEN}", "/demo", "/c/x")]
        found = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', "".join(pages)))
        answers = {name: (await browser.get(name)).status for name in found}

    assert len(found) >= 3
    assert set(answers.values()) == {200}


async def test_every_font_a_style_names_is_there() -> None:
    async with Village().open() as browser:
        page = await (await browser.get(f"/c/{TOKEN}")).text()
        style = re.search(r'"(/static/[^"]+\.css)"', page)
        assert style
        sheet = await (await browser.get(style[1])).text()
        folder = style[1].rpartition("/")[0]
        fonts = [
            await browser.get(f"{folder}/{name}") for name in re.findall(r"url\(([^)]+)\)", sheet)
        ]

    assert len(fonts) >= 4
    assert {(font.status, font.content_type) for font in fonts} == {(200, "font/woff2")}


async def test_fixed_files_are_kept_by_the_phone_and_travel_packed() -> None:
    async with Village().open() as browser:
        page = await (await browser.get(f"/c/{TOKEN}")).text()
        style = re.search(r'"(/static/[^"]+/chat\.css)"', page)
        assert style
        answer = await browser.get(style[1])
        plain = await browser.get(style[1], headers={"Accept-Encoding": "identity"})
        texts = {await answer.text(), await plain.text()}

    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert len(texts) == 1


@pytest.mark.parametrize(
    "address", ["/static/000000000000/chat.css", "/static/x/../site.py", "/static/x/%2e%2e/site.py"]
)
async def test_a_fixed_file_of_another_version_or_place_is_not_there(address: str) -> None:
    async with Village().open() as browser:
        answer = await browser.get(address)

    assert answer.status == 404


async def test_the_demo_shows_every_phone_with_its_line() -> None:
    async with Village().open(demo=PHONES) as browser:
        answer = await browser.get("/demo")
        page = await answer.text()

    assert answer.status == 200
    for phone in PHONES:
        assert f'src="/c/{phone.token}"' in page
        assert phone.about in page


async def test_without_phones_there_is_no_demo() -> None:
    async with Village().open() as browser:
        answer = await browser.get("/demo")

    assert answer.status == 404


async def test_the_technician_can_ask_whether_it_runs() -> None:
    async with Village().open() as browser:
        answer = await browser.get("/healthz")
        text = await answer.text()

    assert (answer.status, text) == (200, "ok")


@pytest.mark.parametrize(
    "address", [f"/c/{TOKEN}", f"/c/{TOKEN}/letters", "/c/x", "/demo", "/healthz"]
)
async def test_every_answer_is_guarded(address: str) -> None:
    async with Village().open() as browser:
        headers = (await browser.get(address)).headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "aiohttp" not in headers["Server"]


async def test_a_page_says_kindly_that_the_database_is_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    name = "Vàng Thị Mẫu"

    class Away(Village):
        async def who(self, token: str) -> Chatter | None:
            raise RuntimeError(f"no such table for {name}")

    async with Away().open() as browser:
        answer = await browser.get(f"/c/{TOKEN}")
        page = await answer.text()

    assert answer.status == 503
    assert "Máy chủ đang bận" in page
    assert "RuntimeError" in caplog.text
    assert name not in caplog.text
    assert TOKEN not in caplog.text


async def test_a_picture_opens_where_it_was_sent_and_nowhere_else() -> None:
    village = Village(papers={(TOKEN, 7, 0): Brought(b"\xff\xd8", "image/jpeg", "a.jpg")})

    async with village.open() as browser:
        shown = await browser.get(f"/c/{TOKEN}/7/0")
        elsewhere = [
            (await browser.get(path)).status
            for path in (f"/c/{TOKEN}/8/0", f"/c/{TOKEN}/7/1", "/c/khong-co-ai-o-day/7/0")
        ]

    assert (shown.status, shown.content_type) == (200, "image/jpeg")
    assert "Content-Disposition" not in shown.headers
    assert elsewhere == [404, 404, 404]


async def test_a_paper_is_saved_under_its_name() -> None:
    paper = Brought(b"{}", "application/json", "dữ liệu.json")

    async with Village(papers={(TOKEN, 7, 0): paper}).open() as browser:
        answer = await browser.get(f"/c/{TOKEN}/7/0")

    assert (
        "filename*=UTF-8''d%E1%BB%AF%20li%E1%BB%87u.json" in answer.headers["Content-Disposition"]
    )
