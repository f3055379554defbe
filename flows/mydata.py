"""What somebody reads of what is kept about him, and what he may ask for."""

from dataclasses import dataclass
from datetime import date

from flows import menus
from flows.assessment import leads_on
from flows.events import DeskEvent, MenuLine, Prompted, Told
from flows.messages import Enclosure
from flows.requests import DAYS, Kind, clock
from flows.village import spoken_day
from flows.wording import Words

VERB, WITHDRAW = "me", "mw"
COPY = "d"
"""What the key of a copy begins with, before its colon and the number of the request."""
FILE = "du-lieu-cua-toi.html"

CHANNELS = ("web", "telegram", "staff", "zalo")
"""Channels that have a name people know."""
NAMED = 2  # subjects named on one screen; more are counted
LISTED = 2  # forms, the same
LONGEST_NAME, LONGEST_BESIDE = 32, 24  # characters of a name alone, and beside a title


@dataclass(frozen=True, slots=True)
class MyForm:
    """A form this person answers for. `is_own` tells his own from that of his household."""

    id: int
    revision: int
    subject: str
    is_own: bool
    title: str
    year: int
    state: str
    points: float | None
    most: float | None
    photos: int

    @property
    def may_withdraw(self) -> bool:
        return leads_on(self.state, "withdraw")


@dataclass(frozen=True, slots=True)
class MyRequest:
    """What this person asked for and still waits for."""

    id: int
    kind: Kind
    asked: date


@dataclass(frozen=True, slots=True)
class Mine:
    """All that is kept about one person, in short. `roles` are (role, place) he holds in a place.

    `consent` is the version of the text he agreed to, "" for none; `agreed` the day. `muted` is the
    day since when he wants no announcements.
    """

    name: str
    phone: str
    birth_year: int | None
    answers_for: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    channels: tuple[str, ...]
    consent: str
    agreed: date | None
    forms: tuple[MyForm, ...]
    asked: tuple[MyRequest, ...]
    muted: date | None = None

    def waits_for(self, kind: Kind) -> MyRequest | None:
        """The open request of that kind."""
        return next((one for one in self.asked if one.kind == kind), None)


# ---- pages


def page(words: Words, mine: Mine) -> tuple[DeskEvent, ...]:
    """All that is kept, who sees it, and what can be asked for."""
    told = [words("mydata.name", name=_short(mine.name) or words("mydata.none"))]
    told += [words("mydata.phone", text=mine.phone or words("mydata.none"))]
    told += [words("mydata.born", year=mine.birth_year or words("mydata.none"))]
    told += [words("mydata.answers_for", text=_answers_for(words, mine))]
    channels = ", ".join(channel(words, name) for name in mine.channels)
    told += [words("mydata.channels", text=channels or words("mydata.none"))]
    told += [_consent(words, mine)]
    forms = "\n".join((*_forms(words, mine), *_asked(words, mine)))
    return (
        Told("mydata.who", {"text": "\n".join(told)}),
        Prompted("mydata.forms", _lines(words, mine), {"text": forms}),
    )


def copy(words: Words, number: int) -> Prompted:
    """The copy itself, as a paper that is drawn when it is opened."""
    paper = Enclosure("paper", f"{COPY}:{number}", FILE)
    return Prompted("mydata.copy", (_back(words), _home(words)), enclosed=(paper,))


def what_to_correct(words: Words) -> Prompted:
    """What is wrong, in his own words."""
    return Prompted("mydata.what_to_correct", (MenuLine("", f"{VERB}.t"), _back(words)))


def which_form(words: Words, mine: Mine) -> Prompted:
    """Which form is to be withdrawn?"""
    lines = [
        MenuLine(called(words, form), f"{WITHDRAW}.{form.id}", _state(words, form))
        for form in mine.forms
        if form.may_withdraw
    ]
    key = "mydata.which_form" if lines else "mydata.no_form"
    return Prompted(key, (*lines[: menus.PAGE], _back(words)))


def confirm_withdrawal(words: Words, form: MyForm) -> Prompted:
    """What follows when this form is withdrawn."""
    yes = MenuLine(words("mydata.withdraw_now"), f"{WITHDRAW}.{form.id}.{form.revision}")
    facts = {"title": titled(words, form), "state": words(f"offer.{form.state}")}
    return Prompted("mydata.confirm_withdrawal", (yes, _leave(words)), facts)


def confirm_delete(words: Words, mine: Mine) -> Prompted:
    """What follows when all is deleted; titles that were given stay."""
    yes = MenuLine(words("mydata.delete_now"), f"{VERB}.y")
    given = any(form.state in ("recognised", "revoked") for form in mine.forms)
    stays = f" {words('mydata.awards_stay')}" if given else ""
    facts = {"count": DAYS["delete"], "shown": stays}
    return Prompted("mydata.confirm_delete", (yes, _leave(words)), facts)


