"""Agreements, the catalogue of clauses and territories: what they cite is there and of the right kind."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from cip.rulebook.agreement_loading import AgreementFolder
from cip.rulebook.agreements import checks_in, terms_of
from cip.rulebook.checks.agreement_values import check_values
from cip.rulebook.checks.expressions import at_expression, cites_unsound, folder_scope
from cip.rulebook.checks.territories import check_territory_ref
from cip.rulebook.checks.texts import check_entry
from cip.rulebook.diagnostics import Diagnostic, did_you_mean
from cip.rulebook.expressions.parsing import ExpressionError, parse_condition
from cip.rulebook.loading import RulesFolder
from cip.rulebook.shape_check import Entry
from cip.rulebook.shapes import agreement as shapes
from cip.rulebook.shapes import checks

Path = tuple[str | int, ...]
_DAY_FACTS: dict[str, tuple[str, ...]] = {
    "dated": ("fact",),
    "within": ("fact", "after"),
    "order": ("first", "then"),
    "renewed": ("fact",),
    "lasting": ("start", "end"),
    "after_law_change": ("fact",),
}
_FACTS: dict[str, dict[str, str]] = {
    **{kind: dict.fromkeys(keys, "day") for kind, keys in _DAY_FACTS.items()},
    "true": {"fact": "yes_no"},
    "number": {"fact": "number"},
}
"""For each kind of check the keys that name a fact, and the type that it must have."""
_LIMIT_FACTS = {"fact": "number", "at": "day"}
_NO_SOURCES = ("kind", "unit", "is_", "at")
"""Keys of terms, limits and looks into the text that say how to read, not where."""


def check_agreements(folder: AgreementFolder, rules: RulesFolder) -> Iterator[Diagnostic]:
    """Mistakes between the files of `agreements/`, `territories/`, `law/` and the models."""
    if not folder.there:
        return
    for clause in folder.clauses:
        yield from _clause(clause, folder, rules)
    yield from _facts_that_nobody_reads(folder)
    for doubt in folder.doubts:
        yield from _cited(doubt, folder, "clauses", doubt.item.clauses, "clauses")
    for agreement in folder.agreements:
        yield from _agreement(agreement, folder, rules)
    for card in folder.cards:
        if card.item.agreement is not None:
            yield from _cited(card, folder, "agreements", (card.item.agreement,), "agreement", one=True)
    yield from check_values(folder)
    groups: list[list[Entry[Any]]] = [folder.facts, folder.clauses, folder.doubts]
    groups += [folder.agreements, folder.cards, folder.territories]
    yield from chain.from_iterable(check_entry(entry) for group in groups for entry in group)


def _cited(
    entry: Entry[Any],
    folder: AgreementFolder,
    kind: str,
    ids: tuple[str, ...],
    key: str,
    *,
    one: bool = False,
) -> Iterator[Diagnostic]:
    """Ids of `kind` that are not declared; `one` if the key holds a single id."""
    for place, identifier in enumerate(ids):
        if not folder.may_hold(kind, identifier):
            near = did_you_mean(identifier, folder.declared.get(kind, ()))
            at: Path = (key,) if one else (key, place)
            yield entry.diagnostic("E301", *at, kind=kind[:-1], id=identifier, suggestion=near)


def _law(entry: Entry[Any], rules: RulesFolder, keys: tuple[str, ...], at: Path) -> Iterator[Diagnostic]:
    for place, key in enumerate(keys):
        if not rules.law.may_hold(key):
            near = did_you_mean(key, rules.law.declared)
            yield entry.diagnostic("E301", *at, place, kind="parameter", id=key, suggestion=near)


def _clause(entry: Entry[shapes.Clause], folder: AgreementFolder, rules: RulesFolder) -> Iterator[Diagnostic]:
    yield from _law(entry, rules, entry.item.law, ("law",))
    for place, measure in enumerate(entry.item.measures):
        for model in rules.models.values():
            if not model.may_hold("measures", measure):
                near = did_you_mean(measure, model.declared.get("measures", ()))
                yield entry.diagnostic("E301", "measures", place, kind="measure", id=measure, suggestion=near)
    for key in ("due", "check"):
        check = getattr(entry.item, key)
        if check is not None:
            for path, part in _placed(check, (key,)):
                yield from _check(entry, part, path, folder, rules)


def _placed(check: checks.Check, path: Path) -> Iterator[tuple[Path, checks.Check]]:
    """A check and its parts, each with its place in the clause."""
    yield path, check
    if isinstance(check, checks.AllCheck | checks.AnyCheck):
        for place, part in enumerate(check.of):
            yield from _placed(part, (*path, "of", place))
    elif isinstance(check, checks.NotCheck):
        yield from _placed(check.of, (*path, "of"))


def _check(
    entry: Entry[shapes.Clause], check: checks.Check, path: Path, folder: AgreementFolder, rules: RulesFolder
) -> Iterator[Diagnostic]:
    yield from _facts_named(entry, check, path, folder)
    yield from _one_of(entry, check, path)
    if isinstance(check, checks.AnswerCheck):
        yield from _expression(entry, check, path, rules)
    if isinstance(check, checks.LawCheck):
        yield from _law(entry, rules, check.keys, (*path, "keys"))
    for term in terms_of(check):
        if term.law is not None and not rules.law.may_hold(term.law):
            near = did_you_mean(term.law, rules.law.declared)
            at = (*path, _key_of(check, term), "law")
            yield entry.diagnostic("E301", *at, kind="parameter", id=term.law, suggestion=near)


def _facts_named(
    entry: Entry[shapes.Clause], check: checks.Check, path: Path, folder: AgreementFolder
) -> Iterator[Diagnostic]:
    """The facts of a check are there and of the type that it reads."""
    types = {fact.item.id: fact.item.type for fact in folder.facts}
    for key, named, wanted in _named(check):
        if not folder.may_hold("facts", named):
            near = did_you_mean(named, types)
            yield entry.diagnostic("E301", *path, *key, kind="fact of clauses", id=named, suggestion=near)
        elif types.get(named, wanted) != wanted:
            found = types[named]
            yield entry.diagnostic("E314", *path, *key, fact=named, found=found, kind=check.kind, expected=wanted)


def _named(check: checks.Check) -> Iterator[tuple[Path, str, str]]:
    """The facts that a check and its limits name: the place, the fact, and the type that is read."""
    for key, wanted in _FACTS.get(check.kind, {}).items():
        if (named := getattr(check, key)) is not None:
            yield (key,), named, wanted
    for limit in terms_of(check):
        if isinstance(limit, checks.Limit):
            for key, wanted in _LIMIT_FACTS.items():
                if (named := getattr(limit, key)) is not None:
                    yield (_key_of(check, limit), key), named, wanted


def _key_of(check: checks.Check, value: object) -> str:
    return next(name for name in type(check).model_fields if getattr(check, name) is value)


def _one_of(entry: Entry[shapes.Clause], check: checks.Check, path: Path) -> Iterator[Diagnostic]:
    """Terms, limits and looks into the text name exactly one thing."""
    holders: list[tuple[Path, checks.Term | checks.Limit | checks.TextCheck]] = []
    holders += [((*path, _key_of(check, term)), term) for term in terms_of(check)]
    if isinstance(check, checks.TextCheck):
        holders.append((path, check))
    for at, holder in holders:
        keys = [name for name in type(holder).model_fields if name not in _NO_SOURCES]
        if sum(getattr(holder, key) is not None for key in keys) != 1:
            problem = f"name exactly one of {', '.join(keys)}"
            yield entry.diagnostic("E208", *at, problem=problem)
        if isinstance(holder, checks.Limit) and holder.at is not None and holder.law is None:
            yield entry.diagnostic("E208", *at, "at", problem="`at` picks a row of the law; name `law` too")
        hourly = getattr(holder, "hourly", None)
        if hourly is not None and hourly not in shapes.HourlyLeave.model_fields:
            near = did_you_mean(hourly, shapes.HourlyLeave.model_fields)
            yield entry.diagnostic("E301", *at, "hourly", kind="hourly value", id=hourly, suggestion=near)


def _expression(
    entry: Entry[shapes.Clause], check: checks.AnswerCheck, path: Path, rules: RulesFolder
) -> Iterator[Diagnostic]:
    """The condition parses in every model."""
    for model in rules.models.values():
        try:
            parse_condition(check.when, folder_scope(model, rules.law))
        except ExpressionError as error:
            if not cites_unsound(error, model, rules.law):
                yield at_expression(entry, (*path, "when"), error)
                return


def _facts_that_nobody_reads(folder: AgreementFolder) -> Iterator[Diagnostic]:
    if not folder.is_whole("clauses"):
        return
    read: set[str] = set()
    for clause in folder.clauses:
        for key in ("due", "check"):
            check = getattr(clause.item, key)
            for part in checks_in(check) if check is not None else ():
                read |= {named for _, named, _ in _named(part)}
    for fact in folder.facts:
        if fact.item.id not in read:
            yield fact.diagnostic("E316", "id", kind="fact", id=fact.item.id)


def _agreement(entry: Entry[shapes.Agreement], folder: AgreementFolder, rules: RulesFolder) -> Iterator[Diagnostic]:
    item = entry.item
    yield from _law(entry, rules, item.law, ("law",))
    yield from _cited(entry, folder, "clauses", item.obligations, "obligations")
    yield from _cited(entry, folder, "doubts", item.doubts, "doubts")
    if item.renews is not None:
        yield from _cited(entry, folder, "agreements", (item.renews,), "renews", one=True)
    yield from _territory(entry, folder)
    if item.nature != "real" and item.mark is None:
        yield entry.diagnostic("E202", key="mark")
    if item.level == "territorial" and item.joining is None:
        yield entry.diagnostic("E202", key="joining")
    yield from _params(entry, folder)


def _territory(entry: Entry[shapes.Agreement], folder: AgreementFolder) -> Iterator[Diagnostic]:
    """The list of municipalities is there, in the version named."""
    ref = entry.item.territory
    if ref is None:
        if entry.item.level == "territorial":
            yield entry.diagnostic("E202", key="territory")
        return
    yield from check_territory_ref(entry, ref, folder)


def _params(entry: Entry[shapes.Agreement], folder: AgreementFolder) -> Iterator[Diagnostic]:
    """Each clause that the agreement obliges to finds its parameters, and no parameter stands there for nothing."""
    places = {identifier: place for place, identifier in enumerate(entry.item.obligations)}
    needs = [(clause.item.id, sorted(_params_of(clause.item))) for clause in folder.clauses if clause.item.id in places]
    wanted = {name: clause_id for clause_id, names in reversed(needs) for name in names}
    for name, clause_id in wanted.items():
        if name not in entry.item.params:
            yield entry.diagnostic("E315", "obligations", places[clause_id], clause=clause_id, param=name)
    if folder.is_whole("clauses") and "clauses" not in folder.unreadable:
        for name in entry.item.params:
            if name not in wanted:
                yield entry.diagnostic("E316", "params", name, of_key=True, kind="parameter", id=name)


def _params_of(clause: shapes.Clause) -> set[str]:
    names: set[str] = set()
    for check in (clause.due, clause.check):
        for part in checks_in(check) if check is not None else ():
            names |= {term.param for term in terms_of(part) if term.param is not None}
            names |= {part.param} if isinstance(part, checks.TextCheck) and part.param else set()
    return names
