"""What an officer filled in becomes the roster, or a list of what to mend and where."""

import io
import unicodedata
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from roster_workbooks import SHEETS, book, faults, one, read, roster, saved, sheets, xlsx

from flows.forms.faults import WorkbookError
from flows.roster import intake, reading
from flows.roster.model import Duty, Household, Person
from flows.roster.plans import plan


def test_a_filled_workbook_becomes_the_roster() -> None:
    found = roster(xlsx())

    assert (found.commune.code, found.commune.province, found.commune.area) == (
        *("03390", "12"),
        "normal",
    )
    assert list(found.villages) == ["03390-B01", "03390-B02"]
    assert found.households["03390-B01-01"] == Household(
        *("03390-B01-01", "Lò Văn Mẫu", "03390-B01", 5, 3, "0900000001", ("03390-DH01",))
    )


def test_a_person_is_read_with_everything_he_may_act_as() -> None:
    found = roster(xlsx())

    assert found.people["03390-N00001"] == Person(
        code="03390-N00001",
        name="Lò Văn Mẫu",
        birth_year=1975,
        phone="0900000001",
        village="03390-B01",
        households=("03390-B01-01",),
        duties=(
            Duty("clan_head", "03390-DH01"),
            Duty("household", "03390-B01-01"),
            Duty("village_head", "03390-B01"),
        ),
    )


def test_the_young_are_not_called_elders_unless_the_officer_says_so() -> None:
    people = [
        *SHEETS["people"],
        {"name": "Pao Mẫu", "birth_year": 1999, "village": "B01", "you": "chú"},
    ]

    found = roster(xlsx(people=people)).people

    assert [person.you for person in found.values()] == ["bác", "anh/chị", "bác", "chú"]


def test_somebody_from_elsewhere_who_only_works_here_is_no_resident() -> None:
    found = roster(xlsx())

    assert not found.people["03390-N00003"].resident
    assert found.people["03390-N00003"].duties == (
        Duty("staff", "03390"),
        Duty("unit_head", "03390-DV01"),
    )


def test_every_fault_is_told_with_its_sheet_row_and_column() -> None:
    content = xlsx(
        villages=one("villages", 1, code="B01"),
        households=[*one("households", 0, members="năm", phone="12"), {"code": "B01-02"}],
        people=one("people", 1, birth_year=2015),
    )

    assert faults(content) == [
        "Thôn bản hàng 3, cột Mã thôn bản: Mã này đã dùng ở trang Thôn bản, hàng 2. Hãy đặt mã "
        "khác.",
        'Hộ gia đình hàng 2, cột Số người: Cần một số từ 1 đến 99. Ô này đang ghi "năm".',
        'Hộ gia đình hàng 2, cột Điện thoại: Số điện thoại "12" cần 10 chữ số (máy bàn 11), '
        "ví dụ 0900 000 001. Mỗi ô một số.",
        'Hộ gia đình hàng 3, cột Mã thôn bản: Trang Thôn bản không có "B02". Hãy sửa mã, hoặc thêm '
        "hàng ở trang đó.",
        "Hộ gia đình hàng 4, cột Chủ hộ: Ô này còn trống. Hãy ghi vào, hoặc xóa cả hàng.",
        "Hộ gia đình hàng 4, cột Mã thôn bản: Ô này còn trống. Hãy ghi vào, hoặc xóa cả hàng.",
        'Người hàng 3, cột Mã thôn bản: Trang Thôn bản không có "B02". Hãy sửa mã, hoặc thêm '
        "hàng ở trang đó.",
        "Người hàng 3, cột Năm sinh: Người sinh năm 2015 chưa đủ 18 tuổi. Danh sách không ghi tên "
        "trẻ em: hãy xóa hàng này, hoặc sửa năm sinh.",
    ]


def test_a_row_with_one_fault_does_not_make_everything_that_names_it_wrong() -> None:
    content = xlsx(villages=one("villages", 0, name=""))

    assert faults(content) == [
        "Thôn bản hàng 2, cột Tên thôn bản: Ô này còn trống. Hãy ghi vào, hoặc xóa cả hàng."
    ]


# ---- what Excel does to a list


