"""The evidence folder: every content once, named by what it is, on the disk before we say so."""

import errno
import os
import re
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from flows.replies import AttachmentKind, Problem
from storage import contents, pictures

MOST_BYTES = 20 * 1024 * 1024

Size = Literal["shown", "thumb", "original"]

_KEY = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,4}")
_COPIES: tuple[Size, ...] = ("shown", "thumb")
_PHOTOS = frozenset(pictures.EXTENSIONS.values())
_PLACES: dict[Size, str] = {"original": "originals", "shown": "shown", "thumb": "thumbs"}
_UNFINISHED = ".unfinished-"


class Rejected(Exception):
    """This content is not kept, and will not be however often it is sent."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem: Problem = problem


@dataclass(frozen=True, slots=True)
class Kept:
    """One content in the folder: `key` is "<sha256>.<extension>", `size` in bytes.

    `name` is what the sender called it. Where a photo was taken is in degrees, when it says so.
    """

    key: str
    kind: AttachmentKind
    size: int
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Folder:
    """The folder at `path`. For one process; its threads take turns, which bounds the memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Lock()

    def keep(self, content: bytes, name: str = "") -> Kept:
        """Keep this content for good: when this returns, a power cut does not take it away.

        The same content again is the same file. Raises Rejected, and OSError when the disk refuses.
        """
        if not content:
            raise Rejected("empty")
        if len(content) > MOST_BYTES:
            raise Rejected("too_big")
        with self._turn:
            return self._keep(content, name)

    def open(self, key: str, size: Size = "shown") -> Path:
        """Where the content is. What is no photo has no copies: it is always the original.

        Raises LookupError for a key that names nothing here.
        """
        path = self._where(key, size if _is_photo(key) else "original")
        if not path.is_file():
            raise LookupError(f"nothing is kept under {key!r}")
        return path

    def untouched(self, since: datetime) -> list[str]:
        """The keys of the contents that nobody has sent since then."""
        kept = (self._path / _PLACES["original"]).glob("??/*")
        old = (path.name for path in kept if _last_sent(path) < since.timestamp())
        return sorted(key for key in old if _KEY.fullmatch(key))

    def drop(self, keys: Iterable[str], since: datetime) -> int:
        """Delete these contents, unless somebody has sent them since then. Says how many."""
        return sum(self._drop(key, since) for key in keys)

    def sweep(self, before: datetime) -> int:
        """Delete what a crash left half written before then. Says how many files."""
        found = self._path.glob(f"*/*/{_UNFINISHED}*")
        old = [path for path in found if _last_sent(path) < before.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _keep(self, content: bytes, name: str) -> Kept:
        digest = sha256(content).hexdigest()
        try:
            photo = pictures.picture(content)
        except pictures.NotAPhoto:
            return self._keep_file(digest, content, name)
        except pictures.TooManyPixels as error:
            raise Rejected("too_many_pixels") from error
        except pictures.Broken as error:
            raise Rejected("unreadable") from error
        key = f"{digest}.{photo.extension}"
        self._write(self._where(key, "shown"), photo.shown)
        self._write(self._where(key, "thumb"), photo.thumb)
        self._write(self._where(key, "original"), content)  # last: where it is, its copies are
        return Kept(key, "photo", len(content), name, photo.latitude, photo.longitude)

    def _keep_file(self, digest: str, content: bytes, name: str) -> Kept:
        found = contents.content(content)
        if found is None:
            raise Rejected("unreadable")
        key = f"{digest}.{found.extension}"
        self._write(self._where(key, "original"), content)
        return Kept(key, found.kind, len(content), name)

    def _where(self, key: str, size: Size) -> Path:
        if not _KEY.fullmatch(key):  # a key may come from the address line of a browser
            raise LookupError(f"not a key: {key!r}")
        name = f"{Path(key).stem}.jpg" if size in _COPIES else key
        return self._path / _PLACES[size] / key[:2] / name

    def _write(self, path: Path, content: bytes) -> None:
        """Whole or not at all, and durable. What is there already is marked as sent again."""
        try:
            os.utime(path)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_new(path, content)
        for folder in (path.parent, path.parent.parent, self._path):
            _settle(folder)

    def _drop(self, key: str, since: datetime) -> bool:
        with self._turn:
            original = self._where(key, "original")
            if not original.exists() or _last_sent(original) >= since.timestamp():
                return False
            for size in _COPIES if _is_photo(key) else ():
                self._where(key, size).unlink(missing_ok=True)
            original.unlink()  # last: while it is there, the next cleaning finds it
            return True


def _write_new(path: Path, content: bytes) -> None:
    number, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _settle(folder: Path) -> None:
    """Write the folder's list of names to the disk, where the system lets us."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network disks cannot do this for a folder
            raise
    finally:
        os.close(number)


def _last_sent(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # gone between listing and looking
        return float("inf")


def _is_photo(key: str) -> bool:
    return key.rpartition(".")[2] in _PHOTOS
