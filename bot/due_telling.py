"""Tells a technician who would be reminded of what on a day, and who would not, and why."""

import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.moment import ZONE
from bot.settings import Settings, WrongSettings
from flows.plan.model import Due
from flows.plan.season import Season
from flows.quiet import NO_TET
from flows.vietnamese import speak_date
from flows.wording import SOURCE, words
from scheduler import cases, due
from scheduler.case import Case
from storage import places, reminders, seasons
from storage.database import Tx, connect

Write = Callable[[str], None]

STEPS = {
    "answer": "làm phiếu",
    "review": "họp bình xét",
    "hand_over": "chuyển danh sách lên xã",
    "correct": "sửa phiếu xã trả lại",
    "verify": "thẩm định",
    "decide": "quyết định công nhận",
    "report": "gửi báo cáo",
    "answer.silent": "danh sách hộ không trả lời",
    "review.silent": "bản không họp",
}
WHY = {
    "due": "nhắc",
    "tomorrow": "để hôm sau, vì hôm ấy đã có một tin nhắc",
    "told": "đã nhắc mốc này rồi",
    "finished": "đã xong phần mình",
    "by_head": "không có máy, thuộc danh sách của trưởng bản",
    "nobody": "chưa có ai phụ trách",
    "no_phone": "người phụ trách không có máy",
    "unreachable": "máy không nhận tin",
}
"""Why somebody is told, or is not, in the order in which it is told."""
NAMES = 12  # names of one line; JSON has all


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one commune's season has for a day. `why` is one of WHY for each case."""

    day: date
    commune: str
    name: str
    season: Season
    cases: tuple[tuple[Case, str], ...]

    @property
    def binding(self) -> Due | None:
        """The report that the steps are counted back from."""
        return self.season.first


async def run(settings: Settings, day: date, commune: str, write: Write, *, as_json: bool) -> int:
    """Write what `day` has for a commune, or for all of them. Raises WrongSettings."""
    if not settings.database_file.is_file():
        text = f"There is no database in {settings.data}; name its folder in BANHOC_DATA"
        raise WrongSettings(text)
    async with connect(settings.database) as db, db.read() as tx:
        await tell(tx, day, commune, write, as_json=as_json)
    return 0


async def tell(tx: Tx, day: date, commune: str, write: Write, *, as_json: bool) -> None:
    """Write the same out of an open database. Raises WrongSettings for a commune without a plan."""
    known = {code for year in _years(day) for code in await seasons.following(tx, year)}
    if commune and commune not in known:
        raise WrongSettings(f"{commune} follows no plan; `banhoc plan use` chooses one")
    told = 0
    for code in [commune] if commune else sorted(known):
        async for sheet in _sheets(tx, code, day):
            told += 1
            for line in as_lines(sheet) if as_json else as_text(sheet):
                write(line)
    if not told and not as_json:
        write(f"{speak_date(day)}: {_nothing(day)}.")


def _nothing(day: date) -> str:
    is_open = due.is_time(datetime.combine(day, NO_TET.start, ZONE))
    return "không có việc nào đến mốc nhắc" if is_open else "ngày Tết, không nhắc ai"


def as_lines(sheet: Sheet) -> Iterator[str]:
    """A JSON object for each case, always with the same keys."""
    for case, why in sheet.cases:
        step, who = case.reached, case.who
        reason = step.due or sheet.binding
        row = {
            "date": sheet.day.isoformat(),
            "commune": sheet.commune,
            "plan": step.plan,
            "season": step.year,
            "step": step.step,
            "milestone": step.milestone,
            "closes": step.closes.isoformat(),
            "deadline": reason.deadline.code if reason else None,
            "section": reason.deadline.section if reason else None,
            "written": reason.written.isoformat() if reason else None,
            "safe": reason.safe.isoformat() if reason else None,
            "about": case.about,
            "name": case.name,
            "title": case.title,
            "state": case.state,
            "count": case.count,
            "why": why,
            "person": who.name if who else None,
            "channel": who.channel if who else None,
        }
        yield json.dumps(row, ensure_ascii=False)


