"""Knows which lines of a list have which words, so that a long list is not read line by line."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flows import vietnamese

_LAST = "\U0010ffff"  # stands after every letter
_FIGURES = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The words of the labels of one list. Lines are counted from 0.

    `labels` has the words of each label, `lines` the lines of each word, and `words` all words in
    order, each with its letters without marks before it. `longest` is in characters of a label.
    """

    labels: tuple[tuple[str, ...], ...]
    lines: Mapping[str, tuple[int, ...]]
    words: tuple[tuple[str, str], ...]
    has_figures: bool
    longest: int

    def having(self, said: Sequence[str]) -> set[int]:
        """The lines that have all these words, in any order."""
        return _in_all(self._lines(self._saying(word)) for word in said)

    def having_begun(self, said: Sequence[str]) -> set[int]:
        """The lines in which each of these begins a word, in any order."""
        return _in_all(self._lines(self._begun(word)) for word in said)

    def beginning(self, said: Sequence[str]) -> set[int]:
        """The lines that have all these words, and the first of them first."""
        firsts = set(self._saying(said[0])) if said else set()
        return {at for at in self.having(said) if self.labels[at][0] in firsts}

    def whole(self, said: Sequence[str]) -> set[int]:
        """The lines that have these words and no others, in any order."""
        return {at for at in self.having(said) if len(self.labels[at]) == len(said)}

    def almost(self, said: Sequence[str]) -> set[int]:
        """Lines that have all but one of these words; of a single word, one spelt much like it."""
        if len(said) == 1:
            bare = vietnamese.fold(said[0])
            return self._lines([word for other, word in self.words if _is_much_like(bare, other)])
        each = [self._lines(self._saying(word)) for word in said]
        return {at for gone in range(len(each)) for at in _in_all(each[:gone] + each[gone + 1 :])}

    def _saying(self, said: str) -> list[str]:
        size = len(vietnamese.fold(said))
        return [word for word in self._begun(said) if len(vietnamese.fold(word)) == size]

    def _begun(self, said: str) -> list[str]:
        bare = vietnamese.fold(said)
        first = bisect_left(self.words, (bare, ""))
        alike = self.words[first : bisect_left(self.words, (bare + _LAST, ""), first)]
        return [word for _, word in alike if vietnamese.starts(said, word)]

    def _lines(self, words: Iterable[str]) -> set[int]:
        return {at for word in words for at in self.lines[word]}


@lru_cache(maxsize=64)  # lists of all forms in use; a text remembers its hash, so asking is cheap
def of(labels: tuple[str, ...]) -> WordIndex:
    """The index of a list with these labels, made once."""
    apart = tuple(map(vietnamese.words, labels))
    lines: dict[str, list[int]] = {}
    for at, words in enumerate(apart):
        for word in dict.fromkeys(words):
            lines.setdefault(word, []).append(at)
    return WordIndex(
        labels=apart,
        lines={word: tuple(found) for word, found in lines.items()},
        words=tuple(sorted((vietnamese.fold(word), word) for word in lines)),
        has_figures=any(not _FIGURES.isdisjoint(label) for label in labels),
        longest=max(map(len, labels), default=0),
    )


def _in_all(each: Iterable[set[int]]) -> set[int]:
    found: set[int] | None = None
    for lines in each:
        found = lines if found is None else found & lines
        if not found:
            break
    return found or set()


def _is_much_like(one: str, other: str) -> bool:
    """Whether one slip may lie between them: it leaves the first letter or the last as it is."""
    near = abs(len(one) - len(other)) <= 1
    return near and (one[:1] == other[:1] or one[-1:] == other[-1:])
