"""The settings, read once. The only file that looks at the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{20,}")
SECRET = re.compile(r"[A-Za-z0-9_-]{8,256}")


class WrongSettings(ValueError):
    """What is wrong with the settings, one line for each."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs. Telegram is off while `telegram_token` is empty.

    With `telegram_webhook` (the public https address of this program) updates come by webhook,
    else by long polling. `telegram_api` is the base address of a self-hosted Bot API server.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    telegram_token: str = ""
    telegram_api: str = ""
    telegram_webhook: str = ""
    telegram_secret: str = ""

    @property
    def database(self) -> str:
        return f"sqlite+aiosqlite:///{self.data / 'banhoc.sqlite3'}"

    @property
    def evidence(self) -> Path:
        return self.data / "evidence"


def from_environment() -> Settings:
    """The settings this program was started with. Raises WrongSettings."""
    return read(os.environ)  # noqa: TID251 (this is the one place)


def read(environ: Mapping[str, str]) -> Settings:
    """The settings in `environ`. Raises WrongSettings naming every problem at once."""
    problems: list[str] = []
    settings = Settings(
        data=Path(environ.get("BANHOC_DATA", "banhoc-data")),
        host=environ.get("BANHOC_HOST", "127.0.0.1"),
        port=_port(environ.get("BANHOC_PORT", "8080"), problems),
        public_url=_url("BANHOC_PUBLIC_URL", environ, problems),
        telegram_token=environ.get("BANHOC_TELEGRAM_TOKEN", ""),
        telegram_api=_url("BANHOC_TELEGRAM_API", environ, problems),
        telegram_webhook=_url("BANHOC_TELEGRAM_WEBHOOK", environ, problems),
        telegram_secret=environ.get("BANHOC_TELEGRAM_SECRET", ""),
    )
    problems += _telegram(settings)
    problems += [f"{name} is not a setting; is it misspelt?" for name in _unknown(environ)]
    if problems:
        raise WrongSettings("\n".join(problems))
    return settings


def _port(text: str, problems: list[str]) -> int:
    if text.isdecimal() and 0 <= int(text) < 65536:
        return int(text)
    problems.append(f"BANHOC_PORT is {text!r}; give a number from 0 to 65535")
    return 0


def _url(name: str, environ: Mapping[str, str], problems: list[str]) -> str:
    text = environ.get(name, "").rstrip("/")
    if text and (urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).netloc):
        problems.append(f"{name} is not an address; write it like https://xa-mau.vn")
    return text


def _telegram(settings: Settings) -> list[str]:
    problems = []
    if settings.telegram_token and not TOKEN.fullmatch(settings.telegram_token):
        problems.append("BANHOC_TELEGRAM_TOKEN does not look like a token (digits, colon, letters)")
    if settings.telegram_webhook and not SECRET.fullmatch(settings.telegram_secret):
        problems.append("BANHOC_TELEGRAM_SECRET must be 8 to 256 of A-Z a-z 0-9 _ - with a webhook")
    if not settings.telegram_token and (settings.telegram_webhook or settings.telegram_api):
        problems.append("BANHOC_TELEGRAM_TOKEN is missing, but other Telegram settings are there")
    return problems


def _unknown(environ: Mapping[str, str]) -> list[str]:
    known = {"DATA", "HOST", "PORT", "PUBLIC_URL"}
    known |= {f"TELEGRAM_{name}" for name in ("TOKEN", "API", "WEBHOOK", "SECRET")}
    names = {f"BANHOC_{name}" for name in known}
    return sorted(name for name in environ if name.startswith("BANHOC_") and name not in names)
