"""The choices around a form: which form, whose, go on or not, and what to do when it is done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flows import counters, registration, turning, vietnamese
from flows.assessment import HANDED_IN, leads_on
from flows.events import Finished, MenuLine, Prompted, Spot, Summed
from flows.questions import KINDS, Asking, NotUnderstood, Option
from flows.replies import Reply
from flows.visit import Offer, Open, Visit
from flows.wording import Words

PAGE = 8  # households of one message
MOST_WEAK = 3  # questions offered for a change under a summary
CONSENTS = ("yes", "no", "more")
GIVEN = frozenset({"recognised", "revoked"})
"""States of a form that brought a title, and a card of congratulation."""
NEIGHBOURS = {"": "left", "d": "list_done", "c": "clans"}
"""How a page of the village head's list begins -> what it lists."""


def chosen(lines: Sequence[MenuLine], reply: Reply, text: str = "") -> str:
    """What the meant line does. Raises NotUnderstood.

    `text` is the sentence above the lines; a plain yes or no answers it where it asks for one.
    """
    options = tuple(Option(n, line.press, line.label) for n, line in enumerate(lines, 1))
    asking = Asking("menu", "select_one", text, options=options)
    return KINDS["select_one"].read(asking, reply, date.min)


def meant(lines: Sequence[MenuLine], reply: Reply) -> MenuLine:
    """The line that was meant. Raises NotUnderstood.

    A line without a label, a slot, takes what is typed or sent: standing first, all but the very
    words of another line; standing last, what names no other line.
    """
    named = [line for line in lines if not is_slot(line)]
    slot = next(filter(is_slot, lines), None)
    if slot is not None and (slot == lines[0] or reply.attachments):
        spelt = (line for line in named if vietnamese.says(reply.text, line.label))
        return next(spelt, slot)
    try:
        press = chosen(named, reply)
    except NotUnderstood:
        if further := _further(named, reply):
            return further
        if slot is None or not reply.text.strip():
            raise
        return slot
    return next(line for line in named if line.press == press)


def _further(named: Sequence[MenuLine], reply: Reply) -> MenuLine | None:
    """The line that shows more of them, asked for in any of the words that do so."""
    if turning.turn(reply.text) != "more":
        return None
    return next((line for line in named if turning.turn(line.label) == "more"), None)


def is_slot(line: MenuLine) -> bool:
    """Whether the line takes what is typed."""
    return not line.label


def consent(words: Words, version: str) -> tuple[MenuLine, ...]:
    """Yes, no, tell me more. A button of an older text agrees to nothing."""
    return tuple(
        MenuLine(words(f"menu.consent_{what}"), f"c.{what}.{version}") for what in CONSENTS
    )


def agreed(words: Words, lines: Sequence[MenuLine], reply: Reply) -> str:
    """The press of the line about consent that was meant. Raises NotUnderstood.

    "Có" and "không" answer the question as well as the lines do.
    """
    pair = (MenuLine(lines[0].label, "yes"), MenuLine(lines[1].label, "no"))
    try:
        said = chosen(pair, reply, words("consent_again"))
    except NotUnderstood:
        return chosen(lines, reply)
    return lines[CONSENTS.index(said)].press


def forms(words: Words, offers: Sequence[Offer], year: int) -> tuple[MenuLine, ...]:
    """A line for each form of one's own, for the neighbours', and to register one's own."""
    lines = [line(words, offer) for offer in offers if not offer.neighbour]
    left, _ = _neighbours(offers)
    if left:
        note = words("menu.neighbours_left", count=len(left))
        lines.append(MenuLine(words("menu.neighbours"), "l.0", note))
    elif any(offer.neighbour for offer in offers):
        lines.append(MenuLine(words("menu.neighbours_done"), "l.0"))
    return (*lines, *registration.own_line(words, offers, year))


def neighbours(words: Words, offers: Sequence[Offer], page: str) -> Prompted:
    """The village head's list, a page from the line `page` on: whose form is missing.

    With a page like "d8" those that have handed in, with "c8" the clans. A name or a house number
    may be typed.
    """
    left, done = _neighbours(offers)
    clans = [offer for offer in offers if offer.neighbour and offer.title == "clan"]
    kind = page[:1] if page[:1] in {"d", "c"} else ""
    shown = {"": left, "d": done, "c": clans}[kind]
    lines = list(_page(words, shown, page.removeprefix(kind), f"l.{kind}"))
    if not kind:
        lines += registration.village_line(words, offers)
        lines += [MenuLine(words("menu.done", count=len(done)), "l.d0")] if done else []
        lines += [MenuLine(words("menu.clans", count=len(clans)), "l.c0")] if clans else []
    lines += [MenuLine(words("menu.back"), "l.0" if kind else "m"), MenuLine("", "nf")]
    what = NEIGHBOURS[kind] if kind or left else "done"
    facts = {"done": len(done), "all": len(left) + len(done), "left": len(left)}
    return Prompted(f"neighbours.{what}", tuple(lines), facts)


