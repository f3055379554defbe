"""Return for correction, from outside the interview: put the marks, and show what changed."""

from collections.abc import Mapping

from flows.returns import RETURNED, Returns


def returned(kept: Mapping[str, str], reasons: Mapping[str, str]) -> dict[str, str]:
    """The session with these questions returned: `reasons` by path, none of them blank.

    Marks that were dealt with in an earlier round are gone; those that still wait stay. Raises
    ValueError for a question that is returned without a reason.
    """
    if silent := [path for path, reason in reasons.items() if not reason.strip()]:
        raise ValueError(f"returned without a reason: {', '.join(silent)}")
    marked = {**marks(kept), **{path: reason.strip() for path, reason in reasons.items()}}
    return {**unmarked(kept), **Returns(marked).kept}


def unmarked(kept: Mapping[str, str]) -> dict[str, str]:
    """The session without any mark, as it is handed in."""
    return {key: value for key, value in kept.items() if not key.startswith(RETURNED)}


def marks(kept: Mapping[str, str]) -> dict[str, str]:
    """The returned questions that nobody has dealt with yet: path -> reason.

    Some may not be asked for any more, so only the interview knows how many are `left`.
    """
    return Returns.of(kept).waiting
