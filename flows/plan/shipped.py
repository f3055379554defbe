"""The plans that come with the program, by code."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from flows.plan import reading
from flows.plan.model import Plan

NATION = "quoc_gia"
"""The plan of the days that hold in the whole country; no commune follows it, all may add to it."""


@cache
def plans() -> Mapping[str, Plan]:
    """Every shipped plan by its code, in the order of the codes."""
    folder = files("flows") / "library" / "plans"
    shipped = (file for file in folder.iterdir() if file.name.endswith(reading.ENDINGS))
    read = (reading.read(file.read_bytes(), file.name) for file in shipped)
    return MappingProxyType({plan.code: plan for plan in sorted(read, key=lambda plan: plan.code)})
