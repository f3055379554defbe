"""How authors may write the headers and the types of a workbook, and the one way we read them."""

import re
from collections.abc import Iterable, Mapping

LANGUAGE = "::"
UNNAMED = "default"  # what pyxform calls the language of a plain `label` beside translated ones

ALIASES = {
    "relevance": "relevant",
    "calculate": "calculation",
    "caption": "label",
    "command": "type",
    "constraining_message": "constraint_message",
    "readonly": "read_only",
    "requiredmsg": "required_message",
    "tag": "name",
    "value": "name",
}
CHOICE_ALIASES = {"caption": "label", "value": "name"}
TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
MEDIA = "media"
MEDIA_COLUMNS = {MEDIA, "image", "big-image", "audio", "video"}
SURVEY_COLUMNS = {
    *MEDIA_COLUMNS,
    *("type", "name", "relevant", "constraint", "calculation", "required", "read_only"),
    *("choice_filter", "repeat_count", "trigger", "default", "appearance", "parameters"),
    *TRANSLATED,
}
CHOICE_COLUMNS = {"list_name", "name", "label", "points", *MEDIA_COLUMNS}
FROM_FILE = re.compile("select[ _]+(one|multiple)[ _]+from[ _]+file +(.+)", re.IGNORECASE)
TWO_WORDS = {"select", "begin", "end"}
OLD_TYPES = {
    **{"int": "integer", "string": "text", "gps": "geopoint", "location": "geopoint"},
    **{"trigger": "acknowledge", "date time": "datetime", "imei": "deviceid"},
    **{"start time": "start", "end time": "end"},
    **dict.fromkeys(("select1", "select one from", "select one using"), "select_one"),
    **dict.fromkeys(("select all that apply from", "select all that apply"), "select_multiple"),
    **dict.fromkeys(("select multiple from", "select multiple using"), "select_multiple"),
}
"""How older guides of XLSForm spell types, and what they are called now."""
OLD_SELECT = re.compile(
    r"(select1|select (?:one|multiple) (?:from|using)|select all that apply(?: from)?) (\S.*)", re.I
)

YES_NO_COLUMNS = ("required", "read_only")
YES_NO = {
    **dict.fromkeys(("có", "bắt buộc"), "yes"),
    **dict.fromkeys(("không", "không bắt buộc"), "no"),
}
"""How officials write yes and no in their own words."""


def canonical(header: str, sheet: str) -> str:
    """The one spelling of a header: `Relevance` -> `relevant`, `label : vi` -> `label::vi`.

    A choices column nobody knows keeps its spelling, because choice filters refer to it.
    """
    separator = LANGUAGE if LANGUAGE in header else ":"
    first, *rest = (part.strip() for part in header.split(separator))
    word = _word(first, sheet)
    if not rest or not word:
        return word or " ".join(header.split())
    return LANGUAGE.join((word, *rest))


def _word(first: str, sheet: str) -> str:
    snake = "_".join(first.lower().split())
    if sheet == "choices":
        snake = CHOICE_ALIASES.get(snake, snake)
        return snake if snake in CHOICE_COLUMNS else ""
    if sheet == "survey":
        snake = ALIASES.get(snake, snake)
        return snake if snake in SURVEY_COLUMNS else ""
    return snake


def canonical_type(text: str) -> str:
    """The one spelling of a type: `Select one  yn` -> `select_one yn`. The list keeps its own."""
    if found := FROM_FILE.fullmatch(" ".join(text.split())):
        return f"select_{found.group(1).lower()}_from_file {found.group(2)}"
    if (old := OLD_SELECT.fullmatch(" ".join(text.split()))) is not None:
        return f"{OLD_TYPES[old[1].lower()]} {old[2]}"
    if (known := OLD_TYPES.get(" ".join(text.lower().split()))) is not None:
        return known
    first, *rest = text.split()
    first = first.lower()
    if first in TWO_WORDS and rest:
        first, rest = f"{first}_{rest[0].lower()}", rest[1:]
    return " ".join((first, *rest))


def canonical_cell(column: str, text: str) -> str:
    """The one spelling of what stands in a survey cell: `có` under required -> `yes`."""
    if column == "type":
        return canonical_type(text)
    return YES_NO.get(text.casefold(), text) if column in YES_NO_COLUMNS else text


def kind_and_list(type_cell: str) -> tuple[str, str]:
    """`select_one yn` -> ("select_one", "yn"); a type without a list gives "" for it."""
    kind, _, rest = type_cell.partition(" ")
    return kind, rest.partition(" ")[0]


def family(header: Iterable[str], column: str) -> tuple[str, ...]:
    """The columns of one text in all its languages: `label`, `label::English (en)`, …"""
    return tuple(h for h in header if h == column or h.startswith(column + LANGUAGE))


def by_language(cells: Mapping[str, str], column: str, plain: str) -> dict[str, str]:
    """Language name -> text, of those filled in; `plain` names the column without a language."""
    found = {}
    for header in family(cells, column):
        found[header.partition(LANGUAGE)[2] or plain] = cells[header]
    return found


NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
NAME_RULE = "tên chỉ gồm chữ không dấu, số, dấu gạch dưới, và bắt đầu bằng chữ, ví dụ: doc_sach_1"


def is_name(text: str) -> bool:
    """Whether a question, a criterion or an indicator may be called so."""
    return NAME.fullmatch(text) is not None
