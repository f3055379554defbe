"""The commands of the terminal: what they say, how they end, what hostile files cost them."""

import io
import json
import os
import random
import re
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from bot import cli
from reports import REPORTS

PACKS = Path(__file__).parents[2] / "flows" / "library" / "packs"
FORM = """\
| survey | type | name | label | required |
| | text | who | Tên gì? | yes |
| | integer | many | Mấy người? | |
| | note | thanks | Cảm ơn bác. | |
| settings | form_title |
| | Phiếu nhỏ |
"""
FAULTY = """\
| survey | type | name | label | relevant |
| | text | who | Tên gì? | ${nobody} = 1 |
| | txet | why | Vì sao? | |
"""
NESTED = f"| survey | type | name | label | relevant |\n| | text | a | A | {'(' * 4000} |"
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MOST_SECONDS, MOST_MEGABYTES = 5.0, 500.0

# The peak is asked of the kernel for this program alone: `ru_maxrss` also counts the pages of the
# process it was forked from.
COST = """
import pathlib, resource, sys, time
began = time.process_time()
from bot.cli import main
code = main(sys.argv[1:])
spent = time.process_time() - began
status = pathlib.Path("/proc/self/status")
if status.exists():
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    memory = int(peak.split()[1]) / 1024
else:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
sys.stderr.write(f"{spent} {memory}")
sys.exit(code)
"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return written(tmp_path, "phieu.md", FORM.encode())


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, list[str], str]:
    """Exit code, lines of output and complaints of one command."""
    code = cli.main([str(argument) for argument in argv])
    out, complaints = capsys.readouterr()
    return code, out.splitlines(), complaints


def process(
    *argv: object, said: bytes = b"", environ: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The same in a process of its own, as a terminal starts it."""
    command = [sys.executable, "-m", "bot", *map(str, argv)]
    plain = {name: text for name, text in os.environ.items() if not name.startswith("BANHOC_")}  # noqa: TID251 (handed on)
    return subprocess.run(
        command, input=said, capture_output=True, timeout=120, env={**plain, **(environ or {})}
    )


# ---- check


