"""`banhoc check`: what is wrong with a questionnaire, row by row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot import alongside
from flows import cost
from flows.cost import Cost, Exchange
from flows.forms import loading
from flows.forms.bundle import Bundle
from flows.forms.faults import Fault, WorkbookError
from flows.forms.model import Form
from flows.xpath import XPathError

Write = Callable[[str], None]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file without faults: what is in it, its form, and what its author might improve.

    `name` and `content` are those it is kept by: of a .zip, when there are files beside it.
    """

    name: str
    content: bytes
    form: Form
    remarks: tuple[Fault, ...]


def check(path: Path, now: datetime, write: Write) -> bool:
    """Write every fault of the file, or a summary when it has none; whether it had none.

    The summary ends with what the form costs who fills it in, a line for each language.
    """
    checked = read(path, write)
    if checked is None:
        return False
    say(path, f"dùng được. {_summary(checked.form)}", write)
    try:
        for one in cost.costs(checked.form, now):
            say(path, _cost(one), write)
    except XPathError as error:  # only working them out shows that some formulas ask too much
        say(path, f"khi hỏi thử có công thức không tính được: {error}", write)
    return True


def load(path: Path, write: Write) -> Form | None:
    """The form in the file; None when it has faults, which were written."""
    checked = _read(path, write)
    return checked.form if checked else None


def read(path: Path, write: Write) -> Checked | None:
    """The file with its form, its remarks written; None when it has faults, written too."""
    checked = _read(path, write)
    for remark in checked.remarks if checked else ():
        say(path, remark.told, write)
    return checked


def _read(path: Path, write: Write) -> Checked | None:
    def checked(whole: Bundle) -> Checked:
        name, content = alongside.as_file(path, whole)
        return Checked(name, content, *loading.load(content, name))

    return trying(path, checked, write)


def trying(path: Path, make: Callable[[Bundle], Made], write: Write) -> Made | None:
    """What `make` makes of the form and the files beside it; None when they have faults.

    Those were written.
    """
    try:
        return make(alongside.read(path))
    except OSError as error:
        say(Path(error.filename or path), _unopened(error), write)
    except WorkbookError as wrong:
        for fault in wrong.faults:
            say(path, fault.told, write)
    return None


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


def _cost(one: Cost) -> str:
    language = f"{one.language}: " if one.language else ""
    shortest, longest = _exchanged(one.shortest), _exchanged(one.longest)
    return f"{language}đường ngắn nhất {shortest}; dài nhất {longest}."


def _exchanged(one: Exchange) -> str:
    """ "12 câu: bot gửi 13 tin (4,1 kB), nhận 12 tin (0,1 kB và 3 ảnh hoặc tệp)"."""
    count = f"{one.answers} câu"
    if one.stopped:  # too many, or none of the replies we know is taken
        count = f'hơn {one.replies} câu (hỏi thử đến câu "{one.stopped}" thì dừng)'
    files = f" và {one.files} ảnh hoặc tệp" if one.files else ""
    sent, heard = _kilobytes(one.sent), _kilobytes(one.heard)
    return f"{count}: bot gửi {one.messages} tin ({sent}), nhận {one.replies} tin ({heard}{files})"


def _kilobytes(count: int) -> str:
    return f"{max(count / 1000, 0.1):.1f} kB".replace(".", ",")
