"""Coming in by an invitation, and giving one out: the pages, and when a reply is a way in."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows import invitation, menus, vietnamese
from flows.assessment import EDITABLE
from flows.commands import Command
from flows.events import MenuLine, Prompted, Refused
from flows.messages import Enclosure
from flows.questions import NotUnderstood
from flows.replies import Reply
from flows.rights import Role
from flows.visit import Errand, Step, Visit
from flows.wording import Words

VERB = "iv"  # coming in
LIST, ONE, SHOW, RENEW = "mb", "mh", "mx", "mn"  # giving out: a village, one subject, its code
KINDS = ("household", "clan", "unit")
"""Subjects of which any adult may come in by one invitation."""
HEADS: tuple[Role, ...] = ("village_head", "staff", "province_viewer")
"""Roles for which somebody is invited in person."""
SOMEBODY_ELSE = "0"  # in the place of a person's number
ASKED = (*KINDS, "person")
"""For whom an invitation is, in the key of a sentence."""
SORRY = (
    *("altered", "revoked", "expired", "used_up", "taken", "slip", "dead", "wait"),
    *(f"other_{asked}" for asked in ASKED),
)
"""Why nobody comes in: the link or the code, too many tries, or it is somebody else's."""

_YES = ("phải", "phải rồi", "đúng phải", "phải đấy")


@dataclass(frozen=True, slots=True)
class Invited:
    """For whom an invitation is: `kind` of subject ("" for a person, who has a `role`)."""

    kind: str
    name: str
    place: str
    role: str

    @property
    def asked(self) -> str:
        return self.kind or "person"


@dataclass(frozen=True, slots=True)
class Guest:
    """A subject as the list of a village head shows it: who of it has come in, by name."""

    subject_id: int
    name: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """An invitation as it is given out. `until` is its last day, `links` where it leads."""

    id: int
    subject_id: int
    name: str
    code: str
    links: tuple[str, ...]
    until: str


# ---- coming in


def step(words: Words, visit: Visit, reply: Reply, command: Command | None) -> Step | None:
    """What comes of a reply that is a way in, or answers whether it is; None for any other."""
    if reply.press:
        verb, _, rest = reply.press.partition(".")
        return Step(visit, (), errand=Errand(VERB, rest)) if verb == VERB else None
    if reply.attachments:
        return None
    way = invitation.typed(reply.text)
    if way is not None and _is_meant(visit, way, reply):
        rest = f"l.{way.payload}" if way.payload else f"k.{way.code}"
        return Step(visit, (), errand=Errand(VERB, rest))
    lines = visit.person.asking
    if command is not None or not lines or not lines[0].press.startswith(f"{VERB}."):
        return None
    return _answered(words, visit, lines, reply)


def _is_meant(visit: Visit, way: invitation.Typed, reply: Reply) -> bool:
    """Whether that is typed to come in, and not as an answer to what is asked."""
    if way.payload or way.named:
        return True
    person, opened = visit.person, visit.open
    if any(map(menus.is_slot, person.asking)):
        return False
    if person.asking and _is_a_line(person.asking, reply):
        return False
    awaits = opened is not None and not opened.paused and opened.state in EDITABLE
    if awaits and not person.asking:
        return way.dashed and bool(way.code)
    return bool(way.code) or way.dashed or not (person.consent and person.name)


def _is_a_line(lines: Sequence[MenuLine], reply: Reply) -> bool:
    try:
        menus.meant(lines, reply)
    except NotUnderstood:
        return False
    return True


def _answered(words: Words, visit: Visit, lines: tuple[MenuLine, ...], reply: Reply) -> Step:
    """The line that was meant; a yes or a no answers whether that is him."""
    try:
        press = _chosen(words, lines, reply)
    except NotUnderstood as no:
        return Step(visit, (Refused(no.reason, {**no.facts, "menu": lines}),))
    return Step(visit, (), errand=Errand(VERB, press.partition(".")[2]))


