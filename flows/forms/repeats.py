"""The repeats of a form, made from what its XForm says: nodes, questions, how many there are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flows import vietnamese, wording
from flows.forms.addresses import COUNTS, above, is_inside
from flows.forms.bounds import plain_range
from flows.forms.model import MORE, Bind, Item, Itemset, Leaf, Phrase, Question, Repeat, Wording
from flows.forms.xform import Parts, Repeated
from flows.questions import Bounds
from flows.xpath import Expression
from flows.xpath.tree import Node

_PATH = re.compile(r"(?:/|\.\./)[\w./-]+")

_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:-[A-Za-z0-9-]+)?\)\s*$")
_NAMES = {"vi": ("tiếng việt", "vietnamese"), "en": ("english", "tiếng anh")}

_NOWHERE = Node("document")

ANY = Bounds()
"""However many."""


def homes(parts: Parts) -> dict[str, str]:
    """The innermost repeat around each path in one, or the repeat itself for its own path."""
    inside_out = sorted((row.path for row in parts.repeats), key=len, reverse=True)
    found: dict[str, str] = {}
    for leaf in parts.blank if inside_out else ():
        home = next((r for r in inside_out if leaf.path == r or is_inside(leaf.path, r)), "")
        if home:
            found[leaf.path] = home
    return found


def outside(parts: Parts, home: Mapping[str, str]) -> tuple[Leaf, ...]:
    """The nodes of the blank form that are in no repeat."""
    return _pruned(parts.blank, [leaf for leaf in parts.blank if leaf.path not in home])


def rows(
    repeats: Mapping[str, Repeat], questions: Sequence[Question], home: Mapping[str, str]
) -> tuple[Question | Repeat, ...]:
    """The questions outside repeats, and the outermost repeats, in order."""
    return _rows("", repeats, questions, home)


def build(parts: Parts, order: Mapping[str, int], home: Mapping[str, str]) -> dict[str, Repeat]:
    """Every repeat by its path, outer before inner."""
    made: dict[str, Repeat] = {}
    for index, row in reversed(list(enumerate(parts.repeats))):
        made[row.path] = _repeat(index, row, parts, order, home, made)
    return {row.path: made[row.path] for row in parts.repeats}


def _repeat(
    index: int,
    row: Repeated,
    parts: Parts,
    order: Mapping[str, int],
    home: Mapping[str, str],
    inner: Mapping[str, Repeat],
) -> Repeat:
    own = [leaf for leaf in parts.blank if home.get(leaf.path) == row.path]
    count_at = _question_of(row, parts)
    keys = [path for path in order if home.get(path.lstrip("#")) == row.path]
    keys = [path for path in keys if path != "#" + row.path]
    keys += [f"#{path}" for path in inner if home_above(path, home) == row.path]
    return Repeat(
        index=index,
        path=row.path,
        name=row.path.rpartition("/")[2],
        label=row.label,
        above=home_above(row.path, home),
        count=row.count,
        count_at=count_at,
        bounds=_bounds(row, parts.binds, count_at),
        blank=_pruned(parts.blank, own),
        order=tuple(sorted({key for key in keys if key in order}, key=lambda key: order[key])),
        prefills=tuple(one for one in parts.prefills if home.get(one[0]) == row.path),
        rows=_rows(row.path, inner, parts.questions, home),
        first=row.first,
        more=_asking("more", index, row, parts),
        first_one=_asking("any", index, row, parts),
    )


def _asking(key: str, index: int, row: Repeated, parts: Parts) -> Question:
    """The question about one more member, in the words of every language of the form."""
    languages = parts.languages or ("",)
    items = (Item(name, _line(name, languages), None, _NOWHERE) for name in MORE)
    return Question(
        index=index,
        path=COUNTS + row.path,
        name=COUNTS + row.path,
        kind="select_one",
        label={language: _about(key, row.label, language) for language in languages},
        hint={},
        itemset=Itemset(tuple(items)),
        appearance="",
        groups=(),
    )


def _line(name: str, languages: Sequence[str]) -> Wording:
    """What stands on the line that says there is one more, or that this is all."""
    said = ((language, wording.words(code_of(language))) for language in languages)
    return {language: Phrase((words(f"roster.say.{name}"),)) for language, words in said}


def _about(key: str, label: Wording, language: str) -> Phrase:
    """The sentence around the label of the group."""
    words = wording.words(code_of(language))
    before, _, after = words(f"roster.ask.{key}", label="|").partition("|")
    nameless = Phrase((words("roster.nameless"),))
    said = label.get(language) or next(iter(label.values()), nameless)
    first, *rest = said.pieces or ("",)
    if not isinstance(first, str):
        return Phrase((before, first, *rest, after))
    space = " " if rest and first[-1:].isspace() else ""
    return Phrase((before, in_sentence(first) + space, *rest, after))


def in_sentence(text: str) -> str:
    """A label as it stands inside a sentence: "Người trong nhà" begins small, "UBND" does not."""
    text = text.strip()
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def code_of(language: str) -> str:
    """The code in a form's name of a language, "vi" of "Tiếng Việt (vi)"; the source for none."""
    return named(language) or wording.SOURCE


