"""When a reply is a way in and when it is an answer, and the pages of those who invite."""

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from flows import invitation, invited
from flows.events import MenuLine, Prompted, Refused
from flows.invitation import Ticket
from flows.invited import Guest, Invited, Shown
from flows.reception import CONSENT, Person, Step, Visit
from flows.replies import Attachment, Reply
from flows.wording import words
from tests.flows.test_reception import HEAD, HOME, OWN, after

SAY = words("vi")
PAYLOAD = invitation.payload(b"k" * 32, Ticket(1, datetime(2026, 12, 31, 17, tzinfo=UTC)))
CODE = invitation.spoken(Random(3))  # noqa: S311 (the same code every time)
PLAIN = CODE.replace("-", " ").lower()
SLIP = CODE[:-1] + next(letter for letter in invitation.LETTERS if letter != CODE[-1])
NOBODY = Visit(Person(1), "xã Mẫu", 2026)
KNOWN = Visit(HEAD, "xã Mẫu", 2026, None, (OWN, HOME))
AT_A_MENU = replace(
    KNOWN, person=replace(HEAD, asking=(MenuLine("Một", "m"), MenuLine("Hai", "m")))
)
IN_A_FORM = replace(KNOWN, open=after("1"))
NAMING = replace(KNOWN, person=replace(HEAD, asking=(MenuLine("", "xx.1"), MenuLine("Thôi", "m"))))
HOUSEHOLD = Invited("household", "Hộ 07 · Lò Văn Mẫu", "Bản Nà Đon", "household")
GUESTS = [Guest(n, f"Hộ {n:02}", ("Lò Thị Mẫu",) if n == 1 else ()) for n in range(1, 12)]


def hear(visit: Visit, text: str = "", **more: object) -> Step | None:
    reply = Reply(text, **more)  # type: ignore[arg-type]  # as the story says
    return invited.step(SAY, visit, reply, visit.command(reply))


def rest(visit: Visit, text: str) -> str | None:
    """What the errand is about; None where the reply is no way in."""
    step = hear(visit, text)
    return step.errand.rest if step and step.errand else None


@pytest.mark.parametrize("visit", [NOBODY, KNOWN, AT_A_MENU])
@pytest.mark.parametrize("text", [CODE, PLAIN, f"mã {PLAIN}"])
def test_a_code_is_a_way_in_where_nothing_is_being_typed(visit: Visit, text: str) -> None:
    assert rest(visit, text) == f"k.{CODE}"


@pytest.mark.parametrize("visit", [NOBODY, KNOWN, AT_A_MENU, IN_A_FORM, NAMING])
@pytest.mark.parametrize("text", [PAYLOAD, f"https://xa-mau.vn/i/{PAYLOAD}"])
def test_a_link_is_a_way_in_anywhere(visit: Visit, text: str) -> None:
    assert rest(visit, text) == f"l.{PAYLOAD}"


@pytest.mark.parametrize("visit", [IN_A_FORM, NAMING])
def test_a_code_that_is_named_is_a_way_in_anywhere(visit: Visit) -> None:
    assert rest(visit, f"mã {PLAIN}") == f"k.{CODE}"


@pytest.mark.parametrize(
    ("visit", "text"), [(IN_A_FORM, PLAIN), (NAMING, CODE), (IN_A_FORM, SLIP), (NAMING, PLAIN)]
)
def test_what_may_be_an_answer_is_an_answer(visit: Visit, text: str) -> None:
    assert hear(visit, text) is None


def test_a_whole_code_with_its_dash_is_no_answer_to_a_question() -> None:
    assert rest(IN_A_FORM, CODE) == f"k.{CODE}"


def test_a_line_of_the_menu_comes_before_a_code() -> None:
    lines = (MenuLine(PLAIN, "m"), MenuLine("Thôi", "m"))
    visit = replace(KNOWN, person=replace(HEAD, asking=lines))

    assert hear(visit, PLAIN) is None


def test_a_slip_is_told_to_whoever_comes_in_and_not_to_whoever_chooses() -> None:
    bare = SLIP.replace("-", " ")

    assert (rest(NOBODY, bare), rest(KNOWN, SLIP), rest(AT_A_MENU, bare)) == ("k.", "k.", None)


def test_a_form_that_is_paused_waits_for_no_answer() -> None:
    assert rest(replace(KNOWN, open=after("1", paused=True)), PLAIN) == f"k.{CODE}"


@pytest.mark.parametrize("text", ["chào", "1", "đồng ý", "menu", "Lò Văn Mẫu", "1.500", ""])
def test_an_ordinary_word_is_no_way_in(text: str) -> None:
    assert hear(NOBODY, text) is None


def test_a_photo_with_a_code_under_it_is_a_photo() -> None:
    assert hear(NOBODY, CODE, attachments=(Attachment("photo", "a.jpg"),)) is None


def test_a_button_of_an_invitation_works_before_anything_was_agreed_to() -> None:
    step = hear(NOBODY, press=f"iv.y.{PAYLOAD}")

    assert step is not None
    assert step.errand is not None
    assert (step.errand.verb, step.errand.rest) == ("iv", f"y.{PAYLOAD}")


