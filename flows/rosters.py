"""Which member an address is about, and how people call it."""

from flows import vietnamese
from flows.events import Member
from flows.fields import Field, Roster
from flows.forms import addresses
from flows.forms.addresses import COUNTS
from flows.forms.model import MORE, Form, Question, Repeat
from flows.lineup import ASKS_FOR_MORE
from flows.replies import Reply
from flows.worksheet import Worksheet

PAGE = 30
"""Members of one message."""

_MORE = {
    MORE[0]: ("thêm nữa", "còn", "còn nữa", "thêm một", "thêm người", "nữa", "add one", "more"),
    MORE[1]: (
        *("hết", "hết rồi", "xong rồi", "đủ", "đủ rồi", "thôi", "không còn", "không còn ai"),
        *("không có ai", "không thêm", "không thêm nữa", "không nữa", "done", "enough", "no more"),
    ),
}
"""What people say to "one more?", beside the lines themselves, yes and no."""


def said(question: Question, reply: Reply) -> str:
    """What the reply says to the question about one more member, in words of its own; else ""."""
    if not question.mark.startswith(ASKS_FOR_MORE) or reply.attachments:
        return ""
    heard = (
        meant
        for meant, phrases in _MORE.items()
        if any(vietnamese.says(reply.text, phrase) for phrase in phrases)
    )
    return next(heard, "")


def outer(path: str) -> str:
    """The address of the outermost roster, without numbers."""
    return path.removeprefix(COUNTS).partition("[")[0].partition(">")[0]


def member(path: str) -> str:
    """The address of the innermost member; "" outside."""
    return path.removeprefix(COUNTS).rpartition("]")[0] + "]" if "]" in path else ""


def outer_member(path: str) -> str:
    """The address of the outermost member; "" outside."""
    return path.removeprefix(COUNTS).partition("]")[0] + "]" if "]" in path else ""


def begun(form: Form, path: str) -> str:
    """The address of the innermost member that somebody said there is, and no count; or ""."""
    address = member(path)
    while address and repeat(form, address).count is not None:
        address = member(address.rpartition("[")[0])
    return address


def repeat(form: Form, path: str) -> Repeat:
    """The innermost repeat an address is in, or that of a roster's key."""
    if path.endswith("]x"):
        path = path.removesuffix("x")
    path = addresses.plain(path).removeprefix(COUNTS).partition(">")[0]
    return form.repeats[form.repeat_of[path]]


def place(form: Form, address: str) -> tuple[int, ...]:
    """Where a question stands in the form, member by member."""
    path = addresses.plain(address)
    question = form.by_name.get(path.rpartition("/")[2])
    around = [one.first for one in form.repeats.values() if addresses.is_inside(path, one.path)]
    pairs = zip(around, addresses.numbers(address), strict=False)
    index = question.index if question else len(form.questions)
    return (*(number for pair in pairs for number in pair), index)


def is_page(question: Question) -> bool:
    """Whether members are looked at there, and nothing is asked of the form."""
    path = question.path
    return path.startswith(COUNTS) and not question.mark.startswith(ASKS_FOR_MORE)


def first_line(path: str) -> int:
    """The number of the first line: on a later page of a list, members keep their numbers."""
    start = path.rpartition(">")[2] if path.startswith(COUNTS) and ">" in path else ""
    return int(start or 0) + 1


def number(page: str) -> int:
    """The number of the member whose page it is."""
    return addresses.numbers(page)[-1]


def page_before(page: str) -> str:
    """Where one goes back to from a page; "" for the form."""
    if page.endswith("]x"):
        return page.removesuffix("x")
    return page.rpartition("[")[0] + ">0" if page.endswith("]") else ""


def page_after(page: str, chosen: str) -> str:
    """The page or question that a line of a page leads to; "" for the form."""
    match chosen:
        case "done":
            return ""
        case "next":
            return f"{page.rpartition('>')[0]}>{first_line(page) - 1 + PAGE}"
        case "take_out":
            return page + "x"
        case "back" | "stay":
            return page_before(page)
    return f"{page.rpartition('>')[0]}[{chosen}]" if chosen.isdecimal() else chosen


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
