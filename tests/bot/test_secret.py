"""The secret of an installation is made once, kept from others, and not changed by accident."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot import secret
from bot.settings import Settings, WrongSettings

GIVEN = "mot-bi-mat-dai-hon-ba-muoi-hai-chu"


def test_the_key_is_the_same_after_a_restart(tmp_path: Path) -> None:
    first, again = secret.key(Settings(tmp_path)), secret.key(Settings(tmp_path))

    assert first == again
    assert len(first) == 32


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    one, other = tmp_path / "mot", tmp_path / "hai"
    for folder in (one, other):
        folder.mkdir()

    assert secret.key(Settings(one)) != secret.key(Settings(other))


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    secret.key(Settings(tmp_path))

    mode = stat.S_IMODE((tmp_path / secret.FILE).stat().st_mode)
    assert mode == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [secret.FILE]


def test_programs_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    for number in range(10):
        folder = tmp_path / str(number)
        folder.mkdir()

        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(secret.key, [Settings(folder)] * 8))

        assert len(keys) == 1


def test_a_secret_that_was_given_needs_no_file(tmp_path: Path) -> None:
    key = secret.key(Settings(tmp_path, secret=GIVEN))

    assert list(tmp_path.iterdir()) == []
    assert GIVEN.encode() not in key


def test_an_empty_file_is_not_taken_for_a_secret(tmp_path: Path) -> None:
    (tmp_path / secret.FILE).write_bytes(b"\n")

    with pytest.raises(WrongSettings, match="holds no secret"):
        secret.key(Settings(tmp_path))
