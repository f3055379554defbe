"""Invented people and decisions to draw papers of."""

from datetime import date

from reports.papers.certificate import Award, Decision
from reports.papers.invitations import Card, Heading
from reports.papers.poster import Poster

SITE = "https://xa-binh-lu.example"
LINK = f"{SITE}/i/AQAAAAdrNuyA5ymDncytFLO5tQ"
LONG_NAMES = (
    "Hoàng Nguyễn Phương Quỳnh Ngọc Thị Trường Khương Nghiêng (mẫu)",
    "Nguyễn Thị ẮẰẲẴẶ ỜỚỢỞỠ Đ ỆỄỂ ỰỮỬ (mẫu)",
    "A" * 60,
    "Trường Phổ thông dân tộc bán trú Trung học cơ sở số 2 " * 6,
    "Ấ" * 400,
)

CARD = Card(
    code="07",
    label="Hộ 07",
    name="Lò Văn Mẫu (mẫu)",
    purpose="Phiếu Gia đình học tập năm 2026",
    link=LINK,
    spoken="4827-KX",
    until=date(2026, 12, 31),
)
HEADING = Heading(
    place="Bản Nà Đon",
    commune="xã Bình Lư (dữ liệu mẫu)",
    year=2026,
    address="xa-binh-lu.example/i",
    official=True,
    sample=False,
)
POSTER = Poster(
    place="Bản Nà Đon",
    commune="xã Bình Lư (dữ liệu mẫu)",
    year=2026,
    link=SITE,
    address="xa-binh-lu.example",
    official=True,
    sample=False,
    village_head="Hoàng Văn Mẫu (mẫu)",
    closes=date(2026, 11, 27),
)
AWARD = Award(
    name="Gia đình ông Lò Văn Mẫu (mẫu)",
    title="Gia đình học tập",
    year=2026,
    commune="xã Bình Lư (dữ liệu mẫu)",
    decision=Decision("12/QĐ-UBND (mẫu)", "20/12/2026"),
    link=f"{SITE}/c/Ab3kX9pQ",
    address="xa-binh-lu.example/c/Ab3kX9pQ",
    official=True,
    sample=False,
)
