"""How fast the stand-in for Telegram takes messages, when a test wants it to mind."""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Window:
    """At most `most` messages in any `seconds`, wherever that begins."""

    most: int
    seconds: float
    taken: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until there is room; 0 when there is."""
        while self.taken and self.taken[0] <= now - self.seconds:
            self.taken.popleft()
        return 0.0 if len(self.taken) < self.most else self.taken[0] + self.seconds - now


class Limits:
    """One bot's limits: 30 a second in all, one a second in a chat, 20 a minute in a group.

    Telegram publishes them as advice only; what it really does may be kinder, and may be harsher.
    What was refused does not count.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all = Window(30, 1.0)
        self._chats: dict[str, Window] = defaultdict(lambda: Window(1, 1.0))
        self._groups: dict[str, Window] = defaultdict(lambda: Window(20, 60.0))

    def take(self, chat: str) -> int:
        """Take one message for `chat`: 0, or the whole seconds to wait before it is taken."""
        now = self._clock()
        windows = [self._all, self._chats[chat]]
        if chat.startswith("-"):
            windows.append(self._groups[chat])
        if wait := max(window.wait(now) for window in windows):
            return math.ceil(wait)
        for window in windows:
            window.taken.append(now)
        return 0
