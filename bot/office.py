"""What errands work with, besides the database."""

from dataclasses import dataclass, field
from random import Random

from bot.library import Library
from storage.folder import Folder


@dataclass(frozen=True, slots=True)
class Office:
    """`public_url` begins the addresses that people are given, without a slash at its end.

    `key` signs invitations and `chance` makes their codes. `telegram_name` is the bot's name in
    t.me links, "" for none.
    """

    library: Library
    folder: Folder
    public_url: str = ""
    telegram_name: str = ""
    key: bytes = field(kw_only=True, repr=False)
    chance: Random = field(kw_only=True, repr=False)
