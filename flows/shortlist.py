"""The pages of the commune's list: by title, by village, by name, and why somebody is left out."""

from collections.abc import Iterable, Mapping, Sequence

from flows.events import MenuLine, Prompted
from flows.menus import PAGE
from flows.recognition import (
    ALL,
    LISTED,
    REASONS,
    TYPED,
    VERB,
    WAITING,
    Candidate,
    Cut,
    Scope,
    Tally,
    brief,
    called_title,
    seal,
)
from flows.wording import Words

VILLAGES = 8  # places named in one message; the rest is counted together


def root(
    words: Words,
    commune: str,
    year: int,
    tallies: Mapping[str, Tally],
    years: Sequence[int],
    home: MenuLine,
) -> Prompted:
    """Which title? `years` are others in which something still waits."""
    lines = [_title_line(words, Scope(commune, year, title), tallies[title]) for title in tallies]
    if len(lines) > 1:
        lines.insert(0, _title_line(words, Scope(commune, year), _together(tallies.values())))
    recognised = sum(tally.recognised for tally in tallies.values())
    if recognised:
        note = words("recognition.files", count=recognised)
        lines.append(MenuLine(words("recognition.awards"), f"ra.{commune}.{year}", note))
    lines += [
        MenuLine(words("recognition.year", year=one), f"{VERB}.{commune}.{one}") for one in years
    ]
    key = "recognition.root" if tallies else "recognition.nothing"
    return Prompted(key, (*lines, home), {"year": year})


def page(
    words: Words,
    scope: Scope,
    items: Sequence[Candidate],
    recognised: int,
    undo: MenuLine | None = None,
) -> Prompted:
    """The list as it stands, and what can be done with it."""
    listed, waiting = (Cut(part).of(items) for part in (LISTED, WAITING))
    short = sum(item.falls_short for item in items)
    told = [words("recognition.of", title=called_title(words, scope.title), year=scope.year)]
    if not (listed or waiting):
        told.append(words("recognition.nothing_waits"))
    if any(not item.official for item in (*listed, *waiting)):
        told.append(words("summary.unofficial"))
    if listed:
        told += [words("recognition.listed", count=len(listed)), *by_village(words, listed)]
    if waiting:
        told += [words("recognition.waiting", count=len(waiting))]
        told += [] if listed else by_village(words, waiting)
    unjudged = sum(not item.verdict for item in (*listed, *waiting))
    told += [words("recognition.unjudged", count=unjudged)] if unjudged else []
    told += [words("recognition.short", count=short)] if short else []
    told += [words("recognition.recognised", count=recognised)] if recognised else []
    lines = [*_ways(words, scope, waiting, listed), *([undo] if undo else [])]
    lines.append(MenuLine(words("recognition.back"), f"{VERB}.{scope.commune}.{scope.year}"))
    return Prompted("recognition.page", tuple(lines), {"text": "\n".join(told)})


def places(words: Words, scope: Scope, part: str, items: Sequence[Candidate]) -> Prompted:
    """Where do those live who are to be looked at?"""
    here = Cut(part).of(items)
    codes = dict.fromkeys(item.place for item in here)
    lines = [
        _place_line(words, scope, Cut(part, number), here) for number in range(1, len(codes) + 1)
    ]
    back = MenuLine(words("recognition.to_list"), scope.press())
    return Prompted("recognition.where", (*lines, back))


def names(words: Words, scope: Scope, cut: Cut, items: Sequence[Candidate]) -> Prompted:
    """One page of names; choosing one, or typing several numbers, leaves them out."""
    here, shown = cut.of(items), cut.page(items)
    first = here.index(shown[0]) if shown else 0
    at = (cut.part, cut.number, first)
    lines = [
        MenuLine(
            called(words, item, scope),
            scope.press("x", *at, f"{1 << n:x}", seal(shown)),
            reached(words, item),
        )
        for n, item in enumerate(shown)
    ]
    if first + PAGE < len(here):
        more = scope.press("l", cut.part, cut.number, first + PAGE)
        lines.append(MenuLine(words("menu.more"), more))
    lines.append(MenuLine(words("recognition.to_list"), scope.press()))
    slot = MenuLine("", scope.press("x", *at, TYPED, seal(shown)))
    where = shown[0].village if cut.number and shown else called_title(words, scope.title)
    key = "recognition.names" if shown else "recognition.nobody"
    return Prompted(key, (*lines, slot), {"shown": where, "count": len(here)})


