"""Lists beside a form are read as people and programs write them, and faults tell their line."""

import json
from collections.abc import Mapping, Sequence

import pytest

from flows.forms import list_lines, listing
from flows.forms.faults import Fault, WorkbookError
from flows.forms.workbook import Row
from flows.xpath.tree import string_value

ROWS = (Row(2, {"name": "nd", "label": "Nà Đon"}), Row(3, {"name": "nk", "label": "Nà Khum"}))


def csv(text: str) -> listing.Listing:
    return listing.read(text.encode(), "ban.csv")


def faults(content: str | bytes, file: str = "ban.csv") -> Sequence[Fault]:
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(WorkbookError) as caught:
        listing.read(content, file)
    return caught.value.faults


def only(content: str | bytes, file: str = "ban.csv") -> Fault:
    (fault,) = faults(content, file)
    return fault


# CSV


@pytest.mark.parametrize(
    "text",
    [
        "name,label\nnd,Nà Đon\nnk,Nà Khum\n",
        "name;label\r\nnd;Nà Đon\r\nnk;Nà Khum\r\n",
        '"name","label"\n"nd","Nà Đon"\n"nk","Nà Khum"',
        "\ufeffname,label\nnd,Nà Đon\nnk,Nà Khum\n",
        " name , label \n nd , Na\u0300 \u0110on \n nk,Nà Khum,,\n",
    ],
)
def test_a_table_is_read_however_it_was_saved(text: str) -> None:
    assert csv(text).rows == ROWS


def test_the_name_of_a_column_is_read_however_its_marks_are_written() -> None:
    table = csv("ma\u0303,te\u0302n\n1,Nà Đon\n")
    place = {"type": "Feature", "properties": {"id": 1, "te\u0302n": "Nà Đon"}}
    found = json.dumps({"type": "FeatureCollection", "features": [place, place | {"id": 2}]})
    places = listing.read(found.encode(), "ban.geojson")

    assert table.rows == (Row(2, {"mã": "1", "tên": "Nà Đon"}),)
    assert places.columns.count("tên") == 1


def test_quotes_hold_separators_quotes_and_lines() -> None:
    found = csv('name,label\na,"Một, hai"\nb,"Bản ""mới"""\nc,"Hai\ndòng"\nd,sau\n')

    assert [row.cell("label") for row in found.rows] == [
        "Một, hai",
        'Bản "mới"',
        "Hai\ndòng",
        "sau",
    ]
    assert [row.number for row in found.rows] == [2, 3, 4, 6]


def test_rows_without_anything_are_no_rows() -> None:
    assert [row.number for row in csv("name,label\n\na,A\n,,\n\nb,B\n").rows] == [3, 6]


def test_a_column_without_a_name_is_left_out_and_told() -> None:
    found = csv("name,label,\na,A,x\n")

    assert found.columns == ("name", "label")
    assert "Cột thứ 3 không có tên" in found.remarks[0].text
    assert not found.remarks[0].serious


