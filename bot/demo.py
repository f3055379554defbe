"""The demo: an invented commune and three phones side by side, without token, account or server."""

import secrets
from collections.abc import Callable, Sequence

from bot.program import House
from bot.settings import WrongSettings
from bot.web.channel import DemoPhone
from flows.rights import Role
from storage import roster

PHONES: tuple[tuple[Role, str, str, str], ...] = (
    ("citizen", "Vàng Thị Mẫu", "", "Công dân: tự chấm phiếu của mình"),
    ("household", "Lò Văn Mẫu", "MAU01-07", "Hộ gia đình: thêm phiếu của cả nhà"),
    ("village_head", "Tẩn A Mẫu", "MAU01-01", "Trưởng bản: nhập giúp các hộ trong bản"),
)
VILLAGE = "MAU01"


async def phones(home: House) -> list[DemoPhone]:
    """The three phones; their people are written down the first time.

    Raises WrongSettings for a folder in which the invented commune has no place.
    """
    async with home.db.begin() as tx:
        if await roster.commune(tx) is None:
            raise WrongSettings(
                f"{home.settings.data} is in real use; give the demo its own --data"
            )
        found = await roster.sample_phones(tx, home.page.name)
        if not found:
            for role, name, household, _ in PHONES:
                person = roster.SamplePerson(name, role, VILLAGE, household)
                address = secrets.token_urlsafe(16)
                await roster.enrol(tx, person, home.page.name, address, home.now())
            found = await roster.sample_phones(tx, home.page.name)
    about = {name: text for _, name, _, text in PHONES}
    return [DemoPhone(address, name, about[name]) for name, address in found]


def announce(home: House, shown: Sequence[DemoPhone], write: Callable[[str], None]) -> None:
    """Print where the pages are."""
    base = home.settings.public_url or f"http://{home.settings.host}:{home.settings.port}"
    if shown:
        write(f"Bản Học (dữ liệu mẫu): {base}/demo")
    for phone in shown:
        write(f"  {phone.name}: {base}/c/{phone.token}")
    if not shown:
        write(f"Bản Học: {base}")
