"""XForm XML, as pyxform writes it, read into the parts of a form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree.ElementTree import Element  # the type only; defusedxml parses

from defusedxml.ElementTree import fromstring

from flows.forms import actions, itext, tables
from flows.forms.actions import Setting
from flows.forms.addresses import above
from flows.forms.itext import ITEXT
from flows.forms.model import Bind, Group, Item, Itemset, Leaf, Phrase, Question, Wording
from flows.questions import Scale
from flows.xpath import Expression, compile_expression
from flows.xpath.shelves import Shelf
from flows.xpath.tree import Node

XFORMS = "{http://www.w3.org/2002/xforms}"
ODK = "{http://www.opendatakit.org/xforms}"
XHTML = "{http://www.w3.org/1999/xhtml}"
JAVAROSA = "{http://openrosa.org/javarosa}"

ALWAYS, NEVER = "true()", "false()"

INPUT_KINDS = {
    "string": "text",
    "int": "integer",
    **{kind: kind for kind in ("decimal", "date", "time", "dateTime", "geopoint", "barcode")},
}
COARSE = {"month-year": "month", "year": "year"}
"""Appearances of a date of which no day is asked."""
UPLOAD_KINDS = {"image": "image", "audio": "audio", "video": "video"}
PRELOADS = {name: name for name in ("start", "end", "today")}
"""What a form notes about itself and we write; whose phone it was is left blank."""
CONTROL_KINDS = {
    "select1": "select_one",
    "select": "select_multiple",
    "trigger": "acknowledge",
    "range": "range",
    "rank": "rank",
}


@dataclass(frozen=True, slots=True)
class Repeated:
    """A repeat as the body has it; `first` is the index of the question that comes next."""

    path: str
    label: Wording
    count: Expression | None
    first: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What one XForm says, before its expressions are put in order."""

    id: str
    title: str
    version: str
    language: str
    languages: tuple[str, ...]
    blank: tuple[Leaf, ...]
    binds: dict[str, Bind]
    questions: tuple[Question, ...]
    prefills: tuple[tuple[str, Expression], ...]
    instances: dict[str, Node]
    texts: dict[str, Wording]
    repeats: tuple[Repeated, ...] = ()
    actions: dict[str, tuple[Setting, ...]] = field(default_factory=dict)


def parse(xml: str, lists: dict[str, Node] | None = None) -> Parts:
    """Read the XForm. Raises XPathError when an expression does not compile.

    `lists` are those that lie in files, by what formulas call them.
    """
    root: Element = fromstring(xml.encode())
    model = _child(_child(root, XHTML + "head"), XFORMS + "model")
    primary, *secondary = model.findall(XFORMS + "instance")
    data = primary[0]
    texts, languages, language = itext.texts(model)
    inside = {item.get("id", ""): _list(item) for item in secondary}
    reader = _Reader(texts, inside | (lists or {}), model)
    blank = tuple(_leaves(data, "", -1, []))
    reader.valued = _valued(root, reader.binds, blank)
    return Parts(
        id=data.get("id", ""),
        title=(root.findtext(f"{XHTML}head/{XHTML}title") or "").strip(),
        version=data.get("version", ""),
        language=language,
        languages=languages,
        blank=blank,
        binds=reader.binds,
        questions=tuple(reader.questions(_child(root, XHTML + "body"))),
        prefills=tuple(actions.at_first(model)),
        instances=reader.instances,
        texts=texts,
        repeats=tuple(reader.repeats),
        actions=reader.actions,
    )


