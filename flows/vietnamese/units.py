"""Knows what a question counts, and which words may stand after a number without changing it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flows.vietnamese import letters

# Words of one family answer the same question: "2 cháu" answers "mấy người".
_COUNTS: dict[str, tuple[str, ...]] = {
    "people": (
        "người", "em", "cháu", "con", "bạn", "cụ", "trẻ", "học sinh", "sinh viên", "học viên",
        "hội viên", "thành viên", "công dân", "cán bộ", "giáo viên", "người con", "đứa",
        "đứa con", "đứa trẻ",
    ),
    "households": ("hộ", "hộ gia đình", "gia đình", "nhà", "hộ dân"),
    "clans": ("dòng họ", "họ"),
    "villages": ("bản", "thôn", "thôn bản", "tổ dân phố"),
    "communes": ("xã", "phường"),
    "units": ("đơn vị", "cơ quan", "trường", "trường học", "doanh nghiệp", "hợp tác xã"),
    "chapters": ("chi hội", "ban khuyến học", "hội"),
    "classes": ("lớp", "lớp học", "khóa", "khóa học"),
    "times": ("lần", "lượt", "buổi", "cuộc", "buổi học", "cuộc họp"),
    "books": ("quyển", "cuốn", "quyển sách", "cuốn sách", "đầu sách", "sách"),
    "things": ("cái", "chiếc", "máy", "bộ", "máy tính", "điện thoại"),
    "awards": ("suất", "suất học bổng", "giấy khen", "bằng khen"),
    "points": ("điểm",),
    "ages": ("tuổi",),
    "votes": ("phiếu",),
    "shares": ("%", "phần trăm"),
}  # fmt: skip

# Each of these has a bigger or a smaller sister, so the word counts only when it was asked for:
# "12 tháng" must not become 12 years.
_MEASURES: dict[str, tuple[str, ...]] = {
    word: (word,)
    for word in (
        "năm", "tháng", "tuần", "ngày", "giờ", "tiếng", "phút", "km", "m", "mét", "cm", "m2", "ha",
        "sào", "mẫu", "kg", "tấn",
    )
} | {"money": ("đồng", "đ", "vnđ", "vnd", "tiền", "đồng tiền")}  # fmt: skip

_ASKING = frozenset({"mấy", "nào", "bao"})  # "lớp mấy", "năm nào", "năm bao nhiêu"
_LEADS = ("bao nhiêu", "mấy", "số", "tổng số")
_WITH_MARKS = frozenset({"máy"})  # "30 may" is mostly "30 mấy", thirty and some
_NAMED = frozenset({"lớp", "khối", "khóa", "thứ", "tháng", "năm", "quý", "tổ"})
_MOST_REPEATED = 8  # words of the question that an answer says again after its number

_SCALES: Mapping[str, int] = {
    "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip
_A_SCALE = rf"({'|'.join(_SCALES)})\b"
_MENTIONED = re.compile(rf"\b{_A_SCALE}")
_ASKED_FOR = re.compile(
    rf"(?:\b(?:bao nhiêu|mấy|số|đơn vị(?: tính)?:?|tính (?:bằng|theo))\s+|\()\s*{_A_SCALE}"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question counts. `families` is empty when it names no unit that we know.

    `scale` is what it counts in (1,000,000 for "bao nhiêu triệu đồng"), 1 when it names no such
    word. Not `is_scale_sure`: the word stands there, but perhaps only in an example. `again` are
    the words after "bao nhiêu" and its like, which an answer may repeat, and `before` those before
    it that may lead the answer: "lớp mấy" is answered with "lớp 5".
    """

    families: frozenset[str] = frozenset()
    scale: int = 1
    is_scale_sure: bool = True
    again: tuple[str, ...] = ()
    before: frozenset[str] = frozenset()

    @property
    def is_money(self) -> bool:
        """Whether money is asked for."""
        return "money" in self.families


@lru_cache(maxsize=1024)  # a form asks the same questions of everybody
def asked(about: str) -> Asked:
    """What the question `about` counts; "" when it is not known."""
    question = letters.words(about)
    again = tuple(
        " ".join(question[at : at + _MOST_REPEATED])
        for lead in _LEADS
        for at in _after(question, tuple(lead.split()))
    )
    before = {question[at - 1] for at, word in enumerate(question) if word in _ASKING and at}
    families = {
        family
        for family, names in (_COUNTS | _MEASURES).items()
        if any(f"{words} ".startswith(f"{name} ") for words in again for name in names)
    }
    scale, is_sure = _scale(letters.clean(about).casefold())
    if scale > 1:
        families.add("money")
    named = frozenset() if families else frozenset(before & _NAMED)
    return Asked(frozenset(families), scale, is_sure, again, named)


def allowed(tail: str, about: str) -> bool:
    """Whether `tail` may follow a number that answers the question `about` ("" when not known).

    A question that names its unit ("bao nhiêu hộ") takes only words of that family, or its own
    words again ("12 hộ có người đi học").
    """
    wanted, meant = asked(about), _meant(tail)
    if _repeats(tail, wanted):
        return True
    if wanted.families:
        return bool(meant & wanted.families)
    return bool(meant) and meant.isdisjoint(_MEASURES)


def _repeats(tail: str, wanted: Asked) -> bool:
    return any(letters.begins(tail, words) for words in wanted.again)


def _after(question: tuple[str, ...], lead: tuple[str, ...]) -> list[int]:
    """The places where a word follows the lead."""
    ends = range(len(lead), len(question))
    return [end for end in ends if question[end - len(lead) : end] == lead]


def _scale(question: str) -> tuple[int, bool]:
    mentioned = {_SCALES[word] for word in _MENTIONED.findall(question)}
    if not mentioned:
        return 1, True
    asked_for = {_SCALES[word] for word in _ASKED_FOR.findall(question)}
    return max(asked_for or mentioned), len(mentioned) == 1 and mentioned == asked_for


@lru_cache(maxsize=1024)
def _meant(tail: str) -> frozenset[str]:
    """The families whose word the tail is; one without marks may be of several."""
    said = letters.words(tail)
    return frozenset(
        family
        for name, family in _BY_FOLD.get(_folded(tail), ())
        if letters.says(tail, name) and (name not in _WITH_MARKS or said == letters.words(name))
    )


def _folded(text: str) -> str:
    return letters.fold(" ".join(letters.words(text)))


def _by_fold() -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, tuple[tuple[str, str], ...]] = {}
    for family, names in (_COUNTS | _MEASURES).items():
        for name in names:
            key = _folded(name)
            table[key] = (*table.get(key, ()), (name, family))
    return table


_BY_FOLD = _by_fold()
