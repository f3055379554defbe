"""What nobody asked for: said to everyone who can be reached, never at night, never by number."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import notices
from flows import quiet
from flows.events import MenuLine, Prompted
from flows.wording import words
from storage import mail, people
from storage.moves import By
from tests.stage import MORNING, Stage, heard, stage

LATE = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # half past ten in the evening in Vietnam
LINES = (MenuLine("Sửa ngay", "o.1.family"),)


async def told(on: Stage, now: datetime, **how: timedelta) -> None:
    async with on.db.begin() as tx:
        held = await people.hold(tx, "test", "an")
        by = By(held.person.id, "staff", "test", now)
        to = await people.at_home(tx, held.person.id)
        event = Prompted("already_agreed", LINES)
        await notices.tell(tx, to, [event], once="return:1", by=by, **how)


async def shelf(on: Stage, now: datetime) -> str:
    async with on.db.read() as tx:
        return heard([each.message for each in await mail.shelf(tx, "test", "an", 0, 9, now)])


async def test_a_notice_has_lines_to_tap_and_no_numbers_to_type(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await told(on, MORNING)

        read = await shelf(on, MORNING)

    assert read.endswith("· Sửa ngay")
    assert words("vi")("notice.how") in read


async def test_a_number_typed_after_a_notice_still_answers_what_was_asked(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.say("chào")
        await told(on, MORNING)

        answer = heard(await on.say("1"))

    assert "Cảm ơn bác đã đồng ý" in answer


async def test_what_is_decided_at_night_is_told_in_the_morning(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await told(on, LATE)

        at_night = await shelf(on, LATE + timedelta(hours=3))
        in_the_morning = await shelf(on, LATE + timedelta(hours=8))

    assert (at_night, "Sửa ngay" in in_the_morning) == ("", True)


async def test_the_same_notice_is_promised_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await told(on, MORNING)
        await told(on, MORNING)

        assert (await shelf(on, MORNING)).count("Sửa ngay") == 1


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ((6, 29), (24, 6, 30)),
        ((6, 30), (24, 6, 30)),
        ((20, 59), (24, 20, 59)),
        ((21, 0), (25, 6, 30)),
        ((23, 59), (25, 6, 30)),
        ((0, 1), (24, 6, 30)),
    ],
)
def test_the_quiet_hours_end_at_half_past_six(
    said: tuple[int, int], allowed: tuple[int, int, int]
) -> None:
    moment = datetime(2026, 11, 24, *said, tzinfo=UTC)

    assert quiet.allowed_from(moment) == datetime(2026, 11, *allowed, tzinfo=UTC)
