"""Questions answered with a place on the map: one that is shared, typed, or in a link."""

import re
from dataclasses import dataclass
from datetime import date

from flows import vietnamese
from flows.messages import Expects
from flows.questions.asking import Asking, NotUnderstood
from flows.replies import Reply

_NUMBER = r"-?\d{1,3}[.,]\d{2,}"
# "22.39, 103.45", "22,39 103,45", "…/@22.39,103.45,15z", "…?q=22.39,103.45", "geo:22.39,103.45"
_PAIR = re.compile(rf"(?<![\d.,])({_NUMBER})(?:\s*[,; ]\s*|%2C)({_NUMBER})(?!\d)")
_NORTHERNMOST, _EASTERNMOST = 90.0, 180.0
_PLACES = 6  # digits after the point: a tenth of a metre


@dataclass(frozen=True, slots=True)
class Geopoint:
    """A point on the map."""

    expects: Expects = "text"

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The point as XForms writes it: "22.396 103.457 0.0 0.0". Raises NotUnderstood."""
        shared = [sent.name for sent in reply.attachments if sent.kind == "location"]
        others = [sent for sent in reply.attachments if sent.kind != "location"]
        if others:
            raise NotUnderstood("not_a_place", sent=others[0].kind)
        text = shared[0] if shared else vietnamese.clean(reply.text)
        found = _PAIR.findall(text)
        pairs = {_point(north, east) for north, east in found} - {""}
        if len(pairs) != 1:
            raise NotUnderstood("not_a_place", sent="text")
        return f"{pairs.pop()} 0.0 0.0"  # height and exactness, which nobody told

    def show(self, asking: Asking, value: str) -> str:
        """Latitude and longitude."""
        return ", ".join(value.split()[:2])


def _point(north: str, east: str) -> str:
    """Both numbers, or "" for no place on earth."""
    latitude, longitude = float(north.replace(",", ".")), float(east.replace(",", "."))
    if abs(latitude) > _NORTHERNMOST or abs(longitude) > _EASTERNMOST:
        return ""
    return f"{_written(latitude)} {_written(longitude)}"


def _written(number: float) -> str:
    return f"{number:.{_PLACES}f}".rstrip("0").rstrip(".")
