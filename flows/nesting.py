"""The answers of a form nested as its groups are, with a list for each roster."""

from flows.fields import Field
from flows.forms.model import Form
from flows.worksheet import Worksheet

Nested = dict[str, object]


def nested(form: Form, sheet: Worksheet) -> Nested:
    """The filled-in form by group: relevant nodes only, without the generated scores."""
    inside = [leaf for repeat in form.repeats.values() for leaf in repeat.blank]
    groups = {leaf.path for leaf in (*form.blank, *inside) if leaf.is_group}
    return _group(sheet.growth.nodes[form.blank[0].path], form, groups)


def _group(group: Field, form: Form, groups: set[str]) -> Nested:
    found: Nested = {}
    for child in group.children:
        if not isinstance(child, Field) or _is_left_out(child, form):
            continue
        if child.path in form.repeats:
            members = found.setdefault(child.name, [])
            if isinstance(members, list):
                members.append(_group(child, form, groups))
        elif child.path in groups:
            found[child.name] = _group(child, form, groups)
        elif child.path in form.binds and not _is_mere_note(child, form):
            found[child.name] = child.text
    return found


def _is_left_out(field: Field, form: Form) -> bool:
    return field.name in form.generated or field.name == "meta" or not field.relevant


def _is_mere_note(field: Field, form: Form) -> bool:
    question = form.by_name.get(field.name)
    return question is not None and question.kind == "note" and not field.text
