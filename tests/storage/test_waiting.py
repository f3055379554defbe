"""Finding letters takes a few steps into indexes that hold only what waits."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from storage import outbox, people, waiting

# The statements of each round and each letter, and the index that makes them quick.
QUICK = {
    "doors": (waiting._DOORS, "ix_letter_waiting"),
    "due now": (waiting._at_doors(1), "ix_letter_waiting"),
    "turn": (waiting._at_doors(1), "ix_letter_ahead"),
    "address free": (waiting._at_doors(1), "ix_letter_left"),
    "due next": (waiting._NEXT_DUE, "ix_letter_due"),
    "stale": (waiting._OVERDUE, "ix_letter_stale"),
    "given up on": (waiting._OVERDUE, "ix_letter_left"),
    "read": (people._HELD, "ix_letter_unread"),
}
EVERY = [statement for statement, _ in QUICK.values()] + [outbox._LEAVES, outbox._POSTPONED]


@pytest.mark.parametrize(("statement", "index"), QUICK.values(), ids=QUICK)
def test_no_round_reads_letters_that_do_not_wait(
    migrated: Path, statement: Any, index: str
) -> None:
    sql = str(statement.compile(dialect=sqlite.dialect()))
    with closing(sqlite3.connect(migrated)) as file:
        rows = file.execute(f"EXPLAIN QUERY PLAN {sql}", [1] * sql.count("?"))
        plan = [row[3] for row in rows]

    assert any(index in step for step in plan)
    assert not [step for step in plan if step in ("SCAN letter", "SCAN ahead", "SCAN held")]


@pytest.mark.parametrize("statement", EVERY)
def test_the_statements_also_speak_postgresql(statement: Any) -> None:
    assert "letter" in str(statement.compile(dialect=postgresql.dialect()))
