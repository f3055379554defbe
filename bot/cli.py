"""`banhoc …`: the commands of the terminal; what a command needs is imported when it runs."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from bot import checking, settings
from bot import rehearse as stage
from bot.moment import ZONE, system_now
from flows.wording import words

OK, WRONG, UNFINISHED = 0, 1, 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    args = _parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    try:
        return int(args.run(args))
    except settings.WrongSettings as wrong:
        sys.stderr.write(f"{wrong}\n")
        return WRONG
    except (KeyboardInterrupt, BrokenPipeError):
        return OK


def check(args: argparse.Namespace) -> int:
    """Every fault of every file, a line each; a summary of each file without."""
    results = [checking.check(path, _line) for path in args.files]
    return OK if all(results) else WRONG


def rehearse(args: argparse.Namespace) -> int:
    """Play a form: replies from standard input, events on standard output."""
    form = checking.load(args.file, _line)
    if form is None:
        return WRONG
    finished = stage.rehearse(
        form,
        sys.stdin,
        (stage.as_lines if args.json else stage.as_speech)(words(args.lang), _line),
        now=_noon(args.today),
        language=stage.language_of(form, args.lang),
    )
    if args.json and not finished:
        stage.unfinished(_line)
    return OK if finished else UNFINISHED


def demo(args: argparse.Namespace) -> int:
    """Serve the sample commune until interrupted."""
    chosen = replace(settings.from_environment(), data=args.data, port=args.port)
    return asyncio.run(_serve(chosen, sample=True))


def serve(args: argparse.Namespace) -> int:
    """Serve this installation until interrupted."""
    return asyncio.run(_serve(settings.from_environment(), sample=False))


def report(args: argparse.Namespace) -> int:
    """Print a report as JSON lines."""
    from bot import reporting

    return asyncio.run(reporting.run(settings.from_environment(), args.name, _line))


def talk(args: argparse.Namespace) -> int:
    """Hold a conversation in the terminal, as any text-only channel would."""
    from bot import talking

    chosen = replace(settings.from_environment(), data=args.data)
    return asyncio.run(talking.run(chosen, args.address))


async def _serve(chosen: settings.Settings, *, sample: bool) -> int:
    from bot import demo, program

    async with program.house(chosen, sample=sample) as home:
        phones = await demo.phones(home) if sample else []
        await program.serve(home, phones, lambda: demo.announce(home, phones, _line))
    return OK


def _noon(day: date | None) -> datetime:
    """Midday of `day` in Vietnam; now when no day was given."""
    return datetime.combine(day, time(12), ZONE) if day else system_now().astimezone(ZONE)


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("banhoc", description="Bản Học")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("demo", help="serve an invented commune to try the program with")
    one.add_argument("--data", type=Path, default=Path("demo-data"), help="folder for its data")
    one.add_argument("--port", type=int, default=8080)
    one.set_defaults(run=demo)

    one = commands.add_parser("serve", help="serve this installation")
    one.set_defaults(run=serve)

    one = commands.add_parser("check", help="check questionnaires; exit 1 when one has a fault")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.set_defaults(run=check)

    one = commands.add_parser("rehearse", help="play a questionnaire; exit 3 when input ends first")
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.add_argument("--lang", default="vi", help="language code, default vi")
    one.add_argument("--today", type=date.fromisoformat, help="the day to play on, as 2026-12-01")
    one.set_defaults(run=rehearse)

    one = commands.add_parser("talk", help="talk in the terminal as a text-only channel")
    one.add_argument("--data", type=Path, default=Path("demo-data"), help="folder for its data")
    one.add_argument("--as", dest="address", default="console", help="who is talking")
    one.set_defaults(run=talk)

    one = commands.add_parser("report", help="print a report as JSON lines")
    one.add_argument("name", choices=["moves", "progress", "records"])
    one.set_defaults(run=report)
    return parser
