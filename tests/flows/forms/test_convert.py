"""Conversion to XForm, and what becomes of pyxform's complaints."""

import shutil
import subprocess
from pathlib import Path

import pytest
import pyxform
from defusedxml.ElementTree import fromstring
from workbook_files import FAMILY, csv, md, small, xlsx

from flows.forms import convert, scoring_sheets, sheets
from flows.forms.faults import Fault, WorkbookError

XFORMS = "{http://www.w3.org/2002/xforms}"
VALIDATOR = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"


def family() -> str:
    workbook, _ = scoring_sheets.expand(md(FAMILY))
    return convert.to_xform(workbook)


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(WorkbookError) as caught:
        convert.to_xform(scoring_sheets.expand(md(text))[0])
    return caught.value.faults


def test_the_scores_are_ordinary_binds_of_the_form() -> None:
    binds = {bind.get("nodeset"): bind for bind in fromstring(family()).iter(f"{XFORMS}bind")}

    assert binds["/data/total"].get("calculate") == "round( /data/pts_home  +  /data/pts_extra , 4)"
    assert "/data/pt_study" in binds


def test_the_points_of_choices_travel_with_the_form() -> None:
    instances = fromstring(family()).iter(f"{XFORMS}instance")

    often = next(one for one in instances if one.get("id") == "often")

    assert [item.text for item in often.iter(f"{XFORMS}points")] == ["10", "4.5", "-3"]


def test_the_root_node_may_be_named() -> None:
    xform = convert.to_xform(md(small("text | a | Tên?")), form_name="phieu")

    assert 'nodeset="/phieu/a"' in xform


def test_the_same_workbook_always_gives_the_same_form() -> None:
    assert family() == family()


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_it_does_not_matter_in_which_kind_of_file_a_form_comes(ending: str) -> None:
    tables = {
        sheet.name: [sheet.header, *([row.cell(h) for h in sheet.header] for row in sheet.rows)]
        for sheet in md(FAMILY).sheets.values()
    }
    content = xlsx(tables) if ending == ".xlsx" else csv(tables)

    workbook, _ = scoring_sheets.expand(sheets.read(content, f"phieu{ending}"))

    assert convert.to_xform(workbook) == family()


@pytest.mark.skipif(not shutil.which("java"), reason="ODK Validate runs on Java")
def test_odk_validate_takes_the_expanded_form(tmp_path: Path) -> None:
    file = tmp_path / "family.xml"
    file.write_text(family(), encoding="utf-8")

    said = subprocess.run(
        [str(shutil.which("java")), "-jar", str(VALIDATOR), str(file)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stderr


def test_a_text_that_names_a_file_is_still_only_a_text(tmp_path: Path) -> None:
    xform = convert.to_xform(md(small(f"text | a | {tmp_path}")))

    assert str(tmp_path) in xform


def test_a_complaint_keeps_its_sheet_row_and_column() -> None:
    (fault,) = faults(small("text | a | Tên?", "", "text | b | ${c}?"))

    assert (fault.sheet, fault.row, fault.column) == ("survey", 4, "label")
    assert "${…}" in fault.text


def test_a_complaint_about_a_generated_row_names_the_row_it_was_made_from() -> None:
    scoring = (
        "| criteria | criterion |\n| | home |\n"
        "| indicators | criterion | indicator | points | max |\n| | home | x | ${nobody} | 5 |"
    )

    (fault,) = faults(small("text | a | Tên?", then=scoring))

    assert (fault.sheet, fault.row) == ("indicators", 6)


def test_a_complaint_nobody_foresaw_is_quoted() -> None:
    survey = "| survey | type | name | label | parameters |\n| | range | a | Mấy? | start=x |"

    (fault,) = faults(survey)

    assert (fault.sheet, fault.row, fault.column) == ("survey", 2, "parameters")
    assert fault.text.startswith("Không chuyển được")
    assert "must be a number" in fault.text


def test_a_stumble_inside_pyxform_is_still_told_as_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise TypeError("list indices must be integers")

    monkeypatch.setattr(convert, "pyxform_convert", stumble)

    (fault,) = faults(small("text | a | Tên?"))

    assert fault.text.startswith("Không chuyển được")


def test_every_line_of_a_long_complaint_becomes_a_fault() -> None:
    choices = "| choices | list_name | name | label |" + "\n| | l | a | A |" * 3

    found = faults(small("select_one l | a | Chọn?", then=choices))

    assert [(fault.sheet, fault.row) for fault in found] == [("choices", 5), ("choices", 6)]


def test_an_empty_workbook_is_no_form() -> None:
    (fault,) = faults("| settings | form_title |\n| | Phiếu |")

    assert fault.sheet == "survey"


def test_a_warning_that_matters_is_kept_and_not_serious() -> None:
    converted = convert.convert(md(small("text | ten | Tên?", "text | Ten | Tên?")))

    (fault,) = converted.warnings
    assert (fault.row, fault.column, fault.serious) == (3, "name", False)
