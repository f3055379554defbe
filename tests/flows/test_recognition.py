"""The commune's list and its decision, as pure values: parts, pages, numbers and days as typed."""

from dataclasses import replace
from datetime import date

import pytest

from flows import instrument, recognition, shortlist
from flows.events import Prompted, Refused, Told
from flows.instrument import Draft, Earlier, Instrument
from flows.messages import Choice
from flows.presses import LONGEST
from flows.recognition import ALL, LISTED, WAITING, Candidate, Cut, Scope
from flows.replies import Attachment, Reply
from flows.speech import Speech
from flows.wording import words

SAY = words("vi")
SCOPE = Scope("03103", 2026, "family")
TODAY = date(2026, 11, 24)


def candidate(number: int, state: str = "verified", **more: object) -> Candidate:
    known = Candidate(
        id=number,
        subject_id=number,
        kind="household",
        subject=f"Hộ {number:02} · Lò Văn Mẫu (mẫu)",
        title="family",
        state=state,
        revision=3,
        place="MAU01",
        village="Bản Nà Đon",
        points=62,
        most=70,
        verdict="pass",
        official=True,
    )
    return replace(known, **more)


def text(page: Prompted) -> str:
    return Speech(SAY).messages([page])[-1].text


def lines(page: Prompted) -> list[str]:
    return [line.label for line in page.lines if line.label]


# ---- who may be on the list


@pytest.mark.parametrize(
    ("state", "verdict", "part"),
    [
        ("verified", "pass", WAITING),
        ("verified", "", WAITING),
        ("verified", "fail", ""),
        ("proposed", "pass", LISTED),
        ("recognised", "pass", ""),
    ],
)
def test_a_part_of_the_list_is_told_by_state_and_verdict(
    state: str, verdict: str, part: str
) -> None:
    item = candidate(1, state, verdict=verdict)

    assert item.part == part


def test_a_page_of_one_village_holds_only_its_own() -> None:
    items = [candidate(n, place=f"MAU0{n % 2 + 1}") for n in range(1, 21)]

    second = Cut(WAITING, 2, 8)

    assert {item.place for item in second.of(items)} == {items[1].place}
    assert [item.id for item in second.page(items)] == [18, 20]


def test_a_page_beyond_the_end_is_the_last_one() -> None:
    items = [candidate(n) for n in range(1, 11)]

    assert Cut(WAITING, 0, 800).page(items) == tuple(items[8:])
    assert Cut(WAITING, 7, 0).page(items) == ()


def test_any_change_of_a_version_breaks_the_seal() -> None:
    items = [candidate(1), candidate(2)]

    changed = [items[0], replace(items[1], revision=4)]

    assert recognition.seal(items) != recognition.seal(changed)
    assert instrument.fingerprint(items) == instrument.fingerprint(changed)
    assert instrument.fingerprint(items) != instrument.fingerprint(items[:1])


def test_the_commune_does_not_recognise_itself() -> None:
    assert "commune" not in Scope("03103", 2026, ALL).titles


# ---- leaving out by number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2 5", [2, 5]),
        ("2, 5", [2, 5]),
        ("5 và 2 ạ", [2, 5]),
        ("2,2", [2]),
        ("７", [7]),
        ("9", []),
        ("0", []),
        ("2 nhé 5", []),
        ("hộ 2", []),
        ("", []),
    ],
)
def test_several_lines_are_named_by_their_numbers_and_by_nothing_else(
    typed: str, meant: list[int]
) -> None:
    shown = [candidate(n) for n in range(1, 9)]

    found = recognition.numbered(typed, shown)

    assert [item.id for item in found] == meant


@pytest.mark.parametrize(
    ("mask", "meant"), [("1", [1]), ("12", [2, 5]), ("ff", list(range(1, 9))), ("g", []), ("", [])]
)
def test_a_press_names_lines_by_their_bits(mask: str, meant: list[int]) -> None:
    shown = [candidate(n) for n in range(1, 9)]

    assert [item.id for item in recognition.masked(mask, shown)] == meant


def test_the_lines_that_were_chosen_come_back_out_of_the_press() -> None:
    shown = [candidate(n) for n in range(1, 9)]

    page = shortlist.why(SAY, SCOPE, Cut(WAITING), shown, [shown[1], shown[4]])

    mask = page.lines[-1].press.split(".")[-2]
    assert recognition.masked(mask, shown) == (shown[1], shown[4])


@pytest.mark.parametrize("typed", ["", "5", "a", "?!", "x" * 201])
def test_a_reason_is_words_that_somebody_can_read(typed: str) -> None:
    assert isinstance(recognition.reason(typed), Told)


