"""Forms that nobody thought of, answered beside JavaRosa, ODK Collect's own engine."""

from collections.abc import Iterator

import pytest
import random_forms
import random_rosters
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.javarosa import engine
from tests.javarosa.engine import JavaRosa
from tests.javarosa.walk import walk

STEPS = 40

pytestmark = [
    pytest.mark.skipif(bool(engine.MISSING), reason=engine.MISSING),
    pytest.mark.xdist_group("javarosa"),
]


@pytest.fixture(scope="module")
def judge() -> Iterator[JavaRosa]:
    with engine.running() as started:
        yield started


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],  # each form is converted, and walked through
)
@given(random_forms.tables() | random_rosters.tables(), st.integers(0, 9))
def test_any_form_is_the_same_in_odk_collect(judge: JavaRosa, table: str, seed: int) -> None:
    walked = walk(judge, table.encode(), "form.md", seed, STEPS)

    assert walked.difference is None, table
