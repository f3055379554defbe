"""What JavaRosa had after each answer, our engine has too: read from records, without Java."""

from dataclasses import replace

import pytest

from tests.javarosa import gathered, golden

MOST_BYTES = 1_500_000
AGAIN = "python -m tests.javarosa.record"


@pytest.mark.parametrize("name", gathered.ALL)
def test_our_engine_goes_as_javarosa_went(name: str) -> None:
    if gathered.missing(name):
        pytest.skip("the form is kept beside this repository and is not here")
    recorded = golden.read(name)

    parting = golden.replayed(recorded)

    is_another = recorded.content != golden.content_mark(name)
    assert parting is None, f'the form has changed: {AGAIN} "{name}"' if is_another else name


def test_each_form_has_its_record() -> None:
    missing = [name for name in gathered.ALL if not golden.path_of(name).exists()]

    assert missing == [], AGAIN


def test_each_record_has_its_form() -> None:
    kept = set(golden.FOLDER.glob("*.json"))

    assert kept <= set(map(golden.path_of, gathered.ALL)), AGAIN


def test_the_records_take_little_room() -> None:
    assert sum(path.stat().st_size for path in golden.FOLDER.glob("*.json")) <= MOST_BYTES


def test_another_answer_would_be_seen() -> None:
    recorded = golden.read("relevance in a chain")
    first, (((path, _), *_), mark), *others = recorded.legs
    spoiled = (first, (((path, "không ai nói thế"),), mark), *others)

    parting = golden.replayed(replace(recorded, legs=spoiled))

    assert parting is not None
    assert parting.recorded == recorded.whole[1]
