"""`banhoc plan` in a terminal: what it says of plans, and how it ends."""

from importlib.resources import files
from pathlib import Path

import pytest

from bot import cli, plan_files
from flows.plan.shipped import plans

LIBRARY = Path(str(files("flows") / "library" / "plans"))


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, list[str]]:
    """Exit code and lines of one command."""
    code = cli.main(["plan", *map(str, argv)])
    return code, capsys.readouterr().out.splitlines()


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A plan of one's own, begun from a shipped one."""
    text = (LIBRARY / "lai_chau_2023.yaml").read_text("utf-8")
    own = text.replace("plan: lai_chau_2023", "plan: tinh_mau").replace("code: LC", "code: TM")
    path = tmp_path / "tinh_mau.yaml"
    path.write_text(own, "utf-8")
    return path


def test_every_shipped_plan_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    paths = sorted(LIBRARY.glob("*.yaml"))

    code, said = run(capsys, "check", *paths)

    assert code == cli.OK
    assert len(said) == len(paths) == len(plans())
    assert all("dùng được" in line for line in said)


def test_every_fault_of_every_file_is_told_with_its_line(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = sample.read_text("utf-8")
    line = text[: text.index("trước 1/12")].count("\n") + 1
    sample.write_text(text.replace("trước 1/12", "trước 1/13"), "utf-8")

    code, said = run(capsys, "check", LIBRARY / "binh_lu_2026.yaml", sample, sample.parent / "x")

    assert code == cli.WRONG
    assert "dùng được" in said[0]
    assert said[1].startswith(f"{sample}: dòng {line}: Không có tháng 13")
    assert said[2] == f"{sample.parent / 'x'}: không có tệp này. Hãy xem lại tên tệp và thư mục."


def test_a_code_of_another_plan_is_a_fault(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample.write_text(sample.read_text("utf-8").replace("code: TMD1", "code: BLD1"), "utf-8")

    code, said = run(capsys, "check", sample)

    assert code == cli.WRONG
    assert said == [f'{sample}: Mã "BLD1" đã dùng trong kế hoạch binh_lu_2026. Hãy đặt mã khác.']


def test_two_files_that_share_a_code_are_told(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = sample.parent / "khac.yaml"
    other.write_text(sample.read_text("utf-8").replace("tinh_mau", "tinh_khac"), "utf-8")

    code, said = run(capsys, "check", sample, other)

    assert code == cli.WRONG
    assert any("đã dùng trong kế hoạch tinh_mau" in line for line in said)


def test_a_new_edition_of_a_shipped_plan_keeps_its_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = tmp_path / "moi.yaml"
    text = (LIBRARY / "binh_lu_2026.yaml").read_text("utf-8")
    edition.write_text(text.replace("trước 31/12 hằng năm", "trước 1/12 hằng năm"), "utf-8")

    code, _ = run(capsys, "check", edition)

    assert code == cli.OK


def test_a_folder_and_a_file_of_another_kind_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = tmp_path / "ke-hoach.xlsx"
    workbook.write_bytes(b"PK")

    code, said = run(capsys, "check", tmp_path, workbook)

    assert code == cli.WRONG
    assert said[0] == f"{tmp_path}: đây là thư mục. Hãy ghi tên một tệp .yaml trong đó."
    assert "Tệp kế hoạch có đuôi .yaml" in said[1]


def test_a_file_that_is_no_plan_at_all_ends_soon(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "khac.yaml"
    other.write_text("la: gì\n" * 5000, "utf-8")

    code, said = run(capsys, "check", other)

    assert code == cli.WRONG
    assert len(said) == plan_files.MOST_TOLD + 1
    assert said[-1].endswith("chỗ nữa. Hãy sửa những chỗ trên trước.")


def test_the_list_names_every_plan(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "list")

    assert code == cli.OK
    assert [line.split()[0] for line in said[::2]] == sorted(plans())


def test_a_plan_is_shown_with_the_calendar_of_a_year(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "show", "binh_lu_2026", "--year", "2027")

    assert code == cli.OK
    assert "LỊCH NĂM 2027, hạn sớm đứng trước" in said
    assert "  BLD1  trước 31/12 · an toàn đến hết 30/12 · xã phải làm" in said


def test_a_plan_in_a_file_is_shown_before_it_is_loaded(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, "show", sample, "--year", "2026")

    assert code == cli.OK
    assert said[0].endswith("(tinh_mau)")


def test_a_plan_nobody_knows_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "show", "binh_lu")

    assert code == cli.WRONG
    assert said[0].startswith('Không có kế hoạch "binh_lu". Đang có: binh_lu_2026,')


def test_a_year_has_four_digits(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["plan", "show", "binh_lu_2026", "--year", "26"])

    assert "give a year like 2026" in capsys.readouterr().err
