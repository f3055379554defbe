"""Questions answered with photos or files."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Literal

from flows.messages import Expects
from flows.questions.asking import Asking, Display, NotUnderstood, Reason, Sent
from flows.replies import Attachment, Problem, Reply

AskAgain = Literal["send_a_photo", "send_a_file", "send_a_recording", "send_a_video"]
_PHOTO_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic")
# These come by accident beside a photo and carry nothing that could be lost.
_WEIGHTLESS = frozenset({"sticker", "location", "contact"})

_RECORDINGS = frozenset({"voice", "video"})
# What to say when a photo, or another file, could not be kept.
_PROBLEMS: Mapping[Problem, tuple[Reason, Reason]] = {
    "": ("photo_not_kept", "file_not_kept"),
    "too_big": ("photo_too_big", "file_too_big"),
    "too_many_pixels": ("photo_too_many_pixels", "file_too_many_pixels"),
    "unreadable": ("photo_unreadable", "file_unreadable"),
    "empty": ("photo_empty", "file_empty"),
    "not_kept": ("photo_not_kept", "file_not_kept"),
}


@dataclass(frozen=True, slots=True)
class Image:
    """One photo or several. A document that is really a photo arrives here as a photo."""

    expects: Expects = "photo"

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The keys of the photos, in the order sent. Raises NotUnderstood."""
        return _keys(reply, {"photo"}, "send_a_photo")

    def show(self, asking: Asking, value: str) -> Display:
        """How many."""
        return Sent(len(value.split())) if value else ""


@dataclass(frozen=True, slots=True)
class File:
    """One file or several; a photo of a paper is as good as the paper."""

    expects: Expects = "file"

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The keys of the files, in the order sent. Raises NotUnderstood."""
        return _keys(reply, {"photo", "file"}, "send_a_file")

    def show(self, asking: Asking, value: str) -> Display:
        """How many of what."""
        keys = value.split()
        photos = sum(key.endswith(_PHOTO_ENDINGS) for key in keys)
        return Sent(photos, len(keys) - photos) if keys else ""


@dataclass(frozen=True, slots=True)
class Audio:
    """Something said, recorded on the phone."""

    expects: Expects = "file"

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The keys of the recordings, in the order sent. Raises NotUnderstood."""
        return _keys(reply, {"voice"}, "send_a_recording")

    def show(self, asking: Asking, value: str) -> Display:
        """How many."""
        return Sent(0, len(value.split())) if value else ""


@dataclass(frozen=True, slots=True)
class Video:
    """A film taken with the phone."""

    expects: Expects = "file"

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The keys of the films, in the order sent. Raises NotUnderstood."""
        return _keys(reply, {"video"}, "send_a_video")

    def show(self, asking: Asking, value: str) -> Display:
        """How many."""
        return Sent(0, len(value.split())) if value else ""


def _keys(reply: Reply, wanted: Set[str], ask_again: AskAgain) -> str:
    """The keys of what was wanted, each once.

    When one thing of several cannot be kept, the whole reply is refused and the good keys go
    along as the fact `kept`: accepting them in silence would lose the other one.
    """
    heavy = [sent for sent in reply.attachments if sent.kind not in _WEIGHTLESS]
    good = dict.fromkeys(sent.key for sent in heavy if sent.kind in wanted and _is_kept(sent))
    kept = " ".join(good)
    for sent in heavy:
        if sent.kind not in wanted:
            raise NotUnderstood(ask_again, sent=sent.kind, kept=kept)
        _check(sent, kept)
    if not kept:
        raise NotUnderstood(ask_again, sent=_what(reply), kept="")
    return kept


def not_kept(sent: Sequence[Attachment]) -> NotUnderstood | None:
    """Why the first photo among them could not be kept; None where that is not what is wrong."""
    for photo in sent:
        if photo.kind == "photo" and not _is_kept(photo):
            return NotUnderstood(_PROBLEMS[photo.problem][0], kept="")
    return None


def _is_kept(sent: Attachment) -> bool:
    return bool(sent.key) and not sent.problem


def _check(sent: Attachment, kept: str) -> None:
    if not _is_kept(sent):
        of_photo, of_file = _PROBLEMS[sent.problem]
        if sent.kind in _RECORDINGS and sent.problem == "too_big":
            raise NotUnderstood("recording_too_big", kept=kept)
        raise NotUnderstood(of_photo if sent.kind == "photo" else of_file, kept=kept)


def _what(reply: Reply) -> str:
    return reply.attachments[0].kind if reply.attachments else "text"
