"""Drafts the next step, comparing: `python -m storage.migrations "Say what changes"`."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from storage import database

HERE = Path(__file__).parent


def draft(message: str, into: Path = HERE / "versions") -> Path:
    """Draft the step from the last one to today's storage.tables; to be read before it is kept."""
    steps = Config()
    steps.set_main_option("script_location", str(HERE))
    steps.set_main_option("path_separator", "newline")
    places = dict.fromkeys((HERE / "versions", into))
    steps.set_main_option("version_locations", "\n".join(map(str, places)))
    steps.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    number = len(list(ScriptDirectory.from_config(steps).walk_revisions())) + 1
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.db"
        database.upgrade(url)
        engine = create_engine(url)
        with engine.connect() as connection:
            steps.attributes["connection"] = connection
            command.revision(
                steps, message, autogenerate=True, rev_id=f"{number:04}", version_path=str(into)
            )
        engine.dispose()
    return next(into.glob(f"v{number:04}_*.py"))


if __name__ == "__main__":
    sys.stdout.write(f"{draft(sys.argv[1])}\n")
