"""What an upload may cost and reach: entities stay closed, and each limit is told."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from flows.forms import beside, loading, sheets
from flows.forms.bundle import MOST_FILES
from flows.forms.faults import WorkbookError
from flows.forms.workbook import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS
from flows.xpath import XPathError, compile_expression
from tests.fuzz import files
from tests.fuzz.bases import PLAIN, tables
from tests.fuzz.guarded import watched, within

SECONDS = 5.0
PARTS = tuple(sorted(files.parts_of(PLAIN)))
READ = (
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/sharedStrings.xml",
    "xl/worksheets/sheet1.xml",
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
LAUGHING = f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>'
HEAD = re.compile(rb"^(<\?xml[^>]*\?>)?")


def with_entity(part: str, doctype: str, entity: str) -> bytes:
    """The Excel file in whose `part` an entity is declared and used."""
    parts = dict(files.parts_of(PLAIN))
    content = HEAD.sub(lambda head: head.group() + doctype.encode(), parts[part], count=1)
    root = re.search(rb"<[^?!][^>]*[^/]>", content)
    if root:
        content = content[: root.end()] + f"&{entity};".encode() + content[root.end() :]
    parts[part] = content
    return files.packed(parts.items())


def outcome(content: bytes, file_name: str) -> str:
    """What reading says: the faults in words, or all the text that was read."""
    try:
        with within(SECONDS):
            found = sheets.read(content, file_name)
    except WorkbookError as error:
        return str(error)
    return repr(found)


@pytest.mark.parametrize("part", PARTS)
def test_entities_that_grow_without_end_are_never_opened(part: str) -> None:
    said = outcome(with_entity(part, LAUGHING, "l11"), "phieu.xlsx")

    assert "hahaha" not in said
    assert part not in READ or "Tệp Excel này bị hỏng" in said


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", ["SYSTEM", 'PUBLIC "x"'])
def test_entities_that_name_a_file_never_open_it(part: str, kind: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("điều bí mật", "utf-8")
    doctype = f'<!DOCTYPE a [<!ENTITY secret {kind} "file://{secret}">]>'

    with watched() as seen:
        said = outcome(with_entity(part, doctype, "secret"), "phieu.xlsx")

    assert "bí mật" not in said
    assert seen == []


@pytest.mark.parametrize("part", PARTS)
def test_a_document_type_that_is_elsewhere_is_never_fetched(part: str) -> None:
    doctype = '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'

    with watched() as seen:
        outcome(with_entity(part, doctype, "amp"), "phieu.xlsx")

    assert seen == []


def table(*rows: str) -> bytes:
    """A survey of these rows: "type | name | label | relevant"."""
    lines = ["| survey | type | name | label | relevant |", *(f"| | {row} |" for row in rows)]
    return "\n".join(lines).encode()


def refused(content: bytes, file_name: str = "phieu.md") -> str:
    """The one fault, told within the time."""
    with pytest.raises(WorkbookError) as error, within(SECONDS):
        loading.load(content, file_name)
    return str(error.value.faults[0])


def test_each_limit_of_a_workbook_is_told_with_its_sheet() -> None:
    cells = ",".join(f"x{n}" for n in range(MOST_COLUMNS - 1))
    many = "survey\n" + f",{cells}\n" * (MOST_CELLS // MOST_COLUMNS + 9)
    wide = "survey\n," + ",".join("x" * (MOST_COLUMNS + 1))

    assert refused(table(*["note | | | "] * (MOST_ROWS + 1))).startswith("survey hàng")
    assert f"{MOST_CELLS} ô" in refused(many.encode(), "phieu.csv")
    assert f"{MOST_COLUMNS} cột" in refused(wide.encode(), "phieu.csv")
    assert f"{LONGEST_CELL} chữ" in refused(table(f"note | a | {'x' * (LONGEST_CELL + 1)} | "))
    assert f"{MOST_SHEETS} trang" in refused(
        "\n".join(f"| s{n} | a |\n| | b |" for n in range(MOST_SHEETS + 1)).encode()
    )


def test_a_formula_without_its_result_is_told_with_its_row() -> None:
    parts = dict(files.parts_of(PLAIN))
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        b't="s"><v>2</v>', b"><f>&quot;la&quot;&amp;&quot;bel&quot;</f>"
    )

    assert "Công thức chưa có kết quả" in refused(files.packed(parts.items()), "phieu.xlsx")


@pytest.mark.parametrize(
    "expression", ["(" * 101 + "1" + ")" * 101, "not(" * 101 + "1" + ")" * 101]
)
def test_an_expression_too_deep_is_told_with_its_row(expression: str) -> None:
    said = refused(table(f"text | a | Tên? | {expression}"))

    assert said.startswith("survey hàng 2, cột relevant")


def test_an_expression_too_long_is_refused() -> None:
    with pytest.raises(XPathError, match="10001"):
        compile_expression("1" * 10_001)


def test_too_many_files_beside_a_form_are_told() -> None:
    beside = [(f"media/{n}.png", b"x") for n in range(MOST_FILES)]

    said = refused(files.packed([("phieu.md", PLAIN.encode()), *beside]), "phieu.zip")

    assert f"hơn {MOST_FILES} tệp" in said


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_so_that_it_can_only_be_opened_whole_is_left_closed(way: int) -> None:
    parts = files.parts_of(PLAIN)

    in_excel = refused(repacked(parts, way), "phieu.xlsx")
    beside = refused(repacked({"phieu.md": b"| survey |", "a.csv": bytes(999)}, way), "phieu.zip")

    assert "không mở" in in_excel
    assert "nén theo kiểu lạ" in beside


def repacked(parts: Mapping[str, bytes], way: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_hostile_row_of_quotes_is_read_at_once() -> None:
    cell = "pulldata('" + "',\"" * 1_000 + "',''" * 1_000

    with within(SECONDS):  # of the processor's time; it took minutes once
        found = sheets.read(table(f"text | a | Tên? | {cell}"), "phieu.md")
        pulled = list(beside.pulls(found))

    assert [one.file for one in pulled] == [""]


@pytest.mark.parametrize("ending", ["md", "csv", "xlsx"])
def test_the_unspoiled_workbook_is_read_in_every_form(ending: str) -> None:
    write = {"md": files.markdown, "csv": files.comma, "xlsx": files.excel}[ending]

    form, _ = loading.load(write(tables(PLAIN)), f"phieu.{ending}")

    assert [question.name for question in form.questions] == ["called", "people", "reads"]
