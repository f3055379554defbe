"""The officials' tables name what the code knows: no more, no less, and every example is true."""

import pytest

from docs import tables
from docs.functions import FUNCTIONS_SAID
from flows.forms import references
from flows.forms.checks.survey import SUPPORTED
from flows.forms.row_types import ROW_TYPES
from flows.xpath import compile_expression
from flows.xpath.functions import FUNCTIONS


def test_the_page_is_what_the_code_says_now() -> None:
    assert tables.PAGE.read_text(encoding="utf-8") == tables.page(), "python -m docs.tables"


def test_every_type_that_may_be_written_is_told_of() -> None:
    assert {each.name for each in ROW_TYPES} == set(SUPPORTED)


def test_every_function_is_told_of() -> None:
    assert set(FUNCTIONS_SAID) == set(FUNCTIONS)


@pytest.mark.parametrize("name", sorted(FUNCTIONS_SAID))
def test_the_example_of_a_function_is_an_expression_that_calls_it(name: str) -> None:
    example, _ = FUNCTIONS_SAID[name]

    assert f"{name}(" in example
    compile_expression(references.as_xpath(example))
