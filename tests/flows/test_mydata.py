"""What somebody reads of his own data, and what he may ask for."""

from dataclasses import replace
from datetime import date

from flows import mydata
from flows.events import Prompted
from flows.messages import as_text
from flows.mydata import Mine, MyForm, MyRequest
from flows.speech import SCREEN, Speech
from flows.wording import words

SAY = words("vi")
FORM = MyForm(3, 2, "Hộ 07 · Lò Văn Mẫu", False, "family", 2026, "submitted", 62, 100, 3)
MINE = Mine(
    name="Lò Văn Mẫu",
    phone="0912345678",
    birth_year=1971,
    answers_for=("Hộ 07 · Lò Văn Mẫu",),
    roles=(("village_head", "Bản Nà Đon"),),
    channels=("web", "telegram"),
    consent="2026-1",
    agreed=date(2026, 11, 24),
    forms=(FORM,),
    asked=(),
)


def read(mine: Mine) -> str:
    messages = Speech(SAY).messages(mydata.page(SAY, mine))
    return "\n\n".join(part for message in messages for part in as_text(message, 2000))


def test_the_page_tells_everything_that_is_kept_in_plain_words() -> None:
    told = read(MINE)

    assert "· Họ tên: Lò Văn Mẫu\n· Điện thoại: 0912345678\n· Năm sinh: 1971" in told
    assert "· Trả lời cho: Hộ 07 · Lò Văn Mẫu; trưởng Bản Nà Đon" in told
    assert "· Nhắn tin qua: trang web, Telegram" in told
    assert "· Đồng ý cho lưu: 24/11/2026 (bản 2026-1)" in told
    assert "Gia đình học tập 2026 · Hộ 07 · Lò Văn Mẫu: đã gửi, 62/100 điểm, 3 ảnh" in told
    assert "Chỉ trưởng bản và cán bộ xã xem được" in told


def test_where_nothing_is_kept_it_says_so() -> None:
    blank = Mine("", "", None, (), (), (), "", None, (), ())

    told = read(blank)

    assert told.count("chưa có") == 6
    assert "Chưa đồng ý cho lưu" in told
    assert "Rút lại lời đồng ý" not in told


def test_a_lot_of_it_still_fits_two_screens() -> None:
    long = "Hộ 07 · Nguyễn Thị Minh Phương Hoàng Anh Thư"
    form = replace(FORM, subject=long)
    asked = tuple(MyRequest(n, "delete", date(2026, 11, 24)) for n in range(3))
    mine = replace(MINE, name=long, answers_for=(long,) * 9, forms=(form,) * 9, asked=asked)

    messages = Speech(SAY).messages(mydata.page(SAY, mine))

    assert [len(message.text) <= SCREEN for message in messages] == [True, True]
    assert "và 7 nơi nữa" in messages[0].text
    assert "và 7 phiếu nữa" in messages[1].text


def test_only_what_may_be_withdrawn_is_offered() -> None:
    states = ("recognised", "submitted", "proposed", "withdrawn", "drafting")
    forms = tuple(replace(FORM, id=n, state=state) for n, state in enumerate(states))

    page = mydata.which_form(SAY, replace(MINE, forms=forms))

    assert [line.press for line in page.lines] == ["mw.1", "mw.4", "me"]


def test_with_nothing_to_withdraw_the_line_is_not_there() -> None:
    recognised = replace(MINE, forms=(replace(FORM, state="recognised"),))

    assert "Rút phiếu" not in read(recognised)
    assert "Danh hiệu đã có quyết định" in str(mydata.confirm_delete(SAY, recognised).facts)


def test_whoever_waits_for_a_deletion_may_take_it_back() -> None:
    waiting = replace(MINE, asked=(MyRequest(5, "delete", date(2026, 11, 24)),))

    lines = {line.label: line.press for line in mydata.page(SAY, waiting)[-1].lines}

    assert lines["Thôi, không xóa nữa"] == "me.b.5"
    assert "Xin xóa hết" not in lines
    assert "⏳ xin xóa hết: xã trả lời chậm nhất thứ Hai 14/12." in read(waiting)


def test_the_copy_is_a_paper_named_by_its_request() -> None:
    page = mydata.copy(SAY, 12)

    assert isinstance(page, Prompted)
    assert [(each.kind, each.key, each.name) for each in page.enclosed] == [
        ("paper", "d:12", "du-lieu-cua-toi.html")
    ]