def as_text(sheet: Sheet) -> Iterator[str]:
    """The same for reading: by person, then who is not told, by reason."""
    season, safe = sheet.season, sheet.season.safe
    yield f"{speak_date(sheet.day)} · {sheet.name} · {season.plan.code}, năm {season.year}"
    if safe is not None and sheet.binding is not None:
        yield f"  Ngày an toàn: hết {speak_date(safe)} ({_source(sheet.binding)})"
    people: dict[tuple[int, str, str], list[Case]] = {}
    for case, why in sheet.cases:
        if why == "due" and case.who is not None:
            key = (case.who.person_id, case.who.name, case.who.channel)
            people.setdefault(key, []).append(case)
    yield f"Nhắc {len(people)} người:" if people else "Không nhắc ai."
    for (_, name, channel), theirs in sorted(people.items(), key=lambda each: each[0][1:]):
        yield f"  {name or 'chưa có tên'} · {channel}"
        yield from (f"    · {_told(case, sheet.day)}" for case in theirs)
    yield from _left_out(sheet)
    yield ""


def _left_out(sheet: Sheet) -> Iterator[str]:
    """Who is not told, a line for each step and reason."""
    found: dict[tuple[str, str], list[Case]] = {}
    for case, why in sheet.cases:
        if why != "due":
            found.setdefault((case.reached.step, why), []).append(case)
    if found:
        yield "Không nhắc:"
    for (step, why), theirs in found.items():
        names = [case.name for case in theirs if case.name]
        shown = ", ".join(names[:NAMES]) + (f" và {len(names) - NAMES} nữa" * (len(names) > NAMES))
        yield f"  {_step(step)}: {len(theirs)} · {WHY[why]}" + (f" · {shown}" if shown else "")


def _told(case: Case, day: date) -> str:
    """One thing, and why it is told on that day."""
    step = case.reached
    left = (step.closes - day).days
    named = [words(SOURCE)(f"title.{case.title}")] if case.title else []
    named += [case.name] if case.name else []
    named += [f"{case.count}"] if case.count else []
    state = [words(SOURCE)(f"offer.{case.state or 'new'}")] if case.title else []
    why = f"mốc {step.milestone} ngày, hạn hết {speak_date(step.closes)}, còn {left} ngày"
    report = f"; {_source(step.due)}" if step.due else ""
    return f"{_step(step.step)}: {' · '.join([*named, *state])} ({why}{report})"


def _step(step: str) -> str:
    return STEPS["report" if step.startswith("report.") else step]


def _source(one: Due) -> str:
    deadline = one.deadline
    until = "trước" if deadline.rule.kind == "before" else "đến hết"
    where = f", mục {deadline.section}" if deadline.section else ""
    return f"{deadline.code}: {until} {speak_date(one.written)}{where}"


async def _sheets(tx: Tx, commune: str, day: date) -> AsyncIterator[Sheet]:
    """What that day has for each season of the commune that has anything at all."""
    now = datetime.combine(day, NO_TET.start, ZONE)
    for year in _years(day):
        season = await seasons.season(tx, commune, year)
        if season is None or not due.is_time(now):
            continue
        found = await cases.cases(tx, season, now, every=True)
        if found:
            name = await places.name_of(tx, commune)
            yield Sheet(day, commune, name, season, await _judged(tx, found, day))


async def _judged(tx: Tx, found: Sequence[Case], day: date) -> tuple[tuple[Case, str], ...]:
    """Each case with why; who had his letter of that day is told the day after."""
    people = {case.who.person_id for case in found if case.who and case.why == "due"}
    had = await reminders.had(tx, sorted(people), day)
    return tuple((case, _judge(case, had)) for case in found)


def _judge(case: Case, had: set[int]) -> str:
    is_late = case.why == "due" and case.who is not None and case.who.person_id in had
    return "tomorrow" if is_late else case.why


def _years(day: date) -> tuple[int, ...]:
    return due.years(datetime.combine(day, time(12), ZONE))