def test_numbers_that_excel_kept_as_decimals_are_whole() -> None:
    households = one("households", 0, members=7.0, adults="3.0")

    found = roster(xlsx(households=households)).households["03390-B01-01"]

    assert (found.members, found.adults) == (7, 3)


@pytest.mark.parametrize("text", ["1.000", "7.5", "-1", "0", "100", "5 người"])
def test_a_number_that_could_be_two_things_is_asked_back(text: str) -> None:
    content = xlsx(households=one("households", 0, members=text))

    (fault,) = faults(content)
    assert fault.startswith("Hộ gia đình hàng 2, cột Số người: Cần một số từ 1 đến 99.")


@pytest.mark.parametrize(
    ("kept", "meant"),
    [
        (900000001, "0900000001"),
        (900000001.0, "0900000001"),
        ("0900 000 001", "0900000001"),
        ("0900.000.001", "0900000001"),
        ("+84 900 000 001", "0900000001"),
        ("84900000001", "0900000001"),
        ("0213 3800 001", "02133800001"),
        (2133800001, "02133800001"),
        (840000001, "0840000001"),
    ],
)
def test_a_telephone_number_gets_its_zero_back(kept: object, meant: str) -> None:
    households = one("households", 0, phone=kept)

    assert roster(xlsx(households=households)).households["03390-B01-01"].phone == meant


@pytest.mark.parametrize(
    "text", ["0900000001, 0900000002", "091234567", "không có", "0900000001234"]
)
def test_what_is_no_telephone_number_is_asked_back(text: str) -> None:
    content = xlsx(households=one("households", 0, phone=text))

    assert ["cột Điện thoại" in fault for fault in faults(content)] == [True]


def test_blanks_and_letters_in_pieces_mean_the_same_name() -> None:
    loose = f"  {unicodedata.normalize('NFD', 'Lò  Văn Mẫu')}\u200b "

    found = roster(xlsx(households=one("households", 0, name=loose)))

    assert found.households["03390-B01-01"].name == "Lò Văn Mẫu"


def test_the_commune_is_known_without_the_zeros_of_its_code() -> None:
    assert roster(xlsx(commune=one("commune", 0, code=3390))).commune.code == "03390"


def test_a_code_that_excel_made_a_day_of_is_told_apart() -> None:
    content = xlsx(clans=one("clans", 0, code=date(2026, 7, 1)))

    first, *_ = faults(content)
    assert first.startswith("Dòng họ hàng 2, cột Mã dòng họ: Excel đã đổi mã này thành ngày tháng.")


def test_of_a_whole_date_of_birth_only_the_year_is_kept() -> None:
    people = [
        *one("people", 0, birth_year=datetime(1975, 5, 3)),  # noqa: DTZ001 (as Excel has it)
        {"name": "Tẩn Thị Mẫu", "birth_year": "03/05/1980", "village": "B02"},
    ]

    found = [person.birth_year for person in roster(xlsx(people=people)).people.values()]

    assert found == [1975, 1999, None, 1980]


def test_a_code_that_lost_its_zeros_is_not_guessed_but_shown() -> None:
    content = xlsx(
        villages=[{"code": "01", "name": "Bản Mẫu"}],
        clans=[],
        households=[{"code": "H1", "village": 1, "name": "Lò Mẫu"}],
        people=[],
    )

    assert faults(content) == [
        'Hộ gia đình hàng 2, cột Mã thôn bản: Trang Thôn bản không có "1". Có phải 01? Hãy sửa mã, '
        "hoặc thêm hàng ở trang đó."
    ]


def test_blank_rows_between_are_passed_over_and_rows_keep_their_numbers() -> None:
    made = book(sheets())
    sheet = made["Hộ gia đình"]
    sheet.insert_rows(2, amount=3)
    sheet["A9"] = "B01-09"

    assert [fault.split(":")[0] for fault in faults(saved(made))] == [
        "Hộ gia đình hàng 9, cột Chủ hộ",
        "Hộ gia đình hàng 9, cột Mã thôn bản",
    ]


def test_a_sheet_that_reaches_down_to_the_last_row_of_excel_can_be_read() -> None:
    made = book(sheets())
    made["Người"]["A1048576"] = "   "

    assert len(roster(saved(made)).people) == 3


