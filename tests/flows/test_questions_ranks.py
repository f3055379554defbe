"""Orders as people type them: numbers, words, labels, one at a time, and what is asked back."""

from datetime import date

import pytest

from flows import answers
from flows.questions import KINDS, Ambiguous, Asking, NotUnderstood, Option
from flows.replies import Attachment, Reply
from flows.wording import words

TODAY = date(2026, 11, 22)
LABELS = ("Học nghề", "Tin học", "Ngoại ngữ", "Đọc sách")
OPTIONS = tuple(Option(n, f"v{n}", label) for n, label in enumerate(LABELS, 1))


def asking(*placed: int, count: int = 4) -> Asking:
    names = tuple(f"v{number}" for number in placed)
    return Asking("r", "rank", "Việc nào cần trước?", options=OPTIONS[:count], placed=names)


def order(text: str, *placed: int, count: int = 4) -> str:
    """The numbers of the lines as they are kept: "3124"."""
    kept = KINDS["rank"].read(asking(*placed, count=count), Reply(text), TODAY)
    return kept.replace("v", "").replace(" ", "")


def refused(text: str, *placed: int) -> NotUnderstood:
    with pytest.raises(NotUnderstood) as no:
        order(text, *placed)
    return no.value


def offered(text: str, count: int = 4) -> str:
    with pytest.raises(Ambiguous) as doubt:
        order(text, count=count)
    return answers.readings(words("vi"), doubt.value.offers)


@pytest.mark.parametrize(
    "text",
    [
        "3 1 2 4",
        "3,1,2,4",
        "3, 1, 2, 4.",
        "3-1-2-4",
        "3/1/2/4",
        "3>1>2>4",
        "3 → 1 → 2 → 4",
        "dạ 3 1 2 4 ạ",
        "３ １ ２ ４",
        "ba một hai bốn",
        "ba, một, hai, bốn",
        "Ngoại ngữ, Học nghề, Tin học, Đọc sách",
        "ngoai ngu > hoc nghe > tin hoc > doc sach",
        "Ngoại ngữ rồi đến học nghề rồi đến tin học rồi đến đọc sách",
        "Ngoại ngữ\nHọc nghề\nTin học\nĐọc sách",
        "1. Ngoại ngữ\n2. Học nghề\n3. Tin học\n4. Đọc sách",
        "2. Học nghề, 1. Ngoại ngữ, 4. Đọc sách, 3. Tin học",
        "dòng 3 1 2 4",
        "Dong so 3, 1, 2, 4",
        "số 3, số 1, số 2, số 4",
    ],
)
def test_an_order_is_understood_however_it_is_written(text: str) -> None:
    assert order(text) == "3124"


def test_the_last_line_needs_no_number() -> None:
    assert order("3 1 2") == "3124"


def test_a_first_number_alone_is_a_beginning() -> None:
    assert order("3") == "3"


def test_the_next_number_goes_on_from_there() -> None:
    assert order("1", 3) == "31"


def test_the_rest_may_come_at_once() -> None:
    assert order("đọc sách, tin học", 3, 1) == "3142"


def test_one_before_the_last_completes_the_order() -> None:
    assert order("4", 3, 1) == "3142"


def test_a_whole_order_begins_anew() -> None:
    assert order("4 3 2 1", 3, 1) == "4321"


def test_an_order_of_all_but_one_begins_anew_too() -> None:
    assert order("4 3 1", 3, 1) == "4312"


def test_all_the_others_go_on_from_the_first() -> None:
    assert order("1 2 4", 3) == "3124"


def test_a_line_named_twice_is_told_by_its_label() -> None:
    no = refused("3 1 3")

    assert (no.reason, no.facts) == ("ranked_twice", {"label": "Ngoại ngữ"})


def test_a_line_that_has_its_place_is_told_with_the_place() -> None:
    no = refused("1", 3, 1)

    assert (no.reason, no.facts) == ("ranked_before", {"label": "Học nghề", "number": 2})


def test_a_number_beyond_the_list_is_told() -> None:
    no = refused("3 1 7 4")

    assert (no.reason, no.facts["typed"]) == ("out_of_range", 7)


@pytest.mark.parametrize("text", ["chưa biết", "con học hết", "?", "cái nào cũng cần", "ba mươi"])
def test_what_is_no_order_is_asked_again_with_an_example(text: str) -> None:
    no = refused(text)

    assert (no.reason, no.facts["example"]) == ("not_an_order", "3 1 2")


def test_a_long_story_is_not_searched_for_labels() -> None:
    no = refused("tin hoc ai cung can, " * 90)

    assert no.reason == "not_an_order"


def test_a_voice_message_is_not_taken_for_an_order() -> None:
    with pytest.raises(NotUnderstood) as no:
        KINDS["rank"].read(asking(), Reply("1 2", (Attachment("voice", "a.ogg"),)), TODAY)

    assert no.value.reason == "words_please"


def test_figures_without_blanks_are_asked_back() -> None:
    said = offered("3124")

    assert said == '"Ngoại ngữ, Học nghề, Tin học, Đọc sách" (gõ 3 1 2 4)'


def test_one_to_three_may_be_two_lines_or_three() -> None:
    said = offered("1-3")

    assert "(gõ 1 3)" in said
    assert "(gõ 1 2 3)" in said


def test_numbers_beside_labels_may_be_places_or_copied() -> None:
    said = offered("3. Ngoại ngữ, 1. Học nghề, 2. Tin học, 4. Đọc sách")

    assert said.endswith("(gõ 1 2 3 4)")
    assert "(gõ 3 1 2 4)" in said


def test_a_misspelt_label_is_offered_and_not_taken() -> None:
    said = offered("ngoai nguu, hoc nghe, tin hoc")

    assert said == '"Ngoại ngữ, Học nghề, Tin học" (gõ 3 1 2)'


def test_eleven_in_words_is_not_ten_and_one_without_asking() -> None:
    many = tuple(Option(n, f"v{n}", f"Việc {chr(96 + n)}") for n in range(1, 13))
    question = Asking("r", "rank", "Xếp", options=many)

    with pytest.raises(Ambiguous) as doubt:
        KINDS["rank"].read(question, Reply("mười một"), TODAY)

    assert {offer.reply for offer in doubt.value.offers} == {"11", "10 1"}


def test_an_order_is_shown_with_its_places() -> None:
    shown = KINDS["rank"].show(asking(), "v3 v1 v2")

    assert shown == "1. Ngoại ngữ, 2. Học nghề, 3. Tin học"


def test_two_lines_need_one_number() -> None:
    assert order("2", count=2) == "21"
