"""What an answer sets going beside what is worked out from it: rows written, changes overtaken."""

from collections.abc import Iterable, Iterator, Mapping

from flows.casting import cast
from flows.fields import Field
from flows.forms.addresses import COUNTS, is_inside
from flows.forms.model import Form
from flows.growth import Growth
from flows.xpath.world import World

MOST_FOLLOWED = 300
"""Rows written because of one answer that may write more rows in their turn; a form that goes round
in circles stops there."""


def settings(
    form: Form, growth: Growth, world: World, changed: Field
) -> Iterator[tuple[Field, str]]:
    """What the form writes because this answer changed, and where; each worked out in its turn."""
    for setting in form.actions.get(changed.path, ()):
        target = _near(growth, changed, setting.target)
        if target is not None:
            value = setting.value.kept(world, target) if setting.value else ""
            yield target, _fitting(form, target, value)


def _near(growth: Growth, changed: Field, path: str) -> Field | None:
    """The node of that path in the same member, or outside; None among several members."""
    home = changed.home
    while home is not None:
        if is_inside(path, home.path):
            found = growth.nodes.get(home.address + path.removeprefix(home.path))
            if found is not None:
                return found
        around = home.parent
        home = around.home if isinstance(around, Field) else None
    every = growth.found.get(path, ())
    return every[0] if len(every) == 1 else None


def _fitting(form: Form, target: Field, value: str) -> str:
    """The value as the row may hold it: blank when it cannot."""
    question = form.by_name.get(target.name)
    is_own = question is not None and question.path == target.path
    if question is not None and question.kind == "select_multiple":
        value = " ".join(value.split())
    bind = form.binds.get(target.path)
    value = cast(bind.type if bind else "", value)
    return "" if is_own and question and not question.may_hold(value) else value


def overtaken(form: Form, growth: Growth, changed: Iterable[Field]) -> list[Field]:
    """The calculated questions that somebody changed, and that are to be worked out anew.

    A change counts until one of the answers behind the calculation changes, however far behind.
    """
    if not form.overtakes:
        return []
    late: list[Field] = []
    seen: set[str] = set()
    waiting = list(changed)
    while waiting:
        field = waiting.pop()
        late += (one for one in _readers(growth, field, form.overtakes) if one.given)
        for reader in _readers(growth, field, form.dependents):
            if reader.address not in seen:
                seen.add(reader.address)
                waiting.append(reader)
    return list(dict.fromkeys(late))


def hanging(form: Form, growth: Growth, member: Field) -> list[str]:
    """Where answers stand that are to be worked out anew once this member has gone."""
    inside = [node for at, node in growth.nodes.items() if is_inside(at, member.address)]
    found = overtaken(form, growth, [member, *inside]) if form.overtakes else []
    return [one.address for one in found if not is_inside(one.address, member.address)]


def _readers(growth: Growth, field: Field, by: Mapping[str, tuple[str, ...]]) -> Iterator[Field]:
    """The nodes that read a field; where it is a count that does, all that is in the members."""
    for path in by.get(field.path, ()):
        for address in growth.targets(field, path):
            if address in growth.nodes:
                yield growth.nodes[address]
            else:
                members = address.removeprefix(COUNTS) + "["
                yield from (node for at, node in growth.nodes.items() if at.startswith(members))