def test_a_reason_is_kept_as_it_was_typed() -> None:
    assert recognition.reason("  Chưa có\nảnh ") == "Chưa có ảnh"


# ---- pages


def test_the_draft_tells_how_many_come_from_where() -> None:
    items = [candidate(n, "proposed") for n in range(1, 4)]
    items += [candidate(9, "proposed", place="MAU", village="")]

    page = shortlist.page(SAY, SCOPE, items, 0)

    assert "Dự thảo danh sách: 4 hồ sơ" in text(page)
    assert "· Bản Nà Đon: 3" in text(page)
    assert "· Không thuộc bản nào: 1" in text(page)


def test_what_is_not_official_says_so_on_the_list() -> None:
    shown = text(shortlist.page(SAY, SCOPE, [candidate(1, official=False)], 0))

    assert "MẪU THAM KHẢO" in shown


def test_who_falls_short_or_has_no_threshold_is_counted_and_marked() -> None:
    items = [candidate(1, verdict="fail"), candidate(2, verdict="")]

    page = shortlist.page(SAY, SCOPE, items, 0)
    names = shortlist.names(SAY, SCOPE, Cut(WAITING), items)

    assert "1 hồ sơ không đạt" in text(page)
    assert "1 hồ sơ chưa rõ đạt hay không" in text(page)
    assert [line.note for line in names.lines][:1] == ["62/70 điểm, chưa có mức đạt"]
    assert not any("Hộ 01" in line for line in lines(names))


def test_a_commune_of_many_villages_still_fits_a_phone() -> None:
    items = [
        candidate(n, "proposed", place=f"B{n:02}", village=f"Bản Nà Khum {n}") for n in range(20)
    ]

    shown = text(shortlist.page(SAY, SCOPE, items, 840))

    assert "· 12 nơi khác: 12" in shown
    assert len(shown) <= 350


def test_every_press_fits_what_channels_carry() -> None:
    scope = Scope("03103", 2026, "citizen")
    items = tuple(candidate(n, place=f"B{n}") for n in range(1, 900))
    draft = Draft(scope, items, 12_345_678)
    decided = Instrument("123/QĐ-UBND", date(2026, 12, 15))
    cut = Cut(LISTED, 17, 896)

    pages = (
        shortlist.page(SAY, scope, items, 0),
        shortlist.names(SAY, scope, Cut(WAITING, 0, 888), items),
        shortlist.why(SAY, scope, cut, items, items[:8]),
        instrument.ask_day(SAY, scope, decided.number),
        instrument.confirm(SAY, draft, decided, Earlier(9999)),
    )

    presses = [line.press for page in pages for line in page.lines]
    assert max(map(len, presses)) <= LONGEST
    assert all(press.isascii() for press in presses)


def test_the_lines_of_all_titles_name_their_title() -> None:
    page = shortlist.names(SAY, Scope("MAU", 2026), Cut(WAITING), [candidate(1)])

    assert lines(page)[0].endswith("Gia đình học tập")


# ---- the number of the decision


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("123/QĐ-UBND", "123/QĐ-UBND"),
        ("Quyết định số: 123/QĐ-UBND", "123/QĐ-UBND"),
        ("qd so 123/qđ-ubnd", "123/qđ-ubnd"),
        ("Số 123 / QĐ - UBND.", "123/QĐ-UBND"),
        ('"123/2026/QĐ-UBND"', "123/2026/QĐ-UBND"),
        ("123", "123"),
        ("123/QĐ-UBND", "123/QĐ-UBND"),
        ("9" * 60, "9" * 60),
    ],
)
def test_a_number_is_taken_as_it_stands_on_the_paper(typed: str, number: str) -> None:
    assert instrument.take_number(Reply(typed)) == number


@pytest.mark.parametrize(
    "typed",
    ["QĐ-UBND", "15/11/2026", "quyết định 123 ngày hôm qua", "123?", "số mấy", "9" * 61, "<123>"],
)
def test_an_odd_number_is_asked_again_with_an_example(typed: str) -> None:
    no = instrument.take_number(Reply(typed))

    assert isinstance(no, Told)
    assert "123/QĐ-UBND" in SAY(no.key, **no.facts)


