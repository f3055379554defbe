"""Settings are read once: every problem is told at once, and no secret is ever shown."""

import os
import pwd
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import settings
from bot.settings import Settings, WrongSettings

TOKEN = "123456:" + "aB3_-" * 7
SECRET = "mot-hai-ba-bon"
WEBHOOK = {
    "BANHOC_TELEGRAM_TOKEN": TOKEN,
    "BANHOC_TELEGRAM_WEBHOOK": "https://xa-mau.vn/",
    "BANHOC_TELEGRAM_SECRET": SECRET,
}


def complaint(environ: dict[str, str]) -> str:
    with pytest.raises(WrongSettings) as wrong:
        settings.read(environ)
    return str(wrong.value)


def test_nothing_needs_to_be_set() -> None:
    found = settings.read({"PATH": "/bin", "HOME": "/"})

    assert found == Settings(Path("banhoc-data"), "127.0.0.1", 8080)
    assert found.database == "sqlite+aiosqlite:///banhoc-data/banhoc.sqlite3"


def test_everything_that_was_set_is_taken() -> None:
    given = {
        **WEBHOOK,
        "BANHOC_DATA": "/srv/xa",
        "BANHOC_HOST": "::1",
        "BANHOC_PORT": "0",
        "BANHOC_PUBLIC_URL": "https://xa-mau.vn/",
    }

    found = settings.read(given)

    assert (found.data, found.host, found.port) == (Path("/srv/xa"), "::1", 0)
    assert found.evidence == Path("/srv/xa/evidence")
    assert found.public_url == found.telegram_webhook == "https://xa-mau.vn"
    assert (found.telegram_token, found.telegram_secret) == (TOKEN, SECRET)


def test_the_name_of_the_bot_and_the_secret_are_taken() -> None:
    found = settings.read(
        {**WEBHOOK, "BANHOC_TELEGRAM_NAME": "@BanHocMauBot", "BANHOC_SECRET": "s" * 32}
    )

    assert (found.telegram_name, found.secret) == ("BanHocMauBot", "s" * 32)
    assert "s" * 32 not in repr(found)


def test_a_short_secret_is_refused_without_being_shown() -> None:
    told = complaint({"BANHOC_SECRET": "ngan-qua"})

    assert "BANHOC_SECRET is too short" in told
    assert "ngan-qua" not in told


@pytest.mark.parametrize("name", ["bot", "https://t.me/BanHocMauBot", "Bản Học", "1BanHocBot"])
def test_a_name_that_no_bot_can_have_is_refused(name: str) -> None:
    told = complaint({**WEBHOOK, "BANHOC_TELEGRAM_NAME": name})

    assert told == "BANHOC_TELEGRAM_NAME is not a bot's name; write it like BanHocMauBot"


def test_a_blank_setting_counts_as_not_given() -> None:
    blank = {"BANHOC_DATA": "", "BANHOC_HOST": " ", "BANHOC_PORT": "", "BANHOC_TELEGRAM_TOKEN": " "}

    assert settings.read(blank) == settings.read({})


def test_every_problem_is_named_at_once() -> None:
    told = complaint(
        {
            "BANHOC_PORT": "tám mươi",
            "BANHOC_PUBLIC_URL": "xa-mau.vn",
            "BANHOC_TELEGRAM_TOKEN": "khong phai",
            "BANHOC_TELEGRAM_API": "ftp://xa-mau.vn",
            "BANHOC_TELEGRAM_WEBHOOK": "https://xa-mau.vn",
            "BANHOC_DATTA": "x",
        }
    )

    assert [line.split()[0] for line in told.splitlines()] == [
        "BANHOC_PORT",
        "BANHOC_PUBLIC_URL",
        "BANHOC_TELEGRAM_API",
        "BANHOC_TELEGRAM_TOKEN",
        "BANHOC_TELEGRAM_SECRET",
        "BANHOC_DATTA",
    ]


def test_a_misspelt_name_is_told_and_names_of_others_are_left_alone() -> None:
    assert complaint({"BANHOC_TELEGRAM_TOKN": TOKEN, "BAN_HOC": "1"}) == (
        "BANHOC_TELEGRAM_TOKN is not a setting; is it misspelt?"
    )


@pytest.mark.parametrize("port", ["-1", "65536", "8080.0", "9" * 5000, "٨٠٨٠", "http", "+80"])
def test_a_port_that_is_none_is_told_shortly(port: str) -> None:
    told = complaint({"BANHOC_PORT": port})

    assert told.startswith("BANHOC_PORT is ")
    assert len(told) < 120


