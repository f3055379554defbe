"""Which commune a roster is of: its code and its name have to agree with the official list."""

from flows import gazetteer
from flows.roster.cells import Unfit
from flows.roster.model import SAMPLE, Commune
from flows.vietnamese import fold


def commune(code: str, name: str, province: str, area: str) -> Commune:
    """The commune meant. Raises Unfit, which names the column in `.column`."""
    if code.upper() == SAMPLE:
        return Commune(SAMPLE, name, _province(province), area)
    known = _known(code)
    if fold(name) not in (fold(known.name), fold(known.title)):
        raise WrongCell(
            "name",
            f'Mã {known.code} là {known.title}, {_above(known)}, mà ô này ghi "{name}". '
            "Hãy sửa mã hoặc tên.",
        )
    if province and _province(province) != known.parent:
        raise WrongCell(
            "province",
            f'{known.title} thuộc {_above(known)}, không phải "{province}". Hãy sửa lại.',
        )
    return Commune(known.code, known.title, known.parent, area)


class WrongCell(Unfit):
    """A cell of the commune that does not agree with the official list."""

    def __init__(self, column: str, text: str) -> None:
        super().__init__(text)
        self.column = column


def _known(code: str) -> gazetteer.GazetteerPlace:
    padded = code.zfill(5) if code.isdecimal() else code
    try:
        known = gazetteer.place(padded)
    except LookupError:
        known = None
    if known is None or known.past or known.level != "commune":
        raise WrongCell(
            "code", f'Không có xã, phường nào mang mã "{code}". Mã xã có 5 chữ số, ví dụ 03390.'
        )
    return known


def _province(text: str) -> str:
    """The code of the province that is named, "" for none."""
    if not text:
        return ""
    found = [one for one in gazetteer.find(text) if one.level == "province" and not one.past]
    if len(found) != 1:
        raise WrongCell("province", f'Không có tỉnh nào tên "{text}". Hãy ghi tên tỉnh hiện nay.')
    return found[0].code


def _above(known: gazetteer.GazetteerPlace) -> str:
    return gazetteer.place(known.parent).title