def named(language: str) -> str:
    """The code in a form's name of a language, or that of a name we know; "" for any other."""
    if found := _CODE.search(language):
        return found[1].lower()
    return next((code for code, names in _NAMES.items() if _is(language, names)), "")


def _is(language: str, names: Sequence[str]) -> bool:
    return any(vietnamese.says(language, name) for name in names)


def home_above(path: str, home: Mapping[str, str]) -> str:
    """The repeat around a repeat, "" for none."""
    return home.get(above(path), "")


def _rows(
    of: str, repeats: Mapping[str, Repeat], questions: Sequence[Question], home: Mapping[str, str]
) -> tuple[Question | Repeat, ...]:
    shown: list[Question | Repeat] = [q for q in questions if home.get(q.path, "") == of]
    shown += [one for path, one in repeats.items() if home_above(path, home) == of]
    return tuple(sorted(shown, key=_place))


def _place(row: Question | Repeat) -> tuple[int, int]:
    """A repeat stands before the question that its first one would be."""
    return (row.first, -1) if isinstance(row, Repeat) else (row.index, 0)


def _pruned(every: Sequence[Leaf], kept: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """Some of the leaves, with the positions of their parents among themselves."""
    if len(every) == len(kept):
        return tuple(kept)
    now = {leaf.at: at for at, leaf in enumerate(kept)}
    return tuple(replace(leaf, parent=now.get(leaf.parent, -1)) for leaf in kept)


def _question_of(row: Repeated, parts: Parts) -> str:
    """The whole-number question that the count is, if it is nothing but that, and "" otherwise."""
    if row.count is None or not _PATH.fullmatch(row.count.source):
        return ""
    read = {read.path for read in row.count.reads(row.path)}
    return next((q.path for q in parts.questions if q.kind == "integer" and {q.path} == read), "")


def _bounds(row: Repeated, binds: Mapping[str, Bind], count_at: str) -> Bounds:
    """The limits of the count: those of the question it is, or of a row that counts members."""
    if row.count is not None:
        bind = binds.get(count_at)
        return _range(bind) if bind else ANY
    counting = f"count({row.path})"
    for bind in binds.values():
        if bind.calculate and bind.calculate.source.replace(" ", "") == counting:
            return _range(bind)
    return ANY


def _range(bind: Bind) -> Bounds:
    if bind.constraint is None:
        return ANY
    return plain_range(bind.constraint.source, is_whole=True) or ANY


def counts(parts: Parts) -> dict[str, Expression]:
    """What says how many members a counted repeat has, by "#" and its path."""
    return {f"#{row.path}": row.count for row in parts.repeats if row.count}


def paths(repeats: Iterable[Repeat]) -> list[str]:
    """The paths of all nodes inside."""
    return [leaf.path for repeat in repeats for leaf in repeat.blank]