def test_columns_may_stand_in_another_order_under_another_of_their_names() -> None:
    made = book(sheets())
    sheet = made["Thôn bản"]
    for row in sheet.iter_rows(max_col=2):
        row[0].value, row[1].value = row[1].value, row[0].value
    sheet["A1"], sheet["B1"] = "TEN BAN", "ma ban"

    assert roster(saved(made)).villages == roster(xlsx()).villages


def test_a_title_above_the_header_does_no_harm() -> None:
    made = book(sheets())
    sheet = made["Dòng họ"]
    sheet.insert_rows(1, amount=2)
    sheet["A1"] = "DANH SÁCH DÒNG HỌ"
    sheet.merge_cells("A1:C1")

    assert roster(saved(made)).clans == roster(xlsx()).clans


def test_merged_cells_among_the_rows_are_refused_rather_than_read_as_blank() -> None:
    made = book(sheets())
    made["Hộ gia đình"].merge_cells("B2:B3")

    assert faults(saved(made))[0] == (
        "Hộ gia đình hàng 2: Các ô ở hàng 2 đến 3 bị gộp. Hãy bỏ gộp ô (Unmerge Cells) rồi gõ đủ "
        "từng hàng."
    )


def test_a_formula_is_read_by_its_result_and_without_one_it_is_told() -> None:
    made = book(sheets())
    made["Hộ gia đình"]["D2"] = "=2+3"  # openpyxl keeps no results

    assert faults(saved(made)) == [
        "Hộ gia đình hàng 2, cột Số người: Công thức chưa có kết quả. Hãy mở tệp bằng Excel và "
        "lưu lại, hoặc gõ thẳng giá trị."
    ]


# ---- sheets and columns


def test_a_sheet_under_a_common_name_is_understood() -> None:
    made = book(sheets())
    made["Hộ gia đình"].title = "HO"

    assert len(roster(saved(made)).households) == 2


def test_a_sheet_nobody_knows_and_one_that_is_missing_are_both_told() -> None:
    made = book(sheets())
    made["Hộ gia đình"].title = "Sheet5"

    found = faults(saved(made))

    assert found[0].startswith(
        "Sheet5: Trang này không có trong mẫu. Hãy đổi tên thành một trong: Xã,"
    )
    assert found[1].startswith('Thiếu trang "Hộ gia đình".')


def test_an_empty_sheet_of_another_name_is_nobodys_business() -> None:
    made = book(sheets())
    made.create_sheet("Sheet1")

    assert faults(saved(made)) == []


def test_a_missing_column_is_no_empty_column() -> None:
    made = book(sheets())
    made["Hộ gia đình"].delete_cols(6)

    assert faults(saved(made)) == [
        "Hộ gia đình hàng 1, cột Điện thoại: Thiếu cột này. Hãy thêm lại; không có gì để ghi thì "
        "để trống cả cột."
    ]


def test_columns_that_are_not_ours_are_left_out_and_the_private_ones_called_by_name() -> None:
    made = book(sheets())
    made["Người"]["L1"], made["Người"]["M1"] = "Ghi chú", "Số CCCD"

    _, remarks = read(saved(made))

    assert [str(remark) for remark in remarks][:2] == [
        "Người hàng 1, cột Ghi chú: Cột này không dùng đến, không được lưu.",
        "Người hàng 1, cột Số CCCD: Cột này không được lưu. Chương trình không cần điều này; nên "
        "xóa khỏi tệp.",
    ]


def test_a_column_that_stands_twice_is_refused() -> None:
    made = book(sheets())
    made["Thôn bản"]["C1"] = "Mã bản"

    assert faults(saved(made)) == [
        "Thôn bản hàng 1, cột Mã bản: Cột này có hai lần. Hãy bỏ bớt một."
    ]


def test_a_sheet_without_a_header_says_which_columns_it_needs() -> None:
    made = book(sheets())
    made["Dòng họ"].delete_rows(1)

    assert (
        "Dòng họ: Không thấy hàng tiêu đề. Hãy ghi các cột: Mã dòng họ, Tên dòng họ, Mã thôn bản."
        in (faults(saved(made)))
    )


