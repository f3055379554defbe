"""The shipped plans against what their documents say: every figure, every day, every title."""

from collections import Counter

import pytest

from flows.plan import amounts, days, rules
from flows.plan.model import Target
from flows.plan.shipped import plans

FIGURES = {
    "binh_lu_2026": {
        2030: "100% 80% 75% 75% 100% 60%+ 80%+ 75% ~70% 70%",
    },
    "van_hoa_2022": {
        2025: "100% 85% 85% 90% 100% 60% 70% có 80%",
        2030: "100% 95% 90% 100% 100% 80% 90% 95%",
    },
    "tuyen_quang_2022": {
        2025: "100% 70% 65% 65% 80% 40% 60% 70% 60% 100% 40%",
        2030: "100% 80% 75% 75% 90% 60% 80% 70% 90% 80%",
    },
    "my_loc_2022": {
        2025: "100% 100% 100% 100% 60% 60% ~50% 12% 60% 70% 40% có",
        2030: "100% - 100% 100% 70% 80% 70% 15% 80% 90% 60% có",
    },
    "lai_chau_2023": {},
    "quoc_gia": {},
}
"""The figures in the order of the documents; "+" is "trở lên", "~" is "khoảng", "-" is none."""

COUNTED = {
    ("binh_lu_2026", 2030): {"family": [80], "clan": [75], "village": [75], "unit": [100]},
    ("van_hoa_2022", 2025): {"family": [85], "clan": [85], "village": [90], "unit": [100]},
    ("van_hoa_2022", 2030): {"family": [95], "clan": [90], "village": [100], "unit": [100]},
    ("tuyen_quang_2022", 2025): {"family": [70], "clan": [65], "village": [65], "unit": [80]},
    ("tuyen_quang_2022", 2030): {"family": [80], "clan": [75], "village": [75], "unit": [90]},
}
CITIZENS = {
    ("binh_lu_2026", 2030): [60, 80],
    ("van_hoa_2022", 2025): [60, 70],
    ("van_hoa_2022", 2030): [80, 90],
    ("tuyen_quang_2022", 2025): [40, 60],
    ("tuyen_quang_2022", 2030): [60, 80],
    ("my_loc_2022", 2025): [40],
    ("my_loc_2022", 2030): [60],
}

WORDED = {
    "binh_lu_2026": {
        "BLD1": "trước 31/12 hằng năm",
        "BLD2": "không nêu ngày (hằng năm)",
        "BLD3": "không nêu ngày (theo quy định)",
        "BLD4": "không nêu ngày (theo quy định)",
        "BLD5": "không nêu ngày (theo quy định)",
        "BLD6": "không nêu ngày (hằng năm)",
        "BLD7": "không nêu ngày (sau 5 năm và cuối giai đoạn 2026-2030)",
        "BLD8": "không nêu ngày (định kỳ, đột xuất theo quy định)",
    },
    "van_hoa_2022": {
        "VHD1": "trước 5/12 hằng năm",
        "VHD2": "quý IV hằng năm",
        "VHD3": "quý II/2026",
        "VHD4": "quý IV/2030",
        "VHD5": "không nêu ngày (5 năm một lần)",
        "VHD6": "không nêu ngày (định kỳ)",
        "VHD7": "không nêu ngày (hằng năm)",
        "VHD8": "không nêu ngày (khi có khó khăn, vướng mắc)",
    },
    "tuyen_quang_2022": {
        "TQD1": "trước 20/12 hằng năm",
        "TQD2": "trước 25/12 hằng năm",
        "TQD3": "quý II/2026",
        "TQD4": "quý IV/2030",
        "TQD5": "không nêu ngày (hằng năm)",
    },
    "my_loc_2022": {
        "MLD1": "trước 30/11 hằng năm",
        "MLD2": "trước 10/12 hằng năm",
        "MLD3": "trước 15/12 hằng năm",
        "MLD4": "năm 2025",
        "MLD5": "năm 2030",
    },
    "lai_chau_2023": {
        "LCD1": "trước 1/12 hằng năm",
        "LCD2": "trước 10/12 hằng năm",
        "LCD3": "năm 2025",
        "LCD4": "năm 2030",
        "LCD5": "không nêu ngày (hằng năm)",
    },
    "quoc_gia": {
        "X1": "trước 15/1 năm sau",
        "X2": "trước 15/2 năm sau",
        "X3": "trước 28/2 năm sau",
        "X4": "trước 31/3 năm sau",
        "X5": "trước 25/11 hằng năm",
    },
}
OF_THE_SEEDS = sorted(set(plans()) - {"quoc_gia"})


