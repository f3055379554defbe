"""Around the form: consent, the name, the menus and their late buttons, pausing, handing in."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

import pytest

from flows.events import Answered, Asked, MenuLine, Prompted, Refused, Reviewed, Summed, Told
from flows.forms import loading
from flows.forms.model import Form
from flows.interview import Interview
from flows.reception import CONSENT, Offer, Open, Person, Reception, Step, Visit, wants_offers
from flows.replies import Attachment, Reply
from flows.visit import Errand
from flows.wording import words

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HEAD = Person(1, "Tẩn A Mẫu", consent=CONSENT)
OWN = Offer(5, "Tẩn A Mẫu", "citizen")
HOME = Offer(6, "Hộ 01", "family", "drafting")
NEIGHBOURS = tuple(Offer(100 + n, f"Hộ {n:02}", "family", neighbour=True) for n in range(2, 20))
YES, NO, MORE = (f"c.{what}.{CONSENT}" for what in ("yes", "no", "more"))
LATE = {
    "a form": "o.5.citizen",
    "a page of neighbours": "l.8",
    "the menu": "m",
    "going on": "r.9-9.go",
    "the summary": "z.9-9.submit",
    "taking back": "b.5.citizen",
    "consent": YES,
}


@cache
def form(name: str = "cdht.md") -> Form:
    path = files("flows.library") / "packs" / name
    loaded, remarks = loading.load(path.read_bytes(), name)
    assert remarks == ()
    return loaded


def new(*, paused: bool = False, state: str = "drafting") -> Open:
    """The citizen's form, nothing answered yet."""
    interview = Interview.begin(form(), {"area": "remote"}, now=NOW, tag="7-1")
    return Open(7, 5, "Tẩn A Mẫu", "citizen", state, interview, paused)


def after(*replies: str, paused: bool = False) -> Open:
    """The same form with some answers."""
    opened = new(paused=paused)
    for text in replies:
        opened.interview.hear(Reply(text))
    return opened


def complete(step: str = "2") -> Open:
    """The same form with all answers: a farmer who does most things well."""
    opened = after("1")
    while opened.interview.current is not None:
        is_photo = opened.interview.current.kind == "image"
        opened.interview.hear(Reply("bỏ qua" if is_photo else step))
    return opened


def visit(
    person: Person = HEAD, opened: Open | None = None, offers: tuple[Offer, ...] = (OWN, HOME)
) -> Visit:
    return Visit(person, "xã Bình Lư", 2026, opened, offers)


def hear(here: Visit, text: str = "", press: str = "") -> Step:
    return Reception(words(here.person.language)).hear(here, Reply(text, press=press))


@pytest.mark.parametrize("text", ["tiếp", "làm tiếp", "TIEP TUC"])
@pytest.mark.parametrize("asking", [(), (MenuLine("Việc của bản", "vi"),)])
def test_the_word_for_going_on_leads_to_what_one_was_reminded_of_with_nothing_in_hand(
    text: str, asking: tuple[MenuLine, ...]
) -> None:
    step = hear(visit(replace(HEAD, asking=asking)), text)

    assert step.errand == Errand("tp")


def test_the_word_for_going_on_is_typed_where_something_is_asked_to_be_typed() -> None:
    asking = (MenuLine("", "nf"), MenuLine("Quay lại", "m"))

    step = hear(visit(replace(HEAD, asking=asking)), "tiếp")

    assert step.errand == Errand("nf", "", "tiếp")


def sent(here: Visit, caption: str = "") -> Step:
    """What comes of a photo, with some words under it."""
    reply = Reply(caption, (Attachment("photo", "a.jpg"),))
    return Reception(words(here.person.language)).hear(here, reply)


def goes_on(step: Step, text: str = "", press: str = "") -> Step:
    """What comes of the next reply, with the same offers."""
    return hear(replace(step.visit, offers=step.visit.offers), text, press)


def told(step: Step) -> list[str]:
    """The keys of what was said, a refusal by its reason."""
    keys: list[str] = []
    for event in step.events:
        if isinstance(event, Told | Prompted):
            keys.append(event.key)
        elif isinstance(event, Refused):
            keys.append(event.reason)
        else:
            keys.append(type(event).__name__)
    return keys


def presses(step: Step) -> list[str]:
    return [line.press for line in step.visit.person.asking]


def labels(step: Step) -> list[str]:
    return [line.label for line in step.visit.person.asking]


def question(step: Step) -> str:
    """The name of the question asked last."""
    assert isinstance(step.events[-1], Asked)
    return step.events[-1].spot.name


