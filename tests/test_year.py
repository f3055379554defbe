"""A village's whole year: from an Excel file to certificates, with phones and one officer."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp.test_utils import TestServer
from sqlalchemy import func, select

from bot import invitations, program, rostering
from bot.program import House
from bot.rostering import Loading
from bot.settings import Settings
from flows.rights import STANDS_FOR
from flows.roster import template
from flows.roster.model import Clan, Commune, Duty, Household, Person, Roster, Village, listed
from reports import REPORTS
from reports import village as numbers
from storage import invitations as issued
from storage.invitations import Whom
from storage.tables import Assessment, Award, Decision, Move, Subject
from storage.tables import Person as PersonRow
from tests.phones import Clock, Phone, phone, site
from tests.stage import jpeg

VILLAGE, COMMUNE = "03390-01", "03390"
THEMSELVES = range(2, 14)  # house numbers of the twelve that answer themselves
BY_THE_HEAD = range(14, 20)  # of the six that the village head answers for
NOT_PASSED = (18, 19)
RETURNED = (3, 5, 14)


def roster() -> Roster:
    """One village of twenty households; the first three are of one clan."""
    homes = [f"{VILLAGE}-{n:02}" for n in range(1, 21)]
    clan = f"{COMMUNE}-H1"
    households = (
        Household(code, f"Lò Văn {code[-2:]} (mẫu)", VILLAGE, 4, 2, clans=(clan,) if n < 5 else ())
        for n, code in enumerate(homes, 1)
    )
    people = (
        Person(
            "N01", "Tẩn A Mẫu", 1970, "0912345601", VILLAGE, duties=(Duty("village_head", VILLAGE),)
        ),
        Person("N02", "Đỗ Thu Mẫu", 1985, "0912345602", duties=(Duty("staff", COMMUNE),)),
        Person(
            "N03", "Lò Thị Họ Mẫu", 1965, "0912345603", VILLAGE, duties=(Duty("clan_head", clan),)
        ),
    )
    return Roster(
        Commune(COMMUNE, "xã Bình Lư", "12", "remote"),
        villages=listed([Village(VILLAGE, "Bản Nà Đon (mẫu)")]),
        clans=listed([Clan(clan, "Họ Lò (mẫu)", VILLAGE)]),
        households=listed(households),
        people=listed(people),
    )


@dataclass
class Year:
    """The running program of one commune, and everybody's phone."""

    home: House
    server: TestServer
    clock: Clock
    stack: AsyncExitStack
    households: dict[int, Phone] = field(default_factory=dict)

    async def phone(self, whom: Whom) -> Phone:
        """A new phone that opens the invitation of `whom` and says yes."""
        async with self.home.db.begin() as tx:
            terms = invitations.terms_for(whom, self.clock())
            chance = self.home.conversation.office.chance
            found = await issued.issue(tx, whom, terms, self.clock(), chance)
        link, *_ = invitations.links(self.home.conversation.office, found)
        new = await self.stack.enter_async_context(phone(self.server))
        await new.opens(link)
        return new

    async def subject(self, code: str) -> Whom:
        async with self.home.db.read() as tx:
            query = select(Subject.id, Subject.kind).where(Subject.code == code)
            row = (await tx.execute(query)).one()
        return Whom(STANDS_FOR[row.kind], subject_id=row.id, place_code=VILLAGE)

    async def person(self, code: str, role: str, place: str) -> Whom:
        async with self.home.db.read() as tx:
            query = select(PersonRow.id).where(PersonRow.code.endswith(code))
            number = (await tx.execute(query)).scalar_one()
        return Whom(role, person_id=number, place_code=place)

    async def states(self, title: str) -> Counter[str]:
        async with self.home.db.read() as tx:
            query = select(Assessment.state).where(Assessment.title == title)
            return Counter((await tx.execute(query)).scalars())


@asynccontextmanager
async def year(folder: Path) -> AsyncIterator[Year]:
    """The program after the technician has loaded the roster from Excel."""
    clock = Clock()
    settings = Settings(data=folder / "data", public_url="http://127.0.0.1:8080")
    await asyncio.to_thread(
        folder.joinpath("roster.xlsx").write_bytes, template.export(roster(), 2026)
    )
    told: list[str] = []
    done = await rostering.load(settings, folder / "roster.xlsx", Loading(), told.append, clock())
    assert done == rostering.OK, told
    async with AsyncExitStack() as stack:
        home = await stack.enter_async_context(program.house(settings, now=clock))
        server = await stack.enter_async_context(site(home))
        yield Year(home, server, clock, stack)


