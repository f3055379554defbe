"""The elementpath parser, taught the OpenRosa functions and where they may stand in a path."""

from typing import ClassVar

from elementpath import XPath1Parser
from elementpath.tdop import Parser
from elementpath.xpath_tokens import XPathToken

from flows.xpath.functions import FUNCTIONS

NAMESPACES = {
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "odk": "http://www.opendatakit.org/xforms",
    "entities": "http://www.opendatakit.org/xforms/entities",
    "ev": "http://www.w3.org/2001/xml-events",
    "h": "http://www.w3.org/1999/xhtml",
}


def grammar_name(name: str) -> str:
    """A function's name inside the grammar, where a colon would mean a namespace."""
    return name.replace(":", "-")


WRITTEN = {grammar_name(name): name for name in FUNCTIONS}


class Grammar(XPath1Parser):
    """Parses only: nothing in here is ever evaluated by elementpath."""

    # `instance('x')/root` and `(a | b)/c` begin with a function or a bracket
    PATH_STEP_LABELS: ClassVar[tuple[str, ...]] = (*XPath1Parser.PATH_STEP_LABELS, "function")
    PATH_STEP_SYMBOLS: ClassVar[set[str]] = {*XPath1Parser.PATH_STEP_SYMBOLS, "("}

    def parse(self, source: str) -> XPathToken:
        """The root token; unlike the parent's method it does not try to evaluate constants."""
        return Parser.parse(self, source)


def _teach() -> None:
    table = Grammar.symbol_table
    for symbol in [
        key for key, token in table.items() if getattr(token, "label", "") == "function"
    ]:
        Grammar.unregister(symbol)
    for name in WRITTEN:
        Grammar.function(name, nargs=(0, None))
    # elementpath refuses `a = b = c`, which XPath 1.0 allows
    for sign in ("=", "!="):
        Grammar.unregister(sign)
        Grammar.infix(sign, bp=28)
    for sign in ("<", ">", "<=", ">="):
        Grammar.unregister(sign)
        Grammar.infix(sign, bp=30)
    Grammar.build()


_teach()
