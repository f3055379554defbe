"""A questionnaire on the disk with the files it names, picked up from the folder it lies in."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from flows.forms import beside, bundle, media, sheets
from flows.forms.bundle import Bundle
from flows.forms.checks.choices import folded

FOLDERS = (".", bundle.FOLDER, "{}-media")
"""Where files may lie, seen from the form; the last is how ODK's own tools call their folder."""


def read(path: Path) -> Bundle:
    """The form in that file, with those of the files it names that are there.

    A .zip has its own. Raises OSError and WorkbookError.
    """
    is_whole = path.suffix.lower() == bundle.ENDING
    content = _content(path, bundle.MOST_BYTES if is_whole else sheets.MOST_BYTES)
    if is_whole:
        return bundle.read(content, path.name)
    workbook = sheets.read(content, path.name)
    lists = [one.file for one in beside.named(workbook)]
    wanted = dict.fromkeys([*lists, *(cell.file for cell in media.cells(workbook))])
    found = dict(_found(path, [name for name in wanted if bundle.is_plain(name)]))
    return Bundle(
        path.name, content, {name: _content(at, bundle.MOST_BYTES) for name, at in found.items()}
    )


def as_file(path: Path, whole: Bundle) -> tuple[str, bytes]:
    """The name and the content it is kept by: a .zip where there are files beside it."""
    if not whole.files:
        return whole.name, whole.workbook
    return path.stem + bundle.ENDING, bundle.write(whole)


def _found(path: Path, wanted: list[str]) -> Iterator[tuple[str, Path]]:
    """Where each file is; the first folder that has it wins. Some computers write marks apart.

    For one that is not there, the one that people would take for it: its name is told them.
    """
    folders = [path.parent / folder.format(path.stem) for folder in FOLDERS] if wanted else []
    there: dict[str, Path] = {}
    for folder in folders:
        if folder.is_dir():
            for at in folder.iterdir():
                there.setdefault(unicodedata.normalize("NFC", at.name), at)
    alike = {folded(name): name for name in there}
    for name in wanted:
        name = name if name in there else alike.get(folded(name), "")
        if name and there[name].is_file():
            yield name, there[name]


def _content(path: Path, most: int) -> bytes:
    """What is in the file, but never much more than it may be: the rest may have no end."""
    with path.open("rb") as file:
        return file.read(most + 1)
