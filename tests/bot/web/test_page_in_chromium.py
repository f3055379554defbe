"""The chat page in a real browser, with a server that goes away and comes back."""

from io import BytesIO

from PIL import Image
from playwright.async_api import Page, expect

from bot.web.channel import DemoPhone
from flows.messages import Message
from tests.bot.web.phone import (
    EVIDENCE,
    HELLO,
    LIST,
    MANY,
    NEXT_OF_LIST,
    QUESTION,
    SUM,
    Talking,
    needs_chromium,
    phone,
    switched_on,
)
from tests.bot.web.village import TOKEN

pytestmark = needs_chromium

SENDING = "đang gửi…"


async def type_and_send(page: Page, text: str) -> None:
    box = page.get_by_role("textbox")
    await box.fill(text)
    await box.press("Enter")


def jpeg(width: int = 640, height: int = 480, quality: int = 80) -> bytes:
    file = BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


async def choose_photos(page: Page, *photos: bytes) -> None:
    files = [
        {"name": f"anh{at}.jpg", "mimeType": "image/jpeg", "buffer": photo}
        for at, photo in enumerate(photos)
    ]
    await page.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]  # dicts


async def test_the_first_visit_says_hello_without_showing_it() -> None:
    village = Talking(HELLO)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await expect(page.get_by_text(HELLO.text)).to_be_visible()
        await expect(page.get_by_text("/start")).to_have_count(0)
        await page.reload()
        await expect(page.get_by_text(HELLO.text)).to_be_visible()

    assert [each.text for each in village.heard] == ["/start"]


async def test_a_tap_sends_the_press_and_shows_its_label() -> None:
    village = Talking(EVIDENCE)
    village.post(QUESTION)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await page.get_by_role("button", name="Thường xuyên").tap()
        await expect(page.locator(".mine")).to_contain_text("Thường xuyên")
        await expect(page.get_by_text(EVIDENCE.text)).to_be_visible()
        await expect(page.get_by_text(EVIDENCE.receipt)).to_be_visible()
        await expect(page.get_by_text(SENDING)).to_have_count(0)

    assert [(each.press, each.text) for each in village.heard] == [("q.a.4.0", "")]


async def test_every_target_of_a_finger_is_large_enough() -> None:
    village = Talking()
    village.post(QUESTION)

    async with switched_on(village) as server, phone(360, 640) as page:
        await page.goto(server.chat)
        await expect(page.get_by_role("button", name="Thường xuyên")).to_be_visible()
        targets = page.locator("button:not([hidden]), .round, textarea, input[name=text]")
        boxes = [await each.bounding_box() for each in await targets.all()]

    assert len(boxes) >= 9
    assert all(box and box["height"] >= 48 and box["width"] >= 48 for box in boxes)


async def test_enter_sends_what_was_typed_and_keeps_the_box_ready() -> None:
    village = Talking(QUESTION)
    village.post(HELLO)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await type_and_send(page, "Nhà có 5 người, <b>2 con</b> đi học")
        await expect(page.locator(".mine")).to_contain_text("<b>2 con</b>")
        await expect(page.get_by_role("textbox")).to_have_value("")
        await expect(page.get_by_role("textbox")).to_be_focused()
        await expect(page.get_by_text(QUESTION.text)).to_be_visible()

    assert [each.text for each in village.heard] == ["Nhà có 5 người, <b>2 con</b> đi học"]


async def test_the_quick_row_says_its_words() -> None:
    village = Talking(*[Message("Đã nghe")] * 4)
    village.post(HELLO)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        for name in ("Quay lại", "Xem lại", "Tạm dừng", "Hỏi"):
            await page.get_by_role("button", name=name, exact=True).tap()
        await expect(page.get_by_text("Đã nghe")).to_have_count(4)

    assert [each.text for each in village.heard] == ["quay lại", "xem lại", "tạm dừng", "?"]


