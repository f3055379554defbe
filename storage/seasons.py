"""The season of each commune: which plan it follows, the days its staff chose, what it has sent."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, insert, or_, select, update

from flows.plan import shipped
from flows.plan.binding import season as put_together
from flows.plan.model import Deadline, Due
from flows.plan.season import STEPS, Season, Step
from storage import plans, season_facts, tables
from storage.database import Tx, insert_once, put, sheet
from storage.moves import By

_choices, _added, _days = map(sheet, (tables.PlanChoice, tables.OwnDeadline, tables.StepDate))
_bases, _filed, _places = map(sheet, (tables.BaseChoice, tables.Filed, tables.Place))
_choice, _own, _day, _place = _choices.c, _added.c, _days.c, _places.c


# ---- reading


async def season(tx: Tx, commune: str, year: int) -> Season | None:
    """The season of this commune; None where no plan was chosen.

    One statement, and one more for each plan that does not come with the program.
    """
    rows = (await tx.execute(season_facts.ALL, {"commune": commune, "year": year})).all()
    facts = season_facts.sorted_out(rows)
    plan = await plans.find(tx, facts.plan) if facts.plan else None
    if plan is None:
        return None
    others = {shipped.NATION: shipped.plans()[shipped.NATION]}
    for code in facts.plans_added:
        found = await plans.find(tx, code)
        others.update({code: found} if found else {})
    return put_together(year, commune, plan, facts.chosen(plan, others), others)


async def following(tx: Tx, year: int) -> tuple[str, ...]:
    """Codes of the communes that follow a plan in that year, in their order."""
    here = (_place.kind == "commune", _place.valid_to.is_(None), _choice.from_year <= year)
    query = select(_place.code).join(_choices, _choice.place_code == _place.code).where(*here)
    return tuple((await tx.execute(query.distinct().order_by(_place.code))).scalars())


async def plan_of(tx: Tx, commune: str, year: int) -> str:
    """The code of the plan that this commune follows in that year, "" for none."""
    found: str | None = (await tx.execute(_chosen_plan(commune, year))).scalar()
    return found or ""


# ---- choosing


async def choose(
    tx: Tx, commune: str, plan: str, from_year: int, by: int | None = None, *, now: datetime
) -> bool:
    """Let the commune follow this plan from that year on; says whether it did not yet.

    Years before keep what they follow, and so do later ones for which staff chose another plan.
    """
    if await plan_of(tx, commune, from_year) == plan:
        return False
    row = {"place_code": commune, "from_year": from_year, "plan": plan}
    await put(tx, tables.PlanChoice, [{**row, "chosen_by": by, "chosen_at": now}])
    return True


async def move_step(tx: Tx, commune: str, year: int, step: Step, day: date, by: By) -> bool:
    """Let a step close on this day; says whether it was not chosen before. Checks no order."""
    here = (_day.place_code == commune, _day.year == year, _day.step == step)
    known = (await tx.execute(select(_day.closes_on).where(*here))).scalar()
    if known == day:
        return False
    row = {"place_code": commune, "year": year, "step": step, "closes_on": day}
    await put(tx, tables.StepDate, [{**row, "chosen_by": by.person_id, "chosen_at": by.now}])
    return True


async def propose_again(
    tx: Tx, commune: str, year: int, by: By, steps: Sequence[Step] = STEPS
) -> bool:
    """Let these steps close on their proposed days again; says whether any was chosen before."""
    here = (_day.place_code == commune, _day.year == year, _day.step.in_(steps))
    back = update(_days).where(*here, _day.closes_on.is_not(None))
    changed = {"closes_on": None, "chosen_by": by.person_id, "chosen_at": by.now}
    return bool((await tx.execute(back.values(**changed))).rowcount)


async def choose_base(tx: Tx, commune: str, target: str, base: str, by: By) -> bool:
    """Say how the commune reads this target; says whether that is new."""
    here = (_bases.c.place_code == commune, _bases.c.target == target)
    known = (await tx.execute(select(_bases.c.base).where(*here))).scalar()
    if known == base:
        return False
    row = {"place_code": commune, "target": target, "base": base}
    await put(tx, tables.BaseChoice, [{**row, "chosen_by": by.person_id, "chosen_at": by.now}])
    return True


# ---- deadlines that staff add


async def take_over(tx: Tx, commune: str, year: int, due: Due, by: By) -> bool:
    """Let a report of another plan bind the commune too; says whether it did not yet.

    One that comes every year binds from now on, another one in its year only.
    """
    await _hold(tx, commune)
    plan, code = due.deadline.plan, due.deadline.code
    known = select(_own.id).where(*_standing(commune, year), _own.code == code, _own.plan == plan)
    if (await tx.execute(known.limit(1))).first() is not None:
        return False
    every = due.deadline.rule.year is None
    await _add(tx, commune, None if every else year, by, plan=plan, code=code)
    return True


async def add_deadline(tx: Tx, commune: str, year: int | None, said: Deadline, by: By) -> bool:
    """Add a deadline in the words of staff, for one year or (None) for all; False where it stands.

    Of `said` count the rule, what is reported, and the first receiver.
    """
    await _hold(tx, commune)
    words = {
        "kind": said.rule.kind,
        "month": said.rule.month,
        "day": said.rule.day,
        "what": said.what,
        "receiver": said.to[0] if said.to else "",
    }
    same = (_own[name] == value for name, value in words.items())
    here = (
        _own.place_code == commune,
        _own.ended_at.is_(None),
        _own.year.is_not_distinct_from(year),
    )
    if (await tx.execute(select(_own.id).where(*here, *same).limit(1))).first() is not None:
        return False
    await _add(tx, commune, year, by, **words)
    return True


async def end_deadline(tx: Tx, commune: str, number: int, by: By) -> bool:
    """A deadline that staff added does not hold any more; says whether it did until now."""
    here = (_own.id == number, _own.place_code == commune, _own.ended_at.is_(None))
    ended = update(_added).where(*here).values(ended_at=by.now, ended_by=by.person_id)
    return bool((await tx.execute(ended)).rowcount)


async def file_report(tx: Tx, commune: str, year: int, code: str, by: By) -> bool:
    """This report was sent: it waits for nobody any more. Says whether that is new."""
    if await insert_once(tx, tables.Filed, **_filing(commune, year, code, by), sent=True):
        return True
    return await _file(tx, commune, year, code, by, sent=True)


async def unfile(tx: Tx, commune: str, year: int, code: str, by: By) -> bool:
    """It was not sent after all; says whether it was marked so."""
    return await _file(tx, commune, year, code, by, sent=False)


async def _file(tx: Tx, commune: str, year: int, code: str, by: By, *, sent: bool) -> bool:
    here = (_filed.c.place_code == commune, _filed.c.year == year, _filed.c.deadline == code)
    other = update(_filed).where(*here, _filed.c.sent.is_not(sent))
    changed = {"sent": sent, "filed_by": by.person_id, "filed_at": by.now}
    return bool((await tx.execute(other.values(**changed))).rowcount)


def _filing(commune: str, year: int, code: str, by: By) -> dict[str, object]:
    row: dict[str, object] = {"place_code": commune, "year": year, "deadline": code}
    return row | {"filed_by": by.person_id, "filed_at": by.now}


async def _add(tx: Tx, commune: str, year: int | None, by: By, **values: object) -> None:
    row = {"place_code": commune, "year": year, "added_by": by.person_id, "added_at": by.now}
    await tx.execute(insert(tables.OwnDeadline).values(**row, **values))


async def _hold(tx: Tx, commune: str) -> None:
    """Let two who add a deadline to one commune take turns, so that one is not added twice."""
    await tx.execute(select(_place.code).where(_place.code == commune).with_for_update())


# ---- the rows


def _chosen_plan(commune: str, year: int) -> Select[str]:
    here = (_choice.place_code == commune, _choice.from_year <= year)
    return select(_choice.plan).where(*here).order_by(_choice.from_year.desc()).limit(1)


def _standing(commune: str, year: int) -> tuple[ColumnElement[bool], ...]:
    """What staff of that commune added and what holds in that year."""
    of_year = or_(_own.year.is_(None), _own.year == year)
    return _own.place_code == commune, _own.ended_at.is_(None), of_year
