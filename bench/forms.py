"""Forms made only to be measured: of the size of an assessment, of a census, and larger ones."""

from collections.abc import Iterator, Mapping, Sequence

Row = Mapping[str, str]
Sheets = Mapping[str, Sequence[Row]]

YES_NO = ("yes", "Có"), ("no", "Không")
SCALE = tuple((str(mark), f"Mức {mark}") for mark in range(5))
PARTS = ("aim", "Mục tiêu"), ("work", "Việc làm"), ("money", "Kinh phí"), ("none", "Chưa có gì")
AREAS = tuple((f"x{number}", f"Xã mẫu {number}") for number in range(1, 3))
HAMLETS = 5
SECTIONS = ("kế hoạch", "kinh phí", "lớp học", "tham gia")  # of the assessment
LANGUAGES = ("Tiếng Việt (vi)", "English (en)", "Français (fr)", "Español (es)")

CENSUS_SECTIONS, CENSUS_QUESTIONS = 30, 16


def written(sheets: Sheets) -> bytes:
    """The workbook as a Markdown table."""
    lines = [line for name, rows in sheets.items() for line in _table(name, rows)]
    return "\n".join(lines).encode()


def assessment() -> bytes:
    """An assessment in two languages: 40 questions, 17 conditions, 27 calculations, 14 constraints,
    a counted roster and a list that follows from another."""
    survey = [*_about(), *_roster()]
    for section, subject in enumerate(SECTIONS, 1):
        survey += _section(section, subject)
    survey += _closing()
    return written(
        {
            "survey": _in_languages(survey, LANGUAGES[:2]),
            "choices": _in_languages(_choices(), LANGUAGES[:2]),
            "settings": [_settings("bench_assessment", LANGUAGES[0])],
        }
    )


def census() -> bytes:
    """About 550 binds and 485 controls, most of them asked only after another answer."""
    survey = [row for number in range(CENSUS_SECTIONS) for row in _census_section(number)]
    survey += [_row("calculate", f"age_{n}", calculation=f"${{n{n}_1}} + {n}") for n in range(5)]
    choices = _listed("yn", YES_NO) + _listed("scale", SCALE) + _listed("parts", PARTS)
    return written(
        {"survey": survey, "choices": choices, "settings": [_settings("bench_census", "")]}
    )


def plain(questions: int, languages: Sequence[str]) -> bytes:
    """So many questions in a row, a quarter of them asked only after the one before."""
    survey = [_plain_row(number) for number in range(questions)]
    choices = _listed("yn", YES_NO) + _listed("scale", SCALE)
    return written(
        {
            "survey": _in_languages(survey, languages),
            "choices": _in_languages(choices, languages),
            "settings": [_settings(f"bench_plain_{questions}", languages[0])],
        }
    )


def nested() -> bytes:
    """Three rosters, one inside the other, with sums over all of them."""
    survey = [
        _row("integer", "hamlets", "Mấy xóm?", required="yes", constraint=". > 0 and . <= 20"),
        _row("begin_repeat", "hamlet", "Xóm", repeat_count="${hamlets}"),
        _row("text", "hamlet_name", "Tên xóm?", required="yes"),
        _row("begin_repeat", "home", "Nhà"),
        _row("text", "head", "Chủ nhà là ai?", required="yes"),
        _row("select_one yn", "rice", "Nhà có ruộng không?", required="yes"),
        _row("integer", "plots", "Mấy thửa?", relevant="${rice} = 'yes'", constraint=". < 100"),
        _row("begin_repeat", "person", "Người"),
        _row("text", "called", "Tên người này?", required="yes"),
        _row("integer", "age", "Bao nhiêu tuổi?", required="yes", constraint=". >= 0 and . < 130"),
        _row("select_one yn", "school", "Có đi học không?", relevant="${age} > 5"),
        _row("end_repeat"),
        _row("calculate", "persons", calculation="count(${person})"),
        _row("end_repeat"),
        _row("calculate", "of_hamlet", calculation="sum(${persons})"),
        _row("end_repeat"),
        _row("calculate", "everybody", calculation="sum(${of_hamlet})"),
        _row("note", "told", "Cả thảy ${everybody} người."),
    ]
    settings = [_settings("bench_nested", "")]
    return written({"survey": survey, "choices": _listed("yn", YES_NO), "settings": settings})


