"""A plan's YAML file becomes a Plan, or the list of all that has to be mended in it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Literal, TypeAlias, TypeVar, get_args

from flows.plan import amounts, checks, lines, rules
from flows.plan.amounts import Amount
from flows.plan.fields import Fields
from flows.plan.model import (
    Actor,
    Confidence,
    Deadline,
    Event,
    Note,
    Plan,
    Rule,
    Source,
    Target,
    Tier,
    TitleGoal,
)
from flows.plan.problems import Problem, Wrong
from flows.rollup import TITLES

Coded = TypeVar("Coded", Target, Deadline, Event)
Anyone: TypeAlias = Tier | Literal[""]

TIERS: Mapping[str, Tier] = {tier: tier for tier in get_args(Tier)}
ANYONE: Mapping[str, Anyone] = TIERS
CONFIDENCES: Mapping[str, Confidence] = {level: level for level in get_args(Confidence)}
COUNTED: Mapping[str, str] = {title: title for title in TITLES}

PLAN = (
    *("plan", "name", "tier", "years", "source"),
    *("targets", "deadlines", "events", "actors", "title_goals", "notes"),
)
SOURCE = ("issuer", "document", "number", "dated", "signed_by", "programmes", "note")
TARGET = (
    *("code", "year", "model", "title", "reach", "of", "section"),
    *("ambiguity", "bases", "caveat", "confidence"),
)
DEADLINE = (
    *("code", "when", "what", "from", "tier", "to", "to_tier", "section"),
    *("source", "ambiguity", "caveat", "confidence"),
)
EVENT = ("code", "name", "when", "section", "source", "ambiguity", "caveat", "confidence")
ACTOR = ("name", "section", "duties")
TITLE_GOAL = ("who", "goal", "title", "section")
NOTE = ("what", "section")

PLAN_CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")
CODE = re.compile(r"[A-Z][A-Z0-9]{0,11}")
MODEL = re.compile(r"[a-z][a-z0-9_]{0,39}")
YEAR = re.compile(r"[0-9]{4}")
PERIOD = re.compile(r"([0-9]{4}) ?[-–] ?([0-9]{4})")

ENDINGS = (".yaml", ".yml")
ANY_PERIOD = (checks.YEARS.start, checks.YEARS.stop - 1)
NO_AMOUNT = Amount("=", None, "words")
NO_DAY = Rule("open")
WHERE = "mục trong văn bản, như: II.2.a"


def read(content: bytes, name: str) -> Plan:
    """The plan in the YAML file `name`. Raises Wrong with every problem, each with its line."""
    if not name.lower().endswith(ENDINGS):
        raise Wrong([Problem(1, f"Tệp kế hoạch có đuôi .yaml. Hãy xem lại tệp {name}.")])
    problems: list[Problem] = []
    plan = _plan(Fields(lines.tree(content), PLAN, problems))
    if problems:
        raise Wrong(problems)
    return plan


def _plan(top: Fields) -> Plan:
    first, last = top.parsed("years", _period, ANY_PERIOD, why="giai đoạn, như 2026-2030")
    plan = Plan(
        code=_matching(top, "plan", PLAN_CODE, "chữ thường không dấu, số và _, như binh_lu_2026"),
        name=top.text("name", needed=True, why="tên ngắn để mọi người gọi"),
        tier=top.choice("tier", TIERS, "commune", needed=True),
        first_year=first,
        last_year=last,
        source=_source(top.entry("source", SOURCE)),
        actors=tuple(_actor(each) for each in top.entries("actors", ACTOR)),
        title_goals=tuple(_title_goal(each) for each in top.entries("title_goals", TITLE_GOAL)),
        notes=tuple(_note(each) for each in top.entries("notes", NOTE)),
    )
    _tell(top, checks.period(first, last))
    return _coded(top, plan)


def _coded(top: Fields, plan: Plan) -> Plan:
    """The plan with all that has a code, and no code twice."""
    at: list[tuple[str, int]] = []

    def each(
        key: str, known: tuple[str, ...], read: Callable[[Fields, Plan], Coded]
    ) -> list[Coded]:
        found = []
        for fields in top.entries(key, known):
            entry = read(fields, plan)
            at.append((entry.code, fields.line_of("code")))
            found.append(entry)
        return found

    whole = replace(
        plan,
        targets=tuple(each("targets", TARGET, _target)),
        deadlines=tuple(each("deadlines", DEADLINE, _deadline)),
        events=tuple(each("events", EVENT, _event)),
    )
    top.note(checks.codes(at))
    _tell(top, checks.content(whole))
    return whole


def _source(fields: Fields) -> Source:
    return Source(
        issuer=fields.text("issuer", needed=True, why="cơ quan ban hành"),
        document=fields.text("document", needed=True, why="tên văn bản"),
        number=fields.text("number"),
        dated=fields.text("dated"),
        signed_by=fields.text("signed_by"),
        programmes=fields.texts("programmes"),
        note=fields.text("note"),
    )


def _target(fields: Fields, plan: Plan) -> Target:
    reach = fields.parsed("reach", amounts.amount, NO_AMOUNT, why=f"như {amounts.EXAMPLES}")
    target = Target(
        code=_matching(fields, "code", CODE, "chữ hoa không dấu và số, như BL1"),
        year=fields.parsed("year", _year, plan.last_year, why="năm phải đạt, như 2030"),
        model=_matching(fields, "model", MODEL, "tên tiếng Anh không dấu, như family"),
        op=reach.op,
        value=reach.value,
        unit=reach.unit,
        of=fields.text("of", needed=True, why="tính trên ai, trên gì"),
        section=fields.text("section", needed=True, why=WHERE),
        title=fields.choice("title", COUNTED, ""),
        ambiguity=fields.text("ambiguity"),
        bases=fields.texts("bases"),
        caveat=fields.text("caveat"),
        confidence=fields.choice("confidence", CONFIDENCES, "read"),
    )
    _tell(fields, checks.target(target, plan))
    return target


def _deadline(fields: Fields, plan: Plan) -> Deadline:
    deadline = Deadline(
        code=_matching(fields, "code", CODE, "chữ hoa không dấu và số, như BLD1"),
        plan=plan.code,
        rule=_when(fields),
        what=fields.text("what", needed=True, why="báo cáo hoặc làm việc gì"),
        section=fields.text("section", needed=True, why=WHERE),
        sender=fields.text("from"),
        tier=fields.choice("tier", ANYONE, ""),
        to=fields.texts("to"),
        to_tier=fields.choice("to_tier", ANYONE, ""),
        ambiguity=fields.text("ambiguity"),
        caveat=fields.text("caveat"),
        source=fields.text("source"),
        confidence=fields.choice("confidence", CONFIDENCES, "read"),
    )
    _tell(fields, checks.deadline(deadline, plan))
    return deadline


def _event(fields: Fields, plan: Plan) -> Event:
    event = Event(
        name=fields.text("name", needed=True, why="việc gì"),
        rule=_when(fields),
        section=fields.text("section", needed=True, why=WHERE),
        code=_matching(fields, "code", CODE, "chữ hoa không dấu và số, như BLE1"),
        ambiguity=fields.text("ambiguity"),
        caveat=fields.text("caveat"),
        source=fields.text("source"),
        confidence=fields.choice("confidence", CONFIDENCES, "read"),
    )
    _tell(fields, checks.event(event, plan))
    return event


def _actor(fields: Fields) -> Actor:
    return Actor(
        name=fields.text("name", needed=True, why="cơ quan nào"),
        section=fields.text("section", needed=True, why=WHERE),
        duties=fields.text("duties"),
    )


def _title_goal(fields: Fields) -> TitleGoal:
    return TitleGoal(
        who=fields.text("who", needed=True, why="ai phải đạt"),
        goal=fields.text("goal", needed=True, why="danh hiệu nào"),
        section=fields.text("section", needed=True, why=WHERE),
        title=fields.choice("title", COUNTED, ""),
    )


def _note(fields: Fields) -> Note:
    return Note(
        what=fields.text("what", needed=True, why="văn bản nói gì"),
        section=fields.text("section", needed=True, why=WHERE),
    )


def _when(fields: Fields) -> Rule:
    return fields.parsed("when", rules.rule, NO_DAY, why=f"hạn nào, như {rules.EXAMPLES}")


def _matching(fields: Fields, key: str, form: re.Pattern[str], why: str) -> str:
    said = fields.text(key, needed=True, why=why)
    if said and not form.fullmatch(said):
        fields.wrong(key, f'"{key}" chưa đúng cách ghi: {why}.')
    return said


def _year(said: str) -> int:
    if not YEAR.fullmatch(said):
        raise ValueError(f'Chưa hiểu năm "{said}". Hãy ghi bốn chữ số, như 2030.')
    return int(said)


def _period(said: str) -> tuple[int, int]:
    found = PERIOD.fullmatch(said)
    if found is None:
        raise ValueError(f'Chưa hiểu giai đoạn "{said}". Hãy ghi như: 2026-2030.')
    return int(found[1]), int(found[2])


def _tell(fields: Fields, remarks: Iterable[checks.Remark]) -> None:
    for key, text in remarks:
        fields.wrong(key, text)
