"""The facts of a sentence as people say them, and why a reply was not taken."""

from collections.abc import Mapping

from flows import answers, whereabouts
from flows.events import Refused, Spot
from flows.questions import Bounds, Read, Scale, Sent
from flows.questions.asking import lacks_lines
from flows.wording import Words


def refused(words: Words, event: Refused) -> str:
    """Why it was refused, in the form's own words where it has some."""
    own = str(event.facts.get("message") or "")
    if event.reason == "required" and event.asked and lacks_lines(event.asked.asking):
        return words("refused.no_lines_required")
    if own:
        return own
    pressed = event.facts.get("pressed")
    is_gone = isinstance(pressed, Spot) and not (pressed.number or pressed.letter)
    reason = "old_button" if is_gone else event.reason
    said = facts(words, event.facts)
    if isinstance(offers := said.get("offers"), tuple) and len(offers) == 1:
        guess = "guess.line" if reason == "which_line" else "guess.answer"
        return words("guess.order" if reason == "which_order" else guess, **said)
    if reason == "constraint" and said.get("bounds"):
        return words("refused.out_of_bounds", **said)
    return words(f"refused.{reason}", **said)


def facts(words: Words, given: Mapping[str, object]) -> dict[str, object]:
    """The facts of a sentence as people say them; a spot as where one stands."""
    known = {"skip": words("word.skip"), **given}
    if isinstance(pressed := known.get("pressed"), Spot):
        known["pressed"] = whereabouts.where(words, pressed)
        known["number"] = pressed.number or pressed.letter
    if isinstance(about := known.get("about"), Spot):
        known["about"] = whereabouts.where(words, about)
    if "spot" in known:
        known["where"] = whereabouts.standing(words, known["spot"])
    if "sent" in known:
        known["sent"] = words(f"sent.{known['sent']}")
    known |= _answers(words, given)
    if "first" in known:
        key = "range.one" if known["first"] == known["last"] else "range.several"
        known["range"] = words(key, **given)
    return known


def _answers(words: Words, facts: Mapping[str, object]) -> dict[str, object]:
    """Those facts that are answers, in words."""
    said: dict[str, object] = {}
    if "bounds" in facts:
        between = facts["bounds"] if isinstance(facts["bounds"], Bounds) else None
        said["bounds"] = answers.bounds(words, between)
        said["example"] = answers.example(words, between)
    if isinstance(scale := facts.get("scale"), Scale):
        said |= answers.on_scale(words, scale)
    if isinstance(offers := facts.get("offers"), tuple):
        said["readings"] = answers.readings(words, offers)
        said["meant"] = answers.meant(words, offers[0].meaning)
        said["reply"] = answers.reply(words, offers[0])
    for name in ("shown", "was"):
        if isinstance(display := facts.get(name), str | Sent | Read):
            said[name] = answers.shown(words, display)
    return said
