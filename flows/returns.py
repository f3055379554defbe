"""What the commune returned to be corrected: marks that stand beside the answers of a session."""

from collections.abc import Mapping
from dataclasses import dataclass

RETURNED = "!"


@dataclass(frozen=True, slots=True)
class Returns:
    """The marks "!<path>" of one session, as path -> reason.

    The reason is "" once the question was answered anew, kept or passed over: such a mark only
    remembers that it was returned, so that people can count and go back among those. A mark on a
    question that is not asked for now rests, and counts for nothing until the question comes back.
    """

    reasons: Mapping[str, str]

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> "Returns":
        """The marks of a session's flat dict."""
        return cls({k.removeprefix(RETURNED): v for k, v in kept.items() if k.startswith(RETURNED)})

    @property
    def kept(self) -> dict[str, str]:
        """The marks as the session's flat dict keeps them."""
        return {RETURNED + path: reason for path, reason in self.reasons.items()}

    @property
    def waiting(self) -> dict[str, str]:
        """Those still to be dealt with: path -> reason."""
        return {path: reason for path, reason in self.reasons.items() if reason}

    def waits(self, path: str) -> bool:
        """Whether the question at `path` was returned and is still to be dealt with."""
        return bool(self.reasons.get(path))

    def settled(self, path: str) -> "Returns":
        """The marks after the question at `path` was dealt with."""
        return Returns({**self.reasons, path: ""}) if self.waits(path) else self
