"""Groups that are asked once for every member: how many, one after the other, back, changed."""

import pytest
from forms_for_tests import (
    answered,
    asked,
    awaited,
    begin,
    finished,
    notes,
    press,
    refused,
    restored,
    say,
    survey,
    taken,
)

from flows.events import Finished, Refused, Told
from flows.forms.model import Form
from flows.interview import Interview
from flows.presses import LONGEST, Press
from flows.speech import Speech
from flows.wording import words

HEADER = "type | name | label | relevant | required | constraint | calculation | repeat_count"
ROWS = (
    "text | name | Tên? | | yes | | |",
    "integer | age | ${name} mấy tuổi? | | yes | . < 120 | |",
    "select_one yn | learns | ${name} có đi học không? | ${age} < 25 | yes | | |",
    "end_repeat | | | | | | |",
    "calculate | years | | | | | sum(${age}) |",
    "calculate | n | | | | | count(${people}) |",
    "calculate | learners | | | | | count(/data/people[learns = 'yes']) |",
)
CHOICES = "yn: yes = Có, no = Không"
COUNTED = survey(
    HEADER,
    "integer | many | Nhà mấy người? | | yes | . >= 0 and . <= 20 | |",
    "begin_repeat | people | Người | | | | | ${many}",
    *ROWS,
    "text | last | Còn gì nữa? | | | | |",
    choices=CHOICES,
)
OPEN = survey(
    HEADER,
    "text | owner | Chủ hộ? | | | | |",
    "begin_repeat | people | Người trong nhà | | | | |",
    *ROWS,
    "text | last | Còn gì nữa? | | | | |",
    choices=CHOICES,
)
TWO = ("An", "50", "Bình", "9", "có")
NESTED = survey(
    HEADER,
    "begin_repeat | house | Nhà | | | | |",
    "text | owner | Chủ nhà? | | yes | | |",
    "integer | many | Mấy con? | | yes | | |",
    "begin_repeat | child | Con | | | | | ${many}",
    "text | called | Con của ${owner} tên gì? | | yes | | |",
    "calculate | place | | | | | concat(position(../..), '-', position(..)) |",
    "end_repeat | | | | | | |",
    "end_repeat | | | | | | |",
    "calculate | children | | | | | sum(${many}) |",
)


def household(form: Form = OPEN) -> Interview:
    """Two people, and everything answered."""
    first = ("2",) if form is COUNTED else ("Chủ", "thêm")
    parts = TWO if form is COUNTED else (*TWO[:2], "thêm", *TWO[2:], "xong")
    return answered(form, *first, *parts, "hết chuyện")


def told(interview: Interview) -> str:
    """The question as somebody reads it, with the line over it."""
    message = Speech(words("vi")).messages(interview.ask())[-1]
    return f"{message.step}: {message.text.partition(chr(10))[0]}"


def names(interview: Interview) -> list[str]:
    """What the members are called, in order."""
    people = interview.showing.nested().get("people", [])
    assert isinstance(people, list)
    return [person["name"] for person in people]


# ---- counted


def test_as_many_members_are_asked_for_as_were_counted() -> None:
    interview = answered(COUNTED, "2")

    steps = [told(interview)]
    for text in TWO:
        say(interview, text)
        steps.append(told(interview))

    assert steps == [
        "Người 1/2 · câu 1/2: Tên?",
        "Người 1/2 · câu 2/2: An mấy tuổi?",
        "Người 2/2 · câu 1/2: Tên?",
        "Người 2/2 · câu 2/2: Bình mấy tuổi?",
        "Người 2/2 · câu 3/3: Bình có đi học không?",
        "Câu 3/3: Còn gì nữa?",
    ]


def test_sums_and_counts_over_members_are_those_of_now() -> None:
    interview = household(COUNTED)

    by_name = interview.sheet.by_name

    assert [by_name(name) for name in ("years", "n", "learners")] == ["59", "2", "1"]


def test_the_receipt_names_the_member() -> None:
    interview = answered(COUNTED, "2", "An")

    message = Speech(words("vi")).messages(say(interview, "50"))[-1]

    assert message.receipt == "Đã ghi người 1, câu 2: 50"


