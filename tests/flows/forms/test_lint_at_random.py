"""What the lint says is never asked is never asked, and what it lets pass may be: all is tried."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from workbook_files import faults_of, md, small

from flows.forms import loading
from flows.forms.model import Form
from flows.worksheet import Worksheet

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LISTS = """\
| choices | list_name | name | label |
| | yn | yes | Có |
| | yn | no | Không |
| | size | s | Nhỏ |
| | size | m | Vừa |
| | size | l | Lớn |"""
QUESTIONS = (
    "select_one yn | a | Có không?",
    "select_multiple size | b | Cỡ nào?",
    "integer | n | Mấy người? | | . >= 0 and . < 9",
    "decimal | d | Mấy cân? | | . > 0",
)
VALUES = {
    "a": ("", "yes", "no"),
    "b": ("", "s", "m", "l", "s m", "s l", "m l", "s m l"),
    "n": ("", *map(str, range(9))),
    "d": ("", "0.5", *(str(at / 2) for at in range(2, 19)), "20"),
}
"""All that may be answered, of a decimal one number of every stretch the conditions know."""


def compared(*what: str) -> st.SearchStrategy[str]:
    """Comparisons of these with small whole numbers."""
    signs = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    return st.builds("{} {} {}".format, st.sampled_from(what), signs, st.integers(-1, 10))


def combined(tests: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Conditions made of these with and, or, not."""
    return st.recursive(
        tests,
        lambda inner: st.one_of(
            st.builds("({} and {})".format, inner, inner),
            st.builds("({} or {})".format, inner, inner),
            st.builds("not({})".format, inner),
        ),
        max_leaves=5,
    )


CONDITIONS = combined(
    st.one_of(
        st.sampled_from(["${a} = 'yes'", "${a} != 'no'", "'yes' = ${a}", "${a} = ''"]),
        st.sampled_from(["selected(${a}, 'no')", "${a} = 'maybe'", "selected(${b}, 's')"]),
        st.sampled_from(["selected(${b}, 'xl')", "count-selected(${b}) > 1", "${b} = 's m'"]),
        st.sampled_from(["count-selected(${b}) = 4", "string-length(${a}) = 3"]),
        st.sampled_from(["true()", "false()"]),
        compared("${n}", "${d}"),
    )
)
OF_CHOICES = combined(
    st.sampled_from(["selected(., 's')", "not(selected(., 'm'))", ". = 'l'", ". != 's m'"])
    | st.builds("count-selected(.) {} {}".format, st.sampled_from("=<>"), st.integers(0, 4))
)


@settings(max_examples=60, deadline=None)
@given(CONDITIONS, CONDITIONS)
def test_a_row_is_told_as_never_asked_when_no_answers_open_it(outer: str, own: str) -> None:
    text = small(
        *QUESTIONS,
        f"begin_group | g | Nhóm | {outer}",
        f"text | x | Vì sao? | {own}",
        "end_group | |",
        then=LISTS,
    )
    told = {fault.row for fault in faults_of(md(text)) if _says_never(fault.text)}

    ways = list(_opened(loading.load_accepted(text.encode(), "phieu.md"), f"{outer} {own}"))

    assert (6 in told) == (not any(group for group, _ in ways))
    assert (6 in told or 7 in told) == (not any(asked for _, asked in ways))


def _says_never(text: str) -> bool:
    return "không bao giờ được hỏi" in text or "đang tắt" in text


def _opened(form: Form, conditions: str) -> Iterator[tuple[bool, bool]]:
    """Whether the group and its question are relevant, for every answer to what is read."""
    read = [name for name in VALUES if f"${{{name}}}" in conditions]
    sheet = Worksheet(form, {}, NOW, Random(1), "")  # noqa: S311 (the same at every run)
    for values in product(*(VALUES[name] for name in read)):
        for name, value in zip(read, values, strict=True):
            sheet.enter(form.paths[name], value)
        yield sheet.relevant(form.paths["g"]), sheet.relevant(form.paths["x"])


@settings(max_examples=40, deadline=None)
@given(combined(compared(".")))
def test_a_number_is_told_to_have_no_answer_when_none_is_taken(constraint: str) -> None:
    taken = _taken(f"integer | n | Mấy người? | | {constraint}", map(str, range(-4, 14)))

    assert _is_refused(f"integer | n | Mấy người? | | {constraint}") == (not taken)


@settings(max_examples=40, deadline=None)
@given(OF_CHOICES)
def test_choices_are_told_to_be_refused_when_no_choice_of_them_is_taken(constraint: str) -> None:
    taken = _taken(f"select_multiple size | n | Cỡ nào? | | {constraint}", VALUES["b"][1:])

    assert _is_refused(f"select_multiple size | n | Cỡ nào? | | {constraint}") == (not taken)


def _is_refused(row: str) -> bool:
    return any(fault.serious for fault in faults_of(md(small(row, then=LISTS))))


def _taken(row: str, values: Iterable[str]) -> list[str]:
    form = loading.load_accepted(small(row, then=LISTS).encode(), "phieu.md")
    sheet = Worksheet(form, {}, NOW, Random(1), "")  # noqa: S311 (the same at every run)
    return [value for value in values if sheet.take(form.paths["n"], value)]
