"""`banhoc pack` in a terminal: it ends with 0 when something was done, with 1 when not."""

from pathlib import Path

import pytest

from bot import cli

PACKS = Path(__file__).parents[2] / "flows" / "library" / "packs"


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANHOC_DATA", str(tmp_path / "data"))


def test_the_list_shows_every_pack(capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["pack", "list", "--year", "2026"])

    lines = capsys.readouterr().out.splitlines()
    assert code == cli.OK
    assert [line.split()[0] for line in lines] == sorted(
        ["citizen", "clan", "commune", "family", "unit", "village"]
    )


def test_a_pack_with_a_fault_ends_badly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty = tmp_path / "sai.md"
    faulty.write_text(
        (PACKS / "dongho.md").read_text("utf-8").replace("| clan |", "| họ |"), "utf-8"
    )

    code = cli.main(["pack", "load", str(faulty)])

    assert code == cli.WRONG
    assert "pack hàng" in capsys.readouterr().out


def test_a_pack_that_is_there_is_loaded_well(capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["pack", "load", str(PACKS / "dongho.md")])

    assert code == cli.OK
    assert "đã có từ trước" in capsys.readouterr().out


def test_without_a_commune_nothing_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["pack", "use", "clan", "dongho", "--year", "2026"])

    assert code == cli.WRONG
    assert "--commune" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["use", "clans", "dongho", "--year", "2026"],
        ["use", "clan", "dongho"],
        ["use", "clan", "dongho", "--year", "hai nghìn"],
        ["list", "--year", "26"],
        ["load"],
        [],
    ],
)
def test_a_command_with_a_slip_says_how_it_is_used(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["pack", *words])

    assert "usage: banhoc pack" in capsys.readouterr().err