def test_a_smaller_count_lays_members_aside_and_a_larger_one_brings_them_back() -> None:
    interview = household(COUNTED)

    fewer = taken(say(interview, "sửa 1", "1"))
    alone = interview.sheet.by_name("years"), names(interview)
    say(interview, "sửa 1", "2")

    assert fewer.now_closed == 3
    assert alone == ("50", ["An"])
    assert (interview.sheet.by_name("years"), names(interview)) == ("59", ["An", "Bình"])
    assert interview.current is None


def test_a_count_that_is_blank_or_nothing_asks_for_nobody() -> None:
    assert awaited(answered(COUNTED, "0")) == "last"
    assert awaited(begin(COUNTED)) == "many"
    assert begin(COUNTED).sheet.by_name("n") == "0"


def test_a_count_may_be_fixed() -> None:
    form = survey(
        HEADER,
        "begin_repeat | pair | Người | | | | | 2",
        "text | a | Tên? | | yes | | |",
        "end_repeat | | | | | | |",
    )

    interview = begin(form)

    assert awaited(interview) == "/data/pair[1]/a"
    assert isinstance(say(interview, "An", "Bình")[-1], Finished)


def test_more_members_than_a_form_holds_are_refused_with_the_limit() -> None:
    form = survey(
        HEADER,
        "integer | many | Mấy? | | | | |",
        "begin_repeat | p | P | | | | | ${many}",
        "text | a | Tên? | | | | |",
        "end_repeat | | | | | | |",
    )
    interview = begin(form)

    no = refused(say(interview, "1001"))

    assert (no.reason, no.facts) == ("too_many_members", {"most": 1000})
    assert awaited(interview) == "many"
    assert interview.sheet.growth.count == 0


def test_going_back_crosses_from_one_member_to_the_one_before() -> None:
    interview = answered(COUNTED, "2", *TWO[:2])

    say(interview, "quay lại")

    assert awaited(interview) == "/data/people[1]/age"
    say(interview, "quay lại", "quay lại")
    assert awaited(interview) == "many"


def test_a_member_refuses_what_its_question_refuses() -> None:
    interview = answered(COUNTED, "1", "An")

    no = refused(say(interview, "150"))

    assert no.reason == "constraint"
    assert awaited(interview) == "/data/people[1]/age"


def test_what_a_member_answered_decides_about_its_own_questions_only() -> None:
    interview = household(COUNTED)

    say(interview, "sửa 2.1", "2", "12")

    assert awaited(interview) == "/data/people[1]/learns"


# ---- open


def test_people_are_asked_for_one_more_until_that_is_all() -> None:
    interview = answered(OPEN, "Chủ")
    steps = [told(interview)]

    for text in ("có", "An", "50", "thêm", "Bình", "9", "có", "hết rồi"):
        say(interview, text)
        steps.append(told(interview))

    assert steps == [
        "Câu 2/3 · Người trong nhà: Có người trong nhà nào không?",
        "Người trong nhà 1 · câu 1/2: Tên?",
        "Người trong nhà 1 · câu 2/2: An mấy tuổi?",
        "Câu 2/3 · Người trong nhà: Có thêm người trong nhà nữa không?",
        "Người trong nhà 2 · câu 1/2: Tên?",
        "Người trong nhà 2 · câu 2/2: Bình mấy tuổi?",
        "Người trong nhà 2 · câu 3/3: Bình có đi học không?",
        "Câu 2/3 · Người trong nhà: Có thêm người trong nhà nữa không?",
        "Câu 3/3: Còn gì nữa?",
    ]


DEGREES = survey(
    HEADER,
    "note | before | Ghi đủ người trong nhà. | | | | |",
    "begin_repeat | people | Người trong nhà | | | | |",
    "text | ten | Tên? | | yes | | |",
    "note | papers | Xin xem bằng của ${ten}. | | | | |",
    "begin_repeat | degree | Bằng cấp của ${ten} | | | | |",
    "note | kinds | Bằng nào cũng được. | | | | |",
    "text | called | Bằng gì? | | yes | | |",
    "note | thanks | Đã ghi bằng ấy. | | | | |",
    "end_repeat | | | | | | |",
    "end_repeat | | | | | | |",
)