async def test_several_lines_are_ticked_and_sent_as_their_numbers() -> None:
    village = Talking(SUM)
    village.post(MANY)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await expect(page.get_by_role("button", name="Xong")).to_be_disabled()
        await page.get_by_text("Bàn học", exact=True).tap()
        await page.get_by_text("Máy tính", exact=True).tap()
        await page.get_by_role("button", name="Xong").tap()
        await expect(page.get_by_text("Tự chấm: 72,5/100 điểm.")).to_be_visible()

    assert [each.text for each in village.heard] == ["1 3"]


async def test_ticks_of_a_long_list_are_kept_while_its_pages_are_turned() -> None:
    village = Talking(NEXT_OF_LIST, SUM)
    village.post(LIST)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await page.get_by_text("Bản Nà Hon 2", exact=True).tap()
        await page.get_by_role("button", name="Xem thêm").tap()
        await page.get_by_text("Bản Hua Bó 11", exact=True).tap()
        await page.get_by_text("Bản Chu Va 4", exact=True).tap()
        await page.get_by_text("Bản Chu Va 4", exact=True).tap()
        await page.get_by_role("button", name="Xong (2 dòng)").tap()
        await expect(page.get_by_text("Tự chấm: 72,5/100 điểm.")).to_be_visible()

    assert [(each.press, each.text) for each in village.heard] == [("q.a.6.p8", ""), ("", "2 11")]


async def test_a_line_that_leads_on_cannot_be_ticked() -> None:
    village = Talking()
    village.post(LIST)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        leading = page.get_by_role("button", name="Xem thêm")
        await expect(leading).to_be_visible()
        ticked = await leading.get_attribute("aria-pressed")

    assert ticked is None


async def test_a_summary_is_drawn_and_its_lines_are_not_said_twice() -> None:
    village = Talking()
    village.post(SUM)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await expect(page.get_by_text("Tự chấm: 72,5/100 điểm.")).to_be_visible()
        shown = await page.get_by_role("log").inner_text()

    assert shown.count("Quan hệ xã hội") == 1
    assert "31,5/40" in shown
    assert shown.index("Quan hệ xã hội") < shown.index("cần ít nhất 5 điểm")
    assert "· " not in shown


async def test_a_photo_is_sent_as_it_is_and_shown() -> None:
    village = Talking(QUESTION)
    village.post(EVIDENCE)
    photo = jpeg()

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await expect(page.get_by_text(EVIDENCE.text)).to_be_visible()
        await choose_photos(page, photo)
        await expect(page.get_by_text(QUESTION.text)).to_be_visible()
        await expect(page.locator(".mine img")).to_be_visible()
        shown = await page.locator(".mine img").evaluate("image => image.naturalWidth")

    (upload,) = village.heard[0].uploads
    assert (upload.kind, upload.content) == ("photo", photo)
    assert village.heard[0].album == ""
    assert shown > 0


async def test_photos_chosen_together_are_one_album() -> None:
    village = Talking()
    village.post(EVIDENCE)
    photos = [jpeg(320, 240), jpeg(240, 320), jpeg(200, 200)]

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await expect(page.get_by_text(EVIDENCE.text)).to_be_visible()
        await choose_photos(page, *photos)
        await expect(page.locator(".mine").get_by_text("Đã gửi")).to_have_count(3)

    assert [each.uploads[0].content for each in village.heard] == photos
    assert len({each.album for each in village.heard}) == 1
    assert village.heard[0].album
    assert len({each.message_id for each in village.heard}) == 3


async def test_a_large_photo_is_made_smaller_before_it_travels() -> None:
    village = Talking()
    village.post(EVIDENCE)
    photo = jpeg(3000, 2000, quality=95)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await expect(page.get_by_text(EVIDENCE.text)).to_be_visible()
        await choose_photos(page, photo)
        await expect(page.locator(".mine").get_by_text("Đã gửi")).to_have_count(1)

    content = village.heard[0].uploads[0].content or b""
    assert len(photo) > 1_500_000 > 0
    assert len(content) < len(photo)
    assert max(Image.open(BytesIO(content)).size) == 2048


