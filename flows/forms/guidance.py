"""The longer help of an XForm (`guidance_hint`), which is read when somebody asks for help."""

from xml.etree.ElementTree import Element  # the type only; defusedxml parses

XFORMS = "{http://www.w3.org/2002/xforms}"
FORM = "guidance"
TEXTS = f"{XFORMS}itext/{XFORMS}translation"


def texts(model: Element) -> dict[str, dict[str, Element]]:
    """The text's element, by the id of the hint it belongs to and by language."""
    found: dict[str, dict[str, Element]] = {}
    for translation in model.findall(TEXTS):
        for text in translation.findall(XFORMS + "text"):
            for value in text.findall(XFORMS + "value"):
                if value.get("form") == FORM:
                    of_hint = found.setdefault(text.get("id", ""), {})
                    of_hint[translation.get("lang", "")] = value
    return found
