"""`banhoc plan load` and `plan use`: plans of one's own, and which one a commune follows."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot import plan_files
from bot.channel import Now
from bot.moment import ZONE
from bot.plan_files import Found, Write
from bot.settings import Settings
from flows.plan import shipped
from flows.plan.model import Plan
from flows.plan.season import season_of
from storage import places, plans, seasons
from storage.database import Database, Tx, connect, upgrade
from storage.places import Commune

_NO_COMMUNE = "Chưa biết xã nào. Hãy nạp danh sách của xã trước, hoặc ghi mã xã sau --commune."


@dataclass(frozen=True, slots=True)
class Planner:
    """The plans of one installation, at work in a terminal."""

    db: Database
    write: Write
    now: Now

    async def load(self, paths: Iterable[Path]) -> bool:
        """Keep each file without a fault, write the faults of the others; were there none?"""
        return all([await self._load(path) for path in paths])

    async def use(self, code: str, commune_code: str | None, from_year: int | None) -> bool:
        """Let a commune follow a plan; write what comes of it, and say whether it does now."""
        now = self.now()
        this_year = season_of(now.astimezone(ZONE).date())
        async with self.db.begin() as tx:
            known, commune = await plans.known(tx), await _commune(tx, commune_code)
            plan = known.get(code)
            if commune is None or plan is None or plan.code == shipped.NATION:
                self.write(_NO_COMMUNE if commune is None else _no_plan(code, known))
                return False
            followed = await seasons.plan_of(tx, commune.code, this_year)
            year = from_year or (this_year + 1 if followed else this_year)
            if trouble := _trouble(plan, year):
                self.write(trouble)
                return False
            is_new = await seasons.choose(tx, commune.code, plan.code, year, now=now)
        self.write(_told(plan, commune, year, is_new))
        if followed and from_year is None:
            self.write(f"Năm {this_year} vẫn theo kế hoạch cũ; muốn đổi luôn thì ghi --from-year.")
        return True

    async def _load(self, path: Path) -> bool:
        async with self.db.read() as tx:
            known = await plans.known(tx)
        others = tuple(known.values())
        found = await asyncio.to_thread(plan_files.read, path, self.write, others)
        if found is None:
            return False
        async with self.db.begin() as tx:
            trouble = await _taken(tx, found)
            if not trouble:
                await plans.keep(tx, found.plan.code, found.content, self.now())
        self.write(f"{path}: {trouble or _next(found.plan)}")
        return not trouble


@asynccontextmanager
async def planner(settings: Settings, write: Write, now: Now) -> AsyncIterator[Planner]:
    """Open the plans of an installation."""
    await asyncio.to_thread(upgrade, settings.database)
    async with connect(settings.database) as db:
        yield Planner(db, write, now)


async def _taken(tx: Tx, found: Found) -> str:
    """Why that plan cannot be kept; "" where it can."""
    code = found.plan.code
    if code in shipped.plans():
        return f"mã {code} là của kế hoạch có sẵn. Hãy đặt mã khác ở dòng plan."
    before = await plans.content(tx, code)
    if before is None or before == found.content:
        return ""
    if await plans.is_followed(tx, code):
        return (
            f"đang có xã theo {code}, nên không thay nội dung giữa chừng. "
            "Hãy đặt mã mới ở dòng plan rồi nạp lại."
        )
    return ""


async def _commune(tx: Tx, code: str | None) -> Commune | None:
    try:
        return await places.commune_of(tx, code)
    except LookupError:
        return None


def _no_plan(code: str, known: Iterable[str]) -> str:
    there = ", ".join(each for each in known if each != shipped.NATION)
    return f'Không có kế hoạch nào của xã hay của cấp trên là "{code}". Đang có: {there}.'


def _trouble(plan: Plan, year: int) -> str:
    if plan.first_year <= year <= plan.last_year:
        return ""
    return (
        f"{plan.name} chỉ dùng cho các năm {plan.first_year}-{plan.last_year}, "
        f"không dùng cho năm {year}. Hãy ghi --from-year."
    )


def _told(plan: Plan, commune: Commune, year: int, is_new: bool) -> str:
    if not is_new:
        return f"{commune.name} vốn đang theo {plan.name} trong năm {year}, không đổi gì."
    return f"Từ năm {year} {commune.name} theo {plan.name} ({plan.code})."


def _next(plan: Plan) -> str:
    return f"đã nạp {plan.name}. Muốn dùng thì gõ: banhoc plan use {plan.code}"
