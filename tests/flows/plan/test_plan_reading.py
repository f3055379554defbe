"""A plan's file is read whole, or all that is wrong with it is told, each with its line."""

import random
import time
from importlib.resources import files

import pytest

from flows.plan import lines, reading
from flows.plan.model import Deadline, Rule, Target
from flows.plan.problems import Wrong

PLAN = """\
plan: thu_2026
name: Kế hoạch xã Thử (mẫu)
tier: commune
years: 2026-2030
source:
  issuer: UBND xã Thử (mẫu)
  document: Kế hoạch mẫu
targets:
  - code: T1
    year: 2030
    model: family
    title: family
    reach: 80%
    of: gia đình
    section: II.2
deadlines:
  - code: D1
    when: trước 31/12 hằng năm
    what: Báo cáo
    from: UBND xã
    tier: commune
    to: [UBND tỉnh, Hội Khuyến học tỉnh]
    section: III.8
"""
SHIPPED = sorted((files("flows") / "library" / "plans").iterdir(), key=lambda file: file.name)
SEED, MUTATIONS = 20261122, 2500


def problems(text: str | bytes, name: str = "thu.yaml") -> list[str]:
    """What is wrong with that file, as a terminal would say it."""
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(Wrong) as told:
        reading.read(content, name)
    return [str(problem) for problem in told.value.problems]


def changed(old: str, new: str) -> str:
    """The plan with one thing changed, which must be there."""
    assert old in PLAN
    return PLAN.replace(old, new, 1)


def test_a_sound_file_is_a_plan() -> None:
    plan = reading.read(PLAN.encode(), "thu.yaml")

    assert (plan.code, plan.tier, plan.first_year, plan.last_year) == (
        *("thu_2026", "commune"),
        *(2026, 2030),
    )
    assert plan.targets == (
        Target("T1", 2030, "family", "=", 80, "percent", "gia đình", "II.2", "family"),
    )
    assert plan.deadlines == (
        Deadline(
            *("D1", "thu_2026", Rule("before", 12, 31), "Báo cáo", "III.8", "UBND xã", "commune"),
            to=("UBND tỉnh", "Hội Khuyến học tỉnh"),
        ),
    )


