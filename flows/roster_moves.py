"""Does what is chosen on the pages of a roster, or said to "one more?": members come and go."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows import rearranging, rosters, triggers
from flows.events import Event, Refused, Told
from flows.fields import MOST_MEMBERS, Roster
from flows.forms.model import MORE, Question
from flows.memberlist import Pages
from flows.session import Session
from flows.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Done:
    """What happened. With `renumbered` the form must be filled in anew from the session; then
    `fresh` is the address of a member that was put in, "" for none, and `gave_way` are answers, by
    path, that are worked out anew without the member that has gone."""

    events: tuple[Event, ...] = ()
    renumbered: bool = False
    fresh: str = ""
    gave_way: Mapping[str, str] = field(default_factory=dict)


class Moves:
    """The rosters of one session."""

    def __init__(self, session: Session, sheet: Worksheet, pages: Pages) -> None:
        self._session = session
        self._sheet = sheet
        self._pages = pages

    def do(self, question: Question, value: str) -> Done:
        """What comes of the line that was chosen."""
        self._session.at = ""
        if not rosters.is_page(question):
            roster = self._sheet.growth.rosters[question.path]
            return self._added(roster) if value == MORE[0] else self._closed(roster)
        match value:
            case "add":
                return self._added(self._pages.roster(question.path))
            case "insert":
                return self._put_in(question.path)
            case "go":
                return self._taken_out(question.path)
        self._session.at = rosters.page_after(question.path, value)
        return Done()

    def _closed(self, roster: Roster) -> Done:
        self._sheet.close(roster)
        return Done()

    def _added(self, roster: Roster) -> Done:
        """One more member at the end."""
        count_at = self._sheet.growth.count_at(roster)
        if count_at:
            count = str(len(roster.members) + 1)
            self._sheet.enter(count_at, count)
            self._session.answers[count_at] = count
        elif self._sheet.growth.has_room(1):
            self._sheet.add(roster)
        else:
            return Done((Refused("too_many_members", {"most": MOST_MEMBERS}, again=True),))
        return Done()

    def _put_in(self, page: str) -> Done:
        roster, number = self._pages.roster(page), rosters.number(page)
        self._session.move(lambda kept: rearranging.with_room(kept, roster.address, number))
        self._renumbered(roster, len(roster.members) + 1)
        return Done(renumbered=True, fresh=f"{roster.address}[{number}]")

    def _taken_out(self, page: str) -> Done:
        roster, number = self._pages.roster(page), rosters.number(page)
        member = roster.members[number - 1]
        gone = self._pages.called(member)
        late = triggers.hanging(self._sheet.form, self._sheet.growth, member)
        gave_way = self._session.take_up({}, late)
        moved = rearranging.without(gave_way, roster.address, number)
        self._session.move(lambda kept: rearranging.without(kept, roster.address, number))
        self._renumbered(roster, len(roster.members) - 1)
        self._session.at = f"{roster.key}>0"
        told = Told("roster.gone", {"member": gone})
        return Done((told,), renumbered=True, gave_way=moved)

    def _renumbered(self, roster: Roster, count: int) -> None:
        """Keep how many there are now; buttons of before are of no use any more."""
        roster.edits += 1
        self._session.answers[roster.key] = roster.kept(count)
        if count_at := self._sheet.growth.count_at(roster):
            self._session.answers[count_at] = str(count)
