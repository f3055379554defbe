"""What lies at the stand-in for Telegram: chats, messages, taps and files."""

import itertools
import secrets
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from aiogram import methods
from aiogram.types import BufferedInputFile

from tests.telegram_rules import ApiError, bad, checked_keyboard, checked_text, units

NOON = 1_764_388_800  # 2025-11-29 11:00 in Hanoi: nothing here depends on today
MEGABYTE = 2**20
Shown = dict[str, Any]
Played = methods.SendVoice | methods.SendAudio | methods.SendVideo
Handed = methods.SendPhoto | methods.SendDocument | Played


class Chats:
    """One bot's private chats. `blocked` and `left` are the ones it can no longer reach."""

    def __init__(self, bot_id: int, username: str) -> None:
        self.me = {"id": bot_id, "is_bot": True, "first_name": "Bản Học", "username": username}
        self.messages: dict[int, dict[int, Shown]] = defaultdict(dict)
        self.names: dict[int, str] = {}
        self.blocked: set[int] = set()
        self.left: set[int] = set()
        self.taps: dict[str, bool] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self._numbers = itertools.count(1)

    def post(self, chat: int, sender: Mapping[str, Any], body: Mapping[str, Any]) -> Shown:
        """Put a message into a chat."""
        number = next(self._numbers)
        place: Shown = {"id": chat, "type": "private", "first_name": self.names[chat]}
        if chat < 0:
            place = {"id": chat, "type": "group", "title": self.names[chat]}
        message = {"message_id": number, "date": NOON, "chat": place, "from": dict(sender), **body}
        self.messages[chat][number] = message
        return message

    def keep(self, content: bytes, name: str) -> str:
        """Keep a file and return its id."""
        file_id = "AgACAgUAAx" + secrets.token_urlsafe(24)
        self.files[file_id] = (f"files/{len(self.files)}/{name}", content)
        return file_id

    def at_path(self, path: str) -> bytes | None:
        """The bytes of a file by the path that getFile names."""
        return next((content for kept, content in self.files.values() if kept == path), None)

    def do(self, request: Any) -> Any:
        """Carry out one request and return its result. Raises ApiError."""
        match request:
            case methods.GetMe():
                return self.me
            case methods.SendMessage():
                return self._say(request)
            case (
                methods.SendPhoto()
                | methods.SendDocument()
                | methods.SendVoice()
                | methods.SendAudio()
                | methods.SendVideo()
            ):
                kind = request.__api_method__.removeprefix("send").lower()
                most = 10 if kind == "photo" else 50
                return self._hand(request, kind, getattr(request, kind), most)
            case methods.SendMediaGroup():
                return self._album(request)
            case methods.SendChatAction():
                return bool(self._reachable(request.chat_id))
            case methods.EditMessageText() | methods.EditMessageReplyMarkup():
                return self._edit(request)
            case methods.AnswerCallbackQuery():
                return self._answer(request)
            case methods.GetFile():
                return self._file(request.file_id)
        raise bad(f"{type(request).__name__} is not modelled here")

    def _reachable(self, chat_id: int | str) -> int:
        try:
            chat = int(chat_id)
        except ValueError:
            raise bad("chat not found") from None
        if chat in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat in self.left:
            raise ApiError(403, "Forbidden: user is deactivated")
        if chat not in self.names:
            raise bad("chat not found")
        return chat

    def _say(self, request: methods.SendMessage) -> Shown:
        chat = self._reachable(request.chat_id)
        return self.post(chat, self.me, _body(request))

    def _edit(self, request: methods.EditMessageText | methods.EditMessageReplyMarkup) -> Shown:
        chat = self._reachable(request.chat_id or "")
        message = self.messages[chat].get(request.message_id or 0)
        if message is None or message["from"] != self.me:
            raise bad("message to edit not found")
        new: Shown = {key: message[key] for key in ("text", "entities") if key in message}
        if isinstance(request, methods.EditMessageText):
            new = _body(request)
        else:
            new |= _keyboard(request)
        compared = ("text", "entities", "reply_markup")
        if new == {key: message[key] for key in compared if key in message}:
            raise bad("message is not modified")
        for key in compared:
            message.pop(key, None)
        message |= new | {"edit_date": NOON}
        return message

    def _answer(self, request: methods.AnswerCallbackQuery) -> bool:
        if request.callback_query_id not in self.taps:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(request.text or "") > 200:
            raise bad("MESSAGE_TOO_LONG")
        self.taps[request.callback_query_id] = True
        return True

    def _hand(
        self,
        request: Handed,
        kind: str,
        file: Any,
        most: int,
    ) -> Shown:
        chat = self._reachable(request.chat_id)
        if units(request.caption or "") > 1024:
            raise bad("message caption is too long")
        if not isinstance(file, BufferedInputFile):
            raise bad("only uploaded files are modelled here")
        if len(file.data) > most * MEGABYTE:
            raise ApiError(413, "Request Entity Too Large")
        kept = described(self.keep(file.data, file.filename or "file"), file.data)
        shape: Any = kept | {"file_name": file.filename}
        if kind == "photo":
            shape = [kept | {"width": 800, "height": 600}]
        caption = {"caption": request.caption} if request.caption else {}
        return self.post(chat, self.me, {kind: shape} | caption | _keyboard(request))

    def _album(self, request: methods.SendMediaGroup) -> list[Shown]:
        if not 2 <= len(request.media) <= 10:
            raise bad("wrong number of media: from 2 to 10")
        photos = [
            methods.SendPhoto(chat_id=request.chat_id, photo=each.media, caption=each.caption)
            for each in request.media
        ]
        return [self._hand(photo, "photo", photo.photo, 10) for photo in photos]

    def _file(self, file_id: str) -> Shown:
        if file_id not in self.files:
            raise bad("invalid file_id")
        path, content = self.files[file_id]
        if len(content) > 20 * MEGABYTE:
            raise bad("file is too big")
        return described(file_id, content) | {"file_path": path}


def described(file_id: str, content: bytes) -> Shown:
    """A file as messages and getFile describe it."""
    return {"file_id": file_id, "file_unique_id": file_id[-12:], "file_size": len(content)}


def _body(request: methods.SendMessage | methods.EditMessageText) -> Shown:
    text = checked_text(request.text or "", request.entities, request.parse_mode)
    bold = [entity.model_dump(exclude_none=True) for entity in request.entities or []]
    return {"text": text} | ({"entities": bold} if bold else {}) | _keyboard(request)


def _keyboard(request: Any) -> Shown:
    rows = checked_keyboard(request.reply_markup)
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}
