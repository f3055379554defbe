"""`banhoc plan …`: its commands and what they are given; each adder adds one of them."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot import settings
from bot.moment import ZONE, system_now

if TYPE_CHECKING:  # what a command needs is imported when it runs
    from bot.plan_choosing import Planner

Write = Callable[[str], None]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Adder = Callable[[Commands, Write], None]
OK, WRONG = 0, 1


def add(commands: Commands, write: Write) -> None:
    """Add `plan` with its own commands, which `write` line by line."""
    plan = commands.add_parser("plan", help="check, list and show the plans a year may follow")
    each = plan.add_subparsers(required=True, metavar="COMMAND")
    for adder in ADDERS:
        adder(each, write)


def _check(each: Commands, write: Write) -> None:
    one = each.add_parser("check", help="check plans in YAML; exit 1 when one has a fault")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE.yaml")
    one.set_defaults(run=lambda args: _checked(args.files, write))


def _list(each: Commands, write: Write) -> None:
    one = each.add_parser("list", help="the plans that come with the program")
    one.set_defaults(run=lambda args: _listed(write))


def _show(each: Commands, write: Write) -> None:
    one = each.add_parser("show", help="targets and the calendar of a year")
    one.add_argument("plan", metavar="ID", help="as `plan list` names it, or a FILE.yaml")
    one.add_argument("--year", type=_year, help="default this year")
    one.set_defaults(run=lambda args: _shown(args.plan, args.year, write))


def _load(each: Commands, write: Write) -> None:
    one = each.add_parser("load", help="keep plans of one's own beside those of the program")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE.yaml")
    one.set_defaults(run=lambda args: _plan(lambda planner: planner.load(args.files), write))


def _use(each: Commands, write: Write) -> None:
    one = each.add_parser("use", help="let a commune follow a plan; years before keep theirs")
    one.add_argument("plan", metavar="ID")
    one.add_argument("--commune", metavar="CODE", help="default the only commune there is")
    told = "the first year; default this one, or the next where a plan is followed already"
    one.add_argument("--from-year", type=_year, help=told)
    use = attrgetter("plan", "commune", "from_year")
    one.set_defaults(run=lambda args: _plan(lambda planner: planner.use(*use(args)), write))


ADDERS: tuple[Adder, ...] = (_check, _list, _show, _load, _use)


def _checked(paths: list[Path], write: Write) -> int:
    from bot import plan_files

    return OK if plan_files.check(paths, write) else WRONG


def _listed(write: Write) -> int:
    from flows.plan import shipped, showing

    for plan in shipped.plans().values():
        for line in showing.summary(plan):
            write(line)
    return OK


def _shown(wanted: str, year: int | None, write: Write) -> int:
    from bot import plan_files
    from flows.plan import showing

    plan = plan_files.named(wanted, write)
    if plan is None:
        return WRONG
    today = system_now().astimezone(ZONE).date()
    for line in showing.page(plan, year or today.year, today):
        write(line)
    return OK


def _plan(act: Callable[["Planner"], Awaitable[bool]], write: Write) -> int:
    from bot import plan_choosing

    chosen = settings.from_environment()
    settings.prepare(chosen)

    async def run() -> bool:
        async with plan_choosing.planner(chosen, write, system_now) as planner:
            return await act(planner)

    return OK if asyncio.run(run()) else WRONG


def _year(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) == 4:
        return int(text)
    raise argparse.ArgumentTypeError(f"give a year like 2026, not {text!r}")
