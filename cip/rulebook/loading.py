"""Reads a folder shaped like `rules/` into entries with positions; the checks of the later stages work on these."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from cip.kernel.texts import Text
from cip.rulebook.diagnostics import Diagnostic, did_you_mean, message
from cip.rulebook.reading import Document, read_yaml
from cip.rulebook.shape_check import Entry, M, check_keys, check_list, check_map, check_shape, described, value_at
from cip.rulebook.shapes import law, model

MODEL_FILES = ("about", "profile", "areas", "duties", "needs", "levels", "weights", "reasons")
MODEL_FOLDERS = ("indicators", "measures", "cases")
GUIDES = "guides"
"""A folder of texts that no check-up reads: `guides.py` reads it, a pack knows nothing of it."""
_KINDS = {"profile": ("bands", "groups", "facts"), "levels": ("levels", "gates")}
_ONE_OF = {"duties": "duty"}
_USABLE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass
class LawFolder:
    """What was sound in `law/`."""

    about: Entry[law.LawAbout] | None = None
    selectors: dict[str, Entry[law.Selector]] = field(default_factory=dict)
    parameters: dict[str, Entry[law.Parameter]] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)
    declared_selectors: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)

    @property
    def is_whole(self) -> bool:
        """Whether everything that the files declare is sound, so that a pack can be made of it."""
        sound = self.declared == set(self.parameters) and self.declared_selectors == set(self.selectors)
        return sound and not self.unreadable and self.about is not None

    def may_hold(self, key: str) -> bool:
        """Whether a parameter is there, sound or not, or may stand in a file that could not be read."""
        return key in self.declared or "parameters" in self.unreadable

    def may_hold_selector(self, identifier: str) -> bool:
        """The same for a selector."""
        return identifier in self.declared_selectors or "selectors" in self.unreadable


@dataclass(kw_only=True)
class Declared:
    """Which items a folder declares.

    `declared` holds also the ids of unsound items, so that citing them is no second mistake; `unreadable` are the
    kinds of which nobody can say what is there; `unsound` the kinds of which some item is missing here.
    """

    declared: dict[str, set[str]] = field(default_factory=dict)
    firsts: dict[tuple[str, str], Entry[Any]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    unsound: set[str] = field(default_factory=set)

    def may_hold(self, kind: str, identifier: str) -> bool:
        """Whether an item is there, sound or not, or may stand in a file that could not be read."""
        return identifier in self.declared.get(kind, ()) or kind in self.unreadable

    def is_whole(self, kind: str) -> bool:
        """Whether every item of a kind is here, so that sums and orders mean something."""
        return kind not in self.unreadable and kind not in self.unsound


@dataclass
class ModelFolder(Declared):
    """What was sound in one `models/<id>/`."""

    id: str
    about: Entry[model.About] | None = None
    minutes: float = 0.0
    duties_minutes: float = 0.0
    bands: list[Entry[model.BandRow]] = field(default_factory=list)
    groups: list[Entry[model.Group]] = field(default_factory=list)
    facts: list[Entry[model.Fact]] = field(default_factory=list)
    areas: list[Entry[model.Area]] = field(default_factory=list)
    indicators: list[Entry[model.Indicator]] = field(default_factory=list)
    duties: list[Entry[model.Duty]] = field(default_factory=list)
    needs: list[Entry[model.Need]] = field(default_factory=list)
    measures: list[Entry[model.Measure]] = field(default_factory=list)
    levels: list[Entry[model.Level]] = field(default_factory=list)
    gates: list[Entry[model.Gate]] = field(default_factory=list)
    weights: list[Entry[model.WeightsRow]] = field(default_factory=list)
    reasons: dict[str, Entry[Text]] = field(default_factory=dict)
    cases: list[Document] = field(default_factory=list)
    sound: bool = True


@dataclass
class RulesFolder:
    """All of `rules/`, as far as it is sound, and every mistake found so far."""

    law: LawFolder = field(default_factory=LawFolder)
    models: dict[str, ModelFolder] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    @property
    def measures(self) -> frozenset[str] | None:
        """The measures that the models declare, sound or not; None where a file of them could not be read."""
        if any("measures" in model.unreadable for model in self.models.values()):
            return None
        return frozenset().union(*(model.declared.get("measures", ()) for model in self.models.values()))


class RulesFolderMissingError(Exception):
    """There is no such folder, or it is not shaped like `rules/`."""


def read_folder(root: FilePath, *, only_model: str | None = None, with_cases: bool = True) -> RulesFolder:
    """Read `law/` and the models of a folder. Raises RulesFolderMissingError."""
    if not (root / "law").is_dir() and not (root / "models").is_dir():
        raise RulesFolderMissingError(f"{root} has no folder `law` or `models`: it is not a rules folder")
    folder = RulesFolder()
    _read_law(root, folder)
    for path in sorted(p for p in (root / "models").glob("*") if p.is_dir()):
        if only_model in (None, path.name):
            folder.models[path.name] = _read_model(root, path, folder, with_cases=with_cases)
    return folder


def read_law(root: FilePath) -> tuple[LawFolder, list[Diagnostic]]:
    """Only `law/` of a folder, and the mistakes found in it."""
    folder = RulesFolder()
    _read_law(root, folder)
    return folder.law, folder.found


def natural_key(identifier: str) -> tuple[str, int]:
    """Sorts codes as people read them: T2 before T10."""
    match = re.fullmatch(r"([A-Za-z_]*)(\d*)", identifier)
    return (match[1], int(match[2] or 0)) if match else (identifier, 0)


def _document(root: FilePath, path: FilePath, folder: RulesFolder) -> Document | None:
    name = path.relative_to(root).as_posix()
    content = path.read_bytes()
    document, found = read_yaml(content, name)
    folder.found += found
    return document


def _read_law(root: FilePath, folder: RulesFolder) -> None:
    for path in sorted((root / "law").glob("*.yaml")):
        document = _document(root, path, folder)
        if document is None:
            folder.law.unreadable.add("selectors" if path.stem == "selectors" else "parameters")
            continue
        if path.stem == "about":
            folder.law.about, found = check_shape(document, (), law.LawAbout)
        elif path.stem == "selectors":
            found = _read_selectors(document, folder.law)
        else:
            found = _read_parameters(document, folder.law)
        folder.found += found
    for name in ("about", "selectors"):
        if not (root / "law" / f"{name}.yaml").is_file():
            folder.law.unreadable.add(name)
            folder.found.append(_missing_file(f"law/{name}.yaml"))
    folder.found += not_yaml(root, root / "law")


def _read_selectors(document: Document, into: LawFolder) -> list[Diagnostic]:
    entries, found = check_list(document, (), law.Selector)
    for entry in entries:
        first = into.selectors.setdefault(entry.item.id, entry)
        if first is not entry:
            where = place_of(first)
            found.append(entry.diagnostic("E302", "id", kind="selector", id=entry.item.id, first=where))
    identifiers = _identifiers(document.value)
    into.declared_selectors.update(identifier for identifier in identifiers if identifier is not None)
    if None in identifiers or not isinstance(document.value, list):
        into.unreadable.add("selectors")
    return found


def place_of(entry: Entry[Any]) -> str:
    """`file:line` of an item."""
    return f"{entry.document.file}:{entry.document.position(entry.path)[0]}"


def _identifiers(items: object) -> list[str | None]:
    """The ids of the items of a list, sound or not; None for one that has none that anybody could cite."""
    texts = [str(item.get("id")) if isinstance(item, dict) and "id" in item else "" for item in _list(items)]
    return [text if _USABLE_ID.fullmatch(text) else None for text in texts]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _read_parameters(document: Document, into: LawFolder) -> list[Diagnostic]:
    entries, found = check_map(document, law.Parameter)
    for key, entry in entries.items():
        first = into.parameters.get(key)
        if first is not None:
            where = place_of(first)
            found.append(document.diagnostic("E302", (key,), of_key=True, kind="parameter", id=key, first=where))
        else:
            into.parameters[key] = entry
    if isinstance(document.value, dict):
        into.declared.update(document.value)
    return found


def _missing_file(name: str) -> Diagnostic:
    return Diagnostic(name, 1, 1, "E209", message("E209", file=name))


def _read_model(root: FilePath, path: FilePath, folder: RulesFolder, *, with_cases: bool) -> ModelFolder:
    into = ModelFolder(path.name)
    before = len(folder.found)
    for name in MODEL_FILES:
        file = path / f"{name}.yaml"
        if not file.is_file():
            folder.found.append(_missing_file(file.relative_to(root).as_posix()))
        document = _document(root, file, folder) if file.is_file() else None
        if document is not None:
            folder.found += _read_single(name, document, into)
        else:
            into.unreadable.update(_KINDS.get(name, (name,)))
    for name, shape in (("indicators", model.Indicator), ("measures", model.Measure)):
        for file in sorted((path / name).glob("*.yaml")):
            document = _document(root, file, folder)
            if document is not None:
                entries = read_items(document, (), shape, name, into, folder.found)
                getattr(into, name).extend(entries)
            else:
                into.unreadable.add(name)
    into.indicators.sort(key=lambda entry: (natural_key(entry.item.id), entry.item.id))
    into.measures.sort(key=lambda entry: (natural_key(entry.item.id), entry.item.id))
    if with_cases:
        documents = (_document(root, file, folder) for file in sorted((path / "cases").glob("*.yaml")))
        into.cases = [document for document in documents if document is not None]
    folder.found += _strangers(root, path)
    into.sound = len(folder.found) == before
    return into


def _strangers(root: FilePath, path: FilePath) -> Iterator[Diagnostic]:
    """Files that nobody reads: most often a misspelt name, which would silently drop content."""
    yield from strangers(root, path, [f"{name}.yaml" for name in MODEL_FILES] + [*MODEL_FOLDERS, GUIDES])
    for folder in MODEL_FOLDERS:
        yield from not_yaml(root, path / folder)


def strangers(root: FilePath, path: FilePath, known: list[str]) -> Iterator[Diagnostic]:
    """What stands in a folder and is none of the known names."""
    for child in sorted(path.iterdir()):
        if child.name not in known and not child.name.startswith("."):
            name = child.relative_to(root).as_posix()
            yield Diagnostic(name, 1, 1, "E210", message("E210", file=name, suggestion=did_you_mean(child.name, known)))


def not_yaml(root: FilePath, folder: FilePath) -> Iterator[Diagnostic]:
    """Files of a folder whose names do not end in `.yaml`, and folders in it: they are not read either."""
    for child in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not (child.is_file() and child.suffix == ".yaml") and not child.name.startswith("."):
            name = child.relative_to(root).as_posix()
            suggestion = did_you_mean(child.name, [f"{child.stem}.yaml"])
            yield Diagnostic(name, 1, 1, "E210", message("E210", file=name, suggestion=suggestion))


def read_items(
    document: Document, path: tuple[str, ...], shape: type[M], kind: str, into: Declared, found: list[Diagnostic]
) -> list[Entry[M]]:
    """The sound items of a list, without repeated ids."""
    entries, mistakes = check_list(document, path, shape)
    found += mistakes
    if mistakes:
        into.unsound.add(kind)
    raw = value_at(document.value, path)
    identifiers = _identifiers(raw)
    if None in identifiers or not isinstance(raw, list):
        into.unreadable.add(kind)
    kept = [entry for entry in entries if not _twice(entry, kind, into, found)]
    into.declared.setdefault(kind, set()).update(identifier for identifier in identifiers if identifier is not None)
    return kept


def _twice(entry: Entry[M], kind: str, into: Declared, found: list[Diagnostic]) -> bool:
    """Whether an earlier sound item has the id of this one; if so, that is a mistake."""
    identifier = str(getattr(entry.item, "id", entry.path))
    first = into.firsts.setdefault((kind, identifier), entry)
    if first is entry:
        return False
    into.unsound.add(kind)
    one = _ONE_OF.get(kind, kind[:-1])
    found.append(entry.diagnostic("E302", "id", kind=one, id=identifier, first=place_of(first)))
    return True


def _read_single(name: str, document: Document, into: ModelFolder) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    if name == "about":
        into.about, found = check_shape(document, (), model.About)
    elif name == "profile":
        found += check_keys(document, ("minutes", "bands", "facts"), optional=("duties_minutes", "groups"))
        into.bands = read_items(document, ("bands",), model.BandRow, "bands", into, found)
        into.facts = read_items(document, ("facts",), model.Fact, "facts", into, found)
        into.groups = read_items(document, ("groups",), model.Group, "groups", into, found)
        into.minutes = _minutes(document, "minutes", found)
        into.duties_minutes = _minutes(document, "duties_minutes", found)
    elif name == "areas":
        into.areas = read_items(document, (), model.Area, "areas", into, found)
    elif name == "duties":
        into.duties = read_items(document, (), model.Duty, "duties", into, found)
    elif name == "needs":
        into.needs = read_items(document, (), model.Need, "needs", into, found)
    elif name == "levels":
        found += check_keys(document, ("levels", "gates"))
        into.levels = read_items(document, ("levels",), model.Level, "levels", into, found)
        into.gates = read_items(document, ("gates",), model.Gate, "gates", into, found)
    elif name == "weights":
        found += check_keys(document, ("values",))
        into.weights, mistakes = check_list(document, ("values",), model.WeightsRow)
        into.unsound.update({"weights"} if mistakes or found else ())
        found += mistakes
    else:
        into.reasons, found = check_map(document, Text)
        into.declared["reasons"] = {str(key) for key in document.value} if isinstance(document.value, dict) else set()
        into.unreadable.update(() if isinstance(document.value, dict) else {"reasons"})
    return found


def _minutes(document: Document, key: str, found: list[Diagnostic]) -> float:
    minutes = value_at(document.value, (key,))
    if isinstance(minutes, int | float) and not isinstance(minutes, bool) and minutes > 0:
        return float(minutes)
    if isinstance(document.value, dict) and key in document.value:
        found.append(document.diagnostic("E203", (key,), expected="write a positive number", found=described(minutes)))
    return 0.0
