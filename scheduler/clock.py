"""When things happen by themselves: an alarm clock without memory. Only here is APScheduler."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

Job = Callable[[], Awaitable[object]]

_INSTANT = timedelta(microseconds=1)
_FIELDS = ("minute", "hour", "day", "month", "day_of_week")


@dataclass(frozen=True, slots=True)
class Bell:
    """What rings when: `line` is a crontab line with weekdays as names ("0 7 * * mon-fri").

    `at_start` lets it ring once more when the clock starts, for what was missed while it stood.
    `dense` says that it rings so often only to notice soon what others did: where time is moved on
    in one go (`rings`), it rings once after whatever else rang, and first on every day.
    """

    name: str
    line: str
    job: Job
    at_start: bool = False
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """One moment, and what rings then, in the order in which the bells are named."""

    moment: datetime
    bells: tuple[Bell, ...]


@asynccontextmanager
async def ticking(
    bells: Sequence[Bell], zone: ZoneInfo, now: Callable[[], datetime]
) -> AsyncIterator[None]:
    """Ring the bells while the block runs; jobs under way when it ends are cancelled.

    A bell that comes late rings once, and never while it still rings. A job that fails is logged
    and rings again at its next time. Raises ValueError naming every line that is no crontab line.
    """
    ringing: set[asyncio.Task[object]] = set()
    clock = AsyncIOScheduler(timezone=zone)
    for bell, trigger in _triggers(bells, zone):
        at_start = {"next_run_time": now()} if bell.at_start else {}
        clock.add_job(
            _noted(bell.job, ringing),
            trigger,
            id=bell.name,
            name=bell.name,
            coalesce=True,
            misfire_grace_time=None,
            max_instances=1,
            **at_start,
        )
    clock.start()
    try:
        yield
    finally:
        clock.shutdown(wait=False)
        await asyncio.gather(*ringing, return_exceptions=True)


def next_ring(line: str, zone: ZoneInfo, after: datetime) -> datetime | None:
    """When this crontab line rings next, in `zone`. Raises ValueError for a line it cannot read."""
    when: datetime | None = _trigger(line, zone).get_next_fire_time(None, after)
    return when


def rings(
    bells: Sequence[Bell], zone: ZoneInfo, after: datetime, until: datetime
) -> Iterator[Ring]:
    """Everything that rings after `after`, up to and with `until`, in order.

    Raises ValueError naming every line that is no crontab line.
    """
    read = _triggers(bells, zone)
    others = after  # when something rang last that is not dense
    last = {bell.name: after - _INSTANT if bell.dense else after for bell, _ in read}
    while True:
        coming: list[tuple[datetime, Bell]] = []
        for bell, trigger in read:
            since = _since(last[bell.name], others, zone) if bell.dense else last[bell.name]
            when: datetime | None = trigger.get_next_fire_time(None, since + _INSTANT)
            if when is not None and when <= until:
                coming.append((when, bell))
        if not coming:
            return
        first = min(when for when, _ in coming)
        now = tuple(bell for when, bell in coming if when == first)
        yield Ring(first, now)
        last |= {bell.name: first for bell in now}
        others = others if all(bell.dense for bell in now) else first


def _since(last: datetime, others: datetime, zone: ZoneInfo) -> datetime:
    """From when on a dense bell that rang at `last` has something new to notice."""
    if last < others:
        return others
    tomorrow = last.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone) - _INSTANT


def _triggers(bells: Sequence[Bell], zone: ZoneInfo) -> list[tuple[Bell, CronTrigger]]:
    read: list[tuple[Bell, CronTrigger]] = []
    problems: list[str] = []
    for bell in bells:
        try:
            read.append((bell, _trigger(bell.line, zone)))
        except ValueError as error:
            problems.append(f"{bell.name}: {error}")
    if problems:
        raise ValueError("; ".join(problems))
    return read


def _trigger(line: str, zone: ZoneInfo) -> CronTrigger:
    fields = line.split()
    if len(fields) != len(_FIELDS):
        raise ValueError(f"{line!r} has {len(fields)} fields, a crontab line has five")
    if any(sign.isdigit() for sign in fields[-1]):
        # cron counts from Sunday, APScheduler from Monday
        raise ValueError(f"{line!r}: write weekdays as names (mon, tue, …)")
    return CronTrigger(**dict(zip(_FIELDS, fields, strict=True)), timezone=zone)


def _noted(job: Job, ringing: set[asyncio.Task[object]]) -> Job:
    """The same job, seen in `ringing` while it runs, so that its end can be waited for."""

    async def ring() -> None:
        task = asyncio.current_task()
        if task is not None:
            ringing.add(task)
            task.add_done_callback(ringing.discard)
        await job()

    return ring