class _Reader:
    """Reads the body while knowing the binds, the texts and the lists it refers to."""

    def __init__(self, texts: dict[str, Wording], lists: dict[str, Node], model: Element) -> None:
        self.texts = texts
        self.instances = lists
        self.guidance = itext.guidance(model)
        rows = model.findall(XFORMS + "bind")
        self.binds = {bind.path: bind for bind in map(self._bind, rows)}
        self._notes = {row.get("nodeset") for row in rows if row.get("readonly") == ALWAYS}
        self._count = 0
        self.repeats: list[Repeated] = []
        self.actions: dict[str, tuple[Setting, ...]] = {}
        self.valued: frozenset[str] = frozenset()
        self._items: dict[tuple[str, str, str], tuple[Item, ...]] = {}

    def questions(self, parent: Element, groups: tuple[Group, ...] = ()) -> Iterator[Question]:
        for control in parent:
            tag = control.tag.removeprefix(XFORMS).removeprefix(ODK)
            if tables.is_left_out(control, parent):
                continue
            if tables.is_header(control):
                self._notes.add(control.get("ref", ""))
            if tag == "group":
                yield from self.questions(control, (*groups, *self._group(control)))
            elif tag == "repeat":
                self.repeats.append(self._repeat(control, parent))
                yield from self.questions(control, groups)
            elif tag in {"input", "upload", *CONTROL_KINDS}:
                yield self._question(control, tag, groups)

    def _question(self, control: Element, tag: str, groups: tuple[Group, ...]) -> Question:
        path = control.get("ref", "")
        self._count += 1
        if written := actions.on_change(control):
            self.actions[path] = written
        kind = self._kind(control, tag, path)
        return Question(
            index=self._count - 1,
            path=path,
            name=path.rsplit("/", 1)[1],
            kind="note" if self._is_note(path) else kind,
            label=self._wording(control.find(XFORMS + "label")),
            hint=self._wording(control.find(XFORMS + "hint")),
            itemset=self._itemset(control),
            appearance=control.get("appearance", ""),
            groups=groups,
            scale=_scale(control) if tag == "range" else None,
            guidance=self.guidance.get(itext.id_of_hint(control)),
            shows=kind if self._is_note(path) and path in self.valued else "",
        )

    def _is_note(self, path: str) -> bool:
        """Whether it is always shown and never asked, as a group around it may be too."""
        while path and path not in self._notes:
            path = above(path)
        return bool(path)

    def _kind(self, control: Element, tag: str, path: str) -> str:
        if tag == "upload":
            return UPLOAD_KINDS.get(control.get("mediatype", "").partition("/")[0], "file")
        if tag != "input":
            return CONTROL_KINDS[tag]
        kind = INPUT_KINDS.get(self.binds.get(path, Bind(path)).type, "text")
        looks = control.get("appearance", "").split() if kind == "date" else ()
        return next((COARSE[look] for look in looks if look in COARSE), kind)

    def _bind(self, bind: Element) -> Bind:
        return Bind(
            path=bind.get("nodeset", ""),
            type=bind.get("type", "string").rsplit(":", 1)[-1],
            relevant=_expression(bind.get("relevant")),
            calculate=_expression(bind.get("calculate")),
            constraint=_expression(bind.get("constraint")),
            required=_expression(bind.get("required")),
            readonly=_expression(bind.get("readonly")) if _may_lock(bind) else None,
            constraint_message=self._message(bind.get(JAVAROSA + "constraintMsg")),
            required_message=self._message(bind.get(JAVAROSA + "requiredMsg")),
            preload=PRELOADS.get(bind.get(JAVAROSA + "preloadParams", ""), ""),
        )

    def _message(self, text: str | None) -> Wording | None:
        if not text:
            return None
        return self.texts.get(itext.id_of(text), {}) if ITEXT in text else {"": Phrase((text,))}

    def _group(self, control: Element) -> tuple[Group, ...]:
        head = tables.head_of(control)
        label = self._wording(head.find(XFORMS + "label")) if head is not None else {}
        return (Group(head.get("ref", ""), label),) if head is not None and label else ()

    def _repeat(self, control: Element, around: Element) -> Repeated:
        return Repeated(
            path=control.get("nodeset", ""),
            label=self._wording(around.find(XFORMS + "label")),
            count=_expression(control.get(JAVAROSA + "count")),
            first=self._count,
        )

    def _wording(self, element: Element | None) -> Wording:
        if element is None:
            return {}
        reference = element.get("ref", "")
        if ITEXT in reference:
            return self.texts.get(itext.id_of(reference), {})
        return {"": itext.phrase(element)}

    def _itemset(self, control: Element) -> Itemset | None:
        itemset = control.find(XFORMS + "itemset")
        if itemset is None:
            return None
        nodeset = itemset.get("nodeset", "")
        if "instance(" not in nodeset:
            value = _child(itemset, XFORMS + "value").get("ref", "")
            return Itemset((), compile_expression(f"{nodeset}/{value}"), from_members=True)
        list_id = nodeset.partition("instance('")[2].partition("')")[0]
        label = _child(itemset, XFORMS + "label").get("ref", "")
        filtered = compile_expression(nodeset) if "[" in nodeset else None
        value = _child(itemset, XFORMS + "value").get("ref", "")
        return Itemset(self._items_of(list_id, value, label), filtered)

    def _items_of(self, list_id: str, value: str, label: str) -> tuple[Item, ...]:
        """The choices of a list, made once however many questions share it."""
        if (list_id, value, label) not in self._items:
            rows = [item for root in self.instances[list_id].children for item in root.children]
            items = (self._item(row, value, label) for row in rows if row.kind == "element")
            self._items[list_id, value, label] = tuple(items)
        return self._items[list_id, value, label]

    def _item(self, row: Node, value: str, label: str) -> Item:
        cells = {cell.name: cell.text for cell in row.children}
        points = cells.get("points", "").strip()
        name = cells.get(value, "")
        said: Wording = {"": Phrase((cells.get(label, cells.get("label", name)),))}
        if ITEXT in label:
            said = self.texts.get(cells.get("itextId", ""), said)
        return Item(name, said, _points(points), row)


