"""The table of rights: every role, every action, at home and everywhere else."""

from collections.abc import Mapping

import pytest

from flows import rights
from flows.rights import ACTIONS, ROLES, STANDS_FOR, Action, Holding, Role, Target

HOME: Mapping[Role, Holding] = {
    "citizen": Holding("citizen", subject_id=1),
    "household": Holding("household", subject_id=2),
    "clan_head": Holding("clan_head", subject_id=3),
    "unit_head": Holding("unit_head", subject_id=4),
    "village_head": Holding("village_head", place_code="B1"),
    "staff": Holding("staff", place_code="X1"),
    "province_viewer": Holding("province_viewer", place_code="T1"),
    "technician": Holding("technician", place_code="X1"),
}
PLACES = {"village": "B1", "commune": "X1", "province": "T1"}
ELSEWHERE = {"village": "B2", "commune": "X2", "province": "T2"}
SUBJECTS: Mapping[str, Target] = {
    kind: Target(number, kind, **PLACES)
    for number, kind in enumerate(("citizen", "household", "clan", "unit"), 1)
} | {"village": Target(5, "village", **PLACES), "commune": Target(6, "commune", "", "X1", "T1")}
THE_VILLAGE = Target(village="B1", commune="X1", province="T1")
THE_COMMUNE = Target(commune="X1", province="T1")
TABLE = """
                 own  answer_for  see_village  hold_meeting  invite  verify  recognise  see_commune  deadlines  announce  requests  province  set_up
citizen          yes  -           -            -             -       -       -          -            -          -         -         -         -
household        yes  -           -            -             -       -       -          -            -          -         -         -         -
clan_head        yes  -           -            -             -       -       -          -            -          -         -         -         -
unit_head        yes  -           -            -             -       -       -          -            -          -         -         -         -
village_head     yes  yes         yes          yes           yes     -       -          -            -          -         -         -         -
staff            yes  -           yes          -             yes     yes     yes        yes          yes        yes       yes       -         -
province_viewer  -    -           -            -             -       -       -          yes          -          -         -         yes       -
technician       -    -           -            -             -       -       -          -            -          -         -         -         yes
"""  # noqa: E501 - a table is read across
ALLOWED = {
    row.split()[0]: dict(zip(ACTIONS, (cell == "yes" for cell in row.split()[1:]), strict=True))
    for row in TABLE.strip().splitlines()[1:]
}


def at_home(action: Action, role: Role) -> Target:
    """What the action would concern, where that role is at home."""
    if action == "answer":
        own = {held: kind for kind, held in STANDS_FOR.items()}
        return SUBJECTS[own.get(role, "household")]
    if action == "answer_for":
        return SUBJECTS["household"]
    return THE_VILLAGE if action in {"see_village", "hold_meeting", "invite"} else THE_COMMUNE


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_at_home_a_role_may_do_what_the_table_says_and_nothing_else(
    role: Role, action: Action
) -> None:
    found = rights.allowed([HOME[role]], action, at_home(action, role))

    assert (found is not None) == ALLOWED[role][action]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_elsewhere_no_role_may_do_anything(role: Role, action: Action) -> None:
    here = at_home(action, role)
    elsewhere = Target(here.subject_id and here.subject_id + 100, here.kind, **ELSEWHERE)

    assert rights.allowed([HOME[role]], action, elsewhere) is None
    with pytest.raises(rights.Forbidden):
        rights.require([HOME[role]], action, elsewhere)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_a_role_that_was_given_nowhere_may_do_nothing(role: Role, action: Action) -> None:
    assert rights.allowed([Holding(role)], action, at_home(action, role)) is None
    assert rights.allowed([Holding(role)], action, Target()) is None


def test_whoever_holds_two_roles_acts_in_the_one_that_allows_it() -> None:
    both = [HOME["citizen"], HOME["village_head"]]

    assert rights.require(both, "answer", SUBJECTS["citizen"]).role == "citizen"
    assert rights.require(both, "answer_for", SUBJECTS["household"]).role == "village_head"


@pytest.mark.parametrize("kind", ["village", "unit", "commune"])
def test_a_village_head_answers_for_neighbours_and_not_for_institutions(kind: str) -> None:
    head = [HOME["village_head"]]

    assert rights.allowed(head, "answer_for", SUBJECTS[kind]) is None


def test_the_village_and_the_commune_answer_for_themselves_through_those_who_serve_them() -> None:
    assert rights.allowed([HOME["village_head"]], "answer", SUBJECTS["village"])
    assert rights.allowed([HOME["staff"]], "answer", SUBJECTS["commune"])
    assert rights.allowed([HOME["staff"]], "answer", SUBJECTS["village"]) is None
    assert rights.allowed([HOME["village_head"]], "answer", SUBJECTS["commune"]) is None


def test_every_role_and_every_action_stands_in_the_table() -> None:
    assert set(rights.RIGHTS) == set(ROLES)
    used = {action for allowed in rights.RIGHTS.values() for action in allowed}
    assert used == set(ACTIONS)
