"""Commands: the same words everywhere, and never an answer mistaken for one."""

import pytest

from flows.commands import Command, command

WORDS = {
    "back": [
        "quay lại",
        "quay lai",
        "QUAY LẠI",
        "/quaylai",
        "lùi",
        "lui",
        "câu trước",
        "cau truoc",
    ],
    "review": ["xem lại", "xem lai", "/xemlai", "/xem_lai", "sửa", "sua"],
    "pause": ["tạm dừng", "tam dung", "/tamdung", "nghỉ", "nghĩ", "nghi", "để sau", "de sau"],
    "resume": [
        "tiếp",
        "tiep",
        "Tiếp ạ",
        "tiếp" + " " * 99,
        "tiếp tục",
        "làm tiếp",
        "/tiep",
        "/tiep@BanHocBot",
    ],
    "skip": ["bỏ qua", "bo qua", "Bỏ qua.", "bõ qua", "/boqua", "chưa có ảnh", "không có ảnh"],
    "help": ["?", "???", "giúp", "hỏi", "hoi", "trợ giúp", "tro giup", "/help", "/giup"],
    "start": ["bắt đầu", "bat dau", "/start", "menu", "danh sách", "danh sach"],
    "submit": ["gửi", "gui", "gửi lên bản", "gui len ban"],
    "keep": ["giữ", "giu", "Giữ ạ", "giữ nguyên", "giu nguyen", "GIỮ NGUYÊN", "/giunguyen"],
    "mute": [
        "tắt thông báo",
        "tat thong bao",
        "TẮT THÔNG BÁO ạ",
        "/tatthongbao",
        "không nhận thông báo nữa",
        "khong nhan thong bao nua",
        "Không nhận thông báo.",
    ],
    "unmute": ["bật thông báo", "bat thong bao", "/batthongbao", "nhận lại thông báo"],
    "language": ["đổi tiếng", "doi tieng", "/doitieng", "tiếng khác", "language", "/language"],
}
ENGLISH = {
    "back": "Back",
    "review": "review",
    "pause": "pause",
    "resume": "continue",
    "skip": "skip.",
    "keep": "KEEP",
    "submit": "submit",
    "mute": "No more announcements",
    "unmute": "unmute",
}
LANGUAGES = {
    "tiếng việt": "vi",
    "Tieng Viet ạ": "vi",
    "/tiengviet": "vi",
    "vietnamese": "vi",
    "english": "en",
    "English.": "en",
    "in english": "en",
}
EDITS = {
    "sửa 5": Command("edit", number=5),
    "Sua 5": Command("edit", number=5),
    "sưa 5": Command("edit", number=5),
    "sữa câu 5": Command("edit", number=5),
    "sửa câu số 12.": Command("edit", number=12),
    "sua5": Command("edit", number=5),
    "/sua 5": Command("edit", number=5),
    "/sua_5": Command("edit", number=5),
    "sửa câu năm": Command("edit", number=5),
    "quay lại câu 3": Command("edit", number=3),
    "sửa ảnh 5": Command("edit_photo", number=5),
    "sua anh cau 5": Command("edit_photo", number=5),
    "sửa a": Command("edit", letter="a"),
    "Sửa câu B": Command("edit", letter="b"),
    "edit 5": Command("edit", number=5),
    "Edit question 5": Command("edit", number=5),
    "edit b": Command("edit", letter="b"),
    "edit photo 5": Command("edit_photo", number=5),
}
ANSWERS = [
    *("", " ", "5", "có", "không", "không có", "chưa có", "ok", "Hội", "hối", "tiệp", "lụi"),
    *(
        "sửa 3 máy",
        "sửa xe",
        "sữa 2 hộp",
        "vé 5",
        "sửa ảnh",
        "sửa ảnh a",
        "sửa 0",
        "sửa 1000",
        "sửa ab",
    ),
    *("tiếp theo là gì", "nghỉ hè", "gửi con đi học", "hỏi ai", "xem lại sách", "/start abc"),
    *("tiếng anh", "tiếng thái", "học tiếng việt", "english teacher", "đổi công", "giữ trẻ"),
    *("giữa", "giũ", "giữ nguyên đất rừng", "edited", "edit ab", "editor", "come back", "keeper"),
    *("thông báo", "tắt", "xã có thông báo họp", "tắt thông báo trên máy", "nhận thông báo rồi"),
    *("giúp đỡ hộ nghèo", "/", "@", "tiếp " * 5000, "?!x"),
]


@pytest.mark.parametrize(
    ("name", "said"), [(n, said) for n, all_ in WORDS.items() for said in all_]
)
def test_a_command_is_known_with_or_without_marks_and_slash(name: str, said: str) -> None:
    found = command(said)

    assert found is not None
    assert (found.name, found.number, found.letter) == (name, None, "")


@pytest.mark.parametrize(("name", "said"), ENGLISH.items())
def test_the_words_the_english_catalogue_names_are_commands(name: str, said: str) -> None:
    found = command(said)

    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(("said", "code"), LANGUAGES.items())
def test_a_language_is_asked_for_by_its_own_name(said: str, code: str) -> None:
    found = command(said)

    assert found == Command("language", language=code)


@pytest.mark.parametrize(("said", "expected"), EDITS.items())
def test_editing_names_the_question_by_number_or_letter(said: str, expected: Command) -> None:
    found = command(said)

    assert found == expected


@pytest.mark.parametrize("said", ANSWERS)
def test_an_answer_is_not_taken_for_a_command(said: str) -> None:
    found = command(said)

    assert found is None
