"""Reads what a page asks of its shelf: after which letter, without which, and how long it waits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.web.said import Problem

WAIT_MOST = 25.0
"""Seconds; networks between us and a phone cut silent requests after thirty."""
KNOWN_MOST = 40  # letters

_ID = re.compile(r"[0-9]{1,18}")
_SECONDS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Asked:
    """Letters after the id `after` except those in `known`, within `seconds`.

    `known` is there because a letter that was held back comes after letters with higher ids: a
    page asks from some letters back and names those it has.
    """

    after: int
    known: frozenset[int]
    seconds: float


def read(query: Mapping[str, str]) -> Asked:
    """What this query asks for; a longer wait is cut to WAIT_MOST. Raises Problem(400)."""
    after, seconds = query.get("after", "0"), query.get("wait", "0")
    known = [each for each in query.get("known", "").split(",") if each]
    if not all(map(_ID.fullmatch, [after, *known])) or len(known) > KNOWN_MOST:
        raise _odd()
    if not _SECONDS.fullmatch(seconds):
        raise _odd()
    return Asked(int(after), frozenset(map(int, known)), min(float(seconds), WAIT_MOST))


def _odd() -> Problem:
    return Problem(400, "Trang này đã cũ. Xin mở lại trang.")
