"""`python -m tests.javarosa.record [FORM …]`: walks beside JavaRosa, and notes what it had."""

import sys
from collections.abc import Sequence

from bot.moment import ZONE, system_now
from tests.javarosa import engine, gathered, golden
from tests.javarosa.walk import legs

SEED = 2026
STEPS = 120


def main(wanted: Sequence[str]) -> None:
    """Record these forms, or all; records of forms that are gone are thrown away."""
    there = [name for name in wanted or gathered.ALL if not gathered.missing(name)]
    with engine.running() as judge:
        for name in there:
            now = system_now().astimezone(ZONE)
            content, called = gathered.content(name), gathered.file_name(name)
            taken = legs(judge, content, called, SEED, STEPS, now)
            golden.write(golden.made(name, now, SEED, taken))
            sys.stdout.write(f"{name}\n")
    for path in set(golden.FOLDER.glob("*.json")) - set(map(golden.path_of, gathered.ALL)):
        path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
