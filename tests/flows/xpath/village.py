"""A small form of a village, with answers, repeats and lists, in which expressions are tried."""

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from flows import xpath
from flows.xpath.tree import Node, descendants

ANSWERS = """
<data>
  <name>Lò Thị Mai</name><blank/><five>5</five><zero>0</zero><half>1.5</half>
  <born>2012-07-23</born><came>2012-07-23T10:00:00.000+07:00</came><at>10:30:00.000+07:00</at>
  <has>books phone</has><district>d2</district>
  <member><age>40</age><role>mother</role><book><title>A</title></book></member>
  <member><age>12</age><role>child</role><book><title>B</title></book><book><title>C</title></book>
  </member>
  <member><age/><role>guest</role></member>
</data>
"""
COMMUNES = """
<instance><root>
  <item><name>c1</name><label>Bình Lư</label><district>d1</district><points>3</points></item>
  <item><name>c2</name><label>Bản Bo</label><district>d2</district><points>5</points></item>
  <item><name>c3</name><label>Nà Tăm</label><district>d2</district><points>7</points></item>
</root></instance>
"""


def village(now: str = "2026-11-22T07:30:00+07:00") -> xpath.World:
    """A world with the answers above, one list of communes, and chance that can be foretold."""
    document = xpath.from_xml("".join(ANSWERS.split("\n")).encode())
    places: dict[str, list[Node]] = {}
    for node in descendants(document):
        if node.kind == "element":
            places.setdefault(node.path, []).append(node)
    return xpath.World(
        datetime.fromisoformat(now).astimezone(ZoneInfo("Asia/Ho_Chi_Minh")),
        Random(7),  # noqa: S311 - a test foretells chance, it keeps no secret
        document,
        instances={"communes": xpath.from_xml(COMMUNES.encode()).children[0]},
        find=lambda path: places.get(path, ()),
        itext=lambda key: f"lời {key}",
        choice_label=lambda value, path, _node: f"nhãn {value} của {path}",
    )


def worked_out(source: str, at: str = "/data/name", instance: int = 1) -> xpath.Value:
    """The value of an expression that belongs to a question of the village form."""
    world = village()
    return xpath.compile_expression(source).evaluate(world, world.find(at)[instance - 1])


def text(source: str, at: str = "/data/name", instance: int = 1) -> str:
    """The same as text."""
    return xpath.to_text(worked_out(source, at, instance))
