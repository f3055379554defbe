"""Columns that the XForm names after what stands in their header."""

import pytest

from flows.forms import loading
from flows.forms.faults import Fault, WorkbookError


def refused(*, survey: str = "hint", choices: str = "points", settings: str = "version") -> Fault:
    """The one fault of a form with these further columns."""
    table = f"""\
| survey | type | name | label | {survey} |
| | select_one yn | a | Có không? | x |
| choices | list_name | name | label | {choices} |
| | yn | yes | Có | 1 |
| settings | form_title | {settings} |
| | Phiếu | 1 |
"""
    with pytest.raises(WorkbookError) as error:
        loading.load(table.encode(), "phieu.md")
    (fault,) = error.value.faults
    return fault


@pytest.mark.parametrize("column", ["2026", "1a", "&", "<a>", "=x", "q::vi", "a:b"])
def test_a_column_of_choices_that_xml_cannot_name_is_refused(column: str) -> None:
    fault = refused(choices=column)

    assert (fault.sheet, fault.row, fault.column) == ("choices", 3, column)
    assert "khu_vuc" in fault.text


@pytest.mark.parametrize("column", ["bind::a b", "bind::&", "body::1", "instance::<"])
def test_an_attribute_that_xml_cannot_name_is_refused(column: str) -> None:
    fault = refused(survey=column)

    assert (fault.sheet, fault.row, fault.column) == ("survey", 1, column)


def test_an_attribute_of_the_whole_form_too() -> None:
    fault = refused(settings="attribute::a b")

    assert (fault.sheet, fault.row) == ("settings", 5)


def test_a_prefix_that_nobody_declared_is_refused_too() -> None:
    fault = refused(survey="bind::x:y")

    assert "tên cột" in fault.text


@pytest.mark.parametrize("column", ["khu_vuc", "khu-vuc.1", "đường", "Khu vực", "label::English"])
def test_an_ordinary_column_is_fine(column: str) -> None:
    table = f"""\
| survey | type | name | label |
| | select_one yn | a | Có không? |
| choices | list_name | name | label | {column} |
| | yn | yes | Có | 1 |
"""

    assert loading.load(table.encode(), "phieu.md")[0].questions
