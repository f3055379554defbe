"""Functions on places on the earth: distance, area, geofence."""

import math
from itertools import pairwise

from flows.xpath.functions.kinds import Function
from flows.xpath.functions.texts import texts_of
from flows.xpath.values import NAN, Value
from flows.xpath.world import Scene

Point = tuple[float, float]  # degrees: latitude, longitude

RADIUS = 6_378_100.0  # metres at the equator, the figure JavaRosa uses
DEGREE = 2 * math.pi * RADIUS / 360  # metres


def points_of(*values: Value) -> list[Point] | None:
    """The points of a trace ("lat lon alt acc; …") or of many nodes; None when one is no point."""
    points: list[Point] = []
    for text in texts_of(values):
        for piece in text.split(";"):
            if not piece.strip():
                continue
            point = _point(piece.split())
            if point is None:
                return None
            points.append(point)
    return points


def _point(words: list[str]) -> Point | None:
    try:
        latitude, longitude = float(words[0]), float(words[1])
    except (ValueError, IndexError):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _distance(_scene: Scene, *values: Value) -> float:
    """Metres to the centimetre along all points, on a ball. What is no place gives NaN."""
    points = points_of(*values)
    if points is None:
        return NAN
    return round(sum((_between(one, other) for one, other in pairwise(points)), 0.0), 2)


def _between(one: Point, other: Point) -> float:
    turned = math.radians(one[1] - other[1])
    first, second = math.radians(one[0]), math.radians(other[0])
    cosine = math.sin(first) * math.sin(second)
    cosine += math.cos(first) * math.cos(second) * math.cos(turned)
    return math.acos(max(-1.0, min(1.0, cosine))) * RADIUS


def _area(_scene: Scene, *values: Value) -> float:
    """Square metres, to two decimals, inside the points laid flat around the first; else 0."""
    points = points_of(*values)
    if points is None or len(points) < 3:
        return 0.0
    (latitude, longitude), *others = points
    flat = [
        ((x - longitude) * DEGREE * math.cos(math.radians(y)), (y - latitude) * DEGREE)
        for y, x in others
    ]
    return round(abs(sum(y1 * x2 - x1 * y2 for (x1, y1), (x2, y2) in pairwise(flat))) / 2, 2)


def _geofence(_scene: Scene, point: Value, fence: Value) -> bool:
    """Whether the point lies inside the closed shape."""
    spots, corners = points_of(point), points_of(fence)
    if not spots or not corners or corners[0] != corners[-1]:
        return False
    crossings = sum(_crosses(spots[0], one, other) for one, other in pairwise(corners))
    return crossings % 2 == 1


def _crosses(spot: Point, one: Point, other: Point) -> bool:
    """Whether the way east from the spot meets this side."""
    (y, x), (y1, x1), (y2, x2) = spot, one, other
    return (y2 > y) != (y1 > y) and x < (x1 - x2) * (y - y2) / (y1 - y2) + x2


PLACES = {
    "distance": Function(_distance, 1, None, "number"),
    "area": Function(_area, 1, 1, "number"),
    "enclosed-area": Function(_area, 1, 1, "number"),
    "geofence": Function(_geofence, 2, 2, "boolean"),
}
