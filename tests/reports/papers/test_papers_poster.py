"""The poster: its square opens the page of the commune, and it stays one page."""

from dataclasses import replace

import pytest

from reports.papers import poster, press
from tests.reports.papers import looking, scanner
from tests.reports.papers.samples import LONG_NAMES, POSTER, SITE

PPI = 72


def test_the_square_opens_the_page_of_the_commune() -> None:
    drawn = poster.picture(POSTER)

    assert scanner.links(drawn) == [SITE]


def test_a_poster_is_one_file_to_print() -> None:
    printed = poster.poster(POSTER)

    assert printed.startswith(b"%PDF")
    assert len(printed) < 60_000


@pytest.mark.parametrize("name", LONG_NAMES)
def test_a_poster_stays_one_page_whatever_it_is_told(name: str) -> None:
    told = replace(
        POSTER,
        place=name,
        commune=name,
        village_head=name,
        address="a" * 90,
        official=False,
        sample=True,
    )

    pages = press.pictures("poster", poster.facts(told), PPI)

    assert [looking.size(page) for page in pages] == [(595, 842)]
    assert scanner.links(poster.picture(told)) == [SITE]


def test_the_last_day_is_told_with_its_weekday() -> None:
    told = poster.facts(POSTER)

    assert told["ends"] == [
        ["Làm xong chậm nhất", "thứ Sáu 27/11/2026"],
        ["Cần giúp thì hỏi", "Trưởng bản Hoàng Văn Mẫu (mẫu)"],
    ]


def test_what_is_not_known_is_left_out() -> None:
    told = poster.facts(replace(POSTER, village_head="", closes=None))

    assert told["ends"] == []


def test_a_poster_of_the_whole_commune_names_it_once() -> None:
    told = poster.facts(replace(POSTER, place=""))

    assert (told["place"], told["commune"]) == (POSTER.commune, "")


def test_a_pack_that_is_not_official_is_called_so() -> None:
    told = poster.facts(replace(POSTER, official=False, sample=True))

    assert told["notices"] == [
        "DỮ LIỆU MẪU, chỉ để làm thử.",
        "MẪU THAM KHẢO, chưa phải bộ tiêu chí chính thức.",
    ]
