"""`banhoc due`: who would be reminded of what on a day, and why; sends and writes nothing."""

import argparse
import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import TypeAlias

from bot import settings
from bot.moment import ZONE, system_now

Write = Callable[[str], None]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add(commands: Commands, write: Write) -> None:
    """Add `due`, which `write` line by line."""
    one = commands.add_parser("due", help="who would be reminded of what on a day, and why")
    one.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="default today")
    one.add_argument("--commune", default="", metavar="CODE", help="only this one")
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.set_defaults(run=lambda args: _run(args, write))


def _run(args: argparse.Namespace, write: Write) -> int:
    from bot import due_telling

    day = args.date or system_now().astimezone(ZONE).date()
    chosen = settings.from_environment()
    return asyncio.run(due_telling.run(chosen, day, args.commune, write, as_json=args.json))


def _day(text: str) -> date:
    with suppress(ValueError):
        return date.fromisoformat(text)
    raise argparse.ArgumentTypeError(f"give a day like 2026-12-01, not {text!r}")
