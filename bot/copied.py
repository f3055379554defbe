"""What the copy of somebody's data says, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from flows import mydata
from flows.mydata import Mine
from flows.retold import Retold, Teller
from flows.wording import Words
from reports.copies import Kept, Record

LANGUAGES: Mapping[str, str] = {"vi": "tiếng Việt", "en": "English"}
"""What each language calls itself."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form of the page; `typed` stands beside each answer: when, through what, by whom."""

    heading: str
    state: str
    answers: Sequence[tuple[Retold, str]]
    earlier: Sequence[tuple[str, Sequence[Retold]]]
    steps: Sequence[str]
    found: Sequence[str]


@dataclass(frozen=True, slots=True)
class Copied:
    """Says what is kept, in the words of `say`; moments are those of `zone`."""

    say: Words
    zone: tzinfo

    def texts(self, day: str) -> dict[str, str]:
        """What stands around it, by the names in the template."""
        say = self.say
        return {
            "title": say("copy.title"),
            "lead": say("copy.lead", day=day),
            "person": say("copy.person"),
            "answers": say("copy.answers"),
            "skipped": say("copy.skipped"),
            "photos": say("copy.photos"),
            "open_file": say("copy.open_file"),
            "too_heavy": say("copy.too_heavy"),
            "versions": say("copy.versions"),
            "found": say("copy.found"),
            "steps": say("copy.steps"),
            "data": say("copy.data"),
        }

    def facts(self, found: Kept) -> list[tuple[str, str]]:
        """What is known of the person, as pairs."""
        say, mine = self.say, found.mine
        agreed = say("copy.not_agreed")
        if mine.consent:
            day = f"{mine.agreed:%d/%m/%Y}" if mine.agreed else ""
            agreed = say("copy.agreed_on", text=mine.consent, day=day)
        pairs = (
            (say("copy.name"), mine.name),
            (say("copy.phone"), mine.phone),
            (say("copy.born"), str(mine.birth_year or "")),
            (say("copy.place"), found.place),
            (say("copy.language"), LANGUAGES.get(found.language, found.language)),
            (say("copy.consent"), agreed),
            *self._muted(mine),
        )
        return [(name, value or say("copy.nothing")) for name, value in pairs]

    def lists(self, found: Kept) -> list[tuple[str, list[str]]]:
        """What is kept beside the forms: a heading and its lines."""
        say, about = self.say, found.about
        told = (
            (say("copy.roles"), [self._role(row) for row in about["roles"]]),
            (say("copy.subjects"), [self._subject(row) for row in about["subjects"]]),
            (say("copy.belongs"), [f"{r['name']} → {r['group']}" for r in about["belongs"]]),
            (say("copy.accounts"), [self._account(row) for row in about["accounts"]]),
            (say("copy.invitations"), [self._use(row) for row in about["invitations"]]),
            (say("copy.letters"), [self._letters(row) for row in about["letters"]]),
            (say("copy.reminders"), [self._reminded(row) for row in about["reminders"]]),
            (say("copy.requests"), [self._request(row) for row in about["requests"]]),
        )
        return [(heading, lines) for heading, lines in told if lines]

    def sheet(self, record: Record, teller: Teller) -> Sheet:
        """One form, with every answer in words."""
        form = record.form
        title = f"{self.say(f'title.{form.title}')} {form.year}"
        rows = sorted(record.behind["answers"], key=lambda row: teller.order(row["ref"]))
        return Sheet(
            heading=f"{title} · {form.subject}",
            state=self._state(record),
            answers=[
                (teller.tell(self.say, row["ref"], row["value"]), self._typed(row))
                for row in rows
                if row["value"] or teller.asks(row["ref"])
            ],
            earlier=self._earlier(record, teller),
            steps=[self._step(row) for row in record.behind["moves"]],
            found=self._found(record, teller),
        )

    # ---- lines

    def _muted(self, mine: Mine) -> list[tuple[str, str]]:
        """Since when no announcements are wanted, where that is so."""
        if mine.muted is None:
            return []
        since = self.say("copy.muted_since", day=f"{mine.muted:%d/%m/%Y}")
        return [(self.say("copy.announcements"), since)]

    def _reminded(self, row: Mapping[str, Any]) -> str:
        until = f"{row['closes_on']:%d/%m/%Y}"
        return self.say("copy.reminded", day=self.at(row["made_at"]), until=until)

    def _role(self, row: Mapping[str, Any]) -> str:
        where = " · ".join(str(row[name]) for name in ("subject", "place") if row[name])
        ended = self.say("copy.until", day=self.at(row["ended_at"])) if row["ended_at"] else ""
        role = self.say(f"copy.role.{row['role']}")
        return " ".join(filter(None, (f"{role}:", where, ended)))

    def _subject(self, row: Mapping[str, Any]) -> str:
        told = [f"{row['name']} ({row['code']})"]
        told += [self.say("copy.members", count=row["members"])] if row["members"] else []
        told += [self.say("copy.adults", count=row["adults"])] if row["adults"] else []
        return ", ".join([*told, *filter(None, [row["phone"]])])

    def _account(self, row: Mapping[str, Any]) -> str:
        name = mydata.channel(self.say, str(row["channel"]))
        return " · ".join(filter(None, (name, row["address"], self.at(row["met_at"]))))

    def _use(self, row: Mapping[str, Any]) -> str:
        return f"{self.at(row['used_at'])} · {mydata.channel(self.say, str(row['channel']))}"

    def _letters(self, row: Mapping[str, Any]) -> str:
        name = mydata.channel(self.say, str(row["channel"]))
        days = {"day": self.at(row["first"]), "until": self.at(row["last"])}
        return self.say("copy.letters_line", name=name, count=row["count"], **days)

    def _request(self, row: Mapping[str, Any]) -> str:
        outcome, _, answer = str(row["outcome"]).partition("\n")
        told = [self.at(row["asked_at"]), self.say(f"requests.kind.{row['kind']}")]
        told += [str(row["note"]), self.say(f"copy.outcome.{outcome or 'open'}"), answer]
        return " · ".join(filter(None, told))

    def _state(self, record: Record) -> str:
        form = record.form
        told = [self.say(f"offer.{form.state}")]
        if form.points is not None and form.most is not None:
            of = f"{self.say.number(form.points)}/{self.say.number(form.most)}"
            told.append(self.say("points", points=of))
        if record.how:
            told.append(self.say("copy.asked_how", how=self.say(f"proxy.{record.how}")))
        told += [self.say("copy.respondent", name=record.respondent)] if record.respondent else []
        return ", ".join(told)

    def _typed(self, row: Mapping[str, Any]) -> str:
        """When it was answered, through what, and whether somebody else typed it."""
        told = [self.at(row["answered_at"]), mydata.channel(self.say, str(row["channel"]))]
        return " · ".join([*told, *([] if row["mine"] else [self.say("copy.by_another")])])

    def _earlier(self, record: Record, teller: Teller) -> list[tuple[str, list[Retold]]]:
        """Each version that was handed in, with the answers that are others by now."""
        now = {row["ref"]: row["value"] for row in record.behind["answers"]}
        told = []
        for row in record.behind["submissions"]:
            others = {ref: value for ref, value in row["answers"].items() if now.get(ref) != value}
            lines = [teller.tell(self.say, ref, value) for ref, value in others.items()]
            facts = {"number": row["number"], "day": self.at(row["submitted_at"])}
            heading = self.say("copy.version", **facts)
            if row["points"] is not None:
                heading += f" · {self.say('points', points=self.say.number(row['points']))}"
            told.append((heading, lines))
        return told

    def _step(self, row: Mapping[str, Any]) -> str:
        by = self.say(f"copy.role.{row['role']}") if row["role"] else ""
        reason = "" if str(row["reason"]).startswith("meeting:") else str(row["reason"])
        told = (self.at(row["moved_at"]), self.say(f"offer.{row['state']}"), by, reason)
        return " · ".join(filter(None, told))

    def _found(self, record: Record, teller: Teller) -> list[str]:
        """What the village, the commune and the decision said of it."""
        say, told = self.say, []
        for row in record.behind["votes"]:
            held = f"{row['held_on']:%d/%m/%Y}" if row["held_on"] else ""
            key = "copy.passed" if row["passed"] else "copy.not_passed"
            told.append(" ".join(filter(None, (say(key, day=held), str(row["reason"])))))
        for row in record.behind["findings"]:
            line, reason = teller.line(str(row["indicator"])), row["reason"]
            points = say.number(row["points"] or 0)
            key = "copy.changed" if row["outcome"] == "changed" else "copy.returned"
            told.append(say(key, heading=line, points=points, reason=reason))
        for row in record.behind["awards"]:
            told.append(say("copy.award", number=row["number"], day=f"{row['dated']:%d/%m/%Y}"))
            if row["revoked_at"]:
                facts = {"day": self.at(row["revoked_at"]), "reason": row["reason"]}
                told.append(say("copy.revoked", **facts))
        return told

    def taken(self, row: Mapping[str, Any]) -> str:
        """When a photo was sent, and where it was taken, in degrees, if it says so."""
        told = [self.at(row["sent_at"])]
        if row["latitude"] is not None and row["longitude"] is not None:
            spot = f"{row['latitude']:.5f}, {row['longitude']:.5f}"
            told.append(self.say("copy.taken_at", text=spot))
        return " · ".join(told)

    def at(self, moment: object) -> str:
        """A moment as people there read it; "" for none."""
        there = moment.astimezone(self.zone) if isinstance(moment, datetime) else None
        return f"{there:%d/%m/%Y %H:%M}" if there else ""
