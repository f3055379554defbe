"""`banhoc …`: the commands of the terminal; what a command needs is imported when it runs."""

import argparse
import asyncio
import errno
import io
import logging
import os
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import due_commands, form_commands, plan_commands, roster_commands, settings
from bot.moment import ZONE, system_now
from flows.rollup import TITLES

if TYPE_CHECKING:  # what a command needs is imported when it runs
    from bot.packing import Packer

OK, WRONG, UNFINISHED = 0, 1, 3
NOT_OURS_TO_LISTEN = {
    *(errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES),
    *(socket.EAI_NONAME, socket.EAI_AGAIN),
}
YEARS = range(1900, 3000)  # a form counts days back and forth, and years end at 1 and 9999


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _speak_utf8()
    args = _parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    try:
        return int(args.run(args))
    except settings.WrongSettings as wrong:
        sys.stderr.write(f"{wrong}\n")
        return WRONG
    except KeyboardInterrupt:
        return OK
    except BrokenPipeError:
        return _unread()


def check(args: argparse.Namespace) -> int:
    """Every fault of every file, a line each; a summary of each file without."""
    from bot import checking

    results = [checking.check(path, _noon(None), _line) for path in args.files]
    return OK if all(results) else WRONG


def rehearse(args: argparse.Namespace) -> int:
    """Play a form: replies from standard input, events on standard output."""
    from bot import checking
    from bot import rehearse as stage
    from flows.wording import words

    form = checking.load(args.file, _line)
    if form is None:
        return WRONG
    finished = stage.rehearse(
        form,
        sys.stdin,
        (stage.as_lines if args.json else stage.as_speech)(_line),
        now=_noon(args.today),
        words=words(args.lang),
    )
    if args.json and not finished:
        stage.unfinished(_line)
    return OK if finished else UNFINISHED


def demo(args: argparse.Namespace) -> int:
    """Serve the sample commune until interrupted."""
    found = settings.from_environment()
    chosen = replace(found, data=args.data, port=found.port if args.port is None else args.port)
    return asyncio.run(_demo(chosen, args.today))


def serve(args: argparse.Namespace) -> int:
    """Serve this installation until interrupted."""
    return asyncio.run(_serve(settings.from_environment()))


def pack_load(args: argparse.Namespace) -> int:
    """Publish criteria packs, or say what is wrong with them."""
    return asyncio.run(_pack(lambda packer: packer.load(args.files)))


def pack_list(args: argparse.Namespace) -> int:
    """Every criteria pack, and those in use."""
    return asyncio.run(_pack(lambda packer: packer.list(args.year)))


def pack_use(args: argparse.Namespace) -> int:
    """Choose the pack of a title for a year."""
    use = (args.title, args.pack, args.year, args.commune)
    return asyncio.run(_pack(lambda packer: packer.use(*use)))


async def _pack(act: Callable[["Packer"], Awaitable[bool]]) -> int:
    chosen = settings.from_environment()
    settings.prepare(chosen)
    from bot import packing

    async with packing.packer(chosen, _line, system_now) as packer:
        return OK if await act(packer) else WRONG


def invite(args: argparse.Namespace) -> int:
    """Issue invitations and print them."""
    from bot import inviting

    given = {name: value for name, value in vars(args).items() if name != "run"}
    return asyncio.run(inviting.run(settings.from_environment(), inviting.Wish(**given), _line))


def report(args: argparse.Namespace) -> int:
    """Print a report as JSON lines."""
    from bot import reporting

    return asyncio.run(reporting.run(settings.from_environment(), args.name, _line))


def talk(args: argparse.Namespace) -> int:
    """Hold a conversation in the terminal, as any text-only channel would."""
    chosen = replace(settings.from_environment(), data=args.data)
    settings.prepare(chosen)
    from bot import talking

    return asyncio.run(talking.run(chosen, args.address))


async def _serve(chosen: settings.Settings) -> int:
    settings.prepare(chosen)
    from bot import demo, program

    async with program.house(chosen) as home:
        serving = program.serve(home, [], lambda: demo.announce(home, [], _line))
        return await _listening(chosen, serving)


async def _demo(chosen: settings.Settings, today: date | None) -> int:
    settings.prepare(chosen)
    from bot import clockwork, demo, program

    with clockwork.opened(chosen.data, system_now) as clock:
        demo.wind(clock, chosen, today)
        async with program.house(chosen, sample=True, now=clock.now) as home:
            phones = await demo.phones(home)
            driver = await demo.drive(home, clock, today)
            tell = partial(demo.announce, home, phones, _line)
            return await _listening(chosen, program.serve(home, phones, tell, driver))


async def _listening(chosen: settings.Settings, serving: Coroutine[Any, Any, None]) -> int:
    try:
        await serving
    except OSError as error:
        number = _number(error)
        if number not in NOT_OURS_TO_LISTEN:
            raise
        raise settings.WrongSettings(_deaf(chosen, error, number)) from error
    return OK