# ---- consent

NOBODY = Person(1)


def asked_for_consent() -> Step:
    return hear(visit(NOBODY), "chào")


def test_whoever_comes_first_reads_what_is_kept_and_by_whom() -> None:
    step = asked_for_consent()

    assert told(step) == ["consent"]
    assert labels(step) == ["Đồng ý", "Không", "Hỏi thêm"]


@pytest.mark.parametrize("text", ["chào", "đồng ý", "1", "có", "gửi", "tiếp", "menu", "sửa 3"])
def test_no_word_is_a_consent_before_the_question_was_asked(text: str) -> None:
    step = hear(visit(NOBODY, opened=new()), text)

    assert step.visit.person.consent == ""
    assert told(step) == ["consent"]


@pytest.mark.parametrize(
    "text", ["1", "đồng ý", "dong y", "Đồng ý ạ", "có", "co", "vâng", "ok", "1. Đồng ý"]
)
def test_a_yes_in_any_words_is_a_consent(text: str) -> None:
    step = goes_on(asked_for_consent(), text)

    assert step.visit.person.consent == CONSENT
    assert told(step)[0] == "agreed"


@pytest.mark.parametrize("text", ["2", "không", "khong", "Không ạ", "ko", "chưa"])
def test_a_no_keeps_nothing_and_does_not_ask_again(text: str) -> None:
    step = goes_on(asked_for_consent(), text)

    assert step.visit.person.consent == ""
    assert told(step) == ["declined"]


def test_whoever_declined_may_still_agree_by_typing_it() -> None:
    declined = goes_on(asked_for_consent(), "không")

    step = goes_on(declined, "đồng ý")

    assert step.visit.person.consent == CONSENT


@pytest.mark.parametrize("text", ["không đồng ý", "để tôi hỏi con đã", "đồng ý không", "5", "a"])
def test_what_is_not_clearly_a_yes_is_asked_again(text: str) -> None:
    step = goes_on(asked_for_consent(), text)

    assert step.visit.person.consent == ""
    assert told(step)[-1] in {"consent_again", "declined"}


@pytest.mark.parametrize("text", ["3", "hỏi thêm", "hoi them", "?", "giúp"])
def test_who_wants_to_know_more_is_told_and_asked_again(text: str) -> None:
    step = goes_on(asked_for_consent(), text)

    assert told(step) == ["consent_more", "consent_again"]
    assert step.visit.person.consent == ""


@pytest.mark.parametrize(
    ("press", "first"), [(YES, "agreed"), (NO, "declined"), (MORE, "consent_more")]
)
def test_the_buttons_of_the_consent_do_what_they_say(press: str, first: str) -> None:
    step = goes_on(asked_for_consent(), press=press)

    assert told(step)[0] == first


@pytest.mark.parametrize("press", ["c.yes", "c.yes.2019-1", "o.5.citizen", "q.7-1.0.0", "m"])
def test_a_button_from_elsewhere_agrees_to_nothing(press: str) -> None:
    step = goes_on(asked_for_consent(), press=press)

    assert step.visit.person.consent == ""
    assert told(step) == ["consent"]


def test_a_photo_before_the_consent_is_not_kept_and_it_is_said() -> None:
    first = sent(visit(NOBODY))
    again = sent(first.visit)

    assert told(first) == ["not_taken_here", "consent"]
    assert told(again) == ["words_please", "consent_again"]


def test_nothing_typed_before_the_consent_reaches_the_form() -> None:
    opened = new()

    step = hear(visit(NOBODY, opened), "1")

    assert step.visit.open is not None
    assert step.visit.open.interview.kept == new().interview.kept


def test_a_new_text_is_put_before_those_who_agreed_to_an_older_one() -> None:
    step = hear(visit(replace(HEAD, consent="2019-1"), opened=new()), "1")

    assert told(step) == ["consent"]


def test_a_number_meant_for_an_older_menu_agrees_to_nothing() -> None:
    menu = hear(visit(), "menu")
    older = replace(menu.visit.person, consent="2019-1")

    step = hear(visit(older), "1")

    assert step.visit.person.consent == "2019-1"
    assert told(step) == ["consent"]


def test_who_agrees_anew_goes_on_where_the_form_stood() -> None:
    asked = hear(visit(replace(HEAD, consent="2019-1"), opened=new()), "1")

    step = goes_on(asked, "đồng ý")

    assert told(step) == ["agreed", "Asked"]
    assert question(step) == "group"