async def answers_family(on: Phone) -> None:
    """Go through a family form, from its first question to handing it in."""
    for _ in range(40):
        if "Gửi lên" in on.heard:
            break
        if "Theo dữ liệu" in on.heard:
            await on.says("giữ")
        elif "Ảnh cho câu 5" in on.heard:
            await on.sends(jpeg("green"))
        elif "Ảnh cho" in on.heard or "Xin gửi một ảnh" in on.heard:
            await on.says("bỏ qua")
        else:
            await on.says("1" if "1. " in on.heard else "0")
    await on.taps("Gửi lên")


async def test_a_village_lives_through_the_whole_year(tmp_path: Path) -> None:
    async with year(tmp_path) as now:
        await register_and_answer(now)
        head = await meet(now)
        staff = await verify(now)
        await recognise(now, staff)
        await roll_up(now, head)
        await check_certificates(now)
        await look_back(now)


async def register_and_answer(now: Year) -> None:
    """Twelve answer themselves by their own links, the village head answers for six."""
    for number in THEMSELVES:
        own = await now.phone(await now.subject(f"{VILLAGE}-{number:02}"))
        await own.taps("Đồng ý")
        await own.says(f"Lò Văn {'ABCDEFGHIKLMNOPQ'[number]} Mẫu")
        await own.taps("Gia đình học tập")
        await answers_family(own)
        now.households[number] = own
    head = await now.phone(await now.person("N01", "village_head", VILLAGE))
    await head.taps("Đồng ý")
    for number in BY_THE_HEAD:
        await head.says("menu")
        await head.taps("Nhập giúp hộ khác")
        if "bằng cách nào" not in await head.says(f"hộ {number}"):  # it was not on this page
            await head.taps(f"Hộ {number}")
        await head.taps("Gặp mặt")
        await head.taps("Đã đồng ý")
        await head.taps("Chủ hộ")
        await answers_family(head)
    now.households[0] = head

    assert await now.states("family") == {"submitted": 18}


async def meet(now: Year) -> Phone:
    """The meeting passes sixteen of eighteen; posted for ten days, the list goes to the commune."""
    now.clock.pass_days(50)
    head = now.households[0]
    await head.says("menu")
    await head.taps("Việc của bản")
    await head.taps("Họp bình xét")
    await head.taps("Hôm nay")
    for answer in ("25", "18", "Lò Thị Thư Ký"):
        await head.says(answer)
    await head.taps("Thông qua, trừ vài phiếu")
    await head.says(", ".join(map(str, NOT_PASSED)))
    for _ in NOT_PASSED:
        await head.taps("Thiếu ảnh hoặc giấy tờ")
    await head.sends(jpeg("red"))
    await head.taps("Xong")
    await head.taps("Chốt")

    assert await now.states("family") == {"passed": 16, "not_passed": 2}

    await head.taps("Niêm yết 10 ngày")
    early = await head.taps("Chuyển lên xã") if _offers(head, "Chuyển lên xã") else "từ"
    assert "từ" in early
    now.clock.pass_days(11)
    await head.says("menu")
    await head.taps("Việc của bản")
    await head.taps("Kết quả họp")
    await head.taps("Chuyển lên xã")
    await head.taps("Chuyển")

    assert await now.states("family") == {"handed_over": 16, "not_passed": 2}
    return head


async def verify(now: Year) -> Phone:
    """Staff accept thirteen and return three, which come back corrected and are accepted."""
    staff = await now.phone(await now.person("N02", "staff", COMMUNE))
    await staff.taps("Đồng ý")
    await staff.taps("Bàn làm việc của xã")
    await staff.taps("Thẩm định")
    for _ in range(16):
        number = int(re.findall(r"^Hộ (\d\d)", staff.heard, re.MULTILINE)[0])
        if number in RETURNED:
            await staff.taps("Trả lại")
            await staff.says("5")
            await staff.taps("Ảnh mờ")
            await staff.taps("Trả lại 1 câu")
        else:
            await staff.taps("Ghi nhận điểm này")
        if _offers(staff, "Phiếu tiếp theo"):
            await staff.taps("Phiếu tiếp theo")

    assert await now.states("family") == {"verified": 13, "returned": 3, "not_passed": 2}

    now.clock.pass_days(1)
    for number in RETURNED:
        await correct(now, number)
    assert await now.states("family") == {"verified": 13, "handed_over": 3, "not_passed": 2}

    await staff.says("menu")
    await staff.taps("Bàn làm việc của xã")
    await staff.taps("Thẩm định")
    for _ in RETURNED:
        assert "Đã sửa" in staff.heard
        await staff.taps("Ghi nhận điểm này")
    assert await now.states("family") == {"verified": 16, "not_passed": 2}
    return staff


