"""Checks for what other programs can do and a chat cannot, each with what to use instead."""

from collections.abc import Iterator, Mapping

from flows.forms import references
from flows.forms.checks.draft import Draft
from flows.forms.checks.expressions import formulas, texts
from flows.forms.faults import Fault

ADVICE: Mapping[str, str] = {
    "geotrace": "Trong chat không vẽ được đường trên bản đồ. Hãy dùng geopoint cho từng điểm, "
    "hoặc text để hỏi tên con đường.",
    "geoshape": "Trong chat không vẽ được thửa đất trên bản đồ. Hãy dùng geopoint cho một điểm, "
    "hoặc decimal để hỏi diện tích.",
    "osm": "Trong chat không mở được bản đồ OSM. Hãy dùng geopoint, hoặc text để hỏi tên nơi chốn.",
    "background-audio": "Bản Học không tự ghi âm. Hãy dùng audio để người trả lời tự gửi.",
    **dict.fromkeys(
        ("start-geopoint", "background-geopoint"),
        "Bản Học không tự lấy vị trí. Hãy dùng geopoint để người trả lời tự gửi.",
    ),
    "audit": "Bản Học không theo dõi người trả lời bấm gì. Hãy bỏ hàng này.",
    "simserial": "Bản Học không ghi lại số SIM. Hãy bỏ hàng này.",
    "subscriberid": "Bản Học không ghi lại số SIM. Hãy bỏ hàng này.",
    "select_one_external": "Kiểu này đã cũ. Hãy dùng select_one_from_file với một tệp .csv.",
    **dict.fromkeys(
        ("number", "numeric", "num", "float", "double", "so", "figure"),
        "Hãy dùng integer cho số không có phần lẻ, decimal cho số có phần lẻ.",
    ),
    **dict.fromkeys(
        ("str", "varchar", "textarea", "paragraph", "memo", "chu", "van"),
        "Hãy dùng text để người trả lời gõ chữ.",
    ),
    **dict.fromkeys(
        ("select", "radio", "dropdown", "choice", "chon", "combobox", "list"),
        "Hãy dùng select_one để chọn một dòng, select_multiple để chọn nhiều dòng, "
        "ví dụ: select_one muc_do.",
    ),
    **dict.fromkeys(
        ("multiselect", "multichoice", "checkbox", "checkboxes", "multiple"),
        "Hãy dùng select_multiple để chọn nhiều dòng, ví dụ: select_multiple muc_do.",
    ),
    **dict.fromkeys(
        ("boolean", "bool", "yesno", "yes_no", "co_khong"),
        "Hãy dùng select_one với danh sách hai dòng Có, Không, ví dụ: select_one co_khong.",
    ),
    **dict.fromkeys(
        ("picture", "camera", "img", "anh", "hinh"), "Hãy dùng image để người trả lời gửi ảnh."
    ),
    **dict.fromkeys(("ngay", "day"), "Hãy dùng date để hỏi ngày."),
    **dict.fromkeys(("gio", "hour"), "Hãy dùng time để hỏi giờ."),
    **dict.fromkeys(("formula", "computed", "tinh"), "Hãy dùng calculate để tính một giá trị."),
    **dict.fromkeys(("upload", "attachment", "tep"), "Hãy dùng file để người trả lời gửi tệp."),
    **dict.fromkeys(
        ("group", "section", "nhom"), "Hãy mở nhóm bằng begin_group, đóng bằng end_group."
    ),
    **dict.fromkeys(
        ("repeat", "roster", "lap"), "Hãy mở phần hỏi lại bằng begin_repeat, đóng bằng end_repeat."
    ),
    **dict.fromkeys(("phone", "tel"), "Hãy dùng text để hỏi số điện thoại."),
    "percentage": "Hãy dùng decimal, ghi ở cột constraint: . >= 0 and . <= 100.",
}
"""Type -> why it is refused, and what to use instead."""

KOBO: Mapping[str, str] = {
    "score": "Bảng chấm (begin_score) là của riêng Kobo. Hãy dùng begin_group với appearance "
    "table-list; mỗi hàng score__row viết thành một câu select_one.",
    "rank": "Bảng xếp hạng (begin_rank) là của riêng Kobo. Hãy dùng một hàng rank ten_danh_sach, "
    "các mục cần xếp ghi ở trang choices.",
    "kobomatrix": "Bảng ma trận (begin_kobomatrix) là của riêng Kobo. Hãy dùng begin_group; "
    "mỗi ô của bảng viết thành một câu riêng.",
}
"""What Kobo takes apart itself, before anybody else sees the form."""

SHEETS: Mapping[str, str] = {
    "entities": "Bản Học không ghi vào danh sách (entities) của ODK Central. Hãy xóa trang này; "
    "điều cần biết thì hỏi bằng câu hỏi thường.",
    "external_choices": "Trang này đã cũ. Hãy chép các lựa chọn sang trang choices, "
    "hoặc dùng select_one_from_file với một tệp .csv.",
    "osm": "Trong chat không mở được bản đồ OSM. Hãy xóa trang này.",
}

INTENT = "body::intent"
OTHER_APP = "Trong chat không mở được ứng dụng khác. Hãy xóa ô này, để người trả lời tự gõ."


def block(kind: str) -> str:
    """Which of Kobo's blocks a row opens, closes or stands in; "" for none."""
    opened = kind.removeprefix("begin_").removeprefix("end_")
    named = opened.partition("__")[0]
    return named if named in KOBO and (named != kind or kind == "kobomatrix") else ""


def sheets(draft: Draft) -> Iterator[Fault]:
    """Sheets that are for other programs."""
    for name, text in SHEETS.items():
        if rows := draft.workbook.sheet(name).rows:
            yield Fault(name, rows[0].number, "", text)


def blocks(draft: Draft) -> Iterator[Fault]:
    """One fault for each of Kobo's blocks, however many rows it has."""
    inside = ""
    for item in draft.items:
        of = block(item.kind)
        if of and (of != inside or item.kind.startswith("begin_")):
            yield Fault("survey", item.row.number, "type", KOBO[of])
        if of:
            inside = "" if item.kind.startswith("end_") else of


def apps(draft: Draft) -> Iterator[Fault]:
    """Rows that open another program on the phone, or look something up in it."""
    for item in draft.items:
        look = item.row.cell("appearance")
        if any(word.startswith("ex:") for word in look.split()):
            yield Fault("survey", item.row.number, "appearance", OTHER_APP)
        elif "search(" in look:
            text = "Trong chat không tra bảng bằng search(). Hãy dùng select_one_from_file với một "
            yield Fault("survey", item.row.number, "appearance", text + "tệp .csv.")
        if item.row.cell(INTENT):
            yield Fault("survey", item.row.number, INTENT, OTHER_APP)


def last_saved(draft: Draft) -> Iterator[Fault]:
    """Answers of the form before this one."""
    for formula in (*formulas(draft), *texts(draft)):
        if references.LAST_SAVED in formula.text:
            text = "Bản Học không lấy câu trả lời của phiếu trước (last-saved). Hãy xóa ô này."
            yield Fault(formula.sheet, formula.row.number, formula.column, text)