# ---- the name of somebody who is not on the list

STRANGER = Person(1, consent=CONSENT)


def test_a_stranger_who_agrees_is_asked_for_a_name() -> None:
    step = goes_on(asked_for_consent(), "1")

    assert told(step) == ["agreed", "ask_name"]
    assert step.visit.person.asking == ()


@pytest.mark.parametrize("text", ["Nguyễn Thị Thử", "  nguyen  thi thu ", "Vàng A Páo", "Y Ban"])
def test_a_name_is_kept_and_then_the_forms_are_offered(text: str) -> None:
    named = hear(visit(STRANGER, offers=()), text)
    name = " ".join(text.split())
    step = Reception(words("vi")).enrolled(replace(named.visit, offers=(OWN,)))

    assert named.enrols
    assert named.visit.person.name == name
    assert told(step) == ["name_kept", "choose"]


@pytest.mark.parametrize(
    "text", ["1", "0912345678", "?", "tiếp", "bắt đầu", "/start abc", "x", "…"]
)
def test_what_is_nobodys_name_is_not_taken_for_one(text: str) -> None:
    step = hear(visit(STRANGER), text)

    assert step.visit.person.name == ""
    assert not step.enrols
    assert told(step) == ["not_a_name"]


@pytest.mark.parametrize(("length", "is_kept"), [(60, True), (61, False)])
def test_a_name_has_at_most_sixty_letters(length: int, is_kept: bool) -> None:
    step = hear(visit(STRANGER), "a" * length)

    assert (step.visit.person.name != "") is is_kept
    assert told(step) == ([] if is_kept else ["name_too_long"])


def test_a_button_or_a_photo_is_no_name() -> None:
    pressed, photo = hear(visit(STRANGER), press=YES), sent(visit(STRANGER), "Nhà Sùng A Thử")

    assert told(pressed) == ["ask_name"]
    assert told(photo) == ["not_taken_here", "ask_name"]


# ---- the menu


def test_the_menu_lists_ones_own_forms_and_how_far_they_are() -> None:
    step = hear(visit(), "menu")

    assert told(step) == ["choose"]
    assert [(line.label, line.note) for line in step.visit.person.asking] == [
        ("Công dân học tập · Tẩn A Mẫu", "chưa làm"),
        ("Gia đình học tập · Hộ 01", "đang làm dở"),
        ("Đăng ký phiếu này cho năm 2026", ""),
    ]


def test_who_may_answer_nothing_is_told_whom_to_ask() -> None:
    step = hear(visit(offers=()), "chào")

    assert told(step) == ["nothing_to_answer"]
    assert step.visit.person.asking == ()


@pytest.mark.parametrize("text", ["2", "2.", "dòng 2", "gia dinh hoc tap"])
def test_a_line_of_the_menu_is_chosen_by_number_or_words(text: str) -> None:
    menu = hear(visit(), "menu")

    step = goes_on(menu, text)

    assert step.start == HOME
    assert step.visit.person.asking == ()


def test_a_number_that_is_not_there_shows_the_menu_again() -> None:
    menu = hear(visit(), "menu")

    step = goes_on(menu, "7")

    assert told(step) == ["out_of_range"]
    assert step.visit.person.asking == menu.visit.person.asking
    assert isinstance(step.events[0], Refused)
    assert step.events[0].facts["menu"] == menu.visit.person.asking


def test_a_number_means_the_line_that_was_shown_even_when_the_list_has_changed() -> None:
    menu = hear(visit(), "menu")
    changed = replace(menu.visit, offers=(Offer(1, "Mới", "citizen"), OWN, HOME))

    step = hear(changed, "1")

    assert step.start == OWN


def test_a_line_that_was_handed_in_meanwhile_is_not_opened() -> None:
    menu = hear(visit(), "menu")
    changed = replace(menu.visit, offers=(replace(OWN, state="submitted"), HOME))

    step = hear(changed, "1")

    assert told(step) == ["already_sent"]
    assert step.start is None


def test_a_line_one_may_no_longer_answer_for_is_looked_up_once_more() -> None:
    menu = hear(visit(), "menu")

    step = hear(replace(menu.visit, offers=(HOME,)), "1")

    assert step.errand == Errand("of", "5.citizen")
    assert step.start is None


def test_what_may_not_be_done_here_leads_back_to_the_menu_and_says_no_more() -> None:
    step = Reception(words("vi")).refused_errand(visit())

    assert told(step) == ["not_here", "choose"]


