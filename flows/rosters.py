"""Which member an address is about, and how people call it."""

from flows.events import Member
from flows.fields import Field, Roster
from flows.forms import addresses
from flows.forms.addresses import COUNTS
from flows.forms.model import Form, Repeat
from flows.worksheet import Worksheet


def outer(path: str) -> str:
    """The address of the outermost roster, without numbers."""
    return path.removeprefix(COUNTS).partition("[")[0]


def member(path: str) -> str:
    """The address of the innermost member; "" outside."""
    return path.removeprefix(COUNTS).rpartition("]")[0] + "]" if "]" in path else ""


def outer_member(path: str) -> str:
    """The address of the outermost member; "" outside."""
    return path.removeprefix(COUNTS).partition("]")[0] + "]" if "]" in path else ""


def repeat(form: Form, path: str) -> Repeat:
    """The innermost repeat an address is in, or that of a roster's key."""
    return form.repeats[form.repeat_of[addresses.plain(path).removeprefix(COUNTS)]]


def members(sheet: Worksheet, path: str) -> tuple[Member, ...]:
    """Those the address goes through, outermost first."""
    address = member(path)
    found: list[Member] = []
    while address:
        found.append(_shown(sheet, sheet.growth.nodes[address]))
        address = member(address.rpartition("[")[0])
    return tuple(reversed(found))


def roster_of(sheet: Worksheet, member: Field) -> Roster:
    """The roster a member belongs to."""
    return sheet.growth.rosters[COUNTS + member.address.rpartition("[")[0]]


def _shown(sheet: Worksheet, member: Field) -> Member:
    roster = roster_of(sheet, member)
    label = sheet.say(roster.repeat.label, member.address)
    of = None if roster.is_open else len(roster.members)
    return Member(label, addresses.numbers(member.address)[-1], of)
