"""What a new roster changes is told by name, and writing a roster down loses nothing of it."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from roster_workbooks import YEAR, one, read, roster, sheets, xlsx

from flows import gazetteer
from flows.roster import telling, template
from flows.roster.differences import compare
from flows.roster.model import (
    AREAS,
    UNIT_KINDS,
    Clan,
    Commune,
    Duty,
    Household,
    Person,
    Roster,
    Unit,
    Village,
    full,
    listed,
    short,
    spoken_to,
)
from flows.roster.people import Known

COMMUNE = Commune("03390", "xã Bình Lư", "12")


def told(before: bytes | None, after: bytes, gone: bytes | None = None) -> list[str]:
    was = roster(before) if before else None
    known = Known(was.people if was else {}, roster(gone).people if gone else {})
    once = roster(gone) if gone else None
    return list(telling.lines(compare(was, once, roster(after, known)), YEAR))


def test_the_first_roster_is_all_new() -> None:
    assert told(None, xlsx()) == [
        "Thôn bản: 2 mới",
        "  + B01 · Bản Nà Đon (mẫu)",
        "  + B02 · Bản Nà Khum (mẫu)",
        "Dòng họ: 1 mới",
        "  + DH01 · Họ Lò (mẫu)",
        "Đơn vị: 1 mới",
        "  + DV01 · Trường Mẫu",
        "Hộ gia đình: 2 mới",
        "  + B01-01 · Hộ 01 · Lò Văn Mẫu",
        "  + B02-01 · Hộ 01 · Tẩn A Mẫu",
        "Người: 3 mới",
        "  + N00001 · Lò Văn Mẫu",
        "  + N00002 · Vàng Thị Mẫu",
        "  + N00003 · Đỗ Thu Mẫu",
    ]


def test_the_same_roster_again_changes_nothing() -> None:
    assert told(xlsx(), xlsx()) == [
        "xã Bình Lư: tệp giống hệt danh sách đang có, không có gì để đổi."
    ]


def test_a_change_is_told_cell_by_cell() -> None:
    after = xlsx(households=one("households", 0, members=6, phone=""))

    assert told(xlsx(), after) == [
        "Hộ gia đình: 1 đổi",
        "  ~ B01-01 · Hộ 01 · Lò Văn Mẫu: Số người 5 → 6; Điện thoại 0900000001 → (trống)",
    ]


def test_a_change_of_the_commune_is_told() -> None:
    after = xlsx(commune=one("commune", 0, area=""))

    assert told(xlsx(), after) == ["Xã: Vùng vùng khác → (trống)"]


def test_what_the_file_names_no_more_is_told_by_name() -> None:
    after = xlsx(households=one("households")[:1])

    assert told(xlsx(), after) == [
        "Hộ gia đình: 1 không còn trong tệp",
        "  - B02-01 · Hộ 01 · Tẩn A Mẫu",
    ]


def test_what_comes_back_is_told_apart_from_what_is_new() -> None:
    before = xlsx(households=one("households")[:1])

    assert told(before, xlsx(), gone=xlsx()) == [
        "Hộ gia đình: 1 trở lại",
        "  ↩ B02-01 · Hộ 01 · Tẩn A Mẫu",
    ]


def test_a_role_that_is_named_no_more_is_no_change_but_a_loss() -> None:
    after = xlsx(people=one("people", 0, roles="đại diện hộ", clan_head=""))

    assert told(xlsx(), after) == [
        "Vai trò: 2 không còn trong tệp",
        "  - N00001 · Lò Văn Mẫu: trưởng dòng họ DH01",
        "  - N00001 · Lò Văn Mẫu: trưởng thôn bản B01",
    ]


def test_a_role_gained_is_a_change() -> None:
    after = xlsx(people=one("people", 1, roles="trưởng thôn bản"))

    assert told(xlsx(), after) == [
        "Người: 1 đổi",
        "  ~ N00002 · Vàng Thị Mẫu: Vai trò (trống) → trưởng thôn bản",
    ]


def test_of_many_new_entries_the_first_are_told_and_the_others_counted() -> None:
    many = [{"code": f"C{n:02}", "name": "Bản Mẫu"} for n in range(25)]
    found = compare(None, None, roster(xlsx(villages=[*sheets()["villages"], *many])))

    brief, full_list = (list(telling.lines(found, YEAR, everything=all_)) for all_ in (False, True))

    assert "  + … và 7 nữa" in brief
    assert len(full_list) == len(brief) + 6


# ---- a roster written down and read again


SIGNS = "aáăâbcdđeêghiíklmnoôơpqrstuưvxyỳ AĐÔ'.-=\"<&"
names = st.text(SIGNS, min_size=1, max_size=12).map(lambda text: " ".join(f"{text} Mẫu".split()))
numbers = st.none() | st.integers(1, 99)
phones = st.just("") | st.integers(0, 999_999).map(lambda n: f"0900{n:06}")


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Any roster that could have been loaded."""
    villages = [
        Village(full(f"B{n:02}", "03390"), draw(names)) for n in range(draw(st.integers(1, 3)))
    ]
    somewhere = st.sampled_from([village.code for village in villages])
    anywhere = st.just("") | somewhere
    clans = [Clan(full(f"D{n}", "03390"), draw(names), draw(anywhere)) for n in range(2)]
    kinds = st.just("") | st.sampled_from(sorted(UNIT_KINDS))
    units = [
        Unit(full(f"U{n}", "03390"), *draw(st.tuples(names, kinds, numbers, phones, anywhere)))
        for n in range(2)
    ]
    households = [_household(draw, number, somewhere, clans) for number in range(3)]
    people = [_person(draw, number, anywhere, households, units, clans) for number in range(3)]
    area = draw(st.just("") | st.sampled_from(sorted(AREAS)))
    return Roster(
        replace(COMMUNE, area=area),
        *map(listed, (villages, clans, units, households)),
        people=listed(people),
    )


