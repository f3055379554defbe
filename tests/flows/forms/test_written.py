"""A questionnaire in another format is the same questionnaire."""

import shutil
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from pyxform.validators import odk_validate

from flows.forms import convert, loading, sheets, written
from flows.forms.faults import WorkbookError
from flows.forms.workbook import Workbook

PACKS = sorted(
    path.name
    for path in (files("flows") / "library" / "packs").iterdir()
    if path.name[-3:] == ".md"
)
ODD = r"""# first of all
| survey | type | name | label | hint |
# about the next line

| | text | a | sách \| vở | =1+1 |
| | note | b | 00123 | #N/A |
# the end
| choices | list_name | name | label |
| | l | x | Có |
# and nothing after it
"""


def pack(name: str) -> bytes:
    return (files("flows") / "library" / "packs" / name).read_bytes()


def through(workbook: Workbook, file_name: str) -> Workbook:
    """The workbook, written in that format and read again."""
    return sheets.read(written.write(workbook, file_name), file_name)


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("other", ["phieu.xlsx", "phieu.csv", "phieu.md"])
def test_a_pack_comes_back_letter_for_letter(name: str, other: str) -> None:
    content = pack(name)

    back = written.as_md(through(sheets.read(content, name), other))

    assert back == content


@pytest.mark.parametrize("other", ["phieu.xlsx", "phieu.csv"])
def test_comments_blank_lines_and_odd_cells_come_back(other: str) -> None:
    back = written.as_md(through(sheets.read(ODD.encode(), "odd.md"), other))

    assert back.decode() == ODD


def test_no_cell_becomes_a_formula_or_a_number() -> None:
    content = written.as_xlsx(sheets.read(ODD.encode(), "odd.md"))

    page = openpyxl.load_workbook(BytesIO(content))["survey"]
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value} == {"s"}


def test_a_line_break_is_no_loss_in_csv_and_is_refused_in_md() -> None:
    content = 'survey,type,name,label\n,note,a,"hai\ndòng"\n'.encode()
    workbook = sheets.read(content, "hai.csv")

    again = through(workbook, "hai.xlsx")
    with pytest.raises(WorkbookError) as refused:
        written.as_md(workbook)

    assert again.sheet("survey").rows[0].cell("label") == "hai\ndòng"
    assert [(f.sheet, f.row, f.column) for f in refused.value.faults] == [("survey", 2, "label")]


def test_another_ending_is_refused() -> None:
    with pytest.raises(WorkbookError, match=r"\.xlsx, \.csv, \.md"):
        written.write(sheets.read(ODD.encode(), "odd.md"), "phieu.doc")


@pytest.mark.parametrize("name", PACKS)
def test_odks_own_validator_takes_the_expanded_pack(name: str, tmp_path: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("ODK Validate needs Java")
    plain = through(loading.plain(sheets.read(pack(name), name)), "odk.xlsx")
    form = tmp_path / "form.xml"
    form.write_text(convert.to_xform(plain))

    warnings = odk_validate.check_xform(str(form))

    assert warnings == []


@pytest.mark.parametrize("name", PACKS)
def test_the_expanded_pack_has_only_sheets_that_odk_knows(name: str) -> None:
    plain = loading.plain(sheets.read(pack(name), name))

    assert set(plain.sheets) <= {"survey", "choices", "settings"}
    assert loading.load(written.as_xlsx(plain), "odk.xlsx")[0].id
