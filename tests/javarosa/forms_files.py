"""Small forms with lists in files beside them, for both engines."""

from collections.abc import Mapping

from flows.forms import bundle
from flows.forms.bundle import Bundle

COMMUNES = "ma,ten,huyen\nbl,Bình Lư (mẫu),td\nbb,Bản Bo (mẫu),td\nmk,Mường Kim (mẫu),tu\n"
VILLAGES = "name,label,xa,loai,ho\n" + "".join(
    f"b{n},Bản {n} (mẫu),{('bl', 'bb', 'mk')[n % 3]},{n % 2},{n * 7 % 40}\n" for n in range(30)
)
PRICES = '\ufeffcay;gia;ghi_chu\nngo;7000;\nlua;9500.5;"tẻ; nếp"\nsan;;"hai\ndòng"\n'
TREES = """<?xml version="1.0" encoding="UTF-8"?>
<root>
  <item><name>ngo</name><label>Ngô</label><vu>2</vu></item>
  <item><name>lua</name><label>Lúa</label><vu>1</vu></item>
  <item><name>san</name><label>Sắn &amp; khoai</label><vu>1</vu></item>
</root>
"""
PLACES = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "id": "n1", "geometry": {"type": "Point", "coordinates": [103.457, 22.396]},
 "properties": {"title": "Nhà văn hóa (mẫu)", "so": 12, "mo": true}},
{"type": "Feature", "geometry": {"type": "Point", "coordinates": [103.5, 22.25]},
 "properties": {"id": "n2", "title": "Thư viện (mẫu)", "so": 1.50, "mo": null}},
{"type": "Feature", "id": "n3", "properties": {"title": "Đường học (mẫu)", "so": 0, "mo": false},
 "geometry": {"type": "LineString", "coordinates": [[103.1, 22.1], [103.2, 22.2]]}}
]}"""


SCORED = """\
| criteria | criterion | label | threshold |
| | c | Việc học (mẫu) | 60% |
| indicators | criterion | indicator | points | max | min | applies |
| | c | mot | | 20 | 5 | |
| | c | cac | | 30 | | ${mot} != 'b3' |
"""


def beside(*rows: str, then: str = "", **files: str) -> bytes:
    """`type | name | label | parameters | choice_filter | calculation | relevant`, and the files.

    Files are named `xa_csv` for xa.csv.
    """
    head = "| survey | type | name | label | parameters | choice_filter | calculation | relevant |"
    text = "\n".join((head, *(f"| | {row} |" for row in rows))) + "\n" + then
    named = {".".join(name.rsplit("_", 1)): content.encode() for name, content in files.items()}
    return bundle.write(Bundle("form.md", text.encode(), named))


FORMS: Mapping[str, bytes] = {
    "one of a list in a file": beside(
        "select_one_from_file ban.csv | ban | Bản",
        "calculate | ho | | | | instance('ban')/root/item[name = ${ban}]/ho",
        "text | vi_sao | Vì sao | | | | ${ho} > 20",
        ban_csv=VILLAGES,
    ),
    "several of a list in a file": beside(
        "select_multiple_from_file ban.csv | ban | Bản",
        "calculate | ho | | | | sum(instance('ban')/root/item[selected(${ban}, name)]/ho)",
        "calculate | so | | | | count-selected(${ban})",
        ban_csv=VILLAGES,
    ),
    "columns by other names": beside(
        "select_one_from_file xa.csv | xa | Xã | value=ma, label=ten",
        "select_one_from_file xa.csv | xa_cu | Xã cũ | value=ma label=ten | ma != ${xa}",
        "calculate | ca_hai | | | | concat(${xa}, '-', ${xa_cu})",
        xa_csv=COMMUNES,
    ),
    "a list in a file filtered twice": beside(
        "select_one_from_file xa.csv | xa | Xã | value=ma label=ten",
        "select_one_from_file ban.csv | ban | Bản | | xa = ${xa}",
        "integer | loai | Loại",
        "select_one_from_file ban.csv | khac | Bản khác | | xa = ${xa} and name != ${ban}",
        "select_one_from_file ban.csv | loai_ban | Bản loại ấy | | loai = ${loai} and xa = ${xa}",
        "calculate | bao_nhieu | | | | count(instance('ban')/root/item[xa = ${xa}])",
        xa_csv=COMMUNES,
        ban_csv=VILLAGES,
    ),
    "a list in a file filtered by figures": beside(
        "integer | it_nhat | Ít nhất mấy hộ",
        "select_multiple_from_file ban.csv | ban | Bản | | ho >= ${it_nhat}",
        "decimal | dung | Đúng mấy hộ",
        "calculate | may_ban | | | | count(instance('ban')/root/item[ho = ${dung}])",
        ban_csv=VILLAGES,
    ),
    "a table to look things up in": beside(
        "csv-external | gia |",
        "select_one_from_file cay.xml | cay | Cây",
        "decimal | tan | Mấy tấn",
        "calculate | mot_kg | | | | instance('gia')/root/item[cay = ${cay}]/gia",
        "calculate | tien | | | | ${mot_kg} * ${tan}",
        "calculate | ghi | | | | instance('gia')/root/item[cay = ${cay}]/ghi_chu",
        gia_csv=PRICES,
        cay_xml=TREES,
    ),
    "data that is pulled": beside(
        "select_one_from_file ban.csv | ban | Bản",
        "calculate | ho | | | | pulldata('ban', 'ho', 'name', ${ban})",
        "select_one_from_file xa.csv | ma | Xã | value=ma label=ten",
        "calculate | xa | | | | pulldata('xa', 'ten', 'ma', ${ma})",
        "integer | so | Số hộ",
        "calculate | nao | | | | pulldata('ban', 'label', 'ho', ${so})",
        "text | sau | Sau | | | | pulldata('ban', 'xa', 'name', ${ban}) = 'bl'",
        ban_csv=VILLAGES,
        xa_csv=COMMUNES,
    ),
    "places on a map": beside(
        "select_one_from_file noi.geojson | noi | Nơi",
        "select_multiple_from_file noi.geojson | cac | Các nơi | value=id label=title | so > 0",
        "calculate | o_dau | | | | instance('noi')/root/item[id = ${noi}]/geometry",
        "calculate | so | | | | instance('noi')/root/item[id = ${noi}]/so * 2",
        "calculate | mo | | | | instance('noi')/root/item[id = ${noi}]/mo",
        noi_geojson=PLACES,
    ),
    "a list in XML": beside(
        "xml-external | cay |",
        "integer | vu | Mấy vụ",
        "select_one_from_file cay.xml | trong | Trồng gì | | vu = ${vu}",
        "calculate | ten | | | | instance('cay')/root/item[name = ${trong}]/label",
        cay_xml=TREES,
    ),
    "points of a list in a file": beside(
        "select_one_from_file ban.csv | mot | Một bản | value=name",
        "select_multiple_from_file ban.csv | cac | Các bản",
        then=SCORED,
        ban_csv=VILLAGES.replace(",ho", ",points", 1),
    ),
    "members who each choose": beside(
        "begin_repeat | nguoi | Người",
        "select_one_from_file xa.csv | xa | Xã | value=ma label=ten",
        "select_one_from_file ban.csv | ban | Bản | | xa = ${xa}",
        "calculate | ho | | | | pulldata('ban', 'ho', 'name', ${ban})",
        "end_repeat | |",
        "calculate | tong | | | | sum(${ho})",
        xa_csv=COMMUNES,
        ban_csv=VILLAGES,
    ),
}
