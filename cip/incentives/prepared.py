"""An application as it stands: its facts, what the rules make of them, its documents, and the text that would be sent.

Pure. The firm's one-minute check before applying and the check of what is sent are the same function (`judge`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from cip.incentives.amounts import Amount, amount_of
from cip.incentives.application import TEXT, Application, Values
from cip.incentives.application_content import (
    Attached,
    DocumentCase,
    FirmName,
    HandedIn,
    content_of,
    documents_of,
    missing_documents,
)
from cip.incentives.bound_call import BoundCall
from cip.incentives.call_facts import Facts
from cip.incentives.calls import OfficeCall
from cip.incentives.eligibility import Verdict, check_eligibility
from cip.incentives.prefill import Known, Prefilled, answerable, prefilled, raw, stated
from cip.kernel.canonical import sha256_of
from cip.rulebook.call_expressions import criteria_of
from cip.rulebook.shapes.call import CallFact
from cip.rulebook.shapes.grid import Criterion, Judged, SubCriterion

Outlook = Literal["met", "not_met", "unknown"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules make of stated facts: a verdict on each rule of who may apply, and the amount."""

    verdicts: tuple[Verdict, ...]
    amount: Amount

    @property
    def outlook(self) -> Outlook:
        """All rules together, those that must hold by the application only: one not met is not met."""
        found = {one.status for one in self.verdicts if one.at == "application"}
        return "not_met" if "not_met" in found else "unknown" if "unknown" in found else "met"


def judge(bound: BoundCall, values: Values, requested: int | None = None) -> Judgement:
    """The verdicts and the amount for facts as a file of `cip rank` has them. Raises FactError."""
    return judge_facts(bound, bound.read_facts(values), requested)


def judge_facts(bound: BoundCall, facts: Facts, requested: int | None = None) -> Judgement:
    """The same for facts that were read."""
    return Judgement(check_eligibility(bound, facts, requested), amount_of(bound, facts, requested))


@dataclass(frozen=True)
class Prepared:
    """An application with all that belongs to it now. `files` are those handed in, by document."""

    application: Application
    call: OfficeCall
    firm: FirmName
    bound: BoundCall
    known: Known
    attached: Mapping[str, Attached]
    files: Mapping[str, tuple[HandedIn, ...]]

    @cached_property
    def found(self) -> dict[str, Prefilled]:
        """What the system knows by itself."""
        return prefilled(self.bound.pack, self.known)

    @cached_property
    def facts(self) -> dict[str, Prefilled]:
        """What counts of each fact: the firm's word where it is taken, else what is known."""
        return stated(self.bound.pack, self.found, self.application.answers)

    @cached_property
    def read(self) -> Facts:
        """The facts as the engine reads them."""
        return self.bound.read_facts(raw(self.facts))

    @cached_property
    def judgement(self) -> Judgement:
        """What the rules make of them."""
        return judge_facts(self.bound, self.read, self.application.requested)

    @cached_property
    def before(self) -> Judgement:
        """What they would make of what the system knows alone: beside it stands what the firm's own words change."""
        return judge_facts(self.bound, self.bound.read_facts(raw(self.found)), None)

    @cached_property
    def cases(self) -> tuple[DocumentCase, ...]:
        """Every document of the call in this case, with what stands for it."""
        texts = {one.id: one.when for one in self.bound.call.documents if one.when is not None}
        requested = self.application.requested
        cases = documents_of(
            self.bound.pack, lambda name: self.bound.holds(texts[name], self.read, requested), self.attached
        )
        return tuple(
            DocumentCase(one.document, one.needed, one.attached, self.files.get(one.document.id, ())) for one in cases
        )

    @property
    def missing(self) -> tuple[DocumentCase, ...]:
        """The documents without which nothing is sent."""
        return missing_documents(self.cases)

    @property
    def unanswered(self) -> tuple[CallFact, ...]:
        """The facts that only the firm can say and has not said: they count as the least that they can be."""
        return tuple(
            fact for name, fact in self.bound.pack.facts.items() if name not in self.facts and answerable(fact)
        )

    @cached_property
    def texts(self) -> dict[str, str]:
        """What the firm wrote for the criteria that people judge."""
        found = self.application.answers
        return {one.id: str(found[TEXT + one.id]) for one in judged_of(self.bound) if found.get(TEXT + one.id)}

    @cached_property
    def content(self) -> str:
        """What would be sent now, as canonical JSON."""
        return content_of(
            self.application.id,
            self.call.id,
            self.firm,
            self.bound.pack,
            self.facts,
            self.texts,
            self.application.requested,
            self.judgement.amount.computed_cents,
            self.cases,
        )

    @property
    def digest(self) -> str:
        """The digest of that text: what is signed off and what is sent have the same."""
        return sha256_of(self.content)


def judged_of(bound: BoundCall) -> tuple[Criterion | SubCriterion, ...]:
    """The criteria (or parts of one) that people judge: for each the firm may write something."""
    if bound.grid is None:
        return ()
    return tuple(item for _path, item in criteria_of(bound.grid) if isinstance(item.rule, Judged))
