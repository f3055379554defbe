"""The sheets of the workbook, column by column, as the officer sees them."""

from flows.roster.columns import ROLE_WORDS, YOU_WORDS, Column, SheetPlan, plain
from flows.roster.model import AREAS, UNIT_KINDS

_CODE = "Chữ không dấu, số và gạch nối. Đặt một lần, không đổi, không dùng lại."
_PHONE = Column("phone", "Điện thoại", "Số để xã gọi khi cần, ví dụ 0900 000 001.", width=15)
_VILLAGE = "Một mã ở trang Thôn bản."

PLANS: tuple[SheetPlan, ...] = (
    SheetPlan(
        "commune",
        "Xã",
        (
            Column("code", "Mã xã", "Mã chính thức, 5 chữ số.", "03390", needed=True),
            Column("name", "Tên xã", "Tên kèm chữ xã, phường.", "xã Bình Lư", 26, needed=True),
            Column("province", "Tỉnh", "Tên tỉnh.", "Lai Châu", 20, also=("Tỉnh, thành phố",)),
            Column(
                "area",
                "Vùng",
                "Vùng khó khăn: vùng sâu, vùng xa, đặc biệt khó khăn hay dân tộc thiểu số. "
                "Mức đạt của một số bộ tiêu chí theo vùng. Chưa rõ thì để trống.",
                width=18,
                choices=tuple(AREAS.values()),
            ),
        ),
        ("Phường", "Xã phường", "commune"),
    ),
    SheetPlan(
        "villages",
        "Thôn bản",
        (
            Column("code", "Mã thôn bản", _CODE, "B01", needed=True, also=("Mã bản", "Mã thôn")),
            Column(
                *("name", "Tên thôn bản", "Tên kèm chữ thôn, bản.", "Bản Nà Đon (mẫu)", 28),
                needed=True,
                also=("Tên bản", "Tên thôn"),
            ),
        ),
        ("Thôn", "Bản", "Thôn, bản", "Tổ dân phố", "villages"),
    ),
    SheetPlan(
        "households",
        "Hộ gia đình",
        (
            Column("code", "Mã hộ", f"{_CODE} Nên ghi mã bản rồi số hộ.", "B01-001", needed=True),
            Column(
                *("village", "Mã thôn bản", _VILLAGE, "B01"),
                needed=True,
                codes_of="villages",
                also=("Thôn bản", "Mã bản", "Mã thôn"),
            ),
            Column(
                *("name", "Chủ hộ", "Họ tên chủ hộ.", "Lò Văn Mẫu", 28),
                needed=True,
                also=("Họ tên chủ hộ", "Tên chủ hộ"),
            ),
            Column(
                *("members", "Số người", "Số người đang ở trong hộ.", "5", 10),
                number=True,
                also=("Số khẩu", "Nhân khẩu"),
            ),
            Column(
                *("adults", "Số người lớn", "Số người từ đủ 18 tuổi.", "3", 13),
                number=True,
            ),
            _PHONE,
            Column(
                *(
                    "clans",
                    "Mã dòng họ",
                    "Một mã ở trang Dòng họ; nhiều mã thì cách bằng dấu phẩy.",
                ),
                example="DH01",
                codes_of="clans",
                also=("Dòng họ",),
            ),
        ),
        ("Hộ", "Hộ dân", "households"),
    ),
    SheetPlan(
        "clans",
        "Dòng họ",
        (
            Column("code", "Mã dòng họ", _CODE, "DH01", needed=True),
            Column(
                *("name", "Tên dòng họ", "Tên gọi của dòng họ.", "Họ Lò (mẫu)", 28), needed=True
            ),
            Column(
                *("village", "Mã thôn bản", f"{_VILLAGE} Ở nhiều bản thì để trống.", "B01"),
                codes_of="villages",
                also=("Thôn bản", "Mã bản", "Mã thôn"),
            ),
        ),
        ("clans",),
    ),
    SheetPlan(
        "units",
        "Đơn vị",
        (
            Column("code", "Mã đơn vị", _CODE, "DV01", needed=True),
            Column(
                *("name", "Tên đơn vị", "Trường, cơ quan, hợp tác xã…", "Trường Tiểu học (mẫu)"),
                width=34,
                needed=True,
            ),
            Column(
                *("kind", "Loại", "Chọn một loại trong danh sách.", "trường học", 28),
                choices=tuple(UNIT_KINDS.values()),
                also=("Loại đơn vị",),
            ),
            Column(
                *("members", "Số người", "Số người làm việc ở đơn vị.", "24", 10),
                number=True,
                also=("Số thành viên",),
            ),
            _PHONE,
            Column(
                *("village", "Mã thôn bản", f"{_VILLAGE} Của cả xã thì để trống.", ""),
                codes_of="villages",
                also=("Thôn bản", "Mã bản", "Mã thôn"),
            ),
        ),
        ("Cơ quan đơn vị", "units"),
    ),
    SheetPlan(
        "people",
        "Người",
        (
            Column(
                *("name", "Họ tên", "Chỉ ghi người từ đủ 18 tuổi.", "Lò Văn Mẫu", 28),
                needed=True,
                also=("Họ và tên",),
            ),
            Column("birth_year", "Năm sinh", "Chỉ cần năm.", "1975", 11, number=True),
            _PHONE,
            Column(
                *("village", "Mã thôn bản", f"{_VILLAGE} Đã ghi mã hộ thì để trống được.", "B01"),
                codes_of="villages",
                also=("Thôn bản", "Mã bản", "Mã thôn"),
            ),
            Column(
                *("households", "Mã hộ", "Hộ người này đang ở.", "B01-001"),
                codes_of="households",
                also=("Hộ",),
            ),
            Column(
                *("units", "Mã đơn vị", "Nơi người này làm việc, nếu có trong danh sách.", ""),
                codes_of="units",
                also=("Đơn vị",),
            ),
            Column(
                "roles",
                "Vai trò",
                "Nhiều vai trò thì cách bằng dấu phẩy. Cho hộ khác, bản khác thì ghi mã liền sau, "
                "ví dụ: đại diện hộ B01-002.",
                "đại diện hộ",
                30,
                choices=tuple(ROLE_WORDS),
            ),
            Column(
                *("clan_head", "Trưởng dòng họ", "Mã dòng họ mà người này trả lời thay.", ""),
                width=16,
                codes_of="clans",
            ),
            Column(
                *("unit_head", "Phụ trách đơn vị", "Mã đơn vị mà người này trả lời thay.", ""),
                width=17,
                codes_of="units",
                also=("Trưởng đơn vị",),
            ),
            Column(
                *("you", "Gọi là", "Để trống thì gọi theo năm sinh: bác, hoặc anh/chị.", "", 11),
                choices=YOU_WORDS,
                also=("Xưng hô",),
            ),
            Column(
                "code",
                "Mã người",
                "Để trống: lần nạp đầu chương trình tự ghi. Chỉ cần khi hai người trùng tên và "
                "năm sinh.",
                width=16,
            ),
        ),
        ("Danh sách người", "Nhân khẩu", "people"),
    ),
)
"""The sheets in the order of the workbook."""


def plan_of(title: str) -> SheetPlan | None:
    """The sheet that a title means; None for a sheet that is none of ours."""
    wanted = plain(title)
    return next((one for one in PLANS if wanted in map(plain, (one.title, *one.also))), None)


def plan(key: str) -> SheetPlan:
    """The sheet of that key. Raises LookupError."""
    found = next((one for one in PLANS if one.key == key), None)
    if found is None:
        raise LookupError(f"there is no sheet {key!r}")
    return found
