"""Plans in files, as the commands of the terminal read them: every fault on a line of its own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.plan import checks, lines, reading, shipped, showing
from flows.plan.model import Plan
from flows.plan.problems import Wrong

Write = Callable[[str], None]
MOST_TOLD = 200
"""Faults of one file that are worth reading: with more, it was hardly meant as a plan."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file without faults, and the plan in it."""

    content: bytes
    plan: Plan


def check(paths: Iterable[Path], write: Write) -> bool:
    """Write every fault of every file, or a summary of one without; were there none?"""
    sound, seen = True, [*shipped.plans().values()]
    for path in paths:
        found = read(path, write, seen)
        if found is None:
            sound = False
        else:
            seen.append(found.plan)
            _say(path, f"dùng được. {_summary(found.plan)}", write)
    return sound


def read(path: Path, write: Write, others: Sequence[Plan] = ()) -> Found | None:
    """The plan in the file; None when it has faults or shares a code with one of the others."""
    try:
        content = _content(path)
        plan = reading.read(content, path.name)
    except OSError as error:
        _say(path, _unopened(error), write)
        return None
    except Wrong as wrong:
        for problem in wrong.problems[:MOST_TOLD]:
            _say(path, str(problem), write)
        if len(wrong.problems) > MOST_TOLD:
            more = len(wrong.problems) - MOST_TOLD
            _say(path, f"còn {more} chỗ nữa. Hãy sửa những chỗ trên trước.", write)
        return None
    faults = list(checks.shared(plan, others))
    for fault in faults:
        _say(path, fault, write)
    return None if faults else Found(content, plan)


def named(wanted: str, write: Write) -> Plan | None:
    """The shipped plan with that code, or the one in that file; None when a fault was told."""
    known = shipped.plans()
    if wanted in known:
        return known[wanted]
    if wanted.lower().endswith(reading.ENDINGS):
        found = read(Path(wanted), write)
        return found.plan if found else None
    write(f'Không có kế hoạch "{wanted}". Đang có: {", ".join(known)}.')
    return None


def _content(path: Path) -> bytes:
    """What is in the file, but never much more than a plan may be: the rest may have no end."""
    with path.open("rb") as file:
        return file.read(lines.MOST_BYTES + 1)


def _unopened(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "không có tệp này. Hãy xem lại tên tệp và thư mục."
        case IsADirectoryError():
            return "đây là thư mục. Hãy ghi tên một tệp .yaml trong đó."
        case PermissionError():
            return "không có quyền mở tệp này. Hãy nhờ người giữ máy cho quyền đọc."
        case _:
            return f"không mở được tệp ({error.strerror}). Hãy chép tệp sang chỗ khác rồi thử lại."


def _say(path: Path, text: str, write: Write) -> None:
    """One line, whatever the file holds."""
    write(f"{path}: {' '.join(text.split())}")


def _summary(plan: Plan) -> str:
    return " ".join(showing.summary(plan))
