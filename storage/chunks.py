"""As many keys at a time as one query may name."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

AT_ONCE = 500

T = TypeVar("T")


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in order, at most AT_ONCE at a time."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]
