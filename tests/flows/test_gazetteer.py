"""Places by official code, and what somebody may mean who types the name of one."""

from datetime import date

import pytest

from flows import gazetteer


def codes(text: str, within: str | None = None) -> list[str]:
    return [one.code for one in gazetteer.find(text, within)]


def test_the_whole_country_is_there_with_every_leading_zero() -> None:
    provinces = gazetteer.provinces()
    communes = [one for province in provinces for one in gazetteer.communes(province.code)]

    assert (len(provinces), len(communes)) == (34, 3321)
    assert {len(one.code) for one in provinces} == {2}
    assert {len(one.code) for one in communes} == {5}


def test_a_commune_is_called_as_people_call_it() -> None:
    binh_lu = gazetteer.place("03390")

    assert (binh_lu.title, binh_lu.parent) == ("xã Bình Lư", "12")
    assert gazetteer.place(binh_lu.parent).title == "tỉnh Lai Châu"
    assert gazetteer.place("01").title == "thành phố Hà Nội"


def test_a_code_nobody_has_is_no_place() -> None:
    with pytest.raises(LookupError, match="99999"):
        gazetteer.place("99999")


@pytest.mark.parametrize(
    "typed",
    ["Bình Lư", "binh lu", "BÌNH LƯ", "xã Bình Lư", "xa binh lu", "x. Bình Lư", "  bình   lư "],
)
def test_a_name_is_understood_with_and_without_marks_and_the_word_before_it(typed: str) -> None:
    assert codes(typed) == ["03390"]


@pytest.mark.parametrize(
    "typed", ["Bình Lư, Lai Châu", "xã Bình Lư, tỉnh Lai Châu", "binh lu lai chau"]
)
def test_what_lies_above_may_follow_the_name(typed: str) -> None:
    assert codes(typed) == ["03390"]


def test_a_name_that_two_have_gives_both_to_ask_about() -> None:
    assert codes("Mỹ Lộc") == ["13735", "28177"]


@pytest.mark.parametrize("typed", ["phường Mỹ Lộc", "Mỹ Lộc, Ninh Bình", "my loc ninh binh"])
def test_a_word_more_tells_the_two_apart(typed: str) -> None:
    assert codes(typed) == ["13735"]


def test_a_province_narrows_what_is_meant() -> None:
    assert codes("mỹ lộc", within="80") == ["28177"]
    assert codes("mỹ lộc", within="12") == []


def test_a_code_without_its_zeros_is_still_a_code() -> None:
    assert codes("3390") == codes("03390") == ["03390"]


def test_a_code_that_may_be_of_a_province_or_a_commune_gives_both() -> None:
    assert codes("8") == ["00008", "08"]


@pytest.mark.parametrize("typed", ["", "   ", "xã", "Xứ Không Có", "99999"])
def test_what_names_nothing_finds_nothing(typed: str) -> None:
    assert codes(typed) == []


def test_a_wrong_mark_is_forgiven_where_no_other_name_is_meant() -> None:
    assert codes("Bính Lư") == ["03390"]


def test_a_district_of_the_past_is_found_with_what_it_became() -> None:
    (district,) = gazetteer.find("huyện Mỹ Lộc")

    assert district.past
    assert district.valid_to == date(2025, 6, 30)
    assert gazetteer.place(district.successor).title == "phường Mỹ Lộc"
    assert gazetteer.place(district.parent).title == "tỉnh Nam Định"


def test_a_commune_of_the_past_is_found_by_the_marks_of_its_name() -> None:
    (commune,) = gazetteer.find("Vạn Hòa")

    assert commune.past
    assert gazetteer.place(commune.successor).title == "xã Nông Cống"


def test_a_province_that_kept_its_name_is_meant_as_it_is_today() -> None:
    assert codes("tỉnh Tuyên Quang") == ["08"]


def test_every_unit_of_the_past_has_an_id_of_ours_a_source_and_relatives_that_exist() -> None:
    past = gazetteer.past()

    assert len(past) == 9
    assert all(one.code.startswith(gazetteer.PAST) and one.source for one in past)
    assert {one.confidence for one in past} <= {"read", "converted", "inferred"}
    for one in past:
        for code in filter(None, (one.parent, one.successor)):
            assert gazetteer.place(code)
