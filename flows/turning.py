"""The words that turn the pages of a long list: the same wherever lines are shown page by page."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from flows import vietnamese

Turn = Literal["more", "before", "all"]
"""To the next page, to the one before, or from what was found back to the whole list."""

# No command of `commands` is among them: "tiếp" goes on with the form, "quay lại" to the question
# before, "danh sách" to the forms.
_WORDS: Mapping[Turn, tuple[str, ...]] = {
    "more": (
        *("thêm", "xem thêm", "xemthem", "thêm nữa", "xem tiếp", "xem nữa", "trang sau"),
        *("trang tiếp", "trang tiếp theo", "more", "see more", "next page"),
    ),
    "before": (
        *("trước", "trang trước", "trangtruoc", "xem trước", "xem trang trước"),
        *("previous", "previous page"),
    ),
    "all": (
        *("xem tất cả", "xemtatca", "xem hết", "xem cả", "cả danh sách", "xem cả danh sách"),
        *("xem danh sách", "see all", "whole list"),
    ),
}
_LONGEST = 40  # characters


def turn(text: str) -> Turn | None:
    """Where the whole of the text turns to, or None when it says anything else."""
    return _turn(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=1024)
def _turn(text: str) -> Turn | None:
    said = vietnamese.plainly(text).strip(" .!…/")
    turns = (turn for turn, words in _WORDS.items() if any(_is(said, word) for word in words))
    return next(turns, None)


def _is(said: str, word: str) -> bool:
    """Several words without any marks, one with those that were typed, as commands are read."""
    if " " in word:
        return vietnamese.fold(said) == vietnamese.fold(word)
    return vietnamese.says(said, word)