def test_a_note_before_a_roster_is_read_once() -> None:
    interview = begin(DEGREES)
    read = [notes(interview.ask())]

    for text in ("thêm", "A", "thêm", "Nghề", "thêm", "Lái xe", "hết", "thêm"):
        read.append(notes(say(interview, text)))

    assert read == [
        *(["Ghi đủ người trong nhà."], [], ["Xin xem bằng của A."]),
        *(["Bằng nào cũng được."], ["Đã ghi bằng ấy."], ["Bằng nào cũng được."]),
        *(["Đã ghi bằng ấy."], [], []),
    ]


def test_a_note_before_counted_members_is_read_with_the_first() -> None:
    form = survey(
        HEADER,
        "integer | many | Mấy người? | | yes | | |",
        "note | before | Ghi từng người. | | | | |",
        "begin_repeat | people | Người | | | | | ${many}",
        "text | name | Tên? | | yes | | |",
        "end_repeat | | | | | | |",
    )

    events = say(begin(form), "2")

    assert notes(events) == ["Ghi từng người."]


def test_a_roster_called_after_a_member_keeps_its_words_apart() -> None:
    interview = answered(DEGREES, "thêm", "Lò A")

    first = told(interview)
    say(interview, "thêm", "Nghề")

    assert "Có bằng cấp của Lò A nào không?" in first
    assert "Có thêm bằng cấp của Lò A nữa không?" in told(interview)


@pytest.mark.parametrize("said", ["2", "xong", "không", "hết", "đủ rồi", "không có ai"])
def test_a_roster_may_stay_empty(said: str) -> None:
    interview = answered(OPEN, "Chủ")

    say(interview, said)

    assert awaited(interview) == "last"
    assert interview.kept["#/data/people"] == "0"


def test_the_constraint_of_a_row_that_counts_members_is_their_least_and_most() -> None:
    form = survey(
        HEADER,
        "begin_repeat | people | Người | | | | |",
        "text | name | Tên? | | yes | | |",
        "end_repeat | | | | | | |",
        "calculate | n | | | | . >= 1 and . <= 2 | count(${people}) |",
    )
    interview = begin(form)

    first = awaited(interview)
    say(interview, "An")
    second = awaited(interview)
    events = say(interview, "thêm", "Bình")

    assert (first, second) == ("/data/people[1]/name", "#/data/people")
    assert isinstance(events[-1], Finished)


def test_going_back_from_what_follows_asks_for_one_more_again() -> None:
    interview = household()

    say(interview, "sửa 3", "quay lại")
    more = asked(interview.ask())
    say(interview, "thêm", "Chi", "7", "có", "xong")

    assert (more.spot.name, more.kept) == ("#/data/people", "Xong")
    assert names(interview) == ["An", "Bình", "Chi"]


def test_one_more_cannot_be_passed_over() -> None:
    interview = answered(OPEN, "Chủ")

    assert refused(say(interview, "bỏ qua")).reason == "required"


# ---- lists


def test_the_review_has_one_line_for_each_member() -> None:
    interview = household()

    message = Speech(words("vi")).messages([interview.review()])[0]

    assert message.text.splitlines()[1:-1] == [
        "1. Chủ hộ: Chủ",
        "2.1. Người trong nhà: An",
        "2.2. Người trong nhà: Bình",
        "3. Còn gì nữa: hết chuyện",
    ]


def test_the_number_of_a_roster_opens_the_list_of_its_members() -> None:
    interview = household()

    page = asked(say(interview, "sửa 2"))

    labels = [option.label for option in page.asking.options]
    assert page.asking.text.startswith("Người trong nhà: có 2.")
    assert labels == ["An", "Bình", "Thêm", "Xong, làm tiếp phiếu"]


def test_an_answer_of_a_member_is_changed_from_its_page() -> None:
    interview = household()

    page = asked(say(interview, "sửa 2", "2"))
    events = say(interview, "1", "Bình Minh")

    labels = [option.label for option in page.asking.options]
    assert labels[:3] == ["Tên: Bình", "Bình mấy tuổi: 9", "Bình có đi học không: Có"]
    assert taken(events).spot.members[0].number == 2
    assert names(interview) == ["An", "Bình Minh"]


