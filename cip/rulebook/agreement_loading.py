"""Reads `agreements/` and `territories/` of a folder of rules into entries with positions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as FilePath

from cip.rulebook.diagnostics import Diagnostic, message
from cip.rulebook.loading import Declared, not_yaml, read_items
from cip.rulebook.reading import Document, read_yaml
from cip.rulebook.shape_check import Entry, M, check_keys, check_shape
from cip.rulebook.shapes import agreement as shapes

AGREEMENTS, TERRITORIES, CASES = "agreements", "territories", "cases"
CLAUSES_FILE, CARDS_FILE = "clauses.yaml", "ccnl.yaml"
_CLAUSE_KEYS = ("facts", "clauses", "doubts")


@dataclass
class AgreementFolder(Declared):
    """What was sound in `agreements/` and `territories/`; `there` is false for rules without agreements."""

    there: bool = False
    facts: list[Entry[shapes.ClauseFact]] = field(default_factory=list)
    clauses: list[Entry[shapes.Clause]] = field(default_factory=list)
    doubts: list[Entry[shapes.Doubt]] = field(default_factory=list)
    cards: list[Entry[shapes.ContractCard]] = field(default_factory=list)
    agreements: list[Entry[shapes.Agreement]] = field(default_factory=list)
    territories: list[Entry[shapes.Territory]] = field(default_factory=list)
    cases: list[Document] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    @cached_property
    def fact_types(self) -> Mapping[str, str]:
        """The type of each sound fact of clauses."""
        return {entry.item.id: entry.item.type for entry in self.facts}


def read_agreement_folder(root: FilePath, *, with_cases: bool = True) -> AgreementFolder:
    """Read the agreements of a folder shaped like `rules/`; what nobody reads is a mistake."""
    into = AgreementFolder()
    folder = root / AGREEMENTS
    if not folder.is_dir():
        return into
    into.there = True
    _read_clauses(root, into)
    _read_cards(root, into)
    known = {CLAUSES_FILE, CARDS_FILE}
    files = [file for file in sorted(folder.glob("*.yaml")) if file.name not in known]
    into.agreements = list(_whole(root, files, shapes.Agreement, AGREEMENTS, into))
    read_territories(root, into)
    if with_cases:
        documents = (_document(root, file, into) for file in sorted((folder / CASES).glob("*.yaml")))
        into.cases = [document for document in documents if document is not None]
    into.found += [item for item in not_yaml(root, folder) if item.file != f"{AGREEMENTS}/{CASES}"]
    into.found += not_yaml(root, folder / CASES)
    return into


def read_territories(root: FilePath, into: AgreementFolder) -> None:
    """Read only `territories/`: a list of municipalities a file."""
    files = sorted((root / TERRITORIES).glob("*.yaml"))
    into.territories = list(_whole(root, files, shapes.Territory, TERRITORIES, into))
    into.found += not_yaml(root, root / TERRITORIES)


def _document(root: FilePath, path: FilePath, into: AgreementFolder) -> Document | None:
    document, found = read_yaml(path.read_bytes(), path.relative_to(root).as_posix())
    into.found += found
    return document


def _read_clauses(root: FilePath, into: AgreementFolder) -> None:
    file = root / AGREEMENTS / CLAUSES_FILE
    name = file.relative_to(root).as_posix()
    if not file.is_file():
        into.found.append(Diagnostic(name, 1, 1, "E209", message("E209", file=name)))
    document = _document(root, file, into) if file.is_file() else None
    if document is None:
        into.unreadable.update(_CLAUSE_KEYS)
        return
    into.found += check_keys(document, _CLAUSE_KEYS)
    into.facts = read_items(document, ("facts",), shapes.ClauseFact, "facts", into, into.found)
    into.clauses = read_items(document, ("clauses",), shapes.Clause, "clauses", into, into.found)
    into.doubts = read_items(document, ("doubts",), shapes.Doubt, "doubts", into, into.found)


def _read_cards(root: FilePath, into: AgreementFolder) -> None:
    file = root / AGREEMENTS / CARDS_FILE
    document = _document(root, file, into) if file.is_file() else None
    if document is not None:
        into.cards = read_items(document, (), shapes.ContractCard, "cards", into, into.found)


def _whole(
    root: FilePath, files: list[FilePath], shape: type[M], kind: str, into: AgreementFolder
) -> Iterator[Entry[M]]:
    """One item a file, called like the file."""
    for file in files:
        into.declared.setdefault(kind, set()).add(file.stem)
        document = _document(root, file, into)
        if document is None:
            into.unsound.add(kind)
            continue
        entry, found = check_shape(document, (), shape)
        into.found += found
        if entry is None:
            into.unsound.add(kind)
            continue
        if entry.item.id != file.stem:  # type: ignore[attr-defined]  # both shapes have an id
            problem = f'the file is called "{file.stem}"; use the same name'
            into.found.append(entry.diagnostic("E208", "id", problem=problem))
        yield entry
