"""The demo: an invented commune and its phones side by side, without token, account or server."""

import secrets
from collections.abc import Callable, Sequence

from bot.moment import ZONE
from bot.program import House
from bot.settings import WrongSettings
from bot.web.channel import DemoPhone
from flows import sample
from flows.rights import Role
from flows.roster.differences import compare
from storage import enrolled, enrolment, roster
from storage.database import Tx
from storage.memberships import Moment

PHONES: tuple[tuple[Role, str, str, str, str], ...] = (
    ("citizen", "Vàng Thị Mẫu", "MAU01", "", "Công dân: tự chấm phiếu của mình"),
    ("household", "Lò Văn Mẫu", "MAU01", "MAU01-07", "Hộ gia đình: thêm phiếu của cả nhà"),
    ("village_head", "Tẩn A Mẫu", "MAU01", "MAU01-01", "Trưởng bản: nhập giúp, họp bình xét"),
    ("staff", "Đỗ Thu Mẫu", "MAU", "", "Cán bộ xã: thẩm định, công nhận"),
)
"""Role, name, place, the household they answer for, and one line on what they do."""


async def phones(home: House) -> list[DemoPhone]:
    """The phones; their people are written down the first time.

    Raises WrongSettings for a folder in which the invented commune has no place.
    """
    async with home.db.begin() as tx:
        if await roster.commune(tx) is None:
            raise WrongSettings(
                f"{home.settings.data} is in real use; give the demo its own --data"
            )
        found = await roster.sample_phones(tx, home.page.name)
        if not found:
            await _furnish(tx, home)
            found = await roster.sample_phones(tx, home.page.name)
    about = {name: text for _, name, _, _, text in PHONES}
    return [DemoPhone(address, name, about[name]) for name, address in found]


async def _furnish(tx: Tx, home: House) -> None:
    """Clans, units, how many live in each household, and the people with a phone."""
    now = home.now()
    commune = sample.commune()
    known = await enrolled.read(tx, commune.code)
    before = known.present if known else None
    changes = compare(before, None, sample.roster(commune))
    await enrolment.write(tx, changes, Moment(now, now.astimezone(ZONE).date()), ending=False)
    for role, name, place, household, _ in PHONES:
        person = roster.SamplePerson(name, role, place, household)
        await roster.enrol(tx, person, home.page.name, secrets.token_urlsafe(16), now)


def announce(home: House, shown: Sequence[DemoPhone], write: Callable[[str], None]) -> None:
    """Print where the pages are."""
    base = home.settings.public_url or f"http://{home.settings.host}:{home.settings.port}"
    if shown:
        write(f"Bản Học (dữ liệu mẫu): {base}/demo")
    for phone in shown:
        write(f"  {phone.name}: {base}/c/{phone.token}")
    if not shown:
        write(f"Bản Học: {base}")
