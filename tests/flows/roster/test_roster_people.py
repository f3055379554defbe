"""Who is who: the same person is known again, and nobody is taken for somebody else."""

from roster_workbooks import SHEETS, faults, one, roster, xlsx

from flows.roster.model import Person
from flows.roster.people import Known

LO = Person(*("03390-N00001", "Lò Văn Mẫu", 1975, "0900000001", "03390-B01", ("03390-B01-01",)))
VANG = Person("03390-N00002", "Vàng Thị Mẫu", 1999, village="03390-B02")


def known(*present: Person, gone: tuple[Person, ...] = ()) -> Known:
    return Known({one.code: one for one in present}, {one.code: one for one in gone})


def codes(people: list[dict[str, object]], of: Known) -> list[str]:
    return [person.code for person in roster(xlsx(people=people), of).people.values()]


def rows(*people: dict[str, object]) -> list[dict[str, object]]:
    return [{"village": "B02", **person} for person in people]


def test_new_people_get_codes_in_the_order_of_the_file() -> None:
    found = codes(rows({"name": "An Mẫu"}, {"name": "Bình Mẫu"}), known())

    assert found == ["03390-N00001", "03390-N00002"]


def test_somebody_is_known_again_by_name_and_year_without_a_code() -> None:
    found = codes(
        rows({"name": "vàng thị mẫu", "birth_year": 1999}, {"name": "An Mẫu"}), known(VANG)
    )

    assert found == ["03390-N00002", "03390-N00003"]


def test_a_new_telephone_or_house_does_not_make_somebody_new() -> None:
    moved = {"name": "Lò Văn Mẫu", "birth_year": 1975, "phone": "0900000009", "village": "B02"}

    assert codes([moved], known(LO)) == ["03390-N00001"]


def test_whoever_comes_back_has_the_code_he_had() -> None:
    found = codes(rows({"name": "Vàng Thị Mẫu", "birth_year": 1999}), known(gone=(VANG,)))

    assert found == ["03390-N00002"]


def test_a_code_is_never_given_again_even_when_its_person_is_gone() -> None:
    found = codes(rows({"name": "An Mẫu"}), known(gone=(VANG,)))

    assert found == ["03390-N00003"]


def test_a_code_that_is_written_decides_whatever_the_name() -> None:
    row = {"name": "Vàng Thị Mận", "birth_year": 1998, "code": "N00002"}

    assert codes(rows(row), known(VANG)) == ["03390-N00002"]


def test_a_code_of_the_officers_own_is_kept() -> None:
    assert codes(rows({"name": "An Mẫu", "code": "cb-07"}), known()) == ["03390-CB-07"]


def test_two_rows_of_one_name_and_year_are_asked_back() -> None:
    twice = rows({"name": "An Mẫu", "birth_year": 1980}, {"name": "An Mẫu", "birth_year": 1980})

    assert faults(xlsx(people=twice)) == [
        "Người hàng 3, cột Mã người: Hai hàng cùng tên và năm sinh (hàng 2 và hàng này). Một người "
        "ghi hai lần thì xóa một hàng; hai người khác nhau thì ghi mã người cho cả hai, ví dụ "
        "N00001 và N00002."
    ]


def test_two_rows_of_one_name_and_year_with_codes_are_two_people() -> None:
    twice = rows(
        {"name": "An Mẫu", "birth_year": 1980, "code": "N00001"},
        {"name": "An Mẫu", "birth_year": 1980, "code": "N00002"},
    )

    assert codes(twice, known()) == ["03390-N00001", "03390-N00002"]


def test_where_two_known_people_share_name_and_year_a_row_without_a_code_is_asked_back() -> None:
    other = Person("03390-N00009", "Vàng Thị Mẫu", 1999, village="03390-B01")
    content = xlsx(people=rows({"name": "Vàng Thị Mẫu", "birth_year": 1999}))

    assert faults(content, known(VANG, other)) == [
        "Người hàng 2, cột Mã người: Danh sách đang có 2 người cùng tên và năm sinh này (N00002, "
        "N00009). Hãy ghi đúng mã người."
    ]


def test_a_corrected_name_is_asked_about_rather_than_taken_for_somebody_new() -> None:
    people = one("people", 0, name="Lò Văn Mậu")

    assert faults(xlsx(people=people), known(LO)) == [
        "Người hàng 2, cột Mã người: Có phải là Lò Văn Mẫu, sinh năm 1975, mã N00001, đã có trong "
        "danh sách? Nếu phải, hãy ghi N00001 vào cột Mã người. Nếu là người khác, hãy ghi mã mới, "
        "ví dụ N00002."
    ]


def test_a_year_of_birth_found_out_later_is_asked_about() -> None:
    unknown = Person("03390-N00001", "Lò Văn Mẫu", None, "0900000001", "03390-B01")

    (fault,) = faults(xlsx(people=SHEETS["people"][:1]), known(unknown))
    assert "Có phải là Lò Văn Mẫu, mã N00001" in fault


def test_the_answer_to_that_question_settles_it_either_way() -> None:
    same = one("people", 0, name="Lò Văn Mậu", code="N00001")[:1]
    other = one("people", 0, name="Lò Văn Mậu", code="N00002")[:1]

    assert codes(list(same), known(LO)) == ["03390-N00001"]
    assert codes(list(other), known(LO)) == ["03390-N00002"]


def test_a_son_of_the_house_is_nobodys_double_while_his_father_is_on_the_list() -> None:
    son = {"name": "Lò A Mẫu", "phone": "0900000001", "households": "B01-01", "birth_year": 2000}

    assert codes([*SHEETS["people"][:1], son], known(LO)) == ["03390-N00001", "03390-N00002"]
