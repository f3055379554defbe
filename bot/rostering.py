"""`banhoc roster …`: the list of a commune's households and people, from Excel and back."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.moment import ZONE
from bot.settings import Settings, WrongSettings, prepare
from flows import gazetteer
from flows.forms.faults import Fault, WorkbookError
from flows.roster import reading, telling, template
from flows.roster.differences import Differences, compare
from flows.roster.intake import MOST_BYTES
from flows.roster.model import SAMPLE
from flows.roster.people import Known
from flows.roster.reading import Draft
from reports import REPORTS
from storage import enrolled, enrolment
from storage.database import Database, Tx, connect, upgrade
from storage.memberships import Moment

Write = Callable[[str], None]
OK, WRONG = 0, 1

_MIXED = (
    "{data} holds {what}; give this roster a folder of its own in BANHOC_DATA (samples and real "
    "communes never mix)"
)
_KEPT = (
    "Những mục không còn trong tệp vẫn giữ nguyên. Muốn ghi là đã thôi (không xóa gì): nạp lại, "
    "thêm --gone."
)


@dataclass(frozen=True, slots=True)
class Loading:
    """How a roster is loaded: only looked at, ending what it drops, told in full."""

    dry_run: bool = False
    ending: bool = False
    everything: bool = False


def write_template(out: Path, commune: str, write: Write) -> int:
    """Write an empty workbook; `commune` is a code or a name, "" for none."""
    found = _communes(commune)
    if commune and len(found) != 1:
        write(
            f'"{commune}": ' + ("không có xã nào tên hay mã như vậy." if not found else "xã nào?")
        )
        for one in found:
            write(f"  --commune {one.code}: {one.title}, {gazetteer.place(one.parent).title}")
        return WRONG
    chosen = template.commune_of(found[0]) if found else None
    return _save(out, template.template(chosen), "Đã ghi mẫu để điền", write)


async def load(settings: Settings, path: Path, how: Loading, write: Write, now: datetime) -> int:
    """Load a workbook, all or nothing, and tell what it changes. Raises WrongSettings."""
    moment = Moment(now, now.astimezone(ZONE).date())
    try:
        begun = reading.draft(_content(path))
        found, remarks = await _load(settings, begun, how, moment)
    except OSError as error:
        write(f"{path}: không mở được tệp ({error.strerror}). Hãy xem lại tên tệp và thư mục.")
        return WRONG
    except WorkbookError as wrong:
        _tell(path, wrong.faults, write)
        count = sum(fault.serious for fault in wrong.faults)
        write(f"{count} chỗ cần sửa. Chưa nạp gì.")
        return WRONG
    _tell(path, remarks, write)
    for line in telling.lines(found, moment.today.year, everything=how.everything):
        write(line)
    write(_closing(found, how))
    return OK


async def export(settings: Settings, out: Path, commune: str, write: Write, now: datetime) -> int:
    """Write the roster as it is into a workbook. Raises WrongSettings when there is none."""
    async with _open(settings) as db, db.read() as tx:
        found = await enrolled.read(tx, await _chosen(tx, commune))
    if found is None:
        raise WrongSettings(f"There is no commune {commune!r} here")
    content = template.export(found.present, now.astimezone(ZONE).year)
    return _save(out, content, f"Đã xuất danh sách {found.present.commune.name}", write)


async def show(settings: Settings, write: Write) -> int:
    """Print what the roster counts, a line for each village. Raises WrongSettings."""
    async with _open(settings) as db, db.read() as tx:
        rows = await REPORTS["roster"](tx)
    for row in rows:
        write(
            f"{row['village']} ({row['code']}): {row['households']} hộ, {row['members']} người, "
            f"{row['adults']} người lớn, {row['clans']} dòng họ, {row['units']} đơn vị, "
            f"{row['people']} người trong danh sách, {row['heads']} trưởng thôn bản"
        )
    if not rows:
        write("Chưa có danh sách. Nạp bằng: banhoc roster load TỆP.xlsx")
    return OK


async def _load(
    settings: Settings, begun: Draft, how: Loading, moment: Moment
) -> tuple[Differences, tuple[Fault, ...]]:
    """Compare and, unless only looking, write: what is compared is what is written over."""
    if how.dry_run and not settings.database_file.is_file():
        return await _compared(None, settings, begun, moment)
    if not how.dry_run:
        prepare(settings)
        upgrade(settings.database)
    async with connect(settings.database) as db:
        if how.dry_run:
            async with db.read() as tx:
                return await _compared(tx, settings, begun, moment)
        async with db.begin() as tx:
            found, remarks = await _compared(tx, settings, begun, moment)
            await enrolment.write(tx, found, moment, ending=how.ending)
            return found, remarks


async def _compared(
    tx: Tx | None, settings: Settings, begun: Draft, moment: Moment
) -> tuple[Differences, tuple[Fault, ...]]:
    sample = begun.commune.code == SAMPLE
    if tx is not None and await enrolled.mixes(tx, sample=sample):
        what = "a real commune" if sample else "an invented commune"
        raise WrongSettings(_MIXED.format(data=settings.data, what=what))
    known = await enrolled.read(tx, begun.commune.code) if tx is not None else None
    year = moment.today.year
    if known is None:
        roster, remarks = reading.finish(begun, Known(), year)
        return compare(None, None, roster), remarks
    people = Known(known.present.people, known.gone.people)
    roster, remarks = reading.finish(begun, people, year)
    return compare(known.present, known.gone, roster), remarks


def _closing(found: Differences, how: Loading) -> str:
    kept = f" {_KEPT}" if found.missing and not how.ending else ""
    if how.dry_run:
        return f"Mới xem thử, chưa ghi gì. Bỏ --dry-run để nạp.{kept}"
    return f"Đã nạp.{kept}"


def _open(settings: Settings) -> AbstractAsyncContextManager[Database]:
    if not settings.database_file.is_file():
        text = f"There is no database in {settings.data}; name its folder in BANHOC_DATA"
        raise WrongSettings(text)
    return connect(settings.database)


async def _chosen(tx: Tx, commune: str) -> str:
    known = await enrolled.communes(tx)
    if commune or len(known) == 1:
        return commune or known[0][0]
    shown = ", ".join(f"{code} {name}" for code, name in known) or "none"
    raise WrongSettings(f"Name the commune with --commune CODE; there are: {shown}")


def _communes(text: str) -> list[gazetteer.GazetteerPlace]:
    found = gazetteer.find(text) if text else ()
    return [one for one in found if one.level == "commune" and not one.past]


def _content(path: Path) -> bytes:
    """What is in the file, but never much more than a roster may be."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _save(out: Path, content: bytes, done: str, write: Write) -> int:
    """Write a new file; one that is there may hold a week's work of somebody."""
    try:
        with out.open("xb") as file:
            file.write(content)
    except FileExistsError:
        write(f"{out}: đã có tệp này. Hãy chọn tên khác, hoặc dời tệp cũ đi.")
        return WRONG
    except OSError as error:
        write(f"{out}: không ghi được tệp ({error.strerror}). Hãy chọn thư mục khác.")
        return WRONG
    write(f"{done}: {out}")
    return OK


def _tell(path: Path, faults: Iterable[Fault], write: Write) -> None:
    for fault in faults:
        write(f"{path}: {fault.told}")