def test_the_example_row_is_not_loaded_and_that_is_said() -> None:
    villages = [{"code": "(ví dụ) B01", "name": "Bản Nà Đon (mẫu)"}, *SHEETS["villages"]]

    found, remarks = read(xlsx(villages=villages))

    assert len(found.villages) == 2
    assert str(remarks[0]) == (
        "Thôn bản hàng 2: Hàng ví dụ, không nạp: (ví dụ) B01 · Bản Nà Đon (mẫu)"
    )


def test_an_example_row_that_was_only_half_overwritten_is_no_example() -> None:
    content = xlsx(villages=one("villages", 0, name="(ví dụ) Bản Mẫu"))

    assert faults(content) == [
        'Thôn bản hàng 2, cột Tên thôn bản: Ô này còn chữ "(ví dụ)". Hãy sửa lại ô này, hoặc xóa '
        "cả hàng ví dụ."
    ]


# ---- the commune


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"code": "99999"}, 'Xã hàng 2, cột Mã xã: Không có xã, phường nào mang mã "99999".'),
        ({"code": "12"}, 'Xã hàng 2, cột Mã xã: Không có xã, phường nào mang mã "12".'),
        ({"name": "xã Bình Minh"}, "Xã hàng 2, cột Tên xã: Mã 03390 là xã Bình Lư, tỉnh Lai Châu,"),
        ({"province": "Lào Cai"}, "Xã hàng 2, cột Tỉnh: xã Bình Lư thuộc tỉnh Lai Châu,"),
        ({"province": "Xứ Mẫu"}, 'Xã hàng 2, cột Tỉnh: Không có tỉnh nào tên "Xứ Mẫu".'),
        ({"area": "miền núi"}, 'Xã hàng 2, cột Vùng: Không có "miền núi" trong danh sách.'),
    ],
)
def test_a_commune_that_does_not_agree_with_the_official_list_is_refused(
    changed: dict[str, object], told: str
) -> None:
    (found,) = faults(xlsx(commune=one("commune", 0, **changed)))

    assert found.startswith(told)


def test_one_file_is_of_one_commune() -> None:
    twice = [*SHEETS["commune"], *SHEETS["commune"]]

    assert faults(xlsx(commune=twice))[0].startswith("Xã hàng 3: Mỗi tệp chỉ có một xã.")
    assert faults(xlsx(commune=[]))[0] == "Xã: Hãy ghi một hàng: mã và tên của xã."


# ---- what refers to what


def test_a_village_may_be_named_where_its_code_is_asked_for() -> None:
    households = one("households", 0, village="ban na don (mau)")

    assert roster(xlsx(households=households)).households["03390-B01-01"].village == "03390-B01"


def test_a_name_that_two_villages_have_is_asked_back() -> None:
    content = xlsx(
        villages=[{"code": code, "name": "Bản Mẫu"} for code in ("B01", "B02")],
        households=one("households", 0, village="Bản Mẫu"),
    )

    assert faults(content) == [
        'Hộ gia đình hàng 2, cột Mã thôn bản: Có 2 "Bản Mẫu" ở trang Thôn bản: hãy ghi mã (B01, '
        "B02)."
    ]


def test_no_two_things_share_a_code_on_whatever_sheets() -> None:
    content = xlsx(units=one("units", 0, code="dh01"), people=[])

    assert faults(content) == [
        "Đơn vị hàng 2, cột Mã đơn vị: Mã này đã dùng ở trang Dòng họ, hàng 2. Hãy đặt mã khác."
    ]


def test_more_adults_than_people_is_noticed() -> None:
    (fault,) = faults(xlsx(households=one("households", 0, adults=6)))

    assert fault == (
        "Hộ gia đình hàng 2, cột Số người lớn: Số người lớn nhiều hơn số người của hộ. Hãy sửa lại."
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"roles": "vua"}, 'Vai trò: Không có vai trò "vua".'),
        ({"households": "", "roles": "đại diện hộ"}, "Vai trò: Đại diện hộ nào?"),
        ({"roles": "trưởng bản B09"}, 'Vai trò: Trang Thôn bản không có "B09".'),
        ({"roles": "cán bộ xã B01"}, 'Vai trò: Sau vai trò này không cần ghi gì. Hãy bỏ "B01".'),
        ({"village": "B02"}, "Mã thôn bản: Hộ của người này ở B01, không phải ở đây."),
        ({"you": "mày"}, 'Gọi là: Không có "mày" trong danh sách.'),
    ],
)
def test_what_does_not_fit_a_person_is_told(changed: dict[str, object], told: str) -> None:
    found = faults(xlsx(people=one("people", 0, **changed)))

    assert [fault for fault in found if fault.startswith(f"Người hàng 2, cột {told}")]


