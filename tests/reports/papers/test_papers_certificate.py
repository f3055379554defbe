"""The card of congratulation: true to what was decided, no more, and readable on a phone."""

from dataclasses import replace

import pytest

from flows.wording import languages
from reports.papers import certificate, press
from reports.papers.certificate import Award, Decision
from tests.reports.papers import looking, scanner
from tests.reports.papers.samples import AWARD, LONG_NAMES

WIDE, HEAVIEST = 860, 300_000
NOT_OFFICIAL = "MẪU THAM KHẢO, chưa phải bộ tiêu chí chính thức."
REVOKED = replace(AWARD, revoked=Decision("45/QĐ-UBND (mẫu)", "2/3/2027"))


def on_paper(award: Award, ppi: float = 72) -> tuple[bytes, ...]:
    return press.pictures("certificate_a4", certificate.facts(award), ppi)


def test_the_square_opens_the_page_that_checks_it() -> None:
    phone, (paper,) = certificate.image(AWARD), on_paper(AWARD, 144)

    assert scanner.links(phone) == [AWARD.link]
    assert scanner.links(paper) == [AWARD.link]


def test_the_square_is_still_sharp_where_the_phone_shows_half_the_pixels() -> None:
    (square,) = scanner.squares(certificate.image(AWARD))

    assert square.side / 2 >= 120


@pytest.mark.parametrize("name", LONG_NAMES)
def test_a_card_keeps_its_width_and_stays_light(name: str) -> None:
    award = replace(REVOKED, name=name, title=name, address="a" * 90, official=False, sample=True)

    drawn = certificate.image(award)

    assert looking.size(drawn)[0] == WIDE
    assert len(drawn) <= HEAVIEST
    assert scanner.links(drawn) == [AWARD.link]


@pytest.mark.parametrize("name", LONG_NAMES)
def test_on_paper_it_stays_one_page(name: str) -> None:
    decision = Decision(name, name)
    award = replace(AWARD, name=name, title=name, commune=name, decision=decision, revoked=decision)

    pages = on_paper(replace(award, official=False, sample=True), 144)

    assert [looking.size(page) for page in pages] == [(1684, 1191)]
    assert scanner.links(pages[0]) == [AWARD.link]


def test_paper_is_a_file_to_print() -> None:
    printed = certificate.paper(AWARD)

    assert printed.startswith(b"%PDF")
    assert len(printed) < 60_000


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision("012 / QĐ-UBND", "05/01/2027"), "Quyết định số 012 / QĐ-UBND ngày 05/01/2027"),
        (Decision("12/QĐ-UBND"), "Quyết định số 12/QĐ-UBND"),
        (Decision("", "20/12/2026"), "Chưa ghi số quyết định."),
        (Decision(), "Chưa ghi số quyết định."),
    ],
)
def test_a_decision_is_told_as_it_was_typed_and_never_made_up(
    decision: Decision, said: str
) -> None:
    told = certificate.facts(replace(AWARD, decision=decision))

    assert told["decision"] == said


@pytest.mark.parametrize("language", languages())
def test_a_card_never_calls_itself_a_certificate(language: str) -> None:
    told = certificate.facts(replace(AWARD, language=language))

    assert told["heading"] in {"Thẻ chúc mừng", "Card of congratulation"}
    assert told["legal"] in {
        "Thẻ này để chúc mừng, không thay giấy công nhận. "
        "Giấy tờ có giá trị là quyết định công nhận.",
        "This card congratulates and replaces no certificate. What counts is the decision.",
    }


@pytest.mark.parametrize(
    ("official", "sample", "said"),
    [
        (True, False, []),
        (False, False, [NOT_OFFICIAL]),
        (True, True, ["DỮ LIỆU MẪU, chỉ để làm thử."]),
        (False, True, ["DỮ LIỆU MẪU, chỉ để làm thử.", NOT_OFFICIAL]),
    ],
)
def test_a_card_says_what_it_must_not_be_taken_for(
    official: bool, sample: bool, said: list[str]
) -> None:
    award = replace(AWARD, official=official, sample=sample)

    told = certificate.facts(award)

    assert told["notices"] == said
    assert (certificate.image(award) == certificate.image(AWARD)) == (said == [])


def test_a_title_that_was_taken_back_is_stamped_and_congratulates_nobody() -> None:
    told = certificate.facts(REVOKED)

    assert (told["stamp"], told["lead"]) == ("Đã thu hồi", "")
    assert told["legal"] == "Danh hiệu này đã bị thu hồi, thẻ không còn giá trị."
    assert told["revoked"] == "Thu hồi theo Quyết định số 45/QĐ-UBND (mẫu) ngày 2/3/2027"
    assert told["recognised"] == "từng được công nhận danh hiệu"


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision("45/QĐ-UBND"), "Thu hồi theo Quyết định số 45/QĐ-UBND"),
        (Decision("", "2/3/2027"), "Thu hồi ngày 2/3/2027"),
        (Decision(), ""),
    ],
)
def test_a_stamp_needs_no_number(decision: Decision, said: str) -> None:
    told = certificate.facts(replace(AWARD, revoked=decision))

    assert (told["stamp"], told["revoked"]) == ("Đã thu hồi", said)


def test_the_stamp_is_seen_on_the_phone_and_on_paper() -> None:
    told = certificate.facts(REVOKED)
    blank = {**told, "stamp": " "}

    for template in ("certificate_phone", "certificate_a4"):
        stamped, bare = (press.pictures(template, facts, 72)[0] for facts in (told, blank))

        assert looking.difference(stamped, bare) is not None
