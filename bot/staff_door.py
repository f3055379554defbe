"""The door of the staff bot: whoever does not work at a desk hears nothing behind it."""

from dataclasses import dataclass

from bot import joining
from bot.channel import Incoming, Now
from bot.conversation import Conversation
from bot.joining import NoCode
from bot.office import Office
from flows import invitation, invited
from flows.invitation import Altered, Typed
from storage import people, staff
from storage.database import Database, Tx
from storage.invitations import Invitation
from storage.staff import DESKS

CHANNEL = "telegram_staff"
KNOWN = "telegram"  # a private chat has the same number for every bot: it is its person's


@dataclass(frozen=True, slots=True)
class StaffDoor:
    """Stands between the staff bot and the conversation. `channel` is the bot's."""

    db: Database
    office: Office
    conversation: Conversation
    now: Now
    channel: str = CHANNEL

    async def receive(self, said: Incoming) -> None:
        """Hear it, or be as if nobody was here."""
        if await self.admits(said):
            await self.conversation.receive(said)

    async def park(self, said: Incoming, error: Exception) -> None:
        """Set a message aside that broke the program; only who is heard here is told so."""
        if await self.admits(said):
            await self.conversation.park(said, error)

    async def admits(self, said: Incoming) -> bool:
        """Whether this may be heard: from who works at a desk, or who comes in by an invitation."""
        way = invitation.typed(said.text)
        async with self.db.read() as tx:
            if await staff.works_here(tx, said.channel, said.address):
                return True
            is_met = await people.known(tx, said.channel, said.address) is not None
            is_known = await staff.works_here(tx, KNOWN, said.address)
        if not (way or is_met or is_known):
            return False  # a stranger costs no more than this look
        async with self.db.begin() as tx:
            if is_known:
                return await staff.settle(tx, KNOWN, said.channel, said.address)
            return await self._is_invited(tx, said, way) if way else await _answers(tx, said)

    async def _is_invited(self, tx: Tx, said: Incoming, way: Typed) -> bool:
        """Whether that is an invitation to a desk that may still be used; wrong codes count."""
        try:
            found = await self._invitation(tx, said, way)
        except (Altered, NoCode):
            return False
        return found.whom.role in DESKS and not found.problem(self.now())

    async def _invitation(self, tx: Tx, said: Incoming, way: Typed) -> Invitation:
        if way.payload:
            return await joining.read(self.office, tx, way.payload)
        where = f"{said.channel}:{said.address}"
        return await joining.by_code(self.office, tx, where, way.code, self.now())


async def _answers(tx: Tx, said: Incoming) -> bool:
    """Whether somebody answers the question that an invitation to a desk put to him here."""
    held = await people.hold(tx, said.channel, said.address)
    return any(line.press.startswith(f"{invited.VERB}.") for line in held.person.asking)
