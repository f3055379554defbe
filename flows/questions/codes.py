"""Questions answered with a code that is printed on something: typed, or read in a photo of it."""

import re
from dataclasses import dataclass
from datetime import date

from flows.messages import Expects
from flows.questions import evidence
from flows.questions.asking import Asking, NotUnderstood, typed
from flows.replies import Reply

# With a figure in it: words that were typed by mistake have none. A longer one is a letter.
_CODE = re.compile(r"(?=\S*\d)[A-Za-z0-9._:/?&=%+-]{1,100}", re.ASCII)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Barcode:
    """The letters and figures of a code, without blanks."""

    expects: Expects = "text"

    def read(self, asking: Asking, reply: Reply, today: date) -> str:
        """The code. Raises NotUnderstood: photos that were kept are dealt with before (scans)."""
        if reply.attachments:
            raise evidence.not_kept(reply.attachments) or NotUnderstood("type_the_code")
        code = _SPACES.sub("", typed(reply))
        if _CODE.fullmatch(code) is None:
            raise NotUnderstood("type_the_code")
        return code

    def show(self, asking: Asking, value: str) -> str:
        """The code itself."""
        return value