def test_a_photo_at_a_menu_is_not_kept_and_the_menu_stays() -> None:
    menu = hear(visit(), "menu")

    step = sent(menu.visit)

    assert told(step) == ["words_please"]
    assert step.visit.person.asking == menu.visit.person.asking


def test_help_at_a_menu_is_about_the_menu() -> None:
    menu = hear(visit(), "menu")

    step = goes_on(menu, "?")

    assert told(step) == ["help.menu"]
    assert step.visit.person.asking == menu.visit.person.asking


def test_a_form_begins_with_whose_it_is_and_its_first_question() -> None:
    step = Reception(words("vi")).begun(visit(opened=new()))

    assert told(step) == ["opened", "Asked"]
    assert step.events[0] == Told(
        "opened", {"title": "Công dân học tập", "subject": "Tẩn A Mẫu", "year": 2026}
    )


# ---- the village head's neighbours


def test_the_missing_neighbours_are_counted_in_one_line() -> None:
    one_sent = (replace(NEIGHBOURS[0], state="submitted"), *NEIGHBOURS[1:])

    step = hear(visit(offers=(OWN, *one_sent)), "menu")

    assert step.visit.person.asking[1] == MenuLine("Nhập giúp hộ khác", "l.0", "còn 17 hộ")


def test_neighbours_come_eight_at_a_time() -> None:
    here = visit(offers=(OWN, *NEIGHBOURS))

    first, second, last = (hear(here, press=f"l.{at}") for at in (0, 8, 16))

    assert labels(first)[:9] == [*(f"Hộ {n:02}" for n in range(2, 10)), "Xem thêm"]
    assert presses(first)[8:] == ["l.8", "rv", "m", "nf"]
    assert labels(second)[0] == "Hộ 10"
    assert labels(last)[:2] == ["Hộ 18", "Hộ 19"]
    assert presses(last)[2:] == ["rv", "m", "nf"]


@pytest.mark.parametrize("page", ["999", "17", "-8", "x", ""])
def test_a_page_that_is_not_there_is_the_nearest_there_is(page: str) -> None:
    step = hear(visit(offers=(OWN, *NEIGHBOURS)), press=f"l.{page}")

    assert labels(step)[0] == ("Hộ 18" if page in {"999", "17"} else "Hộ 02")


def test_the_list_says_how_many_have_sent() -> None:
    some = tuple(replace(o, state="submitted") for o in NEIGHBOURS[:5]) + NEIGHBOURS[5:]

    step = hear(visit(offers=some), press="l.0")

    assert step.events[-1] == Prompted(
        "neighbours.left", step.visit.person.asking, {"done": 5, "all": 18, "left": 13}
    )


def test_when_every_neighbour_has_sent_they_can_be_looked_at() -> None:
    everyone = tuple(replace(o, state="submitted") for o in NEIGHBOURS)

    step = hear(visit(offers=(OWN, *everyone)), press="l.0")

    assert told(step) == ["neighbours.done"]
    assert presses(step) == ["l.d0", "m", "nf"]
    assert labels(hear(step.visit, press="l.d16"))[:2] == ["Hộ 18", "Hộ 19"]


def test_who_is_no_village_head_sees_no_neighbours() -> None:
    step = hear(visit(), press="l.0")

    assert told(step) == ["not_for_you", "choose"]


def test_a_neighbours_form_is_chosen_from_the_page() -> None:
    page = hear(visit(offers=(OWN, *NEIGHBOURS)), press="l.8")

    step = goes_on(page, "2")

    assert told(step) == ["proxy.how"]
    assert presses(step)[0] == "px.111.family.f"


def test_a_neighbours_form_that_was_begun_goes_on_without_asking_how_again() -> None:
    begun = tuple(replace(offer, state="drafting") for offer in NEIGHBOURS)

    step = hear(visit(offers=(OWN, *begun)), press="o.111.family")

    assert step.start == begun[9]


# ---- the form in hand


def test_an_answer_goes_to_the_form_and_the_next_question_comes() -> None:
    step = hear(visit(opened=new()), "1")

    assert told(step) == ["Answered", "Asked"]
    assert question(step) == "i1"


def test_a_pause_says_where_it_will_go_on_and_marks_the_form() -> None:
    step = hear(visit(opened=after("1", "1")), "tạm dừng")

    assert told(step) == ["paused"]
    assert step.visit.open is not None
    assert step.visit.open.paused


def test_any_word_after_a_pause_offers_to_go_on() -> None:
    step = hear(visit(opened=after("1", paused=True)), "chào")

    assert told(step) == ["resume"]
    assert presses(step) == ["r.7-1.go", "r.7-1.review", "r.7-1.other"]


