"""What it costs to know one member more, counted in looks at where the others stand."""

import pytest

from flows import growth
from flows.fields import Field
from tests.flows.forms_for_tests import sheet, survey

MANY = 100
HOUSES = survey(
    "type | name | label | repeat_count",
    "begin_repeat | house | Nhà",
    "integer | many | Mấy con?",
    "begin_repeat | child | Con | ${many}",
    "text | called | Tên gì?",
    "end_repeat | |",
    "end_repeat | |",
)


def test_members_that_come_before_others_are_put_in_without_sorting_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[str] = []
    order = growth._order

    def watched(field: Field) -> tuple[int, ...]:
        looks.append(field.address)
        return order(field)

    town = sheet(HOUSES)
    town.add(town.growth.rosters["#/data/house"])
    town.add(town.growth.rosters["#/data/house"])
    town.enter("/data/house[2]/many", str(MANY))
    monkeypatch.setattr(growth, "_order", watched)

    town.enter("/data/house[1]/many", str(MANY))

    names = [field.address for field in town.growth.standing("/data/house/child/called")]
    houses = [f"/data/house[{h}]/child[{n}]/called" for h in (1, 2) for n in range(1, MANY + 1)]
    assert names == houses
    assert len(looks) < 2 * MANY * 12  # two nodes a member; halving 200 takes eight looks
