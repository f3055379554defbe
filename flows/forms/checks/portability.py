"""Checks for what only some of Collect, Kobo and Enketo can work out, though we can.

ODK Collect's engine (JavaRosa 5.1, in the pyxform wheel) was asked for each of these.
"""

from collections.abc import Iterator

from flows.forms.checks import trees
from flows.forms.checks.draft import Draft
from flows.forms.checks.expressions import Formula, formulas
from flows.forms.faults import Fault
from flows.xpath.syntax import Call, Filter, Literal, Path, Step, Syntax, Union

UNKNOWN_TO_COLLECT = {
    "floor": "Nên dùng int().",
    "ceiling": "Nên dùng int() rồi cộng 1.",
    "substring": "Nên dùng substr(), đếm từ 0.",
    "last": "Nên dùng count() để biết có mấy phần.",
    "name": "Nên bỏ hàm này.",
    "local-name": "Nên bỏ hàm này.",
    "namespace-uri": "Nên bỏ hàm này.",
    "lang": "Nên bỏ hàm này.",
    "id": "Nên bỏ hàm này.",
}
AXES = {"child", "self", "parent", "attribute"}
SAY = "ODK Collect không hiểu {}. {}"


def portability(draft: Draft) -> Iterator[Fault]:
    """One hint for each thing in a formula that would fail in ODK Collect."""
    for formula in formulas(draft):
        whole = trees.tree(formula)
        told = {text for part in trees.parts(whole) for text in _troubles(part)} if whole else ()
        for text in sorted(told):
            yield _hint(formula, text)


def _hint(formula: Formula, text: str) -> Fault:
    return Fault(formula.sheet, formula.row.number, formula.column, text, serious=False)


def _troubles(part: Syntax) -> Iterator[str]:
    match part:
        case Call(name=name) if name in UNKNOWN_TO_COLLECT:
            yield SAY.format(f"hàm {name}()", UNKNOWN_TO_COLLECT[name])
        case Union():
            yield SAY.format('dấu "|"', "Nên tính riêng từng câu.")
        case Filter():
            yield SAY.format("dấu [ ] sau dấu )", "Nên viết [ ] ngay sau tên câu.")
        case Path(steps=steps):
            for step in steps:
                yield from _step(step)


def _step(step: Step) -> Iterator[str]:
    if not _is_known(step):
        yield SAY.format("cách chỉ đường này", "Nên viết ${tên} của câu.")
    for predicate in step.predicates:
        if isinstance(predicate, Literal) and isinstance(predicate.value, float):
            at = f"{predicate.value:g}"
            yield SAY.format(f"[{at}]", f"Nên viết [position() = {at}].")


def _is_known(step: Step) -> bool:
    """Whether Collect can take the step: to a child or an attribute by name, "." or ".."."""
    wanted = "node" if step.axis in ("self", "parent") else "name"
    return step.axis in AXES and step.test.kind == wanted
