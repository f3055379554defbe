"""`banhoc check`: what is wrong with a questionnaire, row by row."""

from collections.abc import Callable
from pathlib import Path

from flows.forms import loading
from flows.forms.faults import Fault, WorkbookError
from flows.forms.model import Form

Write = Callable[[str], None]


def check(path: Path, write: Write) -> bool:
    """Write every fault of the file, or a summary when it has none; whether it had none."""
    loaded = _load(path, write)
    if loaded is None:
        return False
    form, remarks = loaded
    for remark in remarks:
        write(f"{path.name}: {remark}")
    write(f"{path.name}: dùng được. {_summary(form)}")
    return True


def load(path: Path, write: Write) -> Form | None:
    """The form in the file; None when it has faults, which were written."""
    loaded = _load(path, write)
    return loaded[0] if loaded else None


def _load(path: Path, write: Write) -> tuple[Form, tuple[Fault, ...]] | None:
    try:
        return loading.load(path.read_bytes(), path.name)
    except OSError as error:
        write(f"{path.name}: không mở được tệp ({error.strerror}).")
    except WorkbookError as wrong:
        for fault in wrong.faults:
            write(f"{path.name}: {fault}")
    return None


def _summary(form: Form) -> str:
    asked = sum(question.kind != "note" for question in form.questions)
    indicators = sum(len(c.indicators) for c in form.score.criteria) if form.score else 0
    languages = ", ".join(form.languages) or "một ngôn ngữ"
    return f"{form.title}: {asked} câu, {indicators} chỉ số tính điểm, {languages}."
