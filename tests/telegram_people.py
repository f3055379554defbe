"""The people at the other end of the stand-in: they type, press, photograph and look."""

import secrets
from typing import Any

from tests.telegram_chats import Chats, Shown, described
from tests.telegram_mailbox import Mailbox, Update
from tests.telegram_signal import Signal


class Person:
    """One person with one private chat, who has pressed "Start" already."""

    def __init__(
        self, chats: Chats, mailbox: Mailbox, signal: Signal, chat: int, name: str
    ) -> None:
        self._chats = chats
        self._mailbox = mailbox
        self._signal = signal
        self.chat = chat
        chats.names[chat] = name

    @property
    def screen(self) -> list[Shown]:
        """What the bot has said here, oldest first."""
        messages = self._chats.messages[self.chat].values()
        return [message for message in messages if message["from"] == self._chats.me]

    async def sees(self, count: int = 1) -> list[Shown]:
        """The bot's messages, once there are at least `count`."""
        return await self._signal.until(lambda: self.screen if len(self.screen) >= count else [])

    def says(self, text: str) -> Update:
        """Type and send a text."""
        return self._post(text=text)

    def presses(self, message: Shown, button: int) -> Update:
        """Press the button with this place under `message`, counted from 1."""
        rows = message["reply_markup"]["inline_keyboard"]
        pressed = [one for row in rows for one in row][button - 1]
        tap = secrets.token_hex(8)
        self._chats.taps[tap] = False
        return self._mailbox.put(
            {
                "callback_query": {
                    "id": tap,
                    "from": self._user(),
                    "chat_instance": str(self.chat),
                    "message": message,
                    "data": pressed["callback_data"],
                }
            }
        )

    def photographs(self, content: bytes, caption: str = "", album: str = "") -> Update:
        """Send a photo, which Telegram keeps in several sizes."""
        small = described(self._chats.keep(b"\xff\xd8 nho", "small.jpg"), b"\xff\xd8 nho")
        large = described(self._chats.keep(content, "photo.jpg"), content)
        sizes = [small | {"width": 90, "height": 67}, large | {"width": 1280, "height": 960}]
        rest = {"caption": caption, "media_group_id": album}
        return self._post(photo=sizes, **{key: value for key, value in rest.items() if value})

    def attaches(self, content: bytes, name: str) -> Update:
        """Send a document."""
        file = described(self._chats.keep(content, name), content)
        return self._post(document=file | {"file_name": name})

    def _post(self, **body: Any) -> Update:
        return self._mailbox.put({"message": self._chats.post(self.chat, self._user(), body)})

    def _user(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": self._chats.names[self.chat]}
