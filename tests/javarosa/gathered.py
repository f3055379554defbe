"""All the forms that our engine and JavaRosa walk through, by name."""

from collections.abc import Mapping
from importlib.resources import files

from tests.flows.xpath.recorded import RECORDED
from tests.javarosa.forms import FORMS as SMALL
from tests.javarosa.forms_files import FORMS as FILES
from tests.javarosa.forms_kinds import FORMS as KINDS
from tests.javarosa.forms_media import FORMS as MEDIA
from tests.javarosa.forms_semantics import FORMS as SEMANTICS

FORMS: Mapping[str, bytes] = {**FILES, **SMALL, **KINDS, **MEDIA, **SEMANTICS}
LIBRARY = files("flows") / "library" / "packs"
PACKS = sorted(path.name for path in LIBRARY.iterdir() if path.name.endswith(".md"))
PROTOTYPES = RECORDED.parents[1] / "prototypes" / "xlsform"
SHARED = ("assess40.md", "scored.md")
ALL = (*PACKS, *FORMS, *SHARED)


def content(name: str) -> bytes:
    """The workbook, as .md, or as a .zip with the files beside it."""
    if name in FORMS:
        return FORMS[name]
    if name in PACKS:
        return (LIBRARY / name).read_bytes()
    # `banhoc check` asks for ^…$, because engines differ without; Collect reads both alike.
    return (PROTOTYPES / name).read_bytes().replace(b"'^https?://.+'", b"'^https?://.+$'")


def file_name(name: str) -> str:
    """What that workbook is called."""
    if name in (*FILES, *MEDIA):
        return "form.zip"
    return "form.md" if name in FORMS else name


def missing(name: str) -> bool:
    """Whether the form is kept beside this repository, and is not there."""
    return name in SHARED and not (PROTOTYPES / name).exists()
