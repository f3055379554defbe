"""The choices around a form: which form, whose, go on or not, and what to do when it is done."""

from collections.abc import Sequence
from datetime import date

from flows import vietnamese
from flows.assessment import HANDED_IN, leads_on
from flows.events import Finished, MenuLine, Prompted, Spot, Summed
from flows.questions import KINDS, Asking, NotUnderstood, Option
from flows.replies import Reply
from flows.visit import Offer, Open, Visit
from flows.wording import Words

PAGE = 8  # households of one message
MOST_WEAK = 3  # questions offered for a change under a summary
CONSENTS = ("yes", "no", "more")


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
        if slot is None or not reply.text.strip():
            raise
        return slot
    return next(line for line in named if line.press == press)


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


def forms(words: Words, offers: Sequence[Offer]) -> tuple[MenuLine, ...]:
    """A line for each form of one's own, and one for all the neighbours' that are missing."""
    lines = [_line(words, offer) for offer in offers if not offer.neighbour]
    left = len(_waiting(offers))
    if left:
        note = words("menu.neighbours_left", count=left)
        lines.append(MenuLine(words("menu.neighbours"), "l.0", note))
    return tuple(lines)


def neighbours(words: Words, offers: Sequence[Offer], page: str) -> Prompted:
    """The village head's list: whose form is missing, a page from the line `page` on."""
    waiting = _waiting(offers)
    last = max(len(waiting) - 1, 0) // PAGE * PAGE
    first = min(int(page) // PAGE * PAGE, last) if page.isdecimal() else 0
    lines = [_line(words, offer) for offer in waiting[first : first + PAGE]]
    if first + PAGE < len(waiting):
        lines.append(MenuLine(words("menu.more"), f"l.{first + PAGE}"))
    lines.append(MenuLine(words("menu.back"), "m"))
    all_of_them = sum(offer.neighbour for offer in offers)
    facts = {"done": all_of_them - len(waiting), "all": all_of_them, "left": len(waiting)}
    return Prompted("neighbours" if waiting else "neighbours.done", tuple(lines), facts)


def already_sent(words: Words, offer: Offer) -> Prompted:
    """The form was handed in: take it back while nobody has decided on it, or leave it."""
    lines: tuple[MenuLine, ...] = (MenuLine(words("menu.leave"), "m"),)
    if leads_on(offer.state, "reopen"):
        lines = (MenuLine(words("menu.reopen"), f"b.{offer.press.removeprefix('o.')}"), *lines)
    facts = {"title": words(f"title.{offer.title}"), "subject": offer.subject}
    return Prompted("already_sent", lines, facts)


def resume(words: Words, visit: Visit, opened: Open) -> Prompted:
    """Where the form in hand stands, and whether to go on with it."""
    last = "other" if len(visit.offers) > 1 else "later"
    lines = tuple(
        MenuLine(words(f"menu.resume_{what}"), f"r.{opened.interview.tag}.{what}")
        for what in ("go", "review", last)
    )
    return Prompted("resume", lines, {**about(words, visit, opened), "spot": spot(opened)})


def summed(words: Words, opened: Open, finished: Finished) -> Summed:
    """The complete form: hand it in, change a question that is too weak, or read it again."""
    tag, pack = opened.interview.tag, opened.form.pack
    lines = [MenuLine(words("menu.submit"), f"z.{tag}.submit")]
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


def _waiting(offers: Sequence[Offer]) -> list[Offer]:
    return [offer for offer in offers if offer.neighbour and offer.state not in HANDED_IN]


def _line(words: Words, offer: Offer) -> MenuLine:
    title = words(f"title.{offer.title}")
    label = offer.subject if offer.neighbour else f"{title} · {offer.subject}"
    return MenuLine(label, offer.press, words(f"offer.{offer.state or 'new'}"))
