"""Whatever bytes lie beside a form, or are sent as a .zip of one, end in a form or in faults."""

import random

import pytest

from flows.forms import bundle, listing, sheets
from flows.forms.bundle import Bundle
from flows.forms.faults import WorkbookError

CASES = 600
FORM = b"| survey | type | name | label |\n| | select_one_from_file a.csv | a | A |\n"
CSV = 'name;label\na;"A ""b"""\nb;Bản\n'.encode()
GEOJSON = (
    b'{"type": "FeatureCollection", "features": [{"type": "Feature", "id": 5, "geometry": {"type":'
    b' "Polygon", "coordinates": [[[1.5, 2], [3, 4e9]]]}, "properties": {"title": "A", "b": 7}}]}'
)
XML = "<root><item><name>a</name><label>Bản &amp; làng</label></item></root>".encode()
ZIP = bundle.write(Bundle("form.md", FORM, {"a.csv": CSV, "b.geojson": GEOJSON, "c.xml": XML}))


def broken(content: bytes, chance: random.Random) -> bytes:
    """The content with bytes changed, taken out, doubled, or from elsewhere."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content) + 1)
        to = min(len(content), at + chance.choice((1, 1, 2, 8, 40)))
        piece = chance.choice(
            (b"", chance.randbytes(to - at), content[at:to] * 3, b'"', b"[{", b"\0")
        )
        content = content[:at] + piece + content[to:]
    return content


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", CSV), ("a.geojson", GEOJSON), ("a.xml", XML)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_list_of_any_bytes_is_read_or_refused(name: str, content: bytes, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (the same bytes every time)
    read = 0
    for _ in range(CASES):
        try:
            listing.planted(broken(content, chance), name)
            read += 1
        except WorkbookError as wrong:
            assert all(fault.sheet == name and fault.text for fault in wrong.faults)

    assert 0 < read < CASES


@pytest.mark.parametrize("seed", range(3))
def test_a_zip_of_any_bytes_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (the same bytes every time)
    read = 0
    for _ in range(CASES):
        try:
            found = sheets.read(broken(ZIP, chance), "form.zip")
            read += 1
        except WorkbookError as wrong:
            assert all(fault.text for fault in wrong.faults)
        else:
            assert all(bundle.is_plain(name) for name in found.files)

    assert 0 < read < CASES
