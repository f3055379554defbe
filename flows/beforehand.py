"""Replies about one's own data and mail, heard before anybody has agreed to anything."""

from flows import announcement, menus
from flows.events import MenuLine, Refused
from flows.mydata import VERB, WITHDRAW
from flows.questions import NotUnderstood
from flows.replies import Reply
from flows.vietnamese import clean
from flows.visit import Errand, Step, Visit


def step(visit: Visit, reply: Reply) -> Step | None:
    """What comes of a reply about one's own data, or announcements; None for any other.

    Whoever never agreed, or does so no more, still sees what is kept, corrects and deletes it.
    """
    verb, _, rest = reply.press.partition(".")
    if verb in (VERB, WITHDRAW, announcement.MUTE):
        return Step(visit, (), errand=Errand(verb, rest))
    if reply.press:
        return None
    command = visit.command(reply)
    if command is not None and command.name == "mine":
        return Step(visit, (), errand=Errand(VERB))
    if command is not None and command.name in ("mute", "unmute"):
        return Step(visit, (), errand=announcement.muting(command.name))
    lines = visit.person.asking
    if command is not None or not any(_is_ours(line) for line in lines):
        return None
    return _answered(visit, lines, reply)


def _is_ours(line: MenuLine) -> bool:
    return line.press.partition(".")[0] in (VERB, WITHDRAW)


def _answered(visit: Visit, lines: tuple[MenuLine, ...], reply: Reply) -> Step | None:
    """The line that was meant; None for one that leads out, which others know."""
    try:
        line = menus.meant(lines, reply)
    except NotUnderstood as no:
        return Step(visit, (Refused(no.reason, {**no.facts, "menu": lines}),))
    if not _is_ours(line):
        return None
    verb, _, rest = line.press.partition(".")
    typed = (clean(reply.text), reply.attachments) if menus.is_slot(line) else ("", ())
    return Step(visit, (), errand=Errand(verb, rest, *typed))
