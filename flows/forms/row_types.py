"""Every type of a survey row, as officials are told of it: in the starter workbook and the docs."""

from dataclasses import dataclass
from typing import Literal

Group = Literal["asks", "structure", "files", "computes", "metadata"]


@dataclass(frozen=True, slots=True)
class RowType:
    """What stands in the column `type`, what it is for, and how people answer it in chat.

    `name` is the type alone, `written` the whole cell as an example.
    """

    name: str
    group: Group
    written: str
    said: str


ROW_TYPES: tuple[RowType, ...] = (
    RowType("text", "asks", "text", "Gõ mấy chữ, không cần dấu."),
    RowType("integer", "asks", "integer", 'Gõ một số, bằng số hay bằng chữ: "12", "mười hai".'),
    RowType("decimal", "asks", "decimal", 'Số có phần lẻ: "2,5", "hai rưỡi".'),
    RowType("range", "asks", "range", "Chọn trên thang: cột parameters ghi start=1 end=5 step=1."),
    RowType("select_one", "asks", "select_one muc_do", "Bấm hoặc gõ số của một dòng."),
    RowType("select_multiple", "asks", "select_multiple loai_sach", 'Chọn nhiều dòng: gõ "1 3 4".'),
    RowType("rank", "asks", "rank viec_uu_tien", 'Xếp thứ tự các dòng: gõ "3 1 2".'),
    RowType("acknowledge", "asks", "acknowledge", "Bấm một nút để nói đã đọc, đã đồng ý."),
    RowType(
        "date",
        "asks",
        "date",
        'Gõ ngày: "20/11", "hôm qua". Cột appearance ghi year hay month-year thì chỉ hỏi năm, '
        "hay tháng và năm.",
    ),
    RowType("time", "asks", "time", 'Gõ giờ: "7 rưỡi tối", "19:30".'),
    RowType("datetime", "asks", "datetime", 'Gõ cả ngày lẫn giờ: "20/11 19:30".'),
    RowType("geopoint", "asks", "geopoint", "Gửi vị trí trên điện thoại, hoặc gõ tọa độ."),
    RowType("barcode", "asks", "barcode", "Gõ mã in trên vật, hoặc chụp mã gửi lên."),
    RowType("image", "asks", "image", "Gửi một hay nhiều ảnh. photo là một tên khác."),
    RowType("photo", "asks", "photo", "Như image."),
    RowType("audio", "asks", "audio", "Gửi một đoạn ghi âm."),
    RowType("video", "asks", "video", "Gửi một đoạn phim."),
    RowType("file", "asks", "file", "Gửi một tệp: PDF, Word, Excel."),
    RowType("note", "structure", "note", "Một lời nhắn, không hỏi gì."),
    RowType("begin_group", "structure", "begin_group", "Mở một nhóm câu; label là tên phần."),
    RowType("end_group", "structure", "end_group", "Đóng nhóm."),
    RowType(
        "begin_repeat",
        "structure",
        "begin_repeat",
        "Mở một phần hỏi lại cho từng người, từng con, từng thửa. Cột repeat_count ghi mấy lần; "
        'để trống thì chương trình hỏi "còn nữa không?".',
    ),
    RowType("end_repeat", "structure", "end_repeat", "Đóng phần hỏi lại."),
    RowType(
        "select_one_from_file",
        "files",
        "select_one_from_file ban.csv",
        "Như select_one; danh sách nằm trong tệp CSV, GeoJSON hoặc XML để cạnh tệp Excel.",
    ),
    RowType(
        "select_multiple_from_file",
        "files",
        "select_multiple_from_file ban.csv",
        "Như select_multiple; danh sách nằm trong tệp để cạnh tệp Excel.",
    ),
    RowType(
        "csv-external", "files", "csv-external", "Một bảng CSV để tra cứu, không hiện ra câu nào."
    ),
    RowType(
        "xml-external", "files", "xml-external", "Một bảng XML để tra cứu, không hiện ra câu nào."
    ),
    RowType("calculate", "computes", "calculate", "Tính một giá trị; công thức ở cột calculation."),
    RowType("hidden", "computes", "hidden", "Một chỗ để chương trình ghi điều đã biết."),
    RowType("start", "metadata", "start", "Ghi lúc bắt đầu trả lời."),
    RowType("end", "metadata", "end", "Ghi lúc trả lời câu cuối cùng."),
    RowType("today", "metadata", "today", "Ghi ngày trả lời."),
    RowType("deviceid", "metadata", "deviceid", "Để trống: Bản Học không ghi máy của ai."),
    RowType("username", "metadata", "username", "Để trống, như deviceid."),
    RowType("phonenumber", "metadata", "phonenumber", "Để trống, như deviceid."),
    RowType("email", "metadata", "email", "Để trống, như deviceid."),
)
"""In the order in which people learn them."""
