"""The built-in packs read well on a phone, and score as their sources say."""

import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations

import pytest

from flows.forms import pack_sheet, scoring_sheets, sheets
from flows.forms.workbook import Workbook
from flows.scoring import ScoreModel

POINTS = ("cdht", "congdong", "dongho", "donvi", "giadinh")  # scored by points
VILLAGE = ("cdht", "congdong", "dongho", "giadinh")  # answered by people of the village
TEMPLATES = ("congdong", "dongho", "donvi", "giadinh")  # the issued set was not found
PACKS = (*POINTS, "conghoctap-xa")
VIETNAMESE, ENGLISH = "::Tiếng Việt (vi)", "::English (en)"
SCREEN = 350  # characters: one screen of a small phone
OFFICE_WORDS = re.compile(r"chỉ báo|chỉ số|tiêu chí|hợp lệ|định dạng|minh chứng|thẩm định|bình xét")
PRIVATE_WORDS = re.compile(r"dân tộc|tôn giáo|căn cước|bệnh án|học lực|họ tên")
SAID_BY_CALCULATION = re.compile(r"\$\{(\w+)\}")
LITERAL = re.compile(r"'([^']+)'")


def workbook(pack: str) -> Workbook:
    name = f"{pack}.md"
    return sheets.read((files("flows.library") / "packs" / name).read_bytes(), name)


def model(pack: str) -> ScoreModel:
    _, scores = scoring_sheets.expand(workbook(pack))
    assert scores is not None
    return scores


def said(pack: str, language: str = VIETNAMESE) -> Iterator[str]:
    """Everything a respondent may hear, each `${…}` as its longest wording."""
    book = workbook(pack)
    wordings = longest_wordings(book)
    for name in ("survey", "choices"):
        for row in book.sheets[name].rows:
            for column, text in row.cells.items():
                if column.endswith(language):
                    yield SAID_BY_CALCULATION.sub(lambda ref: wordings.get(ref[1], "30"), text)


def longest_wordings(book: Workbook) -> dict[str, str]:
    return {
        row.cell("name"): max(LITERAL.findall(row.cell("calculation")), key=len)
        for row in book.sheets["survey"].rows
        if row.cell("name").startswith(("example_", "data_"))
    }


