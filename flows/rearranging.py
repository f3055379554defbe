"""Members of a roster taken out or put in: the others, and all that is kept of them, move along."""

from collections.abc import Mapping

from flows.forms.addresses import mover


def without(kept: Mapping[str, str], roster: str, number: int) -> dict[str, str]:
    """What is kept, without the member of that number; those after it move up by one.

    `roster` is the address of its members without their own number.
    """
    moved = mover(roster, lambda at: 0 if at == number else at - (at > number))
    found = {moved(key): value for key, value in kept.items()}
    found.pop("", None)
    return found


def with_room(kept: Mapping[str, str], roster: str, number: int) -> dict[str, str]:
    """What is kept, with nothing at that number; those from it on move down by one."""
    moved = mover(roster, lambda at: at + (at >= number))
    return {moved(key): value for key, value in kept.items()}