async def test_what_is_said_while_the_server_is_away_arrives_once_it_is_back() -> None:
    village = Talking(QUESTION, EVIDENCE)
    village.post(HELLO)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await expect(page.get_by_text(HELLO.text)).to_be_visible()
        await server.off()
        await type_and_send(page, "một")
        await type_and_send(page, "hai")
        await expect(page.get_by_text("Mất mạng")).to_be_visible()
        await expect(page.get_by_text(SENDING)).to_have_count(2)
        await server.on()
        await expect(page.get_by_text(EVIDENCE.text)).to_be_visible()
        await expect(page.get_by_text(SENDING)).to_have_count(0)
        await expect(page.get_by_text("Mất mạng")).to_be_hidden()

    assert [each.text for each in village.heard] == ["một", "hai"]


async def test_a_page_closed_while_sending_sends_when_it_opens_again() -> None:
    village = Talking(QUESTION)
    village.post(HELLO)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await expect(page.get_by_text(HELLO.text)).to_be_visible()
        village.breaks = RuntimeError("the disk is full")
        await type_and_send(page, "năm")
        await expect(page.get_by_text(SENDING)).to_have_count(1)
        await page.goto("about:blank")
        village.breaks = None
        await page.goto(server.chat)
        await expect(page.get_by_text(QUESTION.text)).to_be_visible()
        await expect(page.get_by_text(SENDING)).to_have_count(0)

    assert [each.text for each in village.heard] == ["năm"]


async def test_an_answer_lost_on_the_way_back_is_sent_again_with_the_same_id() -> None:
    village = Talking(QUESTION)
    village.post(HELLO)
    lost: list[int] = []

    async with switched_on(village) as server, phone() as page:

        async def lose_the_first(route: object) -> None:
            if lost:
                await route.continue_()  # type: ignore[attr-defined]  # a Route of playwright
                return
            await route.fetch()  # type: ignore[attr-defined]  # the server has kept it
            lost.append(1)
            await route.abort()  # type: ignore[attr-defined]  # but the phone does not learn it

        await page.goto(server.chat)
        await expect(page.get_by_text(HELLO.text)).to_be_visible()
        await page.route("**/say", lose_the_first)
        await type_and_send(page, "12")
        await expect(page.locator(".mine").get_by_text("Đã gửi")).to_have_count(1)

    assert len(village.deliveries) == 2
    assert len(set(village.deliveries)) == 1
    assert [each.text for each in village.heard] == ["12"]


async def test_a_log_in_page_of_a_paid_network_is_not_taken_for_the_server() -> None:
    village = Talking(QUESTION)
    village.post(HELLO)
    asked: list[str] = []

    async with switched_on(village) as server, phone() as page:

        async def log_in_first(route: object) -> None:
            asked.append("say")
            if len(asked) > 1:
                await route.continue_()  # type: ignore[attr-defined]  # a Route of playwright
                return
            page_of_network = "<html>Xin đăng nhập"
            await route.fulfill(status=200, body=page_of_network)  # type: ignore[attr-defined]

        await page.goto(server.chat)
        await expect(page.get_by_text(HELLO.text)).to_be_visible()
        await page.route("**/say", log_in_first)
        await type_and_send(page, "12")
        await expect(page.get_by_text(QUESTION.text)).to_be_visible()

    assert [each.text for each in village.heard] == ["12"]


async def test_a_reload_keeps_the_own_bubbles_in_their_places() -> None:
    village = Talking(QUESTION, EVIDENCE, SUM)
    village.post(HELLO)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await page.get_by_role("button", name="Công dân học tập").tap()
        await page.get_by_role("button", name="Thỉnh thoảng").tap()
        await expect(page.get_by_text(EVIDENCE.text)).to_be_visible()
        await choose_photos(page, jpeg())
        await expect(page.get_by_text("Tự chấm: 72,5/100 điểm.")).to_be_visible()
        await expect(page.get_by_text(SENDING)).to_have_count(0)
        before = await page.get_by_role("log").inner_text()
        await page.reload()
        await expect(page.get_by_text("Tự chấm: 72,5/100 điểm.")).to_be_visible()
        await expect(page.locator(".mine")).to_have_count(3)
        await expect(page.locator(".mine img")).to_be_visible()
        after = await page.get_by_role("log").inner_text()

    assert after == before


