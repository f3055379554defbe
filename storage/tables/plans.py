"""What a commune's year follows: plans loaded beside the shipped ones, and the days staff chose."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table


class LoadedPlan(Table):
    """A plan (a YAML file, whole) that this installation loaded beside the shipped ones."""

    __tablename__ = "loaded_plan"
    code: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    loaded_at: Mapped[datetime]


class PlanChoice(Table):
    """The plan a commune follows from a year on; a choice without `chosen_by` came by terminal."""

    __tablename__ = "plan_choice"
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"), primary_key=True)
    from_year: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[str]
    chosen_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chosen_at: Mapped[datetime]


class OwnDeadline(Table):
    """A deadline a commune added: one of another plan (`plan`, `code`), or one of its own words.

    One of its own has a `month` and a `day`, is "before" or "by" it, and says what and to whom;
    `year` is None for every year.
    """

    __tablename__ = "own_deadline"
    id: Mapped[int] = mapped_column(primary_key=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"), index=True)
    year: Mapped[int | None]
    plan: Mapped[str] = mapped_column(default="")
    code: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="before")
    month: Mapped[int | None]
    day: Mapped[int | None]
    what: Mapped[str] = mapped_column(default="")
    receiver: Mapped[str] = mapped_column(default="")
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class StepDate(Table):
    """The day staff chose for one step (flows.plan.season) instead of the proposed one.

    `closes_on` is None where somebody went back to that one.
    """

    __tablename__ = "step_date"
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    closes_on: Mapped[date | None]
    chosen_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chosen_at: Mapped[datetime]


class BaseChoice(Table):
    """How a commune reads a target whose base the plan leaves open."""

    __tablename__ = "base_choice"
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"), primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    base: Mapped[str]
    chosen_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chosen_at: Mapped[datetime]


class Filed(Table):
    """A report that staff say they have sent: nobody is reminded of it any more.

    `sent` is false where somebody said that it was not sent after all.
    """

    __tablename__ = "filed"
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    deadline: Mapped[str] = mapped_column(primary_key=True)
    sent: Mapped[bool] = mapped_column(default=True)
    filed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    filed_at: Mapped[datetime]
