"""What the page of a link asks: for whom it is, whether that phone is in, and to let it in."""

from dataclasses import dataclass, field

from bot import joining
from bot.channel import Incoming, Now, Receive
from bot.joining import NoCode
from bot.office import Office
from flows import invitation, invited
from flows.invitation import Altered
from flows.wording import SOURCE, Words, words
from storage import people
from storage.database import Database, Tx
from storage.invitations import Invitation
from storage.moves import By

CHANNEL = "web"


@dataclass(frozen=True, slots=True)
class Sight:
    """What whoever opens a link gets to see.

    `is_in` says that this phone came in before; otherwise `question` asks whether that is him, or
    `problem` says why nobody comes in here.
    """

    is_in: bool = False
    question: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Doorstep:
    """Stands between the page and the conversation. A phone is a token that its browser keeps."""

    db: Database
    office: Office
    receive: Receive
    now: Now
    words: Words = field(default_factory=lambda: words(SOURCE))

    async def look(self, payload: str, phone: str) -> Sight:
        """What there is to see; nothing changes by it. `phone` is "" for a browser never seen."""
        async with self.db.read() as tx:
            try:
                found = await joining.read(self.office, tx, payload)
            except Altered:
                return self._closed("altered")
            if await self._is_in(tx, found, phone):
                return Sight(is_in=True)
        problem = found.problem(self.now())
        if problem == "used_up" and found.whom.person_id is not None:
            problem = ""  # only whoever says that this is him learns that it was used
        return self._closed(problem) if problem else self._asked(found)

    async def enter(self, payload: str, phone: str, once: str) -> Sight:
        """Say yes for this phone, in its own chat; `once` makes two taps one."""
        async with self.db.begin() as tx:
            try:
                found = await joining.read(self.office, tx, payload)
            except Altered:
                return self._closed("altered")
            problem = found.problem(self.now())
            is_in = await self._is_in(tx, found, phone)
            if problem == "used_up" and not is_in:
                await joining.tell_tried(tx, found, By(0, "", CHANNEL, self.now()))
        if problem and not is_in:
            return self._closed(problem)
        press = f"{invited.VERB}.y.{payload}"
        await self.receive(Incoming(CHANNEL, phone, f"join-{once}", press=press))
        return Sight(is_in=True)

    async def decline(self, payload: str) -> str:
        """What to say to whoever got an invitation that is not his."""
        async with self.db.read() as tx:
            try:
                found = await joining.read(self.office, tx, payload)
            except Altered:
                return self._closed("altered").problem
        return self._closed(f"other_{joining.about(found).asked}").problem

    async def payload_of(self, code: str, source: str) -> str:
        """The payload of the link that this code stands for. Raises NoCode."""
        typed = invitation.typed(code)
        refusal: NoCode
        async with self.db.begin() as tx:
            try:
                spoken = typed.code if typed else ""
                found = await joining.by_code(self.office, tx, source, spoken, self.now())
                return invitation.payload(self.office.key, found.ticket)
            except NoCode as no:
                refusal = no  # raised only now would undo the note of it
        raise refusal

    async def _is_in(self, tx: Tx, found: Invitation, phone: str) -> bool:
        person_id = await people.known(tx, CHANNEL, phone)
        return person_id is not None and await joining.is_in(tx, found, person_id)

    def _asked(self, found: Invitation) -> Sight:
        about = joining.about(found)
        facts = invited.about(self.words, about)
        return Sight(question=self.words(f"invited.ask_{about.asked}", **facts))

    def _closed(self, reason: str) -> Sight:
        return Sight(problem=self.words(f"invited.sorry_{reason}"))