def lists(pack: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in workbook(pack).sheets["choices"].rows:
        found.setdefault(row.cell("list_name"), []).append(row.cell("label" + VIETNAMESE))
    return found


def without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@pytest.mark.parametrize("pack", PACKS)
def test_every_sentence_fits_one_screen_of_a_phone(pack: str) -> None:
    too_long = [text for text in said(pack) if len(text) > SCREEN]

    assert too_long == []


@pytest.mark.parametrize("pack", POINTS)
def test_a_village_head_hears_no_word_of_an_office_and_no_shouting(pack: str) -> None:
    odd = [text for text in said(pack) if OFFICE_WORDS.search(text.casefold()) or "!" in text]

    assert odd == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_letter_is_stored_in_one_piece(pack: str) -> None:
    content = (files("flows.library") / "packs" / f"{pack}.md").read_text("utf-8")

    assert unicodedata.is_normalized("NFC", content)


@pytest.mark.parametrize("pack", PACKS)
def test_what_is_said_in_vietnamese_is_said_in_english_too(pack: str) -> None:
    one_sided = [
        (sheet.name, row.number)
        for sheet in workbook(pack).sheets.values()
        for row in sheet.rows
        for column in row.cells
        if VIETNAMESE in column and column.replace(VIETNAMESE, ENGLISH) not in row.cells
    ]

    assert one_sided == []


@pytest.mark.parametrize("pack", PACKS)
def test_the_lines_under_a_question_cannot_be_taken_for_each_other(pack: str) -> None:
    pairs = [
        (one, other)
        for labels in lists(pack).values()
        for one, other in combinations(map(without_marks, labels), 2)
        if one.startswith(other) or other.startswith(one)
    ]

    assert pairs == []
    assert not any(label.isdigit() for labels in lists(pack).values() for label in labels)


@pytest.mark.parametrize("pack", POINTS)
def test_every_step_is_worth_less_than_the_one_above_it(pack: str) -> None:
    worth: dict[str, list[str]] = {}
    for row in workbook(pack).sheets["choices"].rows:
        if row.cell("list_name").startswith("step_"):
            worth.setdefault(row.cell("list_name"), []).append(row.cell("points"))

    assert set(map(tuple, worth.values())) == {("10", "7", "5", "0")}


@pytest.mark.parametrize("pack", PACKS)
def test_no_pack_passes_itself_off_as_the_issued_set(pack: str) -> None:
    info = pack_sheet.read(workbook(pack))

    assert info is not None
    assert not info.official
    assert info.source


def test_the_citizen_form_asks_the_ten_lines_in_the_official_order() -> None:
    lines = [(c.name, [i.name for i in c.indicators]) for c in model("cdht").criteria]

    assert lines == [
        ("learning", ["i1", "i2", "i3", "i4"]),
        ("tools", ["i5", "i6", "i7", "i8"]),
        ("relations", ["i9", "i10"]),
    ]


def test_the_ten_lines_stand_in_the_survey_in_the_same_order() -> None:
    asked = [row.cell("name") for row in workbook("cdht").sheets["survey"].rows]
    lines = [name for name in asked if re.fullmatch(r"i\d+", name)]

    assert lines == [f"i{number}" for number in range(1, 11)]


def test_each_citizen_line_has_ten_points_a_floor_of_five_and_a_photo() -> None:
    rows = workbook("cdht").sheets["indicators"].rows
    limits = {(row.cell("max"), row.cell("min")) for row in rows}
    photos = [row.cell("evidence") for row in rows]

    assert limits == {("10", "5")}
    assert photos == [f"i{number}_photo" for number in range(1, 11)]


def test_the_citizen_form_passes_with_eighty_and_with_seventy_in_remote_communes() -> None:
    whole = workbook("cdht").sheets["criteria"].rows[-1]

    assert whole.cell("criterion") == "total"
    assert (whole.cell("threshold"), whole.cell("threshold::remote")) == ("80", "70")


def test_each_kind_of_work_has_its_own_example_for_each_line() -> None:
    calculations = [
        row.cell("calculation")
        for row in workbook("cdht").sheets["survey"].rows
        if row.cell("name").startswith("example_")
    ]

    texts = {text for calculation in calculations for text in LITERAL.findall(calculation)}
    assert len(calculations) == 20
    assert len(texts - {"a", "b"}) == 60


@pytest.mark.parametrize("pack", [*TEMPLATES, "conghoctap-xa"])
def test_a_template_invents_no_pass_mark(pack: str) -> None:
    thresholds = [
        text
        for row in workbook(pack).sheets["criteria"].rows
        for column, text in row.cells.items()
        if column.startswith("threshold")
    ]

    assert thresholds == []


@pytest.mark.parametrize("pack", [*TEMPLATES, "conghoctap-xa"])
def test_no_template_asks_for_anything_private(pack: str) -> None:
    asked = [text for text in said(pack) if PRIVATE_WORDS.search(text.casefold())]

    assert asked == []


@pytest.mark.parametrize(
    ("pack", "count"), [("giadinh", 7), ("dongho", 7), ("congdong", 8), ("donvi", 7)]
)
def test_a_template_counts_few_questions_in_the_order_they_are_asked(pack: str, count: int) -> None:
    names = [row.cell("indicator") for row in workbook(pack).sheets["indicators"].rows]
    asked = [row.cell("name") for row in workbook(pack).sheets["survey"].rows]

    assert names == sorted(names, key=asked.index)
    assert len(names) == count


def test_a_unit_is_measured_in_its_three_known_parts() -> None:
    parts = [row.cell("criterion") for row in workbook("donvi").sheets["criteria"].rows]

    assert parts == ["conditions", "results", "effect"]


def test_the_commune_is_measured_by_six_known_targets_and_what_nobody_could_read() -> None:
    rows = workbook("conghoctap-xa").sheets["targets"].rows
    known = [(row.cell("level"), row.cell("criterion")) for row in rows if not row.cell("open")]
    unread = [(row.cell("level"), row.cell("target")) for row in rows if row.cell("open")]

    assert known == [("1", "lead")] * 3 + [("1", "means")] * 3
    assert unread == [("1", "rest"), ("2", "second")]


@pytest.mark.parametrize(
    ("pack", "title", "meets"),
    [
        ("cdht", "citizen", True),
        ("giadinh", "family", True),
        ("dongho", "clan", True),
        ("congdong", "village", True),
        ("donvi", "unit", False),
        ("conghoctap-xa", "commune", False),
    ],
)
def test_each_title_has_its_pack_and_the_village_meets_about_its_own(
    pack: str, title: str, meets: bool
) -> None:
    info = pack_sheet.read(workbook(pack))

    assert info is not None
    assert (info.title, info.meeting) == (title, meets)


@pytest.mark.parametrize("pack", PACKS)
def test_whatever_is_offered_from_below_says_of_which_day_it_is(pack: str) -> None:
    rows = workbook(pack).sheets["survey"].rows
    offered = [row for row in rows if row.cell("default")]
    without = [
        row.cell("name")
        for row in offered
        if f"${{data_{row.cell('name')}_vi}}" not in row.cell("label" + VIETNAMESE)
    ]

    calculations = {row.cell("name"): row.cell("calculation") for row in rows}
    undated = [
        row.cell("name")
        for row in offered
        if "${known_on}" not in calculations[f"data_{row.cell('name')}_vi"]
    ]
    assert (without, undated) == ([], [])


def test_a_family_without_school_children_is_not_measured_by_them() -> None:
    rows = workbook("giadinh").sheets["indicators"].rows
    with_condition = [row.cell("indicator") for row in rows if row.cell("applies")]

    assert with_condition == ["at_school", "right_age"]


@pytest.mark.parametrize("pack", PACKS)
def test_a_photo_is_never_demanded(pack: str) -> None:
    rows = [r for r in workbook(pack).sheets["survey"].rows if r.cell("type") == "image"]
    demanded = [row.cell("name") for row in rows if row.cell("required")]

    assert demanded == []
    assert all('Chưa có thì gõ "bỏ qua"' in row.cell("label" + VIETNAMESE) for row in rows)
