"""Reads days named from where we stand: "hôm nay", "3 ngày trước", "thứ Bảy tuần sau"."""

import datetime
import re
from collections.abc import Mapping

from flows.vietnamese import letters
from flows.vietnamese.readings import Nothing, One, Reading, Several

WEEKDAYS: Mapping[str, int] = {
    "thu hai": 0, "thu ba": 1, "thu tu": 2, "thu nam": 3, "thu sau": 4, "thu bay": 5,
    "chu nhat": 6, "cn": 6,
    **{f"thu {n}": n - 2 for n in range(2, 8)},
    **{f"t{n}": n - 2 for n in range(2, 8)},
}  # fmt: skip
WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"

_SURE: Mapping[str, int] = {
    "hôm nay": 0, "ngày hôm nay": 0, "bữa nay": 0, "sáng nay": 0, "trưa nay": 0, "chiều nay": 0,
    "hôm qua": -1, "ngày hôm qua": -1, "bữa qua": -1, "đêm qua": -1, "chiều qua": -1,
    "ngày mai": 1, "sáng mai": 1, "trưa mai": 1, "chiều mai": 1,
}  # fmt: skip
# Without marks these are other days or no days: "hom kia" may be "hôm kìa", "toi nay" till now.
_WITH_MARKS: Mapping[str, int] = {
    "tối nay": 0, "tối qua": -1, "tối mai": 1, "hôm kia": -2, "ngày kia": 2,
}  # fmt: skip
_PERHAPS: Mapping[str, int] = {"ngày mốt": 2, "mốt": 2, "mai": 1, "nay": 0}
_AWAY = re.compile(
    r"(?:cach day )?(?P<count>[0-9]{1,3}) (?P<unit>ngay|hom|tuan)(?: (?P<side>truoc|nua|toi))?"
)
_IN_A_WEEK = re.compile(
    rf"{WEEKDAY}(?: (?P<which>tuan nay|tuan truoc|tuan sau|tuan toi|tuan qua))?"
)
_WEEKS: Mapping[str, int] = {"tuan nay": 0, "tuan truoc": -1, "tuan qua": -1}
_WEEK = 7


def near(plain: str, today: datetime.date) -> Reading[datetime.date]:
    """The day that small, cleaned words name from `today`; most of them are asked back."""
    folded = letters.fold(plain)
    for phrase, days in _BY_FOLD.get(folded, ()):
        if letters.says(plain, phrase):
            day = today + datetime.timedelta(days=days)
            is_exact = letters.words(plain) == letters.words(phrase)
            is_sure = phrase in _SURE or (phrase in _WITH_MARKS and is_exact)
            return One(day) if is_sure else Several((day,))
    if hit := _AWAY.fullmatch(folded):
        return _away(hit, folded, today)
    hit = _IN_A_WEEK.fullmatch(folded)
    return Several(_in_a_week(WEEKDAYS[hit["weekday"]], hit["which"], today)) if hit else Nothing()


def _by_fold() -> dict[str, tuple[tuple[str, int], ...]]:
    table: dict[str, tuple[tuple[str, int], ...]] = {}
    for phrase, days in (*_SURE.items(), *_WITH_MARKS.items(), *_PERHAPS.items()):
        key = letters.fold(phrase)
        table[key] = (*table.get(key, ()), (phrase, days))
    return table


_BY_FOLD = _by_fold()


def _away(hit: re.Match[str], folded: str, today: datetime.date) -> Reading[datetime.date]:
    is_before = hit["side"] == "truoc" or (hit["side"] is None and folded.startswith("cach"))
    if hit["side"] is None and not is_before:
        return Nothing()
    days = int(hit["count"]) * (_WEEK if hit["unit"] == "tuan" else 1)
    return Several((today + datetime.timedelta(days=-days if is_before else days),))


def _in_a_week(weekday: int, which: str | None, today: datetime.date) -> tuple[datetime.date, ...]:
    """That day of the week named, or the last one and the next one."""
    if which is not None:
        monday = today + datetime.timedelta(days=_WEEK * _WEEKS.get(which, 1) - today.weekday())
        return (monday + datetime.timedelta(days=weekday),)
    since = (today.weekday() - weekday) % _WEEK
    last = today - datetime.timedelta(days=since)
    return (last, last + datetime.timedelta(days=_WEEK))