def _about() -> list[Row]:
    return [
        _row("begin_group", "about", "Về đơn vị"),
        _row("text", "unit", "Tên đơn vị?", required="yes", constraint="string-length(.) >= 3"),
        _row("select_one area", "area", "Xã nào?", required="yes"),
        _row("select_one hamlet", "place", "Bản nào?", choice_filter="area = ${area}"),
        _row("integer", "staff", "Mấy cán bộ?", required="yes", constraint=". >= 0 and . < 9999"),
        _row("select_one yn", "has_branches", "Có điểm lẻ không?", required="yes"),
        _row(
            *("integer", "branches", "Mấy điểm lẻ?"),
            required="yes",
            relevant="${has_branches} = 'yes'",
            constraint=". > 0 and . <= 10",
        ),
        _row("date", "founded", "Thành lập ngày nào?", constraint=". <= today()"),
        _row("end_group"),
    ]


def _roster() -> list[Row]:
    return [
        _row(
            *("begin_repeat", "branch", "Điểm lẻ"),
            relevant="${has_branches} = 'yes'",
            repeat_count="${branches}",
        ),
        _row("text", "b_name", "Tên điểm lẻ?", required="yes"),
        _row("integer", "b_staff", "Mấy người ở ${b_name}?", constraint=". <= ${staff}"),
        _row("end_repeat"),
        _row("calculate", "branch_staff", calculation="sum(${b_staff})"),
    ]


def _section(number: int, subject: str) -> list[Row]:
    """Seven questions with points, three of them asked only after others."""
    s = f"s{number}"
    points = {
        "plan": f"coalesce(instance('yn')/root/item[name = ${{{s}_plan}}]/points, 0)",
        "parts": f"if(${{{s}_parts}} = '', 0, count-selected(${{{s}_parts}}))",
        "done": f"coalesce(instance('scale')/root/item[name = ${{{s}_done}}]/points, 0)",
        "kept": f"coalesce(instance('scale')/root/item[name = ${{{s}_kept}}]/points, 0)",
        "count": f"if(${{{s}_count}} >= 4, 4, coalesce(${{{s}_count}}, 0))",
    }
    asked = f"${{{s}_plan}} = 'yes'"
    several = "not(selected(., 'none') and count-selected(.) > 1)"
    return [
        _row("begin_group", s, f"Phần {number}"),
        _row("select_one yn", f"{s}_plan", f"Có sổ ghi {subject} không?", required="yes"),
        _row("file", f"{s}_book", f"Gửi sổ ghi {subject}", relevant=asked),
        _row(
            *("select_multiple parts", f"{s}_parts", f"Sổ {subject} ghi gì?"),
            relevant=asked,
            constraint=several,
        ),
        _row("text", f"{s}_why", "Vì sao chưa có?", relevant=f"${{{s}_plan}} = 'no'"),
        _row("select_one scale", f"{s}_done", f"Làm {subject} đến đâu?", required="yes"),
        _row("select_one scale", f"{s}_kept", f"Giữ {subject} đến đâu?", required="yes"),
        _row("integer", f"{s}_count", "Mấy lần?", constraint=". >= 0 and . <= 366"),
        _row("end_group"),
        *(_row("calculate", f"{s}_p_{of}", calculation=how) for of, how in points.items()),
        _row(
            *("calculate", f"{s}_points"),
            calculation=" + ".join(f"${{{s}_p_{of}}}" for of in points),
        ),
    ]


def _closing() -> list[Row]:
    total = " + ".join(f"${{s{number}_points}}" for number in range(1, len(SECTIONS) + 1))
    return [
        _row("calculate", "total", calculation=total),
        _row("calculate", "share", calculation="round(${total} div 80 * 100, 0)"),
        _row("note", "told", "Được ${total} điểm, ${share} phần trăm.", relevant="${total} > 0"),
        _row("text", "better", "Sẽ sửa gì trước?", relevant="${share} < 50"),
        _row("select_one yn", "call", "Gọi lại cho bác được không?", required="yes"),
        _row(
            *("text", "phone", "Số điện thoại?"),
            required="yes",
            relevant="${call} = 'yes'",
            constraint="regex(., '^[+]?[0-9 ]{6,15}$')",
        ),
    ]


