"""One table says what each title knows from below, and every pack keeps to it."""

from importlib.resources import files
from itertools import chain

import pytest

from flows import rollup
from flows.forms import pack_sheet, sheets

PACKS = [file.name for file in (files("flows.library") / "packs").iterdir()]


def test_the_order_names_every_title_once() -> None:
    assert sorted(chain(*rollup.ORDER)) == sorted(pack_sheet.TITLES)


def test_every_title_has_its_line_in_the_table() -> None:
    assert set(rollup.KNOWN) == set(pack_sheet.TITLES)


def test_whoever_knows_something_knows_on_which_day() -> None:
    assert all(rollup.ON in facts for facts in rollup.KNOWN.values() if facts)


@pytest.mark.parametrize("pack", PACKS)
def test_a_shipped_pack_takes_only_what_its_title_may_know(pack: str) -> None:
    workbook = (files("flows.library") / "packs" / pack).read_bytes()
    info = pack_sheet.read(sheets.read(workbook, pack))

    assert info is not None
    assert set(info.known) <= set(rollup.KNOWN[info.title])
    assert set(info.known) <= rollup.NAMES
