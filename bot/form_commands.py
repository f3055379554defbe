"""`banhoc form …`: the same questionnaire as another file, or a new one to begin with."""

import argparse
import errno
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
CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)
FULL = (errno.ENOSPC, errno.EDQUOT)


def add(commands: Commands, write: Write) -> None:
    """Name the commands and what they take."""
    group = commands.add_parser("form", help="convert, expand, or begin a questionnaire")
    form = group.add_subparsers(required=True, metavar="COMMAND")

    one = form.add_parser(
        "convert", help="the same as .md, .csv, .xlsx or .zip, or as an XForm (.xml)"
    )
    _files(one)
    one.set_defaults(
        run=lambda args: _tried(args.out, lambda: _rewrite(args, _converted, write), write)
    )

    one = form.add_parser("expand", help="the plain XLSForm for ODK Collect and Kobo, with scores")
    _files(one)
    one.set_defaults(
        run=lambda args: _tried(args.out, lambda: _rewrite(args, _expanded, write), write)
    )

    one = form.add_parser("new", help="a workbook to begin with: notes and a worked example")
    one.add_argument("out", type=Path, metavar="OUT.xlsx")
    one.set_defaults(run=lambda args: _tried(args.out, lambda: _new(args, write), write))


def _files(one: argparse.ArgumentParser) -> None:
    one.add_argument("source", type=Path, metavar="IN")
    one.add_argument("out", type=Path, metavar="OUT")


def _tried(out: Path, act: Callable[[], int], write: Write) -> int:
    """Do it, or tell why the disk would not have it."""
    try:
        return act()
    except OSError as error:
        path = Path(error.filename or out)
        checking.say(path, _unwritten(path, error), write)
        return WRONG


def _rewrite(args: argparse.Namespace, made: Callable[[Bundle, str], bytes], write: Write) -> int:
    """Read the one file and write the other; whatever is wrong is told, and nothing written."""

    def rewritten(whole: Bundle) -> Mapping[Path, bytes]:
        return _packed(whole, args.out, made)

    if problem := _unfit(args.source, args.out, is_plain=made is _expanded):
        checking.say(args.out, problem, write)
        return WRONG
    found = checking.trying(args.source, rewritten, write)
    if found is None:
        return WRONG
    taken = [path for path in found if path.exists() and not _holds(path, found[path])]
    for path in taken:
        checking.say(path, _another(path) if path == args.out else TAKEN, write)
    return WRONG if taken else _keep_all(found, write)


def _unfit(source: Path, out: Path, *, is_plain: bool) -> str:
    """Why nothing can be written there, whatever the form is; "" when it may be."""
    from flows.forms import bundle, written

    endings = [*written.WRITERS, *([] if is_plain else [XFORM]), bundle.ENDING]
    if out.exists() and source.exists() and out.samefile(source):
        name = f"{out.stem}-moi{out.suffix}"
        return f"đây chính là tệp nguồn. Hãy ghi ra tên khác, ví dụ: {name}."
    if out.suffix.lower() not in endings:
        name = f"{out.stem}{EXCEL}"
        return f"chỉ ghi được tệp {', '.join(endings)}. Hãy đổi đuôi tên tệp, ví dụ: {name}."
    return ""


def _another(path: Path) -> str:
    """What to do about a file that is there already."""
    name = f"{path.stem}-2{path.suffix}"
    return f"đã có tệp này. Hãy đặt tên khác để không ghi đè, ví dụ: {name}."


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


def _holds(path: Path, content: bytes) -> bool:
    """Whether that is what the file holds already."""
    return path.is_file() and path.read_bytes() == content


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

    is_bare = args.out.name and not args.out.suffix
    out = args.out.with_name(args.out.name + EXCEL) if is_bare else args.out
    if out.suffix.lower() != EXCEL:
        name = f"{out.stem}{EXCEL}"
        checking.say(out, f"tệp mẫu là tệp Excel. Hãy đổi đuôi tên tệp, ví dụ: {name}.", write)
        return WRONG
    if out.exists():
        checking.say(out, _another(out), write)
        return WRONG
    return _keep_all({out: starter.workbook()}, write)


def _keep_all(found: Mapping[Path, bytes], write: Write) -> int:
    """Write the files, until one cannot be written: nor can those beside it. Raises OSError."""
    for path, content in found.items():
        _keep(path, content)
        checking.say(path, "đã ghi.", write)
    return OK


def _keep(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, or holds just that; all of it or nothing."""
    if _holds(path, content):
        return
    with path.open("xb") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            path.unlink()
            raise


def _unwritten(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return f'chưa có thư mục "{path.parent}". Hãy tạo thư mục ấy trước, rồi làm lại.'
    if error.errno in CLOSED:
        return "không có quyền ghi tệp ở đây. Hãy ghi vào thư mục của mình."
    if error.errno in FULL:
        return "ổ đĩa đã đầy, chưa ghi được tệp. Hãy xóa bớt tệp không dùng, rồi làm lại."
    return f"không ghi được tệp ({error.strerror}). Hãy chọn chỗ khác."
