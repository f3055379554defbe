"""One message being heard: its transaction, who said it, and what came with it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.channel import Incoming, Upload
from bot.moment import ZONE
from flows.replies import Attachment
from storage.database import Tx
from storage.folder import Folder, Kept, Rejected
from storage.moves import By
from storage.people import Held


@dataclass(frozen=True, slots=True)
class Incident:
    """What one incident knows. `kept` are the files of this message that were kept."""

    tx: Tx
    held: Held
    said: Incoming
    by: By
    kept: tuple[Kept, ...] = ()

    @property
    def album(self) -> str:
        """The album's name, made unique: a phone's own name is so only within one address."""
        said = self.said
        return f"{said.channel}:{said.address}:{said.album}" if said.album else ""

    @property
    def year(self) -> int:
        return self.by.now.astimezone(ZONE).year


async def keep_uploads(
    folder: Folder | None, uploads: Sequence[Upload]
) -> tuple[tuple[Kept, ...], tuple[Attachment, ...]]:
    """Put the bytes into the evidence folder, durably, before any answer names them.

    Without a folder nothing is kept: so it is with somebody who has not agreed to it.
    """
    results = [await _keep(folder, upload) for upload in uploads]
    kept = tuple(found for found, _ in results if found is not None)
    return kept, tuple(attachment for _, attachment in results)


async def _keep(folder: Folder | None, upload: Upload) -> tuple[Kept | None, Attachment]:
    if upload.content is None:
        return None, Attachment(upload.kind, name=upload.name, problem=upload.problem)
    if folder is None:
        return None, Attachment(upload.kind, name=upload.name, problem="not_kept")
    try:
        found = await asyncio.to_thread(folder.keep, upload.content, upload.name)
    except Rejected as no:
        return None, Attachment(upload.kind, name=upload.name, problem=no.problem)
    except OSError:
        return None, Attachment(upload.kind, name=upload.name, problem="not_kept")
    kind = found.kind if upload.kind in {"photo", "file"} else upload.kind
    return found, Attachment(kind, found.key, upload.name)
