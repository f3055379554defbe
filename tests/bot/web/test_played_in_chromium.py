"""Pictures, sounds and films of a question on the chat page, in a real browser."""

from playwright.async_api import Request, expect

from bot.channel import Brought
from flows.messages import Choice, Enclosure, Message
from reports import contact_sheet
from tests.bot.web.phone import Talking, needs_chromium, phone, switched_on
from tests.bot.web.village import TOKEN
from tests.flows.illustrated import FILM, SOUND, picture

pytestmark = needs_chromium

QUESTION = Message(
    "Biển nào có ở bản?",
    step="Câu 1/2",
    choices=(Choice(1, "Cầu treo", press="q.a.0.0"), Choice(2, "Trường học", press="q.a.0.1")),
    role="ask",
    progress=(1, 2),
    enclosed=(
        Enclosure("sound", "f:v:bien.mp3", "Nghe đọc câu này"),
        Enclosure("picture", "n:v:1:a.png/2:b.png", "Ảnh các dòng để chọn, đánh số như bên dưới"),
        Enclosure("film", "f:v:phim.mp4", "Đoạn phim của câu này"),
    ),
)


def village() -> Talking:
    """One that asks with a sound, a sheet of pictures and a film."""
    made = Talking(QUESTION)
    sheet = contact_sheet.draw([(1, picture("brown")), (2, picture("navy"))])
    made.papers[TOKEN, 1, 0] = Brought(SOUND, "audio/mpeg", "bien.mp3")
    made.papers[TOKEN, 1, 1] = Brought(sheet, "image/jpeg", "cac-dong.jpg")
    made.papers[TOKEN, 1, 2] = Brought(FILM, "video/mp4", "phim.mp4")
    return made


async def test_a_sound_has_a_player_and_nothing_of_it_is_loaded_before_it_is_wanted() -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url.rpartition("/")[2])

    async with switched_on(village()) as server, phone() as page:
        page.on("request", note)
        await page.goto(server.chat)
        player = page.locator("figure.sound audio")
        await expect(player).to_have_attribute("preload", "none")
        await expect(page.get_by_text("Nghe đọc câu này")).to_be_visible()
        await expect(page.locator("img[alt^='Ảnh các dòng']")).to_be_visible()
        before = list(asked)
        async with page.expect_request("**/1/0"):
            await player.evaluate("player => { player.play().catch(() => null); }")

    assert "1" in before
    assert not {"0", "2"} & set(before)


async def test_a_question_with_pictures_fits_the_screen_of_a_phone() -> None:
    async with switched_on(village()) as server, phone() as page:
        await page.goto(server.chat)
        picture_shown = page.locator(".enclosed img")
        await expect(picture_shown).to_be_visible()
        width = await page.evaluate("document.documentElement.scrollWidth")
        window = await page.evaluate("window.innerWidth")
        boxes = [await one.bounding_box() for one in await page.locator(".enclosed > *").all()]

    assert width <= window
    assert [box is not None and box["x"] + box["width"] <= window for box in boxes] == [True] * 3


async def test_the_sheet_of_choices_is_as_wide_as_the_screen_allows() -> None:
    async with switched_on(village()) as server, phone() as page:
        await page.goto(server.chat)
        sheet = page.locator(".enclosed img")
        await expect(sheet).to_be_visible()
        await expect(sheet).to_have_js_property("complete", True)
        box = await sheet.bounding_box()
        window = await page.evaluate("window.innerWidth")

    assert box is not None
    assert box["width"] > window * 0.8
