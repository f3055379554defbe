"""Grows a tree of nodes from XML, with entities and outside references refused."""

from xml.etree.ElementTree import ParseError  # the error only: defusedxml does the reading

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from flows.xpath.errors import XPathError
from flows.xpath.tree import Node

XFORMS = "http://www.w3.org/2002/xforms"


def from_xml(xml: bytes) -> Node:
    """The document node of an XML document. XForms names lose their namespace, as forms expect.

    Raises XPathError when the bytes are not well-formed XML or declare entities.
    """
    planter = _Planter()
    try:
        parser = DefusedXMLParser(target=planter)
        parser.feed(xml)
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise XPathError(f"Không đọc được nội dung XML: {problem}.") from problem
    return planter.document


class _Planter:
    """Takes the reports of an XML parser one by one; needs no recursion, however deep the file."""

    def __init__(self) -> None:
        self.document = Node("document")
        self._here = self.document
        self._heard: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._write()
        namespace, name = _names(tag)
        node = Node("element", name, self._here, namespace=namespace)
        node.attributes = [_attribute(node, key, text) for key, text in attributes.items()] or ()
        self._here.children.append(node)
        self._here = node

    def end(self, _tag: str) -> None:
        self._write()
        node = self._here
        if len(node.children) == 1 and node.children[0].kind == "text":
            node.text = node.children.pop().text
        assert node.parent is not None, "the parser closes only what it opened"  # noqa: S101 - for the types
        self._here = node.parent

    def data(self, text: str) -> None:
        self._heard.append(text)

    def comment(self, text: str) -> None:
        self._leaf(Node("comment", parent=self._here, text=text))

    def pi(self, target: str, text: str | None = None) -> None:
        self._leaf(Node("pi", target, self._here, text or ""))

    def close(self) -> None:
        """Nothing is left to do: the tree stands."""

    def _leaf(self, node: Node) -> None:
        self._write()
        self._here.children.append(node)

    def _write(self) -> None:
        if self._heard and self._here is not self.document:
            self._here.children.append(Node("text", parent=self._here, text="".join(self._heard)))
        self._heard.clear()


def _attribute(owner: Node, key: str, text: str) -> Node:
    namespace, name = _names(key)
    return Node("attribute", name, owner, text, namespace)


def _names(tag: str) -> tuple[str, str]:
    if not tag.startswith("{"):
        return "", tag
    namespace, name = tag[1:].split("}")
    return ("" if namespace == XFORMS else namespace), name
