"""Expressions of forms (OpenRosa XPath): understood, checked, worked out as ODK Collect would."""

from flows.xpath.errors import XPathError
from flows.xpath.expression import Expression, compile_expression
from flows.xpath.functions import FUNCTIONS, Function
from flows.xpath.planting import from_xml
from flows.xpath.reads import Read
from flows.xpath.tree import Node, string_value
from flows.xpath.values import Moment, Value, to_boolean, to_number, to_text
from flows.xpath.world import World

__all__ = [
    "FUNCTIONS",
    "Expression",
    "Function",
    "Moment",
    "Node",
    "Read",
    "Value",
    "World",
    "XPathError",
    "compile_expression",
    "from_xml",
    "string_value",
    "to_boolean",
    "to_number",
    "to_text",
]
