"""Turns the text of an expression into its small typed tree; elementpath does the parsing."""

from collections.abc import Mapping
from typing import cast, get_args

from elementpath import ElementPathError
from elementpath.xpath_tokens import XPathToken

from flows.xpath import syntax
from flows.xpath.errors import NotUnderstood, XPathError
from flows.xpath.functions import FUNCTIONS, check_arguments
from flows.xpath.grammar import NAMESPACES, WRITTEN, Grammar
from flows.xpath.operators import ARITHMETIC
from flows.xpath.source import KIND_TESTS, look_over
from flows.xpath.syntax import ANYTHING_INSIDE, Step, Syntax, Test

_KNOWN = {name: symbol for symbol, name in WRITTEN.items()}
_COMPARISONS = {"=", "!=", "<", "<=", ">", ">="}
_AXES = set(get_args(syntax.Axis))
_NUMBERS = {"(integer)", "(decimal)", "(float)"}


def parse(source: str, namespaces: Mapping[str, str]) -> Syntax:
    """The tree of an expression.

    Raises XPathError in plain words for whatever is not XPath 1.0 with the OpenRosa functions.
    """
    ready = look_over(source, _KNOWN)
    prefixes = {**NAMESPACES, **namespaces}
    try:
        return _Reader(prefixes).read(Grammar(prefixes).parse(ready))
    except XPathError:
        raise
    except RecursionError:
        raise XPathError("Biểu thức lồng nhau quá sâu.") from None
    except (ElementPathError, SyntaxError, ValueError, TypeError, LookupError) as problem:
        raise NotUnderstood(f'Không hiểu biểu thức "{_shortened(source)}".') from problem
    except (ArithmeticError, AssertionError, AttributeError) as problem:
        # the parser trips over its own feet on some hostile texts
        raise NotUnderstood(f'Không hiểu biểu thức "{_shortened(source)}".') from problem


def _shortened(source: str) -> str:
    return source if len(source) <= 80 else source[:79] + "…"