@pytest.mark.parametrize("reply", [Reply(""), Reply("", (Attachment("photo", "k.jpg"),))])
def test_nothing_or_a_photo_is_no_number(reply: Reply) -> None:
    assert isinstance(instrument.take_number(reply), Refused)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("123/QĐ-UBND", "123/qd-ubnd", True),
        ("123/QĐ-UBND", "123/QĐ -UBND", True),
        ("123/QĐ-UBND", "124/QĐ-UBND", False),
        ("123/QĐ-UBND", "123/QĐ-HKH", False),
    ],
)
def test_a_number_is_the_same_however_it_was_typed(one: str, other: str, same: bool) -> None:
    assert instrument.same_number(one, other) is same


# ---- its day


def test_a_day_is_read_as_people_write_it() -> None:
    assert instrument.take_day(Reply("20/11/2026"), SCOPE, TODAY) == date(2026, 11, 20)
    assert instrument.take_day(Reply("20/11"), SCOPE, TODAY) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("25/11/2026", "recognition.future"), ("31/12/2025", "recognition.too_early")],
)
def test_a_day_that_cannot_be_is_refused(typed: str, key: str) -> None:
    no = instrument.take_day(Reply(typed), SCOPE, TODAY)

    assert isinstance(no, Told)
    assert no.key == key


@pytest.mark.parametrize("typed", ["24/11/2026", "1/1/2026"])
def test_today_and_the_first_day_of_the_year_are_days_like_others(typed: str) -> None:
    assert isinstance(instrument.take_day(Reply(typed), SCOPE, TODAY), date)


def test_in_january_the_list_of_last_year_takes_a_day_of_either() -> None:
    january = date(2027, 1, 12)

    assert instrument.take_day(Reply("28/12/2026"), SCOPE, january) == date(2026, 12, 28)
    assert instrument.take_day(Reply("5/1/2027"), SCOPE, january) == date(2027, 1, 5)
    assert isinstance(instrument.take_day(Reply("28/12"), SCOPE, january), Refused)


@pytest.mark.parametrize("typed", ["31/11/2026", "11/20/2026", "hôm nào đó", "2026"])
def test_what_is_no_day_is_asked_again(typed: str) -> None:
    assert isinstance(instrument.take_day(Reply(typed), SCOPE, TODAY), Refused)


# ---- the last question


def confirmed(number: str = "123/QĐ-UBND", earlier: Earlier = Earlier()) -> Prompted:  # noqa: B008 - frozen
    draft = Draft(SCOPE, (candidate(1, "proposed"), candidate(2, "proposed")), 77)
    return instrument.confirm(SAY, draft, Instrument(number, date(2026, 11, 20)), earlier)


def test_the_last_question_says_everything_once_more() -> None:
    page = confirmed()

    assert "Công nhận 2 hồ sơ theo Quyết định số 123/QĐ-UBND ngày 20/11/2026 (thứ Sáu)?" in text(
        page
    )
    assert Speech(SAY).messages([page])[0].choices[0] == Choice(
        1, "Đúng, công nhận", "123/QĐ-UBND", page.lines[0].press
    )


def test_criteria_that_are_not_official_are_named_before_the_last_word() -> None:
    draft = Draft(SCOPE, (candidate(1, "proposed", official=False),), 77)
    decided = Instrument("1/QĐ-UBND", date(2026, 11, 20))

    assert "MẪU THAM KHẢO" in text(instrument.confirm(SAY, draft, decided, Earlier()))
    assert "MẪU THAM KHẢO" not in text(confirmed())


def test_an_unusual_number_is_pointed_at() -> None:
    assert "khác cách ghi thường gặp" in text(confirmed("123"))
    assert "khác cách ghi thường gặp" not in text(confirmed())


def test_a_decision_that_was_used_before_is_asked_about() -> None:
    shown = text(confirmed(earlier=Earlier(16)))

    assert "đã công nhận 16 hồ sơ. Công nhận thêm 2 hồ sơ theo quyết định này?" in shown


def test_the_same_number_on_another_day_is_pointed_at() -> None:
    assert "đã ghi cho quyết định ngày 3/11/2026" in text(
        confirmed(earlier=Earlier(0, (date(2026, 11, 3),)))
    )


def test_the_number_comes_back_only_from_the_line_that_was_shown() -> None:
    page = confirmed()

    assert instrument.kept(page.lines, page.lines[0].press) == "123/QĐ-UBND"
    assert instrument.kept(page.lines, page.lines[0].press + "1") == ""
    assert instrument.kept((), page.lines[0].press) == ""


def test_in_english_the_day_has_no_vietnamese_weekday() -> None:
    draft = Draft(SCOPE, (candidate(1, "proposed"),), 77)
    decided = Instrument("1/QĐ-UBND", date(2026, 11, 20))

    page = instrument.confirm(words("en"), draft, decided, Earlier())

    assert page.facts["day"] == "20/11/2026"
