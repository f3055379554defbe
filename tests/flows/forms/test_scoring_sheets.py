"""The two scoring sheets become calculations that any XForm engine works out."""

from workbook_files import FAMILY, md, small

from flows.forms import scoring_sheets
from flows.forms.workbook import Workbook
from flows.scoring import Limit, ScoreModel

CHOICES = "| choices | list_name | name | label | points |\n| | often | yes | Có | 5 |"
CRITERIA = "| criteria | criterion | threshold |\n| | home | |"
INDICATORS = "| indicators | criterion | indicator | points | max | min | applies |"


def expanded(text: str) -> tuple[Workbook, ScoreModel]:
    workbook, model = scoring_sheets.expand(md(text))
    assert model is not None
    return workbook, model


def calculations(text: str) -> dict[str, str]:
    rows = expanded(text)[0].sheets["survey"].rows
    return {row.cell("name"): row.cell("calculation") for row in rows if row.source}


def one_indicator(row: str) -> dict[str, str]:
    sheets = "\n".join([CHOICES, CRITERIA, INDICATORS, row])
    return calculations(small("select_one often | reads | Đọc?", then=sheets))


def test_each_indicator_and_criterion_gets_its_calculations_in_order() -> None:
    assert list(calculations(FAMILY)) == [
        *("pt_reads", "ok_reads", "pt_helps", "mx_helps", "ok_helps", "pt_study"),
        *("pts_home", "max_home", "ok_home", "pts_extra", "max_extra"),
        *("total", "total_max", "verdict"),
    ]


def test_the_model_says_where_each_figure_will_stand() -> None:
    _, model = expanded(FAMILY)

    home = model.criteria[0]
    reads, helps = home.indicators
    assert (home.points_at, home.most_at, home.passed_at) == ("pts_home", "max_home", "ok_home")
    assert (reads.points_at, reads.most_at, reads.passed_at) == ("pt_reads", "", "ok_reads")
    assert (helps.most_at, helps.least, helps.evidence) == ("mx_helps", 3, "")
    assert (reads.question, reads.evidence, reads.most) == ("reads", "reads_photo", 8)
    assert model.criteria[1].passed_at == ""
    assert (model.area, model.verdict_at) == ("area", "verdict")


def test_an_indicator_with_its_own_points_needs_no_question() -> None:
    _, model = expanded(FAMILY)

    study = model.criteria[1].indicators[0]

    assert (study.name, study.question) == ("study", "")


def test_labels_keep_their_languages() -> None:
    _, model = expanded(FAMILY)

    assert model.criteria[0].label == {
        "Tiếng Việt (vi)": "Nếp học trong nhà",
        "English (en)": "Habits",
    }
    assert model.criteria[0].indicators[0].label == {"English (en)": "Reading"}


def test_a_plain_label_belongs_to_no_language_when_the_form_has_none() -> None:
    sheets = "| criteria | criterion | label |\n| | home | Nhà |\n" + INDICATORS
    row = "\n| | home | n | ${a} | 5 | | |"

    _, model = expanded(small("integer | a | Mấy?", then=sheets + row))

    assert model.criteria[0].label == {"": "Nhà"}


def test_a_plain_label_belongs_to_the_default_language_beside_translations() -> None:
    languages = "| criteria | criterion | label | label::English (en) |\n| | home | Nhà | Home |\n"
    settings = "\n| settings | default_language |\n| | vi |"
    row = "\n| | home | n | ${a} | 5 | | |"

    _, model = expanded(small("integer | a | Mấy?", then=languages + INDICATORS + row + settings))

    assert model.criteria[0].label == {"vi": "Nhà", "English (en)": "Home"}


def test_thresholds_may_differ_by_area() -> None:
    _, model = expanded(FAMILY)

    threshold = model.criteria[0].threshold

    assert threshold.limit("remote") == Limit(30, percent=True)
    assert threshold.limit("normal") == threshold.limit("") == Limit(60, percent=True)


def test_points_of_choices_that_all_fit_are_looked_up_and_nothing_more() -> None:
    made = one_indicator("| | home | reads | | 5 | | |")

    assert made["pt_reads"] == "coalesce(instance('often')/root/item[name = ${reads}]/points, 0)"


def test_points_of_choices_that_may_be_too_many_are_capped() -> None:
    made = one_indicator("| | home | reads | | 4.5 | | |")

    assert made["pt_reads"] == (
        "if((coalesce(instance('often')/root/item[name = ${reads}]/points, 0)) > 0, "
        "min(round(coalesce(instance('often')/root/item[name = ${reads}]/points, 0), 4), 4.5), 0)"
    )


def test_an_indicator_that_does_not_apply_leaves_points_maximum_and_least() -> None:
    made = one_indicator("| | home | half | ${reads} = 'yes' | 2.50 | 1 | ${reads} != '' |")

    assert made["pt_half"] == (
        "if(${reads} != '', if((${reads} = 'yes') > 0, min(round(${reads} = 'yes', 4), 2.5), 0), 0)"
    )
    assert made["mx_half"] == "if(${reads} != '', 2.5, 0)"
    assert made["ok_half"] == "if(${reads} != '', if(${pt_half} >= 1, 'yes', 'no'), '')"


def test_a_form_with_nothing_to_reach_has_no_verdict() -> None:
    made = one_indicator("| | home | reads | | 5 | | |")

    assert "verdict" not in made
    assert made["total"] == "round(${pts_home}, 4)"


def test_one_least_is_enough_for_a_verdict() -> None:
    made = one_indicator("| | home | reads | | 5 | 2 | |")

    assert made["verdict"] == "if(${ok_reads} != 'no', 'pass', 'fail')"


def test_generated_rows_point_to_the_rows_they_were_made_from() -> None:
    rows = expanded(FAMILY)[0].sheets["survey"].rows

    origins = {row.cell("name"): (row.source, row.number) for row in rows if row.source}

    assert origins["pt_helps"] == ("indicators", 29)
    assert origins["ok_home"] == ("criteria", 23)
    assert origins["total"] == ("criteria", 25)


def test_a_workbook_without_scoring_sheets_stays_as_it_was() -> None:
    workbook = md(small("text | a | Tên?"))

    assert scoring_sheets.expand(workbook) == (workbook, None)


def test_the_authors_own_sheets_are_not_changed() -> None:
    workbook = md(FAMILY)
    before = workbook.sheets["survey"].rows

    scoring_sheets.expand(workbook)

    assert workbook.sheets["survey"].rows is before


def test_rows_with_a_fault_are_left_out_of_the_scores() -> None:
    made = one_indicator("| | home | reads | | five | | |\n| | home | reads2 | ${reads} | 5 | | |")

    assert [name for name in made if name.startswith("pt_")] == ["pt_reads2"]
