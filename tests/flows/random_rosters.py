"""Small forms with rosters that nobody thought of, counted or open, perhaps in one another."""

from forms_for_tests import form, table
from hypothesis import strategies as st

from flows.forms.model import Form

HEADER = "type | name | label | relevant | constraint | calculation | default | repeat_count"
CHOICES = "yn: yes = Có, no = Không"


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A form with a roster, counted or open, perhaps with another inside."""
    count = draw(st.sampled_from(["", "${n}", "if(${n} > 2, 2, ${n})"]))
    relevant = draw(st.sampled_from(["", "${n} != 1"]))
    default = draw(st.sampled_from(["", "4", "1 + 2"]))
    rows = [
        "integer | n | Mấy? | | . < 5 | | |",
        f"begin_repeat | people | Người | {relevant} | | | | {count}",
        "text | name | Tên? | | | | |",
        f"integer | age | Tuổi? | | | | {default} |",
        "calculate | place | | | | position(..) | |",
    ]
    if draw(st.booleans()):
        rows += ["select_one yn | learns | Có học không? | ${age} > 2 | | | |"]
    if draw(st.booleans()):
        inner = draw(st.sampled_from(["", "2", "${age}"]))
        inner = inner and f"if({inner} > 2, 2, {inner})"
        rows += [f"begin_repeat | thing | Món | | | | | {inner}", "text | what | Gì? | | | | |"]
        rows += ["end_repeat | | | | | | |", "calculate | things | | | | count(${thing}) | |"]
    rows += ["end_repeat | | | | | | |", "calculate | total | | | | sum(${age}) | |"]
    return table(HEADER, *rows, "text | last | Còn gì? | ${total} != 7 | | | |", choices=CHOICES)


def forms() -> st.SearchStrategy[Form]:
    """The same, loaded."""
    return tables().map(form)
