"""All stages over a folder of rules: every mistake in one run, and the packs of the models that are sound."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cip.rulebook.agreement_loading import AgreementFolder, read_agreement_folder
from cip.rulebook.agreements import AgreementBook, answer_texts, build_book
from cip.rulebook.checks.agreements import check_agreements
from cip.rulebook.checks.dates import check_law_dates, check_model_dates
from cip.rulebook.checks.expressions import check_expressions, expressions_of, folder_scope
from cip.rulebook.checks.graph import check_graph
from cip.rulebook.checks.reachability import check_reachability
from cip.rulebook.checks.references import check_references
from cip.rulebook.checks.texts import check_law_texts, check_texts
from cip.rulebook.cited import cited_law
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.expressions.nodes import columns_read
from cip.rulebook.expressions.parsing import parse_condition
from cip.rulebook.loading import LawFolder, ModelFolder, RulesFolder, read_folder
from cip.rulebook.packs import Pack, PackContent
from cip.rulebook.shapes import law as law_shapes

NeededReasons = dict[str, frozenset[str]]


@dataclass(frozen=True)
class CheckedRules:
    """What came out of a folder: mistakes in order of place, the law, and a pack for each sound model."""

    diagnostics: tuple[Diagnostic, ...]
    parameters: dict[str, law_shapes.Parameter]
    packs: dict[str, Pack]
    folder: RulesFolder
    book: AgreementBook | None
    agreements: AgreementFolder


def check_rules(
    root: Path, needed: NeededReasons, *, only_model: str | None = None, with_cases: bool = True
) -> CheckedRules:
    """Run every stage. `needed` are the sentences that the engine fills in. Raises RulesFolderMissingError."""
    with _without_collecting():
        return _check_rules(root, needed, only_model, with_cases)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Reading makes many thousand objects that all stay: looking for garbage among them takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check_rules(root: Path, needed: NeededReasons, only_model: str | None, with_cases: bool) -> CheckedRules:
    folder = read_folder(root, only_model=only_model, with_cases=with_cases)
    found = list(folder.found)
    found += check_law_dates(folder.law)
    found += check_law_texts(folder.law)
    law_is_sound = not found or all(not item.file.startswith("law/") for item in found)
    agreements = read_agreement_folder(root, with_cases=with_cases)
    mistakes_there = [*agreements.found, *check_agreements(agreements, folder)]
    found += mistakes_there
    book = None
    if agreements.there and law_is_sound and not mistakes_there:
        book = build_book(agreements, folder.law)
    packs: dict[str, Pack] = {}
    for identifier, model in folder.models.items():
        mistakes = _check_model(model, folder.law, needed)
        found += mistakes
        if model.sound and law_is_sound and not (mistakes or mistakes_there) and model.about is not None:
            packs[identifier] = build_pack(model, folder.law, book)
    parameters = {key: entry.item for key, entry in folder.law.parameters.items()}
    return CheckedRules(tuple(sorted(set(found))), parameters, packs, folder, book, agreements)


def _check_model(model: ModelFolder, law: LawFolder, needed: NeededReasons) -> list[Diagnostic]:
    found = list(check_references(model, law, needed))
    found += check_expressions(model, law)
    found += check_model_dates(model)
    scope = folder_scope(model, law)
    found += check_graph(model, scope)
    found += check_reachability(model, scope)
    found += check_texts(model)
    if model.about is not None and model.about.item.id != model.id:
        found.append(
            model.about.diagnostic("E208", "id", problem=f'the folder is called "{model.id}"; use the same name')
        )
    return found


def build_pack(model: ModelFolder, law: LawFolder, book: AgreementBook | None = None) -> Pack:
    """The pack of a sound model: its content, the law it cites, and the agreements, whole."""
    if model.about is None or law.about is None:  # pragma: no cover - a sound model has both
        raise ValueError("only a sound model becomes a pack")
    content = PackContent(
        about=model.about.item,
        law=_cited_law(model, law, law.about.item, book),
        minutes=model.minutes,
        duties_minutes=model.duties_minutes,
        bands=tuple(entry.item for entry in model.bands),
        groups=tuple(entry.item for entry in model.groups),
        facts=tuple(entry.item for entry in model.facts),
        areas=tuple(entry.item for entry in model.areas),
        indicators=tuple(entry.item for entry in model.indicators),
        duties=tuple(entry.item for entry in model.duties),
        needs=tuple(entry.item for entry in model.needs),
        measures=tuple(entry.item for entry in model.measures),
        levels=tuple(entry.item for entry in model.levels),
        gates=tuple(entry.item for entry in model.gates),
        weights=tuple(entry.item for entry in model.weights),
        reasons={key: entry.item for key, entry in sorted(model.reasons.items())},
        agreements=book,
    )
    return Pack.of(content)


def _cited_law(
    model: ModelFolder, law: LawFolder, about: law_shapes.LawAbout, book: AgreementBook | None
) -> law_shapes.CitedLaw:
    """What the model cites, and what the conditions of clauses read of the law."""
    cited = {
        key for group in (model.indicators, model.duties, model.measures) for entry in group for key in entry.item.law
    }
    scope = folder_scope(model, law)
    texts = [text for _entry, _within, text in expressions_of(model)]
    for text in [*texts, *(answer_texts(book) if book else ())]:
        cited.update(name for name in columns_read(parse_condition(text, scope)) if name in law.parameters)
    return cited_law(law, about, cited)