def test_with_a_single_form_one_may_only_go_on_or_leave_it() -> None:
    step = hear(visit(opened=after("1", paused=True), offers=(OWN,)), "chào")

    assert presses(step)[-1] == "r.7-1.later"


def test_a_photo_after_a_pause_is_not_kept_and_it_is_said() -> None:
    step = sent(visit(opened=after("1", "1", paused=True)))

    assert told(step) == ["not_taken_here", "resume"]


def test_a_command_word_under_a_photo_does_not_lose_the_photo() -> None:
    step = sent(visit(opened=after("1", "1")), "tạm dừng")

    assert isinstance(step.events[0], Answered)
    assert step.events[0].value == "a.jpg"


@pytest.mark.parametrize("text", ["tiếp", "1", "làm tiếp", "tiep"])
def test_going_on_asks_the_question_that_was_left(text: str) -> None:
    offered = hear(visit(opened=after("1", "1", paused=True)), "chào")

    step = goes_on(offered, text)

    assert question(step) == "i1_photo"
    assert step.visit.open is not None
    assert not step.visit.open.paused
    assert step.visit.person.asking == ()


def test_to_go_on_may_be_said_without_being_asked() -> None:
    step = hear(visit(opened=after("1", paused=True)), "tiếp")

    assert question(step) == "i1"


def test_a_review_before_going_on_shows_everything_and_then_asks() -> None:
    offered = hear(visit(opened=after("1", paused=True)), "chào")

    step = goes_on(offered, "2")

    assert isinstance(step.events[0], Reviewed)
    assert question(step) == "i1"


def test_another_form_may_be_chosen_and_the_old_one_stays_in_hand() -> None:
    offered = hear(visit(opened=after("1", paused=True)), "menu")

    step = goes_on(offered, "3")

    assert told(step) == ["choose"]
    assert step.visit.open is not None


def test_leaving_it_for_later_pauses_again() -> None:
    offered = hear(visit(opened=after("1"), offers=(OWN,)), "menu")

    step = goes_on(offered, "3")

    assert told(step) == ["paused"]


def test_a_command_at_a_menu_over_a_form_is_meant_for_the_form() -> None:
    offered = hear(visit(opened=after("1", "1", "bỏ qua")), "menu")

    step = goes_on(offered, "sửa 1")

    assert question(step) == "i1"


def test_a_command_word_that_is_a_choice_of_the_question_is_an_answer() -> None:
    opened = small("go Tiếp", "rest Nghỉ")

    step = hear(visit(opened=opened), "nghỉ")

    assert isinstance(step.events[0], Answered)
    assert step.events[0].value == "rest"


def test_after_a_pause_the_same_word_is_the_command_again() -> None:
    opened = replace(small("go Tiếp", "rest Nghỉ"), paused=True)

    step = hear(visit(opened=opened), "tiếp")

    assert told(step) == ["Asked"]


# ---- handing in


def test_a_complete_form_is_handed_in_with_one_word() -> None:
    step = hear(visit(opened=complete()), "gửi")

    assert step.moves == ("submit",)
    assert step.visit.open is not None
    assert step.visit.open.state == "submitted"
    assert told(step) == ["submitted_village", "choose"]


def test_when_nothing_is_left_to_do_no_menu_follows() -> None:
    sent_home = replace(HOME, state="submitted")

    step = hear(visit(opened=complete(), offers=(OWN, sent_home)), "gửi")

    assert told(step) == ["submitted_village"]
    assert step.visit.person.asking == ()


def test_a_form_with_a_question_open_is_not_handed_in() -> None:
    step = hear(visit(opened=after("1")), "gửi")

    assert step.moves == ()
    assert told(step) == ["not_finished", "Asked"]


def test_the_summary_offers_to_hand_in_to_mend_and_to_read_again() -> None:
    weak = hear(visit(opened=complete("4")), "tiếp")

    assert isinstance(weak.events[-1], Summed)
    assert not weak.events[-1].official
    assert presses(weak) == [
        "z.7-1.submit",
        *(f"z.7-1.edit.{number}" for number in (1, 2, 3)),
        "z.7-1.review",
    ]


def test_a_weak_question_is_asked_again_from_the_summary() -> None:
    weak = hear(visit(opened=complete("4")), "tiếp")

    step = goes_on(weak, "3")

    assert question(step) == "i2"


