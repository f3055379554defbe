"""Running something hostile: for so long and no longer, and without a file or the network."""

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pyxform

PYXFORM = Path(pyxform.__file__).parent
SCRATCH = Path(tempfile.gettempdir())
REACHING = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "ftplib.",
    "urllib.",
)
CHANGING = ("os.rename", "os.mkdir", "os.rmdir", "shutil.", "tempfile.mkdtemp")
CODE = (".py", ".pyc", ".so", ".pth")  # a library that loads a part of itself late

_watched: list[str] | None = None
_is_listening = False


class Hung(BaseException):
    """It took too long. No error, so that nothing that catches errors catches it."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises Hung, in the middle of whatever it is, when the body computes for longer.

    What the machine does meanwhile for others is not counted."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Hung(f"more than {seconds} s of computing")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def watched() -> Iterator[list[str]]:
    """What the body did to files, processes and the network. Left out are the loading of code, the
    tables of pyxform, and the scratch file in which it leaves a form for a checker."""
    global _watched, _is_listening  # a hook of the interpreter is for ever
    if not _is_listening:
        sys.addaudithook(_hear)
        _is_listening = True
    _watched = found = []
    try:
        yield found
    finally:
        _watched = None


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if _watched is None:
        return
    if event.startswith((*REACHING, *CHANGING)):
        _watched.append(f"{event} {arguments}")
    elif event in ("open", "os.remove") and not _is_allowed(Path(str(arguments[0]))):
        _watched.append(f"{event} {arguments[0]}")


def _is_allowed(path: Path) -> bool:
    is_scratch = path == SCRATCH or (path.parent == SCRATCH and path.name.startswith("tmp"))
    return path.suffix in CODE or path.is_relative_to(PYXFORM) or is_scratch
