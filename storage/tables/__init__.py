"""The tables. Nothing outside storage/ and reports/ imports them. Times are UTC."""

from storage.tables.base import Table, Utc
from storage.tables.forms import Answer, Assessment, Evidence, Move, Pack, PackChoice, Submission
from storage.tables.mail import Announcement, Inbox, Letter, Reminder, Setback
from storage.tables.people import (
    Account,
    Attempt,
    Belongs,
    Invitation,
    InvitationUse,
    Person,
    Place,
    Request,
    Role,
    Subject,
)
from storage.tables.plans import BaseChoice, Filed, LoadedPlan, OwnDeadline, PlanChoice, StepDate
from storage.tables.review import Award, Decision, Draw, Finding, Meeting, Remark, Vote

__all__ = [
    "Account",
    "Announcement",
    "Answer",
    "Assessment",
    "Attempt",
    "Award",
    "BaseChoice",
    "Belongs",
    "Decision",
    "Draw",
    "Evidence",
    "Filed",
    "Finding",
    "Inbox",
    "Invitation",
    "InvitationUse",
    "Letter",
    "LoadedPlan",
    "Meeting",
    "Move",
    "OwnDeadline",
    "Pack",
    "PackChoice",
    "Person",
    "Place",
    "PlanChoice",
    "Remark",
    "Reminder",
    "Request",
    "Role",
    "Setback",
    "StepDate",
    "Subject",
    "Submission",
    "Table",
    "Utc",
    "Vote",
]