def test_reading_again_from_the_summary_ends_in_the_summary() -> None:
    done = hear(visit(opened=complete()), "tiếp")

    step = goes_on(done, "2")

    assert isinstance(step.events[0], Reviewed)
    assert isinstance(step.events[-1], Summed)


def test_a_second_submit_finds_nothing_left_to_send() -> None:
    typed = hear(visit(offers=(replace(OWN, state="submitted"),)), "gửi")
    pressed = hear(visit(offers=(replace(OWN, state="submitted"),)), press="z.7-1.submit")

    assert told(typed) == ["nothing_to_submit", "choose"]
    assert told(pressed) == ["form_is_closed", "choose"]
    assert (typed.moves, pressed.moves) == ((), ())


def test_a_form_somebody_else_has_handed_in_takes_no_more_answers() -> None:
    step = hear(visit(opened=replace(complete(), state="submitted")), "sửa 1")

    assert told(step) == ["form_is_sent", "choose"]
    assert step.visit.open is None


def test_a_form_somebody_else_has_handed_in_is_not_handed_in_twice() -> None:
    gone = replace(complete(), state="submitted")

    typed, pressed = (hear(visit(opened=gone), *said) for said in (("gửi",), ("", "z.7-1.submit")))

    assert (typed.moves, pressed.moves) == ((), ())
    assert told(pressed) == ["form_is_closed", "choose"]


def test_a_menu_still_answers_when_the_form_in_hand_was_sent_by_another() -> None:
    menu = hear(visit(), "menu")
    gone = replace(menu.visit, open=replace(complete(), state="submitted"))

    step = hear(gone, "2")

    assert step.start == HOME


def test_a_form_that_was_sent_may_be_taken_back() -> None:
    offer = replace(OWN, state="submitted")
    asked = hear(visit(offers=(offer,)), press="o.5.citizen")

    step = goes_on(asked, "1")

    assert told(asked) == ["already_sent"]
    assert (step.moves, step.start) == (("reopen",), offer)


def test_a_form_that_was_sent_may_be_left_as_it_is() -> None:
    asked = hear(visit(offers=(replace(OWN, state="submitted"), HOME)), press="o.5.citizen")

    step = goes_on(asked, "để nguyên")

    assert told(step) == ["choose"]
    assert step.moves == ()


def test_taking_back_twice_opens_the_form_without_a_second_move() -> None:
    step = hear(visit(offers=(replace(OWN, state="drafting"),)), press="b.5.citizen")

    assert step.moves == ()
    assert step.start is not None


@pytest.mark.parametrize("press", ["o.99.family", "b.99.family", "o.5.family", "o.", "b."])
def test_what_is_not_on_the_list_is_left_to_who_knows_the_rights(press: str) -> None:
    step = hear(visit(), press=press)

    assert step.errand is not None
    assert (step.start, step.moves, step.events) == (None, (), ())


# ---- late buttons


@pytest.mark.parametrize("press", LATE.values(), ids=LATE.keys())
def test_a_late_button_does_not_touch_the_answers_of_the_form_in_hand(press: str) -> None:
    here = visit(opened=after("1", "1"), offers=(OWN, HOME, *NEIGHBOURS))
    before = after("1", "1").interview.kept

    step = hear(here, press=press)

    assert step.visit.open is not None
    assert step.visit.open.interview.kept == before
    assert step.moves == ()


@pytest.mark.parametrize("press", LATE.values(), ids=LATE.keys())
def test_a_late_button_is_given_the_list_of_forms_it_may_need(press: str) -> None:
    here = visit(opened=after("1"), offers=())

    assert wants_offers(here, Reply(press=press))


@pytest.mark.parametrize("reply", [Reply("1"), Reply(press="q.7-1.0.0"), Reply("làm ruộng")])
def test_an_answer_to_the_form_costs_no_list_of_forms(reply: Reply) -> None:
    assert not wants_offers(visit(opened=after("1"), offers=()), reply)


@pytest.mark.parametrize(
    "here",
    [
        visit(offers=()),
        visit(opened=new(paused=True), offers=()),
        visit(opened=new(state="submitted"), offers=()),
        visit(replace(HEAD, asking=(MenuLine("Quay lại", "m"),)), new(), ()),
    ],
    ids=["nothing in hand", "paused", "sent by another", "at a menu"],
)
def test_where_a_menu_may_follow_the_list_of_forms_is_fetched(here: Visit) -> None:
    assert wants_offers(here, Reply("1"))


@pytest.mark.parametrize("text", ["menu", "gửi", "đổi tiếng"])
def test_a_command_in_the_form_may_need_the_list_of_forms(text: str) -> None:
    assert wants_offers(visit(opened=after("1"), offers=()), Reply(text))


