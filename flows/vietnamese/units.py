"""Knows which words may stand after a number without changing what it counts."""

from flows.vietnamese import letters

# Words of one family answer the same question: "2 cháu" answers "mấy người".
_COUNTS: dict[str, tuple[str, ...]] = {
    "people": (
        "người", "em", "cháu", "con", "bạn", "cụ", "trẻ", "học sinh", "sinh viên", "học viên",
        "hội viên", "thành viên", "công dân", "cán bộ", "giáo viên",
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
        "sào", "mẫu", "kg", "tấn", "đồng", "nghìn đồng", "triệu đồng",
    )
}  # fmt: skip

_LEADS = ("bao nhiêu", "mấy", "số", "tổng số")


def allowed(tail: str, about: str) -> bool:
    """Whether `tail` may follow a number that answers the question `about` ("" when not known).

    A question that names its unit ("bao nhiêu hộ") takes only words of that family.
    """
    meant = {
        family
        for family, names in (_COUNTS | _MEASURES).items()
        if any(letters.says(tail, name) for name in names)
    }
    asked = _asked(about)
    return bool(meant & asked) if asked else bool(meant) and not meant & _MEASURES.keys()


def _asked(about: str) -> set[str]:
    question = f" {' '.join(letters.words(about))} "
    return {
        family
        for family, names in (_COUNTS | _MEASURES).items()
        if any(f" {lead} {name} " in question for lead in _LEADS for name in names)
    }
