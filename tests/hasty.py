"""A loop on which waiting takes no time: its clock jumps to the moment somebody waits for."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):  # type: ignore[misc,valid-type]  # chosen by platform
    """Instead of waiting for anything it tells how long it would have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        assert timeout is not None, "everybody waits, and nobody for a moment"
        self.now += timeout
        return super().select(0)


class _Hasty(asyncio.SelectorEventLoop):
    """A loop whose seconds are those it would have slept."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def run(story: Coroutine[Any, Any, T]) -> T:
    """Run `story`; hours of it take moments. Its clock is `asyncio.get_running_loop().time`."""
    with asyncio.Runner(loop_factory=_Hasty) as runner:
        return runner.run(story)
