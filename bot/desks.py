"""Every errand there is, by its verb. To add one, write its file and name it here."""

from collections.abc import Mapping

from bot import (
    announcing,
    certificates,
    deadlines,
    decided,
    desk,
    drawing,
    invitations,
    joining,
    lists,
    meeting,
    muting,
    mydata,
    nudging,
    province,
    recognising,
    registering,
    reminding,
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
    **lists.COUNTERS,
    **nudging.COUNTERS,
    **verifying.COUNTERS,
    **drawing.COUNTERS,
    **mydata.COUNTERS,
    **requests.COUNTERS,
    **announcing.COUNTERS,
    **muting.COUNTERS,
    **deadlines.COUNTERS,
    **reminding.COUNTERS,
}
