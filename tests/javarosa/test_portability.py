"""What the lint says ODK Collect cannot work out really fails there, and what passes works."""

from collections.abc import Iterator

import pytest

from flows.forms import convert, loading, sheets
from tests.javarosa import engine
from tests.javarosa.engine import JavaRosa, Stumbled
from tests.javarosa.forms import table

FAILING = (
    *("floor(${a})", "ceiling(${a})", "substring(${t}, 1, 2)", "name(../t)", "local-name(../t)"),
    *("namespace-uri(../t)", "count(id('a'))", "if(lang('vi'), 1, 2)", "count(//t)"),
    *("count(/data/t[position() = last()])", "string(../t/text())", "string((/data/t)[1])"),
    *("count(../t/following-sibling::a)", "count(/data/descendant::a)"),
)
BLANK = ("string(/data/t[1])",)  # no error: it just finds nothing
WORKING = (
    *("int(${a})", "substr(${t}, 0, 2)", "coalesce(${a}, coalesce(${b}, 0))", "count(../t)"),
    *("string(/data/t[position() = 1])", "string(current()/../t)", "string(/data/@id)"),
    *("int(${a}) + 1", "string-length(normalize-space(${t}))", "if(${a} > 1, 'x', 'y')"),
)

pytestmark = [
    pytest.mark.skipif(bool(engine.MISSING), reason=engine.MISSING),
    pytest.mark.xdist_group("javarosa"),
]


@pytest.fixture(scope="module")
def judge() -> Iterator[JavaRosa]:
    with engine.running() as started:
        yield started


def form(formula: str) -> bytes:
    asked = ("integer | a | A", "integer | b | B", "text | t | T")
    return table(*asked, f"calculate | c | | | | | {formula}")


def hints(formula: str) -> list[str]:
    _, remarks = loading.load(form(formula), "form.md")
    return [fault.text for fault in remarks if "ODK Collect" in fault.text]


def worked_out(judge: JavaRosa, formula: str) -> str:
    judge.load(convert.to_xform(sheets.read(form(formula), "form.md")), {})
    judge.write("/data/a", "2")
    return judge.write("/data/t", "chữ")["/data/c"].value


@pytest.mark.parametrize("formula", FAILING)
def test_what_is_told_to_fail_fails_in_odk_collect(judge: JavaRosa, formula: str) -> None:
    assert hints(formula)

    with pytest.raises(Stumbled):
        worked_out(judge, formula)


@pytest.mark.parametrize("formula", BLANK)
def test_what_is_told_to_find_nothing_finds_nothing(judge: JavaRosa, formula: str) -> None:
    assert hints(formula)

    assert worked_out(judge, formula) == ""


@pytest.mark.parametrize("formula", WORKING)
def test_what_passes_works_in_odk_collect(judge: JavaRosa, formula: str) -> None:
    assert not hints(formula)

    assert worked_out(judge, formula) != ""