def figure(target: Target) -> str:
    if target.unit != "percent":
        return {"yes": "có", "words": "-"}[target.unit]
    about, up = target.op == "~", target.op == ">="
    return f"{'~' if about else ''}{target.value:g}%{'+' if up else ''}"


@pytest.mark.parametrize("code", plans())
def test_the_figures_are_those_of_the_document(code: str) -> None:
    plan = plans()[code]
    found = {
        year: " ".join(figure(target) for target in plan.targets if target.year == year)
        for year in sorted({target.year for target in plan.targets})
    }

    assert found == FIGURES[code]


@pytest.mark.parametrize("code", plans())
def test_the_days_are_worded_as_in_the_document(code: str) -> None:
    found = {each.code: rules.worded(each.rule) for each in plans()[code].deadlines}

    assert found == WORDED[code]


def test_all_that_the_five_documents_ask_is_there() -> None:
    five = [plans()[code] for code in OF_THE_SEEDS]

    assert len(five) == 5
    assert sum(len(plan.targets) for plan in five) == 72
    assert sum(len(plan.deadlines) for plan in five) == 31


@pytest.mark.parametrize(("code", "year"), COUNTED)
def test_the_goals_of_each_title(code: str, year: int) -> None:
    found = {
        title: [target.value for target in days.goal(plans()[code], title, year)]
        for title in ("family", "clan", "village", "unit")
    }

    assert found == COUNTED[code, year]


@pytest.mark.parametrize(("code", "year"), CITIZENS)
def test_the_goals_of_citizens(code: str, year: int) -> None:
    found = days.goal(plans()[code], "citizen", year)

    assert [target.value for target in found] == CITIZENS[code, year]


def test_between_two_goals_the_later_one_is_next() -> None:
    found = days.goal(plans()["van_hoa_2022"], "family", 2026)

    assert [(target.code, target.year) for target in found] == [("VH11", 2030)]


def test_only_what_the_program_counts_has_a_title() -> None:
    counted = {target.model for plan in plans().values() for target in plan.targets if target.title}

    assert counted == {"family", "clan", "village", "unit", "citizen"}


def test_every_open_base_has_its_readings() -> None:
    found = {
        target.code: len(target.bases)
        for plan in plans().values()
        for target in plan.targets
        if target.ambiguity
    }

    assert found == {"BL9": 2, "TQ9": 2, "TQ21": 2, "ML8": 3, "ML20": 3}


def test_no_code_stands_in_two_plans() -> None:
    codes = Counter(
        each.code
        for plan in plans().values()
        for each in (*plan.targets, *plan.deadlines, *plan.events)
    )

    assert [code for code, times in codes.items() if times > 1] == []


def test_a_document_that_leaves_its_number_blank_has_none() -> None:
    numbers = {code: plans()[code].source.number for code in OF_THE_SEEDS}

    assert numbers == {
        "binh_lu_2026": "",
        "lai_chau_2023": "",
        "my_loc_2022": "",
        "tuyen_quang_2022": "108/KH-UBND",
        "van_hoa_2022": "38/KH-UBND",
    }


def test_the_plan_without_figures_names_its_titles() -> None:
    goals = plans()["lai_chau_2023"].title_goals

    assert [goal.title for goal in goals] == [
        *("", "", "", "commune"),
        *("family", "clan", "unit", "citizen"),
    ]


def test_what_holds_in_the_whole_country_is_never_called_read() -> None:
    nation = plans()["quoc_gia"]

    assert {each.confidence for each in nation.deadlines} <= {"inferred", "unverified"}
    assert all(each.source for each in (*nation.deadlines, *nation.events))


@pytest.mark.parametrize("code", plans())
def test_what_a_plan_says_reads_back_as_the_same(code: str) -> None:
    plan = plans()[code]

    for each in (*plan.deadlines, *plan.events):
        assert rules.rule(rules.worded(each.rule)) == each.rule
    for target in plan.targets:
        said = amounts.worded(target.op, target.value, target.unit)
        assert amounts.amount(said) == amounts.Amount(target.op, target.value, target.unit)
