"""Invitations from the terminal: each sheet issues what is missing, and only that."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot import cli, inviting, program, secret
from bot.inviting import Wish
from bot.settings import Settings, WrongSettings
from flows import invitation
from flows.rights import Holding, Role
from reports.papers import invitations as sheets
from storage import people, tables
from storage.database import connect

PLACE = "MAU01"
URL = "https://xa-mau.vn"
LISTED: tuple[tuple[str, str, Role, str], ...] = (
    ("T1", "Tẩn A Mẫu", "village_head", PLACE),
    ("X1", "Hoàng Thu Mẫu", "staff", "MAU"),
)


@pytest.fixture
async def here(tmp_path: Path) -> Settings:
    """An installation with the sample commune and some people of its roster."""
    settings = Settings(data=tmp_path, public_url=URL)
    async with program.house(settings, sample=True) as home, home.db.begin() as tx:
        for code, name, role, place in LISTED:
            row = {"code": code, "name": name, "place_code": place}
            made = await tx.execute(insert(tables.Person).values(**row).returning(tables.Person.id))
            held = Holding(role, place_code=place)
            await people.give_role(tx, made.scalar_one(), held, home.now())
        clan = {"kind": "clan", "code": f"{PLACE}-D2", "name": "Họ Lò Mẫu", "place_code": PLACE}
        await tx.execute(insert(tables.Subject).values(**clan))
        school = {"kind": "unit", "code": "MAU-T1", "name": "Trường Mẫu", "place_code": "MAU"}
        await tx.execute(insert(tables.Subject).values(**school))
    return settings


async def run(here: Settings, **wish: object) -> list[str]:
    """The lines that one command writes."""
    lines: list[str] = []
    assert await inviting.run(here, Wish(**wish), lines.append) == 0  # type: ignore[arg-type]  # as the story says
    return lines


async def codes(here: Settings) -> dict[str, bool]:
    """Every spoken code there is, and whether it was revoked."""
    async with connect(here.database) as db, db.read() as tx:
        rows = await tx.execute(select(tables.Invitation.spoken, tables.Invitation.revoked_at))
        return {row.spoken: row.revoked_at is not None for row in rows}


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[sheets.Card, ...]]:
    """The cards of each sheet that was drawn."""
    drawn: list[tuple[sheets.Card, ...]] = []
    draw = sheets.sheet

    def noting(cards: tuple[sheets.Card, ...], heading: sheets.Heading) -> bytes:
        drawn.append(tuple(cards))
        return draw(cards, heading)

    monkeypatch.setattr(sheets, "sheet", noting)
    return drawn


async def test_a_village_gets_a_card_for_each_household_clan_and_head(
    here: Settings, tmp_path: Path, printed: list[tuple[sheets.Card, ...]]
) -> None:
    out = tmp_path / "to.pdf"

    told = await run(here, place=PLACE, out=out)

    (cards,) = printed
    assert told == [f"{out}: 22 cards, 22 of them new"]
    assert out.read_bytes().startswith(b"%PDF")
    assert [card.whose for card in cards].count("household") == 20
    assert {card.name for card in cards} >= {"Họ Lò Mẫu", "Tẩn A Mẫu"}


async def test_what_stands_on_a_card_leads_in(
    here: Settings, tmp_path: Path, printed: list[tuple[sheets.Card, ...]]
) -> None:
    await run(here, place=PLACE, out=tmp_path / "to.pdf")

    card = next(each for each in printed[0] if each.code == f"{PLACE}-07")
    payload = card.link.removeprefix(f"{URL}/i/")
    assert invitation.opened(secret.key(here), payload).id > 0
    assert card.spoken in await codes(here)
    assert (card.label, card.purpose, card.helper) == ("Hộ 07", "Gia đình học tập", "village_head")
    assert card.until.month == 12
    assert card.until.day == 31


async def test_printing_again_prints_the_same_cards(
    here: Settings, tmp_path: Path, printed: list[tuple[sheets.Card, ...]]
) -> None:
    out = tmp_path / "to.pdf"

    await run(here, place=PLACE, out=out)
    told = await run(here, place=PLACE, out=out)

    assert told == [f"{out}: 22 cards, 0 of them new"]
    assert printed[0] == printed[1]


async def test_only_what_is_new_is_printed_where_that_is_wished(
    here: Settings, tmp_path: Path, printed: list[tuple[sheets.Card, ...]]
) -> None:
    await run(here, place=PLACE, out=tmp_path / "to.pdf")
    async with connect(here.database) as db, db.begin() as tx:
        late = {"kind": "household", "code": f"{PLACE}-21", "name": "Hộ 21 · Sùng A Mẫu"}
        await tx.execute(insert(tables.Subject).values(**late, place_code=PLACE))

    await run(here, place=PLACE, out=tmp_path / "moi.pdf", only_new=True)

    assert [card.label for card in printed[1]] == ["Hộ 21"]


async def test_cards_made_anew_replace_those_before(here: Settings, tmp_path: Path) -> None:
    await run(here, place=PLACE, out=tmp_path / "to.pdf")
    before = await codes(here)

    await run(here, place=PLACE, out=tmp_path / "to.pdf", anew=True)

    after = await codes(here)
    assert len(after) == 44
    assert all(after[code] for code in before)


async def test_a_head_who_came_in_already_needs_no_card(
    here: Settings, tmp_path: Path, printed: list[tuple[sheets.Card, ...]]
) -> None:
    async with connect(here.database) as db, db.begin() as tx:
        query = select(tables.Person.id).where(tables.Person.code == "T1")
        head = (await tx.execute(query)).scalar_one()
        account = {"channel": "telegram", "address": "7", "person_id": head}
        await tx.execute(insert(tables.Account).values(**account))

    await run(here, place=PLACE, out=tmp_path / "to.pdf")

    assert "Tẩn A Mẫu" not in {card.name for card in printed[0]}


async def test_the_units_of_the_commune_are_printed_by_its_code(
    here: Settings, tmp_path: Path, printed: list[tuple[sheets.Card, ...]]
) -> None:
    await run(here, place="MAU", out=tmp_path / "to.pdf")

    (card,) = printed[0]
    assert (card.name, card.whose, card.helper) == ("Trường Mẫu", "unit", "staff")


async def test_the_poster_alone_issues_nothing(here: Settings, tmp_path: Path) -> None:
    poster = tmp_path / "ap-phich.pdf"

    told = await run(here, place=PLACE, poster=poster, closes=date(2026, 11, 30))

    assert told == [f"{poster}: the poster of Bản Nà Đon"]
    assert poster.read_bytes().startswith(b"%PDF")
    assert await codes(here) == {}


async def test_staff_are_invited_one_by_one_and_told_their_code_and_link(here: Settings) -> None:
    told = await run(here, person="X1")

    (code,) = await codes(here)
    assert told[0].startswith(f"Hoàng Thu Mẫu: {code}, once, until ")
    assert told[1].startswith(f"  {URL}/i/")
    assert len(told) == 2


async def test_the_invitation_of_staff_stands_until_it_is_used(here: Settings) -> None:
    first = await run(here, person="X1")
    second = await run(here, person="X1")
    async with connect(here.database) as db, db.begin() as tx:
        await tx.execute(tables.Invitation.__table__.update().values(uses_left=0))
    third = await run(here, person="X1")

    assert first == second
    assert third != second


@pytest.mark.parametrize(
    ("wish", "complaint"),
    [
        ({"place": "KHONG"}, "There is no place 'KHONG'"),
        ({"person": "T9"}, "has code 'T9'"),
    ],
)
async def test_what_is_not_on_the_roster_is_named(
    here: Settings, tmp_path: Path, wish: dict[str, str], complaint: str
) -> None:
    with pytest.raises(WrongSettings, match=complaint):
        await run(here, **wish, out=tmp_path / "to.pdf")


async def test_a_sheet_that_cannot_be_written_issues_nothing(
    here: Settings, tmp_path: Path
) -> None:
    with pytest.raises(WrongSettings, match="cannot be written"):
        await run(here, place=PLACE, out=tmp_path / "khong-co" / "to.pdf")

    assert await codes(here) == {}


async def test_without_an_address_nothing_can_be_printed(here: Settings, tmp_path: Path) -> None:
    nameless = Settings(data=here.data)

    with pytest.raises(WrongSettings, match="BANHOC_PUBLIC_URL is missing"):
        await run(nameless, place=PLACE, out=tmp_path / "to.pdf")


async def test_a_wish_for_no_paper_is_asked_back(here: Settings) -> None:
    with pytest.raises(WrongSettings, match="Say where to print"):
        await run(here, place=PLACE)


def test_a_folder_without_a_database_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BANHOC_DATA", str(tmp_path / "leer"))
    monkeypatch.setenv("BANHOC_PUBLIC_URL", URL)

    code = cli.main(["invite", "--staff", "X1"])

    assert code == cli.WRONG
    assert "There is no database" in capsys.readouterr().err


@pytest.mark.parametrize("argv", [["invite"], ["invite", "--village", "A", "--staff", "B"]])
def test_the_command_asks_for_one_of_both(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(argv)

    assert "--village" in capsys.readouterr().err