def found(words: Words, offers: Sequence[Offer], said: str) -> Prompted:
    """The neighbours whose name or house number was typed."""
    lines = [line(words, offer) for offer in offers[:PAGE]]
    lines += [MenuLine(words("menu.back"), "l.0"), MenuLine("", "nf")]
    what = "found" if offers else "not_found"
    return Prompted(f"neighbours.{what}", tuple(lines), {"said": said, "count": len(offers)})


def household(words: Words, home: Offer, members: Sequence[Offer]) -> Prompted:
    """The forms of one household: the family's own, and its people's."""
    lines = [line(words, replace(offer, neighbour=False)) for offer in (home, *members)]
    back = MenuLine(words("menu.back"), "l.0")
    return Prompted("household", (*lines, back), {"subject": home.subject})


def _page(words: Words, offers: Sequence[Offer], start: str, press: str) -> tuple[MenuLine, ...]:
    """One page of these, from the line `start` on, and a line for the next."""
    last = max(len(offers) - 1, 0) // PAGE * PAGE
    first = min(int(start) // PAGE * PAGE, last) if start.isdecimal() else 0
    lines = tuple(line(words, offer) for offer in offers[first : first + PAGE])
    more = MenuLine(words("menu.more"), f"{press}{first + PAGE}")
    return (*lines, more) if first + PAGE < len(offers) else lines


def already_sent(words: Words, offer: Offer) -> Prompted:
    """The form was handed in, or withdrawn: take it back while that is possible, or leave it."""
    lines: tuple[MenuLine, ...] = (MenuLine(words("menu.leave"), "m"),)
    if leads_on(offer.state, "reopen"):
        lines = (MenuLine(words("menu.reopen"), f"b.{offer.press.removeprefix('o.')}"), *lines)
    if offer.state in GIVEN:  # a card there is even of a title that was taken back: it says so
        verb = "cv" if offer.neighbour else "ct"
        card = f"{verb}.{offer.subject_id}.{offer.title}"
        lines = (MenuLine(words("menu.certificate"), card), *lines)
    facts = {"title": words(f"title.{offer.title}"), "subject": offer.subject}
    facts["state"] = words(f"offer.{offer.state}")
    key = "already_sent" if offer.state == "submitted" else "already_on_its_way"
    return Prompted(key, lines, facts)


def resume(words: Words, visit: Visit, opened: Open) -> Prompted:
    """Where the form in hand stands, and whether to go on with it."""
    has_more = len(visit.offers) > 1 or counters.lines(words, visit.person.holdings)
    last = "other" if has_more else "later"
    lines = tuple(
        MenuLine(words(f"menu.resume_{what}"), f"r.{opened.interview.tag}.{what}")
        for what in ("go", "review", last)
    )
    return Prompted("resume", lines, {**about(words, visit, opened), "spot": spot(opened)})


def summed(words: Words, opened: Open, finished: Finished) -> Summed:
    """The complete form: hand it in, change a question that is too weak, or read it again."""
    tag, pack = opened.interview.tag, opened.form.pack
    lines = [MenuLine(words(f"menu.submit_{opened.goes_to}"), f"z.{tag}.submit")]
    for weak, _, _ in finished.weak[:MOST_WEAK]:
        label = words("menu.edit", number=weak.number)
        lines.append(MenuLine(label, f"z.{tag}.edit.{weak.number}"))
    lines.append(MenuLine(words("menu.review"), f"z.{tag}.review"))
    official = pack.official if pack else True
    language = opened.interview.sheet.language or opened.form.language
    return Summed(finished, opened.form.title, official, language, tuple(lines))


def about(words: Words, visit: Visit, opened: Open) -> dict[str, object]:
    """The facts that say whose form it is."""
    title = words(f"title.{opened.title}")
    return {"title": title, "subject": opened.subject, "year": visit.year}


def spot(opened: Open) -> Spot | None:
    """Where the form stands; None when only handing in is left."""
    question = opened.interview.current
    return opened.interview.showing.spot(question) if question else None


def _neighbours(offers: Sequence[Offer]) -> tuple[list[Offer], list[Offer]]:
    """The households whose form is still missing, and those that have handed in."""
    homes = [offer for offer in offers if offer.neighbour and offer.title == "family"]
    left = [offer for offer in homes if offer.state not in HANDED_IN]
    return left, [offer for offer in homes if offer.state in HANDED_IN]


def line(words: Words, offer: Offer) -> MenuLine:
    """The line of one form; of a household whose people have forms too, that of the household."""
    title = words(f"title.{offer.title}")
    label = offer.subject if offer.neighbour else f"{title} · {offer.subject}"
    press = f"nb.{offer.subject_id}" if offer.neighbour and offer.members else offer.press
    return MenuLine(label, press, words(f"offer.{offer.state or 'new'}"))
