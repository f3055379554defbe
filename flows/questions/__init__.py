"""Knows every kind of question: how it reads a reply, and how it shows the kept answer."""

from collections.abc import Mapping

from flows.questions.asking import (
    MOST_CHARACTERS,
    Ambiguous,
    Asking,
    Bounds,
    Display,
    Kind,
    Meaning,
    NotUnderstood,
    Offer,
    Option,
    Read,
    Reason,
    Scale,
    Sent,
)
from flows.questions.choices import SelectMultiple, SelectOne
from flows.questions.codes import Barcode
from flows.questions.days import Date, DateTime, Time
from flows.questions.evidence import Audio, File, Image, Video
from flows.questions.figures import Decimal, Integer
from flows.questions.months import Month, Year
from flows.questions.ranks import Rank
from flows.questions.scales import Range
from flows.questions.spots import Geopoint
from flows.questions.wording import Acknowledge, Text

KINDS: Mapping[str, Kind] = {
    "text": Text(),
    "integer": Integer(),
    "decimal": Decimal(),
    "date": Date(),
    "month": Month(),
    "year": Year(),
    "time": Time(),
    "dateTime": DateTime(),
    "select_one": SelectOne(),
    "select_multiple": SelectMultiple(),
    "rank": Rank(),
    "acknowledge": Acknowledge(),
    "image": Image(),
    "file": File(),
    "audio": Audio(),
    "video": Video(),
    "range": Range(),
    "geopoint": Geopoint(),
    "barcode": Barcode(),
}

CONTENTS = frozenset({"image", "file", "audio", "video"})
"""Kinds whose answer is the keys of kept contents."""

__all__ = [
    "CONTENTS",
    "KINDS",
    "MOST_CHARACTERS",
    "Ambiguous",
    "Asking",
    "Bounds",
    "Display",
    "Kind",
    "Meaning",
    "NotUnderstood",
    "Offer",
    "Option",
    "Read",
    "Reason",
    "Scale",
    "Sent",
]
