"""Interviews over lists that lie in files beside the form: choices, filters, looked-up values."""

from functools import cache

from forms_for_tests import asked, awaited, begin, finished, notes, restored, say, sheet, write

from flows.forms import bundle, loading
from flows.forms.bundle import Bundle
from flows.forms.model import Form
from flows.xpath.shelves import Shelf

COMMUNES = "ma;ten\nbl;Bình Lư (mẫu)\nbb;Bản Bo (mẫu)\n"
VILLAGES = """\
ma,ten,xa,ho
nd,Nà Đon (mẫu),bl,84
nk,Nà Khum (mẫu),bl,61
th,Tả Hồ (mẫu),bb,35
"""
PLACES = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "id": "n1", "geometry": {"type": "Point", "coordinates": [103.457, 22.396]},
 "properties": {"title": "Nhà văn hóa (mẫu)"}},
{"type": "Feature", "id": "n2", "geometry": {"type": "Point", "coordinates": [103.5, 22.25]},
 "properties": {"title": "Thư viện (mẫu)"}}]}"""
HEAD = "| survey | type | name | label | parameters | choice_filter | calculation |"
CASCADE = (
    "select_one_from_file xa.csv | xa | Xã nào? | value=ma label=ten",
    "select_one_from_file ban.csv | ban | Bản nào? | value=ma label=ten | xa = ${xa}",
    "calculate | ho | | | | pulldata('ban', 'ho', 'ma', ${ban})",
    "note | loi | Bản có ${ho} hộ.",
    "text | ten | Tên bác?",
)


@cache
def form(*rows: str, villages: str = VILLAGES) -> Form:
    text = "\n".join((HEAD, *(f"| | {row} |" for row in rows)))
    lists = {"xa.csv": COMMUNES, "ban.csv": villages, "noi.geojson": PLACES}
    files = {name: content.encode() for name, content in lists.items() if name in text}
    return loading.load(bundle.write(Bundle("p.md", text.encode(), files)), "p.zip")[0]


def test_choices_come_from_the_file_in_its_order() -> None:
    options = asked(begin(form(*CASCADE)).ask()).asking.options

    assert [(option.name, option.label) for option in options] == [
        ("bl", "Bình Lư (mẫu)"),
        ("bb", "Bản Bo (mẫu)"),
    ]


def test_only_the_villages_of_the_commune_are_offered() -> None:
    events = say(begin(form(*CASCADE)), "2")

    assert [option.label for option in asked(events).asking.options] == ["Tả Hồ (mẫu)"]


def test_a_village_is_answered_by_its_name_without_marks() -> None:
    interview = begin(form(*CASCADE))

    say(interview, "1", "na khum")

    assert interview.sheet.by_name("ban") == "nk"


def test_what_the_file_says_of_the_answer_is_spoken() -> None:
    events = say(begin(form(*CASCADE)), "1", "2")

    assert notes(events) == ["Bản có 61 hộ."]


def test_another_commune_hides_the_village_and_the_first_brings_it_back() -> None:
    page = sheet(form(*CASCADE))
    write(page, xa="bl", ban="nd", ten="Lò Thị Mai (mẫu)")

    write(page, xa="bb")
    hidden = page.by_name("ban"), page.by_name("ho")
    write(page, xa="bl")

    assert hidden == ("", "")
    assert (page.by_name("ban"), page.by_name("ho")) == ("nd", "84")


def test_a_session_goes_on_from_what_was_kept() -> None:
    interview = begin(form(*CASCADE))
    say(interview, "1", "2")

    again = restored(interview)

    assert awaited(again) == "ten"
    assert again.sheet.by_name("ho") == "61"


def test_a_village_that_the_next_edition_leaves_out_is_asked_for_again() -> None:
    interview = begin(form(*CASCADE))
    say(interview, "1", "2", "Lò Thị Mai (mẫu)")

    again = restored(interview, of=form(*CASCADE, villages=VILLAGES.replace("nk,", "nm,")))

    assert awaited(again) == "ban"


def test_places_on_a_map_are_chosen_by_their_titles() -> None:
    where = "instance('noi')/root/item[id = ${noi}]/geometry"
    interview = begin(
        form(
            "select_multiple_from_file noi.geojson | cac | Bác đến những đâu?",
            "select_one_from_file noi.geojson | noi | Đâu gần nhất?",
            f"calculate | o | | | | {where}",
        )
    )

    finished(say(interview, "1 2", "thư viện"))

    assert interview.sheet.by_name("cac") == "n1 n2"
    assert interview.sheet.by_name("o") == "22.25 103.5 0 0"


def test_points_of_the_list_are_the_score() -> None:
    rows = "select_one_from_file ban.csv | ban | Bản nào? | value=ma label=ten"
    text = f"""{HEAD}
| | {rows} |
| criteria | criterion | label | threshold |
| | c | Việc học (mẫu) | 3 |
| indicators | criterion | indicator | points | max |
| | c | ban | | 10 |
"""
    listed = "ma,ten,points\nnd,Nà Đon (mẫu),7\nnk,Nà Khum (mẫu),2.5\n"
    whole = bundle.write(Bundle("p.md", text.encode(), {"ban.csv": listed.encode()}))
    interview = begin(loading.load(whole, "p.zip")[0])

    shown = asked(interview.ask()).asking.options
    score = finished(say(interview, "1")).score

    assert [option.points for option in shown] == [7, 2.5]
    assert score is not None
    assert (score.total, score.verdict) == (7, "pass")


def test_a_list_of_thousands_is_put_in_order_and_shared() -> None:
    many = "ma,ten,xa,ho\n" + "".join(f"b{n},Bản {n} (mẫu),x{n % 100},{n}\n" for n in range(5_000))
    first, second = (
        form(*CASCADE, villages=many),
        form(*CASCADE[1:], "text | xa | X", villages=many),
    )

    page = sheet(first)
    write(page, xa="bl")

    assert first.instances["ban"] is second.instances["ban"]
    assert type(first.instances["ban"].children[0]) is Shelf
    assert page.offered(first.by_name["ban"]) == ()
    assert sheet(second, {"xa": "x7"}).offered(second.by_name["ban"])[1].name == "b107"
