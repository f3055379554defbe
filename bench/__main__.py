"""`make bench`: what the program costs, each figure beside its floor or its bound."""

import asyncio
import os
import platform
import sys
import tempfile
from pathlib import Path

from bench import engine, memory, receive

PEOPLE = 80


def main() -> None:
    """Measure everything and print one table, with the machine it was measured on."""
    form = engine.cdht()
    with tempfile.TemporaryDirectory() as folder:
        by_hand, through = asyncio.run(receive.pairs(Path(folder), PEOPLE))
    rows = (
        ("engine step on cdht, typed number", f"{engine.steps(form) * 1e6:.0f} µs", "≤ 150 µs"),
        ("session restored from its answers", f"{engine.restores(form) * 1e3:.2f} ms", "≤ 3 ms"),
        ("one message by hand (aiosqlite)", f"{by_hand * 1e3:.2f} ms", "the floor"),
        ("one message through receive", f"{through * 1e3:.2f} ms", "≤ 2 × the floor"),
        ("  in floors", f"{through / by_hand:.2f}", "≤ 2"),
        ("demo, memory after a conversation", f"{memory.of_the_demo():.0f} MB", "≤ 250 MB"),
    )
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}, medians")
    for name, figure, bound in rows:
        print(f"{name:40}{figure:>12}   {bound}")


if __name__ == "__main__":
    main()
