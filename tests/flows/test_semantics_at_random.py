"""Random talks over forms that write, hold on, lock and offer members: nothing hangs on memory."""

from random import Random

import pytest

from flows.events import Asked
from flows.forms import loading
from flows.interview import Interview
from flows.replies import Reply
from tests.flows.forms_for_tests import begin, restored
from tests.javarosa.forms_semantics import FORMS

ANSWERS = ("1", "2", "3", "5", "12", "0", "a", "Nà Hon", "giữ", "bỏ qua", "20/11/2026", "2,5")
MOVES = ("sửa 1", "sửa 2", "sửa 3", "sửa 1.1", "sửa 1.2", "quay lại", "có", "hết", "xong")
PAGES = ("Xóa mục này", "Xóa", "Thêm một mục đứng trước", "Thêm", "Về danh sách")
REPLIES = 60


def reply(interview: Interview, chance: Random) -> Reply:
    """Something that somebody may say just now."""
    asked = interview.ask()[-1]
    if isinstance(asked, Asked) and asked.presses and chance.random() < 0.5:
        return Reply(press=chance.choice(asked.presses))
    return Reply(chance.choice((*ANSWERS, *ANSWERS, *MOVES, *PAGES)))


def state(interview: Interview) -> dict[str, tuple[str, bool]]:
    sheet = interview.sheet
    return {path: (sheet.text(path), sheet.relevant(path)) for path in sheet.growth.nodes}


@pytest.mark.parametrize("seed", [3, 2026])
@pytest.mark.parametrize("name", FORMS)
def test_a_session_read_back_after_every_reply_is_the_same(name: str, seed: int) -> None:
    form, chance = loading.load(FORMS[name], "form.md")[0], Random(seed)  # noqa: S311 (no secret)
    straight, stopping = begin(form), begin(form)

    for _ in range(REPLIES):
        said = reply(straight, chance)
        told = straight.hear(said)
        assert stopping.hear(said) == told, said
        stopping = restored(stopping)
        assert stopping.kept == straight.kept, said
        assert state(stopping) == state(straight), said
        assert stopping.current == straight.current, said
