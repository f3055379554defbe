"""Workbooks written fast and without care, as .md, .csv and .xlsx, whatever their cells hold."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from xml.sax.saxutils import escape

import openpyxl

from tests.fuzz.bases import BASES, tables

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
INLINE = re.compile(rb't="inlineStr"><is>(<t[^<]*>[^<]*</t>|<t ?/>)</is>')
SHARED_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
SHARED_RELATION = (
    b'<Relationship Id="rId99" Target="/xl/sharedStrings.xml" '
    b'Type="%s/sharedStrings"/>' % RELATIONS.encode()
)
XML = '<?xml version="1.0" encoding="UTF-8"?>'
Sheets = Mapping[str, Sequence[Sequence[str]]]


def markdown(of: Sheets) -> bytes:
    """As a Markdown table; a line break in a cell becomes one in the file."""
    lines = []
    for name, rows in of.items():
        for first, row in zip([name, *[""] * len(rows)], rows, strict=False):
            lines.append(f"| {first} | {' | '.join(row)} |")
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def comma(of: Sheets) -> bytes:
    """As CSV."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    for name, rows in of.items():
        writer.writerow([name])
        writer.writerows(["", *row] for row in rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def excel(of: Sheets) -> bytes:
    """As an Excel file whose texts stand in the cells."""
    parts = dict(parts_of(BASES[0]))
    names = "".join(
        f'<sheet name="{_quoted(name)}" sheetId="{at}" r:id="rId{at}"/>'
        for at, name in enumerate(of, 1)
    )
    book = (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>'
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/worksheet" Target="worksheets/s{at}.xml"/>'
        for at in range(1, len(of) + 1)
    )
    within = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["xl/workbook.xml"] = _bytes(book)
    parts["xl/_rels/workbook.xml.rels"] = _bytes(
        f'{XML}<Relationships xmlns="{within}">{relations}</Relationships>'
    )
    for at, rows in enumerate(of.values(), 1):
        parts[f"xl/worksheets/s{at}.xml"] = _bytes(_sheet(rows))
    return packed(parts.items())


def packed(parts: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """A .zip of these parts, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


@cache
def parts_of(base: str) -> Mapping[str, bytes]:
    """The parts of a base as Excel saves it: its texts stand together in a part of their own."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables(base).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        return _shared({name: archive.read(name) for name in archive.namelist()})


def _shared(parts: dict[str, bytes]) -> dict[str, bytes]:
    """openpyxl writes texts into their cells; Excel gives each a number, and lists them."""
    texts: list[bytes] = []

    def numbered(cell: re.Match[bytes]) -> bytes:
        texts.append(cell[1])
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    for name in [name for name in parts if name.startswith("xl/worksheets/")]:
        parts[name] = INLINE.sub(numbered, parts[name])
    items = b"".join(b"<si>%s</si>" % text for text in texts)
    parts["xl/sharedStrings.xml"] = _bytes(f'{XML}<sst xmlns="{MAIN}">') + items + b"</sst>"
    types, relations = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    parts[types] = parts[types].replace(b"</Types>", SHARED_TYPE + b"</Types>")
    parts[relations] = parts[relations].replace(b"</Rel", SHARED_RELATION + b"</Rel")
    return parts


def _sheet(rows: Sequence[Sequence[str]]) -> str:
    lines = []
    for row in rows:
        cells = "".join(f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in row)
        lines.append(f"<row>{cells}</row>")
    return f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;"})


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
