"""What errands work with, besides the database."""

from dataclasses import dataclass

from bot.library import Library
from storage.folder import Folder


@dataclass(frozen=True, slots=True)
class Office:
    """`public_url` begins the addresses that people are given, without a slash at its end."""

    library: Library
    folder: Folder
    public_url: str = ""
