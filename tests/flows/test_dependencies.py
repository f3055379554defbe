"""The order in which a form is recalculated, and the rings that have none."""

from collections.abc import Sequence

import pytest

from flows.forms import dependencies
from flows.forms.dependencies import Cycle
from flows.forms.model import Bind
from flows.xpath import Expression, compile_expression


def formula(source: str) -> Expression | None:
    return compile_expression(source) if source else None


def bind(path: str, calculate: str = "", relevant: str = "", constraint: str = "") -> Bind:
    return Bind(
        path,
        calculate=formula(calculate),
        relevant=formula(relevant),
        constraint=formula(constraint),
    )


def in_order(*binds: Bind) -> list[str]:
    numbered = dependencies.order(binds, ())
    return sorted(numbered, key=lambda path: numbered[path])


def readers(path: str, *binds: Bind) -> Sequence[str]:
    paths = [one.path for one in binds]
    return dependencies.dependents(binds, (), paths).get(path, ())


def test_what_reads_stands_after_what_it_reads() -> None:
    chain = [
        bind("/data/c", calculate="/data/b + 1"),
        bind("/data/b", calculate="/data/a + 1"),
        bind("/data/a"),
        bind("/data/d", calculate="/data/c + /data/b"),
    ]

    assert in_order(*chain) == ["/data/b", "/data/c", "/data/d"]


def test_what_stands_inside_a_group_comes_after_the_group() -> None:
    inside = bind("/data/g/x", calculate="1 + 1")
    group = bind("/data/g", relevant="/data/a = 1")

    assert in_order(inside, group) == ["/data/g", "/data/g/x"]


def test_what_reads_into_a_group_comes_after_the_group_too() -> None:
    outside = bind("/data/sum", calculate="/data/g/x + 1")
    group = bind("/data/g", relevant="/data/a = 1")

    assert in_order(outside, group) == ["/data/g", "/data/sum"]


def test_what_reads_all_of_a_group_comes_after_all_of_it() -> None:
    counting = bind("/data/n", calculate="count(/data/g/*)")
    inside = bind("/data/g/x", relevant="/data/a = 1")

    assert in_order(counting, inside) == ["/data/g/x", "/data/n"]
    assert readers("/data/g/x", counting, inside) == ("/data/n",)


def test_what_reads_the_whole_form_comes_last_and_hears_of_every_change() -> None:
    counting = bind("/data/n", calculate="count(//x)")
    one = bind("/data/g/x", relevant="/data/a = 1")

    assert in_order(counting, one) == ["/data/g/x", "/data/n"]
    assert readers("/data/g/x", counting, one) == ("/data/n",)


def test_only_the_readers_of_an_answer_hear_of_it() -> None:
    binds = [
        bind("/data/a"),
        bind("/data/ab"),
        bind("/data/x", calculate="/data/a"),
        bind("/data/y", relevant="/data/ab = 1"),
    ]

    assert (readers("/data/a", *binds), readers("/data/ab", *binds)) == (("/data/x",), ("/data/y",))


def test_a_constraint_is_checked_again_when_what_it_reads_changes() -> None:
    binds = [bind("/data/a"), bind("/data/b", constraint=". <= /data/a")]

    checks = dependencies.checks(binds, [one.path for one in binds])

    assert checks == {"/data/a": ("/data/b",), "/data/b": ("/data/b",)}


@pytest.mark.parametrize(
    "ring",
    [
        [bind("/data/a", calculate="/data/b"), bind("/data/b", calculate="/data/a")],
        [bind("/data/a", calculate="/data/b"), bind("/data/b", relevant="/data/a = 1")],
        [bind("/data/a", calculate="../b"), bind("/data/b", calculate="../a + 1")],
        [
            bind("/data/g", relevant="/data/b = 1"),
            bind("/data/g/a", calculate="1"),
            bind("/data/b", calculate="/data/g/a"),
        ],
        [bind("/data/a", calculate=". + 1")],
        [bind("/data/a", calculate="/data/a + 1")],
        [bind("/data/a", relevant=". != ''")],
        [bind("/data/g", relevant="/data/g/a != 'x'"), bind("/data/g/a")],
    ],
    ids=[
        *("values", "relevance", "relative", "through a group", "itself", "by its path"),
        *("whether it is relevant", "whether its group is"),
    ],
)
def test_values_that_wait_for_each_other_are_refused(ring: Sequence[Bind]) -> None:
    with pytest.raises(Cycle) as caught:
        dependencies.order(ring, ())

    assert len(caught.value.args) >= 2
    assert caught.value.args[0] == caught.value.args[-1]


def test_a_constraint_may_read_its_own_question() -> None:
    assert in_order(bind("/data/a", constraint=". > 0")) == []
