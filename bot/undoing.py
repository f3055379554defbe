"""Taking the last decision at the desk back, and the word of it too where that is still here."""

from bot import results
from bot.errands import Done, NotThere
from bot.sitting import Sitting
from flows.looks import Act
from flows.visit import Errand
from storage import verification as cases
from storage.verification import Case


async def undo(here: Sitting, case: Case, act: Act, errand: Errand) -> Done:
    """It waits again, in the hands of whoever decided; nobody else may take it back."""
    tx, by = here.incident.tx, here.incident.by
    last = await here.last()
    if last is None or last.id != case.id:
        return await here.go_on(here.words("desk.undo_late", subject=case.subject))
    if act.look.revision != case.revision:
        raise NotThere
    if case.state == "returned" and await cases.is_touched(tx, case):
        return await here.go_on(here.words("desk.undo_begun", subject=case.subject))
    await cases.undo(tx, case, by, here.lease)
    await results.taken_back(here, case)
    again = await cases.load(tx, case.id)
    return await here.show(again, here.words("desk.undone", subject=case.subject))
