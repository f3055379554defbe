r"""What people really type, line by line in `utterances/*.csv`: read, offered, or asked again.

`expected` is the stored answer, "ask" (not understood) or "offer 12 / 15" (asked back, with what to
type for each). In `typed`, "\n" is a new line and "\u0301" a mark sent apart from its letter.
"""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from flows import answers, vietnamese
from flows.long_lists import PAGE
from flows.questions import KINDS, Ambiguous, Asking, NotUnderstood, Option
from flows.replies import Reply
from flows.vietnamese import One
from flows.wording import words

TODAY = date(2026, 11, 21)
FOLDER = Path(__file__).parent / "utterances"
FILES = sorted(path.stem for path in FOLDER.glob("*.csv"))
PHONE = "phone"  # no kind of question yet: rosters and invitations read it
ESCAPED = re.compile(r"\\(n|u[0-9a-f]{4})")


@pytest.mark.parametrize("name", FILES)
def test_every_utterance_is_read_as_the_table_says(name: str) -> None:
    table = _rows(name)

    misread = {
        (row["typed"], row["question"]): f"{got}, not {row['expected']}"
        for row in table
        if (got := _outcome(row)) != row["expected"]
    }

    assert misread == {}


@pytest.mark.parametrize("name", FILES)
def test_nothing_wrong_is_taken_without_a_word(name: str) -> None:
    table = _rows(name)

    taken = [
        (row["typed"], got)
        for row in table
        if not (got := _outcome(row)).startswith(("ask", "offer")) and got != row["expected"]
    ]

    assert taken == []


@pytest.mark.parametrize("name", FILES)
def test_what_an_utterance_is_offered_as_is_taken_when_it_is_typed(name: str) -> None:
    offered = [
        (row, reply)
        for row in _rows(name)
        if row["expected"].startswith("offer ")
        for reply in row["expected"].removeprefix("offer ").split(" / ")
    ]

    asked_again = [
        (row["typed"], reply)
        for row, reply in offered
        if _outcome(row | {"typed": reply}).startswith(("ask", "offer"))
    ]

    assert asked_again == []


def test_the_tables_hold_what_they_promise() -> None:
    rows = [row for name in FILES for row in _rows(name)]

    keys = {(row["typed"], row["kind"], row["question"], row["options"]) for row in rows}
    assert len(rows) == len(keys)
    assert len(rows) > 1400


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _outcome(row: dict[str, str]) -> str:
    text = ESCAPED.sub(_character, row["typed"])
    if row["kind"] == PHONE:
        number = vietnamese.phone(text)
        return number.value if isinstance(number, One) else "ask"
    labels = row["options"].split(" / ") if row["options"] else []
    options = tuple(Option(n, f"n{n}", label) for n, label in enumerate(labels, start=1))
    is_paged = len(options) > PAGE
    asking = Asking("q", row["kind"], row["question"], options=options, is_paged=is_paged)
    try:
        return KINDS[row["kind"]].read(asking, Reply(text), TODAY)
    except Ambiguous as doubt:
        said = (answers.readings(words("vi"), (offer,)) for offer in doubt.offers)
        typed = (each.removesuffix(")").rsplit("(gõ ", 1)[1] for each in said)
        return "offer " + " / ".join(each.strip('"') for each in typed)
    except NotUnderstood:
        return "ask"


def _character(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] == "n" else chr(int(escaped[1][1:], base=16))
