"""Checks of the column `default`: what stands there before anybody answers must be an answer."""

from collections.abc import Collection, Iterator, Mapping

from pyxform.utils import default_is_dynamic

from flows.forms import other_rows
from flows.forms.checks.draft import Draft, Item
from flows.forms.faults import Fault
from flows.forms.model import Question

KINDS: Mapping[str, str] = {
    **{kind: kind for kind in ("integer", "decimal", "date", "time", "geopoint")},
    "datetime": "dateTime",
}
CHOSEN = ("select_one", "select_multiple", "rank")
EXAMPLES = {
    "integer": "5",
    "decimal": "2.5",
    "range": "5",
    "geopoint": "22.396 103.457",
    **dict.fromkeys(("date", "month", "year"), "2026-11-20"),
    "time": "07:30",
    "dateTime": "2026-11-20T07:30",
}


def defaults(draft: Draft) -> Iterator[Fault]:
    """Defaults that are taken as they stand answer their own questions."""
    for item in draft.items:
        cell = item.row.cell("default")
        if not cell or _is_shown_only(draft, item) or default_is_dynamic(cell, item.kind):
            continue
        if item.kind in KINDS and not _may_hold(KINDS[item.kind], cell):
            yield Fault("survey", item.row.number, "default", unusable(KINDS[item.kind], cell))
        elif item.kind in CHOSEN and item.list_name in draft.lists:
            names = _names(draft, item)
            chosen = [cell] if item.kind == "select_one" else cell.split()
            if not names.issuperset(chosen) or len(chosen) != len(set(chosen)):
                yield Fault("survey", item.row.number, "default", unusable("", cell, names))


def unusable(kind: str, default: str, names: Collection[str] = ()) -> str:
    """That a default is no answer, with one that would be."""
    chosen = f"một tên ở trang choices, như {min(names)}" if names else "một tên ở trang choices"
    example = EXAMPLES.get(kind, chosen)
    return f'"{default}" không trả lời được câu này. Hãy ghi kiểu như: {example}.'


def _may_hold(kind: str, value: str) -> bool:
    return Question(0, "", "", kind, {}, {}, None, "", ()).may_hold(value)


def _names(draft: Draft, item: Item) -> set[str]:
    added = {other_rows.OTHER} if other_rows.is_open(item.row) else set()
    return {row.cell("name") for row in draft.lists[item.list_name]} | added


def _is_shown_only(draft: Draft, item: Item) -> bool:
    """Whether nobody is asked: it is read only, or a group around it is."""
    around = [each.row for name in item.groups if (each := draft.item(name))]
    cells = [row.cell("read_only").lower() for row in (item.row, *around)]
    return any(cell in ("yes", "true", "true()") for cell in cells)
