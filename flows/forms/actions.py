"""What a form writes by itself when something happens: a question changes, a session begins."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element  # the type only; defusedxml parses

from flows.xpath import Expression, compile_expression

if TYPE_CHECKING:
    from flows.forms.model import Bind

ONCE = re.compile(r"\bonce\s*\(")
XFORMS = "{http://www.w3.org/2002/xforms}"
CHANGED = "xforms-value-changed"
FIRST_LOAD = "odk-instance-first-load"


@dataclass(frozen=True, slots=True)
class Setting:
    """Writes the value of an expression at the path `target`; None writes a blank."""

    target: str
    value: Expression | None


Actions = Mapping[str, tuple[Setting, ...]]
"""By the path of a question, what is written when its answer changes, in the form's order."""

NO_ACTIONS: Actions = MappingProxyType({})


def on_change(control: Element) -> tuple[Setting, ...]:
    """What the form writes when the answer of this control changes."""
    return tuple(_settings(control, CHANGED))


def at_first(model: Element) -> Iterator[tuple[str, Expression]]:
    """The computed defaults, each with the path it is written at when a session begins."""
    for setting in _settings(model, FIRST_LOAD):
        if setting.value:
            yield setting.target, setting.value


def _settings(parent: Element, event: str) -> Iterator[Setting]:
    for setting in parent.findall(XFORMS + "setvalue"):
        if event in setting.get("event", "").split():
            source = (setting.get("value") or _quoted(setting.text or "")).strip()
            value = compile_expression(source) if source else None
            yield Setting(setting.get("ref", "").strip(), value)


def _quoted(text: str) -> str:
    """The text between the tags, as an expression."""
    quote = '"' if "'" in text else "'"
    return f"{quote}{text}{quote}" if text.strip() else ""


def targets(actions: Actions) -> frozenset[str]:
    """All paths that are written when something changes."""
    return frozenset(setting.target for found in actions.values() for setting in found)


def lasting(binds: Iterable["Bind"]) -> frozenset[str]:
    """The paths whose calculation looks at what it came to before: `once()`."""
    # A text that only looks like a call does no harm: what it is part of is worked out anew.
    return frozenset(b.path for b in binds if b.calculate and ONCE.search(b.calculate.source))
