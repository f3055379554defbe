"""Small forms, each about one thing that XLSForm can do; both engines walk through all of them."""

from collections.abc import Mapping

YES_NO = "yn: yes = Có, no = Không"
SIZES = "size: s = Nhỏ, m = Vừa, l = Lớn, xl = Rất lớn"
HEADER = (
    "type | name | label | relevant | constraint | required | calculation | default | choice_filter"
    " | parameters | repeat_count"
)


UP_TO_THREE = "if(${n} > 3, 3, if(${n} > 0, ${n}, 0))"


def table(*rows: str, choices: str = "", extra: str = "") -> bytes:
    """A workbook from survey rows ("type | name | label | …") and lists ("yn: yes = Có, …").

    `extra` are further columns of the choices: "column: value of each choice in order".
    """
    lines = [f"| survey | {HEADER} |", *(f"| | {row} |" for row in rows)]
    column, _, values = extra.partition(": ")
    more = iter(values.split(", ") if values else ())
    if choices:
        lines.append(f"| choices | list_name | name | label {'| ' + column if extra else ''}|")
    for one in choices.split("\n") if choices else ():
        name, _, rest = one.partition(": ")
        for item in rest.split(", "):
            cells = [name, *item.split(" = ")] + ([next(more)] if extra else [])
            lines.append(f"| | {' | '.join(cells)} |")
    return "\n".join(lines).encode()


def calculated(kinds: str, **expressions: str) -> bytes:
    """A form that asks a, b, c … of these kinds and calculates these expressions."""
    named = zip("abcdef", kinds.split(", "), strict=False)
    asked = [f"{kind} | {name} | Hỏi {name}" for name, kind in named]
    made = [f"calculate | {name} | | | | | {text}" for name, text in expressions.items()]
    return table(*asked, *made, choices="\n".join((YES_NO, SIZES)))


