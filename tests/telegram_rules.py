"""What the Bot API takes: published parameters and types, and the limits that types do not say."""

import inspect
import json
import typing
from collections.abc import Iterator, Mapping
from typing import Any

import aiogram.methods
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    MessageEntity,
)
from pydantic import BaseModel, ValidationError

Raw = Mapping[str, str | bytes | BufferedInputFile]
Request = TelegramMethod[Any]


class ApiError(Exception):
    """An answer that says no, with its HTTP status."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def bad(description: str) -> ApiError:
    """HTTP 400 as Telegram words it."""
    return ApiError(400, f"Bad Request: {description}")


PUBLISHED: dict[str, type[Request]] = {
    method.__api_method__.lower(): method
    for method in vars(aiogram.methods).values()
    if inspect.isclass(method)
    and issubclass(method, TelegramMethod)
    and isinstance(getattr(method, "__api_method__", None), str)
}


def understood(name: str, raw: Mapping[str, Any]) -> Request:
    """The request as a typed value. Raises ApiError 404 or 400 for anything not published."""
    method = PUBLISHED.get(name.lower())
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    try:
        request = method.model_validate({key: _value(method, key, raw) for key in raw})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(place) for place in first["loc"])
        raise bad(f"{method.__api_method__}: {where}: {first['msg']}") from None
    if unknown := sorted(set(_unknown(request))):
        raise bad(f"{method.__api_method__} has no {', '.join(unknown)}")
    return request


def checked_text(text: str, entities: list[MessageEntity] | None, parse_mode: Any) -> str:
    """The text of a message, if Telegram takes it."""
    if isinstance(parse_mode, str):
        raise bad(f"can't parse entities: {parse_mode} is not modelled here")
    if not text.strip():
        raise bad("message text is empty")
    if units(text) > 4096:
        raise bad("message is too long")
    for entity in entities or []:
        if entity.length < 1 or not 0 <= entity.offset <= units(text) - entity.length:
            raise bad("ENTITY_BOUNDS_INVALID")
    return text


def checked_keyboard(markup: Any) -> list[list[dict[str, Any]]]:
    """The rows of an inline keyboard, if Telegram takes them; no rows for no keyboard."""
    if markup is None:
        return []
    if not isinstance(markup, InlineKeyboardMarkup):
        raise bad("only inline keyboards are modelled here")
    buttons = [button for row in markup.inline_keyboard for button in row]
    if len(buttons) > 100:
        raise bad("reply markup is too long")
    for button in buttons:
        _check_button(button)
    return [[_shown(button) for button in row] for row in markup.inline_keyboard]


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _check_button(button: InlineKeyboardButton) -> None:
    if not button.text.strip():
        raise bad("text buttons are unallowed in the inline keyboard")
    actions = set(_shown(button)) - {"text", "style", "icon_custom_emoji_id"}
    if actions != {"callback_data"}:
        raise bad("exactly one action is expected, and only callback_data is modelled here")
    if not 1 <= len((button.callback_data or "").encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")


def _shown(button: InlineKeyboardButton) -> dict[str, Any]:
    return button.model_dump(exclude_none=True)


def _value(method: type[Request], key: str, raw: Mapping[str, Any]) -> Any:
    value = raw[key]
    if not isinstance(value, str):
        return value
    if value.startswith("attach://"):
        return raw.get(value.removeprefix("attach://"))
    # Forms carry lists and objects as JSON, but a text may begin with "[" as well.
    field = method.model_fields.get(key)
    if field is None or str in typing.get_args(field.annotation) or field.annotation is str:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _unknown(value: Any) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name, extra in (value.model_extra or {}).items():
            # A file part is known by the parameter that points at it with attach://.
            if not isinstance(extra, InputFile):
                yield f"{type(value).__name__}.{name}"
        for name in type(value).model_fields:
            yield from _unknown(getattr(value, name))
    elif isinstance(value, list):
        for item in value:
            yield from _unknown(item)
