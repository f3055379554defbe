"""What Alembic runs for each upgrade: on the connection that storage.database.upgrade opened."""

from typing import Literal

from alembic import context

from storage.tables import Table, Utc


def _plainly(kind: str, item: object, _: object) -> str | Literal[False]:
    """A step must not change when the code does: it names plain types only."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Utc) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    render_item=_plainly,
    transaction_per_migration=False,  # all steps or none, in the transaction of the caller
)
context.run_migrations()