FORMS: Mapping[str, bytes] = {
    "relevance in a chain": table(
        "select_one yn | a | A",
        "select_one yn | b | B | ${a} = 'yes'",
        "integer | c | C | ${b} = 'yes'",
        "text | d | D | ${c} > 2",
        "calculate | e | | | | | concat(${a}, '-', ${b}, '-', ${c}, '-', ${d})",
        choices=YES_NO,
    ),
    "a group that comes and goes": table(
        "integer | n | N",
        "begin_group | g | Nhóm | ${n} > 3",
        "integer | inside | Trong",
        "calculate | twice | | | | | ${inside} * 2",
        "end_group | |",
        "calculate | after | | | | | ${twice} + 1",
        "text | last | Cuối | ${after} > 10",
    ),
    "groups in groups": table(
        "select_one yn | a | A",
        "begin_group | g1 | Ngoài | ${a} = 'yes'",
        "select_one yn | b | B",
        "begin_group | g2 | Trong | ${b} = 'yes'",
        "integer | c | C",
        "calculate | d | | | | | coalesce(${c}, 0) + 1",
        "end_group | |",
        "integer | e | E | | . > 0",
        "end_group | |",
        "calculate | f | | | | | ${d} + ${e}",
        choices=YES_NO,
    ),
    "constraints and requirements": table(
        "integer | a | A | | . >= 0 and . <= 10 | yes",
        "integer | b | B | | . <= ${a} | ${a} > 5",
        "text | c | C | | string-length(.) > 2 | ${b} = ''",
        "date | d | D | | . <= today() | not(${c} = '')",
        "select_multiple size | e | E | | count-selected(.) <= 2 and . != 's' | true()",
        choices=SIZES,
    ),
    "a cascade of two": table(
        "select_one big | a | A",
        "select_one small | b | B | | | | | | of = ${a}",
        "calculate | c | | | | | ${b}",
        choices="big: x = X, y = Y\nsmall: x1 = X1, x2 = X2, y1 = Y1",
        extra="of: -, -, x, x, y",
    ),
    "a cascade of three": table(
        "select_one tinh | t | Tỉnh",
        "select_one xa | x | Xã | ${t} != '' | | | | | in = ${t}",
        "select_one ban | b | Bản | ${x} != '' | | | | | in = ${x}",
        "calculate | all | | | | | concat(${t}, '/', ${x}, '/', ${b})",
        choices="tinh: t1 = T1, t2 = T2\nxa: x1 = X1, x2 = X2, x3 = X3\n"
        "ban: b1 = B1, b2 = B2, b3 = B3, b4 = B4",
        extra="in: -, -, t1, t1, t2, x1, x2, x2, x3",
    ),
    "many out of a filtered list": table(
        "select_multiple size | a | A",
        "select_multiple size | b | B | | | | | | selected(${a}, name)",
        "calculate | c | | | | | count-selected(${b})",
        "calculate | d | | | | | selected-at(${b}, 0)",
        choices=SIZES,
    ),
    "defaults": table(
        "integer | a | A | | | | | 4",
        "text | b | B | | | | | Nà Don",
        "date | c | C | | | | | today()",
        "select_one yn | d | D | | | | | no",
        "integer | e | E | | | | | 2 + 3",
        "calculate | f | | | | | ${a} + ${e}",
        choices=YES_NO,
    ),
    "points of one choice": table(
        "select_one size | a | A",
        "calculate | p | | | | | instance('size')/root/item[name = ${a}]/points",
        "calculate | q | | | | | coalesce(${p}, 0) * 2",
        choices=SIZES,
        extra="points: 1, 2.5, 0, 10",
    ),
    "points of many choices": table(
        "select_multiple size | a | A",
        "calculate | p | | | | | sum(instance('size')/root/item[selected(${a}, name)]/points)",
        "calculate | n | | | | | count(instance('size')/root/item[selected(${a}, name)])",
        choices=SIZES,
        extra="points: 1, 2.5, 0, 10",
    ),
    "the label of a choice": table(
        "select_one size | a | A",
        "calculate | b | | | | | jr:choice-name(${a}, '${a}')",
        choices=SIZES,
    ),
    "an acknowledgement and a photo": table(
        "acknowledge | a | A",
        "image | b | B | ${a} = 'OK'",
        "text | c | C | ${b} = ''",
        "file | d | D | ${b} != ''",
    ),
    "a scale, a place, a code": table(
        "range | a | A | | | | | | | start=0 end=10 step=2",
        "range | h | H | ${a} > 2 | | | | | | start=0 end=1 step=0.25",
        "calculate | twice | | | | | ${a} * 2 + coalesce(${h}, 0)",
        "geopoint | g | G | ${a} != 4",
        "text | where | Ở đâu? | ${g} = ''",
        "barcode | c | C",
        "calculate | known | | | | | if(starts-with(${c}, '893'), 'Việt Nam', '')",
    ),
    "a note with what was said": table(
        "integer | a | A",
        "note | n | Có ${a} người",
        "text | b | Trong ${a} người đó | ${a} > 1",
    ),
    "numbers": calculated(
        "integer, decimal",
        plus="${a} + ${b}",
        minus="${a} - ${b}",
        times="${a} * ${b}",
        over="${a} div ${b}",
        rest="${a} mod 7",
        opposite="-${a}",
        both="number(${a}) > number(${b})",
    ),
    "rounding": calculated(
        "decimal",
        whole="round(${a})",
        near="round(${a}, 1)",
        cut="int(${a})",
        size="abs(${a})",
    ),
    "powers": calculated(
        "integer", square="pow(${a}, 2)", root="sqrt(${a})", tenth="exp10(1)", high="pow(2, 0.5)"
    ),
    "the least and the most": calculated(
        "integer, integer, integer",
        least="min(${a}, ${b}, ${c})",
        most="max(abs(${a}), abs(${b}), abs(${c}))",  # of negative numbers: docs/odk.md
        total="coalesce(${a}, 0) + coalesce(${b}, 0) + coalesce(${c}, 0)",
    ),
    "blanks": calculated(
        "integer, text",
        one="${a} + 1",
        same="${a} = ''",
        other="${a} != 0",
        length="string-length(${b})",
        number="number(${b})",
        instead="coalesce(${a}, 7)",
        nothing="if(${a} = '', 'trống', 'có')",
    ),
    "comparisons": calculated(
        "integer, integer",
        less="${a} < ${b}",
        most="${a} <= ${b}",
        same="${a} = ${b}",
        differ="${a} != ${b}",
        both="${a} > 0 and ${b} > 0",
        either="${a} > 5 or ${b} > 5",
        neither="not(${a} > 5)",
    ),
    "texts": calculated(
        "text, text",
        joined="concat(${a}, ' ', ${b})",
        part="substr(${a}, 1, 3)",
        rest="substr(${a}, 2)",
        begins="starts-with(${a}, 'N')",
        ends="ends-with(${a}, 'n')",
        has="contains(${a}, 'H')",
        before="substring-before(${a}, ' ')",
        after="substring-after(${a}, ' ')",
        swapped="translate(${a}, 'aN', 'bM')",
        tidy="normalize-space(concat('  ', ${a}, '  '))",
        length="string-length(${a})",
    ),
    "patterns": calculated(
        "text",
        word="regex(${a}, '^[A-Za-z ]+$')",
        number="regex(${a}, '^[0-9]{1,3}$')",
        anything="regex(${a}, '^.*$')",
    ),
    "conditions in conditions": calculated(
        "integer, select_one yn",
        grade="if(${a} >= 80, 'A', if(${a} >= 12, 'B', if(${a} > 2, 'C', 'D')))",
        word="if(${b} = 'yes', 'có', if(${b} = 'no', 'không', 'chưa'))",
        points="if(selected(${b}, 'yes'), 10, 0)",
    ),
    "what was chosen": calculated(
        "select_multiple size, select_one size",
        count="count-selected(${a})",
        has="selected(${a}, 'm')",
        first="selected-at(${a}, 0)",
        third="selected-at(${a}, 2)",
        beyond="selected-at(${a}, 9)",
        equal="${b} = 's'",
        listed="selected(${a}, ${b})",
    ),
    "days": calculated(
        "date, date",
        between="${a} - ${b}",
        later="${a} > ${b}",
        next="date(${a} + 1)",
        day="format-date(${a}, '%d/%m/%Y')",
        month="format-date(${a}, '%n')",
        number="decimal-date-time(${a})",
        past="${a} < today()",
    ),
    "age": calculated(
        "date",
        years="int((today() - ${a}) div 365.25)",
        grown="if(${a} = '', '', if((today() - ${a}) div 365.25 >= 1, 'đủ', 'chưa'))",
    ),
    "truth": calculated(
        "integer, text",
        yes="true()",
        no="false()",
        made="boolean(${a})",
        spelt="boolean-from-string(${b})",
        written="string(${a} > 3)",
        number="number(${a} > 3)",
    ),
    "weighted and counted": calculated(
        "integer, integer, text",
        some="count-non-empty(${a})",
        checked="checklist(1, 2, ${a} > 1, ${b} > 1)",
        weighed="weighted-checklist(3, 9, ${a} > 1, 2, ${b} > 1, 4)",
    ),
    "joining": calculated(
        "text, integer, select_one yn",
        line="join(', ', ${a}, ${b}, ${c})",
        plain="concat(${a}, ${b}, ${c})",
    ),
    "angles": calculated(
        "decimal",
        s="round(sin(${a}), 6)",
        c="round(cos(${a}), 6)",
        t="round(atan(${a}), 6)",
        e="round(exp(${a} div 10), 6)",
        p="round(pi(), 6)",
    ),
    "a digest": calculated("text", d="digest(${a}, 'SHA-256')", h="digest(${a}, 'MD5', 'hex')"),
    "a yes that is kept": calculated(
        "integer, text",
        t="${a} > 3",
        number="number(${t})",
        text="concat(${t}, '!')",
        choice="if(${t}, 'x', 'y')",
        spelt="${t} = 'true'",
        denied="${t} = 'false'",
        more="${t} + 1",
        one="${t} = 1",
        order="${t} < 1",
        copied="${t}",
        again="if(${copied}, 1, 0)",
        instead="coalesce(${t}, 5)",
        both="${t} and ${b} = 'a'",
        counted="checklist(1, 1, ${t}, ${b} = 'a')",
        typed="if(${b} = 'true', 1, 0)",
    ),
    "a number that is none": calculated(
        "integer, decimal, text",
        yes="if(${a}, 'có', 'không')",
        both="${a} and ${b}",
        text="if(${c}, 'có', 'không')",
        same="${a} = '5'",
        other="${b} = '2.50'",
        word="${a} = 'năm'",
        blank="${a} = ''",
        differ="${a} != '0'",
        equal="${a} = ${b}",
        written="${c} = ${a}",
        made="boolean(${b})",
        counted="checklist(1, 2, ${a}, ${b})",
        copied="${a}",
        again="if(${copied}, 1, 0)",
    ),
    "a number that opens a question": table(
        "integer | a | A",
        "text | b | B | ${a}",
        "text | c | C | not(${a})",
        "calculate | n | | | | | ${a} - 1",
        "text | d | D | ${n}",
    ),
    "a yes that opens a question": table(
        "integer | a | A",
        "calculate | t | | | | | ${a} > 3",
        "text | b | B | ${t}",
        "text | c | C | not(${t})",
        "text | d | D | | | ${t}",
    ),
    "calculations upon calculations": calculated(
        "integer",
        one="${a} + 1",
        two="${one} * 2",
        three="${two} - ${one}",
        four="if(${three} > 5, ${two}, ${one})",
        five="concat(${four}, '/', ${three})",
    ),
    "answers that hide each other": table(
        "select_one yn | a | A",
        "select_one yn | b | B | ${a} != 'no'",
        "select_one yn | c | C | ${b} != 'no' and ${a} != 'no'",
        "calculate | d | | | | | if(${a} = 'no', 'a', if(${b} = 'no', 'b', ${c}))",
        choices=YES_NO,
    ),
    "a requirement that follows": table(
        "integer | people | Nhà có mấy người?",
        "integer | adults | Mấy người lớn? | ${people} > 0 | . <= ${people} | ${people} > 1",
        "integer | children | Mấy cháu? | ${people} > ${adults} | . = ${people} - ${adults} | yes",
        "calculate | share | | | | | round(${adults} div ${people} * 100, 1)",
    ),
    "a calculation that is not always there": table(
        "select_one yn | a | A",
        "integer | n | N",
        "calculate | sometimes | | ${a} = 'yes' | | | ${n} * 10",
        "calculate | always | | | | | coalesce(${sometimes}, -1)",
        choices=YES_NO,
    ),
    "randomly named things": table(
        "integer | so_nguoi_2026 | Số người",
        "integer | _x | X",
        "calculate | t.1-a | | | | | ${so_nguoi_2026} + ${_x}",
        "text | c | C | ${t.1-a} > 5",
    ),
    "a counted roster": table(
        "integer | n | Nhà mấy người?",
        f"begin_repeat | people | Người | | | | | | | | {UP_TO_THREE}",
        "text | name | Tên",
        "integer | age | Tuổi của ${name} | ${name} != '' | . < 100 | ${name} = 'a'",
        "calculate | grown | | | | | if(${age} >= 12, 1, 0)",
        "end_repeat | |",
        "calculate | total | | | | | sum(${age})",
        "calculate | adults | | | | | sum(${grown})",
        "calculate | people_now | | | | | count(${people})",
        "text | last | Cuối | ${adults} > 1",
    ),
    "an open roster": table(
        "begin_repeat | people | Người",
        "text | name | Tên",
        "integer | age | Tuổi | | . >= 0",
        "end_repeat | |",
        "calculate | n | | | | | count(${people})",
        "calculate | total | | | | | sum(${age})",
        "calculate | youngest | | | | | min(${age})",
        "calculate | names | | | | | join(', ', ${name})",
        "text | last | Cuối | ${total} > 20",
    ),
    "positions and others": table(
        "integer | which | Người thứ mấy?",
        "begin_repeat | people | Người",
        "calculate | place | | | | | position(..)",
        "integer | age | Tuổi",
        "calculate | share | | | | | round(${age} div sum(/data/people/age), 3)",
        "end_repeat | |",
        "calculate | second | | | | | indexed-repeat(${age}, ${people}, 2)",
        "calculate | chosen | | | | | indexed-repeat(${age}, ${people}, coalesce(${which}, 1))",
        "calculate | grown | | | | | count(/data/people[age > 5])",
    ),
    "a roster in a roster": table(
        "begin_repeat | house | Nhà",
        "text | owner | Chủ nhà",
        "begin_repeat | child | Con",
        "integer | age | Tuổi",
        "calculate | line | | | | | concat(${owner}, ':', ${age}, '/', position(..))",
        "end_repeat | |",
        "calculate | children | | | | | count(${child})",
        "calculate | years | | | | | sum(${age})",
        "end_repeat | |",
        "calculate | all | | | | | sum(${years})",
        "calculate | houses | | | | | count(${house})",
    ),
    "a counted roster in a counted roster": table(
        "integer | n | Mấy nhà?",
        f"begin_repeat | house | Nhà | | | | | | | | {UP_TO_THREE}",
        "integer | m | Mấy con?",
        "begin_repeat | child | Con | | | | | | | | if(${m} > 2, 2, if(${m} > 0, ${m}, 0))",
        "integer | age | Tuổi | ${m} < 100",
        "end_repeat | |",
        "calculate | years | | | | | sum(${age})",
        "end_repeat | |",
        "calculate | all | | | | | sum(${years})",
    ),
    "relevance around and inside a roster": table(
        "select_one yn | a | A",
        "begin_group | g | G | ${a} = 'yes'",
        "begin_repeat | item | Món | ${a} != 'no'",
        "select_one yn | b | B",
        "begin_group | inner | Trong | ${b} = 'yes'",
        "integer | c | C",
        "calculate | twice | | | | | ${c} * 2",
        "end_group | |",
        "text | d | D | ${twice} > 4",
        "end_repeat | |",
        "end_group | |",
        "calculate | total | | | | | sum(${twice})",
        "calculate | said | | | | | join('', ${b})",
        choices=YES_NO,
    ),
    "choices by what a member said": table(
        "begin_repeat | people | Người",
        "select_one big | a | A",
        "select_one small | b | B | | | | | | of = ${a}",
        "calculate | c | | | | | concat(${a}, ${b})",
        "text | d | D | ${a} = 'y'",
        "end_repeat | |",
        "calculate | all | | | | | join('-', ${c})",
        choices="big: x = X, y = Y\nsmall: x1 = X1, x2 = X2, y1 = Y1",
        extra="of: -, -, x, x, y",
    ),
    "a roster with defaults": table(
        "integer | n | N",
        "begin_repeat | people | Người",
        "integer | age | Tuổi | | | | | 7",
        "text | kind | Loại | | | | | con",
        "integer | more | Thêm | | | | | 1 + 2",
        "end_repeat | |",
        "calculate | total | | | | | sum(${age}) + sum(${more})",
        "calculate | sum_n | | | | | ${total} + coalesce(${n}, 0)",
    ),
    "a roster and what is around it": table(
        "integer | limit | Mức",
        "begin_repeat | people | Người",
        "integer | age | Tuổi | | . <= ${limit} | ${limit} > 5",
        "calculate | over | | | | | if(${age} > ${limit}, 1, 0)",
        "text | why | Vì sao? | ${over} = 1 and ${limit} != ''",
        "end_repeat | |",
        "calculate | overs | | | | | sum(${over})",
        "text | end | Cuối | ${overs} > 0",
    ),
}
