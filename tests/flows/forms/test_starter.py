"""The workbook officials begin with can be used as it is."""

from io import BytesIO

import openpyxl

from flows.forms import loading, starter
from flows.forms.row_types import ROW_TYPES
from flows.forms.workbook import FORM_SHEETS


def test_the_starter_lints_clean_and_scores() -> None:
    form, remarks = loading.load(starter.workbook(), "bo.xlsx")

    assert remarks == ()
    assert form.score is not None
    assert [i.evidence for c in form.score.criteria for i in c.indicators] == ["doc_sach_anh", ""]
    assert form.pack is not None
    assert not form.pack.official


def test_every_drop_down_fits_into_its_cell() -> None:
    offered = [",".join(words) for words in starter.CHOICES.values()]

    assert max(map(len, offered)) <= 255  # characters; Excel drops the file's rule beyond


def test_the_drop_down_of_types_offers_each_of_them() -> None:
    book = openpyxl.load_workbook(BytesIO(starter.workbook()))
    (rule,) = (
        rule
        for rule in book["survey"].data_validations.dataValidation
        if rule.promptTitle == "type"
    )
    page, _, cells = rule.formula1.partition("!")

    offered = [cell.value for (cell,) in book[page.strip("'")][cells.replace("$", "")]]
    assert offered == [each.written for each in ROW_TYPES]


def test_every_column_tells_what_belongs_into_it() -> None:
    book = openpyxl.load_workbook(BytesIO(starter.workbook()))
    noted = {
        (page.title, str(page[f"{str(rule.sqref).split(':')[0][:-1]}1"].value))
        for page in book.worksheets
        for rule in page.data_validations.dataValidation
        if rule.prompt
    }

    assert set(book.sheetnames) == {starter.GUIDE, starter.TYPES, *FORM_SHEETS} - {"targets"}
    assert noted == set(starter.NOTES)


def test_a_drop_down_forbids_nothing_for_a_list_has_its_own_name() -> None:
    book = openpyxl.load_workbook(BytesIO(starter.workbook()))

    rules = [rule for page in book.worksheets for rule in page.data_validations.dataValidation]
    assert rules
    assert not any(rule.showErrorMessage for rule in rules)
