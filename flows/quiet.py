"""When we may say something nobody asked for."""

from datetime import datetime, time, timedelta

FROM, UNTIL = time(6, 30), time(21)
"""Local time between which people may be written to (PRODUCT.md, rule 8)."""


def allowed_from(moment: datetime) -> datetime:
    """That moment if it is a fit one, else the next morning. `moment` is local time."""
    if moment.time() >= UNTIL:
        moment = moment + timedelta(days=1)
    elif moment.time() >= FROM:
        return moment
    return datetime.combine(moment.date(), FROM, moment.tzinfo)
