"""The good workbooks that fuzzing spoils: small, and together with every sheet and column."""

from collections.abc import Mapping, Sequence
from functools import cache

from flows.forms import sheets

Table = list[list[str]]
"""A sheet: its header, then its rows."""

TINY = """\
| survey | type | name | label |
| | text | called | Tên bác? |
"""
PLAIN = """\
| survey | type | name | label | hint | required | relevant | constraint | constraint_message |
| | text | called | Tên bác? | | yes | | string-length(.) > 1 | Xin ghi đủ tên |
| | integer | people | Nhà mấy người? | Cả người đi xa | | | . > 0 and . < 30 | Từ 1 đến 29 |
| | select_one yn | reads | ${called} có đọc sách không? | | | ${people} > 1 | | |
| choices | list_name | name | label |
| | yn | yes | Có |
| | yn | no | Không |
"""
SCORED = """\
# Phiếu mẫu
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) | relevant |
| | select_one area | area | Vùng nào? | Which area? | |
| | select_one often | reads | Có đọc sách không? | Do you read? | |
| | image | reads_photo | Xin một ảnh | A photo | ${reads} != 'never' |
| choices | list_name | name | label::Tiếng Việt (vi) | label::English (en) | points |
| | area | normal | Vùng thường | Ordinary | |
| | area | remote | Vùng khó | Remote | |
| | often | always | Hay | Often | 10 |
| | often | never | Chưa | Never | 0 |
|criteria|criterion|label::Tiếng Việt (vi)|label::English (en)|threshold|threshold::remote|
| | home | Nếp học | Habits | 60% | 30% |
| | total | Cả phiếu | All | 5 | |
|indicators|criterion|indicator|points|max|min|evidence|applies|
| | home | reads | | 10 | 4 | reads_photo | ${area} != '' |
| settings | form_title | form_id | version | default_language |
| | Gia đình (mẫu) | family | 1 | Tiếng Việt (vi) |
|pack|title|instrument|authority|official|source|valid_from|valid_to|area|profile|
| | family | | | no | | 2026-01-01 | | area | |
"""
LEVELLED = """\
| survey | type | name | label | relevant |
| | select_one yn | plan | Có kế hoạch không? | |
| | integer | talks | Mấy buổi? | ${plan} = 'yes' |
| choices | list_name | name | label |
| | yn | yes | Có |
| | yn | no | Không |
| criteria | criterion | label |
| | lead | Lãnh đạo |
| targets | level | criterion | target | label | holds | evidence | open |
| | 1 | lead | plan | Có kế hoạch | | | |
| | 2 | lead | talks | Ba buổi | ${talks} >= 3 | | |
| pack | title | official |
| | commune | no |
"""
ROSTERS = """\
| survey | type | name | label | calculation | default | repeat_count | choice_filter | parameters |
| | integer | n | Mấy người? | | 2 | | | |
| | begin_repeat | people | Người | | | ${n} | | |
| | integer | age | Tuổi? | | 1 + 2 | | | |
| | begin_repeat | book | Sách | | | | | |
| | text | title | Tên sách? | | | | | |
| | end_repeat | | | | | | | |
| | end_repeat | | | | | | | |
| | calculate | total | | sum(${age}) + count(${people}) | | | | |
| | select_one commune | where | Ở đâu? | | | | of = ${n} | |
| | range | far | Xa mấy cây? | | | | | start=0 end=10 step=2 |
| | note | done | Cộng ${total} | | | | | |
| choices | list_name | name | label | of |
| | commune | a | A | 1 |
| | commune | b | B | 2 |
"""
KINDS = """\
| survey | type | name | label | calculation | trigger | readonly | appearance |
| | start | began | | | | | |
| | date | day | Ngày nào? | | | | |
| | geopoint | place | Ở đâu? | | | | |
| | rank size | order | Xếp thứ tự | | | | |
| | text | said | Gì? | concat(${day}, '!') | ${day} | | |
| | calculate | first | | once(selected-at(${order}, 0)) | | | |
| | begin_group | g | Nhóm | | | | field-list |
| | acknowledge | ok | Đã rõ | | | | |
| | end_group | | | | | | |
| choices | list_name | name | label |
| | size | s | Nhỏ |
| | size | m | Vừa |
"""
BASES = (TINY, PLAIN, SCORED, LEVELLED, ROSTERS, KINDS)


@cache
def tables(base: str) -> Mapping[str, Sequence[Sequence[str]]]:
    """The sheets of a base as tables."""
    found = sheets.read(base.encode(), "phieu.md").sheets
    return {
        name: [list(sheet.header), *([row.cell(at) for at in sheet.header] for row in sheet.rows)]
        for name, sheet in found.items()
    }
