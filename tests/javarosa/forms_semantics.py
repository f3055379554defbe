"""Small forms about what a form does by itself: rows that write others, hold on, or only show."""

from collections.abc import Mapping, Sequence

COLUMNS = (
    *("type", "name", "label", "calculation", "trigger", "default", "read_only"),
    *("relevant", "constraint", "required", "choice_filter", "repeat_count"),
)
SIZES = (("s", "Nhỏ"), ("m", "Vừa"), ("l", "Lớn"))


def row(kind: str, name: str = "", **cells: str) -> str:
    """One row of the survey; what people read is the name, where no other label is given."""
    given = {"type": kind, "name": name, "label": cells.pop("label", name.upper()), **cells}
    return "| | " + " | ".join(given.get(column, "") for column in COLUMNS) + " |"


def form(*rows: str, choices: Sequence[tuple[str, str]] = ()) -> bytes:
    """A workbook of these rows, with one list called "size"."""
    lines = [f"| survey | {' | '.join(COLUMNS)} |", *rows]
    if choices:
        lines += ["| choices | list_name | name | label |"]
        lines += [f"| | size | {name} | {label} |" for name, label in choices]
    return "\n".join(lines).encode()


FORMS: Mapping[str, bytes] = {
    "an answer that writes another": form(
        row("integer", "a"),
        row("text", "b", calculation="concat(${a}, '!')", trigger="${a}"),
        row("calculate", "c", calculation="${a} * 2", trigger="${a}"),
        row("calculate", "d", calculation="concat(${b}, '-', ${c})"),
    ),
    "one row written by two": form(
        row("integer", "a"),
        row("text", "b"),
        row("integer", "n"),
        row("text", "c", calculation="concat(${a}, ${b}, ${n})", trigger="${a}, ${b}"),
        row("text", "last", relevant="${c} != ''"),
    ),
    "rows that write each other in a chain": form(
        row("integer", "a"),
        row("integer", "b", calculation="${a} + 1", trigger="${a}"),
        row("integer", "c", calculation="${b} * 10", trigger="${b}"),
        row("calculate", "d", calculation="${a} + ${c}", trigger="${c}"),
    ),
    "a row that an answer empties": form(
        row("integer", "a"),
        row("text", "b", trigger="${a}"),
        row("text", "c", trigger="${a}", default="nhà sàn"),
        row("integer", "d", trigger="${a}", default="2 + 3"),
        row("calculate", "all", calculation="concat(${b}, '/', ${c}, '/', ${d})"),
    ),
    "what is written sees what was worked out": form(
        row("integer", "a"),
        row("calculate", "twice", calculation="${a} * 2"),
        row("integer", "b", calculation="${twice} + 1", trigger="${a}"),
        row("calculate", "sum", calculation="${twice} + ${b}"),
    ),
    "every kind of row can be written": form(
        row("select_one size", "a"),
        row("integer", "n"),
        row("select_one size", "b", calculation="${a}", trigger="${a}"),
        row("select_multiple size", "c", calculation="concat('s ', ${a})", trigger="${a}"),
        row("date", "d", calculation="if(${n} > 3, today(), '')", trigger="${n}"),
        row("decimal", "e", calculation="${n} div 4", trigger="${n}"),
        row("integer", "f", calculation="${n} + 1", trigger="${n}"),
        row("text", "g", calculation="${n} > 3", trigger="${n}"),
        choices=SIZES,
    ),
    "a row written while it is not asked": form(
        row("integer", "a"),
        row("integer", "n"),
        row("text", "b", calculation="concat('b', ${a})", trigger="${a}", relevant="${n} > 3"),
        row("calculate", "c", calculation="concat(${b}, '.')"),
        row("calculate", "d", calculation="${n}", trigger="${a}", relevant="${a} > 2"),
    ),
    "a choice that writes": form(
        row("select_multiple size", "a"),
        row("calculate", "n", calculation="count-selected(${a})", trigger="${a}"),
        row("acknowledge", "ok"),
        row("text", "b", calculation="concat(${n}, ' ', ${ok})", trigger="${ok}"),
        choices=SIZES,
    ),
    "members that write in themselves": form(
        row("integer", "a"),
        row("begin_repeat", "people"),
        row("text", "who"),
        row("text", "called", calculation="concat('Bác ', ${who})", trigger="${who}"),
        row("calculate", "kept", calculation="${a}", trigger="${who}"),
        row("end_repeat"),
        row("calculate", "all", calculation="join(',', ${called})"),
    ),
    "members that write outside": form(
        row("begin_repeat", "people"),
        row("integer", "age"),
        row("end_repeat"),
        row("calculate", "now", calculation="sum(${age})", trigger="${age}"),
        row("integer", "asked", calculation="count(${people})", trigger="${age}"),
    ),
    "a calculated answer that people change": form(
        row("integer", "a"),
        row("integer", "b"),
        row("integer", "sum", calculation="coalesce(${a}, 0) + coalesce(${b}, 0)"),
        row("text", "word", calculation="if(${sum} > 5, 'nhiều', 'ít')"),
        row("calculate", "after", calculation="concat(${sum}, ' ', ${word})"),
    ),
    "a changed calculation behind others": form(
        row("integer", "a"),
        row("calculate", "big", calculation="if(${a} > 3, 1, 0)"),
        row("calculate", "bigger", calculation="${big} + 1"),
        row("integer", "n", calculation="${bigger} * 10"),
        row("text", "other"),
        row("calculate", "after", calculation="${n} + 1"),
    ),
    "a changed calculation that comes and goes": form(
        row("integer", "a"),
        row("integer", "n"),
        row("integer", "b", calculation="${n} * 2", relevant="${a} > 3"),
        row("calculate", "c", calculation="coalesce(${b}, -1)"),
    ),
    "members with a calculation that people change": form(
        row("integer", "limit"),
        row("begin_repeat", "people"),
        row("integer", "age"),
        row("integer", "left", calculation="${limit} - ${age}"),
        row("end_repeat"),
        row("integer", "total", calculation="sum(${age})"),
    ),
    "what is held on to": form(
        row("integer", "a"),
        row("calculate", "first", calculation="once(${a})"),
        row("calculate", "late", calculation="once(if(${a} > 3, ${a}, ''))"),
        row("calculate", "seen", calculation="if(${a} > 2, once(${a}), '')"),
        row("text", "open", calculation="once(${a})"),
        row("calculate", "all", calculation="concat(${first}, '/', ${late}, '/', ${seen})"),
    ),
    "members that hold on": form(
        row("begin_repeat", "people"),
        row("integer", "age"),
        row("calculate", "first", calculation="once(${age})"),
        row("end_repeat"),
        row("calculate", "firsts", calculation="join(',', ${first})"),
    ),
    "rows that are only shown": form(
        row("integer", "a"),
        row("integer", "twice", calculation="${a} * 2", read_only="yes"),
        row("text", "fixed", default="Nà Hon", read_only="yes"),
        row("text", "made", default="concat('x', 'y')", read_only="true()"),
        row("text", "late", calculation="${twice}", trigger="${a}", read_only="yes"),
        row("text", "last", relevant="${twice} > 6 and ${fixed} = 'Nà Hon'"),
    ),
    "a row that is sometimes only shown": form(
        row("integer", "a"),
        row("text", "b", read_only="${a} > 3"),
        row("integer", "c", calculation="${a} + 1", read_only="${b} = 'a'"),
        row("calculate", "d", calculation="concat(${b}, ${c})"),
    ),
    "groups that are only shown": form(
        row("integer", "a"),
        row("begin_group", "outer", read_only="${a} > 3"),
        row("text", "b"),
        row("begin_group", "inner", read_only="${b} = 'a'"),
        row("integer", "c"),
        row("end_group"),
        row("end_group"),
        row("begin_repeat", "people"),
        row("text", "who"),
        row("begin_group", "more", read_only="${c} > 2"),
        row("text", "why", read_only="${who} = ''"),
        row("end_group"),
        row("end_repeat"),
        row("begin_group", "done", read_only="yes"),
        row("text", "d", default="xong"),
        row("end_group"),
    ),
    "members with rows that are only shown": form(
        row("integer", "limit"),
        row("begin_repeat", "people"),
        row("integer", "age"),
        row("integer", "left", calculation="${limit} - ${age}", read_only="yes"),
        row("text", "why", read_only="${age} > ${limit}"),
        row("end_repeat"),
    ),
    "defaults that are worked out": form(
        row("integer", "a", default="7"),
        row("integer", "b", default="${a} + 1"),
        row("text", "c", default="concat('Năm ', ${b})"),
        row("date", "d", default="today()"),
        row("integer", "e", calculation="${b} * 2", trigger="${b}"),
    ),
    "members with defaults that are worked out": form(
        row("integer", "n", default="3"),
        row("begin_repeat", "people"),
        row("integer", "age", default="${n} + 1"),
        row("text", "who", default="concat('Người ', position(..))"),
        row("text", "again", calculation="concat(${who}, '?')", trigger="${who}"),
        row("end_repeat"),
        row("calculate", "total", calculation="sum(${age})"),
    ),
    "choices made from members": form(
        row("begin_repeat", "people"),
        row("text", "who"),
        row("end_repeat"),
        row("select_one ${who}", "head"),
        row("calculate", "said", calculation="concat('Chủ hộ: ', ${head})"),
        row("text", "why", relevant="${head} != ''"),
    ),
    "choices made from some members": form(
        row("integer", "least"),
        row("begin_repeat", "people"),
        row("text", "who"),
        row("integer", "age"),
        row("end_repeat"),
        row(
            "select_one ${who}",
            "grown",
            choice_filter="${age} >= ${least} and ${who} != ''",
            required="count(${people}) > 1",
        ),
        row("calculate", "said", calculation="string-length(${grown})"),
        choices=SIZES,
    ),
    "choices made from members with and without a name": form(
        row("begin_repeat", "people"),
        row("text", "who"),
        row("integer", "age"),
        row("end_repeat"),
        row("select_one ${who}", "grown", choice_filter="${age} > 2"),
        row("calculate", "length", calculation="string-length(${grown})"),
    ),
    "choices made from members, in members": form(
        row("begin_repeat", "people"),
        row("text", "who"),
        row("end_repeat"),
        row("begin_repeat", "trips"),
        row("select_one ${who}", "goer"),
        row("text", "where", relevant="${goer} != ''"),
        row("end_repeat"),
        row("calculate", "goers", calculation="join(',', ${goer})"),
    ),
    "members of members that write": form(
        row("begin_repeat", "house"),
        row("text", "owner"),
        row("begin_repeat", "child"),
        row("integer", "age"),
        row("text", "said", calculation="concat(${owner}, ' ', ${age})", trigger="${age}"),
        row("end_repeat"),
        row("calculate", "newest", calculation="concat(${owner}, '!')", trigger="${age}, ${owner}"),
        row("end_repeat"),
        row("calculate", "ever", calculation="count(${house})", trigger="${age}"),
    ),
    "members of members with defaults": form(
        row("integer", "n", default="2"),
        row("begin_repeat", "house"),
        row("text", "owner", default="concat('Nhà ', ${n})"),
        row("begin_repeat", "child"),
        row("text", "from", default="concat(${owner}, '/', ${n})"),
        row("text", "kept", calculation="concat(${from}, '.')", trigger="${from}"),
        row("end_repeat"),
        row("end_repeat"),
    ),
    "a calculated answer that writes": form(
        row("integer", "a"),
        row("integer", "twice", calculation="${a} * 2"),
        row("text", "b", calculation="concat(${twice}, '?')", trigger="${twice}"),
        row("calculate", "c", calculation="${a}", trigger="${twice}, ${b}"),
    ),
    "a group whose rows are written": form(
        row("integer", "a"),
        row("begin_group", "g", relevant="${a} > 2"),
        row("text", "b", calculation="concat('b', ${a})", trigger="${a}"),
        row("integer", "c", calculation="${a} + 1", trigger="${a}"),
        row("end_group"),
        row("calculate", "d", calculation="concat(${b}, ${c})"),
    ),
    "choices made from calculated members": form(
        row("begin_repeat", "people"),
        row("text", "who"),
        row("integer", "age"),
        row("calculate", "called", calculation="concat(${who}, ' (', ${age}, ')')"),
        row("end_repeat"),
        row("select_one ${called}", "head"),
        row("select_one ${age}", "oldest", choice_filter="${age} > 2"),
        row("calculate", "said", calculation="concat(${head}, '/', ${oldest})"),
    ),
    "choices made from members of a member": form(
        row("begin_repeat", "house"),
        row("begin_repeat", "child"),
        row("text", "who"),
        row("end_repeat"),
        row("select_one ${who}", "eldest"),
        row("calculate", "said", calculation="concat('Con cả: ', ${eldest})"),
        row("end_repeat"),
        row("select_one ${who}", "any"),
    ),
    "choices made from counted members": form(
        row("integer", "n"),
        row("begin_repeat", "people", repeat_count="if(${n} > 2, 2, if(${n} > 0, ${n}, 0))"),
        row("text", "who"),
        row("end_repeat"),
        row("select_one ${who}", "head"),
    ),
}
