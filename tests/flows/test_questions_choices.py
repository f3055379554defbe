"""Lists: a line is found by number, by label, by its first words; a doubt is asked back."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import answers
from flows.questions import KINDS, Ambiguous, Asking, NotUnderstood, Option
from flows.replies import Reply
from flows.wording import words

TODAY = date(2026, 11, 21)
OFTEN = ("Thường xuyên", "Thỉnh thoảng", "Ít khi", "Chưa")
GOODS = ("Sách, báo", "Máy tính", "Điện thoại", "Tivi", "Loa")
LABELS_WITH_MARKS = ("Có học", "Cỏ học", "Cơ hội")
LABELS_OF_DIGITS = ("0", "1", "2", "3 trở lên")
STEPS = ("10 điểm", "7 điểm", "5 đến 6 điểm")


@pytest.mark.parametrize(
    "typed",
    [
        *("2", "2.", "(2)", "02", "２", "2️⃣", "số 2", "so 2", "chọn 2", "ý 2", "dòng 2", "dong 2"),
        *(
            "hai",
            "dạ 2 ạ",
            "Thỉnh thoảng",
            "thinh thoang",
            "THỈNH THOẢNG.",
            "thỉnh",
            "thinh thoảng",
        ),
        *("2. Thỉnh thoảng", "2 thinh thoang", "Thỉnh thoảng (7 điểm)", "2. Thỉnh thoảng (7 điểm)"),
        *("thỉnh thoảng ạ", "Dạ, thỉnh thoảng ạ"),
    ],
)
def test_one_line_is_found_however_it_is_said(typed: str) -> None:
    value = _one(OFTEN, typed, points=(10, 7, 5, 0))

    assert value == "n2"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("9", "out_of_range"),
        ("0", "out_of_range"),
        ("dòng 9", "out_of_range"),
        ("câu 2", "which_line"),
        ("thỉnh thoảng nhưng ít", "not_an_option"),
        ("2 nhưng chưa chắc", "not_an_option"),
        ("2 hộ", "not_an_option"),
        ("khoảng 2", "not_an_option"),
        ("thình thoảng", "which_line"),
        ("thinh thoag", "which_line"),
        ("b", "which_line"),
        ("thứ hai", "which_line"),
        ("th", "not_an_option"),
        ("-1", "not_an_option"),
        ("?", "not_an_option"),
        ("1 3", "one_only"),
        ("1,3", "one_only"),
        ("Ít khi\nChưa", "one_only"),
    ],
)
def test_what_is_no_line_is_refused_with_the_numbers_there_are(typed: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        _one(OFTEN, typed)

    assert refused.value.reason == reason
    if reason != "which_line":
        assert (refused.value.facts["first"], refused.value.facts["last"]) == (1, 4)


def test_labels_that_differ_by_marks_are_told_apart_by_the_marks_typed() -> None:
    values = [_one(LABELS_WITH_MARKS, typed) for typed in ("có học", "cỏ học", "cơ", "co hoi")]

    assert values == ["n1", "n2", "n3", "n3"]


@pytest.mark.parametrize("typed", ["co hoc", "co học"])
def test_labels_that_differ_by_marks_are_asked_back_when_none_were_typed(typed: str) -> None:
    with pytest.raises(Ambiguous) as doubt:
        _one(LABELS_WITH_MARKS, typed)

    assert _offered(doubt.value) == ('"Có học" (gõ 1)', '"Cỏ học" (gõ 2)')


def test_a_number_that_is_a_line_and_another_label_is_asked_back() -> None:
    with pytest.raises(Ambiguous) as doubt:
        _one(LABELS_OF_DIGITS, "1")

    assert _offered(doubt.value) == ('"0" (gõ "dòng 1")', '"1" (gõ "dòng 2")')


@pytest.mark.parametrize(
    ("typed", "value"), [("dòng 1", "n1"), ("dong so 2", "n2"), ('"dòng 2"', "n2"), ("0", "n1")]
)
def test_the_word_for_a_line_always_means_the_line(typed: str, value: str) -> None:
    found = _one(LABELS_OF_DIGITS, typed)

    assert found == value


@pytest.mark.parametrize(
    ("labels", "typed", "guess"),
    [
        (STEPS, "10", '"10 điểm" (gõ 1)'),
        (STEPS, "5", '"5 đến 6 điểm" (gõ 3)'),
        (
            ("Thường xuyên", "Không thường xuyên", "Chưa bao giờ"),
            "không",
            '"Không thường xuyên" (gõ 2)',
        ),
        (("Một", "Hai", "Ba", "Bốn", "Khác", "Sáu"), "sau", None),
        (("A", "B", "C", "D", "E", "G"), "sau", '"G" (gõ 6)'),
    ],
)
def test_a_likely_line_that_is_not_certain_is_offered_not_taken(
    labels: tuple[str, ...], typed: str, guess: str | None
) -> None:
    if guess is None:
        assert _one(labels, typed) == "n6"  # a label said in full needs no asking
        return
    with pytest.raises(Ambiguous) as doubt:
        _one(labels, typed)

    assert _offered(doubt.value) == (guess,)


def test_a_copied_line_whose_number_and_label_disagree_is_asked_back() -> None:
    with pytest.raises(Ambiguous) as doubt:
        _one(OFTEN, "2. Ít khi")

    assert _offered(doubt.value) == ('"Thỉnh thoảng" (gõ 2)', '"Ít khi" (gõ 3)')


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("có", "yes"), ("co", "yes"), ("dạ có ạ", "yes"), ("vâng", "yes"), ("dạ", "yes"),
        ("rồi", "yes"), ("đúng", "yes"), ("không", "no"), ("khong", "no"), ("ko", "no"),
        ("k", "no"), ("chưa", "no"), ("dạ không ạ", "no"), ("1", "yes"), ("2", "no"),
    ],
)  # fmt: skip
def test_yes_and_no_are_heard_where_the_list_is_yes_and_no(typed: str, value: str) -> None:
    found = _yes_no("Trong năm bác có đi học không?", typed)

    assert found == value


@pytest.mark.parametrize("typed", ["vâng", "dạ", "chưa", "rồi", "ko"])
def test_agreeing_with_a_question_that_denies_is_not_taken(typed: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        _yes_no("Gia đình không có ai bỏ học, đúng không?", typed)

    assert refused.value.reason == "not_an_option"


@pytest.mark.parametrize("typed", ["có nhưng ít", "Cỏ", "dung", "không biết", "0"])
def test_other_words_are_neither_yes_nor_no(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        _yes_no("Trong năm bác có đi học không?", typed)


def test_codes_one_and_zero_alone_do_not_make_a_list_of_yes_and_no() -> None:
    asking = Asking("q", "select_one", "Giới tính?", options=_options(("Nam", "Nữ"), ("1", "0")))

    with pytest.raises(NotUnderstood):
        KINDS["select_one"].read(asking, Reply("có"), TODAY)


def test_perhaps_is_not_a_yes() -> None:
    with pytest.raises(NotUnderstood) as refused:
        _one(("Có thể", "Không"), "vâng")

    assert refused.value.reason == "not_an_option"


def test_a_list_of_yes_and_no_may_say_more_than_yes_and_no() -> None:
    labels = ("Có, đủ hồ sơ", "Không có")

    values = [_one(labels, typed) for typed in ("có", "không", "có đủ hồ sơ")]

    assert values == ["n1", "n2", "n1"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 3 4", "n1 n3 n4"), ("4 1", "n1 n4"), ("1,3", "n1 n3"), ("1, 3.", "n1 n3"),
        ("1.3.4", "n1 n3 n4"), ("1. 3. 4.", "n1 n3 n4"), ("1;3", "n1 n3"), ("1+3", "n1 n3"),
        ("1 va 3", "n1 n3"), ("1 và 3", "n1 n3"), ("1, 2 và 5", "n1 n2 n5"), ("1 1 3", "n1 n3"),
        ("1-2", "n1 n2"), ("từ 1 đến 3", "n1 n2 n3"), ("1 den 3", "n1 n2 n3"), ("2", "n2"),
        ("dòng 1 3", "n1 n3"), ("dòng 1, dòng 3", "n1 n3"), ("số 1 và số 3", "n1 n3"),
        ("một và ba", "n1 n3"), ("1️⃣3️⃣", "n1 n3"), ("dạ 1 3 ạ", "n1 n3"), ("sách, báo", "n1"),
        ("may tinh, tivi", "n2 n4"), ("Máy tính\nLoa", "n2 n5"), ("sách, báo và tivi", "n1 n4"),
        ("1. Sách, báo\n2. Máy tính", "n1 n2"), ("tivi, 1, tivi", "n1 n4"),
    ],
)  # fmt: skip
def test_several_lines_are_found_and_kept_in_the_order_of_the_list(typed: str, value: str) -> None:
    found = _many(GOODS, typed)

    assert found == value


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1 9", "out_of_range"),
        ("134", "out_of_range"),
        ("3-9", "out_of_range"),
        ("loa hỏng, tivi", "not_an_option"),
        ("1, tủ lạnh", "not_an_option"),
        ("tất cả", "which_line"),
        (",,,", "not_an_option"),
    ],
)
def test_one_part_not_understood_refuses_the_whole_list(typed: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        _many(GOODS, typed)

    assert refused.value.reason == reason


def test_a_dash_that_may_be_a_range_is_asked_back() -> None:
    with pytest.raises(Ambiguous) as doubt:
        _many(GOODS, "2-4")

    assert _offered(doubt.value) == (
        '"Máy tính" và "Điện thoại" và "Tivi" (gõ 2 3 4)',
        '"Máy tính" và "Tivi" (gõ 2 4)',
    )


def test_a_label_with_a_comma_that_is_also_two_labels_is_asked_back() -> None:
    with pytest.raises(Ambiguous) as doubt:
        _many(("Sách, báo", "Sách", "Báo"), "sách, báo")

    assert set(_offered(doubt.value)) == {'"Sách, báo" (gõ 1)', '"Sách" và "Báo" (gõ 2 3)'}


def test_numbers_that_are_lines_and_labels_are_taken_in_one_way() -> None:
    with pytest.raises(Ambiguous) as doubt:
        _many(LABELS_OF_DIGITS, "1 2")

    assert _offered(doubt.value) == (
        '"0" và "1" (gõ "dòng 1 2")',
        '"1" và "2" (gõ "dòng 2 3")',
    )
    assert _many(LABELS_OF_DIGITS, "2 0") == "n1 n3"


def test_more_meanings_than_can_be_asked_back_are_not_understood() -> None:
    labels = tuple(f"Lớp {letter}" for letter in "abcdeghik")

    with pytest.raises(NotUnderstood) as refused:
        _one(labels, "lớp")

    assert refused.value.reason == "not_an_option"


def test_a_list_without_lines_understands_nothing() -> None:
    with pytest.raises(NotUnderstood) as refused:
        _one((), "1")

    assert refused.value.reason == "no_lines"


PIECES = [
    *("0", "1", "2", "3", "4", "5", "10", "-", ",", ".", "và", "dòng"),
    *("co", "hoc", "khong", "sach", "bao", "may", "thuong", "điểm", "ba"),
]
LISTS = [OFTEN, GOODS, LABELS_WITH_MARKS, LABELS_OF_DIGITS, STEPS, ("Có", "Không")]


@pytest.mark.parametrize("kind", ["select_one", "select_multiple"])
@given(
    labels=st.sampled_from(LISTS),
    typed=st.lists(
        st.sampled_from(PIECES),
        min_size=1,
        max_size=4,
    ).map(" ".join),
)
def test_whatever_is_offered_back_can_be_typed_and_means_what_it_shows(
    kind: str, labels: tuple[str, ...], typed: str
) -> None:
    offers: tuple[str, ...] = ()
    try:
        _read(kind, labels, typed)
    except Ambiguous as doubt:
        offers = _offered(doubt)
    except NotUnderstood:
        pass

    for offer in offers:
        shown, said = offer.removesuffix(")").rsplit(" (gõ ", 1)
        value = _read(kind, labels, said)
        assert [labels[int(name[1:]) - 1] for name in value.split()] == re.findall('"(.*?)"', shown)


@pytest.mark.parametrize("labels", LISTS)
def test_every_label_typed_in_full_is_its_own_line(labels: tuple[str, ...]) -> None:
    found = [_one(labels, label) for label in labels if not label.isdigit()]

    assert found == [f"n{n}" for n, label in enumerate(labels, 1) if not label.isdigit()]


def test_receipts_show_labels_and_never_names() -> None:
    asking = Asking("q", "select_multiple", "Nhà bác có gì?", options=_options(GOODS))

    shown = KINDS["select_multiple"].show(asking, "n2 n5")

    assert shown == "Máy tính, Loa"


def test_a_name_the_form_no_longer_has_is_shown_as_it_stands() -> None:
    asking = Asking("q", "select_one", "Nhà bác có gì?", options=_options(GOODS))

    shown = KINDS["select_one"].show(asking, "radio")

    assert shown == "radio"


def _options(
    labels: tuple[str, ...], names: tuple[str, ...] = (), points: tuple[float, ...] = ()
) -> tuple[Option, ...]:
    return tuple(
        Option(
            number=at + 1,
            name=names[at] if names else f"n{at + 1}",
            label=label,
            points=points[at] if points else None,
        )
        for at, label in enumerate(labels)
    )


def _one(labels: tuple[str, ...], typed: str, points: tuple[float, ...] = ()) -> str:
    asking = Asking("q", "select_one", "Bác chọn gì?", options=_options(labels, points=points))
    return KINDS["select_one"].read(asking, Reply(typed), TODAY)


def _many(labels: tuple[str, ...], typed: str) -> str:
    return _read("select_multiple", labels, typed)


def _read(kind: str, labels: tuple[str, ...], typed: str) -> str:
    asking = Asking("q", kind, "Bác chọn gì?", options=_options(labels))
    return KINDS[kind].read(asking, Reply(typed), TODAY)


def _yes_no(question: str, typed: str) -> str:
    asking = Asking("q", "select_one", question, options=_options(("Có", "Không"), ("yes", "no")))
    return KINDS["select_one"].read(asking, Reply(typed), TODAY)


def _offered(doubt: Ambiguous) -> tuple[str, ...]:
    """Each thing it may mean with what to type, as a Vietnamese reader sees it."""
    return tuple(answers.readings(words("vi"), (offer,)) for offer in doubt.offers)
