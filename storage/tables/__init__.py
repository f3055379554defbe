"""The tables. Nothing outside storage/ and reports/ imports them. Times are UTC."""

from storage.tables.base import Table, Utc
from storage.tables.forms import Answer, Assessment, Evidence, Move, Pack, PackChoice, Submission
from storage.tables.mail import Inbox, Letter, Setback
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
from storage.tables.review import Award, Decision, Draw, Finding, Meeting, Remark, Vote

__all__ = [
    "Account",
    "Answer",
    "Assessment",
    "Attempt",
    "Award",
    "Belongs",
    "Decision",
    "Draw",
    "Evidence",
    "Finding",
    "Inbox",
    "Invitation",
    "InvitationUse",
    "Letter",
    "Meeting",
    "Move",
    "Pack",
    "PackChoice",
    "Person",
    "Place",
    "Remark",
    "Request",
    "Role",
    "Setback",
    "Subject",
    "Submission",
    "Table",
    "Utc",
    "Vote",
]
