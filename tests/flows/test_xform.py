"""XForm XML, as pyxform writes it, read into questions, texts, lists and binds."""

from xml.sax.saxutils import escape

import pytest

from flows.forms import xform
from flows.forms.model import Wording
from flows.forms.xform import Parts
from flows.xpath import Expression, XPathError

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title> Phiếu </h:title>'
)


def parts(data: str, model: str = "", body: str = "", itext: str = "") -> Parts:
    """What is read from an XForm with these pieces."""
    return xform.parse(
        f"{HEAD}<model>{itext}<instance><data id='phieu' version='3'>{data}</data></instance>"
        f"{model}</model></h:head><h:body>{body}</h:body></h:html>"
    )


def spoken(wording: Wording, language: str = "") -> list[str]:
    """The pieces of a text, formulas by their source."""
    return [one if isinstance(one, str) else one.source for one in wording[language].pieces]


def kind(control: str, bind: str = "") -> str:
    (question,) = parts("<q/>", f'<bind nodeset="/data/q" {bind}/>', control).questions
    return question.kind


def test_a_form_says_its_name_and_version() -> None:
    read = parts("<q/>")

    assert (read.id, read.version, read.title) == ("phieu", "3", "Phiếu")


def test_the_blank_form_lists_its_nodes_from_the_top_with_their_defaults() -> None:
    read = parts("<g><a>4</a></g><b/>")

    leaves = [(leaf.path, leaf.parent, leaf.is_group, leaf.default) for leaf in read.blank]
    assert leaves == [
        ("/data", -1, True, ""),
        ("/data/g", 0, True, ""),
        ("/data/g/a", 1, False, "4"),
        ("/data/b", 0, False, ""),
    ]


@pytest.mark.parametrize(
    ("control", "bind", "expected"),
    [
        ('<input ref="/data/q"/>', "", "text"),
        ('<input ref="/data/q"/>', 'type="string"', "text"),
        ('<input ref="/data/q"/>', 'type="xsd:string"', "text"),
        ('<input ref="/data/q"/>', 'type="int"', "integer"),
        ('<input ref="/data/q"/>', 'type="decimal"', "decimal"),
        ('<input ref="/data/q"/>', 'type="date"', "date"),
        ('<input ref="/data/q"/>', 'type="int" readonly="true()"', "note"),
        ('<select1 ref="/data/q"/>', "", "select_one"),
        ('<select1 ref="/data/q"/>', 'readonly="true()"', "note"),
        ('<select ref="/data/q"/>', "", "select_multiple"),
        ('<trigger ref="/data/q"/>', "", "acknowledge"),
        ('<upload ref="/data/q" mediatype="image/*"/>', "", "image"),
        ('<upload ref="/data/q" mediatype="application/*"/>', "", "file"),
    ],
)
def test_the_kind_of_a_question_follows_its_control_and_its_type(
    control: str, bind: str, expected: str
) -> None:
    assert kind(control, bind) == expected


def test_questions_are_counted_through_all_groups_and_know_those_with_a_heading() -> None:
    read = parts(
        "<g><h><a/></h></g><b/>",
        body='<group ref="/data/g"><label>Nhà</label><group ref="/data/g/h">'
        '<input ref="/data/g/h/a"/></group></group><input ref="/data/b"/>',
    )

    first, second = read.questions
    assert (first.index, first.name, [spoken(g.label) for g in first.groups]) == (0, "a", [["Nhà"]])
    assert (second.index, second.name, second.groups) == (1, "b", ())


def test_a_text_is_taken_apart_into_words_and_formulas() -> None:
    label = 'Nhà <output value=" /data/a "/> có mấy người?'

    read = parts("<a/><q/>", body=f'<input ref="/data/q"><label> {label} </label></input>')

    assert spoken(read.questions[0].label) == ["Nhà ", "/data/a", " có mấy người?"]


def test_a_text_that_is_one_formula_has_no_empty_words_around_it() -> None:
    read = parts(
        "<a/><q/>",
        body='<input ref="/data/q"><label> <output value="/data/a"/> </label></input>',
    )

    assert spoken(read.questions[0].label) == ["/data/a"]


ITEXT = """
<itext>
<translation lang="en"><text id="q:label"><value>How many?</value></text>
<text id="q:hint"><value>-</value></text>
<text id="l-0"><value form="image">jr://images/a.png</value><value>Yes</value></text></translation>
<translation lang="vi" default="true()"><text id="q:label"><value>Mấy?</value></text>
<text id="q:hint"><value>Cả cháu nhỏ.</value></text>
<text id="l-0"><value>Có</value></text></translation>
</itext>
"""
TRANSLATED = "<label ref=\"jr:itext('q:label')\"/><hint ref=\"jr:itext('q:hint')\"/>"


