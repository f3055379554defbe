"""What happens by itself, and when: one line for each job, in the time of Vietnam."""

from typing import TYPE_CHECKING

from scheduler.clock import Bell

if TYPE_CHECKING:  # it names this file
    from bot.program import House


def bells(home: "House") -> tuple[Bell, ...]:
    """Every bell of the program. To add one, write its job and name it here."""
    return (
        Bell("clean", "30 2 * * *", home.clean, at_start=True),
        Bell("digests", "30 7 * * *", home.send_digests, at_start=True),
        Bell("remind", "0,30 7-20 * * *", home.remind, at_start=True, dense=True),
    )
