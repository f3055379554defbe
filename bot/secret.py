"""The secret of this installation, with which its invitations are signed."""

import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.settings import LEAST_SECRET, Settings, WrongSettings

FILE = "secret.key"
PURPOSE = b"banhoc invitation"  # the same secret may sign other things one day, with another key


def key(settings: Settings) -> bytes:
    """The key for invitations, from BANHOC_SECRET or the file of the data folder.

    Whoever changes either makes every link useless that was given out. Raises WrongSettings.
    """
    kept = settings.secret.encode() or _kept(settings.data / FILE)
    return hmac.digest(kept, PURPOSE, "sha256")


def _kept(path: Path) -> bytes:
    if not path.exists():
        _make(path)
    found = path.read_bytes().strip()
    if len(found) < LEAST_SECRET:
        text = f"{path} holds no secret; put the former file back, or delete it to make a new one"
        raise WrongSettings(text)
    return found


def _make(path: Path) -> None:
    """Write a secret that only the owner may read; of two who make one at once, one is first."""
    number, made = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(number, "w") as file:
            file.write(secrets.token_hex(LEAST_SECRET))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(made, path)  # whole or not at all, and never over another
    finally:
        Path(made).unlink()
