"""One JavaRosa in a process of its own: forms go in, the state of every leaf comes out."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import NamedTuple

from pyxform.validators import odk_validate

JAR = Path(odk_validate.__file__).parent / "bin" / "ODK_Validate.jar"
DRIVER = Path(__file__).with_name("Walk.java")
MISSING = "JavaRosa needs a JDK" if shutil.which("javac") is None else ""


class Leaf(NamedTuple):
    """What stands at one leaf; `offered` are the names of its choices, None where it has none, and
    `locked` says whether people may only read it, None where nobody would be asked."""

    value: str
    relevant: bool
    required: bool
    kept: bool
    offered: tuple[str, ...] | None
    locked: bool | None = None


State = Mapping[str, Leaf]


class Stumbled(Exception):
    """JavaRosa raised; the argument is what it said."""


@dataclass
class JavaRosa:
    """A running engine with at most one form open."""

    process: "subprocess.Popen[str]"

    def load(self, xform: str, files: Mapping[str, bytes]) -> State:
        """Open a form afresh, with the files beside it; where it stands."""
        with TemporaryDirectory() as folder:
            for name, content in files.items():
                (Path(folder) / name).write_bytes(content)
            return self._ask({"load": xform, "files": folder})

    def write(self, path: str, value: str) -> State:
        """Write an answer, "" for none; where the form stands then. Raises Stumbled."""
        return self._ask({"path": path, "value": value})

    def add(self, roster: str) -> State:
        """One more member of an open repeat."""
        return self._ask({"add": roster})

    def remove(self, member: str) -> State:
        """Take a member away: "/data/people[2]"; those after it move up."""
        return self._ask({"remove": member})

    def _ask(self, asked: Mapping[str, str]) -> State:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        found = json.loads(self.process.stdout.readline())
        if "error" in found:
            raise Stumbled(found["error"])
        return {path: _leaf(*row) for path, row in found.items()}


@contextmanager
def running() -> Iterator[JavaRosa]:
    """JavaRosa, in the time zone of Vietnam."""
    command = ["java", "-Duser.timezone=Asia/Ho_Chi_Minh", "-Dfile.encoding=UTF-8"]
    command += ["-cp", f"{_compiled()}:{JAR}", "Walk"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        try:
            yield JavaRosa(process)
        finally:
            process.kill()


@cache
def _compiled() -> str:
    folder = mkdtemp(prefix="banhoc-javarosa-")
    subprocess.run(["javac", "-cp", str(JAR), "-d", folder, str(DRIVER)], check=True)  # noqa: S607 (the JDK wherever it is)
    return folder


def _leaf(
    value: str,
    relevant: bool,
    required: bool,
    kept: bool,
    offered: list[str] | None,
    locked: bool,
) -> Leaf:
    names = None if offered is None else tuple(offered)
    return Leaf(value, relevant, required, kept, names, locked)
