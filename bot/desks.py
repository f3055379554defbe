"""Every errand there is, by its verb. To add one, write its file and name it here."""

from collections.abc import Mapping

from bot import decided, meeting, village
from bot.errands import Counter

ERRANDS: Mapping[str, Counter] = {
    **village.COUNTERS,
    **meeting.COUNTERS,
    **decided.COUNTERS,
}
