"""When something is due, read from the words of an official and put into words again."""

import re
from datetime import date

from flows.plan.model import Rule
from flows.vietnamese import fold

OPEN = "không nêu ngày"
EXAMPLES = (
    '"trước 31/12 hằng năm", "đến hết 15/11 hằng năm", "1-7/10 hằng năm", "quý IV hằng năm",'
    ' "quý II/2026", "năm 2030", "trước 28/2 năm sau", "không nêu ngày (hằng năm)"'
)
QUARTERS = ("I", "II", "III", "IV")
LEAP = 2000
"""A year that has every day a rule may name."""

_YEAR = r"(?P<every> hang nam)?(?P<year> ?/ ?\d{4}| nam \d{4})?(?P<later> nam sau)?"
_DAY = r"(?:ngay )?(?P<day>\d{1,2}) ?(?:/|thang) ?(?P<month>\d{1,2})"
_SPAN = (
    r"(?:tu )?(?:ngay )?(?P<day>\d{1,2})(?: ?/ ?(?P<first>\d{1,2}))? ?(?:-|–|den) ?(?:ngay )?"
    r"(?P<until_day>\d{1,2}) ?(?:/|thang) ?(?P<month>\d{1,2})"
)
_OPEN = re.compile(r"(?P<open>[^()]*?)\s*(?:\((?P<words>.*)\))?")
_FORMS = (
    ("before", re.compile("truoc " + _DAY + _YEAR)),
    ("by", re.compile("den het " + _DAY + _YEAR)),
    ("within", re.compile(_SPAN + _YEAR)),
    ("within", re.compile(r"(?:trong )?quy (?P<quarter>iv|i{1,3}|[1-4])" + _YEAR)),
    ("within", re.compile(r"(?:trong )?nam (?P<whole>\d{4})")),
    ("within", re.compile(r"trong nam")),
)


class Unclear(ValueError):
    """Words that name no rule; the message is Vietnamese and says what to do."""


def rule(said: str) -> Rule:
    """The rule in `said`, with marks or without. Raises Unclear."""
    opened = _OPEN.fullmatch(said)
    if opened and fold(opened["open"]).strip() == fold(OPEN):
        return Rule("open", words=opened["words"] or "")
    plain = " ".join(fold(said).split())
    for kind, form in _FORMS:
        if found := form.fullmatch(plain):
            read = _dated(kind, found.groupdict())
            _possible(read)
            return read
    raise Unclear(f'Chưa hiểu "{said}". Hãy ghi như một trong các mẫu: {EXAMPLES}.')


def worded(rule: Rule) -> str:
    """The rule as an official would write it; `rule` reads it back as the same rule."""
    if rule.kind == "open":
        return f"{OPEN} ({rule.words})" if rule.words else OPEN
    return f"{_moment(rule)}{_years(rule)}"


def short(rule: Rule) -> str:
    """The rule without its years: "trước 31/12", "quý IV", "1-7/10"."""
    return (rule.words or OPEN) if rule.kind == "open" else _moment(rule)


def _moment(rule: Rule) -> str:
    match rule.kind:
        case "before":
            return f"trước {rule.day}/{rule.month}"
        case "by":
            return f"đến hết {rule.day}/{rule.month}"
        case _ if rule.quarter:
            return f"quý {QUARTERS[rule.quarter - 1]}"
        case _ if rule.until_day:
            return f"{rule.day}-{rule.until_day}/{rule.month}"
        case _:
            return "trong năm" if rule.year is None else f"năm {rule.year}"


def _years(rule: Rule) -> str:
    if rule.later:
        return " năm sau"
    if rule.kind == "within" and not rule.quarter and not rule.until_day:
        return ""
    return " hằng năm" if rule.year is None else f"/{rule.year}"


def _dated(kind: str, parts: dict[str, str | None]) -> Rule:
    year = parts.get("whole") or parts.get("year")
    later = 1 if parts.get("later") else 0
    if year and (later or parts.get("every")):
        raise Unclear('Ghi một thứ thôi: một năm (như 2026), "hằng năm" hoặc "năm sau".')
    if parts.get("first") not in (None, parts.get("month")):
        raise Unclear("Ngày đầu và ngày cuối phải cùng một tháng. Hãy tách thành hai mục.")
    return Rule(
        "before" if kind == "before" else "by" if kind == "by" else "within",
        month=_number(parts.get("month")),
        day=_number(parts.get("day")),
        until_day=_number(parts.get("until_day")),
        quarter=_quarter(parts.get("quarter")),
        year=int(re.sub(r"\D", "", year)) if year else None,
        later=later,
    )


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _quarter(said: str | None) -> int | None:
    if said is None:
        return None
    return int(said) if said.isdecimal() else QUARTERS.index(said.upper()) + 1


def _possible(rule: Rule) -> None:
    """Raise Unclear for a day that no year has, or that the one year named does not have."""
    for day in (rule.day, rule.until_day):
        if day is not None and rule.month is not None:
            _exists(day, rule.month, rule.year)
    if rule.day and rule.until_day and rule.day >= rule.until_day:
        raise Unclear("Ngày đầu phải trước ngày cuối. Hãy ghi như: 1-7/10 hằng năm.")


def _exists(day: int, month: int, year: int | None) -> None:
    if not 1 <= month <= 12:
        raise Unclear(f"Không có tháng {month}. Hãy ghi ngày trước, tháng sau, như 31/12.")
    try:
        date(year or LEAP, month, day)
    except ValueError:
        of = f" năm {year}" if year else ""
        told = f"Tháng {month}{of} không có ngày {day}. Hãy xem lại ngày trong văn bản."
        raise Unclear(told) from None
