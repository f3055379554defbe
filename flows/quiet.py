"""When we may say something nobody asked for."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows import workdays

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Where the people live; their time is local time."""

FROM, UNTIL = time(6, 30), time(21)
"""Local time between which people may be written to (PRODUCT.md, rule 8)."""


@dataclass(frozen=True, slots=True)
class Window:
    """The hours of a day in which something may be said, and whether Tết counts as a day."""

    start: time
    end: time
    on_tet: bool


ANY_DAY = Window(FROM, UNTIL, on_tet=True)
NO_TET = Window(time(7), time(20, 30), on_tet=False)


def allowed_from(moment: datetime, window: Window = ANY_DAY) -> datetime:
    """That moment if it fits, else the start of the next fit day. `moment` is local time."""
    if moment.time() >= window.end:
        moment = _morning(moment + timedelta(days=1), window)
    elif moment.time() < window.start:
        moment = _morning(moment, window)
    while not window.on_tet and workdays.is_tet(moment.date()):
        moment = _morning(moment + timedelta(days=1), window)
    return moment


def _morning(moment: datetime, window: Window) -> datetime:
    return datetime.combine(moment.date(), window.start, moment.tzinfo)
