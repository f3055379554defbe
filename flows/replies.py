"""What a person sent, before anybody has understood it."""

from dataclasses import dataclass
from typing import Literal

AttachmentKind = Literal["photo", "file", "voice", "video", "sticker", "location", "contact"]
Problem = Literal["", "too_big", "too_many_pixels", "unreadable", "empty", "not_kept"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something sent that is not text.

    `key` names the kept content ("<sha256>.jpg") and is empty when nothing was kept: because the
    kind carries no content (a sticker), or because of `problem`. `kind` is decided by the content.
    `code` is the code that could be read in a photo, "" for none, or where nobody looked for one.
    """

    kind: AttachmentKind
    key: str = ""
    name: str = ""
    problem: Problem = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message of one person. `press` is the payload of the button pressed, if one was."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    press: str = ""
