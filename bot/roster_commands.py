"""`banhoc roster …`: its commands and what they are given; the work is in bot/rostering.py."""

import argparse
import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from bot import settings
from bot.moment import system_now

Write = Callable[[str], None]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add(commands: Commands, write: Write) -> None:
    """Add `roster` with its own commands, which `write` line by line."""
    roster = commands.add_parser("roster", help="the households and people of a commune")
    each = roster.add_subparsers(required=True, metavar="COMMAND")

    one = each.add_parser("template", help="write an empty Excel workbook to fill in")
    one.add_argument("out", type=Path, metavar="OUT.xlsx")
    one.add_argument("--commune", default="", metavar="CODE", help="its official code, or a name")
    one.set_defaults(run=lambda args: _template(args, write))

    one = each.add_parser("load", help="load a workbook, all or nothing; exit 1 on a fault")
    one.add_argument("file", type=Path, metavar="FILE.xlsx")
    one.add_argument("--dry-run", action="store_true", help="only tell what would change")
    one.add_argument("--gone", action="store_true", help="mark what the file names no more as gone")
    one.add_argument("--all", action="store_true", help="tell every new entry by name")
    one.set_defaults(run=lambda args: _load(args, write))

    one = each.add_parser("export", help="write the list as it is, to change and load again")
    one.add_argument("out", type=Path, metavar="OUT.xlsx")
    one.add_argument("--commune", default="", metavar="CODE", help="needed where there are several")
    one.set_defaults(run=lambda args: _export(args, write))

    one = each.add_parser("show", help="households, people and heads by village")
    one.set_defaults(run=lambda args: _show(write))


def _template(args: argparse.Namespace, write: Write) -> int:
    from bot import rostering

    return rostering.write_template(args.out, args.commune, write)


def _load(args: argparse.Namespace, write: Write) -> int:
    from bot import rostering

    how = rostering.Loading(args.dry_run, args.gone, args.all)
    chosen = settings.from_environment()
    return asyncio.run(rostering.load(chosen, args.file, how, write, system_now()))


def _export(args: argparse.Namespace, write: Write) -> int:
    from bot import rostering

    chosen = settings.from_environment()
    return asyncio.run(rostering.export(chosen, args.out, args.commune, write, system_now()))


def _show(write: Write) -> int:
    from bot import rostering

    return asyncio.run(rostering.show(settings.from_environment(), write))
