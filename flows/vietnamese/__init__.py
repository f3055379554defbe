"""Understands Vietnamese as people type it, and speaks numbers and days as people read them."""

from flows.vietnamese.counting import decimal, integer, spoken
from flows.vietnamese.days import date
from flows.vietnamese.keys import unkeyed
from flows.vietnamese.letters import (
    begins,
    clean,
    digits,
    fold,
    plainly,
    says,
    starts,
    words,
)
from flows.vietnamese.moments import moment
from flows.vietnamese.phones import phone
from flows.vietnamese.readings import Nothing, One, Reading, Several
from flows.vietnamese.speech import speak_date, speak_number, speak_time
from flows.vietnamese.times import time

__all__ = [
    "Nothing",
    "One",
    "Reading",
    "Several",
    "begins",
    "clean",
    "date",
    "decimal",
    "digits",
    "fold",
    "integer",
    "moment",
    "phone",
    "plainly",
    "says",
    "speak_date",
    "speak_number",
    "speak_time",
    "spoken",
    "starts",
    "time",
    "unkeyed",
    "words",
]