def test_a_good_form_is_told_what_is_in_it_and_what_it_costs(
    form: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines, _ = run(capsys, "check", form)

    assert code == 0
    assert lines[0] == f"{form}: dùng được. Phiếu nhỏ: 2 câu, không tính điểm, một ngôn ngữ."
    assert re.fullmatch(
        r".*: đường ngắn nhất 2 câu: bot gửi 3 tin \(0,. kB\), nhận 2 tin \(0,1 kB\);"
        r" dài nhất 2 câu: .*\.",
        lines[1],
    )
    assert len(lines) == 2


def test_every_shipped_pack_passes_its_own_check(capsys: pytest.CaptureFixture[str]) -> None:
    packs = sorted(PACKS.glob("*.md"))

    code, lines, _ = run(capsys, "check", *packs)

    assert code == 0
    assert len(lines) == 3 * len(packs) >= 6  # the form, and what it costs in two languages
    assert "10 chỉ số tính điểm, Tiếng Việt (vi), English (en)." in lines[0]
    assert not [line for line in lines if "hàng" in line or "thì dừng" in line]


def test_every_fault_gets_a_line_with_file_sheet_row_and_advice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = written(tmp_path, "sai.md", FAULTY.encode())

    code, lines, _ = run(capsys, "check", faulty)

    assert code == 1
    assert [line.split(":")[0] for line in lines] == [str(faulty)] * 2
    assert "survey hàng 2, cột relevant: " in lines[0]
    assert "survey hàng 3, cột type: " in lines[1]
    assert 'Không có câu hỏi nào tên "nobody". Hãy sửa tên trong ${…}' in lines[0]
    assert lines[1].endswith('Có phải là "text"?')


def test_one_bad_file_among_good_ones_is_told_and_the_others_are_checked(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = written(tmp_path, "sai.md", FAULTY.encode())

    code, lines, _ = run(capsys, "check", faulty, form)

    assert code == 1
    assert "dùng được" in lines[-2]


def test_two_files_of_the_same_name_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        written(folder, "phieu.md", FORM.encode())

    _, lines, _ = run(capsys, "check", *(folder / "phieu.md" for folder in folders))

    assert lines[0].split(":")[0] != lines[-1].split(":")[0]


def test_a_fault_that_quotes_a_cell_of_many_lines_is_still_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label"], ["text\nhai\ndòng", "a", "Tên?"]):
        book.active.append(row)
    book.save(tmp_path / "sai.xlsx")

    code, lines, _ = run(capsys, "check", tmp_path / "sai.xlsx")

    assert code == 1
    assert all(line.startswith(f"{tmp_path}/sai.xlsx: survey") for line in lines)


def test_a_file_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines, _ = run(capsys, "check", tmp_path / "khong-co.xlsx")

    assert code == 1
    assert lines == [f"{tmp_path}/khong-co.xlsx: không có tệp này. Hãy xem lại tên tệp và thư mục."]


def test_a_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines, _ = run(capsys, "check", tmp_path)

    assert (code, len(lines)) == (1, 1)
    assert "đây là thư mục" in lines[0]


@pytest.mark.parametrize(
    ("error", "told"),
    [(PermissionError(13, "denied"), "không có quyền"), (OSError(5, "I/O"), "không mở được tệp")],
)
def test_a_file_that_cannot_be_read_is_told(
    error: OSError,
    told: str,
    form: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object, **__: object) -> object:
        raise error

    monkeypatch.setattr(Path, "open", fails)

    code, lines, _ = run(capsys, "check", form)

    assert (code, len(lines)) == (1, 1)
    assert told in lines[0]


def excel() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def with_sheet(pieces: str, before: str = "") -> bytes:
    """An Excel file whose sheet holds these rows."""
    file = io.BytesIO()
    sheet = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{pieces}</sheetData></worksheet>'
    with (
        zipfile.ZipFile(io.BytesIO(excel())) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, sheet if part == SHEET else old.read(part))
    return file.getvalue()


def bomb() -> bytes:
    return with_sheet("<row><c><v>1</v></c></row>" * 4_000_000)


def million_rows() -> bytes:
    chance = random.Random(7)  # noqa: S311 - so that the rows do not pack too well
    rows = (f"<row><c><v>{chance.random()}</v></c></row>" for _ in range(1_000_000))
    return with_sheet("".join(rows))


def many_small_rows() -> bytes:
    return with_sheet("".join(f"<row><c><v>{n}</v></c></row>" for n in range(30_000)))


def laughs() -> bytes:
    """A short text that would unfold into gigabytes."""
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    before = f'<!DOCTYPE x [<!ENTITY a "ha">{entities}]>'
    return with_sheet('<row><c t="str"><v>&j;</v></c></row>', before)


def locked() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4000) + "EncryptedPackage".encode("utf-16-le")


def another_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("anh.jpg", b"\xff\xd8")
    return file.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.xlsx": (bomb, "giải nén ra quá lớn"),
    "million.xlsx": (million_rows, "giải nén ra quá lớn"),
    "rows.xlsx": (many_small_rows, "hàng thừa"),
    "laughs.xlsx": (laughs, "bị hỏng"),
    "locked.xlsx": (locked, "có mật khẩu"),
    "cut.xlsx": (lambda: excel()[:3000], "bị hỏng"),
    "zip.xlsx": (another_zip, "bị hỏng"),
    "text.xlsx": (lambda: "Đây là chữ".encode(), "bị hỏng"),
    "noise.xlsx": (lambda: random.Random(3).randbytes(200_000), "bị hỏng"),  # noqa: S311
    "empty.xlsx": (lambda: b"", "Tệp trống"),
    "blank.xlsx": (excel, "trống"),
    "excel.md": (excel, "đổi đuôi thành .xlsx"),
    "photo.md": (lambda: b"\xff\xd8\xff\xe0" * 1000, "UTF-8"),
    "phieu.docx": (another_zip, "Chỉ đọc được tệp .xlsx, .csv, .md"),
    "long.csv": (lambda: b'"' + b"x" * 3_900_000, "Không đọc được dòng 1"),
    "bars.md": (lambda: b"|" * 3_900_000, "trống"),
    "large.md": (lambda: b"| a | b |\n" * 1_200_000, "lớn hơn"),
    "nested.md": (lambda: NESTED.encode(), "survey hàng 2, cột relevant"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence_soon_and_in_little_memory(
    name: str, tmp_path: Path
) -> None:
    make, told = HOSTILE[name]
    path = written(tmp_path, name, make())

    command = [sys.executable, "-c", COST, "check", str(path)]
    ended = subprocess.run(command, capture_output=True, timeout=120, encoding="utf-8")

    seconds, megabytes = map(float, ended.stderr.split())
    assert ended.returncode == 1
    assert len(ended.stdout.splitlines()) == 1
    assert told in ended.stdout
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES


def test_a_file_without_end_is_not_read_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines, _ = run(capsys, "check", "/dev/zero")

    assert code == 1
    assert lines == ["/dev/zero: Tệp lớn hơn 10 MB. Hãy xóa ảnh và trang thừa rồi gửi lại."]


# ---- rehearse, as a process


def test_a_form_played_to_its_end_exits_0(form: Path) -> None:
    ended = process("rehearse", form, "--json", said=b"An\n5\n")

    events = [json.loads(line) for line in ended.stdout.splitlines()]
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert [event["event"] for event in events] == [
        *("asked", "answered", "asked", "answered", "noted", "finished")
    ]


def test_input_that_ends_first_exits_3(form: Path) -> None:
    ended = process("rehearse", form, "--json", said=b"An\n")

    assert ended.returncode == 3
    assert json.loads(ended.stdout.splitlines()[-1]) == {"event": "unfinished"}


def test_a_faulty_form_is_told_as_check_tells_it_and_exits_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = written(tmp_path, "sai.md", FAULTY.encode())

    checked = run(capsys, "check", faulty)
    played = run(capsys, "rehearse", faulty, "--json")

    assert played == checked
    assert played[0] == 1


@pytest.mark.parametrize(
    "environ",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=["C", "really C", "ascii"],
)
def test_the_terminal_may_claim_to_know_no_vietnamese(environ: dict[str, str], form: Path) -> None:
    ended = process("rehearse", form, "--json", said="Lò Thị Mai\nnăm\n".encode(), environ=environ)

    last = json.loads(ended.stdout.splitlines()[-1])
    assert ended.returncode == 0
    assert last["answers"] == {"who": "Lò Thị Mai", "many": "5"}


@pytest.mark.parametrize("mode", [["--json"], []], ids=["json", "text"])
def test_bytes_that_are_no_text_are_a_reply_like_any_other(mode: list[str], form: Path) -> None:
    said = b"\xff\xfe\x00\n\xc3\x28 An\n@file \xff\n\x1b[2J\n5\n"

    ended = process("rehearse", form, *mode, said=said)

    assert (ended.returncode, ended.stderr) == (0, b"")
    ended.stdout.decode()  # what is said about it is text again


def test_lines_are_answered_one_by_one(form: Path) -> None:
    command = [sys.executable, "-m", "bot", "rehearse", str(form), "--json"]
    pipes = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipes, stdout=pipes, encoding="utf-8") as playing:
        assert playing.stdin is not None and playing.stdout is not None
        heard = []
        for line in ("An\n", "5\n"):
            heard.append(json.loads(playing.stdout.readline())["name"])
            playing.stdin.write(line)
            playing.stdin.flush()
            heard.append(json.loads(playing.stdout.readline())["value"])
        # The pipe stays open: when the form is complete, no more input is waited for.
        playing.stdout.read()
        code = playing.wait(60)

    assert heard == ["who", "An", "many", "5"]
    assert code == 0


def test_a_reader_who_leaves_early_gets_no_traceback(form: Path) -> None:
    command = [sys.executable, "-m", "bot", "rehearse", str(form), "--json"]
    pipes = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipes, stdout=pipes, stderr=pipes) as playing:
        assert playing.stdin is not None and playing.stdout is not None
        playing.stdout.readline()
        playing.stdout.close()
        playing.stdin.write(b"An\n5\n")
        playing.stdin.close()
        code = playing.wait(60)
        assert playing.stderr is not None
        complaints = playing.stderr.read()

    assert (code, complaints) == (1, b"")


