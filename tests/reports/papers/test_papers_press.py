"""Papers look the same everywhere, and print what they are told, whatever it looks like."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.resources import files

import pytest
import typst
from PIL import ImageFont

from reports.papers import certificate, invitations, poster, press
from tests.reports.papers import looking
from tests.reports.papers.samples import AWARD, CARD, HEADING, POSTER

PPI = 72
TOLD: dict[str, press.Facts] = {
    "invitations": invitations.facts([CARD], replace(HEADING, official=False, sample=True)),
    "poster": poster.facts(replace(POSTER, official=False, sample=True)),
    "certificate_phone": certificate.facts(replace(AWARD, official=False, sample=True)),
    "certificate_a4": certificate.facts(replace(AWARD, official=False, sample=True)),
}
LIKE_TYPST = (
    '#eval("1 + 1")',
    "$x^2$",
    "*to* _nghiêng_",
    "<nhãn> @nhãn",
    "= Đề mục",
    "// ghi chú",
    "`mã` \\ #h(9cm)",
    '"; #panic("x") //',
    '#import "@preview/cetz:0.3.0"',
)
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def letters() -> list[str]:
    """Every letter of Vietnamese with every tone, small and large."""
    vowels = [
        unicodedata.normalize("NFC", letter + tone) for letter in "aăâeêioôơuưy" for tone in TONES
    ]
    small = {*VIETNAMESE, *vowels}
    return sorted(small | {letter.upper() for letter in small})


def picture(template: str, facts: press.Facts) -> bytes:
    return press.pictures(template, facts, PPI)[0]


def named(name: str) -> bytes:
    return picture("certificate_a4", certificate.facts(replace(AWARD, name=name)))


@pytest.mark.parametrize("name", LIKE_TYPST)
def test_a_name_that_looks_like_typst_prints_as_it_is(name: str) -> None:
    harmless = "\u200b".join(name)  # nothing to see between the letters, and no Typst any more

    printed = named(name)

    assert looking.difference(printed, named(harmless)) is None
    assert looking.difference(printed, named("")) is not None


@pytest.mark.parametrize("template", TOLD)
def test_everything_a_paper_is_told_is_seen_on_it(template: str) -> None:
    facts = TOLD[template]
    whole = picture(template, facts)

    unseen = [
        key
        for key, value in facts.items()
        if value and isinstance(value, str) and key not in {"language", "alt", "nobody", "square"}
        if looking.size(less := picture(template, {**facts, key: ""})) == looking.size(whole)
        and looking.difference(whole, less) is None
    ]

    assert unseen == []


@pytest.mark.parametrize("template", TOLD)
def test_the_same_facts_give_the_same_bytes(template: str) -> None:
    first = press.pdf(template, TOLD[template])

    second = press.pdf(template, TOLD[template])

    assert first == second
    assert first.startswith(b"%PDF")


def test_letters_and_marks_that_come_apart_are_put_together() -> None:
    apart = unicodedata.normalize("NFD", AWARD.name)

    printed = named(apart)

    assert apart != AWARD.name
    assert printed == named(AWARD.name)


def test_papers_printed_at_the_same_time_do_not_mix() -> None:
    awards = [replace(AWARD, name=f"Hộ {n} (mẫu)") for n in range(12)]
    alone = [certificate.paper(award) for award in awards]

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(certificate.paper, awards))

    assert together == alone


def test_only_our_own_letters_are_used() -> None:
    families = press.letters().families()

    assert sorted(families) == ["Be Vietnam Pro", "Tinos"]


@pytest.mark.parametrize(
    "font",
    sorted(
        path.name
        for path in (files("reports.papers") / "fonts").iterdir()
        if path.name.endswith(".ttf")
    ),
)
def test_our_letters_hold_all_of_vietnamese(font: str) -> None:
    drawn = ImageFont.truetype(str(files("reports.papers") / "fonts" / font), 40)
    unknown = bytes(drawn.getmask("\U0010fffd"))

    missing = [letter for letter in letters() if bytes(drawn.getmask(letter)) == unknown]

    assert missing == []


def test_no_template_asks_for_anything_from_outside() -> None:
    templates = list((files("reports.papers") / "templates").iterdir())

    asking = [path.name for path in templates if "@" in path.read_text("utf-8")]

    assert len(templates) >= len(TOLD)
    assert asking == []


def test_no_template_is_drawn_with_a_warning() -> None:
    warnings = [
        str(warning)
        for template, facts in TOLD.items()
        for warning in typst.compile_with_warnings(
            press.source(template),
            root=press.source(template).parent,
            font_paths=press.letters(),
            format="pdf",
            sys_inputs=press.inputs(facts),
        )[1]
    ]

    assert warnings == []


def test_an_administrative_paper_keeps_the_margins_of_the_decree() -> None:
    text = '#import "/office.typ": office\n#show: office.with("Tờ trình")\n' + "ẰQuyg " * 2000

    pages = typst.compile(
        text.encode(),
        root=press.source("office").parent,
        font_paths=press.letters(),
        format="png",
        ppi=PPI,
        sys_inputs=press.inputs({"language": "vi"}),
    )

    first = pages[0] if isinstance(pages, list) else pages
    wide, tall = looking.size(first)
    left, top, right, bottom = looking.ink(first) or (0, 0, 0, 0)
    assert (wide, tall) == (595, 842)
    assert looking.pixels(30, PPI) - 1 <= left <= looking.pixels(35, PPI)
    assert looking.pixels(15, PPI) - 1 <= wide - right <= looking.pixels(20, PPI)
    assert looking.pixels(20, PPI) - 1 <= top <= looking.pixels(25, PPI)
    assert looking.pixels(20, PPI) - 1 <= tall - bottom
