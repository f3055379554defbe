"""An invitation as people carry it: the payload of its link, and the short code read aloud."""

import binascii
import hmac
import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from flows.vietnamese import clean, digits, fold, plainly

VERSION = 1  # a new one makes every link that is out there useless
LENGTH = 26  # characters of a payload; t.me allows 64 of A-Z a-z 0-9 _ -
LETTERS = "BGHKMNPRTVX"
"""The letters of spoken codes: eleven, a prime, so that every single slip shows in the last one.

No vowel and no W, which Vietnamese keyboards turn into other letters; none that looks like another
or like a figure where it stands (C D I J L O Q S U Z), none without a name of its own (D, F).
"""
SHORT, LONG = 2, 4
"""Letters of a code: of one for a subject, and of one that makes somebody a head or staff."""
MOST_TYPED = 300  # characters; no address is longer
MOST_OF_CODE = 40  # characters of a code with all that may be typed around it

_FORMAT = struct.Struct(">BII")
_MAC = 10  # bytes: 80 bits
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8)  # all different and none divisible by 11: swaps show too
_AS_FIGURES = str.maketrans("OILZSGB", "0112568")  # what was read as a letter in a figure's place
_LEAST_FIGURES = 2  # that were typed as figures: "Lò Sì Hà" is a name
_UNITS = frozenset({"KG", "KM", "KB", "MB", "GB", "TB", "TR", "TH", "NG", "NH", "KH", "PH", "VN"})
"""What stands after a number of something: no code ends so, for "1500 kg" is an answer."""

_BARE = re.compile(rf"AQ[A-Za-z0-9_-]{{{LENGTH - 2}}}")  # AQ: the first version, in base64
_LINK = re.compile(
    r"(?:(?:https?://[\w.-]+|[\w-]+(?:\.[\w-]+)+)(?::\d+)?)?"
    r"(?:(?:/[\w.-]+)*/i/|/[\w-]+\?start=)(?P<payload>[^\s/?#]+)/?(?:[?#]\S*)?"
)
_CODE = re.compile(
    r"(?P<named>(?:ma|code)(?: (?:so|moi|la))*[\s:.]+)?"
    r"(?P<figures>(?:[0-9oilzsgb][\s.]?){3}[0-9oilzsgb])"
    r"(?P<dash>[\s.]*[-–—‐‑−_/])?[\s.]*"
    r"(?P<letters>[a-z](?:[\s.]?[a-z]){1,3})[\s.]*"
)


class Altered(ValueError):
    """This is no payload of ours: it was changed, cut short, or signed with another key."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a link says: which invitation, and until when (UTC, whole seconds)."""

    id: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed as a way in: a link's `payload` as it stands there, or a spoken `code`.

    The code is written as we write it ("4827-KX"), "" when its last letter shows a slip. `named`
    says that the word for it stood before it, `dashed` that it has its dash.
    """

    payload: str = ""
    code: str = ""
    named: bool = False
    dashed: bool = False


def payload(key: bytes, ticket: Ticket) -> str:
    """The signed payload of a link: 26 characters of A-Z a-z 0-9 _ -."""
    body = _FORMAT.pack(VERSION, ticket.id, int(ticket.expires_at.timestamp()))
    return urlsafe_b64encode(body + _sign(key, body)).decode().rstrip("=")


def opened(key: bytes, text: str) -> Ticket:
    """What the payload says, which nobody without the key can have written. Raises Altered.

    It may have expired, and the invitation itself may have been revoked.
    """
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"==")
    except (UnicodeEncodeError, binascii.Error):
        raise Altered from None
    body, mac = raw[: _FORMAT.size], raw[_FORMAT.size :]
    if len(text) != LENGTH or not hmac.compare_digest(mac, _sign(key, body)):
        raise Altered
    version, number, seconds = _FORMAT.unpack(body)
    ticket = Ticket(number, datetime.fromtimestamp(seconds, UTC))
    if version != VERSION or payload(key, ticket) != text:  # one link has one spelling
        raise Altered
    return ticket


def spoken(chance: Random, letters: int = SHORT) -> str:
    """A new code, "4827-KX" or "4827-KXTV"; its last letter follows from all before it."""
    while True:
        figures = "".join(chance.choices("0123456789", k=4))
        start = "".join(chance.choices(LETTERS, k=letters - 1))
        ending = start + _check(figures + start)
        if ending not in _UNITS:
            return f"{figures}-{ending}"


def typed(text: str) -> Typed | None:
    """The way in that the whole message is, or None when it is anything else.

    "4827-KX", "4827 kx", "mã 4827kx", an address, or the payload alone.
    """
    said = clean(text)
    if len(said) > MOST_TYPED:
        return None
    link = _LINK.fullmatch(said)
    if link or _BARE.fullmatch(said):
        return Typed(payload=link["payload"] if link else said)
    match = _CODE.fullmatch(fold(digits(plainly(said)))) if len(said) <= MOST_OF_CODE else None
    if match is None or sum(map(str.isdigit, match["figures"])) < _LEAST_FIGURES:
        return None
    figures = _only(match["figures"]).translate(_AS_FIGURES)
    code = _written(figures, _only(match["letters"]))
    return Typed(code=code, named=bool(match["named"]), dashed=bool(match["dash"]))


def _written(figures: str, letters: str) -> str:
    """The code as we write it; "" when its last letter shows that something was mistyped."""
    is_ours = len(letters) in (SHORT, LONG) and set(letters) <= set(LETTERS)
    if not is_ours or letters in _UNITS:
        return ""
    return f"{figures}-{letters}" if _check(figures + letters[:-1]) == letters[-1] else ""


def _check(start: str) -> str:
    values = (LETTERS.index(each) if each in LETTERS else int(each) for each in start)
    weighed = (value * weight for value, weight in zip(values, _WEIGHTS, strict=False))
    return LETTERS[sum(weighed) % len(LETTERS)]


def _only(text: str) -> str:
    """Its figures and letters."""
    return "".join(filter(str.isalnum, text)).upper()


def _sign(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, body, "sha256")[:_MAC]
