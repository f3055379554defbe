"""Roles, roster, invitations, meetings, verification and decisions: the whole year."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _belonging()
    _rights()
    _versions()
    _meetings()
    _decisions()
    _people()
    _forms()
    _letters()


def _belonging() -> None:
    """Who belongs where, who may do what, and how they come in."""
    op.create_table(
        "belongs",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["subject.id"], name="fk_belongs_group_id"),
        sa.ForeignKeyConstraint(["member_id"], ["subject.id"], name="fk_belongs_member_id"),
        sa.PrimaryKeyConstraint("member_id", "group_id", name="pk_belongs"),
    )
    with op.batch_alter_table("belongs", schema=None) as batch_op:
        batch_op.create_index("ix_belongs_group_id", ["group_id"], unique=False)
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("place_code", sa.Text(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name="fk_role_given_by"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_role_person_id"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_role_place_code"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_role_subject_id"),
        sa.PrimaryKeyConstraint("id", name="pk_role"),
    )
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.create_index("ix_role_person", ["person_id", "ended_at"], unique=False)
        batch_op.create_index("ix_role_place_code", ["place_code"], unique=False)
        batch_op.create_index("ix_role_subject_id", ["subject_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("place_code", sa.Text(), nullable=True),
        sa.Column("spoken", sa.Text(), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name="fk_invitation_issued_by"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_invitation_person_id"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_invitation_place_code"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_invitation_subject_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("spoken", name="uq_invitation_spoken"),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index("ix_invitation_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_invitation_place_code", ["place_code"], unique=False)
        batch_op.create_index("ix_invitation_subject_id", ["subject_id"], unique=False)
    op.create_table(
        "invitation_use",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name="fk_invitation_use_invitation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_invitation_use_person_id"),
        sa.PrimaryKeyConstraint("invitation_id", "person_id", name="pk_invitation_use"),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_source", ["source", "tried_at"], unique=False)


def _rights() -> None:
    """What people ask about their own data."""
    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["person.id"], name="fk_request_acknowledged_by"
        ),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name="fk_request_done_by"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_request_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_request"),
    )
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.create_index("ix_request_person_id", ["person_id"], unique=False)


def _versions() -> None:
    """Which pack a commune uses, and every version handed in."""
    op.create_table(
        "pack_choice",
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name="fk_pack_choice_pack_id"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_pack_choice_place_code"),
        sa.PrimaryKeyConstraint("place_code", "title", "year", name="pk_pack_choice"),
    )
    op.create_table(
        "submission",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("most", sa.Double(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_submission_assessment_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_submission_person_id"),
        sa.PrimaryKeyConstraint("assessment_id", "number", name="pk_submission"),
    )


def _meetings() -> None:
    """What a village decides, and what is said about it."""
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("attendees", sa.Integer(), nullable=True),
        sa.Column("representatives", sa.Integer(), nullable=True),
        sa.Column("secretary", sa.Text(), nullable=False),
        sa.Column("passing", sa.Double(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_until", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name="fk_meeting_opened_by"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_meeting_place_code"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
        sa.UniqueConstraint("token", name="uq_meeting_token"),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_place", ["place_code", "year"], unique=False)
    op.create_table(
        "vote",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_vote_assessment_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_vote_meeting_id"),
        sa.PrimaryKeyConstraint("meeting_id", "assessment_id", name="pk_vote"),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index("ix_vote_assessment_id", ["assessment_id"], unique=False)
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_remark_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_remark"),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index("ix_remark_meeting_id", ["meeting_id"], unique=False)


def _decisions() -> None:
    """What the commune finds, draws, decides and awards."""
    op.create_table(
        "finding",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_finding_assessment_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_finding_person_id"),
        sa.PrimaryKeyConstraint("assessment_id", "submission", "indicator", name="pk_finding"),
    )
    op.create_table(
        "draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("among", sa.JSON(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("drawn_by", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["drawn_by"], ["person.id"], name="fk_draw_drawn_by"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_draw_place_code"),
        sa.PrimaryKeyConstraint("id", name="pk_draw"),
        sa.UniqueConstraint("place_code", "year", "title", name="uq_draw_place_code_year_title"),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_decision_made_by"),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name="fk_decision_place_code"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint(
            "place_code", "number", "dated", name="uq_decision_place_code_number_dated"
        ),
    )
    op.create_table(
        "award",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_award_assessment_id"
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_award_decision_id"),
        sa.ForeignKeyConstraint(["revoked_by"], ["person.id"], name="fk_award_revoked_by"),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_award"),
        sa.UniqueConstraint("token", name="uq_award_token"),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.create_index("ix_award_decision_id", ["decision_id"], unique=False)


def _people() -> None:
    """Roles move into a table of their own: one person may hold several."""
    op.execute(
        "INSERT INTO role (person_id, role, subject_id)"
        " SELECT person_id, kind, subject_id FROM speaks_for"
        " JOIN subject ON subject.id = speaks_for.subject_id"
    )
    op.execute(
        "INSERT INTO role (person_id, role, place_code)"
        " SELECT id, role, place_code FROM person WHERE role = 'village_head'"
    )
    op.drop_table("speaks_for")
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("code", sa.Text(), nullable=True))
        table.add_column(_text("phone"))
        table.add_column(sa.Column("birth_year", sa.Integer(), nullable=True))
        table.add_column(sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
        table.create_unique_constraint("uq_person_code", ["code"])
        table.drop_column("role")
    with op.batch_alter_table("account") as table:
        table.add_column(sa.Column("met_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("place") as table:
        table.add_column(sa.Column("valid_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("valid_to", sa.Date(), nullable=True))
        table.add_column(sa.Column("successor_code", sa.Text(), nullable=True))
        table.create_index("ix_place_parent_code", ["parent_code"])
        table.create_foreign_key("fk_place_successor_code", "place", ["successor_code"], ["code"])
    with op.batch_alter_table("subject") as table:
        table.add_column(sa.Column("members", sa.Integer(), nullable=True))
        table.add_column(sa.Column("adults", sa.Integer(), nullable=True))
        table.add_column(_text("phone"))
        table.add_column(_text("unit_kind"))
        table.add_column(sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))


def _forms() -> None:
    """Packs tell what they are; an assessment how it was asked and what the commune found."""
    with op.batch_alter_table("pack") as table:
        table.add_column(_text("edition"))
        table.add_column(_no("official"))
        table.add_column(sa.Column("valid_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("valid_to", sa.Date(), nullable=True))
        table.add_column(_no("shipped"))
    op.execute("UPDATE pack SET shipped = true")  # until now there were no others
    with op.batch_alter_table("assessment") as table:
        table.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("returned", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(_text("how"))
        table.add_column(_text("respondent"))
        table.add_column(_no("respondent_agreed"))
        table.add_column(sa.Column("level", sa.Integer(), nullable=True))
        table.add_column(sa.Column("verified_points", sa.Double(), nullable=True))
        table.add_column(_text("verified_verdict"))
        table.add_column(_no("corrected"))
        table.add_column(sa.Column("held_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
        table.create_index("ix_assessment_state", ["state"])
        table.create_foreign_key("fk_assessment_held_by", "person", ["held_by"], ["id"])


def _letters() -> None:
    """A letter knows what it is about, and whether it was seen."""
    # Without the word the copied table would give out the numbers of deleted letters again.
    words = {"sqlite_autoincrement": True}
    with op.batch_alter_table("letter", table_kwargs=words) as table:
        table.add_column(sa.Column("kind", sa.Text(), nullable=False, server_default="reply"))
        table.add_column(sa.Column("assessment_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index("ix_letter_assessment_id", ["assessment_id"])
        table.create_foreign_key("fk_letter_assessment_id", "assessment", ["assessment_id"], ["id"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