def test_texts_are_read_in_all_languages_and_the_default_one_is_known() -> None:
    read = parts("<q/>", itext=ITEXT, body=f'<input ref="/data/q">{TRANSLATED}</input>')

    label = read.questions[0].label
    assert (read.languages, read.language) == (("en", "vi"), "vi")
    assert (spoken(label, "en"), spoken(label, "vi")) == (["How many?"], ["Mấy?"])


def test_a_dash_is_a_translation_that_is_missing() -> None:
    read = parts("<q/>", itext=ITEXT, body=f'<input ref="/data/q">{TRANSLATED}</input>')

    assert list(read.questions[0].hint) == ["vi"]


def test_without_a_default_the_first_language_is_it() -> None:
    itext = ITEXT.replace(' default="true()"', "")

    assert parts("<q/>", itext=itext).language == "en"


LIST = (
    "<instance id='l'><root><item><itextId>l-0</itextId><name>yes</name><label>Ừ</label>"
    "<points>2.5</points></item><item><name>no</name><label>Không</label><points>x</points></item>"
    "</root></instance>"
)


def chooses(label: str, nodeset: str = "instance('l')/root/item") -> Parts:
    body = (
        f'<select1 ref="/data/q"><itemset nodeset="{nodeset}"><value ref="name"/>'
        f'<label ref="{label}"/></itemset></select1>'
    )
    return parts("<q/><a/>", LIST, body, ITEXT)


def test_choices_come_with_their_labels_and_points() -> None:
    itemset = chooses("label").questions[0].itemset

    assert itemset is not None
    assert [(i.name, spoken(i.label), i.points) for i in itemset.items] == [
        ("yes", ["Ừ"], 2.5),
        ("no", ["Không"], None),
    ]
    assert itemset.filtered is None


def test_choices_with_translations_speak_all_languages_and_no_picture() -> None:
    itemset = chooses("jr:itext(itextId)").questions[0].itemset

    assert itemset is not None
    first, second = itemset.items
    assert (spoken(first.label, "en"), spoken(first.label, "vi")) == (["Yes"], ["Có"])
    assert spoken(second.label) == ["Không"]


def test_a_filtered_list_keeps_its_filter() -> None:
    itemset = chooses("label", "instance('l')/root/item[name = /data/a ]").questions[0].itemset

    assert itemset is not None
    assert isinstance(itemset.filtered, Expression)


def test_what_holds_for_a_node_is_read_from_its_bind() -> None:
    read = parts(
        "<a/><q/>",
        '<bind nodeset="/data/q" relevant=" /data/a  = 1" required="true()" constraint=". &lt; 5"'
        ' calculate=" " jr:constraintMsg="Ít hơn năm." jr:requiredMsg="jr:itext(\'q:label\')"/>',
        itext=ITEXT,
    )

    bind = read.binds["/data/q"]
    assert bind.relevant is not None
    assert bind.constraint is not None
    assert (bind.relevant.source, bind.constraint.source) == ("/data/a  = 1", ". < 5")
    assert bind.calculate is None
    assert spoken(bind.constraint_message or {}) == ["Ít hơn năm."]
    assert spoken(bind.required_message or {}, "vi") == ["Mấy?"]


def test_only_what_is_set_when_a_session_begins_is_a_computed_default() -> None:
    read = parts(
        "<a/><b/><c/>",
        '<setvalue ref="/data/a" event="odk-instance-first-load" value="today()"/>'
        '<setvalue ref="/data/b" event="xforms-value-changed" value="1"/>'
        '<setvalue ref="/data/c" event="odk-instance-first-load"/>',
    )

    assert [(path, made.source) for path, made in read.prefills] == [("/data/a", "today()")]


@pytest.mark.parametrize("source", ["1 +", "nope(1)", "'open"])
def test_a_formula_that_cannot_be_understood_stops_the_reading(source: str) -> None:
    with pytest.raises(XPathError):
        parts("<q/>", f'<bind nodeset="/data/q" relevant="{escape(source)}"/>')


def test_an_xml_that_is_no_form_is_said_to_be_none() -> None:
    with pytest.raises(ValueError, match="head"):
        xform.parse("<html/>")
