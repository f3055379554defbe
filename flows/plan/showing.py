"""A plan as lines for a terminal of 80 columns: its targets, the calendar of a year, its events."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from flows.plan import amounts, days, rules
from flows.plan.model import Confidence, Deadline, Due, Event, Happening, Plan, Target, Tier
from flows.wording import SOURCE, words

WIDTH = 80
TIERS: Mapping[Tier, str] = {
    "commune": "cấp xã",
    "district": "cấp huyện",
    "province": "cấp tỉnh",
    "nation": "cả nước",
}
UNSURE: Mapping[Confidence, str] = {
    "read": "",
    "inferred": "Suy ra, văn bản không ghi thẳng.",
    "unverified": "Đọc trên trang mạng, chưa đọc được chính văn bản.",
}


@dataclass(frozen=True, slots=True)
class _Day:
    """One entry of the calendar: its place in the order, and its lines."""

    safe: date
    written: date
    code: str
    lines: tuple[str, ...]


def summary(plan: Plan) -> tuple[str, ...]:
    """A plan in two lines: its code and name; its tier, its years and how much is in it."""
    dated = sum(deadline.rule.kind != "open" for deadline in plan.deadlines)
    counted = f"{len(plan.targets)} chỉ tiêu, {len(plan.deadlines)} hạn ({dated} có ngày)"
    years = f"{plan.first_year}-{plan.last_year}"
    return (
        f"{plan.code:<18}{plan.name}",
        f"{'':<18}{TIERS[plan.tier]} · {years} · {counted}",
    )


def page(plan: Plan, year: int, day: date) -> Iterator[str]:
    """The whole plan, with the calendar of `year` as a commune sees it on `day`."""
    yield from _head(plan)
    yield from _part("CHỈ TIÊU", _targets(plan.targets))
    yield from _part("DANH HIỆU PHẢI ĐẠT (không có số)", _goals(plan))
    yield from _part(f"LỊCH NĂM {year}, hạn sớm đứng trước", _calendar(plan, year, day))
    yield from _part("KHÔNG NÊU NGÀY", _undated(plan))
    yield from _part("AI LÀM GÌ", _actors(plan))
    yield from _part("VĂN BẢN CÒN NÓI", (_indent(f"{n.what} ({n.section})") for n in plan.notes))


def when(found: Due) -> str:
    """A deadline as written and its safe day: "trước 31/12 · an toàn đến hết 30/12".

    A year stands beside the days that are not in the season the rule is worded for.
    """
    rule = found.deadline.rule
    if found.opens is not None:
        return f"{rules.short(rule)} · từ {_short(found.opens)} đến hết {_short(found.safe)}"
    written = f"{rules.short(rule)}/{found.written.year}" if rule.later else rules.short(rule)
    return f"{written} · an toàn đến hết {_dated(found.safe) if rule.later else _short(found.safe)}"


def _head(plan: Plan) -> Iterator[str]:
    source = plan.source
    yield from _wrapped(f"{plan.name} ({plan.code})", "")
    yield from _wrapped(source.document, "")
    yield from _wrapped(f"{source.issuer} · {TIERS[plan.tier]}{_numbered(plan)}", "")
    if source.signed_by:
        yield from _wrapped(f"Người ký: {source.signed_by}", "")
    if source.programmes:
        yield from _wrapped(f"Thực hiện: {'; '.join(source.programmes)}", "")
    if source.note:
        yield from _wrapped(f"Chú ý: {source.note}", "")


def _numbered(plan: Plan) -> str:
    """The number and day of the document; the days of the nation are in no single one."""
    if plan.tier == "nation":
        return ""
    blank = "để trống"
    return f" · số: {plan.source.number or blank} · ngày: {plan.source.dated or blank}"


def _part(title: str, entries: Iterable[Iterable[str]]) -> Iterator[str]:
    """A heading and what stands under it; nothing at all where nothing does."""
    heading: tuple[str, ...] = ("", title)
    for lines in entries:
        yield from heading
        yield from lines
        heading = ()


def _targets(targets: tuple[Target, ...]) -> Iterator[Iterator[str]]:
    if not targets:
        yield _wrapped("Không có chỉ tiêu bằng số.", "  ")
    for year in sorted({target.year for target in targets}):
        yield _wrapped(f"Đến năm {year}", "  ")
        yield from (_target(target) for target in targets if target.year == year)


def _target(target: Target) -> Iterator[str]:
    amount = amounts.worded(target.op, target.value, target.unit)
    yield from _wrapped(f"{target.code:<6}{amount}: {target.of} ({target.section})", "  ", 8)
    if target.title:
        yield from _indent(f"Đếm theo phiếu {words(SOURCE)(f'title.{target.title}')}.")
    if target.ambiguity:
        yield from _indent(f"CHƯA RÕ: {target.ambiguity} Phải chọn một cách hiểu:")
        for number, base in enumerate(target.bases, 1):
            yield from _indent(f"{number}) {base}")
    yield from _remarks(target)


def _goals(plan: Plan) -> Iterator[Iterator[str]]:
    for goal in plan.title_goals:
        yield _wrapped(f"{goal.who}: {goal.goal} ({goal.section})", "  ", 4)


def _calendar(plan: Plan, year: int, day: date) -> Iterator[Iterable[str]]:
    bound = {due.deadline.code: due for due in days.binding(plan, year, day)}
    entries = [
        *(_due(bound.get(due.deadline.code, due), bound) for due in days.dues(plan, year)),
        *(_happening(each) for each in days.happenings(plan, year)),
    ]
    if not entries:
        period = f"{plan.first_year}-{plan.last_year}"
        told = f"Không có hạn nào có ngày. Kế hoạch này cho các năm {period}."
        yield _wrapped(told, "  ")
    for entry in sorted(entries, key=lambda entry: (entry.safe, entry.written, entry.code)):
        yield entry.lines


def _due(found: Due, bound: Mapping[str, Due]) -> _Day:
    deadline = found.deadline
    head = f"{deadline.code:<6}{when(found)} · {_whose(found, deadline.code in bound)}"
    lines = (
        *_wrapped(head, "  ", 8),
        *_deadline(deadline),
        *(_indent(found.inferred) if found.inferred else ()),
        *(_indent(found.note) if found.note else ()),
    )
    return _Day(found.safe, found.written, deadline.code, lines)


def _happening(found: Happening) -> _Day:
    event = found.event
    span = f"từ {_short(found.opens)} đến hết {_short(found.closes)}"
    head = f"{event.code:<6}{span} · {event.name} ({event.section})"
    lines = (*_wrapped(head, "  ", 8), *_remarks(event))
    return _Day(found.closes, found.closes, event.code, lines)


def _whose(found: Due, binds: bool) -> str:
    if binds:
        return "xã phải làm (suy ra)" if found.inferred else "xã phải làm"
    return "cấp trên" if found.deadline.tier in ("district", "province", "nation") else "nơi khác"


def _undated(plan: Plan) -> Iterator[Iterator[str]]:
    for deadline in plan.deadlines:
        if deadline.rule.kind == "open":
            yield _open(deadline.code, deadline.rule.words)
            yield _deadline(deadline)
    for event in plan.events:
        if event.rule.kind == "open":
            yield _open(event.code, event.rule.words)
            yield _indent(f"{event.name} ({event.section})")
            yield _remarks(event)


def _open(code: str, told: str) -> Iterator[str]:
    return _wrapped(f"{code:<6}{told or rules.OPEN}", "  ", 8)


def _deadline(deadline: Deadline) -> Iterator[str]:
    yield from _indent(f"{deadline.what} ({deadline.section})")
    to = f" → {', '.join(deadline.to)}" if deadline.to else ""
    yield from _indent(f"{deadline.sender or 'chưa nêu ai làm'}{to}")
    if deadline.ambiguity:
        yield from _indent(f"CHƯA RÕ: {deadline.ambiguity}")
    yield from _remarks(deadline)


def _remarks(entry: Target | Deadline | Event) -> Iterator[str]:
    if isinstance(entry, Event) and entry.ambiguity:
        yield from _indent(f"CHƯA RÕ: {entry.ambiguity}")
    if entry.caveat:
        yield from _indent(f"Chú ý: {entry.caveat}")
    if UNSURE[entry.confidence]:
        yield from _indent(UNSURE[entry.confidence])
    if not isinstance(entry, Target) and entry.source:
        yield from _indent(f"Nguồn: {entry.source}")


def _actors(plan: Plan) -> Iterator[Iterator[str]]:
    for actor in plan.actors:
        duties = f": {actor.duties}" if actor.duties else ""
        yield _wrapped(f"{actor.name}{duties} ({actor.section})", "  ", 4)


def _indent(text: str) -> Iterator[str]:
    return _wrapped(text, " " * 8, 10)


def _wrapped(text: str, indent: str, hang: int = 2) -> Iterator[str]:
    """The text within 80 columns, on a line of its own each; long words are left whole."""
    yield from wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _short(day: date) -> str:
    return f"{day.day}/{day.month}"


def _dated(day: date) -> str:
    return f"{_short(day)}/{day.year}"
