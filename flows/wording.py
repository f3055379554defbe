"""Every sentence that is not part of a form, by key, in the language of the person.

The catalogues are gettext files (`locale/vi.po` is the source of what people read), so that a
translator needs no Python.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from babel.messages.pofile import read_po

SOURCE = "vi"


class Words:
    """The sentences of one language. A key it lacks is taken from the Vietnamese source."""

    def __init__(self, language: str, sentences: Mapping[str, str], source: Mapping[str, str]):
        self.language = language
        self._sentences = {**source, **sentences}

    def __call__(self, key: str, /, **facts: object) -> str:
        """The sentence `key` with its {places} filled. Raises KeyError for an unknown key."""
        return self._sentences[key].format_map(facts)

    def has(self, key: str) -> bool:
        return key in self._sentences


def read(catalogue: bytes) -> dict[str, str]:
    """The sentences of a .po file by key; those not translated are left out."""
    messages = read_po(BytesIO(catalogue))
    return {str(m.id): str(m.string) for m in messages if m.id and m.string}


@lru_cache
def words(language: str) -> Words:
    """The shipped catalogue of `language`, or the Vietnamese one when there is none."""
    folder = files("flows") / "locale"
    source = read((folder / f"{SOURCE}.po").read_bytes())
    own = folder / f"{language}.po"
    return Words(language, read(own.read_bytes()) if own.is_file() else {}, source)