@pytest.mark.parametrize("press", ["ivy.1", "o.5.citizen", "q.1", "i"])
def test_another_button_is_none_of_ours(press: str) -> None:
    assert hear(NOBODY, press=press) is None


# ---- yes or no


def asked() -> Visit:
    page = invited.confirm(SAY, HOUSEHOLD, PAYLOAD)
    return replace(NOBODY, person=replace(NOBODY.person, asking=page.lines))


def test_the_question_names_the_household_and_its_village() -> None:
    page = invited.confirm(SAY, HOUSEHOLD, PAYLOAD)

    said = SAY(page.key, **page.facts)
    assert said.startswith("Lời mời cho Hộ 07 · Lò Văn Mẫu, Bản Nà Đon.")
    assert all(len(line.press.encode()) <= 64 and line.press.isascii() for line in page.lines)


@pytest.mark.parametrize("kind", ["household", "clan", "unit", ""])
def test_every_kind_has_its_own_question(kind: str) -> None:
    page = invited.confirm(SAY, replace(HOUSEHOLD, kind=kind, role="village_head"), PAYLOAD)

    assert SAY(page.key, **page.facts).endswith("phải không?")


@pytest.mark.parametrize("text", ["1", "đúng", "phải", "phai", "Phải rồi ạ", "vâng", "có", "ừ"])
def test_a_yes_in_any_words(text: str) -> None:
    assert rest(asked(), text) == f"y.{PAYLOAD}"


@pytest.mark.parametrize("text", ["2", "không", "không phải", "ko", "Không phải ạ"])
def test_a_no_in_any_words(text: str) -> None:
    assert rest(asked(), text) == f"n.{PAYLOAD}"


def test_anything_else_is_asked_again() -> None:
    step = hear(asked(), "bao giờ họp")

    assert step is not None
    assert step.errand is None
    assert isinstance(step.events[-1], Refused)


def test_who_of_the_household_is_asked_by_name_with_a_way_out() -> None:
    people = [(number, f"Người {number}") for number in range(1, 20)]

    page = invited.which(SAY, people, PAYLOAD)

    assert len(page.lines) == 8
    assert page.lines[0] == MenuLine("Người 1", f"iv.w.{PAYLOAD}.1")
    assert page.lines[-1] == MenuLine("Người khác trong nhà", f"iv.w.{PAYLOAD}.0")


def test_who_of_the_household_may_be_answered_by_name() -> None:
    page = invited.which(SAY, [(7, "Vàng Thị Mẫu")], PAYLOAD)
    visit = replace(NOBODY, person=replace(NOBODY.person, asking=page.lines))

    assert rest(visit, "Vàng Thị Mẫu") == f"w.{PAYLOAD}.7"


# ---- giving out


def guests(start: int = 0) -> Prompted:
    return invited.guests(SAY, "Bản Nà Đon", "MAU01", GUESTS, start)


def test_those_from_whom_nobody_came_in_stand_first() -> None:
    assert [line.note for line in guests(8).lines[:3]] == ["chưa ai", "chưa ai", "1 người"]


def test_a_page_holds_eight_and_leads_on() -> None:
    first, second = guests(), guests(8)

    assert [line.press for line in first.lines[8:]] == ["mb.MAU01.8", "vi"]
    assert len(second.lines) == 4


@pytest.mark.parametrize("start", [-1, 99, 3])
def test_a_page_that_is_not_there_is_the_nearest_below(start: int) -> None:
    assert guests(start) == guests()


def test_the_list_counts_whom_it_shows() -> None:
    assert guests().facts == {"place": "Bản Nà Đon", "done": 1, "all": 11}


def test_an_empty_village_has_a_list_all_the_same() -> None:
    page = invited.guests(SAY, "Bản Mới", "MAU09", [], 0)

    assert [line.press for line in page.lines] == ["vi"]


def test_whoever_has_no_name_yet_is_counted_and_said_to_have_none() -> None:
    page = invited.one(SAY, Guest(7, "Hộ 07", ("", "Lò Thị Mẫu")), "MAU01", 3)

    assert SAY(page.key, **page.facts) == (
        "Hộ 07 đã có 2 người vào:\n· người chưa ghi tên\n· Lò Thị Mẫu"
    )


def test_a_subject_without_a_code_is_offered_a_first_one() -> None:
    page = invited.one(SAY, Guest(7, "Hộ 07"), "MAU01", 0)

    assert [(line.label, line.press) for line in page.lines] == [
        ("Cấp mã", "mn.7.0"),
        ("Danh sách hộ", "mb.MAU01"),
    ]


def test_what_is_given_out_can_be_read_aloud_sent_on_and_held_up() -> None:
    links = ("https://xa-mau.vn/i/x", "https://t.me/BanHocMauBot?start=x")

    page = invited.shown(SAY, Shown(3, 7, "Hộ 07", "4827-KX", links, "31/12/2026"), "MAU01")

    said = SAY(page.key, **page.facts)
    assert all(part in said for part in ("4827-KX", *links, "31/12/2026"))
    assert page.enclosed[0].key == "q:3"


def test_somebody_who_agreed_but_has_no_name_is_still_coming_in() -> None:
    nameless = replace(NOBODY, person=Person(1, consent=CONSENT))

    assert rest(nameless, SLIP.replace("-", " ")) == "k."
