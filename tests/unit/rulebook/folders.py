"""The tiny sound rules folder, copies of it with changes, and the museum of broken files laid over it."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from cip.rulebook.checking import CheckedRules, check_rules
from cip.rulebook.packs import Pack

HERE = Path(__file__).parent
TINY = HERE / "tiny"
REAL = HERE.parents[2] / "rules"
MUSEUM = tuple(sorted((HERE / "broken").glob("*.yaml")))
MODEL = "models/tiny"

NEEDED = {"total": frozenset({"low", "high"}), "total_none": frozenset[str]()}
"""The sentences that an engine for the tiny model would fill in."""

_HEADER = re.compile(rb"# (file|remove): (\S+)\n# expect: (E\d{3}) (\d+):(\d+)\n")
_ANOTHER = re.compile(rb"^# file: (\S+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Exhibit:
    """One broken file of the museum: what it does to the tiny folder, and the one diagnostic that must come of it."""

    path: Path
    verb: str
    file: str
    code: str
    line: int
    column: int
    content: bytes

    def lay_over(self, root: Path) -> None:
        """Replace, add or remove the file; a further `# file:` line starts another that is needed beside it."""
        if self.verb == "remove":
            (root / self.file).unlink()
            return
        pieces = _ANOTHER.split(self.content)
        head = b"# file: " + pieces[1] + b"\n"
        (root / self.file).write_bytes(head + pieces[2])
        for name, content in zip(pieces[3::2], pieces[4::2], strict=True):
            (root / name.decode()).write_bytes(content)


def exhibit(path: Path) -> Exhibit:
    """A museum file, read. It begins with `# file: F` (or `# remove: F`) and `# expect: CODE LINE:COLUMN`."""
    content = path.read_bytes()
    header = _HEADER.match(content)
    assert header, f"{path.name} does not say what it replaces and what to expect"
    verb, file, code, line, column = (group.decode() for group in header.groups())
    return Exhibit(path, verb, file, code, int(line), int(column), content)


def copy_of_tiny(to: Path) -> Path:
    """A fresh copy of the tiny folder."""
    root = to / "rules"
    shutil.copytree(TINY, root)
    return root


def change(root: Path, file: str, old: str, new: str) -> None:
    """Replace the one place where `old` stands in a file of a copy."""
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def check(root: Path) -> CheckedRules:
    """All stages over a folder, with the sentences that the tiny model needs."""
    return check_rules(root, NEEDED)


def pack_of(root: Path) -> Pack:
    """The pack of the tiny model in a folder, which must be sound."""
    checked = check(root)
    assert not checked.diagnostics, [str(item) for item in checked.diagnostics]
    return checked.packs["tiny"]