# ---- the rest


@pytest.mark.parametrize("day", ["hôm nay", "2026-02-30", "0001-01-01", "9999-12-31", "1/12/2026"])
def test_a_day_that_is_none_is_told(
    day: str, form: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["rehearse", str(form), "--today", day])

    assert ended.value.code == 2
    assert "give a day like 2026-12-01" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["65536", "-1", "tám"])
def test_a_port_that_is_none_is_told_before_the_start(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["demo", f"--port={port}"])

    assert ended.value.code == 2
    assert "give a number from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["demo", "--data"], ["talk", "--data"]])
def test_a_data_folder_that_is_a_file_is_told_before_the_start(
    command: list[str], form: Path
) -> None:
    ended = process(*command, form)

    assert ended.returncode == 1
    assert ended.stderr.decode().splitlines() == [
        f"The data folder {form} cannot be used: it is a file; "
        "choose another in BANHOC_DATA or with --data"
    ]


def test_wrong_settings_are_told_all_at_once_before_the_start(tmp_path: Path) -> None:
    token = "123:" + "x" * 10
    wrong = {"BANHOC_DATA": str(tmp_path), "BANHOC_PORT": "x", "BANHOC_TELEGRAM_TOKEN": token}

    ended = process("serve", environ=wrong)

    told = ended.stderr.decode()
    assert ended.returncode == 1
    assert [line.split()[0] for line in told.splitlines()] == [
        "BANHOC_PORT",
        "BANHOC_TELEGRAM_TOKEN",
    ]
    assert token not in told


