"""The targets become plain calculates, and whatever is wrong with them is told with its row."""

import pytest
from levelled_forms import COMMUNE

from flows.forms import convert, level_sheets, loading, sheets
from flows.forms.faults import WorkbookError


def calculations() -> dict[str, str]:
    expanded, _ = level_sheets.expand(sheets.read(COMMUNE.encode(), "xa.md"))
    return {
        row.cell("name"): row.cell("calculation")
        for row in expanded.sheet("survey").rows
        if row.cell("type") == "calculate"
    }


def faults(old: str, new: str) -> list[tuple[str, str, str]]:
    """What is said of the small pack after one change: sheet, column, text."""
    changed = COMMUNE.replace(old, new)
    assert changed != COMMUNE
    with pytest.raises(WorkbookError) as wrong:
        loading.load(changed.encode(), "phieu.md")
    return [(fault.sheet, fault.column, fault.text) for fault in wrong.value.faults]


def test_each_target_each_level_and_the_level_reached_become_calculates() -> None:
    assert calculations() == {
        "holds_plan": "if(${plan} = 'yes', 'yes', 'no')",
        "holds_talks": "if(${talks} >= 3, 'yes', 'no')",
        "holds_others": "if(${rest} = 'yes', 'yes', 'no')",
        "holds_fund": "if(${fund} = 'yes', 'yes', 'no')",
        "level_1": "if(${holds_plan} = 'yes' and ${holds_talks} = 'yes' "
        "and ${holds_others} = 'yes', 'yes', 'no')",
        "level_2": "if(${holds_fund} = 'yes', 'yes', 'no')",
        "level": "if(${level_1} = 'yes', if(${level_2} = 'yes', 2, 1), 0)",
    }


def test_a_pack_with_levels_has_no_points() -> None:
    form, remarks = loading.load(COMMUNE.encode(), "phieu.md")

    assert form.score is None
    assert form.levels is not None
    assert remarks == ()


def test_odk_collect_reads_it_as_any_form() -> None:
    expanded, _ = level_sheets.expand(sheets.read(COMMUNE.encode(), "xa.md"))

    assert 'nodeset="/data/level"' in convert.to_xform(expanded)


def test_rows_may_stand_in_any_order_of_levels() -> None:
    lines = COMMUNE.split("\n")
    second = next(line for line in lines if line.startswith("| | 2 | means"))
    lines.remove(second)
    first = next(at for at, line in enumerate(lines) if line.startswith("| | 1 | lead"))
    lines.insert(first, second)

    form, _ = loading.load("\n".join(lines).encode(), "phieu.md")

    assert form.levels is not None
    assert [level.number for level in form.levels.levels] == [1, 2]


@pytest.mark.parametrize(
    ("old", "new", "sheet", "column"),
    [
        ("| | 2 | means | fund", "| | 0 | means | fund", "targets", "level"),
        ("| | 2 | means | fund", "| | 3 | means | fund", "targets", "level"),
        ("| | 2 | means | fund", "| | 2 | mean | fund", "targets", "criterion"),
        ("| | 2 | means | fund |", "| | 2 | means | 2nd |", "targets", "target"),
        ("| | 2 | means | fund |", "| | 2 | means | plan |", "targets", "target"),
        ("| rest | | yes |", "| talks | | yes |", "targets", "holds"),
        ("| rest | | yes |", "| nobody | | yes |", "targets", "holds"),
        ("| rest | | yes |", "| rest | | maybe |", "targets", "open"),
        ("${talks} >= 3", "${talk} >= 3", "targets", "holds"),
        ("${talks} >= 3", "${talks} >=", "targets", "holds"),
        ("| | plan_photo |", "| | talks |", "targets", "evidence"),
        ("| | lead | Lãnh", "| | total | Tổng | All |\n| | lead | Lãnh", "criteria", "criterion"),
        ("| | lead | Lãnh", "| | more | Thêm | More |\n| | lead | Lãnh", "criteria", "criterion"),
        ("| integer | talks |", "| integer | level |", "survey", "name"),
        ("| integer | talks |", "| integer | holds_plan |", "survey", "name"),
    ],
)
def test_each_fault_names_its_sheet_and_column(old: str, new: str, sheet: str, column: str) -> None:
    found = [(where, what) for where, what, _ in faults(old, new)]

    assert (sheet, column) in found


def test_points_and_levels_in_one_pack_are_one_too_many() -> None:
    more = "| indicators | criterion | indicator | max |\n| | lead | plan | 10 |\n\n| pack |"

    (fault,) = faults("| pack |", more)

    assert fault[0] == "indicators"
    assert "Hãy bỏ một trong hai" in fault[2]


def test_a_level_has_no_points_to_reach() -> None:
    old = "| criteria | criterion | label::Tiếng Việt (vi) | label::English (en) |\n| | lead |"
    new = (
        "| criteria | criterion | label::Tiếng Việt (vi) | label::English (en) | threshold |\n"
        "| | lead | Lãnh đạo | Leading | 5 |\n| | leads |"
    )

    found = faults(old, new)

    assert ("criteria", "threshold") in [fault[:2] for fault in found]