def test_a_file_saved_by_windows_is_read_alike() -> None:
    plan = reading.read(PLAN.encode(), "thu.yaml")
    windows = b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode()

    assert reading.read(windows, "THU.YAML") == plan


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("tier: commune\nyears", "tier: xã\nyears", 'dòng 3: "tier" không thể là "xã"'),
        ("years: 2026-2030", "years: 2026", "dòng 4: Chưa hiểu giai đoạn"),
        ("years: 2026-2030", "years: 2030-2026", "dòng 4: Giai đoạn 2030-2026 không hợp lý"),
        ("plan: thu_2026", "plan: Thử", 'dòng 1: "plan" chưa đúng cách ghi'),
        ("name: Kế hoạch xã Thử (mẫu)\n", "", 'dòng 1: Thiếu "name"'),
        ("  issuer: UBND xã Thử (mẫu)\n", "", 'dòng 6: Thiếu "issuer"'),
        ("year: 2030", "year: hai nghìn", "dòng 10: Chưa hiểu năm"),
        ("year: 2030", "year: 2031", "dòng 10: Năm 2031 nằm ngoài giai đoạn 2026-2030"),
        ("year: 2030", "year: [2030]", 'dòng 10: "year" cần một dòng chữ'),
        ("    title: family", "    title: gia đình", 'dòng 12: "title" không thể là "gia đình"'),
        ("reach: 80%", "reach: 180%", 'dòng 13: "180%" lớn hơn 100%'),
        ("reach: 80%", "reach: -1%", 'dòng 13: Chưa hiểu "-1%"'),
        ("reach: 80%", "reach:", 'dòng 13: Thiếu "reach"'),
        ("    section: II.2\n", "", 'dòng 9: Thiếu "section": mục trong văn bản'),
        ("    of: gia đình\n", "", 'dòng 9: Thiếu "of"'),
        ("    of: gia", "    off: gia", 'dòng 14: Không có mục "off". Có phải "of" không?'),
        ("    of: gia", "    xyz: gia", 'dòng 14: Không có mục "xyz". Các mục dùng được: code,'),
        ("    of: gia", "    of: a\n    of: gia", 'dòng 15: "of" đã có ở dòng 14'),
        ("section: II.2", "section: II.2\n    ambiguity: Chưa rõ", "dòng 16: Chỗ chưa rõ cần ít"),
        ("section: II.2", "section: II.2\n    bases: [a, b]", "dòng 16: Có nhiều cách hiểu thì"),
        ("code: D1", "code: T1", 'dòng 17: Mã "T1" đã dùng ở dòng 9'),
        ("code: D1", "code: d-1", 'dòng 17: "code" chưa đúng cách ghi'),
        ("31/12", "31/2", "dòng 18: Tháng 2 không có ngày 31"),
        ("31/12", "1/13", "dòng 18: Không có tháng 13"),
        ("31/12 hằng năm", "31/12/2031", "dòng 18: Năm 2031 nằm ngoài giai đoạn"),
        ("trước 31/12 hằng năm", "31/12", 'dòng 18: Chưa hiểu "31/12". Hãy ghi như'),
        ("    from: UBND xã\n", "", 'dòng 17: Thiếu "from"'),
        ("    to: [UBND tỉnh, Hội Khuyến học tỉnh]", "    to_tier: province", "dòng 22: Có"),
        ("[UBND tỉnh, Hội", "[UBND tỉnh, [a], Hội", 'dòng 22: "to" cần một dòng chữ sau mỗi gạch'),
        ("[UBND tỉnh, Hội Khuyến học tỉnh]", "{a: b}", 'dòng 22: Dưới "to" mỗi mục bắt đầu bằng'),
        ("  - code: T1\n    year: 2030\n    model", "  - model", 'dòng 9: Thiếu "code"'),
        ("name: Kế", "name: " + "ế" * 700 + " Kế", 'dòng 2: "name" dài'),
        ("to: [UBND tỉnh", "to: [" + "ế" * 700, 'dòng 22: "to" dài'),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, told: str) -> None:
    found = problems(changed(old, new))

    assert [line for line in found if line.startswith(told)], found


def test_every_fault_is_told_at_once_in_the_order_of_the_lines() -> None:
    text = (
        changed("reach: 80%", "reach: 800%")
        .replace("31/12", "31/2")
        .replace("  issuer: UBND xã Thử (mẫu)\n", "")
        .replace("    from: UBND xã\n", "")
    )

    found = problems(text)

    assert [line.split(":")[0] for line in found] == ["dòng 6", "dòng 12", "dòng 16", "dòng 17"]


def test_a_broken_year_span_does_not_make_every_year_wrong() -> None:
    assert len(problems(changed("years: 2026-2030", "years: năm năm"))) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "dòng 1: Chỗ này cần các dòng"),
        ("chỉ có chữ", "dòng 1: Chỗ này cần các dòng"),
        ("- a\n- b", "dòng 1: Chỗ này cần các dòng"),
        (
            changed("    what: Báo cáo", "    what: Báo cáo: gấp"),
            "dòng 19: Dòng này có hai dấu hai",
        ),
        (changed("    what: Báo", "\twhat: Báo"), "dòng 19: Dòng này có phím Tab"),
        (changed("Báo cáo", '"Báo cáo'), "dòng 24: Không đọc được chỗ này"),
        (changed("    what", "  what"), "dòng 19: Không đọc được chỗ này"),
        (changed("Báo cáo", "!!python/object:os.system x"), "dòng 19: Không dùng được dấu !"),
        (changed("Báo cáo", "&a Báo cáo"), "dòng 19: Không dùng được dấu & và *"),
        (changed("Báo cáo", '"Báo\\u202ecáo"'), "dòng 19: Chữ ở đây có ký tự không nhìn thấy"),
        (changed("Báo cáo", '"\\ud800"'), "dòng 19: Chữ ở đây có ký tự không nhìn thấy"),
        (changed("Báo cáo", '"\\UFFFFFFFF"'), "dòng 19: Sau dòng này có dấu"),
        (changed("Báo cáo", "Báo \x01"), "dòng 19: Dòng này có ký tự lạ"),
        (f"{PLAN}---\nplan: hai\n", "dòng 25: Từ dòng này là kế hoạch thứ hai"),
        ("? [a, b]\n: c\n" + PLAN, "dòng 1: Chỗ này thiếu tên mục"),
        ("a: " + "[" * 5000, "dòng 1: Thụt vào quá nhiều lần"),
    ],
)
def test_what_is_no_plain_list_of_texts_is_refused(text: str, told: str) -> None:
    found = problems(text)

    assert found[0].startswith(told), found


