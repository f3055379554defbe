"""`banhoc check`: what is wrong with a questionnaire, row by row."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from flows.forms import loading, sheets
from flows.forms.faults import Fault, WorkbookError
from flows.forms.model import Form

Write = Callable[[str], None]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file without faults: what is in it, its form, and what its author might improve."""

    content: bytes
    form: Form
    remarks: tuple[Fault, ...]


def check(path: Path, write: Write) -> bool:
    """Write every fault of the file, or a summary when it has none; whether it had none."""
    checked = read(path, write)
    if checked is None:
        return False
    say(path, f"dùng được. {_summary(checked.form)}", write)
    return True


def load(path: Path, write: Write) -> Form | None:
    """The form in the file; None when it has faults, which were written."""
    checked = _read(path, write)
    return checked.form if checked else None


def read(path: Path, write: Write) -> Checked | None:
    """The file with its form, its remarks written; None when it has faults, written too."""
    checked = _read(path, write)
    for remark in checked.remarks if checked else ():
        say(path, str(remark), write)
    return checked


def _read(path: Path, write: Write) -> Checked | None:
    return trying(path, lambda content: Checked(content, *loading.load(content, path.name)), write)


def trying(path: Path, make: Callable[[bytes], Made], write: Write) -> Made | None:
    """What `make` makes of the file's content; None when that has faults, which were written."""
    try:
        return make(_content(path))
    except OSError as error:
        say(path, _unopened(error), write)
    except WorkbookError as wrong:
        for fault in wrong.faults:
            say(path, str(fault), write)
    return None


def _content(path: Path) -> bytes:
    """What is in the file, but never much more than a form may be: the rest may have no end."""
    with path.open("rb") as file:
        return file.read(sheets.MOST_BYTES + 1)


def _unopened(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "không có tệp này. Hãy xem lại tên tệp và thư mục."
        case IsADirectoryError():
            return "đây là thư mục. Hãy ghi tên một tệp .xlsx, .csv hay .md trong đó."
        case PermissionError():
            return "không có quyền mở tệp này. Hãy nhờ người giữ máy cho quyền đọc."
        case _:
            return f"không mở được tệp ({error.strerror}). Hãy chép tệp sang chỗ khác rồi thử lại."


def say(path: Path, text: str, write: Write) -> None:
    """One line, whatever the cell that is quoted holds."""
    write(f"{path}: {' '.join(text.split())}")


def _summary(form: Form) -> str:
    asked = sum(question.kind != "note" for question in form.questions)
    indicators = sum(len(c.indicators) for c in form.score.criteria) if form.score else 0
    scored = f"{indicators} chỉ số tính điểm" if form.score else "không tính điểm"
    if form.levels:
        scored = f"{len(form.levels.targets)} chỉ tiêu, {len(form.levels.levels)} mức độ"
    languages = ", ".join(form.languages) or "một ngôn ngữ"
    return f"{form.title}: {asked} câu, {scored}, {languages}."