def _household(
    draw: st.DrawFn, number: int, somewhere: st.SearchStrategy[str], clans: list[Clan]
) -> Household:
    members = draw(numbers)
    adults = draw(st.none() | st.integers(0, members or 99))
    of = draw(st.sets(st.sampled_from([clan.code for clan in clans])))
    counts = (members, adults, draw(phones), tuple(sorted(of)))
    return Household(full(f"H-{number:03}", "03390"), draw(names), draw(somewhere), *counts)


def _person(
    draw: st.DrawFn,
    number: int,
    anywhere: st.SearchStrategy[str],
    households: list[Household],
    units: list[Unit],
    clans: list[Clan],
) -> Person:
    homes = draw(st.sets(st.sampled_from([one.code for one in households]), max_size=2))
    lives = {one.village for one in households if one.code in homes}
    village = draw(st.sampled_from(sorted(lives))) if lives else draw(anywhere)
    born = draw(st.none() | st.integers(1930, 2008))
    duties = {Duty("staff", "03390")} if not village else set()
    of = [Duty("household", one.code) for one in households] + [Duty("province_viewer", "12")]
    of += [Duty("clan_head", clan.code) for clan in clans]
    of += [Duty("unit_head", unit.code) for unit in units]
    of += [Duty("village_head", one.village) for one in households]
    return Person(
        full(f"N{number:05}", "03390"),
        draw(names),
        born,
        draw(phones),
        village,
        tuple(sorted(homes)),
        tuple(sorted(draw(st.sets(st.sampled_from([unit.code for unit in units]))))),
        draw(st.sampled_from(["bà", "chú", spoken_to(born, YEAR)])),
        tuple(sorted(duties | draw(st.sets(st.sampled_from(of), max_size=3)))),
    )


@given(rosters())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_exported_is_read_back_the_same(given_roster: Roster) -> None:
    again, _ = read(template.export(given_roster, YEAR), Known(given_roster.people))

    assert again == given_roster
    assert compare(given_roster, None, again).nothing


@given(st.from_regex(r"[A-Z0-9][A-Z0-9-]{0,9}", fullmatch=True))
def test_a_code_made_short_is_the_same_code_in_full(code: str) -> None:
    kept = full(code, "03390")

    assert full(short(kept, "03390"), "03390") == kept


def test_the_codes_of_the_invented_commune_stay_as_they_are() -> None:
    assert full("MAU01-07", "MAU") == short("MAU01-07", "MAU") == "MAU01-07"


def test_the_empty_workbook_loads_as_a_commune_with_nothing_in_it() -> None:
    empty = template.template(template.commune_of(gazetteer.place("03390")))

    found, remarks = read(empty)

    assert found == Roster(COMMUNE)
    assert sum("Hàng ví dụ, không nạp" in str(remark) for remark in remarks) == 5
