"""Where an answer stands: a path with a number at every repeat, "/data/people[2]/name"."""

import re
from collections.abc import Callable

COUNTS = "#"
"""Stands before the address of a roster, where it is kept how many members it has."""

_NUMBER = re.compile(r"\[([0-9]+)\]")


def plain(address: str) -> str:
    """The path without its numbers, as expressions and the form know it."""
    return _NUMBER.sub("", address) if "[" in address else address


def numbers(address: str) -> tuple[int, ...]:
    """The numbers of the members the address goes through, outermost first."""
    return tuple(map(int, _NUMBER.findall(address)))


def above(path: str) -> str:
    """The path or address one step up; "" at the top."""
    return path.rpartition("/")[0]


def called(address: str) -> str:
    """How a session calls the question at an address: by its name, in a roster by the address."""
    return address if "[" in address else address.rpartition("/")[2]


def beside(address: str, path: str) -> str:
    """Where `path` is for the same members: with the numbers of `address`, as far as both go."""
    if "[" not in address:
        return path
    at = address
    while at and not is_inside(path, plain(at)):
        at = above(at)
    return at + path.removeprefix(plain(at))


def is_inside(path: str, group: str) -> bool:
    """Whether the path stands somewhere under the group."""
    return path.startswith(group.rstrip("/") + "/")


def mover(roster: str, change: Callable[[int], int]) -> Callable[[str], str]:
    """Rewrites keys of a session: members of the roster at that address get changed numbers.

    A key of a member whose number becomes 0 becomes "". Signs before a key stay where they are.
    """
    member = re.compile(rf"([^/]*{re.escape(roster)}\[)([0-9]+)(\].*)", re.DOTALL)

    def moved(key: str) -> str:
        found = member.fullmatch(key)
        if found is None:
            return key
        number = change(int(found[2]))
        return f"{found[1]}{number}{found[3]}" if number else ""

    return moved
