"""Stories of choices that are made from what the members of a roster answered."""

from flows.interview import Interview
from flows.replies import Reply
from tests.flows.forms_for_tests import (
    answered,
    asked,
    awaited,
    begin,
    press,
    refused,
    restored,
    say,
    survey,
    taken,
)

HEADER = "type | name | label | required | choice_filter"
HOME = survey(
    HEADER,
    "begin_repeat | people | Người",
    "text | who | Tên?",
    "integer | age | Tuổi?",
    "end_repeat | |",
    "select_one ${who} | head | Ai là chủ hộ? | yes",
    "select_one ${who} | pupil | Cháu nào đi học? | | ${age} < 18",
    "note | said | Chủ hộ: ${head}",
)
FAMILY = ("có", "Lò Văn Mẫu", "45", "có", "Lò Thị Ban", "9", "hết")


def lines(interview: Interview) -> list[str]:
    return [option.label for option in asked(interview.ask()).asking.options]


def reads(interview: Interview, name: str) -> str:
    return interview.sheet.by_name(name)


def test_the_people_named_are_the_lines_to_choose_from() -> None:
    home = answered(HOME, *FAMILY)

    assert (awaited(home), lines(home)) == ("head", ["Lò Văn Mẫu", "Lò Thị Ban"])


def test_a_line_is_chosen_by_number_by_name_or_by_button() -> None:
    one, two, three = (answered(HOME, *FAMILY) for _ in range(3))

    say(one, "1")
    say(two, "lò văn mẫu")
    press(three, asked(three.ask()).presses[0])

    assert [reads(home, "head") for home in (one, two, three)] == ["Lò Văn Mẫu"] * 3


def test_the_choice_is_read_back_by_its_whole_name() -> None:
    home = answered(HOME, *FAMILY, "1", "1")

    line = next(one for one in home.review().lines if one.spot.name == "head")

    assert line.shown == "Lò Văn Mẫu"


def test_a_filter_picks_members() -> None:
    home = answered(HOME, *FAMILY, "1")

    assert (awaited(home), lines(home)) == ("pupil", ["Lò Thị Ban"])


def test_a_member_without_a_name_is_not_offered_and_two_of_one_name_are_one_line() -> None:
    home = answered(HOME, "có", "bỏ qua", "45", "có", "Ban", "9", "có", "Ban", "7", "hết")

    assert lines(home) == ["Ban"]


def test_a_member_named_anew_is_asked_about_again() -> None:
    home = answered(HOME, *FAMILY, "1", "1")

    say(home, "sửa 1.1", "1", "Lò Văn Mới")

    assert (reads(home, "head"), awaited(home)) == ("", "head")
    assert (awaited(restored(home)), lines(home)) == ("head", ["Lò Văn Mới", "Lò Thị Ban"])


def test_a_member_called_as_before_is_the_choice_again() -> None:
    home = answered(HOME, *FAMILY, "1", "1")

    say(home, "sửa 1.1", "1", "Lò Văn Mới", "sửa 1.1", "1", "Lò Văn Mẫu")

    assert (reads(home, "head"), awaited(home)) == ("Lò Văn Mẫu", "")


def test_when_another_member_goes_the_choice_stays() -> None:
    home = answered(HOME, *FAMILY, "2", "1")

    say(home, "sửa 1.1", "xóa mục này", "xóa", "xong")

    assert (reads(home, "head"), awaited(home)) == ("Lò Thị Ban", "")
    assert reads(restored(home), "head") == "Lò Thị Ban"


def test_when_the_chosen_member_goes_it_is_asked_again() -> None:
    home = answered(HOME, *FAMILY, "1", "1")

    say(home, "sửa 1.1", "xóa mục này", "xóa", "xong")

    assert (reads(home, "head"), awaited(home), lines(home)) == ("", "head", ["Lò Thị Ban"])


def test_a_button_means_the_member_it_named_though_the_lines_have_moved() -> None:
    home = answered(HOME, *FAMILY)
    first, second = asked(home.ask()).presses

    say(home, "sửa 1.1", "xóa mục này", "xóa", "xong")
    gone, there = press(restored(home), first), press(home, second)

    assert refused(gone).reason == "old_button"
    assert (taken(there).shown, reads(home, "head")) == ("Lò Thị Ban", "Lò Thị Ban")


def test_choices_among_members_who_chose_are_read_by_their_labels() -> None:
    form = survey(
        HEADER,
        "begin_repeat | plots | Thửa",
        "select_one crop | crop | Trồng gì?",
        "end_repeat | |",
        "select_one ${crop} | best | Cây nào tốt nhất?",
        choices="crop: rice = Lúa, maize = Ngô",
    )
    fields = answered(form, "có", "1", "có", "2", "hết")

    labels = lines(fields)
    say(fields, "Ngô")

    assert (labels, reads(fields, "best")) == (["Lúa", "Ngô"], "maize")


def test_members_of_one_roster_are_chosen_in_another() -> None:
    form = survey(
        HEADER,
        "begin_repeat | people | Người",
        "text | who | Tên?",
        "end_repeat | |",
        "begin_repeat | trips | Chuyến đi",
        "select_one ${who} | goer | Ai đi?",
        "end_repeat | |",
    )
    home = answered(form, "có", "Lan", "có", "Dũng", "hết", "có", "2", "có")

    assert lines(home) == ["Lan", "Dũng"]
    assert home.sheet.text("/data/trips[1]/goer") == "Dũng"


def test_restoring_after_every_reply_changes_nothing() -> None:
    straight, stopping = begin(HOME), begin(HOME)

    for text in (*FAMILY, "2", "1", "sửa 1.1", "xóa mục này", "xóa", "xong", "sửa 2", "1"):
        straight.hear(Reply(text))
        stopping.hear(Reply(text))
        stopping = restored(stopping)

    assert stopping.kept == straight.kept
