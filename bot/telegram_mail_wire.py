"""The bulk mail's wire to the Bot API: what went wrong is named, and the token never leaves it."""

import json
import logging
from typing import Any

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError
from telegram.request import HTTPXRequest

from bot.channel import Refused, TryLater, Unreachable
from bot.telegram_say import GONE

CONNECTIONS = 10  # some more than the postman lets be on their way
# Together less than the postman's patience with a letter, so that the failure has its own name.
POOL_SECONDS, CONNECT_SECONDS, WRITE_SECONDS, ANSWER_SECONDS = 5.0, 10.0, 10.0, 25.0
UPLOAD_SECONDS = 60.0  # in place of WRITE_SECONDS
LONGEST_REASON = 200  # characters
TALKATIVE = ("httpx", "httpcore", "telegram")  # they log addresses with the token, and messages

# The request did not go out whole, so it was surely not done. Any other failure may hide success.
NOT_ASKED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.LocalProtocolError,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.WriteTimeout,
)


class Flooded(TelegramError):
    """Telegram wants us to wait `seconds`; None when it does not say how many."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__("Too Many Requests")
        self.seconds = seconds


class Lost(TelegramError):
    """It was asked for; whether it was done nobody knows."""


class Wire(HTTPXRequest):
    """The library's HTTP, which also tells what was surely not done from what may have been.

    A flood is named here: the library's own error for it warns of a coming change in its type.
    """

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """HTTP status and body. Raises TelegramError."""
        try:
            status, body = await super().do_request(*args, **kwargs)
        except NetworkError as error:
            if isinstance(error.__cause__, NOT_ASKED):
                raise
            raise Lost(type(error.__cause__).__name__) from None
        match status:
            case 413:
                raise BadRequest("Request Entity Too Large")
            case 429:
                raise Flooded(_seconds(body))
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON. Raises TelegramError; the library's own would log the answer too."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if isinstance(answer, dict):
            return answer
        if b"<html" in payload.lower():
            raise NetworkError("a page in Telegram's place")  # so nobody was asked
        raise Lost("answer not understood")


def wire() -> Wire:
    """A connection that asks for nothing yet, and keeps quiet about addresses and messages."""
    for each in map(logging.getLogger, TALKATIVE):
        each.setLevel(max(each.level, logging.WARNING))
    return Wire(
        connection_pool_size=CONNECTIONS,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=ANSWER_SECONDS,
        pool_timeout=POOL_SECONDS,
        write_timeout=WRITE_SECONDS,
        media_write_timeout=UPLOAD_SECONDS,
        httpx_kwargs={"trust_env": False},  # only bot/settings.py reads the environment
    )


def meaning(error: TelegramError, token: str) -> Unreachable | Refused | TryLater:
    """What an error means to the postman, in words without `token`."""
    reason = f"{type(error).__name__}: {error.message}".replace(token, "…")[:LONGEST_REASON]
    match error:
        case Flooded():
            return TryLater(reason, error.seconds)
        case Lost():
            return TryLater(reason, unsure=True)
        case Forbidden() | ChatMigrated():
            return Unreachable(reason)
        case BadRequest() if any(sign in reason.lower() for sign in GONE):
            return Unreachable(reason)
        case BadRequest():
            return Refused(reason)
    return TryLater(reason)


def _seconds(body: bytes) -> float | None:
    try:
        return float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, LookupError, TypeError):
        return None