@pytest.mark.parametrize(
    ("press", "keys"),
    [
        ("o.5.citizen", []),
        ("l.8", ["neighbours.left"]),
        ("m", ["choose"]),
        ("r.9-9.go", ["form_is_closed", "choose"]),
        ("r.7-1.go", ["Asked"]),
        ("r.7-1.later", ["paused"]),
        ("z.9-9.submit", ["form_is_closed", "choose"]),
        ("z.7-1.submit", ["not_finished", "Asked"]),
        ("z.7-1.edit.1", ["Asked"]),
        ("z.7-1.edit.9", ["not_yet_asked", "Asked"]),
        ("z.7-1.review", ["Reviewed", "Asked"]),
        ("b.5.citizen", []),
        (YES, ["already_agreed", "Asked"]),
        (NO, ["already_agreed", "Asked"]),
    ],
)
def test_a_late_button_still_means_what_it_said(press: str, keys: list[str]) -> None:
    step = hear(visit(opened=after("1", "1"), offers=(OWN, HOME, *NEIGHBOURS)), press=press)

    assert told(step) == keys


@pytest.mark.parametrize("press", ["z.", "z", "r.", "r", "l", "z.7-1.edit."])
def test_a_broken_button_breaks_nothing(press: str) -> None:
    step = hear(visit(opened=after("1", "1")), press=press)

    assert step.visit.open is not None
    assert step.events != ()
    assert step.moves == ()


@pytest.mark.parametrize("press", ["x.1", ".", "q", "o"])
def test_what_no_menu_of_ours_carries_is_left_to_others(press: str) -> None:
    step = hear(visit(opened=after("1", "1")), press=press)

    assert step.errand is not None
    assert step.visit.open is not None


def test_a_button_of_a_question_with_no_form_in_hand_shows_the_menu() -> None:
    step = hear(visit(), press="q.7-1.0.0")

    assert told(step) == ["form_is_closed", "choose"]


def test_a_button_of_the_question_that_is_asked_answers_it_even_after_a_pause() -> None:
    step = hear(visit(opened=new(paused=True)), press="q.7-1.0.1")

    assert told(step) == ["Answered", "Asked"]
    assert step.visit.open is not None
    assert not step.visit.open.paused


def test_a_photo_with_no_form_in_hand_is_not_kept_and_it_is_said() -> None:
    step = sent(visit())

    assert told(step) == ["not_taken_here", "choose"]


# ---- the language


def small(*choices: str) -> Open:
    """A Vietnamese form of one question; each choice is its name and its label."""
    rows = "".join(f"| | one | {name} | {label} |\n" for name, label in map(_cut, choices))
    survey = "| survey | type | name | label::Tiếng Việt (vi) |\n| | select_one one | q | Sao? |\n"
    listed = f"\n| choices | list_name | name | label::Tiếng Việt (vi) |\n{rows}"
    loaded, _ = loading.load((survey + listed).encode(), "one.md")
    return replace(new(), interview=Interview.begin(loaded, {}, now=NOW, tag="7-1"))


def _cut(choice: str) -> tuple[str, str]:
    name, _, label = choice.partition(" ")
    return name, label


def test_the_language_changes_in_the_middle_and_every_answer_stays() -> None:
    step = hear(visit(opened=after("1", "1", "bỏ qua", "2", "bỏ qua")), "đổi tiếng")

    assert step.visit.person.language == "en"
    assert told(step) == ["language_changed", "Asked"]
    assert isinstance(step.events[-1], Asked)
    assert step.events[-1].asking.text.startswith("In the past year, did you arrange")
    assert step.visit.open is not None
    assert step.visit.open.interview.kept == (
        after("1", "1", "bỏ qua", "2", "bỏ qua").interview.kept
    )


@pytest.mark.parametrize(
    ("spoken", "text", "code"),
    [
        ("vi", "english", "en"),
        ("vi", "language", "en"),
        ("en", "tiếng việt", "vi"),
        ("en", "language", "vi"),
        ("en", "đổi tiếng", "vi"),
        ("xx", "đổi tiếng", "en"),
    ],
)
def test_a_language_is_changed_by_its_name_or_to_the_next(
    spoken: str, text: str, code: str
) -> None:
    step = hear(visit(replace(HEAD, language=spoken), opened=new()), text)

    assert step.visit.person.language == code


