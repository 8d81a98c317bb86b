"""Reads, checks and builds the calls of a folder of rules, each as a pack of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from cip.rulebook.agreement_loading import AgreementFolder, read_territories
from cip.rulebook.call_expressions import expressions_of_call
from cip.rulebook.call_packs import CallContent, CallPack, call_scope
from cip.rulebook.checks.calls import CallSurroundings, check_call
from cip.rulebook.checks.dates import check_law_dates
from cip.rulebook.cited import cited_law
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.expressions.nodes import columns_read
from cip.rulebook.expressions.parsing import parse_condition, parse_number
from cip.rulebook.expressions.scope import name_of_column
from cip.rulebook.loading import LawFolder, not_yaml, read_law
from cip.rulebook.reading import Document, read_yaml
from cip.rulebook.shape_check import Entry, check_shape
from cip.rulebook.shapes.agreement import Territory, TerritoryRef
from cip.rulebook.shapes.call import Call

CALLS, CASES = "calls", "cases"


@dataclass(kw_only=True)
class CallFolder:
    """What was read of `calls/`: the sound calls, every id that a file stands for, cases, and the mistakes."""

    calls: dict[str, Entry[Call]] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)
    cases: list[Document] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True)
class CheckedCalls:
    """Every mistake in order of place, and a pack for each call without one."""

    diagnostics: tuple[Diagnostic, ...]
    packs: Mapping[str, CallPack]
    folder: CallFolder


def call_ids(root: FilePath) -> list[str]:
    """The ids of the calls of a folder of rules, in order."""
    return sorted(file.stem for file in (root / CALLS).glob("*.yaml"))


def read_call_folder(root: FilePath, *, only: str | None = None, with_cases: bool = True) -> CallFolder:
    """Read `calls/`; `only` reads the file of one call and nothing else."""
    into = CallFolder(declared=set(call_ids(root)))
    folder = root / CALLS
    for file in sorted(folder.glob("*.yaml")):
        if only in (None, file.stem):
            _read_call(root, file, into)
    if with_cases and only is None:
        documents = [_document(root, file, into) for file in sorted((folder / CASES).glob("*.yaml"))]
        into.cases = [document for document in documents if document is not None]
        into.found += [item for item in not_yaml(root, folder) if item.file != f"{CALLS}/{CASES}"]
        into.found += not_yaml(root, folder / CASES)
    return into


def _document(root: FilePath, file: FilePath, into: CallFolder) -> Document | None:
    document, found = read_yaml(file.read_bytes(), file.relative_to(root).as_posix())
    into.found += found
    return document


def _read_call(root: FilePath, file: FilePath, into: CallFolder) -> None:
    document = _document(root, file, into)
    if document is None:
        return
    entry, found = check_shape(document, (), Call)
    into.found += found
    if entry is None:
        return
    if entry.item.id != file.stem:
        problem = f'the file is called "{file.stem}"; use the same name'
        into.found.append(entry.diagnostic("E208", "about", "id", problem=problem))
    into.calls[file.stem] = entry


def check_calls(
    root: FilePath,
    law: LawFolder,
    agreements: AgreementFolder,
    *,
    measures: frozenset[str] | None = None,
    only: str | None = None,
    with_cases: bool = True,
) -> CheckedCalls:
    """Every mistake of `calls/` against law, agreements and measures that were read, and a pack for each sound call."""
    folder = read_call_folder(root, only=only, with_cases=with_cases)
    around = CallSurroundings(law, agreements, frozenset(folder.declared), measures)
    found = list(folder.found)
    packs: dict[str, CallPack] = {}
    unsound = {item.file for item in found}
    for identifier, entry in folder.calls.items():
        mistakes = list(check_call(entry, around))
        found += mistakes
        citable = law.is_whole and agreements.is_whole("territories")
        if citable and not mistakes and entry.document.file not in unsound:
            packs[identifier] = build_call_pack(entry.item, law, agreements)
    return CheckedCalls(tuple(sorted(set(found))), packs, folder)


def load_call_packs(root: FilePath, *, only: str | None = None) -> CheckedCalls:
    """The calls of a folder with the law they cite, and every mistake of either. Clauses that calls name are not
    looked at here: `cip rules check` does.
    """
    law, law_mistakes = read_law(root)
    law_mistakes += check_law_dates(law)
    territories = AgreementFolder()
    read_territories(root, territories)
    checked = check_calls(root, law, territories, only=only, with_cases=False)
    found = sorted({*law_mistakes, *territories.found, *checked.diagnostics})
    return CheckedCalls(tuple(found), {} if law_mistakes or territories.found else checked.packs, checked.folder)


def build_call_pack(call: Call, law: LawFolder, agreements: AgreementFolder) -> CallPack:
    """The pack of a sound call: itself, the law that it names or reads, its territory."""
    if law.about is None:  # pragma: no cover - sound law has it
        raise ValueError("only sound law goes into a pack")
    scope = call_scope(call.facts, {key: entry.item for key, entry in law.parameters.items()})
    keys = set(call.law)
    for _path, text, wanted in expressions_of_call(call):
        node = parse_condition(text, scope) if wanted == "condition" else parse_number(text, scope)
        keys |= {name for name in map(name_of_column, columns_read(node)) if name in law.parameters}
    keys -= {fact.id for fact in call.facts}
    content = CallContent(
        call=call, law=cited_law(law, law.about.item, keys), territory=_territory(call.territory, agreements)
    )
    return CallPack.of(content)


def _territory(ref: TerritoryRef | str, agreements: AgreementFolder) -> Territory | None:
    if isinstance(ref, str):
        return None
    found = next(entry.item for entry in agreements.territories if entry.item.id == ref.list)
    versions = tuple(version for version in found.versions if version.version == ref.version)
    return found.model_copy(update={"versions": versions})
