"""What is asked for is kept up from answer to answer, as if it were counted anew each time."""

import sys
from collections.abc import Callable
from functools import partial
from random import Random
from types import FrameType

import pytest
from forms_for_tests import asked, awaited, begin, press, restored, say, survey

from flows.forms.model import Form
from flows.interview import Interview
from flows.replies import Reply

HOUSE = survey(
    "type | name | label | relevant | constraint | required | repeat_count | calculation",
    "select_one yn | farms | Nhà có ruộng không? | | | yes | |",
    "note | hello | Chào bác. | ${farms} = 'yes' | | | |",
    "integer | plots | Mấy thửa? | ${farms} = 'yes' | . < 10 | | |",
    "begin_repeat | people | Người | ${farms} = 'yes' | | | |",
    "text | name | Tên gì? | | | yes | |",
    "integer | age | Mấy tuổi? | | . < ../../most | | |",
    "text | school | Học ở đâu? | ${age} < 18 | | | |",
    "end_repeat | | | | | | |",
    "integer | pigs | Mấy con lợn? | | . >= 0 | | |",
    "begin_repeat | pig | Con lợn | | | | ${pigs} |",
    "integer | weight | Nặng bao nhiêu? | | | | |",
    "end_repeat | | | | | | |",
    "calculate | most | | | | | | if(${farms} = 'yes', 120, 60)",
    "text | more | Còn gì nữa? | ${plots} > 3 | | | |",
    choices="yn: yes = Có, no = Không",
)
REPLIES = ("dòng 1", "dòng 2", "1", "2", "5", "15", "80", "Lò Văn Mẫu", "có", "hết", "bỏ qua")
GOING = ("quay lại", "sửa 1", "sửa 2", "sửa 3", "tiếp", "xem lại")


def seen(interview: Interview) -> list[object]:
    """All that people can tell of where they stand."""
    showing = interview.showing
    spots = [(q.path, showing.spot(q)) for q in showing.asked_for()]
    return [awaited(interview), showing.count(), spots, interview.ask()]


@pytest.mark.parametrize("seed", range(12))
def test_what_is_kept_up_is_what_would_be_counted_anew(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (the same walk each time)
    interview = begin(HOUSE)

    for _ in range(60):
        going = awaited(interview) == "" or chance.random() < 0.15
        interview.hear(Reply(chance.choice(GOING if going else REPLIES)))

        assert seen(interview) == seen(restored(interview)), f"seed {seed}"


def test_a_question_that_closes_gives_its_number_away() -> None:
    interview = begin(HOUSE)

    say(interview, "có", "5", "Lò Văn Mẫu", "30", "hết", "0")
    before = interview.showing.spot(HOUSE.by_name["pigs"]).number
    say(interview, "sửa 1", "không")

    assert before == 4
    assert interview.showing.spot(HOUSE.by_name["pigs"]).number == 2


def test_an_answer_that_another_one_makes_wrong_is_asked_for_again() -> None:
    visits = survey(
        "type | name | label | constraint",
        "integer | people | Mấy người? |",
        "text | rest | Còn gì nữa? |",
        "integer | children | Mấy cháu? | . <= ${people}",
    )
    interview = begin(visits)
    say(interview, "4", "Không", "3")

    say(interview, "sửa 1", "2")

    assert awaited(interview) == "children"


def test_a_button_of_a_question_that_closed_is_refused_politely() -> None:
    interview = begin(HOUSE)
    say(interview, "có")
    button = asked(say(interview, "sửa 1")).presses[0]

    say(interview, "không")
    events = press(interview, button)

    assert [type(event).__name__ for event in events] == ["Refused", "Asked"]


def long_form(questions: int) -> Form:
    """Every fourth question is asked only after the one before it."""
    kinds = ("select_one yn", "integer", "text", "select_one yn")
    rows = [
        f"{kinds[n % 4]} | q{n} | Câu {n}? | "
        + (f"${{q{n - 1}}} = 'yes' |" if n % 4 == 1 else " |")
        for n in range(questions)
    ]
    return survey("type | name | label | relevant |", *rows, choices="yn: yes = Có, no = Không")


def calls(act: Callable[[], object]) -> int:
    """How many functions are called, of Python and of C: a clock that always goes alike."""
    count = 0

    def one_more(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(one_more)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


def test_a_step_costs_the_same_at_either_end_of_a_long_form() -> None:
    interview = begin(long_form(240))
    costs = []
    while (question := interview.current) is not None:
        reply = Reply("3" if question.kind == "integer" else "dòng 1")

        costs.append(calls(partial(interview.hear, reply)))

    early, late = sorted(costs[8:48]), sorted(costs[-48:-8])
    assert len(costs) == 240
    assert late[len(late) // 2] <= early[len(early) // 2] * 1.05
    assert max(late) <= max(early) * 1.05
