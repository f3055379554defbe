"""`make bench`: what the program costs, each figure beside its floor or its bound."""

import asyncio
import os
import platform
import sys
import tempfile
from pathlib import Path

from bench import announcing, digest, drain, due, engine, memory, receive, sizes

PEOPLE = 80
MANY = 100_000  # people of one announcement
COMMUNES, HOMES = 20, 5_000  # of a province, and households of each
REMINDED = 3_000  # people, on Telegram: that takes two minutes


def main() -> None:
    """Measure everything and print one table, with the machine it was measured on."""
    form = engine.cdht()
    with tempfile.TemporaryDirectory() as folder:
        by_hand, through = asyncio.run(receive.pairs(Path(folder), PEOPLE))
        morning = digest.seconds(Path(folder))
        many = asyncio.run(announcing.figures(Path(folder), MANY))
        commune = due.measured(Path(folder), 1, HOMES)
        province = due.measured(Path(folder), COMMUNES, HOMES)
    sent = asyncio.run(drain.reminders(REMINDED))
    rows = (
        ("engine step on cdht, typed number", f"{engine.steps(form) * 1e6:.0f} µs", "≤ 150 µs"),
        ("session restored from its answers", f"{engine.restores(form) * 1e3:.2f} ms", "≤ 3 ms"),
        *sizes.table(),
        ("one message by hand (aiosqlite)", f"{by_hand * 1e3:.2f} ms", "the floor"),
        ("one message through receive", f"{through * 1e3:.2f} ms", "≤ 2 × the floor"),
        ("  in floors", f"{through / by_hand:.2f}", "≤ 2"),
        ("announcement to 100,000, counted", f"{many.everybody:.1f} s", "≤ 3 s"),
        ("  by the state of their forms", f"{many.waiting:.1f} s", "≤ 3 s"),
        ("  promised", f"{many.promised:.1f} s", "≤ 10 s"),
        ("  memory that took", f"{many.memory:.0f} MB", "≤ 20 MB"),
        ("  longest the loop stood still", f"{many.still:.2f} s", "≤ 0.5 s"),
        ("digest over 100,000 forms (SQLite)", f"{morning:.2f} s", "≤ 1 s"),
        ("the week's picture, drawn", f"{digest.drawing():.2f} s", "≤ 1 s"),
        ("reminders of a day, 5,000 households", f"{commune.first:.2f} s", "≤ 0.5 s"),
        ("  the same once more", f"{commune.again:.2f} s", "≤ 0.5 s"),
        ("  of a province, 100,000 households", f"{province.first:.1f} s", "≤ 10 s"),
        ("  memory, of one and of twenty communes", _both(commune, province), "alike"),
        ("3,000 reminders on Telegram", f"{sent.rate:.1f}/s", "20 to 25/s"),
        ("  refused for haste, doubled or missing", f"{sent.refused}, {sent.astray}", "0, 0"),
        ("  processor of the sender", f"{sent.load:.0%}", "≤ 25% of a core"),
        ("demo, memory after a conversation", f"{memory.of_the_demo():.0f} MB", "≤ 250 MB"),
    )
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}, medians")
    for name, figure, bound in rows:
        print(f"{name:40}{figure:>12}   {bound}")


def _both(commune: due.Planned, province: due.Planned) -> str:
    return f"{commune.memory:.0f}, {province.memory:.0f} MB"


if __name__ == "__main__":
    main()