def test_somebody_of_nowhere_is_asked_where_he_lives() -> None:
    content = xlsx(people=[{"name": "Lạ Mẫu"}])

    assert faults(content) == [
        "Người hàng 2, cột Mã thôn bản: Chưa rõ người này ở đâu. Hãy ghi mã thôn bản, mã hộ hoặc "
        "mã đơn vị."
    ]


def test_one_person_may_answer_for_several_households_and_see_the_province() -> None:
    people = one(
        "people", 0, roles="đại diện hộ; đại diện hộ B02-01, xem số liệu tỉnh", clan_head=""
    )

    found = roster(xlsx(people=people)).people["03390-N00001"]

    assert found.duties == (
        Duty("household", "03390-B01-01"),
        Duty("household", "03390-B02-01"),
        Duty("province_viewer", "12"),
    )


def test_what_may_be_missing_is_only_remarked() -> None:
    households = one("households", 1, village="B01", name="lò văn mẫu")

    _, remarks = read(xlsx(households=households, people=[]))

    assert [str(remark) for remark in remarks] == [
        "Thôn bản hàng 2: Bản Nà Đon (mẫu) chưa có trưởng thôn bản ở trang Người.",
        "Thôn bản hàng 3: Bản Nà Khum (mẫu) chưa có trưởng thôn bản ở trang Người.",
        "Người: Chưa có ai là cán bộ xã, nên chưa ai thẩm định được.",
        "Hộ gia đình hàng 3: Cùng bản, cùng chủ hộ với hộ B01-01. Có phải một hộ ghi hai lần?",
    ]


# ---- files that are not what they say


@pytest.mark.parametrize("content", [b"", b"ma,ten\n1,2\n", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(WorkbookError):
        reading.draft(content)


def test_a_file_larger_than_any_commune_is_refused() -> None:
    with pytest.raises(WorkbookError, match="30 MB"):
        reading.draft(bytes(intake.MOST_BYTES + 1))


def test_a_file_that_swells_when_unpacked_is_refused() -> None:
    out = io.BytesIO(xlsx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(30_000_000))

    with pytest.raises(WorkbookError, match="quá lớn"):
        reading.draft(out.getvalue())


def test_a_sheet_of_more_rows_than_a_commune_has_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(intake, "MOST_ROWS", 1)

    with pytest.raises(WorkbookError, match="hơn 1 hàng"):
        reading.draft(xlsx())


def test_a_file_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_CELLS", 10)

    with pytest.raises(WorkbookError, match="hơn 10 ô"):
        reading.draft(xlsx())


def test_after_many_faults_nobody_reads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_FAULTS", 3)
    wrong = [{"code": f"mã {n}", "name": "Bản Mẫu"} for n in range(9)]

    assert len(faults(xlsx(villages=wrong))) == 3


def test_every_column_has_a_note_that_excel_can_show() -> None:
    columns = [column for key in SHEETS for column in plan(key).columns]

    assert all(0 < len(column.note) <= 255 for column in columns)
    assert all(len(column.title) <= 32 for column in columns)
    assert all(len(",".join(column.choices)) <= 253 for column in columns)
    assert not any("," in choice for column in columns for choice in column.choices)


def test_a_name_that_looks_like_a_formula_stays_a_name() -> None:
    made = book(sheets())
    made["Thôn bản"]["B2"] = "=Bản Mẫu"
    made["Thôn bản"]["B2"].data_type = "s"

    assert isinstance(made, openpyxl.Workbook)
    assert roster(saved(made)).villages["03390-B01"].name == "=Bản Mẫu"
