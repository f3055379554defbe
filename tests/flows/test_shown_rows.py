"""Stories of rows that are shown with their value and not asked, always or at times."""

from flows.events import Noted
from flows.interview import Interview
from flows.speech import Speech
from flows.wording import words
from tests.flows import forms_for_tests as forms
from tests.flows.forms_for_tests import answered, awaited, refused, restored, say, survey

HEADER = "type | name | label | calculation | read_only | default | required | required_message"
HARVEST = survey(
    HEADER,
    "integer | bags | Mấy bao thóc?",
    "decimal | tons | Tất cả là mấy tấn: | ${bags} * 0.05 | yes",
    "select_one yn | enough | Đủ ăn chưa? | if(${bags} > 20, 'yes', 'no') | yes",
    "text | village | Bản | | yes | Nà Hon (mẫu)",
    "note | thanks | Cảm ơn bác.",
    "text | last | Còn gì nữa không?",
    choices="yn: yes = Đủ, no = Chưa đủ",
)
SOMETIMES = survey(
    HEADER,
    "integer | age | Bao nhiêu tuổi?",
    "text | school | Học trường nào? | | ${age} > 18",
    "text | last | Còn gì nữa không?",
)


def shown(interview: Interview) -> list[tuple[str, object]]:
    return [(e.text, e.shown) for e in interview.ask() if isinstance(e, Noted)]


def test_a_row_that_is_only_shown_is_not_asked_and_has_its_value() -> None:
    interview = answered(HARVEST, "30")

    rows = shown(interview)

    assert awaited(interview) == "last"
    assert rows == [
        ("Tất cả là mấy tấn:", "1,5"),
        ("Đủ ăn chưa?", "Đủ"),
        ("Bản", "Nà Hon (mẫu)"),
        ("Cảm ơn bác.", ""),
    ]


def test_people_read_the_value_behind_the_words() -> None:
    interview = answered(HARVEST, "30")

    (before, question) = Speech(words("vi")).messages(interview.ask())[0].lead, awaited(interview)

    assert before.split("\n\n") == [
        "Tất cả là mấy tấn: 1,5",
        "Đủ ăn chưa? Đủ",
        "Bản: Nà Hon (mẫu)",
        "Cảm ơn bác.",
    ]
    assert question == "last"


def test_it_does_not_count_among_the_questions() -> None:
    interview = answered(HARVEST, "30")

    assert interview.showing.count() == 2


def test_a_row_may_be_asked_of_some_and_shown_to_others() -> None:
    young, old = answered(SOMETIMES, "12"), answered(SOMETIMES, "40")

    assert (awaited(young), awaited(old)) == ("school", "last")
    assert (young.showing.count(), old.showing.count()) == (3, 2)


def test_an_answer_that_is_locked_later_stays_and_is_shown() -> None:
    interview = answered(SOMETIMES, "12", "Trường Nà Hon (mẫu)")

    say(interview, "sửa 1", "40")

    assert shown(interview) == [("Học trường nào?", "Trường Nà Hon (mẫu)")]
    assert shown(restored(interview)) == shown(interview)
    assert interview.kept == restored(interview).kept


def test_a_default_that_is_only_shown_is_handed_in_with_the_answers() -> None:
    form = survey(
        HEADER,
        "integer | age | Bao nhiêu tuổi?",
        "text | code | Mã phiếu | | yes | concat('HO-', 7)",
        "text | kind | Loại | | ${age} > 18 | concat('người ', 'lớn')",
        "text | last | Còn gì nữa không?",
    )

    interview = answered(form, "40", "hết")

    kept = {path: said for path, said in interview.kept.items() if path.startswith("/")}
    assert kept["/data/code"] == "HO-7"
    assert kept["/data/kind"] == "người lớn"
    assert awaited(interview) == ""


def test_a_locked_row_is_no_question_to_go_back_to() -> None:
    interview = answered(SOMETIMES, "12", "Trường Nà Hon (mẫu)", "hết")

    say(interview, "sửa 1", "40")
    events = say(interview, "sửa 3")

    assert refused(events).reason == "no_such_question"


def test_a_group_that_is_locked_is_shown_and_a_locked_roster_takes_nobody_in() -> None:
    form = survey(
        "type | name | label | read_only",
        "select_one yn | done | Đã chốt sổ chưa?",
        "begin_group | talk | Trao đổi | ${done} = 'yes'",
        "text | idea | Ý kiến?",
        "end_group | |",
        "begin_repeat | people | Người | ${done} = 'yes'",
        "text | who | Tên?",
        "end_repeat | |",
        "text | last | Còn gì nữa không?",
        choices="yn: yes = Rồi, no = Chưa",
    )
    open_one = answered(form, "Chưa", "đồng ý", "có", "Lan", "hết", "hết")

    say(open_one, "sửa 1", "Rồi")

    assert awaited(answered(form, "Rồi")) == "last"
    assert (awaited(open_one), open_one.sheet.text("/data/people[1]/who")) == ("", "Lan")
    assert open_one.kept == restored(open_one).kept


def test_words_about_a_missing_answer_speak_of_what_was_said() -> None:
    form = survey(
        "type | name | label::vi | label::en | required | required_message::vi"
        " | required_message::en",
        "text | who | Tên? | Name?",
        "integer | age | Tuổi? | Age? | yes | Cần tuổi của ${who}. | We need the age of ${who}.",
        settings="vi",
    )

    vi = say(forms.begin(form), "Lan", "bỏ qua")
    en = say(forms.begin(form, language="en"), "Lan", "bỏ qua")

    assert refused(vi).facts["message"] == "Cần tuổi của Lan."
    assert refused(en).facts["message"] == "We need the age of Lan."


def test_words_about_a_refused_answer_speak_of_what_was_said() -> None:
    form = survey(
        "type | name | label::vi | label::en | constraint | constraint_message::vi"
        " | constraint_message::en",
        "integer | people | Mấy người? | How many?",
        "integer | adults | Mấy người lớn? | Adults? | . <= ${people} | Nhà chỉ có ${people} người."
        " | Only ${people} live there.",
        settings="vi",
    )

    vi = say(forms.begin(form), "4", "7")
    en = say(forms.begin(form, language="en"), "4", "7")

    assert refused(vi).facts["message"] == "Nhà chỉ có 4 người."
    assert refused(en).facts["message"] == "Only 4 live there."
