"""Fifty thousand spoiled workbooks: each ends in a form, or in faults told in words."""

from pathlib import Path

import pytest

from flows.forms import loading
from tests.fuzz import mutations, trial
from tests.fuzz.bases import BASES
from tests.fuzz.guarded import Hung, watched, within

SEED = 2026
SHARES = {"first": ("text", "inside"), "second": ("archive", "cells")}


@pytest.fixture(autouse=True, scope="module")
def everything_is_loaded() -> None:
    """What libraries read when they are first used, they have read."""
    for base in BASES:
        loading.load(base.encode(), "phieu.md")


@pytest.mark.parametrize("share", SHARES)
def test_no_spoiled_workbook_breaks_hangs_or_reaches_out(share: str, tmp_path: Path) -> None:
    for kind in SHARES[share]:
        for number in range(mutations.KINDS[kind][1]):
            case = mutations.case(kind, SEED, number)
            wrong = trial.trouble(case)

            again = f"python -m tests.fuzz.replay {kind} {SEED} {number}"
            assert not wrong, f"{wrong}\n{again}\n{trial.kept(case, tmp_path)}"


def test_there_are_fifty_thousand_of_them() -> None:
    counts = {kind: count for kind, (_, count) in mutations.KINDS.items()}

    assert sum(counts.values()) >= 50_000
    assert sorted(counts) == sorted(kind for share in SHARES.values() for kind in share)


@pytest.mark.parametrize("base", BASES)
def test_each_is_made_from_a_form_that_is_good(base: str) -> None:
    assert loading.load(base.encode(), "phieu.md")[0].questions


@pytest.mark.parametrize("kind", mutations.KINDS)
def test_a_case_is_the_same_whenever_it_is_asked_for(kind: str) -> None:
    assert mutations.case(kind, SEED, 7) == mutations.case(kind, SEED, 7)
    assert mutations.case(kind, SEED, 7) != mutations.case(kind, SEED, 8)


def test_what_takes_too_long_is_told_apart_even_if_all_errors_are_caught() -> None:
    with pytest.raises(Hung), within(0.01):
        while True:
            try:
                sum(range(1_000))
            except Exception:  # noqa: BLE001, S112 (as code does that we do not know)
                continue


def test_what_opens_a_file_is_found_out(tmp_path: Path) -> None:
    page = tmp_path / "x.xml"

    with watched() as seen:
        page.write_text("x", "utf-8")

    assert seen == [f"open {page}"]
