"""Formulas as trees: their parts, the questions they name, and whether luck or time plays in."""

from collections.abc import Iterator

from flows.forms import references
from flows.forms.checks import slips
from flows.forms.checks.expressions import Formula
from flows.xpath import Expression, XPathError, compile_expression
from flows.xpath.closures import compile_syntax
from flows.xpath.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Filter,
    Literal,
    Logic,
    Negation,
    Path,
    Step,
    Syntax,
    Test,
    Union,
)

DATA = "/data/"  # where `references.as_xpath` puts every question
ITSELF = Path("here", (Step("self", Test("node")),))

# The same arguments always give the same value, and nothing but the arguments is looked at.
PLAIN = frozenset(
    (
        *("true", "false", "not", "boolean", "number", "string", "if", "coalesce", "int", "round"),
        *("abs", "selected", "selected-at", "count-selected", "concat", "contains", "starts-with"),
        *("ends-with", "string-length", "substr", "substring", "substring-before", "regex", "pow"),
        *("substring-after", "translate", "normalize-space", "min", "max", "floor", "ceiling"),
        *("boolean-from-string", "checklist", "join"),
    )
)


def understood(text: str) -> Expression | None:
    """The expression in a cell; None when it is wrong, which another check tells."""
    if slips.division(text):
        return None
    try:
        return compile_expression(references.as_xpath(text))
    except XPathError:
        return None


def tree(formula: Formula) -> Syntax | None:
    """The tree of a formula; None when it is wrong."""
    found = understood(formula.text)
    return found.tree if found else None


def running(part: Syntax) -> Expression:
    """A part of a tree as an expression of its own."""
    return Expression("", part, compile_syntax(part))


def parts(whole: Syntax) -> Iterator[Syntax]:
    """The tree and everything inside it, predicates too."""
    yield whole
    for part in inside(whole):
        yield from parts(part)


def inside(whole: Syntax) -> tuple[Syntax, ...]:
    """What the tree is made of, one level down."""
    match whole:
        case Literal():
            return ()
        case Logic(parts=joined) | Union(parts=joined):
            return joined
        case Comparison(left=left, right=right):
            return (left, right)
        case Arithmetic(first=first, rest=rest):
            return (first, *(operand for _, operand in rest))
        case Negation(operand=operand):
            return (operand,)
        case Call(arguments=arguments):
            return arguments
        case Filter(base=base, predicates=predicates):
            return (base, *predicates)
        case Path(base=base, steps=steps):
            start = () if isinstance(base, str) else (base,)
            return (*start, *(each for step in steps for each in step.predicates))


def named(part: Syntax) -> str:
    """The question a `${name}` became, "" for anything else."""
    plain = part.plain if isinstance(part, Path) else ""
    name = plain.removeprefix(DATA)
    return name if name != plain and "/" not in name else ""


def names(whole: Syntax) -> frozenset[str]:
    """Every question that is named."""
    return frozenset(filter(None, map(named, parts(whole))))


def is_plain(whole: Syntax, own: str = "") -> bool:
    """Whether it looks at nothing but questions it names, and at itself where `own` is a name."""
    for part in parts(whole):
        if isinstance(part, Call) and part.name not in PLAIN:
            return False
        if isinstance(part, Filter | Union):
            return False
        if isinstance(part, Path) and not named(part) and not (own and part == ITSELF):
            return False
    return True


def looks_only_at_itself(whole: Syntax, own: str) -> bool:
    """Whether it is plain and the only question it looks at is `own`, its own row."""
    return is_plain(whole, own) and names(whole) <= {own}
