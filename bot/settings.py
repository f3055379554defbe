"""The settings, read once. The only file that looks at the environment."""

import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{20,}")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{4,31}")
LEAST_SECRET = 32  # characters of BANHOC_SECRET
SECRET = re.compile(r"[A-Za-z0-9_-]{8,256}")
PORT = re.compile(r"[0-9]{1,5}")
LAST_PORT = 65535
OURS = b"SQLite format 3\0"  # how every database file begins; a new one is empty
NO_ADDRESS = SplitResult("", "", "", "", "")
KNOWN = frozenset(
    {
        "BANHOC_DATA",
        "BANHOC_HOST",
        "BANHOC_PORT",
        "BANHOC_PUBLIC_URL",
        "BANHOC_SECRET",
        "BANHOC_TELEGRAM_NAME",
        "BANHOC_TELEGRAM_TOKEN",
        "BANHOC_TELEGRAM_API",
        "BANHOC_TELEGRAM_WEBHOOK",
        "BANHOC_TELEGRAM_SECRET",
        "BANHOC_STAFF_TELEGRAM_TOKEN",
    }
)


class WrongSettings(ValueError):
    """What is wrong with the settings, one line for each."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs. Telegram is off while `telegram_token` is empty.

    With `telegram_webhook` (the public https address of this program) updates come by webhook,
    else by long polling. `telegram_api` is the base address of a self-hosted Bot API server.
    `telegram_name` is the bot's name in t.me links. With `staff_telegram_token` a second bot hears
    staff only, in the same way. `secret` signs invitations; while it is empty the data folder keeps
    one.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    secret: str = field(default="", repr=False)
    telegram_name: str = ""
    telegram_token: str = field(default="", repr=False)
    telegram_api: str = field(default="", repr=False)  # an address may hold a password
    telegram_webhook: str = field(default="", repr=False)
    telegram_secret: str = field(default="", repr=False)
    staff_telegram_token: str = field(default="", repr=False)

    @property
    def database_file(self) -> Path:
        return self.data / "banhoc.sqlite3"

    @property
    def database(self) -> str:
        return f"sqlite+aiosqlite:///{self.database_file}"

    @property
    def evidence(self) -> Path:
        return self.data / "evidence"


def from_environment() -> Settings:
    """The settings this program was started with. Raises WrongSettings."""
    return read(os.environ)  # noqa: TID251 (this is the one place)


def read(environ: Mapping[str, str]) -> Settings:
    """The settings in `environ`; a blank one counts as not given.

    Raises WrongSettings naming every problem at once, without the values of secrets.
    """
    given = {name: text.strip() for name, text in environ.items() if name.startswith("BANHOC_")}
    problems: list[str] = []
    settings = Settings(
        data=Path(given.get("BANHOC_DATA") or "banhoc-data"),
        host=given.get("BANHOC_HOST") or "127.0.0.1",
        port=_port(given.get("BANHOC_PORT") or "8080", problems),
        public_url=_url("BANHOC_PUBLIC_URL", given, problems),
        secret=given.get("BANHOC_SECRET", ""),
        telegram_name=given.get("BANHOC_TELEGRAM_NAME", "").removeprefix("@"),
        telegram_token=given.get("BANHOC_TELEGRAM_TOKEN", ""),
        telegram_api=_url("BANHOC_TELEGRAM_API", given, problems),
        telegram_webhook=_url("BANHOC_TELEGRAM_WEBHOOK", given, problems),
        telegram_secret=given.get("BANHOC_TELEGRAM_SECRET", ""),
        staff_telegram_token=given.get("BANHOC_STAFF_TELEGRAM_TOKEN", ""),
    )
    if settings.secret and len(settings.secret) < LEAST_SECRET:
        problems.append(f"BANHOC_SECRET is too short; give at least {LEAST_SECRET} characters")
    problems += _telegram(settings)
    problems += [f"{name} is not a setting; is it misspelt?" for name in sorted({*given} - KNOWN)]
    if problems:
        raise WrongSettings("\n".join(problems))
    return settings


def prepare(settings: Settings) -> None:
    """Make the data folder and see that we can work in it. Raises WrongSettings when we cannot."""
    _try(settings.data, lambda: settings.data.mkdir(parents=True, exist_ok=True))
    _try(settings.data, lambda: tempfile.TemporaryFile(dir=settings.data).close())
    _try(settings.data, lambda: _recognise(settings.database_file))


def _recognise(database: Path) -> None:
    if not database.exists():
        return
    with database.open("r+b") as file:
        if file.read(len(OURS)) not in {OURS, b""}:
            raise OSError(f"its {database.name} is not a database")


def _try(folder: Path, act: Callable[[], None]) -> None:
    try:
        act()
    except OSError as error:
        is_a_file = isinstance(error, FileExistsError)
        why = "it is a file" if is_a_file else (error.strerror or str(error)).lower()
        text = f"The data folder {folder} cannot be used: {why}; choose another in BANHOC_DATA"
        raise WrongSettings(f"{text} or with --data") from error


def _port(text: str, problems: list[str]) -> int:
    if PORT.fullmatch(text) and int(text) <= LAST_PORT:
        return int(text)
    problems.append(f"BANHOC_PORT is {text[:40]!r}; give a number from 0 to {LAST_PORT}")
    return 0


def _url(name: str, given: Mapping[str, str], problems: list[str]) -> str:
    text = given.get(name, "").rstrip("/")
    parts = _split(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.netloc):
        problems.append(f"{name} is not an address; write it like https://xa-mau.vn")
    return text


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError:
        return NO_ADDRESS


def _telegram(settings: Settings) -> list[str]:
    problems = []
    public, staff = settings.telegram_token, settings.staff_telegram_token
    for name, token in (("BANHOC_TELEGRAM_TOKEN", public), ("BANHOC_STAFF_TELEGRAM_TOKEN", staff)):
        if token and not TOKEN.fullmatch(token):
            problems.append(f"{name} does not look like a token (digits, colon, letters)")
    if staff and staff == public:
        problems.append("BANHOC_STAFF_TELEGRAM_TOKEN is the public bot's; make a second bot")
    if settings.telegram_webhook and not SECRET.fullmatch(settings.telegram_secret):
        problems.append("BANHOC_TELEGRAM_SECRET must be 8 to 256 of A-Z a-z 0-9 _ - with a webhook")
    if settings.telegram_webhook.startswith("http:") and not settings.telegram_api:
        problems.append("BANHOC_TELEGRAM_WEBHOOK must begin with https: Telegram calls no other")
    if settings.telegram_name and not NAME.fullmatch(settings.telegram_name):
        problems.append("BANHOC_TELEGRAM_NAME is not a bot's name; write it like BanHocMauBot")
    others = settings.telegram_webhook or settings.telegram_api or settings.telegram_secret
    others = others or settings.telegram_name
    if not (public or staff) and others:
        problems.append("BANHOC_TELEGRAM_TOKEN is missing, but other Telegram settings are there")
    return problems