@pytest.mark.parametrize(
    ("content", "row", "told"),
    [
        ("", None, "trống"),
        ("sep=;\nname;label\na;A\n", 1, "xóa dòng đầu"),
        ("name\tlabel\na\tA\n", 1, "dấu phẩy hoặc chấm phẩy"),
        (",,\na,A,\n", 1, "tên các cột"),
        ("name,label\na,A\nb,B,B2\n", 3, "nhiều ô hơn"),
        ("name,name\na,A\n", 1, "hai lần"),
        ('name,label\na,A\nb,"B\nc,C\n', 3, "ngoặc kép"),
        (b"name,label\na,A\nb,B\xe1n\n", 3, "CSV UTF-8"),
        ("name,label\na,A\x07\n", 2, "không in được"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    content: str | bytes, row: int | None, told: str
) -> None:
    found = [fault for fault in faults(content) if told in fault.text]

    assert [(fault.sheet, fault.row, fault.serious) for fault in found] == [("ban.csv", row, True)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a,b\n" + "1,2\n" * (list_lines.MOST_ROWS + 1), "hàng"),
        (",".join(f"c{n}" for n in range(list_lines.MOST_COLUMNS + 1)), "cột"),
        (",".join(f"c{n}" for n in range(40)) + "\n" + ("x," * 39 + "x\n") * 5_001, "ô"),
        ("a\n" + "x" * listing.MOST_BYTES, "MB"),
    ],
)
def test_a_list_has_its_limits(content: str, told: str) -> None:
    assert told in faults(content)[-1].text


def test_no_more_is_told_than_anybody_reads() -> None:
    assert len(faults("a,b\n" + "1,2,3\n" * 500)) == list_lines.MOST_FAULTS


def test_any_other_ending_is_no_list() -> None:
    assert ".csv, .geojson hoặc .xml" in only("a,b", "ban.xlsx").text


# GeoJSON


def place(number: int, **more: object) -> dict[str, object]:
    point = {"type": "Point", "coordinates": [103.457, 22.5]}
    properties = {"title": f"Nơi {number} (mẫu)"}
    return {
        "type": "Feature",
        "id": f"n{number}",
        "geometry": point,
        "properties": properties,
    } | more


def geojson(*features: Mapping[str, object]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_places_are_rows_with_their_properties_and_where_they_are() -> None:
    found = listing.read(geojson(place(1), place(2)).encode(), "noi.geojson")

    assert found.columns == ("geometry", "title", "id")
    assert dict(found.rows[1].cells) == {
        "geometry": "22.5 103.457 0 0",
        "title": "Nơi 2 (mẫu)",
        "id": "n2",
    }


def test_figures_stay_as_they_were_written() -> None:
    text = geojson(place(1, properties={"title": "A"})).replace(
        '"A"', '"A", "so": 1.50, "mo": true'
    )

    cells = listing.read(text.encode(), "noi.geojson").rows[0].cells

    assert (cells["so"], cells["mo"]) == ("1.50", "true")


@pytest.mark.parametrize(
    ("geometry", "spelled"),
    [
        ({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}, "2 1 0 0; 4 3 0 0"),
        (
            {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]]]},
            "2 1 0 0; 4 3 0 0; 2 1 0 0",
        ),
    ],
)
def test_lines_and_areas_are_spelled_as_odk_does(geometry: object, spelled: str) -> None:
    found = listing.read(geojson(place(1, geometry=geometry)).encode(), "noi.geojson")

    assert found.rows[0].cell("geometry") == spelled


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[]", "FeatureCollection"),
        ('{"type": "Feature"}', "FeatureCollection"),
        (geojson({"type": "Point"}), "FeatureCollection"),
        (geojson(place(1, properties=[1])), "FeatureCollection"),
        (geojson(place(1, properties={"a": {"b": 1}})), "một giá trị"),
        (geojson(place(1, geometry={"type": "MultiPoint", "coordinates": [[1, 2]]})), "Polygon"),
        (geojson(place(1, geometry={"type": "Point", "coordinates": ["1", "2"]})), "Polygon"),
        (geojson(place(1, geometry={"type": "Point"})), "Polygon"),
        ('{"type": "FeatureCollection", "features": [', "dòng 1"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "NaN"),
        ("[" * 100_000, "lồng nhau"),
    ],
)
def test_what_is_no_map_is_told(content: str, told: str) -> None:
    assert told in faults(content, "noi.geojson")[0].text


# XML


def test_items_are_rows_with_their_elements() -> None:
    xml = "<root>\n <item><name>a</name><label>Ngô &amp; lúa</label></item>\n</root>"

    found = listing.read(xml.encode(), "cay.xml")

    assert found.columns == ("name", "label")
    assert dict(found.rows[0].cells) == {"name": "a", "label": "Ngô & lúa"}


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        ("<root><item><name>a</name></root>", "XML"),
        ("<list><item><name>a</name></item></list>", "<root>"),
        ("<root><row><name>a</name></row></root>", "<root>"),
        ("<root><item><name><b>a</b></name></item></root>", "một giá trị"),
        ('<!DOCTYPE r [<!ENTITY x "y">]><root><item><name>&x;</name></item></root>', "XML"),
    ],
)
def test_what_is_no_list_in_xml_is_told(xml: str, told: str) -> None:
    assert told in faults(xml, "cay.xml")[0].text


# The tree


def test_formulas_find_a_row_for_each_line_and_a_cell_for_each_column() -> None:
    (root,) = listing.planted(b"name,label\na,A\nb,\n", "ban.csv").children

    assert [row.path for row in root.children] == ["/instance/root/item"] * 2
    assert [cell.path for cell in root.children[1].children] == [
        "/instance/root/item/name",
        "/instance/root/item/label",
    ]
    assert [string_value(cell) for cell in root.children[1].children] == ["b", ""]


def test_the_same_list_is_planted_once() -> None:
    one, other = (f"name,label\na,{'A' * 9}\n".encode() for _ in range(2))

    assert one is not other
    assert listing.planted(one, "ban.csv") is listing.planted(other, "ban.csv")
