"""Every errand, asked by everybody to whom it is not given: refused alike, leaking nothing."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.desks import ERRANDS
from flows.rights import ACTIONS
from storage import assessments, offers, packs, people, roster, tables
from storage.moves import By
from storage.roster import SamplePerson
from tests.stage import MORNING, Stage, heard, stage

STRANGERS = {
    "a citizen": SamplePerson("Vàng Thị Mẫu", "citizen", "MAU02"),
    "a household": SamplePerson("Lò Văn Mẫu", "household", "MAU02", "MAU02-07"),
    "a village head next door": SamplePerson("Phàn A Mẫu", "village_head", "MAU02", "MAU02-01"),
    "an officer elsewhere": SamplePerson("Đỗ Thu Mẫu", "staff", "MAU03"),  # holds no commune
}
HEAD = SamplePerson("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
ENDS = ("", ".ok", ".y", ".family.f")
GUARDED = sorted(verb for verb, counter in ERRANDS.items() if counter.action)


async def handed_in(on: Stage) -> tuple[int, int]:
    """A family form of the first village, handed in by its head: (assessment, subject)."""
    async with on.db.begin() as tx:
        person = await roster.enrol(tx, HEAD, "test", "head", MORNING)
        held = await people.hold(tx, "test", "head")
        offer = next(o for o in await offers.listed(tx, held, 2026) if o.number == 3)
        pack = await packs.current(tx, "family", 2026, "MAU")
        by = By(person, "village_head", "test", MORNING)
        standing = await assessments.open_for(tx, offer, 2026, pack.id, by)
        await assessments.submit(tx, standing, {}, None, by)
    return standing.id, offer.subject_id


async def names(on: Stage) -> list[str]:
    """What everybody in the first village is called."""
    async with on.db.read() as tx:
        query = select(tables.Subject.name).where(tables.Subject.place_code == "MAU01")
        return list((await tx.execute(query)).scalars())


async def footprint(on: Stage) -> list[int]:
    """How much there is of everything that an errand could change."""
    kinds = (tables.Move, tables.Assessment, tables.Meeting, tables.Vote, tables.Draw)
    more = (tables.Decision, tables.Award, tables.Invitation, tables.Finding, tables.Remark)
    plans = (
        tables.PlanChoice,
        tables.OwnDeadline,
        tables.StepDate,
        tables.BaseChoice,
        tables.Filed,
    )
    async with on.db.read() as tx:
        return [
            (await tx.execute(select(func.count()).select_from(kind))).scalar_one()
            for kind in (*kinds, *more, *plans)
        ]


@pytest.mark.parametrize("who", STRANGERS)
async def test_what_is_not_given_to_somebody_is_refused_and_leaks_nothing(
    who: str, tmp_path: Path
) -> None:
    async with stage(tmp_path, person=STRANGERS[who]) as on:
        assessment, subject = await handed_in(on)
        await on.say("chào")
        await on.say("1")
        before, secret = await footprint(on), await names(on)

        for verb in GUARDED:
            for about in (assessment, subject, "MAU01"):
                for end in ENDS:
                    told = heard(await on.press(f"{verb}.{about}{end}"))
                    assert not [name for name in secret if name in told], (verb, about, end, told)

        assert await footprint(on) == before


async def test_every_action_beyond_a_form_of_ones_own_has_a_door() -> None:
    guarded = {counter.action for counter in ERRANDS.values() if counter.action}

    assert guarded >= set(ACTIONS) - {"set_up", "see_province", "see_commune"}


async def test_what_is_not_there_is_refused_in_the_same_words(tmp_path: Path) -> None:
    async with stage(tmp_path, person=STRANGERS["a village head next door"]) as on:
        _, subject = await handed_in(on)
        await on.say("chào")
        await on.say("1")

        there = heard(await on.press(f"nb.{subject}"))
        nowhere = heard(await on.press("nb.999999"))

    assert there == nowhere
