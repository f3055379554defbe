"""Words, numbers, days, photos: what is kept, what is shown, what is asked back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import answers
from flows.questions import KINDS, Ambiguous, Asking, Bounds, NotUnderstood, Offer, Scale
from flows.replies import Attachment, Reply
from flows.wording import words

TODAY = date(2026, 11, 21)
HALVES = Asking("q", "range", "Mấy điểm?", scale=Scale(Decimal(0), Decimal(10), Decimal("0.5")))
PIECES = [
    *("20/11", "5/1", "28/12", "12/5/45", "hôm nay", "ngày", "mùng 5", "tháng Chạp", "âm lịch"),
    *("7", "7h30", "12 giờ", "19:30", "10h", "rưỡi", "sáng", "tối", "đêm", "kém 15", "thứ bảy"),
]


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        ("text", "  Lớp  tin học ", "Lớp tin học", "Lớp tin học"),
        ("text", "=1+1", "=1+1", "=1+1"),
        ("integer", "12 hộ", "12", "12"),
        ("integer", "1954", "1954", "1954"),
        ("integer", "1.500.000", "1500000", "1.500.000"),
        ("integer", "mười lăm", "15", "15"),
        ("integer", "-0", "0", "0"),
        ("decimal", "2,50", "2.5", "2,5"),
        ("decimal", "1500", "1500", "1500"),
        ("decimal", "12 500,5", "12500.5", "12.500,5"),
        ("date", "hôm qua", "2026-11-20", "20/11/2026"),
        ("date", "5/1/26", "2026-01-05", "5/1/2026"),
        ("acknowledge", "da doc roi", None, ""),
        ("time", "7 rưỡi tối", "19:30:00.000", "19:30"),
        ("dateTime", "7h30 sáng 20/11", "2026-11-20T07:30:00.000", "07:30 20/11/2026"),
        ("acknowledge", "Đã đọc ạ", "OK", "đã đọc"),
        ("acknowledge", "1", "OK", "đã đọc"),
        ("acknowledge", "không", None, ""),
    ],
)
def test_an_answer_is_kept_for_the_form_and_shown_for_people(
    kind: str, typed: str, value: str | None, shown: str
) -> None:
    if value is None:
        with pytest.raises(NotUnderstood, match="say_ok"):
            _read(kind, typed)
        return
    kept = _read(kind, typed)

    assert (kept, _shown(kind, kept)) == (value, shown)


@pytest.mark.parametrize(
    ("kind", "typed", "readings"),
    [
        ("decimal", "1.500", ("1500 (gõ 1500)", "1,5 (gõ 1,5)")),
        ("decimal", "12,345", ("12,345 (gõ 12,3450)", "12.345 (gõ 12345)")),
        ("integer", "1,500", ("1500 (gõ 1500)",)),
        ("integer", "không", ("0 (gõ 0)",)),
        (
            "date",
            "12/5/45",
            ("thứ Sáu 12/5/2045 (gõ 12/5/2045)", "thứ Bảy 12/5/1945 (gõ 12/5/1945)"),
        ),
        ("time", "7h30", ("7 giờ 30 sáng (gõ 07:30)", "7 giờ 30 tối (gõ 19:30)")),
        (
            "dateTime",
            "hôm qua 7h",
            (
                "7 giờ sáng thứ Sáu 20/11/2026 (gõ 07:00 20/11/2026)",
                "7 giờ tối thứ Sáu 20/11/2026 (gõ 19:00 20/11/2026)",
            ),
        ),
    ],
)
def test_two_readings_are_offered_with_what_to_type(
    kind: str, typed: str, readings: tuple[str, ...]
) -> None:
    with pytest.raises(Ambiguous) as doubt:
        _read(kind, typed)

    assert _offered(doubt.value) == readings
    assert answers.readings(words("vi"), doubt.value.offers) == " hay ".join(readings)


def test_english_readers_are_asked_back_in_english() -> None:
    with pytest.raises(Ambiguous) as doubt:
        _read("decimal", "1.500")

    said = answers.readings(words("en"), doubt.value.offers)

    assert said == "1500 (type 1500) or 1.5 (type 1.5)"


@pytest.mark.parametrize("kind", ["integer", "decimal"])
@given(typed=st.from_regex(r"-?[0-9]{1,4}([.,][0-9]{1,4}){0,2}", fullmatch=True))
def test_a_number_offered_back_is_not_asked_back_again(kind: str, typed: str) -> None:
    offers: tuple[str, ...] = ()
    try:
        _read(kind, typed)
    except Ambiguous as doubt:
        offers = _offered(doubt)
    except NotUnderstood:
        pass

    values = [_read(kind, offer.removesuffix(")").rsplit("(gõ ", 1)[1]) for offer in offers]
    assert len(set(map(Decimal, values))) == len(offers)


@pytest.mark.parametrize("kind", ["date", "time", "dateTime"])
@given(typed=st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join))
def test_a_day_or_time_offered_back_is_not_asked_back_again(kind: str, typed: str) -> None:
    offers: tuple[Offer, ...] = ()
    try:
        _read(kind, typed)
    except Ambiguous as doubt:
        offers = doubt.offers
    except NotUnderstood:
        pass

    shown = [_shown(kind, _read(kind, offer.reply)) for offer in offers]
    assert shown == [offer.reply for offer in offers]


def test_a_number_not_understood_carries_its_bounds() -> None:
    with pytest.raises(NotUnderstood) as refused:
        _read("integer", "nhiều lắm")

    assert refused.value.reason == "not_a_number"
    assert refused.value.facts == {"bounds": Bounds(Decimal(0), Decimal(30))}


def test_the_question_tells_which_unit_may_follow_the_number() -> None:
    asking = Asking("q", "integer", "Bác làm trưởng bản đã bao nhiêu năm?")

    kept = KINDS["integer"].read(asking, Reply("3 năm"), TODAY)

    assert kept == "3"


def test_files_are_counted_apart_from_photos() -> None:
    shown = [_shown("file", keys) for keys in ("aa.jpg bb.pdf cc.docx", "aa.jpg", "bb.pdf", "")]

    assert shown == ["1 ảnh, 2 tệp", "1 ảnh", "1 tệp", ""]


def test_each_kind_tells_a_screen_what_to_prepare_for() -> None:
    expected = {name: kind.expects for name, kind in KINDS.items()}

    assert expected == {
        "text": "text",
        "integer": "number",
        "decimal": "number",
        "date": "text",
        "month": "text",
        "year": "number",
        "rank": "",
        "time": "text",
        "dateTime": "text",
        "select_one": "",
        "select_multiple": "",
        "acknowledge": "",
        "image": "photo",
        "file": "file",
        "audio": "file",
        "video": "file",
        "range": "number",
        "geopoint": "text",
        "barcode": "text",
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("4", "4"), ("bốn", "4"), ("1,5", "1.5"), ("0", "0"), ("10", "10"), ("4 điểm", "4")],
)
def test_a_mark_of_the_scale_is_taken(typed: str, kept: str) -> None:
    assert KINDS["range"].read(HALVES, Reply(typed), TODAY) == kept


@pytest.mark.parametrize("typed", ["11", "-1", "0,3", "nhiều", "1 2"])
def test_what_is_no_mark_of_the_scale_is_asked_again(typed: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        KINDS["range"].read(HALVES, Reply(typed), TODAY)

    assert refused.value.reason == "off_the_scale"
    assert refused.value.facts == {"scale": HALVES.scale}


@pytest.mark.parametrize(
    "typed",
    [
        "22.396, 103.457",
        "22,396 103,457",
        "22.396 103.457",
        "22.396000,103.457000",
        "https://www.google.com/maps/@22.396,103.457,15z",
        "https://maps.google.com/?q=22.396%2C103.457",
        "geo:22.396,103.457",
        "nhà tôi ở 22.396, 103.457 ạ",
    ],
)
def test_a_place_is_read_however_it_is_sent(typed: str) -> None:
    shared = Reply(attachments=(Attachment("location", name=typed),))

    read = [KINDS["geopoint"].read(_asking("geopoint"), r, TODAY) for r in (Reply(typed), shared)]

    assert read == ["22.396 103.457 0.0 0.0"] * 2
    assert _shown("geopoint", read[0]) == "22.396, 103.457"


@pytest.mark.parametrize(
    "typed",
    [
        "bản Nà Đon",
        "22 103",
        "91.25, 103.45",
        "22.39, 181.45",
        "22.39",
        "22.39,103.45 và 22.40,103.46",
    ],
)
def test_what_is_no_single_place_is_asked_again(typed: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        _read("geopoint", typed)

    assert refused.value.reason == "not_a_place"


def test_a_code_is_kept_without_blanks() -> None:
    assert _read("barcode", " 893 4563 138165 ") == "8934563138165"


def _asking(kind: str) -> Asking:
    return Asking("q", kind, "Xin trả lời", bounds=Bounds(Decimal(0), Decimal(30)))


def _read(kind: str, typed: str) -> str:
    return KINDS[kind].read(_asking(kind), Reply(typed), TODAY)


def _shown(kind: str, value: str) -> str:
    return answers.shown(words("vi"), KINDS[kind].show(_asking(kind), value))


def _offered(doubt: Ambiguous) -> tuple[str, ...]:
    """Each thing it may mean with what to type, as a Vietnamese reader sees it."""
    return tuple(answers.readings(words("vi"), (offer,)) for offer in doubt.offers)
