"""Reads and checks the public programmes of a folder of rules: what was to be reached, by whom, and when they meet."""

from dataclasses import dataclass, field
from pathlib import Path

from cip.kernel.errors import RefusalError
from cip.rulebook.checks.programmes import check_programme
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.loading import not_yaml
from cip.rulebook.reading import read_yaml
from cip.rulebook.shape_check import Entry, check_shape
from cip.rulebook.shapes.programme import Programme

PROGRAMMES = "programmes"


class ProgrammesBrokenError(RefusalError):
    """A programme has mistakes; the sentence names the first and how to see all."""


@dataclass
class _Read:
    programmes: dict[str, Entry[Programme]] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)


def check_programmes(root: Path, calls: frozenset[str], measures: frozenset[str] | None) -> list[Diagnostic]:
    """Every mistake of `programmes/`, in order of place. `calls` and `measures` are what programmes may name."""
    read = _read(root)
    found = [*read.found]
    for entry in read.programmes.values():
        found += check_programme(entry, calls, measures)
    return sorted(set(found))


def read_programmes(root: Path) -> dict[str, Programme]:
    """The programmes of a folder by id; none where there is no such folder. Raises ProgrammesBrokenError."""
    read = _read(root)
    if read.found:
        raise ProgrammesBrokenError(f"the programmes have mistakes: {min(read.found)} (run `cip rules check`)")
    return {name: entry.item for name, entry in sorted(read.programmes.items())}


def _read(root: Path) -> _Read:
    into = _Read(found=list(not_yaml(root, root / PROGRAMMES)))
    for path in sorted((root / PROGRAMMES).glob("*.yaml")):
        document, found = read_yaml(path.read_bytes(), path.relative_to(root).as_posix())
        into.found += found
        if document is None:
            continue
        entry, found = check_shape(document, (), Programme)
        into.found += found
        if entry is None:
            continue
        if entry.item.id != path.stem:
            problem = f'the file is called "{path.stem}"; use the same name'
            into.found.append(entry.diagnostic("E208", "about", "id", problem=problem))
        into.programmes[path.stem] = entry
    return into
