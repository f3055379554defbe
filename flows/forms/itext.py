"""The words of an XForm in all of its languages: plain texts, and longer help (`guidance_hint`)."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element  # the type only; defusedxml parses

from flows.forms import columns
from flows.forms.model import Phrase, Wording
from flows.xpath import Expression, compile_expression

XFORMS = "{http://www.w3.org/2002/xforms}"
ITEXT = "jr:itext("
GUIDANCE = "guidance"
MISSING = "-"  # what pyxform writes for a translation that is not there


def texts(model: Element) -> tuple[dict[str, Wording], tuple[str, ...], str]:
    """The plain texts by their id, the languages in order, and the one to begin with."""
    languages = [each.get("lang", "") for each in _translations(model)]
    chosen = (each.get("lang", "") for each in _translations(model) if each.get("default"))
    default = next(chosen, next(iter(languages), ""))
    # A form in one language does not name it; pyxform does where a text has a longer one beside it.
    named = () if languages == [columns.UNNAMED] else tuple(languages)
    return _worded(model, lambda form: not form), named, default


def guidance(model: Element) -> dict[str, Wording]:
    """The longer help, by the id of the hint it belongs to."""
    return _worded(model, lambda form: form == GUIDANCE)


def phrase(element: Element) -> Phrase:
    """The text of an element, with the values it speaks between its words."""
    pieces: list[str | Expression] = [element.text or ""]
    for output in element:
        pieces += [compile_expression(output.get("value", "''").strip()), output.tail or ""]
    if len(pieces) > 1 and isinstance(pieces[0], str) and isinstance(pieces[-1], str):
        pieces[0], pieces[-1] = pieces[0].lstrip(), pieces[-1].rstrip()
    return Phrase(tuple(piece for piece in pieces if piece != ""))


def id_of(reference: str) -> str:
    """`jr:itext('a:label')` -> `a:label`."""
    return reference.partition("'")[2].rpartition("'")[0]


def id_of_hint(control: Element) -> str:
    """The id of the hint of a control, "" for none."""
    hint = control.find(XFORMS + "hint")
    return "" if hint is None else id_of(hint.get("ref", ""))


def _translations(model: Element) -> list[Element]:
    return model.findall(f"{XFORMS}itext/{XFORMS}translation")


def _worded(model: Element, wanted: Callable[[str], bool]) -> dict[str, Wording]:
    """By id and language, the first value of each text whose `form` is wanted."""
    found: dict[str, dict[str, Phrase]] = {}
    for language, text in _each(model):
        values = (v for v in text.findall(XFORMS + "value") if wanted(v.get("form", "")))
        value = next(values, None)
        if value is not None and value.text != MISSING:
            found.setdefault(text.get("id", ""), {})[language] = phrase(value)
    return dict(found)


def _each(model: Element) -> Iterator[tuple[str, Element]]:
    for translation in _translations(model):
        for text in translation.findall(XFORMS + "text"):
            yield translation.get("lang", ""), text
