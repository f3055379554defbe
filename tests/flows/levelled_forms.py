"""A small pack that judges by levels, for the tests of levels."""

from collections.abc import Mapping

from forms_for_tests import form, sheet

from flows.levels import Levels, levels

COMMUNE = """\
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) | relevant |
| | select_one yn | plan | Xã có kế hoạch không? | Is there a plan? | |
| | image | plan_photo | Xin một ảnh kế hoạch. | A photo, please. | ${plan} = 'yes' |
| | integer | talks | Đã mở mấy buổi? | How many talks? | |
| | select_one check | rest | Phần còn lại đã đạt chưa? | Does the rest hold? | |
| | select_one yn | fund | Xã có quỹ không? | Is there a fund? | ${level_1} = 'yes' |

| choices | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | yn | yes | Có | Yes |
| | yn | no | Không | No |
| | check | yes | Đã đạt | It does |
| | check | later | Chưa đối chiếu | Not checked |

| criteria | criterion | label::Tiếng Việt (vi) | label::English (en) |
| | lead | Lãnh đạo | Leading |
| | means | Nguồn lực | Means |

| targets | level | criterion | target | label::Tiếng Việt (vi) | label::English (en) \
| holds | evidence | open |
| | 1 | lead | plan | Có kế hoạch | A plan | | plan_photo | |
| | 1 | lead | talks | Ba buổi nói chuyện | Three talks | ${talks} >= 3 | | |
| | 1 | means | others | Phần còn lại | The rest | rest | | yes |
| | 2 | means | fund | Có quỹ | A fund | | | |

| pack | title | official |
| | commune | no |

| settings | form_title | form_id | version | default_language |
| | Xã học tập | xa | 1 | Tiếng Việt (vi) |
"""
ALL_OF_ONE = {"plan": "yes", "talks": "3", "rest": "yes"}


def levelled(answers: Mapping[str, str]) -> Levels:
    """The levels that these answers reach."""
    loaded = form(COMMUNE)
    assert loaded.levels is not None
    return levels(loaded.levels, sheet(loaded, answers).by_name)