def _census_section(number: int) -> list[Row]:
    gate = f"g{number}_0"
    rows = [
        _row("begin_group", f"section_{number}", f"Phần {number}"),
        _row("select_one yn", gate, f"Hỏi phần {number} không?", required="yes"),
        _row("begin_group", f"inner_{number}", "Chi tiết", relevant=f"${{{gate}}} = 'yes'"),
    ]
    rows += [_census_row(number, at) for at in range(1, CENSUS_QUESTIONS)]
    sums = " + ".join(f"coalesce(${{n{number}_{at}}}, 0)" for at in range(1, CENSUS_QUESTIONS, 5))
    rows.append(_row("calculate", f"sum_{number}", calculation=sums))
    return [*rows, _row("end_group"), _row("end_group")]


def _census_row(section: int, at: int) -> Row:
    """Every fifth row a number, the others after it; the second only when it is large."""
    number = f"n{section}_{at - (at - 1) % 5}"
    name = f"q{section}_{at}"
    match (at - 1) % 5:
        case 0:
            return _row("integer", number, f"Số {section}.{at}?", constraint=". >= 0 and . < 1000")
        case 1:
            return _row("text", name, f"Chữ {section}.{at}?", relevant=f"${{{number}}} > 10")
        case 2:
            return _row("select_one scale", name, f"Mức {section}.{at}?", required="yes")
        case 3:
            return _row("select_multiple parts", name, f"Những gì {section}.{at}?")
        case _:
            return _row("select_one yn", name, f"Có không {section}.{at}?", required="yes")


def _plain_row(number: int) -> Row:
    before = f"q{number - 1}"
    match number % 4:
        case 0:
            return _row("select_one yn", f"q{number}", f"Câu {number}, có không?", required="yes")
        case 1:
            asked = f"${{{before}}} = 'yes'"
            return _row("integer", f"q{number}", f"Câu {number}, mấy?", relevant=asked)
        case 2:
            return _row("text", f"q{number}", f"Câu {number}, tên gì?")
        case _:
            return _row("select_one scale", f"q{number}", f"Câu {number}, mức nào?")


def _choices() -> list[Row]:
    hamlets = [
        {"list_name": "hamlet", "name": f"{area}_{n}", "label": f"Bản {n} {of}", "area": area}
        for area, of in AREAS
        for n in range(1, HAMLETS + 1)
    ]
    lists = _listed("yn", YES_NO) + _listed("scale", SCALE) + _listed("parts", PARTS)
    pointed = [{**row, "points": str(at % 5)} for at, row in enumerate(lists)]
    return [*pointed, *_listed("area", AREAS), *hamlets]


def _listed(name: str, items: Sequence[tuple[str, str]]) -> list[Row]:
    return [{"list_name": name, "name": code, "label": label} for code, label in items]


def _row(kind: str, name: str = "", label: str = "", **cells: str) -> Row:
    return {"type": kind, "name": name, "label": label, **cells}


def _settings(form: str, language: str) -> Row:
    return {
        "form_title": "Phiếu đo thử (mẫu)",
        "form_id": form,
        "version": "1",
        "default_language": language,
    }


def _in_languages(rows: Sequence[Row], languages: Sequence[str]) -> list[Row]:
    """Every label once for each language, marked as a translation."""
    return [
        {
            **{column: text for column, text in row.items() if column != "label"},
            **{
                f"label::{language}": f"{row['label']} {sign}".strip() if row["label"] else ""
                for language, sign in zip(languages, ("", "[en]", "[fr]", "[es]"), strict=False)
            },
        }
        for row in rows
    ]


def _table(sheet: str, rows: Sequence[Row]) -> Iterator[str]:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    yield f"| {sheet} | {' | '.join(columns)} |"
    for row in rows:
        yield f"| | {' | '.join(row.get(column, '') for column in columns)} |"
