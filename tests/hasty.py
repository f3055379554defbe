"""A loop on which waiting takes no time: its clock jumps to the moment somebody waits for."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):  # type: ignore[misc,valid-type]  # chosen by platform
    """Instead of waiting for anything it tells how long it would have waited."""

    def __init__(self, late: float) -> None:
        super().__init__()
        self.now = 0.0
        self.late = late

    def select(self, timeout: float | None = None) -> Any:
        assert timeout is not None, "everybody waits, and nobody for a moment"
        self.now += timeout + self.late if timeout > 0 else 0.0
        return super().select(0)


class _Hasty(asyncio.SelectorEventLoop):
    """A loop whose seconds are those it would have slept."""

    def __init__(self, late: float) -> None:
        self._jumping = _Jumping(late)
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def run(story: Coroutine[Any, Any, T], late: float = 0.0) -> T:
    """Run `story`; hours of it take moments. `late` is by how many seconds it oversleeps.

    Its clock is `asyncio.get_running_loop().time`.
    """
    with asyncio.Runner(loop_factory=lambda: _Hasty(late)) as runner:
        return runner.run(story)
