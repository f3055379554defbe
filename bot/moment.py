"""What time it is, and where."""

from datetime import UTC, datetime

from flows.quiet import ZONE

__all__ = ["ZONE", "system_now"]


def system_now() -> datetime:
    """The one place that asks the machine for the time."""
    return datetime.now(UTC)  # noqa: TID251 (this is that place)