@pytest.mark.parametrize("form", [OPEN, COUNTED])
def test_a_member_is_taken_out_only_when_asked_twice(form: Form) -> None:
    interview = household(form)
    say(interview, "sửa 2.1", "Xóa mục này")

    sure = asked(interview.ask()).asking.text
    say(interview, "giữ lại")
    still = names(interview)
    events = say(interview, "Xóa mục này", "1")

    assert sure.startswith("Xóa người")
    assert still == ["An", "Bình"]
    assert isinstance(events[0], Told)
    assert names(interview) == ["Bình"]
    assert interview.sheet.by_name("years") == "9"
    assert interview.kept["/data/people[1]/learns"] == "yes"
    assert "/data/people[2]/name" not in interview.kept


def test_taking_out_the_last_of_an_open_roster_goes_on_with_the_form() -> None:
    interview = answered(OPEN, "Chủ", "thêm", "An", "50", "xong", "hết")

    events = say(interview, "sửa 2.1", "Xóa mục này", "1")

    assert isinstance(events[-1], Finished)
    assert interview.kept["#/data/people"] == "0~1"


@pytest.mark.parametrize("form", [OPEN, COUNTED])
def test_a_member_put_in_before_another_is_asked_about(form: Form) -> None:
    interview = household(form)

    say(interview, "sửa 2.2", "Thêm một mục đứng trước")
    where = told(interview)
    say(interview, "Giữa", "30")

    assert "2/3 · câu 1/2" in where
    assert names(interview) == ["An", "Giữa", "Bình"]
    assert interview.sheet.by_name("years") == "89"
    assert interview.current is None


def test_going_back_leaves_the_pages_one_by_one() -> None:
    interview = household()
    say(interview, "sửa 2", "1", "Xóa mục này")

    places = [awaited(interview)]
    for _ in range(3):
        say(interview, "quay lại")
        places.append(awaited(interview))

    assert places == ["#/data/people[1]x", "#/data/people[1]", "#/data/people>0", ""]


def test_a_button_of_a_member_that_was_taken_out_or_moved_answers_nothing() -> None:
    interview = answered(OPEN, "Chủ", "thêm", "An", "9")
    stale = asked(interview.ask()).presses[0]
    say(interview, "1", "thêm", "Bình", "8", "1", "xong", "hết")
    say(interview, "sửa 2.1", "Xóa mục này", "1", "xong")
    kept = interview.kept

    events = press(interview, stale)

    assert isinstance(events[0], Refused)
    assert events[0].reason == "old_button"
    assert interview.kept == kept


def test_a_button_of_another_member_says_whose_it_is() -> None:
    interview = answered(OPEN, "Chủ", "thêm", "An", "9")
    late = asked(interview.ask()).presses[0]
    say(interview, "1", "thêm", "Bình", "8")

    events = press(interview, late)

    text = Speech(words("vi")).messages(events)[-1].lead
    assert text.startswith("Nút này của người trong nhà 1, câu 3.")


def test_every_button_is_short_and_plain_however_deep_the_member() -> None:
    interview = answered(NESTED, "thêm", "Nhà một", "1", "Con một", "xong")
    shown: list[str] = []

    for name in ("sửa 1", "1", "3", "1", "Xóa mục này"):
        shown += asked(say(interview, name)).presses

    assert len(shown) > 12
    assert all(len(one) <= LONGEST and one.isascii() for one in shown)
    assert all(str(Press.parse(one)) == one for one in shown)


# ---- rosters in rosters


def test_members_of_members_are_asked_for_where_they_belong() -> None:
    interview = begin(NESTED)
    steps = [told(interview)]

    for text in ("thêm", "Lò", "1", "Na", "thêm", "Vàng", "2", "Pao", "Mị", "xong"):
        say(interview, text)
        steps.append(told(interview) if interview.current else "")

    assert steps[3] == "Nhà 1 · Con 1/1 · câu 1/1: Con của Lò tên gì?"
    assert steps[7] == "Nhà 2 · Con 1/2 · câu 1/1: Con của Vàng tên gì?"
    assert interview.showing.nested() == {
        "house": [
            {"owner": "Lò", "many": "1", "child": [{"called": "Na", "place": "1-1"}]},
            {
                "owner": "Vàng",
                "many": "2",
                "child": [
                    {"called": "Pao", "place": "2-1"},
                    {"called": "Mị", "place": "2-2"},
                ],
            },
        ],
        "children": "3",
    }


