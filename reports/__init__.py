"""Counts. Reads the tables and never writes; to add a report, write its file and name it here."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from reports import (
    awards,
    draws,
    goals,
    letters,
    moves,
    progress,
    proxies,
    queue,
    records,
    requests,
    roster,
    unreachable,
)
from storage.database import Tx

Report = Callable[[Tx], Awaitable[Sequence[Mapping[str, object]]]]

REPORTS: dict[str, Report] = {
    "awards": awards.rows,
    "draws": draws.rows,
    "goals": goals.rows,
    "letters": letters.rows,
    "moves": moves.rows,
    "progress": progress.rows,
    "proxies": proxies.rows,
    "queue": queue.rows,
    "records": records.rows,
    "requests": requests.rows,
    "roster": roster.rows,
    "unreachable": unreachable.rows,
}
