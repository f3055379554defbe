"""`banhoc form …`: the same questionnaire as another file, or a new one to begin with."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from bot import checking
from bot.checking import Write

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
OK, WRONG = 0, 1
XFORM = ".xml"


def add(commands: Commands, write: Write) -> None:
    """Name the commands and what they take."""
    group = commands.add_parser("form", help="convert, expand, or begin a questionnaire")
    form = group.add_subparsers(required=True, metavar="COMMAND")

    one = form.add_parser("convert", help="the same as .md, .csv or .xlsx, or as an XForm (.xml)")
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


def _rewrite(
    args: argparse.Namespace, made: Callable[[bytes, str, str], bytes], write: Write
) -> int:
    """Read the one file and write the other; whatever is wrong is told, and nothing written."""
    found = checking.trying(
        args.source, lambda content: made(content, args.source.name, args.out.name), write
    )
    return _keep(args.out, found, write) if found is not None else WRONG


def _converted(content: bytes, name: str, out: str) -> bytes:
    from flows.forms import convert, loading, sheets, written

    workbook = sheets.read(content, name)
    if out.lower().endswith(XFORM):
        return convert.to_xform(loading.plain(workbook)).encode()
    return written.write(workbook, out)


def _expanded(content: bytes, name: str, out: str) -> bytes:
    from flows.forms import loading, sheets, written

    return written.write(loading.plain(sheets.read(content, name)), out)


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
