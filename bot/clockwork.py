"""A clock that can be set forward; where it stands lies in the data folder and outlives a kill."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.channel import Now
from bot.settings import WrongSettings

FILE, LOCK = "clock.json", "clock.lock"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the clock stands: `ahead` of the machine's; everything has rung up to `rung`.

    `lives` says that the sample people act by themselves.
    """

    ahead: timedelta
    rung: datetime
    lives: bool = False


class Clockwork:
    """The program's clock: the machine's time and how far it was set ahead (or back) of it.

    What it stands at is on the disk before anything sees it. It never goes backwards, except
    where `begin` says so.
    """

    def __init__(self, folder: Path, machine: Now) -> None:
        self.machine = machine
        self._file = folder / FILE
        self._standing = _read(self._file)

    @property
    def is_new(self) -> bool:
        """Whether this clock was never set, nor anything rung by it."""
        return self._standing is None

    @property
    def rung(self) -> datetime:
        """Up to when everything has rung; now for a new clock."""
        return self._standing.rung if self._standing else self.now()

    @property
    def lives(self) -> bool:
        """Whether the sample people act by themselves."""
        return self._standing is not None and self._standing.lives

    def now(self) -> datetime:
        """What it shows, in UTC."""
        return self.machine() + (self._standing.ahead if self._standing else timedelta(0))

    def begin(self, moment: datetime) -> None:
        """Start at `moment`, as if everything until then had rung."""
        self._keep(Standing(moment - self.machine(), moment, self.lives))

    def live(self) -> None:
        """From now on the sample people act by themselves."""
        if not self.lives:
            self._keep(replace(self._known, lives=True))

    def set_to(self, moment: datetime, rung: datetime) -> None:
        """Show `moment`, unless it shows more already; everything has rung up to `rung`."""
        known = self._known
        ahead = max(known.ahead, moment - self.machine())
        self._keep(replace(known, ahead=ahead, rung=max(known.rung, rung)))

    @property
    def _known(self) -> Standing:
        return self._standing or Standing(timedelta(0), self.now())

    def _keep(self, standing: Standing) -> None:
        """Whole or not at all, and on the disk before the new time is shown."""
        written = {
            "ahead": standing.ahead.total_seconds(),
            "rung": standing.rung.isoformat(),
            "lives": standing.lives,
        }
        beside = self._file.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(written, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._file)
        _settle(self._file.parent)
        self._standing = standing


@contextmanager
def opened(folder: Path, machine: Now) -> Iterator[Clockwork]:
    """The clock of a data folder, which nobody else drives meanwhile.

    Raises WrongSettings where another process does, or where its file cannot be read.
    """
    with (folder / LOCK).open("w") as lock:
        try:
            # Freed by the system when the process ends, however it ends.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            raise WrongSettings(
                f"Another demo runs on {folder}; stop it, or give this one its own --data"
            ) from taken
        yield Clockwork(folder, machine)


def shown(folder: Path, machine: Now) -> Now:
    """What the clock of this folder shows, for a program that only reads it."""
    return Clockwork(folder, machine).now


def _read(file: Path) -> Standing | None:
    if not file.exists():
        return None
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        rung = datetime.fromisoformat(kept["rung"])
        return Standing(timedelta(seconds=kept["ahead"]), rung, bool(kept["lives"]))
    except (ValueError, KeyError, TypeError) as error:
        raise WrongSettings(
            f"{file} cannot be read; delete it and the clock shows the machine's time"
        ) from error


def _settle(folder: Path) -> None:
    """The new name is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
