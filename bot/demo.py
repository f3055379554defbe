"""The demo: an invented commune and its phones side by side, without token, account or server."""

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from bot import demo_life
from bot.bells import bells
from bot.clockwork import Clockwork
from bot.driving import Driver, Post
from bot.moment import ZONE
from bot.program import House
from bot.settings import Settings, WrongSettings
from bot.web.channel import DemoPhone
from flows import sample
from flows.rights import Role
from flows.roster.differences import compare
from storage import enrolled, enrolment, lately, roster
from storage.database import Tx
from storage.memberships import Moment

MORNING = time(8)  # the hour in Vietnam at which a chosen day begins
PHONES: tuple[tuple[Role, str, str, str, str], ...] = (
    ("citizen", "Vàng Thị Mẫu", "MAU01", "", "Công dân: tự chấm phiếu của mình"),
    ("household", "Lò Văn Mẫu", "MAU01", "MAU01-07", "Hộ gia đình: thêm phiếu của cả nhà"),
    ("village_head", "Tẩn A Mẫu", "MAU01", "MAU01-01", "Trưởng bản: nhập giúp, họp bình xét"),
    ("staff", "Đỗ Thu Mẫu", "MAU", "", "Cán bộ xã: thẩm định, công nhận"),
    ("province_viewer", "Hà Thị Mẫu", sample.PROVINCE, "", "Cán bộ tỉnh: xem số liệu các xã"),
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
        if missing := [phone for phone in PHONES if phone[1] not in dict(found)]:
            await _furnish(tx, home, missing)
            found = await roster.sample_phones(tx, home.page.name)
    about = {name: text for _, name, _, _, text in PHONES}
    return [DemoPhone(address, name, about[name]) for name, address in found if name in about]


async def _furnish(tx: Tx, home: House, missing: Sequence[tuple[Role, str, str, str, str]]) -> None:
    """Clans, units, how many live in each household, and the people with a phone."""
    now = home.now()
    commune = sample.commune()
    known = await enrolled.read(tx, commune.code)
    before = known.present if known else None
    changes = compare(before, None, sample.roster(commune))
    await enrolment.write(tx, changes, Moment(now, now.astimezone(ZONE).date()), ending=False)
    for role, name, place, household, _ in missing:
        person = roster.SamplePerson(name, role, place, household)
        await roster.enrol(tx, person, home.page.name, secrets.token_urlsafe(16), now)


# ---- its clock


def wind(clock: Clockwork, settings: Settings, today: date | None) -> None:
    """Set the clock of a new folder, before anything is written into it."""
    if clock.is_new:
        chosen = today is not None and not settings.database_file.exists()
        clock.begin(_morning(today) if today and chosen else clock.now())


async def drive(home: House, clock: Clockwork, today: date | None) -> Driver:
    """What rings the bells by the demo's clock; it sets out for `today` where that is to come.

    Once a day was chosen, the sample people live their season from then on. Raises WrongSettings
    where `today` lies before something that was said already.
    """
    found = list(bells(home))
    if today is not None:
        clock.live()
    if clock.lives:
        spared = [household for _, _, _, household, _ in PHONES if household]
        life = await demo_life.begin(home, spared)
        found.insert(0, life.bell)
    post = Post(home.next_letter, home.letters_wait, home.postman.call)
    driver = Driver(clock, found, post)
    now = clock.now()
    if today is None or today == now.astimezone(ZONE).date():
        return driver
    if _morning(today) > now:
        driver.ask(_morning(today))
        return driver
    async with home.db.read() as tx:
        last = await lately.last(tx)
    if last is not None and last > _morning(today):
        raise WrongSettings(_too_late(home.settings, today, now))
    clock.begin(_morning(today))
    return driver


def _too_late(settings: Settings, today: date, now: datetime) -> str:
    return (
        f"The demo in {settings.data} has come to {now.astimezone(ZONE).date()} and has said "
        f"things after {today}: it cannot go back. Leave out --today to go on there; "
        "to begin anew, delete the folder or give another --data"
    )


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, ZONE)


def announce(home: House, shown: Sequence[DemoPhone], write: Callable[[str], None]) -> None:
    """Print where the pages are."""
    base = home.settings.public_url or f"http://{home.settings.host}:{home.settings.port}"
    if shown:
        write(f"Bản Học (dữ liệu mẫu): {base}/demo")
    for phone in shown:
        write(f"  {phone.name}: {base}/c/{phone.token}")
    if not shown:
        write(f"Bản Học: {base}")
