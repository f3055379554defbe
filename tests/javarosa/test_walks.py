"""After every answer, our engine and ODK Collect's own have the same form before them."""

from collections.abc import Iterator, Mapping

import pytest

from tests.javarosa import engine, gathered
from tests.javarosa.engine import JavaRosa
from tests.javarosa.gathered import FORMS, PACKS, SHARED
from tests.javarosa.walk import walk

PACK_STEPS, FORM_STEPS, SHARED_STEPS = 700, 240, 1_000
SEEDS = (2026, 11)

pytestmark = [
    pytest.mark.skipif(bool(engine.MISSING), reason=engine.MISSING),
    pytest.mark.xdist_group("javarosa"),
]


@pytest.fixture(scope="module")
def judge() -> Iterator[JavaRosa]:
    with engine.running() as started:
        yield started


def walks(judge: JavaRosa, name: str, seed: int, steps: int) -> None:
    """The two go that far together."""
    walked = walk(judge, gathered.content(name), gathered.file_name(name), seed, steps)

    assert walked.difference is None, f"seed {seed}"
    assert walked.steps == steps


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", PACKS)
def test_a_shipped_pack_is_the_same_in_odk_collect(judge: JavaRosa, name: str, seed: int) -> None:
    walks(judge, name, seed, PACK_STEPS // len(SEEDS))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", FORMS)
def test_each_feature_is_the_same_in_odk_collect(judge: JavaRosa, name: str, seed: int) -> None:
    walks(judge, name, seed, FORM_STEPS // len(SEEDS))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", SHARED)
def test_a_form_of_others_is_the_same_in_odk_collect(judge: JavaRosa, name: str, seed: int) -> None:
    if gathered.missing(name):
        pytest.skip("the form is kept beside this repository and is not here")

    walks(judge, name, seed, SHARED_STEPS // len(SEEDS))


def test_they_go_twenty_thousand_steps_together() -> None:
    steps = len(PACKS) * PACK_STEPS + len(FORMS) * FORM_STEPS + len(SHARED) * SHARED_STEPS

    assert steps >= 20_000


def test_a_difference_would_be_seen(judge: JavaRosa) -> None:
    walked = walk(_Deaf(judge), FORMS["relevance in a chain"], "form.md", 1, 50)

    assert walked.difference is not None


class _Deaf(JavaRosa):
    """Hears a form, and never an answer."""

    def __init__(self, judge: JavaRosa) -> None:
        super().__init__(judge.process)
        self._state: engine.State = {}

    def load(self, xform: str, files: Mapping[str, bytes]) -> engine.State:
        self._state = super().load(xform, files)
        return self._state

    def write(self, path: str, value: str) -> engine.State:
        return self._state
