"""Tells of answers that gave way to what the form worked out anew, and have to be looked at."""

from collections.abc import Mapping

from flows.events import Told
from flows.showing import Showing


def told(gone: Mapping[str, str], showing: Showing) -> list[Told]:
    """What to say when these answers, by path, stand no more; of one, what it was and what is now.

    Of what is not asked just now nothing is said.
    """
    sheet = showing.sheet
    asked = [path for path, was in gone.items() if was and sheet.tally.asks(path)]
    if len(asked) != 1:
        return [Told("second_look.several", {"count": len(asked)})] if asked else []
    question = next(row for row in sheet.lineup.rows() if row.path == asked[0])
    was = showing.shown(question, gone[asked[0]])
    now = showing.shown(question, sheet.text(asked[0]))
    facts = {"about": showing.spot(question), "was": was, "shown": now}
    return [Told("second_look", facts) if now else Told("second_look.cleared", facts)]
