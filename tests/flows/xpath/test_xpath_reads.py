"""What an expression depends on, which decides what is worked out again after an answer."""

import pytest

from flows.xpath import Read, compile_expression


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("/data/a", {"/data/a"}),
        ("/data/a = 'x' and selected(/data/b, 'y')", {"/data/a", "/data/b"}),
        ("../age", {"/data/member/age"}),
        (". + 1", {"/data/member/q"}),
        ("../../total", {"/data/total"}),
        ("current()/../age > 3", {"/data/member/age"}),
        ("/data/member[age > 3]/role", {"/data/member/age", "/data/member/role"}),
        ("count(/data/member)", {"/data/member"}),
        ("position(..)", {"/data/member"}),
        ("instance('l')/root/item[name = /data/a]/label", {"/data/a"}),
        ("instance('l')/root/item[name = current()/../age]/label", {"/data/member/age"}),
        ("instance('l')/root/item[name = 'x'][points > 3]", set()),
        ("pulldata('l', 'a', 'b', ../age)", {"/data/member/age"}),
        (
            "indexed-repeat(/data/member/age, /data/member, /data/n)",
            {"/data/member/age", "/data/member", "/data/n"},
        ),
        ("if(/data/c, /data/y, /data/n)", {"/data/c", "/data/y", "/data/n"}),
        ("once(/data/a)", {"/data/a"}),
        ("coalesce(/data/a, 0) + -/data/b", {"/data/a", "/data/b"}),
        ("(/data/a | /data/b)[1]", {"/data/a", "/data/b"}),
        ("string-length()", {"/data/member/q"}),
        ("/data/a/@id", {"/data/a/@id"}),
        ("/data/a/text()", {"/data/a"}),
        ("jr:choice-name(/data/a, '/data/a')", {"/data/a"}),
        ("today()", set()),
        ("1 + 2", set()),
    ],
)
def test_reads_are_absolute_places_of_the_form(source: str, expected: set[str]) -> None:
    found = compile_expression(source).reads("/data/member/q")

    assert found == {Read(path) for path in expected}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("count(/data/member/*)", Read("/data/member", below=True)),
        ("sum(/data//points)", Read("/data", below=True)),
        ("sum(//points)", Read("/", below=True)),
        ("count(../*[. != ''])", Read("/data/member", below=True)),
        ("count(following-sibling::x)", Read("/", below=True)),
        ("id('x')", Read("/", below=True)),
    ],
)
def test_a_star_and_two_slashes_read_everything_below(source: str, expected: Read) -> None:
    assert expected in compile_expression(source).reads("/data/member/q")
