"""The agreements of a folder of rules as one book: catalogue, agreements, territories, cards and the law they cite."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from cip.kernel.canonical import canonical_json, sha256_of
from cip.rulebook.agreement_loading import AgreementFolder
from cip.rulebook.cited import cited_law
from cip.rulebook.loading import LawFolder
from cip.rulebook.shapes import agreement as shapes
from cip.rulebook.shapes import checks
from cip.rulebook.shapes.base import Many, Shape
from cip.rulebook.shapes.law import CitedLaw


class AgreementBook(Shape):
    """Everything that agreements need: it goes whole into the pack of each model and has a sha256 of its own."""

    law: CitedLaw
    facts: Many[shapes.ClauseFact]
    clauses: Many[shapes.Clause]
    doubts: Many[shapes.Doubt]
    agreements: Many[shapes.Agreement]
    territories: Many[shapes.Territory] = ()
    cards: Many[shapes.ContractCard] = ()

    @cached_property
    def sha256(self) -> str:
        """The digest of the book's canonical content."""
        return sha256_of(canonical_json(self.model_dump(mode="json", by_alias=True, exclude_defaults=True)))

    @cached_property
    def by_id(self) -> Mapping[str, shapes.Agreement]:
        """The agreements by id."""
        return {item.id: item for item in self.agreements}

    @cached_property
    def clause_of(self) -> Mapping[str, shapes.Clause]:
        """The clauses by id, in the order of the catalogue."""
        return {item.id: item for item in self.clauses}

    @cached_property
    def fact_of(self) -> Mapping[str, shapes.ClauseFact]:
        """The facts of clauses by id."""
        return {item.id: item for item in self.facts}

    @cached_property
    def territory_of(self) -> Mapping[str, shapes.Territory]:
        """The territories by id."""
        return {item.id: item for item in self.territories}


def row_of(rows: tuple[shapes.ValueRow, ...] | None, on: date) -> shapes.ValueRow | None:
    """The row of a dated value on a day; None where the text is not asked that, or not on that day."""
    for row in rows or ():
        if (row.start is None or row.start <= on) and (row.end is None or on <= row.end):
            return row
    return None


def checks_in(check: checks.Check) -> Iterator[checks.Check]:
    """A check and all that it is made of."""
    yield check
    if isinstance(check, checks.AllCheck | checks.AnyCheck):
        for part in check.of:
            yield from checks_in(part)
    elif isinstance(check, checks.NotCheck):
        yield from checks_in(check.of)


def checks_of(clause: shapes.Clause) -> Iterator[checks.Check]:
    """Every check of a clause: of when it is due and of whether it is kept."""
    if clause.due is not None:
        yield from checks_in(clause.due)
    yield from checks_in(clause.check)


def terms_of(check: checks.Check) -> Iterator[checks.Term | checks.Limit]:
    """The terms and limits that a check names itself."""
    for value in (getattr(check, name) for name in type(check).model_fields):
        if isinstance(value, checks.Term | checks.Limit):
            yield value


def law_of_clause(clause: shapes.Clause) -> frozenset[str]:
    """The legal parameters that a clause rests on: those it names, and those of its checks."""
    keys = set(clause.law)
    for check in checks_of(clause):
        keys |= {term.law for term in terms_of(check) if term.law is not None}
        keys |= set(check.keys) if isinstance(check, checks.LawCheck) else set()
    return frozenset(keys)


def answer_texts(book: AgreementBook) -> list[str]:
    """The conditions over the answers of a check-up that the clauses of a book hold, in order."""
    parts = [part for clause in book.clauses for part in checks_of(clause)]
    return [part.when for part in parts if isinstance(part, checks.AnswerCheck)]


def law_keys(folder: AgreementFolder) -> set[str]:
    """The legal parameters that clauses and agreements name, apart from those inside expressions."""
    keys = {key for entry in folder.agreements for key in entry.item.law}
    return keys.union(*(law_of_clause(entry.item) for entry in folder.clauses))


def build_book(folder: AgreementFolder, rules: LawFolder) -> AgreementBook:
    """The book of a sound folder. Raises KeyError for a legal parameter that is not there."""
    if rules.about is None:  # pragma: no cover - sound law has it
        raise ValueError("only sound law goes into a book")
    return AgreementBook(
        law=cited_law(rules, rules.about.item, law_keys(folder)),
        facts=tuple(entry.item for entry in folder.facts),
        clauses=tuple(sorted((entry.item for entry in folder.clauses), key=lambda item: item.id)),
        doubts=tuple(entry.item for entry in folder.doubts),
        agreements=tuple(entry.item for entry in folder.agreements),
        territories=tuple(entry.item for entry in folder.territories),
        cards=tuple(entry.item for entry in folder.cards),
    )