def _chosen(words: Words, lines: Sequence[MenuLine], reply: Reply) -> str:
    if not lines[0].press.startswith(f"{VERB}.y."):
        return menus.chosen(lines, reply)
    if any(vietnamese.says(vietnamese.plainly(reply.text), word) for word in _YES):
        return lines[0].press
    pair = [MenuLine(line.label, name) for line, name in zip(lines, ("yes", "no"), strict=True)]
    said = menus.chosen(pair, reply, words("invited.yes"))
    return lines[0 if said == "yes" else 1].press


def confirm(words: Words, invited: Invited, payload: str) -> Prompted:
    """For whom the invitation is, and whether that is who is here."""
    lines = (
        MenuLine(words("invited.yes"), f"{VERB}.y.{payload}"),
        MenuLine(words("invited.no"), f"{VERB}.n.{payload}"),
    )
    return Prompted(f"invited.ask_{invited.asked}", lines, about(words, invited))


def which(words: Words, people: Sequence[tuple[int, str]], payload: str) -> Prompted:
    """Who of the household it is; the roster knows some of its people."""
    start = f"{VERB}.w.{payload}"
    lines = [MenuLine(name, f"{start}.{person_id}") for person_id, name in people[: menus.PAGE - 1]]
    lines.append(MenuLine(words("invited.somebody_else"), f"{start}.{SOMEBODY_ELSE}"))
    return Prompted("invited.which", tuple(lines))


def about(words: Words, invited: Invited) -> dict[str, object]:
    """The facts of a sentence about an invitation."""
    role = words(f"role.{invited.role}") if invited.role in HEADS else ""
    return {"subject": invited.name, "place": invited.place, "role": role}


# ---- giving out


def guests(words: Words, place: str, code: str, all_: Sequence[Guest], start: int) -> Prompted:
    """Who of a village has come in and who has not, those first; a page from `start` on."""
    ordered = sorted(all_, key=lambda guest: bool(guest.people))
    start = start if 0 <= start < len(ordered) else 0
    start -= start % menus.PAGE
    lines = [_guest(words, guest) for guest in ordered[start : start + menus.PAGE]]
    if start + menus.PAGE < len(ordered):
        lines.append(MenuLine(words("menu.more"), f"{LIST}.{code}.{start + menus.PAGE}"))
    lines.append(MenuLine(words("invite.leave"), "vi"))
    done = sum(bool(guest.people) for guest in all_)
    return Prompted("invite.list", tuple(lines), {"place": place, "done": done, "all": len(all_)})


def one(words: Words, guest: Guest, code: str, standing: int) -> Prompted:
    """One subject: who has come in, and its code. `standing` numbers its invitation, 0 for none."""
    key = "invite.renew" if standing else "invite.first"
    lines = [MenuLine(words(key), f"{RENEW}.{guest.subject_id}.{standing}")]
    if standing:
        lines.insert(0, MenuLine(words("invite.show"), f"{SHOW}.{guest.subject_id}"))
    lines.append(MenuLine(words("invite.back"), f"{LIST}.{code}"))
    if not guest.people:
        return Prompted("invite.nobody", tuple(lines), {"subject": guest.name})
    named = (name or words("invite.nameless") for name in guest.people[: menus.PAGE])
    people = "\n".join(f"· {name}" for name in named)
    facts = {"subject": guest.name, "count": len(guest.people), "people": people}
    return Prompted("invite.one", tuple(lines), facts)


def shown(words: Words, invite: Shown, code: str) -> Prompted:
    """The code to read aloud, the link to send on, and the square to hold up."""
    lines = (
        MenuLine(words("invite.back"), f"{LIST}.{code}"),
        MenuLine(words("invite.leave"), "vi"),
    )
    facts = {
        "subject": invite.name,
        "code": invite.code,
        "link": "\n".join(invite.links),
        "until": invite.until,
    }
    square = Enclosure("picture", f"q:{invite.id}", words("invite.square", **facts))
    return Prompted("invite.shown", lines, facts, enclosed=(square,))


def _guest(words: Words, guest: Guest) -> MenuLine:
    count = len(guest.people)
    note = words("invite.linked", count=count) if count else words("invite.unlinked")
    return MenuLine(guest.name, f"{ONE}.{guest.subject_id}", note)