async def test_a_refused_photo_says_why_and_lets_the_next_message_pass() -> None:
    village = Talking(QUESTION)
    village.post(HELLO)

    async with switched_on(village) as server, phone() as page:

        async def too_big(route: object) -> None:
            if b'name="files"' not in (route.request.post_data_buffer or b""):  # type: ignore[attr-defined]  # a Route
                await route.continue_()  # type: ignore[attr-defined]  # a Route of playwright
                return
            problem = {"problem": "Ảnh hoặc tệp này to quá 20 MB."}
            await route.fulfill(status=413, json=problem)  # type: ignore[attr-defined]  # a Route

        await page.goto(server.chat)
        await expect(page.get_by_text(HELLO.text)).to_be_visible()
        await page.route("**/say", too_big)
        await choose_photos(page, jpeg())
        await expect(page.get_by_text("to quá 20 MB")).to_be_visible()
        await type_and_send(page, "12")
        await expect(page.get_by_text(QUESTION.text)).to_be_visible()

    assert [each.text for each in village.heard] == ["12"]


async def test_a_word_in_between_does_not_put_the_question_away() -> None:
    village = Talking()
    village.post(QUESTION)

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        button = page.get_by_role("button", name="Thường xuyên")
        await expect(button).to_be_visible()
        fresh = await button.evaluate("button => getComputedStyle(button).borderColor")
        await village.tell(Message("Bản họp bình xét thứ Bảy 28/11."))
        await expect(page.get_by_text("thứ Bảy 28/11")).to_be_visible()
        later = await button.evaluate("button => getComputedStyle(button).borderColor")
        await village.tell(SUM)
        await expect(page.get_by_text("Gửi lên bản")).to_be_visible()
        old = await button.evaluate("button => getComputedStyle(button).borderColor")

    assert fresh == later
    assert old != fresh


async def test_a_page_of_twice_the_size_needs_no_sideways_scrolling() -> None:
    village = Talking()
    village.post(QUESTION)

    async with switched_on(village) as server, phone(215, 430) as page:
        await page.goto(server.chat)
        await expect(page.get_by_role("button", name="Thường xuyên")).to_have_count(1)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        room = await page.get_by_role("log").evaluate("log => log.clientHeight")

    assert wide <= 215
    assert room >= 120


async def test_a_letter_that_comes_below_is_told_of_and_one_tap_leads_to_it() -> None:
    village = Talking()
    village.post(Message("\n".join(f"Dòng {number} của một câu dài." for number in range(60))))

    async with switched_on(village) as server, phone() as page:
        await page.goto(server.chat)
        await expect(page.get_by_text("Dòng 0 của")).to_be_in_viewport()
        await page.get_by_role("log").evaluate("log => log.scrollTop = 0")
        await village.tell(Message("Hạn là thứ Hai 23/11."))
        newer = page.get_by_role("button", name="1 tin mới")
        await expect(newer).to_be_visible()
        await expect(page.get_by_text("Hạn là thứ Hai")).not_to_be_in_viewport()
        await newer.click()

        await expect(page.get_by_text("Hạn là thứ Hai")).to_be_in_viewport()
        await expect(newer).to_be_hidden()


async def test_the_demo_shows_phones_side_by_side_and_below_each_other() -> None:
    village = Talking()
    village.post(QUESTION)
    demo = [DemoPhone(TOKEN, f"Người {number}", "Công dân") for number in range(3)]

    async with switched_on(village, *demo) as server, phone(1320, 900) as page:
        await page.goto(f"http://127.0.0.1:{server.port}/demo")
        for frame in range(3):
            inside = page.frame_locator("iframe").nth(frame)
            await expect(inside.get_by_text(QUESTION.text)).to_be_visible()
        wide = [await each.bounding_box() for each in await page.locator("iframe").all()]
        await page.set_viewport_size({"width": 700, "height": 900})
        narrow = [await each.bounding_box() for each in await page.locator("iframe").all()]

    assert len({box["y"] for box in wide if box}) == 1
    assert all(box and 390 <= box["width"] <= 430 for box in wide)
    assert len({box["y"] for box in narrow if box}) == 3
