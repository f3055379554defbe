"""Plans, reminders and announcements; letters that expire and are told apart."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


_INDEXES = (
    ("ix_letter_waiting", ["channel", "rank", "not_before", "id"], "state = 'queued'"),
    ("ix_letter_ahead", ["channel", "address", "rank", "id"], "state = 'queued'"),
    ("ix_letter_due", ["not_before"], "state = 'queued'"),
    ("ix_letter_stale", ["expires_at"], "state = 'queued' AND expires_at IS NOT NULL"),
    ("ix_letter_left", ["channel", "address"], "state = 'sending'"),
    (
        "ix_letter_unread",
        ["channel", "address"],
        "read_at IS NULL AND kind <> 'reply' AND state IN ('sent', 'unknown')",
    ),
    ("ix_letter_bad_end", ["state", "not_before"], "state IN ('unknown', 'failed')"),
)


def upgrade() -> None:
    _plans()
    _announcements()
    _letters()
    _reminders()
    _people()


def _plans() -> None:
    """What a commune's year follows, and the days its staff chose."""
    op.create_table(
        "loaded_plan",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_loaded_plan"),
    )
    op.create_table(
        "base_choice",
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("chosen_by", sa.Integer(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by"], ["person.id"], name="fk_base_choice_chosen_by"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_base_choice_place_code"),
        sa.PrimaryKeyConstraint("place_code", "target", name="pk_base_choice"),
    )
    op.create_table(
        "filed",
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("filed_by", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["filed_by"], ["person.id"], name="fk_filed_filed_by"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_filed_place_code"),
        sa.PrimaryKeyConstraint("place_code", "year", "deadline", name="pk_filed"),
    )
    op.create_table(
        "own_deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name="fk_own_deadline_added_by"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="fk_own_deadline_ended_by"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_own_deadline_place_code"),
        sa.PrimaryKeyConstraint("id", name="pk_own_deadline"),
    )
    with op.batch_alter_table("own_deadline") as table:
        table.create_index("ix_own_deadline_place_code", ["place_code"])

    op.create_table(
        "plan_choice",
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("chosen_by", sa.Integer(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by"], ["person.id"], name="fk_plan_choice_chosen_by"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_plan_choice_place_code"),
        sa.PrimaryKeyConstraint("place_code", "from_year", name="pk_plan_choice"),
    )
    op.create_table(
        "step_date",
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("chosen_by", sa.Integer(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by"], ["person.id"], name="fk_step_date_chosen_by"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_step_date_place_code"),
        sa.PrimaryKeyConstraint("place_code", "year", "step", name="pk_step_date"),
    )


def _announcements() -> None:
    """What staff tell many at once."""
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_announcement_made_by"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_announcement_place_code"),
        sa.ForeignKeyConstraint(["stopped_by"], ["person.id"], name="fk_announcement_stopped_by"),
        sa.PrimaryKeyConstraint("id", name="pk_announcement"),
    )
    with op.batch_alter_table("announcement") as table:
        table.create_index("ix_announcement_picture", ["picture"])
        table.create_index("ix_announcement_place_code", ["place_code"])


def _letters() -> None:
    """A letter knows its place in a chat, when it is stale, and whether it is a repeat."""
    # Without the word the copied table would give out the numbers of deleted letters again.
    words = {"sqlite_autoincrement": True}
    with op.batch_alter_table("letter", table_kwargs=words) as table:
        table.add_column(sa.Column("rank", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("announcement_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column("resent", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.create_index("ix_letter_announcement_id", ["announcement_id"])
        table.create_foreign_key(
            "fk_letter_announcement_id", "announcement", ["announcement_id"], ["id"]
        )
    # What was written before this step: notices stand behind replies.
    op.execute("UPDATE letter SET rank = 1 WHERE kind = 'notice'")
    op.drop_index("ix_letter_waiting", "letter")
    for name, columns, where in _INDEXES:
        only, unique = sa.text(where), name == "ix_letter_left"
        op.create_index(
            name, "letter", columns, unique=unique, sqlite_where=only, postgresql_where=only
        )


def _reminders() -> None:
    """What each reminder was about: the memory that keeps it from being said twice."""
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("milestone", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_reminder_letter_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_reminder_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
        sa.UniqueConstraint(
            "plan",
            "year",
            "step",
            "milestone",
            "about",
            name="uq_reminder_plan_year_step_milestone_about",
        ),
    )
    with op.batch_alter_table("reminder") as table:
        table.create_index("ix_reminder_letter_id", ["letter_id"])
        table.create_index("ix_reminder_person_id", ["person_id"])


def _people() -> None:
    """Who wants no announcements."""
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("muted_at", sa.DateTime(timezone=True), nullable=True))
