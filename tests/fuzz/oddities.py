"""What stands in a spoiled workbook: words that are wrong only there, and words wrong anywhere."""

# fmt: off
NAMES = (
    "called", "people", "reads", "n", "age", "total", "meta", "data", "x", "đường", "1a", "a b",
)
EXPRESSIONS = (
    "${", "${}", "${called", "${ called }", "${last-saved#called}", "$", "}{", "${a}${b}", "'",
    '"', "${people} + 1", "${total} * ${total}", "1 = = 2", "(((", ")", "[1]", "//", "//*", "..",
    ".", "sum(${age})", "count(${people})", "position(..)",
    "indexed-repeat(${age}, ${people}, 1)", "instance('yn')/root/item[name = ${reads}]/label",
    "instance('x')/root", "current()/..", "pulldata('x', 'a', 'b', 1)", "jr:choice-name(1, '2')",
    "jr:itext('x')", "once(1)", "if(1,2", "regex(., '^(a+)+$')", "regex(., '(')",
    "regex(., '^[0-9]{1000,2000}$')", "selected(., 'a')", "1 div 0", "0 div 0 = 1", "1e999",
    "today() - 1", "random()", "uuid()",
    "date('x')", "'\\'", "a:b(1)", "$x", "@a", "/data/@x", "translate('a', 'b', 'c')",
    "format-date(today(), '%')", "digest('a', 'x')", "true", "yes",
    "9" * 400, "-" * 50 + "1", "not(" * 40 + "1" + ")" * 40, "if(1, " * 99 + "1" + ", 0)" * 99,
)
CELLS = (
    "", " ", "\t", "\x00", "\x0b", "\ud800", "\ufffe", "\u200b", "\ufeff",
    "=1+1", "=cmd|' /C calc'!A0", "{}",
    "${", "|", "\\|", "#", "---", "<a>", "&amp;", "]]>", "%s", "yes", "no", "true", "TRUE", "1",
    "0", "-1", "1.5", "1,5", "999999999999999999999999999999", "NaN", "inf", "1e308", "100%",
    "-5%", "%", "2026-02-30", "31/12/2026", "None", "null", "../../etc/passwd", "file:///",
    "x y z", "a=b", "start=0 end=0 step=0", "start=1 end=-1 step=1", "seed=1", "randomize=true",
    "max-pixels=x", "start=a", "end=1e9 step=1e-9", "start=0 end=1 step=0",
    "é" * 300, "\u0301" * 50, "x" * 9_000,
)
TYPES = (
    "text", "integer", "decimal", "date", "time", "dateTime", "note", "image", "audio", "file",
    "select_one yn", "select_multiple yn", "select_one x", "select_one", "rank size", "range",
    "select_one yn or_other", "select_one_from_file a.csv", "select_one_external yn",
    "csv-external", "begin_group", "end_group", "begin_repeat", "end_repeat", "begin group",
    "begin_score", "xml", "calculate", "hidden", "start", "end", "today", "deviceid", "username",
    "audit", "entity", "geopoint", "geotrace", "barcode", "acknowledge", "background-audio",
    "table-list", "xml-external", "select_one ${people}", "rank ${age}", "kobomatrix",
    "begin_rank", "select_multiple_from_file b",
)
COLUMNS = (
    "type", "name", "label", "label::vi", "label::English (en)", "label::", "::", "hint",
    "required", "relevant", "constraint", "calculation", "default", "repeat_count",
    "choice_filter", "trigger", "appearance", "parameters", "readonly", "media::image",
    "image::vi", "bind::x", "bind::jr:x", "instance::a", "body::accuracyThreshold", "bind::type",
    "save_to", "guidance_hint", "points", "list_name", "threshold", "threshold::remote", "max",
    "min", "applies", "evidence", "holds", "list name", "bind: relevant", "control", "bind",
    "body", "children", "query", "constraint_message",
)
SHEETS = (
    "survey", "choices", "settings", "criteria", "indicators", "targets", "pack", "entities",
    "external_choices", "osm", "Survey", " ", "x", "survey2", "cascades",
)
ODD_BYTES = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"|", b"\n", b"\r", b'"', b",", b";", b"\t",
    b"#", b"${", b"}", b"PK\x03\x04", b"PK\x01\x02", b"\xd0\xcf\x11\xe0", b"\x1a", b"<", b"&",
    b"\\",
)
XML_PIECES = (
    b"<f>1+1</f>", b"<v>1</v>", b"<v>99999999999</v>", b"<v>-1</v>", b"<v>x</v>", b"<row>",
    b"</c>", b'<!DOCTYPE a [<!ENTITY b "c">]>', b"&b;", b"&#0;", b"&#x110000;", b"<![CDATA[x]]>",
    b"<!--", b'<c r="XFD1048576" t="s"><v>0</v></c>', b'<c r="A0"/>',
    b'<c t="e"><v>#REF!</v></c>', b"<a/>", b'<row r="1048577"/>', b'<row r="-1"/>',
    b'<row r="x"/>', b"<is><t>a</t></is>", b"<r><t/></r>", b'<c t="d"><v>2026-13-45</v></c>',
    b'<c t="n"><v>1e999</v></c>', b'<c t="b"><v>2</v></c>', b'<dimension ref="A1:XFD1048576"/>',
    b'<mergeCell ref="A1"/>', b' r:id="rId1"', b" a='b'", b'Target="../../../etc/passwd"',
    b'Target="http://127.0.0.1/"', b'TargetMode="External"', b'<f t="shared" si="0"/>',
    b'<f t="array" ref="A1">x</f>', b'<sheet name="a"/>', b's="999"',
)
