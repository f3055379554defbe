"""One spoiled workbook is loaded: what may come of it, and how to see again what came of it."""

from pathlib import Path

from flows.forms import loading
from flows.forms.faults import WorkbookError
from tests.fuzz.guarded import Hung, watched, within
from tests.fuzz.mutations import Case

SECONDS = 5.0
"""Of computing; hundreds of times what a small workbook takes."""


def trouble(case: Case) -> str:
    """What went wrong with loading; "" when it ended in a form, or in faults told in words."""
    with watched() as seen:
        try:
            with within(SECONDS):
                loading.load(case.content, case.file_name)
        except WorkbookError as error:
            wrong = _unclear(error)
        except Hung:
            wrong = f"takes longer than {SECONDS} s"
        except Exception as error:  # noqa: BLE001 (that there is none is what is tried)
            wrong = f"{type(error).__name__}: {error}"
        else:
            wrong = ""
    return wrong or "; ".join(seen)


def _unclear(error: WorkbookError) -> str:
    if not error.faults:
        return "refused without a reason"
    for fault in error.faults:
        if not fault.text.strip():
            return f"a fault without words: {fault!r}"
    return ""


def kept(case: Case, folder: Path) -> Path:
    """The workbook written to a file, to be looked at."""
    path = folder / case.file_name
    path.write_bytes(case.content)
    return path
