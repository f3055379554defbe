"""A list of which nothing is offered: the person hears why, and what to do."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from forms_for_tests import awaited, begin, form, say

from flows import answers
from flows.events import Event
from flows.forms import xform
from flows.forms.model import Form
from flows.questions import Scale
from flows.speech import Speech
from flows.wording import words

TABLE = """\
| survey | type | name | label | choice_filter | required |
| | select_one h | h | Huyện nào? | | |
| | {} x | x | Xã nào? | huyen = ${{h}} | {} |
| | text | t | Tên? | | |
| choices | list_name | name | label | huyen |
| | h | a | Huyện A | |
| | h | b | Huyện B | |
| | x | xa | Xã A | a |
| | x | xb | Xã B | a |
"""


def of(kind: str, required: str = "") -> Form:
    return form(TABLE.format(kind, required))


def read(events: Sequence[Event], language: str = "vi") -> str:
    return "\n".join(message.text for message in Speech(words(language)).messages(events))


@pytest.mark.parametrize("kind", ["select_one", "select_multiple", "rank"])
def test_an_empty_list_may_be_passed_over(kind: str) -> None:
    interview = begin(of(kind))

    asked = read(say(interview, "2"))
    refused = read(say(interview, "1"))

    assert 'chưa có dòng nào để chọn. Bác gõ "bỏ qua" để sang câu sau.' in asked
    assert 'chưa có dòng nào để chọn. Bác gõ "bỏ qua" để sang câu sau.' in refused
    assert "số 0" not in asked + refused
    say(interview, "bỏ qua")
    assert awaited(interview) == "t"


@pytest.mark.parametrize("said", ["1", "Xã A", "bỏ qua"])
def test_an_empty_list_that_must_be_answered_leads_back(said: str) -> None:
    interview = begin(of("select_one", "yes"))
    say(interview, "2")

    refused = read(say(interview, said))

    assert 'Bác gõ "quay lại" để sửa câu trước.' in refused
    assert "bỏ qua" not in refused
    say(interview, "quay lại", "1", "1")
    assert awaited(interview) == "t"


def test_it_is_said_in_english_too() -> None:
    interview = begin(of("select_one"))

    asked = read(say(interview, "2"), "en")

    assert 'Type "skip" to go on to the next question.' in asked


def test_a_scale_that_falls_offers_an_example_that_is_taken() -> None:
    scale = (
        xform.parse(
            '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
            '<h:head><model><instance><data id="d"><r/></data></instance>'
            '<bind nodeset="/data/r" type="int"/></model></h:head><h:body>'
            '<range ref="/data/r" start="5" end="1" step="2"><label>?</label></range>'
            "</h:body></h:html>"
        )
        .questions[0]
        .scale
    )

    assert scale == Scale(Decimal(1), Decimal(5), Decimal(2))
    assert scale.has(Decimal(answers.on_scale(words("vi"), scale)["example"]))
