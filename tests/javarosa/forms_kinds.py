"""Small forms about orders, choices beside the list, and tables of questions, for both engines."""

from collections.abc import Mapping

from tests.javarosa.forms import SIZES, YES_NO, table

TABLE = """\
| survey | type | name | label | appearance | relevant | calculation |
| | select_one size | a | A | | | |
| | begin_group | g | Bảng | table-list | ${a} != 's' | |
| | select_one size | b | B | | | |
| | select_one size | c | C | | ${b} = 'l' | |
| | end_group | | | | | |
| | calculate | all | | | | concat(${a}, ${b}, ${c}) |
| choices | list_name | name | label |
| | size | s | Nhỏ |
| | size | m | Vừa |
| | size | l | Lớn |
"""
HEADED = TABLE.replace("table-list", "field-list").replace(
    "| | select_one size | b | B | |",
    "| | select_one size | head | Cỡ | label | | |\n| | select_one size | b | B | list-nolabel |",
)

DATES = """\
| survey | type | name | label | appearance | constraint | calculation |
| | date | m | Tháng nào? | month-year | . <= today() | |
| | date | y | Năm nào? | year | | |
| | calculate | years | | | | int((today() - ${y}) div 365.25) |
| | calculate | said | | | | format-date(${m}, '%m/%Y') |
| | calculate | later | | | | ${m} > ${y} |
"""

FORMS: Mapping[str, bytes] = {
    "lines put in order": table(
        "rank size | r | Xếp theo thứ tự",
        "calculate | first | | | | | selected-at(${r}, 0)",
        "calculate | last | | | | | selected-at(${r}, 3)",
        "calculate | count | | | | | count-selected(${r})",
        "text | why | Vì sao? | selected-at(${r}, 0) = 'xl'",
        "calculate | said | | | | | concat(${r}, '!')",
        choices=SIZES,
    ),
    "an order that is required and limited": table(
        "select_one yn | a | A",
        "rank size | r | Xếp | ${a} != '' | selected-at(., 0) != 's' | ${a} = 'yes'",
        "text | b | B | ${r} != ''",
        choices="\n".join((YES_NO, SIZES)),
    ),
    "an order of what was chosen": table(
        "select_multiple size | a | A",
        "rank size | r | Xếp | ${a} != '' | | | | | selected(${a}, name)",
        "calculate | first | | | | | selected-at(${r}, 0)",
        choices=SIZES,
    ),
    "an order for each member": table(
        "begin_repeat | people | Người",
        "rank size | r | Xếp",
        "calculate | first | | | | | selected-at(${r}, 0)",
        "end_repeat | |",
        "calculate | all | | | | | join('-', ${first})",
        choices=SIZES,
    ),
    "something that is not on the list": table(
        "select_one size or_other | a | A | | | yes",
        "select_multiple yn or_other | b | B | ${a_other} != ''",
        "calculate | all | | | | | concat(${a}, ':', ${a_other}, '/', ${b_other})",
        "text | c | C | selected(${b}, 'other') and ${b_other} = 'a'",
        choices="\n".join((YES_NO, SIZES)),
    ),
    "something else for each member": table(
        "begin_repeat | people | Người",
        "select_one size or_other | a | A",
        "calculate | said | | | | | if(${a} = 'other', ${a_other}, ${a})",
        "end_repeat | |",
        "calculate | all | | | | | join('-', ${said})",
        choices=SIZES,
    ),
    "a table of questions": TABLE.encode(),
    "a table under a header of its own": HEADED.encode(),
    "a month and a year": DATES.encode(),
}