class _Reader:
    """Reads the parser's tokens into syntax, with the namespaces of one form."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self._namespaces = namespaces

    def read(self, token: XPathToken) -> Syntax:
        symbol = token.symbol
        if symbol in _NUMBERS:
            return syntax.Literal(float(cast(float, token.value)))
        if symbol == "(string)":
            return syntax.Literal(str(token.value))
        if symbol == "(":
            return self.read(token[0])
        if token.label == "function":
            return self._call(token)
        return self._operation(token) or self._path(token)

    def _call(self, token: XPathToken) -> Syntax:
        name = WRITTEN[token.symbol]
        arguments = tuple(self.read(part) for part in token)
        check_arguments(name, FUNCTIONS[name], len(arguments))
        return syntax.Call(name, arguments)

    def _operation(self, token: XPathToken) -> Syntax | None:
        symbol = token.symbol
        if symbol in ("+", "-") and len(token) == 1:
            operand = self.read(token[0])
            return syntax.Negation(operand if symbol == "-" else syntax.Negation(operand))
        if len(token) != 2:
            return None
        if symbol in ("and", "or", "|"):
            return self._joined(token)
        if symbol in _COMPARISONS:
            return syntax.Comparison(symbol, self.read(token[0]), self.read(token[1]))
        return self._sum(token) if symbol in ARITHMETIC else None

    def _joined(self, token: XPathToken) -> Syntax:
        """`a or b or c` as one row, however long: rows must not grow into depth."""
        word, parts = token.symbol, []
        while token.symbol == word and len(token) == 2:
            parts.append(self.read(token[1]))
            token = token[0]
        row = (self.read(token), *reversed(parts))
        if word == "|":
            return syntax.Union(row)
        return syntax.Logic("and" if word == "and" else "or", row)

    def _sum(self, token: XPathToken) -> Syntax:
        rest = []
        while token.symbol in ARITHMETIC and len(token) == 2:
            rest.append((token.symbol, self.read(token[1])))
            token = token[0]
        return syntax.Arithmetic(self.read(token), tuple(reversed(rest)))

    def _path(self, token: XPathToken) -> Syntax:
        steps: list[Step] = []
        while token.symbol in ("/", "//"):
            inside = [ANYTHING_INSIDE] if token.symbol == "//" else []
            if len(token) < 2:
                first = [self._step(token[0])] if len(token) else []
                return _whole_path("root", [*inside, *first, *reversed(steps)])
            steps += [self._step(token[1]), *inside]
            token = token[0]
        return self._from_start(token, steps[::-1])

    def _from_start(self, token: XPathToken, steps: list[Step]) -> Syntax:
        start = _unfiltered(token)
        if _is_step(start):
            return _whole_path("here", [self._step(token), *steps])
        if start.symbol != "(" and start.label != "function":
            shown = start.value if start.symbol.startswith("(") else start.symbol
            raise XPathError(f'Không hiểu chỗ "{shown}" trong biểu thức.')
        base, predicates = self.read(start), self._predicates(token)
        if predicates:
            base = syntax.Filter(base, predicates)
        return syntax.Path(base, tuple(_direct(steps))) if steps else base

    def _predicates(self, token: XPathToken) -> tuple[Syntax, ...]:
        """The predicates behind a step, in their order."""
        predicates = []
        while token.symbol == "[":
            predicates.append(self.read(token[1]))
            token = token[0]
        return tuple(reversed(predicates))

    def _step(self, token: XPathToken) -> Step:
        start = _unfiltered(token)
        if not _is_step(start):
            raise XPathError(f'Sau dấu "/" phải là tên một câu hỏi, không phải "{start.symbol}".')
        axis, test = self._axis_and_test(start)
        return Step(axis, test, self._predicates(token))

    def _axis_and_test(self, token: XPathToken) -> tuple[syntax.Axis, Test]:
        symbol = token.symbol
        if symbol == ".":
            return "self", Test("node")
        if symbol == "..":
            return "parent", Test("node")
        if symbol == "@":
            return "attribute", self._test(token[0])
        if symbol in _AXES and len(token):
            return cast(syntax.Axis, symbol), self._test(token[0])
        return "child", self._test(token)

    def _test(self, token: XPathToken) -> Test:
        symbol = token.symbol
        if symbol in KIND_TESTS:
            name = str(token[0].value) if len(token) else ""
            return Test(cast(syntax.TestKind, symbol), name)
        if symbol == "*":
            return Test("name", "*", None)
        if symbol == ":":
            prefix, local = str(token[0].value), token[1]
            return Test("name", _local_name(local), self._namespaces[prefix])
        return Test("name", _local_name(token))


def _local_name(token: XPathToken) -> str:
    if token.symbol not in ("(name)", "*"):
        raise XPathError(f'Không hiểu chỗ "{token.symbol}" trong biểu thức.')
    return str(token.value)


def _unfiltered(token: XPathToken) -> XPathToken:
    """What stands before `[…][…]`."""
    while token.symbol == "[":
        token = token[0]
    return token


def _is_step(token: XPathToken) -> bool:
    symbol = token.symbol
    if symbol in ("(name)", ":", ".", "..", "@"):
        return True
    if symbol == "*":
        return len(token) == 0
    return symbol in KIND_TESTS or (symbol in _AXES and len(token) == 1)


def _whole_path(base: str, steps: list[Step]) -> syntax.Path:
    return syntax.Path("root" if base == "root" else "here", tuple(_direct(steps)))


def _direct(steps: list[Step]) -> list[Step]:
    """`//name` looks straight at the descendants; with a predicate its positions would differ."""
    kept: list[Step] = []
    for step in steps:
        if kept and kept[-1] is ANYTHING_INSIDE and step.axis == "child" and not step.predicates:
            kept[-1] = Step("descendant", step.test)
        else:
            kept.append(step)
    return kept