def test_references_that_would_grow_without_end_are_refused_at_once() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(f'*{chr(97 + n)}' for _ in range(9))}]\n"
        for n in range(20)
    )
    began = time.process_time()

    found = problems(bomb)

    assert time.process_time() - began < 2
    assert found[0].startswith("dòng 1: Không dùng được dấu & và *")


def test_a_file_in_another_encoding_says_where() -> None:
    found = problems(PLAN.encode().replace("Báo".encode(), b"B\xe1o"))

    assert found == [
        "dòng 19: Chữ ở dòng này không phải UTF-8. Hãy lưu lại tệp, chọn kiểu mã UTF-8."
    ]


def test_a_file_that_is_too_large_is_not_read() -> None:
    found = problems(PLAN.encode() + b"#" * lines.MOST_BYTES)

    assert found == ["dòng 1: Tệp lớn quá 128 KB. Hãy chia làm nhiều kế hoạch."]


def test_a_file_of_another_kind_is_not_read() -> None:
    assert problems(PLAN, "thu.xlsx") == [
        "dòng 1: Tệp kế hoạch có đuôi .yaml. Hãy xem lại tệp thu.xlsx."
    ]


def test_letters_of_two_parts_become_one() -> None:
    parted = PLAN.replace("Báo cáo", "Ba\u0301o ca\u0301o")

    assert reading.read(parted.encode(), "thu.yaml").deadlines[0].what == "Báo cáo"


def test_a_plan_without_anything_to_do_is_refused() -> None:
    empty = PLAN.split("targets:")[0]

    assert problems(empty) == ["dòng 1: Kế hoạch chưa có chỉ tiêu, hạn hay việc nào."]


def test_a_damaged_file_is_read_or_told_and_never_breaks() -> None:
    chance = random.Random(SEED)  # noqa: S311 (accidents, not secrets)
    refused = 0

    for number in range(MUTATIONS):
        original = (
            SHIPPED[number % len(SHIPPED)].read_bytes() if number % 125 == 0 else PLAN.encode()
        )
        try:
            reading.read(damaged(original, chance), "hong.yaml")
        except Wrong as wrong:
            refused += 1
            assert wrong.problems
            assert all(problem.line >= 1 and problem.text for problem in wrong.problems)

    assert refused > MUTATIONS // 3


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The file after one to four accidents."""
    for _ in range(chance.randint(1, 4)):
        content = chance.choice(ACCIDENTS)(content, chance)
    return content


def _one_byte(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) or 1)
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


def _a_sign(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) or 1)
    sign = chance.choice(
        [b"\t", b":", b"- ", b"[", b"{", b"&a ", b"*a", b"!!int ", b"'", b'"', b"|\n", b"%", b"\\x"]
    )
    return content[:at] + sign + content[at:]


def _a_line_moved(content: bytes, chance: random.Random) -> bytes:
    rows = content.split(b"\n")
    rows.insert(chance.randrange(len(rows)), rows.pop(chance.randrange(len(rows))))
    return b"\n".join(rows)


def _a_line_doubled(content: bytes, chance: random.Random) -> bytes:
    rows = content.split(b"\n")
    rows.insert(chance.randrange(len(rows)), chance.choice(rows))
    return b"\n".join(rows)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) or 1)]


def _a_piece_elsewhere(content: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.randrange(len(content) or 1) for _ in range(2))
    at = chance.randrange(len(content) or 1)
    return content[:at] + content[first : min(last, first + 60)] + content[at:]


ACCIDENTS = (_one_byte, _a_sign, _a_line_moved, _a_line_doubled, _cut, _a_piece_elsewhere)
