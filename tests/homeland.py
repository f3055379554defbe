"""A form with long lists: province, commune and village, each offered by what stands before it."""

from flows import gazetteer
from flows.gazetteer import GazetteerPlace
from storage import packs
from storage.packs import Choice
from tests.stage import Stage

CODE = "que"
NEARBY = ("11", "12", "14", "15")  # Điện Biên, Lai Châu, Sơn La, Lào Cai
OURS = "c03390"  # xã Bình Lư
VILLAGES = (
    *("Nà Tăm", "Nà Hon", "Hua Bó", "Chu Va", "Pá Cang", "Nà Khum", "Sin Chải", "Tả Hồ"),
    *("Lùng Thàng", "Mường Khoa", "Phiêng Hoi", "Nà Đon", "Thèn Sin", "Nà Khum Trên"),
)


def form() -> str:
    """The workbook as Markdown, with every province, and the communes of those nearby."""
    rows = [
        *(f"| | province | p{one.code} | {one.name} | |" for one in gazetteer.provinces()),
        *(_commune(one) for near in NEARBY for one in gazetteer.communes(near)),
        *(
            f"| | village | v{n} | Bản {name} (mẫu) | {OURS} |"
            for n, name in enumerate(VILLAGES, 1)
        ),
    ]
    return "\n".join((*_SURVEY, *rows, *_PACK)) + "\n"


async def asks(on: Stage) -> None:
    """The sample commune asks its citizens where they come from, by this form."""
    library, now = on.conversation.opening.library, on.conversation.now()
    await library.publish(on.db, CODE, f"{CODE}.md", form().encode(), now, shipped=True)
    async with on.db.begin() as tx:
        (version,) = await packs.versions(tx, CODE)
        await packs.choose(tx, Choice("MAU", "citizen", 2026, version.id), now)


def _commune(one: GazetteerPlace) -> str:
    return f"| | commune | c{one.code} | {one.title[:1].upper()}{one.title[1:]} | p{one.parent} |"


_SURVEY = (
    "| settings | form_title |",
    "| | Nơi ở (mẫu) |",
    "| survey | type | name | label | required | choice_filter | relevant |",
    "| | select_one province | home | Bác ở tỉnh, thành phố nào? | yes | | |",
    "| | select_one commune | commune | Xã, phường nào? | yes | of = ${home} | |",
    "| | select_one village | village | Bản nào? | yes | of = ${commune} "
    f"| ${{commune}} = '{OURS}' |",
    "| | select_multiple province | been | Bác đã đến thăm những tỉnh nào? | | | |",
    "| choices | list_name | name | label | of |",
)
_PACK = (
    "| pack | title | official | valid_from |",
    "| | citizen | no | 2026-01-01 |",
)
