"""What an officer may want to look at again, though nothing is wrong: it keeps nobody waiting."""

from collections import Counter
from collections.abc import Iterator, Mapping

from flows.forms.faults import Fault
from flows.roster.model import Roster, short
from flows.roster.plans import plan


def remarks(roster: Roster, places: Mapping[str, tuple[str, int]]) -> tuple[Fault, ...]:
    """Remarks on a sound roster; `places` tells on which sheet and row each code stands."""
    return (*_heads(roster, places), *_staff(roster), *_twice(roster, places))


def _heads(roster: Roster, places: Mapping[str, tuple[str, int]]) -> Iterator[Fault]:
    heads = Counter(
        duty.of
        for person in roster.people.values()
        for duty in person.duties
        if duty.role == "village_head"
    )
    for village in roster.villages.values():
        if heads[village.code] != 1:
            count = heads[village.code] or "chưa có"
            text = f"{village.name} {count} trưởng thôn bản ở trang {plan('people').title}."
            yield _remark(places, village.code, text)


def _staff(roster: Roster) -> Iterator[Fault]:
    duties = (duty for person in roster.people.values() for duty in person.duties)
    if not any(duty.role == "staff" for duty in duties):
        text = "Chưa có ai là cán bộ xã, nên chưa ai thẩm định được."
        yield Fault(plan("people").title, None, "", text, serious=False)


def _twice(roster: Roster, places: Mapping[str, tuple[str, int]]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], str] = {}
    for household in roster.households.values():
        first = seen.setdefault((household.village, household.name.casefold()), household.code)
        if first != household.code:
            text = f"Cùng bản, cùng chủ hộ với hộ {short(first, roster.commune.code)}."
            yield _remark(places, household.code, f"{text} Có phải một hộ ghi hai lần?")


def _remark(places: Mapping[str, tuple[str, int]], code: str, text: str) -> Fault:
    title, number = places[code]
    return Fault(title, number, "", text, serious=False)
