"""A plan in a terminal: what stands there, in what order, within eighty columns."""

from datetime import date

import pytest

from flows.plan import days, rules, showing
from flows.plan.model import Deadline, Plan, Source
from flows.plan.shipped import plans

NOW = date(2026, 11, 21)


def page(code: str, year: int = 2026) -> list[str]:
    return list(showing.page(plans()[code], year, NOW))


def entry(lines: list[str], code: str) -> list[str]:
    """The lines of one entry, up to the next one."""
    first = next(at for at, line in enumerate(lines) if line.startswith(f"  {code} "))
    rest = lines[first + 1 :]
    length = next((n for n, line in enumerate(rest) if not line.startswith(" " * 8)), len(rest))
    return [line.strip() for line in lines[first : first + 1 + length]]


@pytest.mark.parametrize("code", plans())
@pytest.mark.parametrize("year", range(2021, 2032))
def test_no_line_is_wider_than_a_terminal(code: str, year: int) -> None:
    assert max(map(len, page(code, year))) <= showing.WIDTH


@pytest.mark.parametrize("code", plans())
def test_everything_in_a_plan_is_shown_in_the_years_it_has(code: str) -> None:
    plan = plans()[code]
    years = range(plan.first_year, plan.last_year + 1)

    shown = "\n".join(line for year in years for line in page(code, year))

    flat = " ".join(shown.split())
    for each in (*plan.targets, *plan.deadlines, *plan.events):
        assert f"\n  {each.code} " in shown
        assert f"({each.section})" in flat


def test_a_report_says_its_day_its_safe_day_and_whom_it_binds() -> None:
    assert entry(page("binh_lu_2026"), "BLD1") == [
        "BLD1  trước 31/12 · an toàn đến hết 30/12 · xã phải làm",
        "Báo cáo kết quả thực hiện hai Chương trình (III.8, đoạn 1)",
        "UBND xã → UBND tỉnh, Hội Khuyến học cấp trên",
    ]


def test_what_binds_by_inference_says_so_and_why() -> None:
    found = entry(page("lai_chau_2023"), "LCD1")

    assert found[0] == "LCD1  trước 1/12 · an toàn đến hết 30/11 · xã phải làm (suy ra)"
    assert "Cấp huyện không còn từ 1/7/2025, nên xã báo cáo thẳng (suy ra)." in found


def test_what_binds_others_says_whose_it_is() -> None:
    assert entry(page("lai_chau_2023"), "LCD2")[0].endswith("· nơi khác")
    assert entry(page("tuyen_quang_2022"), "TQD2")[0].endswith("· cấp trên")


def test_while_there_was_a_district_its_report_was_its_own() -> None:
    old = list(showing.page(plans()["lai_chau_2023"], 2024, date(2024, 11, 1)))

    assert entry(old, "LCD1")[0].endswith("· cấp trên")


def test_a_day_in_the_next_year_is_shown_with_its_year() -> None:
    found = entry(page("quoc_gia"), "X3")

    assert found[0] == "X3    trước 28/2/2027 · an toàn đến hết 27/2/2027 · xã phải làm"
    assert "Đọc trên trang mạng, chưa đọc được chính văn bản." in found


def test_a_span_is_shown_from_its_first_day_to_its_last() -> None:
    assert entry(page("van_hoa_2022"), "VHD2")[0] == (
        "VHD2  quý IV · từ 1/10 đến hết 31/12 · xã phải làm"
    )
    assert entry(page("my_loc_2022", 2030), "MLD5")[0] == (
        "MLD5  năm 2030 · từ 1/1 đến hết 31/12 · cấp trên"
    )


def test_the_calendar_has_the_earliest_safe_day_first() -> None:
    shown = page("quoc_gia")
    order = [line.split()[0] for line in shown if line.startswith("  X")]

    assert order == ["X6", "X5", "X1", "X2", "X3", "X4"]


def test_an_open_base_shows_every_reading() -> None:
    found = " ".join(entry(page("binh_lu_2026"), "BL9"))

    assert "CHƯA RÕ: Câu viết “trong đó khoảng 70%”" in found
    assert "1) trong số người đạt Công dân học tập 2) trong số người đạt" in found


def test_what_has_no_day_stands_behind_the_calendar() -> None:
    shown = page("binh_lu_2026")

    assert shown.index("KHÔNG NÊU NGÀY") > shown.index("LỊCH NĂM 2026, hạn sớm đứng trước")
    assert entry(shown[shown.index("KHÔNG NÊU NGÀY") :], "BLD6")[0] == "BLD6  hằng năm"


def test_a_blank_number_is_said_to_be_blank() -> None:
    assert any("số: để trống" in line for line in page("binh_lu_2026"))
    assert any("số: 38/KH-UBND" in line for line in page("van_hoa_2022"))


def test_a_year_the_plan_does_not_have_says_which_it_has() -> None:
    assert "  Không có hạn nào có ngày. Kế hoạch này cho các năm 2026-2030." in page(
        "binh_lu_2026", 2031
    )


def test_a_part_with_nothing_in_it_is_left_out() -> None:
    assert "KHÔNG NÊU NGÀY" not in page("quoc_gia")
    assert "AI LÀM GÌ" not in page("quoc_gia")


def test_a_leap_day_is_explained_where_the_year_has_none() -> None:
    leap = Deadline("T1", "thu", rules.rule("trước 29/2 hằng năm"), "Báo cáo", "I", "xã", "commune")
    plan = Plan("thu", "Thử (mẫu)", "commune", 2026, 2030, Source("xã", "kế hoạch"), (), (leap,))

    shown = list(showing.page(plan, 2027, NOW))

    assert entry(shown, "T1") == [
        "T1    trước 29/2 · an toàn đến hết 27/2 · xã phải làm",
        "Báo cáo (I)",
        "xã",
        "Năm 2027 không có ngày 29/2, nên tính là 28/2.",
    ]


def test_a_fixed_day_stands_as_written() -> None:
    fixed = Deadline("T1", "thu", rules.rule("trước 5/12/2026"), "Báo cáo", "I", "xã")
    due = days.due(fixed, 2026)

    assert due is not None
    assert showing.when(due) == "trước 5/12 · an toàn đến hết 4/12"


def test_a_plan_in_the_list_takes_two_lines() -> None:
    assert showing.summary(plans()["binh_lu_2026"]) == (
        "binh_lu_2026      Kế hoạch xã Bình Lư 2026-2030",
        "                  cấp xã · 2026-2030 · 10 chỉ tiêu, 8 hạn (1 có ngày)",
    )