def _valued(root: Element, binds: dict[str, Bind], blank: Iterable[Leaf]) -> frozenset[str]:
    """The paths that may have a value though nobody is asked: worked out, written, or a default."""
    written = {setting.get("ref", "").strip() for setting in root.iter(XFORMS + "setvalue")}
    worked_out = {bind.path for bind in binds.values() if bind.calculate}
    return frozenset(written | worked_out | {leaf.path for leaf in blank if leaf.default})


def _may_lock(bind: Element) -> bool:
    """Whether the row is asked or only shown as the answers go; most are always the one."""
    return bind.get("readonly", NEVER) not in (ALWAYS, NEVER)


def _scale(control: Element) -> Scale:
    start, end, step = (Decimal(control.get(name, "1")) for name in ("start", "end", "step"))
    if start <= end:
        return Scale(start, end, step)
    # ODK draws one that falls from left to right; its marks are the same, told from the least.
    step = abs(step)
    return Scale(start - (start - end) // step * step, start, step)


def _points(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _leaves(element: Element, above: str, parent: int, out: list[Leaf]) -> list[Leaf]:
    name = element.tag.rsplit("}", 1)[-1]
    path = f"{above}/{name}"
    here = len(out)
    out.append(Leaf(path, name, parent, len(element) > 0, (element.text or "").strip(), here))
    templates = {child.tag for child in element if child.get(JAVAROSA + "template") is not None}
    for child in element:
        # A repeat stands there twice: as the pattern of its members, and as a first member.
        if child.tag not in templates or child.get(JAVAROSA + "template") is not None:
            _leaves(child, path, here, out)
    return out


def _list(element: Element, parent: Node | None = None) -> Node:
    text, name = "" if len(element) else (element.text or ""), element.tag.rsplit("}", 1)[-1]
    is_shelf = parent is not None and parent.parent is None  # its children are the rows
    node = Shelf(name, parent) if is_shelf else Node("element", name, parent=parent, text=text)
    node.children = [_list(child, node) for child in element]
    return node


def _expression(source: str | None) -> Expression | None:
    return compile_expression(source.strip()) if source and source.strip() else None


def _child(element: Element, tag: str) -> Element:
    found = element.find(tag)
    if found is None:
        raise ValueError(f"the XForm has no {tag.rsplit('}', 1)[-1]}")
    return found
