"""The address of a calendar: whose it is and of which commune, signed so that nobody guesses it."""

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

VERSION = 1  # a new one makes every address that is out there useless
LONGEST = 120  # characters of a token; no commune's code is that long

_PURPOSE = b"lich"  # the key signs other things too, which begin otherwise
_NUMBER = 4  # bytes of a person's number
_MAC = 16  # bytes: such an address is kept for years


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose calendar it is, and of which commune."""

    person_id: int
    commune: str


class Altered(Exception):
    """That is no token of ours."""


def token(key: bytes, person_id: int, commune: str) -> str:
    """The token of this person's calendar of that commune; the same every time."""
    body = bytes([VERSION]) + person_id.to_bytes(_NUMBER) + commune.encode()
    return urlsafe_b64encode(body + _sign(key, body)).decode().rstrip("=")


def opened(key: bytes, text: str) -> Reader:
    """What the token says, which nobody without the key can have written. Raises Altered.

    Whether this person still works for that commune it does not say.
    """
    raw = _raw(text)
    body, mac = raw[:-_MAC], raw[-_MAC:]
    if len(body) <= 1 + _NUMBER or not hmac.compare_digest(mac, _sign(key, body)):
        raise Altered
    found = Reader(int.from_bytes(body[1 : 1 + _NUMBER]), body[1 + _NUMBER :].decode())
    if body[0] != VERSION or token(key, found.person_id, found.commune) != text:
        raise Altered  # one calendar has one address
    return found


def path(text: str) -> str:
    """Where the site answers for that token."""
    return f"/lich/{text}.ics"


def _raw(text: str) -> bytes:
    if len(text) > LONGEST:
        raise Altered
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (UnicodeEncodeError, binascii.Error):
        raise Altered from None


def _sign(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, _PURPOSE + body, "sha256")[:_MAC]
