"""Each kind of letter by its policy: who goes first, when, and what happens to one in doubt."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channel import Refused, TryLater, Unreachable
from flows.letters import UNASKED, Kind
from storage import database, mail, outbox
from storage.database import Full
from storage.waiting import Letter
from tests.post_office import SLOW, Office, Phone, post_office

NIGHT = datetime(2026, 11, 24, 15, tzinfo=UTC)  # ten in the evening in Vietnam
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEVER_AGAIN: list[Kind] = ["reminder", "digest", "announcement"]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("post") / "empty.db"
    database.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
async def office(empty: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with post_office(empty, tmp_path, Phone(SLOW)) as opened:
        yield opened


# ---- who goes first


async def test_replies_go_before_notices_before_reminders_before_announcements(
    office: Office,
) -> None:
    for kind in ("announcement", "reminder", "digest", "notice", "reply"):
        await office.promise(office.anna, kind, kind=kind)

    await office.everything()

    said = [text for _, text in office.phone.took]
    assert said == ["reply", "notice", "reminder", "digest", "announcement"]


async def test_a_letter_put_off_holds_back_those_behind_it_and_no_more_urgent_one(
    office: Office,
) -> None:
    office.phone.trouble = lambda _, text: TryLater("busy", 60) if text == "nhắc" else None
    await office.promise(office.anna, "nhắc", kind="reminder")
    await office.everything()
    await office.promise(office.anna, "báo", kind="announcement")
    await office.promise(office.anna, "đáp")

    office.clock.now += timedelta(seconds=59)
    await office.everything()
    before = list(office.phone.took)
    office.phone.trouble = lambda *_: None
    office.clock.now += timedelta(seconds=1)
    await office.everything()

    assert before == [("anna", "đáp")]
    assert office.phone.took == [("anna", "đáp"), ("anna", "nhắc"), ("anna", "báo")]


async def test_a_letter_promised_for_later_holds_back_nobody_until_then(office: Office) -> None:
    await office.promise(office.anna, "mai", kind="notice", after=HOUR)
    await office.promise(office.anna, "báo", kind="announcement")

    await office.everything()

    assert office.phone.took == [("anna", "báo")]


# ---- when


@pytest.mark.parametrize(("kind", "opens"), [("notice", 8.5), *((k, 9.0) for k in NEVER_AGAIN)])
async def test_what_nobody_asked_for_waits_for_the_morning(
    office: Office, kind: Kind, opens: float
) -> None:
    office.clock.now = NIGHT
    await office.promise(office.anna, "tin", kind=kind)

    office.clock.now = NIGHT + timedelta(hours=opens, seconds=-1)
    early = await office.postman.deliver()
    office.clock.now = NIGHT + timedelta(hours=opens)
    await office.everything()

    assert early == 0
    assert await office.letters() == [("tin", "sent", 0, "")]


async def test_a_reply_is_said_at_any_hour(office: Office) -> None:
    office.clock.now = NIGHT
    await office.promise(office.anna, "đáp")

    await office.everything()

    assert office.phone.took == [("anna", "đáp")]


async def test_a_reminder_is_not_said_on_tet(office: Office) -> None:
    office.clock.now = datetime(2027, 2, 6, 3, tzinfo=UTC)  # the first day of the lunar year
    await office.promise(office.anna, "nhắc", kind="reminder")
    await office.promise(office.anna, "kết quả", kind="notice")

    await office.everything()

    assert office.phone.took == [("anna", "kết quả")]


async def test_what_is_too_late_is_never_sent(office: Office) -> None:
    await office.promise(office.anna, "nhắc", kind="reminder", expires_in=HOUR)
    await office.promise(office.anna, "báo", kind="announcement")

    office.clock.now += HOUR
    await office.everything()

    assert office.phone.took == [("anna", "báo")]
    assert (await office.letters())[0] == ("nhắc", "expired", 0, "too late")


async def test_a_letter_that_would_be_said_too_late_for_its_hours_is_not_said(
    office: Office,
) -> None:
    office.clock.now = NIGHT
    await office.promise(office.anna, "nhắc", kind="reminder", expires_in=2 * HOUR)

    office.clock.now += 12 * HOUR
    await office.everything()

    assert (office.phone.took, await office.states()) == ([], ["expired"])


@pytest.mark.parametrize(
    ("expires_in", "state"), [(timedelta(minutes=30), "expired"), (DAY, "queued")]
)
async def test_time_that_passes_while_a_letter_waits_to_leave_counts(
    office: Office, expires_in: timedelta, state: str
) -> None:
    office.phone.unturned.add("anna")
    await office.promise(office.anna, "nhắc", kind="reminder", expires_in=expires_in)

    async with office.working():
        await office.phone.has_waiting("anna")
        office.clock.now = NIGHT
        office.phone.turn.set()
        await office.promise(office.ben, "đáp")
        office.postman.call()
        await office.phone.takes(("ben", "đáp"))
    await office.everything()

    assert await office.states() == [state, "sent"]


# ---- in doubt


async def test_a_reply_nobody_heard_of_again_is_said_again(office: Office) -> None:
    await office.promise(office.anna, "đáp")
    await office.loses()

    await office.everything()
    at_once = list(office.phone.took)
    office.clock.now += HOUR
    await office.everything()

    assert at_once == []
    assert office.phone.took == [("anna", "đáp")]


async def test_a_notice_in_doubt_is_said_once_more_and_says_so(office: Office) -> None:
    await office.promise(office.anna, "Đã công nhận.", kind="notice")
    await office.loses()

    office.clock.now += HOUR
    await office.everything()

    assert office.phone.took == [("anna", "(gửi lại) Đã công nhận.")]


async def test_a_notice_twice_in_doubt_is_not_said_a_third_time(office: Office) -> None:
    await office.promise(office.anna, "Đã công nhận.", kind="notice")
    for _ in range(2):
        await office.loses()
        office.clock.now += HOUR
        async with office.db.begin() as tx:
            await outbox.settle(tx, office.clock(), office.clock() + DAY)

    await office.everything()

    assert office.phone.took == []
    assert await office.states() == ["unknown"]


@pytest.mark.parametrize("kind", NEVER_AGAIN)
async def test_what_is_in_doubt_is_marked_and_never_said_again(office: Office, kind: Kind) -> None:
    await office.promise(office.anna, "tin", kind=kind)
    await office.promise(office.anna, "sau", kind=kind)
    await office.loses()

    office.clock.now += HOUR
    await office.everything()

    assert office.phone.took == [("anna", "sau")]
    assert await office.states() == ["unknown", "sent"]


@pytest.mark.parametrize(
    ("kind", "said", "state"),
    [
        ("reply", "tin", "sent"),
        ("notice", "(gửi lại) tin", "sent"),
        *((kind, None, "unknown") for kind in NEVER_AGAIN),
    ],
)
async def test_a_lost_answer_is_a_doubt(
    office: Office, kind: Kind, said: str | None, state: str
) -> None:
    office.phone.trouble = lambda *_: TryLater("the answer was lost", unsure=True)
    await office.promise(office.anna, "tin", kind=kind)
    await office.everything()

    office.phone.trouble = lambda *_: None
    office.clock.now += HOUR
    await office.everything()

    assert [text for _, text in office.phone.took] == ([said] if said else [])
    assert await office.states() == [state]


@pytest.mark.parametrize("kind", sorted(UNASKED))
async def test_what_was_surely_not_done_is_tried_until_it_is(office: Office, kind: Kind) -> None:
    office.phone.trouble = lambda *_: TryLater("away")
    await office.promise(office.anna, "tin", kind=kind)
    for _ in range(20):
        await office.everything()
        office.clock.now += timedelta(minutes=6)

    office.phone.trouble = lambda *_: None
    await office.everything()

    assert office.phone.took == [("anna", "tin")]


async def test_a_failure_nobody_foresaw_on_the_way_is_a_doubt(office: Office) -> None:
    office.phone.trouble = lambda *_: KeyError("lạ")
    await office.promise(office.anna, "nhắc", kind="reminder")

    await office.everything()

    assert await office.letters() == [("nhắc", "unknown", 0, "KeyError")]


async def test_whoever_carried_a_letter_knows_better_than_who_gave_up_on_it(
    office: Office,
) -> None:
    await office.promise(office.anna, "nhắc", kind="reminder")
    letter = await office.loses()
    office.clock.now += HOUR
    await office.everything()
    before = await office.states()

    async with office.db.begin() as tx:
        await mail.mark_sent(tx, letter, office.clock())

    assert (before, await office.states()) == (["unknown"], ["sent"])


async def test_a_letter_on_its_way_is_not_taken_back(office: Office) -> None:
    await office.promise(office.anna, "tin", kind="notice")
    await office.loses()

    async with office.db.begin() as tx:
        taken_back = await mail.withdraw(tx, "anna:('tin',)")

    assert (taken_back, await office.states()) == (0, ["sending"])


@pytest.mark.parametrize("move", [timedelta(days=7), timedelta(days=-7)])
async def test_a_clock_that_is_moved_doubts_nothing_that_is_on_its_way(
    office: Office, move: timedelta
) -> None:
    office.phone.stuck.add("anna")
    await office.promise(office.anna, "nhắc", kind="reminder")

    async with office.working():
        await office.phone.is_busy_with("anna")
        office.clock.now += move
        await office.promise(office.ben, "đáp")
        office.postman.call()
        await office.phone.takes(("ben", "đáp"))
        on_its_way = (await office.states())[0]
        office.phone.released.set()
        await office.phone.takes(("ben", "đáp"), ("anna", "nhắc"))

    assert on_its_way == "sending"
    assert await office.states() == ["sent", "sent"]


async def test_a_clock_put_back_does_not_keep_a_lost_letter_on_its_way_until_it_catches_up(
    office: Office,
) -> None:
    await office.promise(office.anna, "đáp")
    await office.loses()

    office.clock.now -= DAY
    await office.promise(office.anna, "sau")
    await office.everything()

    assert office.phone.took == [("anna", "đáp"), ("anna", "sau")]


# ---- given up


async def test_who_is_gone_gets_nothing_of_any_kind(office: Office) -> None:
    office.phone.trouble = lambda *_: Unreachable("blocked")
    for kind in ("reply", "notice", "reminder", "announcement"):
        await office.promise(office.anna, kind, kind=kind)

    await office.everything()

    assert [(state, why) for _, state, _, why in await office.letters()] == [
        ("failed", "blocked"),
        *[("failed", "unreachable")] * 3,
    ]


async def test_a_malformed_letter_is_parked_with_its_reason(office: Office) -> None:
    office.phone.trouble = lambda *_: Refused("message is too long")
    await office.promise(office.anna, "nhắc", kind="reminder")

    await office.everything()

    assert await office.letters() == [("nhắc", "failed", 0, "message is too long")]


async def test_a_full_disk_lets_nothing_leave_unmarked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> bool:
        raise Full("no space left")

    await office.promise(office.anna, "nhắc", kind="reminder")
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "claim", full)
        carried = await office.postman.deliver()
    taken = list(office.phone.took)
    await office.everything()

    assert (carried, taken) == (0, [])
    assert office.phone.took == [("anna", "nhắc")]


# ---- two of them


async def test_a_letter_another_postman_took_is_left_to_him(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.phone.unturned.add("anna")
    await office.promise(office.anna, "nhắc", kind="reminder")

    async with office.working():
        await office.phone.has_waiting("anna")
        other: Letter = await office.loses()
        office.phone.turn.set()
        await office.promise(office.ben, "đáp")
        office.postman.call()
        await office.phone.takes(("ben", "đáp"))

    assert other.message.text == "nhắc"
    assert await office.states() == ["sending", "sent"]


async def test_an_address_is_free_only_when_the_other_postman_is_done(office: Office) -> None:
    await office.promise(office.anna, "một", "hai")
    first = await office.loses()

    meanwhile = await office.postman.deliver()
    async with office.db.begin() as tx:
        await mail.mark_sent(tx, first, office.clock())
    await office.everything()

    assert meanwhile == 0
    assert office.phone.took == [("anna", "hai")]
