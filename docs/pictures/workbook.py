"""Takes the pictures of the starter workbook as a spreadsheet program prints it."""

import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

import openpyxl
from PIL import Image, ImageChops

from flows.forms import starter

HERE = Path(__file__).parent
PAGES = ("huong dan", "survey", "choices", "indicators")
RESOLUTION = "75"  # dots per inch
A3 = 8


def take() -> None:
    """One picture of the sheets an official begins with, one below the other."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "mau.xlsx"
        book.write_bytes(_for_paper(starter.workbook()))
        run = ("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(book))
        subprocess.run(run, check=True, capture_output=True)  # noqa: S603 - a fixed command
        drawn = ("pdftoppm", "-r", RESOLUTION, "-png", f"{folder}/mau.pdf", f"{folder}/page")
        subprocess.run(drawn, check=True, capture_output=True)  # noqa: S603 - a fixed command
        pages = [_trimmed(Image.open(path)) for path in sorted(Path(folder).glob("page*.png"))]
        _stacked(pages).save(HERE / "workbook.png", optimize=True)


def _for_paper(content: bytes) -> bytes:
    """The sheets of PAGES, a page each, with the letters and numbers of their columns and rows."""
    book = openpyxl.load_workbook(BytesIO(content))
    for name in book.sheetnames:
        if name not in PAGES:
            del book[name]
    for page in book.worksheets:
        page.print_options.headings = page.print_options.gridLines = True
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", A3
        page.page_setup.fitToWidth = page.page_setup.fitToHeight = 1
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.oddHeader.left.text, page.oddFooter.center.text = "Trang &A", ""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _trimmed(page: Image.Image) -> Image.Image:
    """Without the blank paper around it."""
    page = page.convert("RGB")
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    left, top, right, bottom = box or (0, 0, *page.size)
    return page.crop((max(left - 8, 0), max(top - 8, 0), right + 8, bottom + 8))


def _stacked(pages: list[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (max(p.width for p in pages), sum(p.height for p in pages)), "white")
    top = 0
    for page in pages:
        sheet.paste(page, (0, top))
        top += page.height
    return sheet


if __name__ == "__main__":
    take()