def test_taking_out_an_outer_member_takes_its_members_along() -> None:
    interview = answered(NESTED, "thêm", "Lò", "1", "Na", "thêm", "Vàng", "2", "Pao", "Mị", "xong")

    say(interview, "sửa 1.1", "Xóa mục này", "1")

    places = [f"{place}" for place in interview.sheet.given()]
    kept = [field.text for field in interview.sheet.growth.found["/data/house/child/place"]]
    assert interview.sheet.text("/data/house[1]/owner") == "Vàng"
    assert kept == ["1-1", "1-2"]
    assert not [place for place in places if "house[2]" in place]


# ---- what is worked out


def test_what_reads_other_members_follows_all_of_them_and_what_reads_its_own_follows_that() -> None:
    form = survey(
        HEADER,
        "integer | many | Mấy? | | | | |",
        "begin_repeat | people | Người | | | | | ${many}",
        "integer | age | Tuổi? | | | | |",
        "calculate | half | | | | | ${age} div 2 |",
        "calculate | part | | | | | ${age} div ${years} |",
        "calculate | older | | | | | count(/data/people[age > current()/../age]) |",
        "end_repeat | | | | | | |",
        "calculate | years | | | | | sum(${age}) |",
    )
    interview = answered(form, "3", "10", "20", "10")

    def of(name: str) -> list[str]:
        return [node.text for node in interview.sheet.growth.found[f"/data/people/{name}"]]

    before = of("half"), of("part"), of("older")
    say(interview, "sửa 2.3", "1", "70")

    assert form.wide == {"/data/people/older"}
    assert before == (["5", "10", "5"], ["0.25", "0.5", "0.25"], ["1", "0", "1"])
    assert (of("half"), of("part")) == (["5", "10", "35"], ["0.1", "0.2", "0.7"])
    assert of("older") == ["2", "1", "0"]


# ---- kept and taken up again


@pytest.mark.parametrize("form", [OPEN, COUNTED, NESTED])
def test_a_session_is_the_same_after_every_reply_when_it_is_read_back(form: Form) -> None:
    interview = begin(form)
    said = ("2", "thêm", "An", "2", "Bình", "9", "có", "quay lại", "tiếp", "xem lại", "xong")

    for text in said:
        say(interview, text)
        again = restored(interview)
        assert again.kept == interview.kept
        assert again.ask() == interview.ask()


def test_a_computed_default_of_a_new_member_may_be_kept_and_is_not_confirmed_before() -> None:
    form = survey(
        "type | name | label | default | repeat_count",
        "integer | many | Mấy? | |",
        "begin_repeat | people | Người | | ${many}",
        "integer | age | Tuổi? | 2 + 3 |",
        "end_repeat | | | |",
    )
    interview = answered(form, "2")

    first = asked(interview.ask())
    events = say(restored(interview), "giữ")

    assert first.kept == "5"
    assert interview.kept["?/data/people[2]/age"] == "5"
    assert taken(events).value == "5"


# ---- many


def test_thirty_members_stay_usable() -> None:
    interview = answered(OPEN, "Chủ")
    for number in range(30):
        say(interview, "thêm", f"Người số {number + 1}", "40")
    say(interview, "xong", "hết")

    review = Speech(words("vi")).messages([interview.review()])[0]
    page = asked(say(interview, "sửa 2"))
    say(interview, "17")

    assert len(review.text.splitlines()) == 34
    assert len(review.text) < 1500
    assert [option.number for option in page.asking.options] == list(range(1, 33))
    assert "Người số 17" in asked(interview.ask()).asking.text
    assert interview.sheet.by_name("years") == "1200"
    assert finished(say(interview, "tiếp")).answered == 3


def test_a_longer_list_goes_on_on_another_page_with_the_members_own_numbers() -> None:
    interview = answered(OPEN, "Chủ")
    for number in range(33):
        say(interview, "thêm", f"Người số {number + 1}", "40")
    say(interview, "xong", "hết", "sửa 2")

    page = asked(say(interview, "Xem thêm"))
    say(interview, "32")

    assert [(o.number, o.label) for o in page.asking.options][:2] == [
        (31, "Người số 31"),
        (32, "Người số 32"),
    ]
    assert awaited(interview) == "#/data/people[32]"
