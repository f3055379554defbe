"""`banhoc form …`: the same questionnaire as another file, or a new one to begin with."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from bot import checking
from bot.checking import Write
from flows.forms.bundle import Bundle

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
OK, WRONG = 0, 1
XFORM, EXCEL = ".xml", ".xlsx"
TAKEN = "đã có tệp khác cùng tên. Hãy ghi phiếu vào một thư mục khác."


def add(commands: Commands, write: Write) -> None:
    """Name the commands and what they take."""
    group = commands.add_parser("form", help="convert, expand, or begin a questionnaire")
    form = group.add_subparsers(required=True, metavar="COMMAND")

    one = form.add_parser(
        "convert", help="the same as .md, .csv, .xlsx or .zip, or as an XForm (.xml)"
    )
    _files(one)
    one.set_defaults(run=lambda args: _rewrite(args, _converted, write))

    one = form.add_parser("expand", help="the plain XLSForm for ODK Collect and Kobo, with scores")
    _files(one)
    one.set_defaults(run=lambda args: _rewrite(args, _expanded, write))

    one = form.add_parser("new", help="a workbook to begin with: notes and a worked example")
    one.add_argument("out", type=Path, metavar="OUT.xlsx")
    one.set_defaults(run=lambda args: _new(args, write))


def _files(one: argparse.ArgumentParser) -> None:
    one.add_argument("source", type=Path, metavar="IN")
    one.add_argument("out", type=Path, metavar="OUT")


def _rewrite(args: argparse.Namespace, made: Callable[[Bundle, str], bytes], write: Write) -> int:
    """Read the one file and write the other; whatever is wrong is told, and nothing written."""

    def rewritten(whole: Bundle) -> Mapping[Path, bytes]:
        return _packed(whole, args.out, made)

    found = checking.trying(args.source, rewritten, write)
    if found is None:
        return WRONG
    taken = [path for path in found if not _is_free(path, found[path], args.out)]
    for path in taken:
        checking.say(path, TAKEN, write)
    return WRONG if taken else max([_keep(path, found[path], write) for path in found])


def _packed(whole: Bundle, out: Path, made: Callable[[Bundle, str], bytes]) -> Mapping[Path, bytes]:
    """The files to write: the form with those beside it, or all in one .zip."""
    from flows.forms import bundle
    from flows.forms.faults import whole_file

    if out.suffix.lower() == bundle.ENDING:
        name = out.stem + EXCEL  # who gets a .zip opens what is in it with Excel
        return {out: bundle.write(Bundle(name, made(whole, name), whole.files))}
    if out.name in whole.files:
        raise whole_file(f'Cạnh phiếu đã có tệp tên "{out.name}". Hãy ghi phiếu ra tên khác.')
    files = {out.parent / name: content for name, content in whole.files.items()}
    return {out: made(whole, out.name), **files}


def _is_free(path: Path, content: bytes, out: Path) -> bool:
    """Whether the file may be written: one beside the form may belong to another form."""
    return path == out or not path.exists() or path.read_bytes() == content


def _converted(whole: Bundle, out: str) -> bytes:
    from flows.forms import convert, loading, sheets, written

    workbook = sheets.opened(whole)
    if out.lower().endswith(XFORM):
        return convert.to_xform(loading.plain(workbook)).encode()
    return written.write(workbook, out)


def _expanded(whole: Bundle, out: str) -> bytes:
    from flows.forms import loading, sheets, written

    return written.write(loading.plain(sheets.opened(whole)), out)


def _new(args: argparse.Namespace, write: Write) -> int:
    from flows.forms import starter

    if args.out.exists():
        checking.say(args.out, "đã có tệp này. Hãy đặt tên khác để không ghi đè.", write)
        return WRONG
    return _keep(args.out, starter.workbook(), write)


def _keep(path: Path, content: bytes, write: Write) -> int:
    try:
        path.write_bytes(content)
    except OSError as error:
        checking.say(path, f"không ghi được tệp ({error.strerror}). Hãy chọn chỗ khác.", write)
        return WRONG
    checking.say(path, "đã ghi.", write)
    return OK