def why(
    words: Words, scope: Scope, cut: Cut, items: Sequence[Candidate], chosen: Sequence[Candidate]
) -> Prompted:
    """Why are these left out? A short reason, or one's own words."""
    shown = cut.page(items)
    mask = sum(1 << n for n, item in enumerate(shown) if item in chosen)
    press = scope.press("w", cut.part, cut.number, cut.start, f"{mask:x}", seal(shown))
    lines = [MenuLine(words(f"declined.{name}"), f"{press}.{name}") for name in REASONS]
    back = MenuLine(words("recognition.leave_in"), scope.press("l", cut.part, cut.number))
    facts = {"shown": brief([item.subject for item in chosen])}
    return Prompted("recognition.why", (*lines, back, MenuLine("", press)), facts)


# ---- words


def by_village(words: Words, items: Sequence[Candidate]) -> list[str]:
    """A line for each village with how many there are."""
    counts: dict[tuple[str, str], int] = {}
    for item in items:
        place = (item.place, item.village)
        counts[place] = counts.get(place, 0) + 1
    rows = list(counts.items())
    lines = [f"· {_village(words, name)}: {count}" for (_, name), count in rows[:VILLAGES]]
    if more := rows[VILLAGES:]:
        count = sum(number for _, number in more)
        lines.append(words("recognition.more_villages", number=len(more), count=count))
    return lines


def called(words: Words, item: Candidate, scope: Scope) -> str:
    """The subject, with its title where the list has several."""
    if scope.title != ALL:
        return item.subject
    return f"{item.subject} · {words(f'title.{item.title}')}"


def reached(words: Words, item: Candidate) -> str:
    """The verified points, and a mark where nothing says what passes."""
    points = ""
    if item.points is not None and item.most is not None:
        of = f"{words.number(item.points)}/{words.number(item.most)}"
        points = words("points", points=of)
    unjudged = "" if item.verdict else words("recognition.no_threshold")
    return ", ".join(filter(None, (points, unjudged)))


def _title_line(words: Words, scope: Scope, tally: Tally) -> MenuLine:
    notes = (
        words("recognition.note_waiting", count=tally.waiting) if tally.waiting else "",
        words("recognition.note_listed", count=tally.listed) if tally.listed else "",
        words("recognition.note_recognised", count=tally.recognised) if tally.recognised else "",
    )
    note = " · ".join(filter(None, notes))
    return MenuLine(called_title(words, scope.title), scope.press(), note)


def _ways(
    words: Words, scope: Scope, waiting: Sequence[Candidate], listed: Sequence[Candidate]
) -> list[MenuLine]:
    lines = []
    if waiting:
        propose = words("recognition.propose", count=len(waiting))
        lines.append(MenuLine(propose, scope.press("p", seal(waiting))))
        lines.append(MenuLine(words("recognition.look_waiting"), scope.press("l", WAITING)))
    if listed:
        lines.append(MenuLine(words("recognition.decide"), scope.press("d")))
        lines.append(MenuLine(words("recognition.look_listed"), scope.press("l", LISTED)))
        lines.append(MenuLine(words("recognition.take_back"), scope.press("b", seal(listed))))
    return lines


def _place_line(words: Words, scope: Scope, cut: Cut, items: Sequence[Candidate]) -> MenuLine:
    here = cut.of(items)
    note = words("recognition.files", count=len(here))
    press = scope.press("l", cut.part, cut.number, 0)
    return MenuLine(_village(words, here[0].village), press, note)


def _village(words: Words, name: str) -> str:
    return name or words("recognition.no_village")


def _together(tallies: Iterable[Tally]) -> Tally:
    every = list(tallies)
    return Tally(
        waiting=sum(tally.waiting for tally in every),
        listed=sum(tally.listed for tally in every),
        recognised=sum(tally.recognised for tally in every),
    )
