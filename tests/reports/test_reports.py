"""Reports count what was said at the door, row by row, and name nobody."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from reports import REPORTS
from storage import roster, tables
from storage.roster import SamplePerson
from tests.stage import MORNING, Clock, Stage, jpeg, stage

# Reports on what comes after handing in; each has stories of its own.
LATER = {"awards", "draws", "queue", "requests", "unreachable"}
CITIZEN = SamplePerson("Vàng Thị Mẫu", "citizen", "MAU01")


async def rows(on: Stage, name: str) -> Sequence[Mapping[str, object]]:
    async with on.db.read() as tx:
        return await REPORTS[name](tx)


async def hand_in(on: Stage) -> None:
    """The form opened, one photo sent, every other question answered by its last line."""
    for text in ("/start", "1", "1", "1", "1"):
        await on.say(text)
    await on.photo(jpeg())
    for _ in range(9):
        await on.say("4")
    await on.say("gửi")


@pytest.mark.parametrize(
    "name", sorted(REPORTS.keys() - {"roster"})
)  # that one counts who could speak
async def test_before_anybody_said_anything_every_report_is_empty(
    name: str, tmp_path: Path
) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        assert await rows(on, name) == []


@pytest.mark.parametrize("name", REPORTS)
async def test_every_row_can_be_written_as_json(name: str, tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await hand_in(on)

        found = await rows(on, name)

    assert found or name in LATER
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("name", REPORTS)
async def test_no_report_names_a_person(name: str, tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await hand_in(on)

        written = json.dumps(await rows(on, name), ensure_ascii=False)

    assert "Vàng" not in written


async def test_a_record_tells_where_a_form_stands(tmp_path: Path) -> None:
    async with stage(tmp_path, person=CITIZEN) as on:
        await hand_in(on)

        (record,) = await rows(on, "records")

    about = ("subject", "title", "year", "state", "points", "most", "verdict")
    assert [record[key] for key in about] == [
        "p1",
        "citizen",
        2026,
        "submitted",
        10.0,
        100.0,
        "fail",
    ]
    answers, evidence = record["answers"], record["evidence"]
    assert isinstance(answers, dict)
    by_name = {ref.rsplit("/", 1)[1]: value for ref, value in answers.items()}
    assert (by_name["i1"], by_name["i10"], by_name["area"]) == ("full", "none", "remote")
    assert evidence == [f"{ref} {value}" for ref, value in answers.items() if "photo" in ref]


async def test_records_of_two_forms_keep_their_answers_apart(tmp_path: Path) -> None:
    async with stage(
        tmp_path, person=SamplePerson("Lò Văn Mẫu", "household", "MAU01", "MAU01-07")
    ) as on:
        for text in ("/start", "1", "1", "1", "/start", "3", "2", "5"):
            await on.say(text)

        one, other = await rows(on, "records")

    assert (one["title"], other["title"]) == ("citizen", "family")
    assert all(str(ref).endswith(("/group", "/area")) for ref in dict(one["answers"]))
    assert other["answers"] != one["answers"]
    assert (one["points"], one["verdict"], one["evidence"]) == (None, "", [])


async def test_the_trail_tells_each_step_with_its_moment(tmp_path: Path) -> None:
    clock = Clock()
    async with stage(tmp_path, clock, person=CITIZEN) as on:
        for text in ("/start", "1", "1", "1"):
            await on.say(text)
        clock.now += timedelta(hours=1)
        for text in ["4"] * 10 + ["gửi"]:
            await on.say(text)

        found = await rows(on, "moves")

    by = {"assessment": 1, "person": 1, "role": "citizen", "channel": "test"}
    assert found == [
        {**by, "name": "open", "state": "drafting", "moved_at": MORNING.isoformat()},
        {
            **by,
            "name": "submit",
            "state": "submitted",
            "moved_at": (MORNING + timedelta(hours=1)).isoformat(),
        },
    ]


async def test_progress_counts_the_forms_of_each_village(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await begin_forms(on, {"MAU01": ["submitted", "drafting"], "MAU02": ["drafting"]})

        found = await rows(on, "progress")

    same = {"year": 2026, "title": "family"}
    assert found == [
        {"village": "Bản Nà Khum", **same, "begun": 1, "submitted": 0},
        {"village": "Bản Nà Đon", **same, "begun": 2, "submitted": 1},
    ]


async def test_two_villages_of_the_same_name_are_counted_apart(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        async with on.db.begin() as tx:
            again = {"code": "X01", "name": "Bản Nà Đon", "kind": "village"}
            await tx.execute(insert(tables.Place).values(**again))
        await begin_forms(on, {"MAU01": ["submitted"], "X01": ["drafting"]})

        found = await rows(on, "progress")

    assert [(row["village"], row["submitted"]) for row in found] == [
        ("Bản Nà Đon", 1),
        ("Bản Nà Đon", 0),
    ]


async def test_forms_of_people_without_a_village_are_counted_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        for text in ("xin chào", "1", "Lò Thị Mai", "1"):
            await on.say(text)

        found = await rows(on, "progress")

    assert found == [
        {"village": None, "year": 2026, "title": "citizen", "begun": 1, "submitted": 0}
    ]


async def begin_forms(on: Stage, states: Mapping[str, Sequence[str]]) -> None:
    """Family forms in these states, in these villages."""
    async with on.db.begin() as tx:
        person = await roster.enrol(
            tx, SamplePerson("An", "citizen", "MAU01"), "test", "an", MORNING
        )
        for village, each in states.items():
            for number, state in enumerate(each):
                code = f"{village}-h{number}"
                subject = {"kind": "household", "code": code, "name": code, "place_code": village}
                made = tables.Subject
                new = insert(made).values(**subject).returning(made.id)
                known = {"subject_id": (await tx.execute(new)).scalar_one(), "title": "family"}
                by = {"pack_id": 1, "opened_at": MORNING, "opened_by": person}
                form = insert(tables.Assessment).values(**known, **by, year=2026, state=state)
                await tx.execute(form)