@pytest.mark.parametrize("address", ["xa-mau.vn", "http://", "http://[", "https:///x", "//x.vn"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    told = complaint({"BANHOC_PUBLIC_URL": address})

    assert told == "BANHOC_PUBLIC_URL is not an address; write it like https://xa-mau.vn"


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"BANHOC_TELEGRAM_SECRET": ""}, "BANHOC_TELEGRAM_SECRET"),
        ({"BANHOC_TELEGRAM_SECRET": "bảy chữ"}, "BANHOC_TELEGRAM_SECRET"),
        ({"BANHOC_TELEGRAM_TOKEN": ""}, "BANHOC_TELEGRAM_TOKEN"),
        ({"BANHOC_TELEGRAM_WEBHOOK": "http://xa-mau.vn"}, "BANHOC_TELEGRAM_WEBHOOK"),
    ],
)
def test_a_webhook_needs_its_token_its_secret_and_https(change: dict[str, str], names: str) -> None:
    told = complaint(WEBHOOK | change)

    assert told.startswith(names)
    assert "\n" not in told


def test_a_bot_server_of_our_own_may_call_without_https() -> None:
    local = {
        "BANHOC_TELEGRAM_API": "http://127.0.0.1:8081",
        "BANHOC_TELEGRAM_WEBHOOK": "http://127.0.0.1:8080",
    }

    assert settings.read(WEBHOOK | local).telegram_webhook == "http://127.0.0.1:8080"


def test_no_secret_is_ever_shown() -> None:
    password = "https://an:mat-khau@xa-mau.vn"
    wrong = {
        "BANHOC_TELEGRAM_TOKEN": "ma-that-ma-sai",
        "BANHOC_TELEGRAM_SECRET": "bi mat",
        "BANHOC_TELEGRAM_WEBHOOK": password,
        "BANHOC_TELEGRAM_API": "mat-khau@xa-mau",
    }

    told = complaint(wrong)
    shown = repr(settings.read(WEBHOOK | {"BANHOC_TELEGRAM_API": password}))

    for secret in ("ma-that", "bi mat", "mat-khau", TOKEN, SECRET):
        assert secret not in told + shown


def test_a_data_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    settings.prepare(Settings(tmp_path / "xa" / "mau"))

    assert list((tmp_path / "xa" / "mau").iterdir()) == []


def test_a_data_folder_that_is_a_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    taken = tmp_path / "xa"
    taken.write_text("")

    with pytest.raises(WrongSettings) as wrong:
        settings.prepare(Settings(taken))

    assert f"{taken} cannot be used: it is a file" in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_a_data_folder_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "xa").write_text("")

    with pytest.raises(WrongSettings, match="cannot be used: not a directory"):
        settings.prepare(Settings(tmp_path / "xa" / "mau"))


def test_a_data_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    locked = tmp_path / "xa"
    locked.mkdir(mode=0o555)
    was = os.geteuid()
    if was == 0:  # the rights of files do not hold for root
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        with pytest.raises(WrongSettings) as wrong:
            settings.prepare(Settings(locked))
    finally:
        os.seteuid(was)

    assert "cannot be used: permission denied" in str(wrong.value)


def test_a_file_in_the_place_of_the_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "banhoc.sqlite3").write_text("Danh sách các hộ")

    with pytest.raises(WrongSettings, match=r"its banhoc\.sqlite3 is not a database"):
        settings.prepare(Settings(tmp_path))

    assert (tmp_path / "banhoc.sqlite3").read_text() == "Danh sách các hộ"


def test_a_data_folder_in_use_is_left_as_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "banhoc.sqlite3")) as database:
        database.execute("CREATE TABLE hộ (tên TEXT)")

    settings.prepare(Settings(tmp_path))

    assert [path.name for path in tmp_path.iterdir()] == ["banhoc.sqlite3"]


STAFF = {"BANHOC_STAFF_TELEGRAM_TOKEN": "654321:" + "aB3_-" * 7}


def test_the_staff_bot_has_a_token_of_its_own() -> None:
    found = settings.read(WEBHOOK | STAFF)

    assert found.staff_telegram_token == STAFF["BANHOC_STAFF_TELEGRAM_TOKEN"]
    assert STAFF["BANHOC_STAFF_TELEGRAM_TOKEN"] not in repr(found)


def test_a_staff_bot_alone_may_have_a_webhook() -> None:
    alone = {**WEBHOOK, **STAFF, "BANHOC_TELEGRAM_TOKEN": ""}

    assert settings.read(alone).telegram_token == ""


def test_one_token_is_not_two_bots() -> None:
    told = complaint({**WEBHOOK, "BANHOC_STAFF_TELEGRAM_TOKEN": TOKEN})

    assert told == "BANHOC_STAFF_TELEGRAM_TOKEN is the public bot's; make a second bot"


def test_a_staff_token_that_is_none_is_told() -> None:
    told = complaint({"BANHOC_STAFF_TELEGRAM_TOKEN": "khong phai"})

    assert told.startswith("BANHOC_STAFF_TELEGRAM_TOKEN does not look like a token")
