"""Every errand there is, by its verb. To add one, write its file and name it here."""

from collections.abc import Mapping

from bot import (
    announcing,
    certificates,
    decided,
    desk,
    drawing,
    invitations,
    joining,
    meeting,
    muting,
    mydata,
    province,
    recognising,
    registering,
    requests,
    standing_in,
    verifying,
    village,
)
from bot.errands import Counter

ERRANDS: Mapping[str, Counter] = {
    **province.COUNTERS,
    **recognising.COUNTERS,
    **certificates.COUNTERS,
    **registering.COUNTERS,
    **standing_in.COUNTERS,
    **joining.COUNTERS,
    **invitations.COUNTERS,
    **village.COUNTERS,
    **meeting.COUNTERS,
    **decided.COUNTERS,
    **desk.COUNTERS,
    **verifying.COUNTERS,
    **drawing.COUNTERS,
    **mydata.COUNTERS,
    **requests.COUNTERS,
    **announcing.COUNTERS,
    **muting.COUNTERS,
}
