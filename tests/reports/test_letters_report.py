"""How far letters came is counted, with the reason of those that stay where they are."""

import json
from pathlib import Path

from bot.channel import Refused, TryLater
from reports import REPORTS
from storage import database
from tests.post_office import SLOW, Phone, post_office
from tests.stage import MORNING


async def test_letters_are_counted_by_how_far_they_came_and_why(tmp_path: Path) -> None:
    database.upgrade(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    async with post_office(tmp_path / "empty.db", tmp_path, Phone(SLOW)) as office:
        troubles = {
            "dài": Refused("message is too long"),
            "dài nữa": Refused("message is too long"),
            "lạc": TryLater("answer lost", unsure=True),
        }
        office.phone.trouble = lambda _, text: troubles.get(text)
        await office.promise(office.anna, "dài", "dài nữa", "đáp")
        await office.promise(office.ben, "lạc", kind="reminder")
        await office.everything()

        async with office.db.read() as tx:
            found = await REPORTS["letters"](tx)

    at = {"channel": "telegram", "oldest": MORNING.isoformat(), "newest": MORNING.isoformat()}
    parked = {"kind": "reply", "problem": "message is too long", "letters": 2, "first": 1}
    lost = {"kind": "reminder", "problem": "answer lost", "letters": 1, "first": 4}
    assert found == [
        {"state": "failed", **parked, **at},
        {"state": "sent", "kind": "reply", "problem": "", "letters": 1, "first": 3, **at},
        {"state": "unknown", **lost, **at},
    ]
    assert "dài nữa" not in json.dumps(found, ensure_ascii=False)
