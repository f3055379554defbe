"""What a typed text may mean: one thing, several things to ask back about, or nothing."""

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class One(Generic[T]):
    """There is one meaning, and it may be kept without asking back."""

    value: T


@dataclass(frozen=True, slots=True)
class Several(Generic[T]):
    """What it may mean, likeliest first: ask. A single value here is a guess to confirm."""

    values: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """It was not understood: always a safe thing to say."""


Reading: TypeAlias = One[T] | Several[T] | Nothing
