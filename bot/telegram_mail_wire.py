"""The bulk mail's wire to the Bot API: what went wrong is named, and the token never leaves it."""

import io
import json
import logging
from typing import Any

import aiohttp
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.channel import Refused, TryLater, Unreachable
from bot.telegram_say import GONE

CONNECTIONS = 10  # some more than the postman lets be on their way
# Each less than the postman's patience with a letter, so that the failure has its own name.
CONNECT_SECONDS, ANSWER_SECONDS = 15.0, 25.0
TEXT_SECONDS, UPLOAD_SECONDS = 55.0, 120.0  # for a whole request
LONGEST_REASON = 200  # characters

# Nothing had been asked for yet. Any other failure may hide success.
NOT_ASKED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class Flooded(TelegramError):
    """Telegram wants us to wait `seconds`; None when it does not say how many."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__("Too Many Requests")
        self.seconds = seconds


class Lost(TelegramError):
    """It was asked for; whether it was done nobody knows."""


class Wire(BaseRequest):
    """The library's requests by the HTTP that replies go by, which costs less than its own.

    It tells what was surely not done from what may have been. A flood is named here, because the
    library's own error for it warns of a coming change in its type.
    """

    def __init__(self) -> None:
        # At its most talkative the library logs every message.
        library = logging.getLogger("telegram")
        library.setLevel(max(library.level, logging.WARNING))
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return ANSWER_SECONDS

    async def initialize(self) -> None:
        """Nothing: the connections are made when they are needed."""

    async def shutdown(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """HTTP status and body. Raises TelegramError."""
        try:
            status, body = await self._asked(url, method, request_data)
        except NOT_ASKED as error:
            raise NetworkError(type(error).__name__) from None
        except Exception as error:  # noqa: BLE001 - whatever it was, it may have hidden success
            raise Lost(type(error).__name__) from None
        match status:
            case 413:
                raise BadRequest("Request Entity Too Large")
            case 429:
                raise Flooded(_seconds(body))
        return status, body

    async def _asked(
        self, url: str, method: str, request_data: RequestData | None
    ) -> tuple[int, bytes]:
        files = request_data.multipart_data if request_data else None
        asked = self._open().request(
            method,
            url,
            data=_form(request_data, files or {}),
            timeout=aiohttp.ClientTimeout(
                total=UPLOAD_SECONDS if files else TEXT_SECONDS,
                connect=CONNECT_SECONDS,
                sock_read=ANSWER_SECONDS,
            ),
        )
        async with asked as answer:
            return answer.status, await answer.read()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                headers={"User-Agent": self.USER_AGENT},
            )
        return self._session

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


def _form(request_data: RequestData | None, files: dict[str, Any]) -> aiohttp.FormData:
    """What is asked, with its files: name -> (file name, bytes, media type)."""
    form = aiohttp.FormData(quote_fields=False)
    for name, value in (request_data.json_parameters if request_data else {}).items():
        form.add_field(name, value)
    for name, (file_name, content, kind) in files.items():
        form.add_field(name, io.BytesIO(content), filename=file_name, content_type=kind)
    return form


def _seconds(body: bytes) -> float | None:
    try:
        return float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, LookupError, TypeError):
        return None
