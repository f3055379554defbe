"""The tables that `upgrade` makes: the ones the code speaks of, made once, whoever comes first."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, create_engine
from sqlalchemy import Table as Sheet

from storage import database
from storage.migrations import __main__
from storage.migrations.versions import (
    v0001_first_tables,
    v0002_the_whole_year,
    v0003_plans_and_letters,
)
from storage.tables import Table, Utc


def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def differences(path: Path) -> list[object]:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = list(compare_metadata(context, Table.metadata))
    engine.dispose()
    return found


def test_the_migrated_tables_are_the_tables_the_code_speaks_of(tmp_path: Path) -> None:
    database.upgrade(url(tmp_path / "new.db"))

    assert differences(tmp_path / "new.db") == []


def test_a_missing_column_would_be_noticed(tmp_path: Path) -> None:
    database.upgrade(url(tmp_path / "new.db"))
    engine = create_engine(f"sqlite:///{tmp_path / 'new.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE person DROP COLUMN tips")
    engine.dispose()

    assert differences(tmp_path / "new.db") != []


def test_upgrading_again_changes_nothing(tmp_path: Path) -> None:
    database.upgrade(url(tmp_path / "old.db"))
    database.upgrade(url(tmp_path / "old.db"))

    assert differences(tmp_path / "old.db") == []


def test_a_withdrawn_letters_number_never_comes_back(tmp_path: Path) -> None:
    database.upgrade(url(tmp_path / "new.db"))
    engine = create_engine(f"sqlite:///{tmp_path / 'new.db'}")
    with engine.connect() as connection:
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'letter'")
        sql = made.scalar_one()
    engine.dispose()

    assert "AUTOINCREMENT" in sql


def test_the_steps_also_speak_postgresql() -> None:
    written = StringIO()
    options = {"as_sql": True, "output_buffer": written}
    context = MigrationContext.configure(dialect_name="postgresql", opts=options)
    with Operations.context(context):
        v0001_first_tables.upgrade()
        v0002_the_whole_year.upgrade()
        v0003_plans_and_letters.upgrade()

    sql = written.getvalue()
    assert sql.count("CREATE TABLE") - sql.count("DROP TABLE") == len(Table.metadata.tables)
    assert sql.count("fk_person_assessment_id") == 1
    assert sql.index("CREATE TABLE assessment") < sql.index("fk_person_assessment_id")


def test_two_processes_that_start_at_once_both_find_the_tables(tmp_path: Path) -> None:
    program = "import sys; from storage import database; database.upgrade(sys.argv[1])"
    command = [sys.executable, "-W", "error", "-c", program, url(tmp_path / "new.db")]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate(timeout=60)[1] for process in both]

    assert said == [b"", b""]
    assert [process.returncode for process in both] == [0, 0]
    assert differences(tmp_path / "new.db") == []


def test_an_upgrade_that_fails_leaves_no_file_open(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Kính gửi bác Mai, " * 100)
    program = "import sys; from storage import database; database.upgrade(sys.argv[1])"
    command = [sys.executable, "-W", "always", "-c", program, url(tmp_path / "letter.txt")]
    said = subprocess.run(command, stderr=subprocess.PIPE, check=False, text=True).stderr

    assert "file is not a database" in said
    assert "ResourceWarning" not in said


def test_the_next_step_is_drafted_from_what_the_code_says(tmp_path: Path) -> None:
    extra = Sheet("extra", Table.metadata, Column("at", Utc()))
    try:
        drafted = __main__.draft("Add what is extra", tmp_path)
    finally:
        Table.metadata.remove(extra)

    step = drafted.read_text()
    assert drafted.name == "v0004_add_what_is_extra.py"
    assert step.startswith('"""Add what is extra."""')
    assert "create_table" in step
    assert "sa.DateTime(timezone=True)" in step
    compile(step, drafted.name, "exec")


def test_who_spoke_for_whom_in_the_first_version_still_does(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            v0001_first_tables.upgrade()
        for row in OLD_ROWS:
            connection.exec_driver_sql(row)
        with Operations.context(MigrationContext.configure(connection)):
            v0002_the_whole_year.upgrade()
        kept = connection.exec_driver_sql(
            "SELECT person_id, role, subject_id, place_code FROM role ORDER BY id"
        ).all()
    engine.dispose()

    assert kept == [
        (1, "citizen", 1, None),
        (1, "household", 2, None),
        (1, "village_head", None, "B1"),
    ]


OLD_ROWS = (
    "INSERT INTO place (code, name, kind, area, sample) VALUES ('B1', 'Bản Mẫu', 'village', '', 1)",
    "INSERT INTO subject (id, kind, code, name, sample) VALUES (1, 'citizen', 'p1', 'Mẫu', 1)",
    "INSERT INTO subject (id, kind, code, name, sample) VALUES (2, 'household', 'h1', 'Hộ 1', 1)",
    "INSERT INTO person (id, name, you, role, place_code, language, consent, consent_channel,"
    " asking, tips, sample) VALUES (1, 'Mẫu', 'bác', 'village_head', 'B1', 'vi', '', '', '', 0, 1)",
    "INSERT INTO speaks_for (person_id, subject_id) VALUES (1, 1), (1, 2)",
)
