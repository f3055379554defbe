"""Functions of chance; all of it comes from the world, so that a test can foretell it."""

import math
import string
from uuid import UUID

from flows.xpath.errors import XPathError
from flows.xpath.functions.kinds import Function, nodes_of
from flows.xpath.tree import Node
from flows.xpath.values import Value, to_number, to_whole
from flows.xpath.world import Scene

_LETTERS = string.ascii_letters + string.digits
_LONGEST = 1000  # letters of a uuid(n): no form needs more
_MODULUS = 2**31 - 1  # the generator of Park and Miller, which ODK prescribes
_MULTIPLIER = 16_807


def _random(scene: Scene) -> float:
    return scene.world.chance.random()


def _uuid(scene: Scene, length: Value | None = None) -> str:
    chance = scene.world.chance
    if length is None:
        return str(UUID(int=chance.getrandbits(128), version=4))
    letters = to_whole(length, scene.world.calendar)
    if letters > _LONGEST:
        raise XPathError(f'Hàm "uuid" cho nhiều nhất {_LONGEST} chữ.')
    return "".join(chance.choices(_LETTERS, k=max(letters, 0)))


def _randomize(scene: Scene, nodes: Value, seed: Value | None = None) -> list[Node]:
    shuffled = list(nodes_of(nodes, "randomize"))
    if seed is None:
        scene.world.chance.shuffle(shuffled)
        return shuffled
    number = to_number(seed, scene.world.calendar)
    return shuffle(shuffled, int(number) if abs(number) < 2**63 else 0)  # as Java cuts a long


def shuffle(nodes: list[Node], seed: int) -> list[Node]:
    """The order every ODK engine gives for a seed: each node is slipped in at a place by chance."""
    state = math.fmod(seed, _MODULUS)
    if state <= 0:
        state += _MODULUS - 1
    shuffled: list[Node] = []
    for last, node in enumerate(nodes):
        state = state * _MULTIPLIER % _MODULUS
        place = int((state - 1) / (_MODULUS - 1) * (last + 1))
        shuffled.append(node)
        shuffled[place], shuffled[last] = node, shuffled[place]
    return shuffled


LUCK = {
    "random": Function(_random, 0, 0, "number"),
    "uuid": Function(_uuid, 0, 1, "text"),
    "randomize": Function(_randomize, 1, 2, "nodes"),
}
