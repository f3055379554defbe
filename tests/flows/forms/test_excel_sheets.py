"""Reading Excel workbooks, the friendly ones and the hostile ones."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.styles import Font
from workbook_files import faults_in, saved, with_part, xlsx

from flows.forms import sheets
from flows.forms.excel_sheets import PIECE

SURVEY = {"survey": [["type", "name", "label"], ["text", "a", "Tên?"]]}
SHEET_PART = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_xml(rows: str, before: str = "") -> bytes:
    data = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return data.encode()


def test_rows_have_the_numbers_that_excel_shows() -> None:
    content = xlsx({"Survey": [["Type", "name"], [], ["text", "a"], [None, None], ["note", "b"]]})

    survey = sheets.read(content, "Phiếu.XLSX").sheets["survey"]

    assert [(row.number, row.cell("name")) for row in survey.rows] == [(3, "a"), (5, "b")]


def test_numbers_dates_and_truths_read_as_an_author_would_write_them() -> None:
    morning = datetime(2026, 1, 31, 7, 30)  # noqa: DTZ001 (Excel knows no time zones)
    values = [5.0, 2.5, 0.1 + 0.2, date(2026, 1, 31), morning, True]
    content = xlsx({"pack": [list("abcdef"), values]})

    (row,) = sheets.read(content, "a.xlsx").sheets["pack"].rows

    assert list(row.cells.values()) == [
        *("5", "2.5", "0.3", "2026-01-31", "2026-01-31T07:30:00", "TRUE")
    ]


def test_a_percentage_stays_a_percentage() -> None:
    book = openpyxl.Workbook()
    book.active.title = "criteria"
    book.active.append(["criterion", "threshold"])
    book.active.append(["home", 0.07])
    book.active["B2"].number_format = "0%"

    (row,) = sheets.read(saved(book), "a.xlsx").sheets["criteria"].rows

    assert row.cell("threshold") == "7%"


def test_a_formula_gives_the_value_that_excel_kept() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"te"&amp;"xt"</f><v>text</v></c></row>'
    )
    content = with_part(xlsx(SURVEY), SHEET_PART, sheet_xml(rows))

    assert sheets.read(content, "a.xlsx").sheets["survey"].rows[0].cell("type") == "text"


def test_a_formula_that_was_never_calculated_is_reported_with_its_row() -> None:
    content = xlsx({"survey": [["type", "name"], ["text", "a"], ["text", '="b"&"c"']]})

    (fault,) = faults_in(content, "a.xlsx")

    assert (fault.sheet, fault.row, fault.column) == ("survey", 3, "name")
    assert "Công thức" in fault.text


def test_no_formula_is_missed_where_two_pieces_of_the_file_meet() -> None:
    start = '<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c><c r="B1">'
    before = len(sheet_xml(start)) - len(b"</sheetData></worksheet>")
    padding = f"<!--{'.' * (PIECE - 1 - before - 7)}-->"
    rows = f'{padding}{start}<f>"name"</f></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
    content = with_part(xlsx(SURVEY), SHEET_PART, sheet_xml(rows))

    (fault,) = faults_in(content, "a.xlsx")

    assert sheet_xml(rows).index(b"<f>") == PIECE - 1
    assert (fault.sheet, fault.row, "Công thức" in fault.text) == ("survey", 1, True)


def test_a_formula_that_failed_is_reported_with_its_row() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row>'
        '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    content = with_part(xlsx(SURVEY), SHEET_PART, sheet_xml(rows))

    (fault,) = faults_in(content, "a.xlsx")

    assert (fault.row, "#DIV/0!" in fault.text) == (2, True)


def test_cells_that_are_only_painted_do_no_harm() -> None:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name"])
    book.active.append(["text", "a"])
    book.active.cell(row=300, column=250).font = Font(bold=True)

    assert len(sheets.read(saved(book), "a.xlsx").sheets["survey"].rows) == 1


def test_what_the_sheet_says_of_its_own_size_is_not_believed() -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row>'
    lie = sheet_xml(rows).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')

    workbook = sheets.read(with_part(xlsx(SURVEY), SHEET_PART, lie), "a.xlsx")

    assert workbook.sheets["survey"].header == ("type",)


def zip_bomb() -> bytes:
    return with_part(xlsx(SURVEY), SHEET_PART, b"<a>" + b" " * 59_000_000)


def too_much_in_all() -> bytes:
    file = io.BytesIO(xlsx(SURVEY))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(70):
            archive.writestr(f"xl/media/{number}.bin", bytes(900_000))
    return file.getvalue()


def a_million_rows() -> bytes:
    rows = "".join(f'<row r="{n}"/>' for n in range(1, 300_000))
    return with_part(xlsx(SURVEY), SHEET_PART, sheet_xml(rows))


def a_row_far_away() -> bytes:
    rows = '<row r="1000000000"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row>'
    return with_part(xlsx(SURVEY), SHEET_PART, sheet_xml(rows))


def columns_far_away() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="ZZZ{n}"><v>1</v></c></row>' for n in range(1, 15_000))
    return with_part(xlsx(SURVEY), SHEET_PART, sheet_xml(rows))


def one_endless_row() -> bytes:
    return with_part(xlsx(SURVEY), SHEET_PART, sheet_xml("<row>" + "<c/>" * 2_000_000 + "</row>"))


def one_endless_tag() -> bytes:
    attributes = " ".join(f"a{n}='{n % 7}'" for n in range(100_000))
    return with_part(xlsx(SURVEY), SHEET_PART, sheet_xml(f"<row {attributes}/>"))


def endless_styles() -> bytes:
    xfs = "<cellXfs>" + "<xf/>" * 150_000 + "</cellXfs>"
    styles = f'<styleSheet xmlns="{MAIN}">{xfs}</styleSheet>'
    return with_part(xlsx(SURVEY), "xl/styles.xml", styles.encode())


def xml_entities() -> bytes:
    laughs = '<!DOCTYPE a [<!ENTITY x "haha"><!ENTITY y "&x;&x;&x;&x;">]>'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&y;</t></is></c></row>'
    return with_part(xlsx(SURVEY), SHEET_PART, sheet_xml(rows, laughs))


def utf_16() -> bytes:
    return with_part(xlsx(SURVEY), SHEET_PART, "<worksheet/>".encode("utf-16"))


def cut_short() -> bytes:
    return xlsx(SURVEY)[:-400]


HOSTILE = [
    *(zip_bomb, too_much_in_all, a_million_rows, a_row_far_away, columns_far_away),
    *(one_endless_row, one_endless_tag, endless_styles, xml_entities, utf_16, cut_short),
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence_and_little_memory(
    hostile: Callable[[], bytes],
) -> None:
    content = hostile()

    tracemalloc.start()
    faults = faults_in(content, "a.xlsx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(faults) == 1
    assert peak < 100_000_000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "mật khẩu"),
        (b"<html></html>", "hỏng"),
        (b"PK\x03\x04" + bytes(100), "hỏng"),
    ],
)
def test_what_is_not_an_excel_workbook_is_said_to_be_so(content: bytes, said: str) -> None:
    (fault,) = faults_in(content, "a.xlsx")

    assert said in fault.text


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")

    (fault,) = faults_in(file.getvalue(), "a.xlsx")

    assert "hỏng" in fault.text
