"""The pages on which members of a roster are looked at: the list, one member, and taking one out.

A page is asked like a question with lines to choose from, and remembered like one a person went
back to: "#/data/people>0" is the list from its first line on, "#/data/people[2]" a member, and
"#/data/people[2]x" the question whether to take it out.
"""

import re
from collections.abc import Iterator

from flows import answers, rosters, wording
from flows.fields import Field, Roster
from flows.forms.addresses import COUNTS, numbers
from flows.forms.model import Item, Itemset, Phrase, Question
from flows.forms.repeats import code_of, in_sentence
from flows.questions import Display
from flows.rosters import PAGE
from flows.showing import Showing
from flows.xpath.tree import Node

TAKE_OUT = "x"
_LIST = re.compile(r"(#.+)>([0-9]+)")
_MEMBER = re.compile(r"(#.+)\[([0-9]+)\](x?)")
_NOWHERE = Node("document")
_LONGEST = 40  # characters of an answer on a line


class Pages:
    """Makes the pages of one session, in its language."""

    def __init__(self, showing: Showing) -> None:
        self._showing = showing
        self._sheet = showing.sheet
        language = self._sheet.language or showing.form.language
        self.words = wording.words(code_of(language))

    def named(self, name: str) -> Question | None:
        """The page of that name, while there is something to look at."""
        if not name.startswith(COUNTS):
            return None
        if found := _LIST.fullmatch(name):
            roster = self._rosters.get(found[1])
            start = int(found[2])
            return self.listed(roster, start) if roster and start < len(roster.members) else None
        found = _MEMBER.fullmatch(name)
        member = self._sheet.growth.nodes.get(name.removeprefix(COUNTS).removesuffix(TAKE_OUT))
        if found is None or member is None or not member.relevant or member.home is not member:
            return None
        return self.taking_out(member) if found[3] else self.member(member)

    def listed(self, roster: Roster, start: int = 0) -> Question:
        """All members, a page of them from the line `start` on, and what can be done."""
        shown = roster.members[start : start + PAGE]
        items = [self._line(member) for member in shown]
        items += [self._do("next")] if len(roster.members) > start + PAGE else []
        items += [self._do("add")] if self.may_grow(roster) else []
        items.append(self._do("done"))
        label, count = self._label(roster), len(roster.members)
        text = self.words("roster.list", label=label, count=count)
        return self._page(roster, f"{roster.key}>{start}", text, items, f"l{start}-")

    def member(self, member: Field) -> Question:
        """What one member has answered, and what can be done with it."""
        roster = rosters.roster_of(self._sheet, member)
        items = list(self._answered(member))
        items += [self._do("insert")] if self.may_grow(roster) else []
        items += [self._do("take_out")] if self.may_shrink(roster) else []
        items.append(self._do("back"))
        text = self.words("roster.one", member=self.called(member))
        return self._page(roster, COUNTS + member.address, text, items, "m", member)

    def taking_out(self, member: Field) -> Question:
        """Whether the member shall really go."""
        roster = rosters.roster_of(self._sheet, member)
        text = self.words("roster.sure", member=in_sentence(self.called(member)))
        items = [self._do("go"), self._do("stay")]
        name = f"{COUNTS}{member.address}{TAKE_OUT}"
        return self._page(roster, name, text, items, TAKE_OUT, member)

    def called(self, member: Field) -> str:
        """How a member is called: "Người 2 (Lò Văn An)"."""
        about = rosters.members(self._sheet, member.address)[-1]
        said = self._said(self._showing.summary(member.address))
        name = self.words("roster.member_open", label=about.label, number=about.number)
        return f"{name} ({said})" if said else name

    def may_grow(self, roster: Roster) -> bool:
        """Whether one more may be put in here."""
        most = roster.repeat.bounds.most
        is_counted = roster.repeat.count is not None
        within = most is None or len(roster.members) < most
        return (
            within and self._sheet.growth.has_room(1) and not (is_counted and self._fixed(roster))
        )

    def may_shrink(self, roster: Roster) -> bool:
        """Whether one may be taken out here."""
        is_counted = roster.repeat.count is not None
        least = roster.repeat.bounds.least or 0
        return len(roster.members) > least and not (is_counted and self._fixed(roster))

    def roster(self, page: str) -> Roster:
        """The roster a page is about."""
        if ">" in page:
            return self._rosters[page.partition(">")[0]]
        return self._rosters[page.rpartition("[")[0]]

    @property
    def _rosters(self) -> dict[str, Roster]:
        return self._sheet.growth.rosters

    def _fixed(self, roster: Roster) -> bool:
        """Whether no question can be found that says how many there are."""
        return not self._sheet.growth.count_at(roster)

    def _label(self, roster: Roster) -> str:
        return self._sheet.say(roster.repeat.label, roster.key) or self.words("roster.nameless")

    def _line(self, member: Field) -> Item:
        number = numbers(member.address)[-1]
        said = self._said(self._showing.summary(member.address)) or self.words("review.blank")
        return _item(str(number), said)

    def _answered(self, member: Field) -> Iterator[Item]:
        """A line for each question, and for each roster inside."""
        sheet = self._sheet
        inner = {one.key: one for one in self._rosters.values() if one.parent.home is member}
        for question in self._showing.asked_for():
            if rosters.member(question.path) != member.address or question.path in inner:
                continue
            said = self._said(self._showing.shown(question, sheet.text(question.path)))
            said = said or self.words("review.blank")
            asked = sheet.say(question.label, question.path).rstrip("?:. ")
            yield _item(question.name, self.words("roster.answer", question=asked, shown=said))
        for key, roster in inner.items():
            if roster.members and sheet.relevant(key):
                shown = self.words("roster.list_line", count=len(roster.members))
                asked = self._label(roster)
                yield _item(f"{key}>0", self.words("roster.answer", question=asked, shown=shown))

    def _said(self, display: Display) -> str:
        line = " ".join(answers.shown(self.words, display).split())
        return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"

    def _do(self, what: str) -> Item:
        return _item(what, self.words(f"roster.do.{what}"))

    def _page(
        self,
        roster: Roster,
        name: str,
        text: str,
        items: list[Item],
        sign: str,
        member: Field | None = None,
    ) -> Question:
        address = member.address if member else roster.address
        at = "-".join(map(str, numbers(address)))
        return Question(
            index=roster.repeat.index,
            path=name,
            name=name,
            kind="select_one",
            label={"": Phrase((text,))},
            hint={},
            itemset=Itemset(tuple(items)),
            appearance="",
            groups=(),
            place=(roster.repeat.first,),
            mark=f"{sign}{at}~{self._sheet.growth.edits}",
        )


DOES = ("next", "add", "done", "insert", "take_out", "back", "go", "stay")
"""What can be done on the pages, beside looking at a member or an answer."""


def _item(name: str, label: str) -> Item:
    return Item(name, {"": Phrase((label,))}, None, _NOWHERE)
