"""Small forms with photos in rosters, and with pictures and sounds beside the words."""

from collections.abc import Mapping

from flows.forms import bundle
from flows.forms.bundle import Bundle
from tests.flows.illustrated import FILES, OGG, SOUND, picture

PHOTOS_OF_MEMBERS = """\
| survey | type | name | label | required | relevant | calculation |
| | begin_repeat | people | Người (mẫu) | | | |
| | text | called | Tên? | yes | | |
| | select_one yn | learns | ${called} có đi học không? | yes | | |
| | image | paper | Ảnh giấy khen của ${called}? | | ${learns} = 'yes' | |
| | barcode | card | Mã trên thẻ? | | | |
| | calculate | proven | | | | if(${paper} != '', 1, 0) |
| | end_repeat | | | | | |
| | calculate | all | | | | sum(${proven}) |
| | audio | told | Kể vài lời. | | ${all} > 0 | |
| choices | list_name | name | label |
| | yn | yes | Có |
| | yn | no | Không |
"""
WITH_PICTURES = """\
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) | media::image | audio::English (en) | relevant |
| | note | look | Xem ảnh. | Look at the picture. | nha.png | | |
| | select_one sign | sign | Biển nào? | Which sign? | bien.jpg | bien.mp3 | |
| | select_multiple sign | many | Những biển nào? | Which ones? | | | ${sign} != 'school' |
| | text | more | Còn gì nữa? | What else? | nha.png | | selected(${many}, 'bridge') |
| choices | list_name | name | label::Tiếng Việt (vi) | label::English (en) | image | audio |
| | sign | bridge | Cầu treo | Bridge | cau.png | cau.ogg |
| | sign | school | Trường học | School | truong.png | |
"""  # noqa: E501 (a table)
IN_ONE_LANGUAGE = """\
| survey | type | name | label | media::image | big-image | media::audio | constraint |
| | select_one sign | sign | Biển nào? | nha.png | bien.jpg | bien.mp3 | . != 'school' |
| | integer | steps | Cầu dài mấy bước? | cau.png | | | . > 0 |
| choices | list_name | name | label | media::image |
| | sign | bridge | Cầu treo | cau.png |
| | sign | school | Trường học | truong.png |
"""
SMALL = {
    **dict.fromkeys(FILES, picture("red", (8, 6))),
    "bien.jpg": picture("grey", (8, 6), "JPEG"),
    "bien.mp3": SOUND,
    "cau.ogg": OGG,
}


def packed(table: str) -> bytes:
    """The form with the files it names."""
    named = {name: content for name, content in SMALL.items() if name in table}
    return bundle.write(Bundle("form.md", table.encode(), named))


FORMS: Mapping[str, bytes] = {
    "photos and codes of members": packed(PHOTOS_OF_MEMBERS),
    "pictures and sounds in two languages": packed(WITH_PICTURES),
    "pictures in one language": packed(IN_ONE_LANGUAGE),
}
