"""After every answer, our engine and ODK Collect's own have the same form before them."""

from collections.abc import Iterator
from importlib.resources import files

import pytest

from tests.javarosa import engine
from tests.javarosa.engine import JavaRosa
from tests.javarosa.forms import FORMS as SMALL
from tests.javarosa.forms_kinds import FORMS as KINDS
from tests.javarosa.walk import walk

FORMS = {**SMALL, **KINDS}
PACK_STEPS, FORM_STEPS = 700, 420  # together more than twenty thousand
SEEDS = (2026, 11)
PACKS = sorted(
    path.name
    for path in (files("flows") / "library" / "packs").iterdir()
    if path.name.endswith(".md")
)

pytestmark = [
    pytest.mark.skipif(bool(engine.MISSING), reason=engine.MISSING),
    pytest.mark.xdist_group("javarosa"),
]


@pytest.fixture(scope="module")
def judge() -> Iterator[JavaRosa]:
    with engine.running() as started:
        yield started


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", PACKS)
def test_a_shipped_pack_is_the_same_in_odk_collect(judge: JavaRosa, name: str, seed: int) -> None:
    content = (files("flows") / "library" / "packs" / name).read_bytes()

    walked = walk(judge, content, name, seed, PACK_STEPS // len(SEEDS))

    assert walked.difference is None, f"seed {seed}"
    assert walked.steps == PACK_STEPS // len(SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", FORMS)
def test_each_feature_is_the_same_in_odk_collect(judge: JavaRosa, name: str, seed: int) -> None:
    walked = walk(judge, FORMS[name], "form.md", seed, FORM_STEPS // len(SEEDS))

    assert walked.difference is None, f"seed {seed}"
    assert walked.steps == FORM_STEPS // len(SEEDS)


def test_a_difference_would_be_seen(judge: JavaRosa) -> None:
    walked = walk(_Deaf(judge), FORMS["relevance in a chain"], "form.md", 1, 50)

    assert walked.difference is not None


class _Deaf(JavaRosa):
    """Hears a form, and never an answer."""

    def __init__(self, judge: JavaRosa) -> None:
        super().__init__(judge.process)
        self._state: engine.State = {}

    def load(self, xform: str) -> engine.State:
        self._state = super().load(xform)
        return self._state

    def write(self, path: str, value: str) -> engine.State:
        return self._state