async def correct(now: Year, number: int) -> None:
    """Whoever answers finds the notice, and is asked again only what was returned."""
    own = now.households.get(number)
    if own is None:
        own = now.households[0]
    await own.reads()
    await own.taps("Sửa ngay")
    assert "Ảnh mờ" in own.heard
    await own.sends(jpeg("blue", (64 + number, 48)))
    await own.taps("Gửi lên xã")


async def recognise(now: Year, staff: Phone) -> None:
    """One decision, typed by staff, recognises all sixteen at once."""
    now.clock.pass_days(2)
    await staff.taps("Về bàn làm việc")
    await staff.taps("Công nhận")
    await staff.taps("Gia đình học tập")
    await staff.taps("Đưa cả 16 hồ sơ")
    await staff.taps("Đã có quyết định")
    await staff.says("45/QĐ-UBND")
    await staff.says("2/12/2026")
    done = await staff.taps("Đúng, công nhận")

    assert "Đã công nhận 16 hồ sơ theo Quyết định số 45/QĐ-UBND" in done
    assert await now.states("family") == {"recognised": 16, "not_passed": 2}


async def roll_up(now: Year, head: Phone) -> None:
    """The clan's and the village's forms begin with what is known from below."""
    clan = await now.phone(await now.subject(f"{COMMUNE}-H1"))
    await clan.taps("Đồng ý")
    await clan.says("Lò Thị Họ Mẫu")
    await clan.taps("Dòng họ học tập")
    await _keeps_until(clan, "3/4 hộ")  # house 1 never answered

    await head.says("menu")
    await head.taps("Cộng đồng học tập")
    await _keeps_until(head, "16/20 hộ")


async def check_certificates(now: Year) -> None:
    """Each certificate is a picture for its household, and opens a page that anybody may see."""
    async with now.home.db.read() as tx:
        query = (
            select(Award.token, Subject.name)
            .join(Assessment, Assessment.id == Award.assessment_id)
            .join(Subject, Subject.id == Assessment.subject_id)
        )
        awards = (await tx.execute(query)).all()
    assert len(awards) == 16
    stranger = await now.stack.enter_async_context(phone(now.server))
    for award in awards:
        page = await (await stranger.browser.get(f"/kt/{award.token}")).text()
        assert award.name in page
        assert "45/QĐ-UBND" in page
        assert "điểm" not in page
    own = now.households[7]
    await own.reads()
    assert "Chúc mừng" in own.heard
    letter = max(own._known)
    card = await own.browser.get(f"/c/{own.token}/{letter}/0")
    assert (await card.read()).startswith(b"\x89PNG")


async def look_back(now: Year) -> None:
    """The trail tells every step, and every view has the figures that SQL counts."""
    async with now.home.db.read() as tx:
        moved = Counter((await tx.execute(select(Move.name))).scalars())
        roles = {tuple(row) for row in await tx.execute(select(Move.name, Move.role).distinct())}
        decisions = (await tx.execute(select(func.count()).select_from(Decision))).scalar_one()
        states = Counter(
            (await tx.execute(select(Assessment.state).where(Assessment.title == "family")))
            .scalars()
            .all()
        )
        village = (await numbers.counts(tx, [VILLAGE], 2026))[VILLAGE]["family"]
        proxies = await REPORTS["proxies"](tx)
        progress = await REPORTS["progress"](tx)

    assert {name: moved[name] for name in ("pass", "fail", "hand_over", "return")} == {
        "pass": 16,
        "fail": 2,
        "hand_over": 16,
        "return": 3,
    }
    assert (moved["verify"], moved["propose"], moved["recognise"]) == (16, 16, 16)
    assert moved["submit"] == 18 + len(RETURNED)
    assert {("pass", "village_head"), ("verify", "staff"), ("recognise", "staff")} <= roles
    assert {role for name, role in roles if name == "submit"} == {"household", "village_head"}
    assert decisions == 1
    assert states == {"recognised": 16, "not_passed": 2}
    assert {state: n for state, n in village.states.items() if state} == states
    assert village.all == 20
    family = next(row for row in proxies if row["title"] == "family")
    assert (family["face_to_face"], family["themselves"]) == (6, 12)
    assert next(row for row in progress if row["title"] == "family")["begun"] == 18


async def _keeps_until(on: Phone, known: str) -> None:
    """Confirm what is offered, and answer what is not, until that figure is offered."""
    for _ in range(10):
        if known in on.heard:
            return
        await on.says("giữ" if "Theo dữ liệu" in on.heard else "5")
    raise AssertionError(f"{known} was never offered, last:\n{on.heard}")


def _offers(on: Phone, label: str) -> bool:
    """Whether the last choices have a line that begins so."""
    last = next((m for m in reversed(on.all) if m.choices), None)
    return last is not None and any(c.label.startswith(label) for c in last.choices)