def test_the_name_of_the_language_spoken_already_is_an_answer() -> None:
    interview = Interview.begin(text_form(), {}, now=NOW, tag="7-1")

    step = hear(visit(opened=replace(new(), interview=interview)), "Tiếng Việt")

    assert isinstance(step.events[0], Answered)
    assert step.events[0].value == "Tiếng Việt"


@cache
def text_form() -> Form:
    sheet = "| survey | type | name | label |\n| | text | t | Bác học tiếng gì? |\n"
    loaded, _ = loading.load(sheet.encode(), "text.md")
    return loaded


def test_a_choice_with_the_name_of_a_language_is_a_choice() -> None:
    opened = small("en English", "vi Tiếng Việt")

    step = hear(visit(opened=opened), "english")

    assert step.visit.person.language == "vi"
    assert isinstance(step.events[0], Answered)


def test_the_consent_is_read_in_the_language_one_asked_for() -> None:
    step = goes_on(asked_for_consent(), "english")

    assert told(step) == ["language_changed", "consent"]
    assert labels(step) == ["I agree", "No", "Tell me more"]


@pytest.mark.parametrize("text", ["I agree", "yes", "1", "i agree."])
def test_in_english_one_agrees_in_english(text: str) -> None:
    asked = goes_on(asked_for_consent(), "english")

    step = goes_on(asked, text)

    assert step.visit.person.consent == CONSENT


def test_a_stranger_is_asked_for_the_name_in_the_new_language() -> None:
    step = hear(visit(STRANGER), "english")

    assert told(step) == ["language_changed", "ask_name"]
    assert step.visit.person.name == ""


def test_a_menu_is_shown_again_in_the_new_language() -> None:
    menu = hear(visit(), "menu")

    step = goes_on(menu, "đổi tiếng")

    assert told(step) == ["language_changed", "choose"]
    assert labels(step)[0] == "Learning Citizen · Tẩn A Mẫu"


def test_the_summary_is_shown_again_in_the_new_language() -> None:
    done = hear(visit(opened=complete()), "tiếp")

    step = goes_on(done, "english")

    assert told(step) == ["language_changed", "Summed"]
    assert labels(step)[0] == "Send to the village"


@pytest.mark.parametrize("paused", [True, False])
def test_a_menu_over_a_form_asks_in_the_new_language_whether_to_go_on(paused: bool) -> None:
    menu = hear(visit(opened=after("1", paused=paused)), "menu")

    step = goes_on(menu, "english")

    assert told(step) == ["language_changed", "resume"]
    assert labels(step)[0] == "Go on"


def test_changing_the_language_twice_comes_back_to_the_same_question() -> None:
    english = hear(visit(opened=after("1", "1")), "đổi tiếng")

    step = goes_on(english, "đổi tiếng")

    assert step.visit.person.language == "vi"
    assert question(step) == "i1_photo"


def test_a_form_without_english_is_asked_in_its_own_language() -> None:
    opened = small("a Có", "b Không")

    step = hear(visit(opened=opened), "english")

    assert isinstance(step.events[-1], Asked)
    assert step.events[-1].asking.text == "Sao?"


def test_a_form_sent_by_another_is_let_go_when_the_language_changes() -> None:
    step = hear(visit(opened=replace(complete(), state="submitted")), "english")

    assert told(step) == ["language_changed", "choose"]
    assert step.visit.open is None


def test_a_language_that_only_the_form_has_is_one_of_the_languages() -> None:
    english = hear(visit(opened=hmong()), "đổi tiếng")

    step = goes_on(english, "đổi tiếng")

    assert step.visit.person.language == "hmn"
    assert told(step) == ["language_of_form", "Asked"]
    assert isinstance(step.events[-1], Asked)
    assert step.events[-1].asking.text == "Koj lub npe?"


def test_after_the_language_of_the_form_comes_vietnamese_again() -> None:
    hmn = visit(replace(HEAD, language="hmn"), opened=hmong().in_language("hmn"))

    step = hear(hmn, "đổi tiếng")

    assert step.visit.person.language == "vi"
    assert isinstance(step.events[-1], Asked)
    assert step.events[-1].asking.text == "Tên là gì?"


def hmong() -> Open:
    sheet = (
        "| survey | type | name | label::Tiếng Việt (vi) | label::Hmoob (hmn) |\n"
        "| | text | t | Tên là gì? | Koj lub npe? |\n"
    )
    loaded, _ = loading.load(sheet.encode(), "hmong.md")
    return replace(new(), interview=Interview.begin(loaded, {}, now=NOW, tag="7-1"))