def test_a_port_that_another_program_has_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = process("demo", "--data", tmp_path / "d", "--port", port)

    assert ended.returncode == 1
    assert ended.stderr.decode() == (
        f"Cannot listen at 127.0.0.1 port {port}: address already in use; "
        "choose another BANHOC_HOST or BANHOC_PORT\n"
    )


def test_an_address_of_another_machine_is_told(tmp_path: Path) -> None:
    elsewhere = {"BANHOC_HOST": "192.0.2.7"}  # of no machine: kept for examples by RFC 5737
    ended = process("demo", "--data", tmp_path / "d", environ=elsewhere)

    assert ended.returncode == 1
    assert ended.stderr.decode() == (
        "Cannot listen at 192.0.2.7 port 8080: cannot assign requested address; "
        "choose another BANHOC_HOST or BANHOC_PORT\n"
    )


def test_a_report_of_an_installation_that_is_not_there_is_told(tmp_path: Path) -> None:
    ended = process("report", "records", environ={"BANHOC_DATA": str(tmp_path / "nhầm")})

    assert ended.returncode == 1
    assert "There is no database in" in ended.stderr.decode()
    assert not (tmp_path / "nhầm").exists()


def test_a_report_that_is_none_is_told_with_those_that_are(tmp_path: Path) -> None:
    ended = process("report", "recrods", environ={"BANHOC_DATA": str(tmp_path)})

    assert ended.returncode == 1
    assert ended.stderr.decode() == (
        f"There is no report 'recrods'; there are: {', '.join(REPORTS)}\n"
    )


def test_a_talk_in_the_terminal_is_answered_and_can_be_reported(tmp_path: Path) -> None:
    said = "xin chào\n1\nLò Thị Mai\n1\n1\n".encode()

    talked = process("talk", "--data", tmp_path / "d", said=said)
    reported = process("report", "records", environ={"BANHOC_DATA": str(tmp_path / "d")})

    heard = talked.stdout.decode()
    (record,) = [json.loads(line) for line in reported.stdout.splitlines()]
    assert (talked.returncode, talked.stderr) == (0, b"")
    assert "Việc chính của bác là gì?" in heard
    assert "\n\n\n" not in heard
    assert (record["state"], record["title"]) == ("drafting", "citizen")
    assert "Lò Thị Mai" not in reported.stdout.decode()
