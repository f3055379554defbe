"""How a worksheet's questions are shown: their numbers, choices, receipts and the final score."""

from collections.abc import Sequence

from flows import illustrations, long_lists, member_choices, nesting, rosters
from flows.events import Asked, Finished, Illustration, Line, Noted, Spot
from flows.forms import addresses
from flows.forms.addresses import COUNTS
from flows.forms.bounds import plain_range
from flows.forms.model import NUMBERS, Form, Group, Item, Question
from flows.levels import levels
from flows.presses import Press
from flows.questions import KINDS, Asking, Bounds, Display, Option
from flows.scoring import Score, score, spoken, weak
from flows.worksheet import Worksheet

LISTS = ("select_one", "select_multiple")
"""Kinds that are shown page by page where the list is long."""
TAPPED = ("select_one", "rank")
"""Kinds with a button for each line."""


class Showing:
    """The view of one worksheet. `tag` goes into the buttons."""

    def __init__(self, form: Form, sheet: Worksheet, tag: str) -> None:
        self.form = form
        self.sheet = sheet
        self.tag = tag
        self._tally = sheet.tally
        self._shown_at = -1
        self._spots: dict[str, Spot] = {}
        self._asked: dict[str, Asked] = {}

    def asked_for(self) -> Sequence[Question]:
        """The questions that are relevant now, in order; notes are not questions."""
        return self._tally.asked_for()

    def count(self) -> int:
        """How many questions count now."""
        return self._tally.count()

    def spot(self, question: Question) -> Spot:
        self._forget()
        known = self._spots.get(question.name)
        if known is None:
            known = self._spots[question.name] = self._spotted(question)
        return known

    def asked(self, question: Question) -> Asked:
        self._forget()
        known = self._asked.get(question.name)
        if known is None:
            known = self._asked[question.name] = self._asked_now(question)
        return known

    def shown(self, question: Question, value: str) -> Display:
        """The value as people read it: labels, "2,5", "20/11/2026", two photos."""
        if not value:
            return ""
        chosen = question.itemset.named(value.split()) if question.itemset else ()
        if question.itemset and question.itemset.from_members:
            chosen = tuple(item for item in self.sheet.offered(question) if item.name == value)
        options = tuple(
            Option(n, item.name, self.sheet.say(item.label)) for n, item in enumerate(chosen, 1)
        )
        kind = question.shows or question.kind
        asking = Asking(question.name, kind, text="", options=options)
        return KINDS[kind].show(asking, value)

    def noted(self, row: Question) -> Noted:
        """A row that is only shown, with its value if it has one."""
        value = self.sheet.text(row.path) if row.shows or row.kind != "note" else ""
        said, shown = self.sheet.say(row.label, row.path), self.shown(row, value)
        return Noted(row.name, said, shown, self.illustrations(row, ()))

    def illustrations(
        self, question: Question, options: Sequence[Option]
    ) -> tuple[Illustration, ...]:
        """The files that go with the words of a row that shows these choices."""
        return illustrations.of(self.form, self.sheet.language, question, options)

    def message(self, question: Question, *, required: bool = False) -> str:
        """The form's own words for a refused answer; blank when it has none."""
        bind = self.form.binds.get(addresses.plain(question.path))
        if bind is None:
            return ""
        wording = bind.required_message if required else bind.constraint_message
        return self.sheet.say(wording, question.path)

    def points(self, question: Question) -> float | None:
        """What the answer is worth; None when the question is not scored."""
        indicator = self.form.indicators.get(question.name)
        text = self.sheet.by_name(indicator.points_at) if indicator else ""
        return float(text) if text else None

    def line(self, question: Question, value: str | None) -> Line:
        """The question's line in the review; `value` is None before it was answered."""
        judged = self.form.indicators.get(question.name) or self.form.targets.get(question.name)
        evidence = judged.evidence if judged else ""
        return Line(
            spot=self.spot(question),
            text=self.sheet.say(question.label, question.path),
            shown=self.shown(question, value or ""),
            photos=len(self.sheet.by_name(evidence).split()),
            points=None if value is None else self.points(question),
        )

    def finished(self) -> Finished:
        model, levelled = self.form.score, self.form.levels
        reached = score(model, self.sheet.by_name) if model else None
        return Finished(
            score=reached,
            answered=self.count(),
            weak=self._weak(reached) if reached else (),
            levels=levels(levelled, self.sheet.by_name) if levelled else None,
        )

    def help(self, question: Question) -> str:
        """The hint, and the longer help after it."""
        said = (self.sheet.say(one, question.path) for one in (question.hint, question.guidance))
        return "\n".join(filter(None, said))

    def nested(self) -> dict[str, object]:
        """The filled-in form by group: relevant nodes only, without the generated scores; each
        roster is a list of its members."""
        return nesting.nested(self.form, self.sheet)

    def _spotted(self, question: Question) -> Spot:
        if question.mark:
            return self._spotted_inside(question)
        backs = self.form.evidence_for.get(question.name, "")
        about = backs or self.form.reasons.get(question.name, question.name)
        return Spot(
            name=question.name,
            number=self._number(about),
            of=self.count(),
            letter=self._letter(about),
            heading=self._heading(question, about),
            is_evidence=bool(backs),
            is_reason=question.name in self.form.reasons,
        )

    def _spotted_inside(self, question: Question) -> Spot:
        """Of a question about a member, or one that asks for more of them."""
        members = rosters.members(self.sheet, question.path)
        inside = None
        is_key = question.path in self.sheet.growth.rosters
        at = question.path if is_key else COUNTS + rosters.outer(question.path)
        heading = self.sheet.say(rosters.repeat(self.form, question.path).label, at)
        if not question.path.startswith(COUNTS):
            inside = self._inside(question)
            heading = self._heading_inside(question)
        return Spot(
            name=question.name,
            number=self._tally.number_of_roster(rosters.outer(question.path)),
            of=self.count(),
            heading=heading,
            members=members,
            inside=inside,
        )

    def _inside(self, question: Question) -> tuple[int, int]:
        """Which of the questions about its member it is, and how many those are."""
        own = [each.name for each in self._of_member(rosters.member(question.path))]
        return own.index(question.name) + 1 if question.name in own else len(own), len(own)

    def _of_member(self, address: str) -> list[Question]:
        """What is asked for now about that member itself."""
        own = self.sheet.lineup.own(self.sheet.growth.nodes[address])
        return [question for question in own if self._tally.asks(question.path)]

    def _number(self, name: str) -> int | None:
        question = self.form.by_name.get(name)
        return self._tally.number(question.path) if question else None

    def _letter(self, name: str) -> str:
        """What a question about the respondent goes by; "" for any other."""
        profile = self.form.pack.profile if self.form.pack else ()
        if name not in profile or not self._tally.asks(self.form.by_name[name].path):
            return ""
        own = (self.form.by_name[each] for each in profile if each in self.form.by_name)
        before = (q for q in own if q.index < self.form.by_name[name].index)
        return chr(ord("a") + sum(self._tally.asks(q.path) for q in before))

    def member_line(self, address: str) -> Line:
        """The line of a whole member in the review."""
        about = rosters.members(self.sheet, address)
        spot = Spot(
            name=COUNTS + address,
            number=self._tally.number_of_roster(rosters.outer(address)),
            of=self.count(),
            heading=about[-1].label,
            members=about,
        )
        return Line(spot, about[-1].label, self.summary(address), photos=0, points=None)

    def summary(self, address: str) -> Display:
        """What tells a member from the others: its first answer in words, else its first answer."""
        answered = [q for q in self._of_member(address) if self.sheet.text(q.path)]
        for question in sorted(answered, key=lambda q: q.kind != "text")[:1]:
            return self.shown(question, self.sheet.text(question.path))
        return ""

    def _asked_now(self, question: Question) -> Asked:
        options = self._options(question)
        standing = "" if rosters.is_page(question) else self.sheet.text(question.path)
        asking = self._asking(question, options)
        return Asked(
            spot=self.spot(question),
            asking=asking,
            presses=() if asking.is_paged else self.presses(question, options),
            kept="" if asking.placed else self.shown(question, standing),
        )

    def _forget(self) -> None:
        """Forget how questions were shown, when the sheet has changed."""
        if self._shown_at != self.sheet.changes:
            self._shown_at = self.sheet.changes
            self._spots.clear()
            self._asked.clear()

    def _asking(self, question: Question, options: tuple[Option, ...]) -> Asking:
        return Asking(
            name=question.name,
            kind=question.kind,
            text=self.sheet.say(question.label, question.path),
            hint=self.sheet.say(question.hint, question.path),
            required=self.sheet.required(question.path),
            options=options,
            bounds=self._bounds(question),
            scale=question.scale,
            placed=self._placed(question, options),
            is_paged=self._is_paged(question, options),
        )

    def _options(self, question: Question) -> tuple[Option, ...]:
        """The lines of its list. One that is always the same is put in words once."""
        offered, itemset = self.sheet.offered(question), question.itemset
        key = (addresses.plain(question.path), self.sheet.language)
        if (known := self.form.lists.get(key)) is not None:
            return known
        scored = question.name in self.form.indicators
        options = tuple(
            Option(n, item.name, self.sheet.say(item.label), item.points if scored else None)
            for n, item in enumerate(offered, rosters.first_line(question.path))
        )
        is_whole = itemset is not None and offered is itemset.items
        if is_whole and not key[0].startswith(COUNTS) and all(map(_is_plain, offered)):
            self.form.lists[key] = options
        return options

    def _is_paged(self, question: Question, options: Sequence[Option]) -> bool:
        """Whether its list is shown page by page. A list of members has pages of its own."""
        is_list = question.kind in LISTS and not question.path.startswith(COUNTS)
        return is_list and len(options) > long_lists.PAGE

    def _placed(self, question: Question, options: Sequence[Option]) -> tuple[str, ...]:
        """The names of an order that is begun; nothing once it is complete."""
        names = self.sheet.text(question.path).split() if question.kind == "rank" else []
        return tuple(names) if len(names) < len(options) else ()

    def _bounds(self, question: Question) -> Bounds | None:
        """What a number may be, where its constraint is a plain range."""
        if question.kind not in NUMBERS:
            return None
        constraint = self.form.binds[addresses.plain(question.path)].constraint
        if constraint is None:
            return None
        return plain_range(constraint.source, is_whole=question.kind == "integer")

    def presses(self, question: Question, options: Sequence[Option]) -> tuple[str, ...]:
        """A button for each of these lines, except where several may be chosen: those are typed or
        ticked."""
        if question.kind == "acknowledge":
            return (str(Press(self.tag, question.index, 0, question.mark)),)
        if question.kind not in TAPPED or question.itemset is None:
            return ()
        position = question.itemset.places
        if question.itemset.from_members:
            position = {o.name: member_choices.sign(o.name) for o in options}
        lines = (position[o.name] for o in options)
        return Press.each(self.tag, question.index, lines, question.mark)

    def _heading(self, question: Question, about: str) -> str:
        judged = self.form.indicators.get(about) or self.form.targets.get(about)
        if judged and judged.label:
            return spoken(judged.label, self.sheet.language, judged.name)
        groups = [one for one in question.groups if one.path not in self.form.repeats]
        return self._said_by(groups[-1], question) if groups else ""

    def _heading_inside(self, question: Question) -> str:
        """What heads a question about a member, beside the member."""
        home = rosters.repeat(self.form, question.path).path
        groups = [one for one in question.groups if addresses.is_inside(one.path, home)]
        return self._said_by(groups[-1], question) if groups else ""

    def _said_by(self, group: Group, question: Question) -> str:
        """The label of a group around the question, in the words of its member."""
        return self.sheet.say(group.label, addresses.beside(question.path, group.path))

    def _weak(self, reached: Score) -> tuple[tuple[Spot, float, float], ...]:
        return tuple(
            (self.spot(self.form.by_name[i.question]), i.points, i.least or 0.0)
            for i in weak(reached)
            if i.question in self.form.by_name
        )


def _is_plain(item: Item) -> bool:
    """Whether its label is the same whatever was answered."""
    return all(isinstance(piece, str) for phrase in item.label.values() for piece in phrase.pieces)
