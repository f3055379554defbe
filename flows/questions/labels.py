"""Compares a piece of text with the labels of a list: whole, begun, inside, or off by a letter."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from flows import vietnamese
from flows.questions import word_index
from flows.questions.asking import Asking, Option
from flows.questions.word_index import WordIndex

# A label that goes on with one of these says something else than its beginning.
_TURNS = frozenset(
    (
        *("nhưng", "không", "chưa", "chẳng", "ít", "hơn", "dưới", "trên", "trừ", "tuy", "mà"),
        *("một", "và", "hoặc", "hay", "với", "cùng", "kèm", "đến", "từ"),
    )
)
_FIGURE = re.compile("[0-9]")
_LETTER = re.compile(r"[^\W_]")
_SHORTEST_GUESS = 4  # letters; among shorter words a neighbour by one letter is another word
_MOST_GUESSES = 3
_MANY = 40  # lines; a longer list is not read line by line
_ENOUGH = 20  # lines of a long list; more meanings than these few are never told apart

Likely = Callable[[WordIndex, Sequence[str]], set[int]]


def have_figures(asking: Asking) -> bool:
    """Whether a figure may be part of a label, or of the points beside it."""
    if _is_indexed(asking):
        return _index(asking).has_figures
    return any(_FIGURE.search(o.label) or o.points is not None for o in asking.options)


def longest(asking: Asking) -> int:
    """How many characters the longest label has."""
    if _is_indexed(asking):
        return _index(asking).longest
    return max((len(option.label) for option in asking.options), default=0)


def are_out_of_place(asking: Asking, text: str) -> bool:
    """Whether the text has figures and no label has any, so that it says none of them."""
    has_figures = _FIGURE.search(text) and _FIGURE.search(vietnamese.unkeyed(text))
    return bool(has_figures) and not have_figures(asking)


def whole(asking: Asking, text: str) -> tuple[Option, ...]:
    """The lines whose whole label the text says, with or without its points."""
    if are_out_of_place(asking, text):
        return ()
    among = _likely(asking, text, WordIndex.whole)
    return _enough(asking, (option for option in among if _says(text, option)))


def beginning(asking: Asking, text: str) -> tuple[Option, ...]:
    """The lines whose first words the text says, or all of them."""
    among = _likely(asking, text, WordIndex.beginning)
    return _enough(asking, (o for o in among if vietnamese.begins(text, o.label)))


def inside(asking: Asking, text: str) -> tuple[Option, ...]:
    """The lines that have the words of the text anywhere but at the beginning."""
    among = _likely(asking, text, WordIndex.having)
    return _enough(asking, (o for o in among if any(_later(text, o.label))))


def found(asking: Asking, text: str, *, strictly: bool = False) -> tuple[Option, ...]:
    """The lines in which each word of the text begins a word, in any order; in list order.

    "ban" and "tam ba" find "Bản Nà Tăm". Marks that were typed count; if nothing has them, and it
    is not `strictly` what was typed, letters alone do.
    For showing, never to be taken: what one has in mind may be another one of them.
    """
    index, plain = _index(asking), vietnamese.plainly(text)
    keyed = (plain, vietnamese.unkeyed(plain))
    ways = dict.fromkeys(keyed if strictly else (*keyed, vietnamese.fold(plain)))
    each = (index.having_begun(vietnamese.words(way)) for way in ways if _LETTER.search(way))
    at = next(filter(None, each), set[int]())
    return tuple(asking.options[line] for line in sorted(at))


def said_in(asking: Asking, text: str) -> tuple[Option, ...]:
    """The lines whose whole label stands somewhere in the text: "tôi ở Bản Nà Tăm". To be asked
    back, for what stands around it may say the opposite."""
    said, index = vietnamese.words(text), _index(asking)
    some = set().union(*(index.having([word]) for word in said))
    return tuple(asking.options[at] for at in sorted(some) if _stands(index.labels[at], said))


def having(asking: Asking, text: str) -> tuple[Option, ...]:
    """The lines that have the words of the text, in any order."""
    return tuple(_among(asking, _index(asking).having(vietnamese.words(text))))


def names_one(asking: Asking, text: str) -> bool:
    """Whether the text says a whole label, points aside."""
    among = _likely(asking, text, WordIndex.whole)
    return any(vietnamese.says(text, option.label) for option in among)


def is_enough(text: str, option: Option) -> bool:
    """Whether the first words of a label stand for the whole of it.

    Not when it goes on in a way that may change what they say, and not a single syllable without
    its marks ("may" may begin "Máy tính", or mean "mây").
    """
    said = vietnamese.words(vietnamese.unkeyed(text))
    label = vietnamese.words(option.label)
    is_itself = len(said) > 1 or said == label[:1]
    return is_itself and _TURNS.isdisjoint(_going_on(option.label, len(said)))


def _going_on(label: str, size: int) -> tuple[str, ...]:
    """The words after the first `size` ones up to a comma, and the one after the comma.

    Commas part what is meant alike ("Làm ruộng, làm nương"), unless a "nhưng" follows.
    """
    parts = [vietnamese.words(part) for part in label.split(",")]
    at = 0
    while at < len(parts) - 1 and len(parts[at]) <= size:
        size -= len(parts[at])
        at += 1
        if not size:
            return parts[at][:1]
    following = parts[at + 1][:1] if at + 1 < len(parts) else ()
    return (*parts[at][size:], *following)


def near(asking: Asking, text: str) -> tuple[Option, ...]:
    """The lines a misspelt text may mean, likeliest first: for asking back, never to be taken.

    Other marks than the label's, one letter more, less, other or two of them turned around, or
    words from the middle of a label.
    """
    said = vietnamese.words(vietnamese.unkeyed(vietnamese.plainly(text)))
    spelled = _spelled(said)
    among = _among(asking, _index(asking).almost(said)) if _is_indexed(asking) else asking.options
    alike = (o for o in among if _is_near(spelled, _first(o.label, len(said))))
    guesses = tuple(islice(alike, _MOST_GUESSES + 1))
    if not guesses and len(spelled) >= _SHORTEST_GUESS:
        guesses = inside(asking, text)
    return guesses if len(guesses) <= _MOST_GUESSES else ()


def _is_indexed(asking: Asking) -> bool:
    """Whether the list is so long that its words are looked up. The points that may stand in a
    copied line are not among them."""
    return len(asking.options) > _MANY and asking.options[0].points is None


def _index(asking: Asking) -> WordIndex:
    return word_index.of(tuple([option.label for option in asking.options]))


def _likely(asking: Asking, text: str, likely: Likely) -> Sequence[Option]:
    """The lines that the text may say, in list order; all of them where they are few."""
    if not _is_indexed(asking):
        return asking.options
    index, ways = _index(asking), {text, vietnamese.unkeyed(text)}
    return _among(asking, {at for way in ways for at in likely(index, vietnamese.words(way))})


def _among(asking: Asking, at: set[int]) -> Sequence[Option]:
    return [asking.options[line] for line in sorted(at)]


def _enough(asking: Asking, options: Iterator[Option]) -> tuple[Option, ...]:
    return tuple(islice(options, _ENOUGH) if _is_indexed(asking) else options)


def _says(text: str, option: Option) -> bool:
    # "Không, có" is not "Không có": a mark between words begins another thought.
    if any(mark in text and mark not in option.label for mark in ",;/"):
        return False
    if vietnamese.says(text, option.label):
        return True
    # The line as people see it carries its points; a copy of it is the label all the same.
    if option.points is None or "m" not in text:
        return False
    points = vietnamese.speak_number(option.points)
    return vietnamese.says(text, f"{option.label} {points} điểm")


def _stands(label: tuple[str, ...], said: tuple[str, ...]) -> bool:
    starts = range(len(said) - len(label) + 1)
    name = " ".join(label)
    return any(vietnamese.says(" ".join(said[at : at + len(label)]), name) for at in starts)


def _later(text: str, label: str) -> list[bool]:
    theirs = vietnamese.words(label)
    starts = range(1, len(theirs) - len(vietnamese.words(text)) + 1)
    return [vietnamese.begins(text, " ".join(theirs[at:])) for at in starts]


def _first(label: str, count: int) -> str:
    return _spelled(vietnamese.words(label)[:count])


def _spelled(words: tuple[str, ...]) -> str:
    return vietnamese.fold(" ".join(words))


@lru_cache(maxsize=2048)
def _is_near(typed: str, label: str) -> bool:
    if typed == label:
        return bool(typed)
    is_word = len(typed) >= _SHORTEST_GUESS and not any(map(str.isdigit, typed + label))
    return is_word and _is_a_slip(typed, label)


def _is_a_slip(typed: str, label: str) -> bool:
    """Whether one letter was added, left out or mistaken, or two neighbours turned around."""
    if abs(len(typed) - len(label)) > 1:
        return False
    shorter, longer = sorted((typed, label), key=len)
    at = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), None)
    if at is None:
        return True
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    turned = shorter[:at] + shorter[at + 1 : at + 2] + shorter[at] + shorter[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or turned == longer
