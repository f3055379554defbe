"""The lint warns of words too alike, too long, or missing in a language."""

import pytest
from workbook_files import faults_of, md, small

from flows.forms.faults import Fault


def found(text: str) -> list[Fault]:
    return faults_of(md(text))


def place(fault: Fault) -> tuple[str, int | None, str, bool]:
    return fault.sheet, fault.row, fault.column, fault.serious


def listed(*labels: str) -> list[Fault]:
    """The faults of a form that offers these labels."""
    rows = [f"| | l | n{at} | {label} |" for at, label in enumerate(labels)]
    lists = "\n".join(["| choices | list_name | name | label |", *rows])
    return found(small("select_one l | a | Thế nào?", then=lists))


# Labels that are heard alike


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [("5", "Năm", '"5"'), ("Có", "Vâng", '"có"'), ("Không", "Không có", '"không"')],
)
def test_labels_that_are_heard_as_one_are_a_hint(first: str, second: str, said: str) -> None:
    (fault,) = listed(first, "Khác hẳn", second)

    assert place(fault) == ("choices", 6, "label", False)
    assert said in fault.text
    assert f'"{first}" ở hàng 4' in fault.text


@pytest.mark.parametrize(
    "labels", [("Có", "Không"), ("Có", "Chưa", "Không"), ("1", "2", "10"), ("Một ít", "Một nửa")]
)
def test_labels_that_are_heard_apart_pass(labels: tuple[str, ...]) -> None:
    assert listed(*labels) == []


def test_labels_that_differ_by_marks_only_are_told_once() -> None:
    (fault,) = listed("Có", "Cỏ")

    assert place(fault) == ("choices", 5, "label", False)


# Names that differ by capitals only


def test_names_that_only_capitals_tell_apart_are_a_hint() -> None:
    (fault,) = found(small("text | ten | Tên?", "text | Ten | Tên khác?"))

    assert place(fault) == ("survey", 3, "name", False)
    assert '"ten" ở hàng 2' in fault.text


def test_choices_that_only_capitals_tell_apart_are_a_hint() -> None:
    lists = "| choices | list_name | name | label |\n| | l | a | Một |\n| | l | A | Hai |"

    (fault,) = found(small("select_one l | q | Mấy?", then=lists))

    assert place(fault) == ("choices", 5, "name", False)


# Long texts


def test_a_label_longer_than_a_screen_is_a_hint_with_its_length() -> None:
    (fault,) = found(small(f"text | a | {'a' * 351}", f"text | b | {'a' * 350}"))

    assert place(fault) == ("survey", 2, "label", False)
    assert "351" in fault.text


def test_what_a_reference_will_say_is_not_counted() -> None:
    name = "n" * 40

    assert found(small(f"text | {name} | Tên?", f"note | b | {'a' * 340} ${{{name}}}")) == []


def test_each_language_is_measured_by_itself() -> None:
    table = "| survey | type | name | label::vi | label::en |\n| | text | a | Tên? | {} |"

    (fault,) = found(table.format("x" * 400))

    assert place(fault) == ("survey", 2, "label::en", False)


def test_a_question_with_its_choices_that_telegram_would_cut_is_a_hint() -> None:
    labels = [f"{at} {'x' * 500}" for at in range(8)]

    (fault,) = listed(*labels)

    assert place(fault) == ("survey", 2, "label", False)
    assert "4096" in fault.text


def test_of_a_long_list_only_a_page_is_in_one_message() -> None:
    assert listed(*(f"{at} {'x' * 100}" for at in range(60))) == []


def test_notes_that_follow_one_another_are_one_message() -> None:
    notes = [f"note | n{at} | {'x' * 340}" for at in range(13)]

    (fault,) = found(small(*notes))
    apart = found(small(*notes[:6], "text | a | Tên?", *notes[6:]))

    assert place(fault) == ("survey", 2, "label", False)
    assert apart == []


def test_a_form_too_long_for_a_phone_is_a_hint_where_it_becomes_too_long() -> None:
    rows = [f"text | q{at} | Câu {at}?" for at in range(101)]

    (fault,) = found(small(*rows))

    assert place(fault) == ("survey", 102, "", False)
    assert found(small(*rows[:100])) == []


# Languages


def test_a_text_without_a_column_for_a_language_is_a_hint() -> None:
    table = (
        "| survey | type | name | label::vi | label::en | hint::vi |\n"
        "| | text | a | Tên? | Name? | Họ tên đầy đủ |"
    )

    (fault,) = found(table)

    assert place(fault) == ("survey", 1, "hint::vi", False)
    assert '"en"' in fault.text


def test_choices_in_fewer_languages_than_the_questions_are_a_hint() -> None:
    table = (
        "| survey | type | name | label::vi | label::en |\n| | select_one l | a | Ai? | Who? |\n"
        "| choices | list_name | name | label::vi |\n| | l | x | Tôi |"
    )

    (fault,) = found(table)

    assert place(fault) == ("choices", 3, "label::vi", False)


def test_one_column_for_all_languages_passes() -> None:
    table = (
        "| survey | type | name | label::vi | label::en | hint |\n"
        "| | text | a | Tên? | Name? | Lò Văn A (mẫu) |"
    )

    assert found(table) == []