def confirm_end(words: Words) -> Prompted:
    """What follows when nothing more of him may be kept."""
    yes = MenuLine(words("mydata.end_now"), f"{VERB}.z")
    return Prompted("mydata.confirm_end", (yes, _leave(words)))


def ended(words: Words) -> Prompted:
    """Nothing more is kept; what is left to do."""
    lines = (
        MenuLine(words("mydata.agree_again"), "m"),
        MenuLine(words("mydata.delete"), f"{VERB}.d"),
        _back(words),
    )
    return Prompted("mydata.ended", lines)


def promised(words: Words, asked: MyRequest, *, is_new: bool) -> Prompted:
    """By when the commune answers."""
    until = spoken_day(words, clock(asked.kind, asked.asked).due_by)
    facts = {"kind": words(f"requests.kind.{asked.kind}"), "until": until}
    facts["day"] = spoken_day(words, asked.asked)
    key = "mydata.promised" if is_new else "mydata.asked_before"
    return Prompted(key, (_back(words), _home(words)), facts)


def called(words: Words, form: MyForm) -> str:
    """The form by its title and year; whose it is, where it is not his own."""
    title = f"{words(f'title.{form.title}')} {form.year}"
    return title if form.is_own else f"{title} · {_short(form.subject, LONGEST_BESIDE)}"


def titled(words: Words, form: MyForm) -> str:
    """The same with the name of whose it is, inside a sentence."""
    return f"{words(f'title.{form.title}')} {form.year} ({form.subject})"


def channel(words: Words, name: str) -> str:
    """What people call a channel."""
    return words(f"channel.{name}") if name in CHANNELS else name


# ---- words


def _lines(words: Words, mine: Mine) -> tuple[MenuLine, ...]:
    lines = [MenuLine(words("mydata.get_copy"), f"{VERB}.c")]
    lines.append(MenuLine(words("mydata.correct"), f"{VERB}.s"))
    if any(form.may_withdraw for form in mine.forms):
        lines.append(MenuLine(words("mydata.withdraw"), f"{VERB}.w"))
    waits = mine.waits_for("delete")
    if waits:
        lines.append(MenuLine(words("mydata.keep_all"), f"{VERB}.b.{waits.id}"))
    else:
        lines.append(MenuLine(words("mydata.delete"), f"{VERB}.d"))
    if mine.consent:
        lines.append(MenuLine(words("mydata.end"), f"{VERB}.a"))
        lines.append(_mail_line(words, mine))
    return (*lines, _home(words))


def _mail_line(words: Words, mine: Mine) -> MenuLine:
    """Announcements come only to those who agreed, and may be turned off and on."""
    if mine.muted:
        return MenuLine(words("mydata.unmute"), f"{VERB}.u")
    return MenuLine(words("mydata.mute"), f"{VERB}.m")


def _answers_for(words: Words, mine: Mine) -> str:
    named = [_short(name, LONGEST_BESIDE) for name in mine.answers_for[:NAMED]]
    if more := len(mine.answers_for) - NAMED:
        named += [words("mydata.more", count=more)] if more > 0 else []
    named += [words("mydata.role", role=words(f"role.{r}"), place=place) for r, place in mine.roles]
    return "; ".join(named) or words("mydata.none")


def _consent(words: Words, mine: Mine) -> str:
    if not mine.consent:
        return words("mydata.not_agreed")
    day = f"{mine.agreed:%d/%m/%Y}" if mine.agreed else words("mydata.none")
    return words("mydata.agreed", day=day, text=mine.consent)


def _forms(words: Words, mine: Mine) -> list[str]:
    told = [f"· {called(words, form)}: {_state(words, form)}" for form in mine.forms[:LISTED]]
    if more := mine.forms[LISTED:]:
        told.append(words("mydata.more_forms", count=len(more)))
    return told or [words("mydata.no_forms")]


def _state(words: Words, form: MyForm) -> str:
    told = [words(f"offer.{form.state}")]
    if form.points is not None and form.most is not None:
        of = f"{words.number(form.points)}/{words.number(form.most)}"
        told.append(words("points", points=of))
    told += [words("shown.photos", count=form.photos)] if form.photos else []
    return ", ".join(told)


def _asked(words: Words, mine: Mine) -> list[str]:
    told = []
    for one in mine.asked[:NAMED]:
        until = spoken_day(words, clock(one.kind, one.asked).due_by)
        kind = words(f"requests.kind.{one.kind}")
        told.append(words("mydata.waits", kind=kind, until=until))
    return told


def _short(text: str, most: int = LONGEST_NAME) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _back(words: Words) -> MenuLine:
    return MenuLine(words("mydata.back"), VERB)


def _leave(words: Words) -> MenuLine:
    return MenuLine(words("mydata.leave"), VERB)


def _home(words: Words) -> MenuLine:
    return MenuLine(words("menu.back"), "m")
