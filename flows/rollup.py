"""What one title knows from those below it: the one table of what is filled in, not asked again."""

from collections.abc import Mapping

ORDER: tuple[tuple[str, ...], ...] = (
    ("citizen",),
    ("family",),
    ("clan",),
    ("village", "unit"),
    ("commune",),
)
"""The titles from below upwards; those of one step are settled in any order."""

TITLES = tuple(title for step in ORDER for title in step)
"""Every title, from below upwards."""

ON = "known_on"
_DAY = "the day on which the figures were counted, as dd/mm/yyyy"

KNOWN: Mapping[str, Mapping[str, str]] = {
    "citizen": {},
    "family": {
        ON: _DAY,
        "known_adults": "the adults of the household in the roster",
        "known_adults_recognised": "those of them recognised as citizens in the form's year",
        "known_citizens_registered": "those of them with a citizen form of that year, in any state",
    },
    "clan": {
        ON: _DAY,
        "known_households": "the households of the clan in the roster",
        "known_families_recognised": "those of them recognised as families in the form's year",
        "known_adults": "the adults of those households",
        "known_adults_recognised": "those of them recognised as citizens in the form's year",
        "known_children": "the children, less those excused, that this year's family forms tell of",
    },
    "village": {
        ON: _DAY,
        "known_households": "the households of the village in the roster",
        "known_families_recognised": "those of them recognised as families in the form's year",
        "known_clans": "the clans of the village in the roster",
        "known_clans_recognised": "those of them recognised as clans in the form's year",
        "known_adults": "the adults of the village's households",
        "known_adults_recognised": "those of them recognised as citizens in the form's year",
        "known_children": "the children, less those excused, that this year's family forms tell of",
    },
    "unit": {
        ON: _DAY,
        "known_members": "the people of the unit in the roster",
        "known_members_recognised": "those of them recognised as citizens in the form's year",
    },
    "commune": {
        ON: _DAY,
        "known_households": "the households of the commune in the roster",
        "known_families_recognised": "those of them recognised as families in the form's year",
        "known_clans": "the clans of the commune",
        "known_clans_recognised": "those of them recognised as clans in the form's year",
        "known_villages": "the villages of the commune",
        "known_villages_recognised": "those of them recognised as communities in the form's year",
        "known_units": "the units of the commune",
        "known_units_recognised": "those of them recognised as units in the form's year",
        "known_adults": "the adults of the commune's households",
        "known_adults_recognised": "those of them recognised as citizens in the form's year",
    },
}
"""Title -> name of the hidden field -> what is counted in it.

All are whole numbers written as text, but for the day; blank where the program does not know. A
person of two households, or a household of two clans, counts once in each of them.
"""

NAMES = frozenset(name for facts in KNOWN.values() for name in facts)
"""Every name a hidden field may have, whatever the title."""
