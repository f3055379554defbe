"""`python -m tests.fuzz.replay KIND SEED NUMBER`: one case once more, with the whole traceback."""

import sys
from pathlib import Path

from flows.forms import loading
from flows.forms.faults import WorkbookError
from tests.fuzz import mutations, trial
from tests.fuzz.guarded import within


def main(kind: str, seed: str, number: str) -> None:
    """Keep the workbook in the folder one stands in, load it, and say what came of it."""
    case = mutations.case(kind, int(seed), int(number))
    said = [f"{trial.kept(case, Path())}"]
    try:
        with within(trial.SECONDS):
            form, faults = loading.load(case.content, case.file_name)
        said += [f"{len(form.questions)} questions", *map(str, faults)]
    except WorkbookError as error:
        said += ["refused", str(error)]
    sys.stdout.write("\n".join(said) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
