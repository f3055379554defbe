"""What no single key of a plan shows: years outside its period, open bases, codes given twice."""

from collections.abc import Iterable, Iterator

from flows.plan.model import Deadline, Event, Plan, Rule, Target
from flows.plan.problems import Problem

Remark = tuple[str, str]
"""The key it is about, and what to do; "" for the whole entry."""

YEARS = range(1990, 2101)


def period(first: int, last: int) -> Iterator[Remark]:
    """Whether a plan can run from `first` to `last`."""
    if first not in YEARS or last not in YEARS or first > last:
        yield "years", f"Giai đoạn {first}-{last} không hợp lý. Hãy ghi như: 2026-2030."


def content(plan: Plan) -> Iterator[Remark]:
    """Whether there is anything in it that a year could follow."""
    if not (plan.targets or plan.deadlines or plan.events or plan.title_goals):
        yield "", "Kế hoạch chưa có chỉ tiêu, hạn hay việc nào."


def target(target: Target, plan: Plan) -> Iterator[Remark]:
    """What is wrong with a target of that plan."""
    if not plan.first_year <= target.year <= plan.last_year:
        yield "year", _outside(target.year, plan)
    if target.ambiguity and len(target.bases) < 2:
        yield (
            "ambiguity",
            'Chỗ chưa rõ cần ít nhất hai cách hiểu, ghi dưới "bases", mỗi cách một dòng.',
        )
    if target.bases and not target.ambiguity:
        yield "bases", 'Có nhiều cách hiểu thì ghi thêm "ambiguity": văn bản chưa rõ ở chỗ nào.'
    if len(set(target.bases)) < len(target.bases):
        yield "bases", "Hai cách hiểu giống hệt nhau. Hãy bỏ một."


def deadline(deadline: Deadline, plan: Plan) -> Iterator[Remark]:
    """What is wrong with a deadline of that plan."""
    yield from _rule(deadline.rule, plan)
    if not deadline.sender and not deadline.ambiguity:
        yield "", 'Thiếu "from" (ai báo cáo). Văn bản không nêu thì ghi rõ điều đó ở "ambiguity".'
    if deadline.to_tier and not deadline.to:
        yield "to_tier", 'Có "to_tier" thì phải có "to": gửi cho ai.'


def event(event: Event, plan: Plan) -> Iterator[Remark]:
    """What is wrong with an event of that plan."""
    yield from _rule(event.rule, plan)


def codes(given: Iterable[tuple[str, int]]) -> Iterator[Problem]:
    """Codes that stand twice in one file, given with the line of each."""
    first: dict[str, int] = {}
    for code, line in given:
        if code and code in first:
            told = f'Mã "{code}" đã dùng ở dòng {first[code]}. Hãy đặt mã khác.'
            yield Problem(line, told)
        elif code:
            first[code] = line


def shared(plan: Plan, others: Iterable[Plan]) -> Iterator[str]:
    """Codes of this plan that another plan uses too: letters are kept by them, so none may."""
    own = set(_codes(plan))
    for other in others:
        if other.code != plan.code:
            for code in sorted(own & set(_codes(other))):
                yield f'Mã "{code}" đã dùng trong kế hoạch {other.code}. Hãy đặt mã khác.'


def _codes(plan: Plan) -> Iterator[str]:
    listed: tuple[Target | Deadline | Event, ...] = (
        *plan.targets,
        *plan.deadlines,
        *plan.events,
    )
    return (each.code for each in listed)


def _rule(rule: Rule, plan: Plan) -> Iterator[Remark]:
    if rule.year is not None and not plan.first_year <= rule.year <= plan.last_year:
        yield "when", _outside(rule.year, plan)


def _outside(year: int, plan: Plan) -> str:
    return f"Năm {year} nằm ngoài giai đoạn {plan.first_year}-{plan.last_year} của kế hoạch."