def _number(error: OSError) -> int:
    """The system's number of this error, 0 for none; asyncio of Python 3.13 forgets one of them."""
    forgotten = str(error).startswith("could not bind on any address")
    return errno.EADDRNOTAVAIL if forgotten else error.errno or 0


def _deaf(chosen: settings.Settings, error: OSError, number: int) -> str:
    # The words of the system: those that asyncio makes of them differ from Python to Python.
    known = isinstance(error, socket.gaierror) and error.strerror
    why = (known or os.strerror(number)).lower()
    where = f"Cannot listen at {chosen.host} port {chosen.port}: {why}"
    return f"{where}; choose another BANHOC_HOST or BANHOC_PORT"


def _noon(day: date | None) -> datetime:
    """Midday of `day` in Vietnam; now when no day was given."""
    return datetime.combine(day, time(12), ZONE) if day else system_now().astimezone(ZONE)


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the terminal claims; what is no UTF-8 becomes a "?"."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _unread() -> int:
    """Whoever read our output has left: say nothing more, not even when Python empties its pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return WRONG


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _port(text: str) -> int:
    if settings.PORT.fullmatch(text) and int(text) <= settings.LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"give a number from 0 to {settings.LAST_PORT}")


def _year(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) in YEARS:
        return int(text)
    raise argparse.ArgumentTypeError(f"give a year like 2026, not {text!r}")


def _day(text: str) -> date:
    with suppress(ValueError):
        day = date.fromisoformat(text)
        if day.year in YEARS:
            return day
    raise argparse.ArgumentTypeError(f"give a day like 2026-12-01, not {text!r}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("banhoc", description="Bản Học")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("demo", help="serve an invented commune to try the program with")
    one.add_argument("--data", type=Path, default=Path("demo-data"), help="folder for its data")
    one.add_argument("--port", type=_port, help="where to listen, default BANHOC_PORT or 8080")
    one.add_argument("--today", type=_day, help="the day to begin on, as 2026-11-01")
    one.set_defaults(run=demo)

    one = commands.add_parser("serve", help="serve this installation")
    one.set_defaults(run=serve)

    _form_parsers(commands)
    form_commands.add(commands, _line)

    one = commands.add_parser("talk", help="talk in the terminal as a text-only channel")
    one.add_argument("--data", type=Path, default=Path("demo-data"), help="folder for its data")
    one.add_argument("--as", dest="address", default="console", help="who is talking")
    one.set_defaults(run=talk)

    _pack_parsers(commands.add_parser("pack", help="load, list and choose criteria packs"))

    roster_commands.add(commands, _line)

    plan_commands.add(commands, _line)

    due_commands.add(commands, _line)

    _invite_parser(commands.add_parser("invite", help="print invitations, or invite one person"))

    one = commands.add_parser("report", help="print a report as JSON lines")
    one.add_argument("name", metavar="NAME", help="for one: roster; a wrong one lists all")
    one.set_defaults(run=report)
    return parser


def _form_parsers(commands: roster_commands.Commands) -> None:
    one = commands.add_parser("check", help="check questionnaires; exit 1 when one has a fault")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.set_defaults(run=check)

    one = commands.add_parser("rehearse", help="play a questionnaire; exit 3 when input ends first")
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.add_argument("--lang", default="vi", help="language code, default vi")
    one.add_argument("--today", type=_day, help="the day to play on, as 2026-12-01")
    one.set_defaults(run=rehearse)


def _invite_parser(one: argparse.ArgumentParser) -> None:
    whom = one.add_mutually_exclusive_group(required=True)
    whom.add_argument("--village", dest="place", default="", metavar="CODE", help="all of a place")
    whom.add_argument("--staff", dest="person", default="", metavar="CODE", help="one person")
    one.add_argument("--out", type=Path, metavar="FILE.pdf", help="cards, eight on a page")
    one.add_argument("--poster", type=Path, metavar="FILE.pdf", help="one for the culture house")
    one.add_argument("--closes", type=_day, help="last day to hand in, for the poster")
    one.add_argument("--only-new", action="store_true", help="leave out what was printed before")
    one.add_argument("--anew", action="store_true", help="replace what was given out before")
    one.set_defaults(run=invite)


def _pack_parsers(pack: argparse.ArgumentParser) -> None:
    commands = pack.add_subparsers(required=True, metavar="COMMAND")
    this_year = system_now().astimezone(ZONE).year

    one = commands.add_parser("load", help="publish packs; exit 1 when one has a fault")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.set_defaults(run=pack_load)

    one = commands.add_parser("list", help="all packs, and those in use")
    one.add_argument("--year", type=_year, default=this_year, help="default this year")
    one.set_defaults(run=pack_list)

    one = commands.add_parser("use", help="choose the pack of a title; open forms keep theirs")
    one.add_argument("title", choices=TITLES, metavar="TITLE", help=", ".join(TITLES))
    one.add_argument("pack", metavar="CODE[@VERSION]")
    one.add_argument("--year", type=_year, required=True)
    one.add_argument("--commune", metavar="CODE", help="needed where there are several")
    one.set_defaults(run=pack_use)
