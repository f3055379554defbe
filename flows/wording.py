"""Every sentence that is not part of a form, by key, in the language of the person.

The catalogues are gettext files (`locale/vi.po` is the source of what people read), so that a
translator needs no Python.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from babel.messages.pofile import read_po

from flows.vietnamese import speak_number

SOURCE = "vi"
YOU = "bác"  # how an elder is addressed, and everybody whose age is not known
_ENDING = ".po"
_AS_IN_ENGLISH = str.maketrans(",.", ".,")


class Words:
    """The sentences of one language, spoken to somebody addressed as `you`.

    A key the language lacks is taken from the Vietnamese source.
    """

    def __init__(
        self, language: str, sentences: Mapping[str, str], source: Mapping[str, str], you: str = YOU
    ) -> None:
        self.language = language
        self._sentences = {**source, **sentences}
        self._you = {"you": you, "You": you[:1].upper() + you[1:]}

    def __call__(self, key: str, /, **facts: object) -> str:
        """The sentence `key` with its {places} filled; {you} and {You} are always known.

        Raises KeyError for an unknown key and for a place nobody filled.
        """
        return self._sentences[key].format_map({**self._you, **facts})

    def number(self, value: float) -> str:
        """The number as the language writes it: "2,5", in English "2.5"."""
        return self.in_figures(speak_number(value))

    def in_figures(self, spoken: str) -> str:
        """A number in Vietnamese figures, "1.500,5", in those of the language."""
        return spoken.translate(_AS_IN_ENGLISH) if self.language == "en" else spoken


def read(catalogue: bytes) -> dict[str, str]:
    """The sentences of a .po file by key; those not translated are left out."""
    messages = read_po(BytesIO(catalogue))
    return {str(m.id): str(m.string) for m in messages if m.id and m.string}


@lru_cache
def languages() -> tuple[str, ...]:
    """The codes of the shipped catalogues, the source first."""
    names = (file.name for file in (files("flows") / "locale").iterdir())
    codes = sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING))
    return (SOURCE, *(code for code in codes if code != SOURCE))


@lru_cache
def words(language: str, you: str = YOU) -> Words:
    """The shipped catalogue of `language`, or the Vietnamese one when there is none."""
    return Words(language, _shipped(language), _shipped(SOURCE), you)


@lru_cache
def _shipped(language: str) -> Mapping[str, str]:
    if language not in languages():
        return {}
    return read((files("flows") / "locale" / f"{language}{_ENDING}").read_bytes())
