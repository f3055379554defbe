"""The forms that `make bench` measures are of the sizes its figures are asked for."""

import pytest

from bench import forms, sizes
from flows.forms import loading
from flows.forms.model import Form


def loaded(workbook: bytes) -> Form:
    return loading.load(workbook, "phieu.md")[0]


def given(form: Form, what: str) -> int:
    """How many nodes of the form have such an expression."""
    return sum(getattr(bind, what) is not None for bind in form.binds.values())


def test_the_assessment_has_the_shape_of_the_one_the_figures_were_first_taken_of() -> None:
    form = loaded(forms.assessment())

    asked = [question for question in form.questions if question.kind != "note"]
    assert len(asked) == 40
    assert (given(form, "relevant"), given(form, "calculate")) == (17, 27)
    assert given(form, "constraint") == 14
    assert len(form.repeats) == 1
    assert len(form.filters) == 1
    assert len(form.languages) == 2


def test_the_census_is_as_large_as_forms_of_health_ministries() -> None:
    form = loaded(forms.census())

    assert 540 <= len(form.binds) <= 560
    assert 475 <= len(form.questions) <= 490


@pytest.mark.parametrize("workbook", [forms.assessment(), forms.nested()], ids=["flat", "nested"])
def test_a_measured_form_is_gone_through_to_its_end(workbook: bytes) -> None:
    sized = sizes.measured(workbook, rounds=1)

    assert 0 < sized.step < 1
    assert 0 < sized.restored < 1
    assert 10_000 < sized.memory < 1_000_000
