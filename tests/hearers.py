"""A commune in which many may hear an announcement, and a few do not."""

from storage import mail
from tests.desks import Commune
from tests.stage import Clock, Stage

HOMES = ("MAU01-07", "MAU01-08", "MAU01-09", "MAU02-03", "MAU02-04")


async def listening(on: Stage) -> None:
    """Five households and a village head; one household wants none, one cannot be reached."""
    here = Commune(on, Clock(on.conversation.now()))
    await here.agrees("an")
    homes = [await here.household(code) for code in HOMES]
    await here.someone("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
    await homes[1].say("tắt thông báo")
    async with on.db.begin() as tx:
        await mail.unreachable(tx, "test", homes[2].address, here.clock())
