"""The formal check of one application: rows built from the call, what the system sees, what an officer says. Pure.

Nothing here knows a criterion or a point: who evaluates merit never reads it, and it never reads merit.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, get_args

from pydantic import JsonValue

from cip.kernel.texts import Reason, Text, require_reasons
from cip.rulebook.shapes.call import CallDocument, EligibilityRule

Status = Literal["met", "not_met", "unknown"]
Judgement = Literal["met", "not_met"]
RowKind = Literal["rule", "document", "signature", "mandate", "duplicate", "earlier_grant"]
When = Literal["application", "grant"]
FactValue = JsonValue

JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)


class RuleVerdict(Protocol):
    """What the eligibility engine says of one rule."""

    @property
    def id(self) -> str: ...
    @property
    def status(self) -> Status: ...
    @property
    def because(self) -> tuple[Reason, ...]: ...


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One row of the checklist: what it asks, what the system sees and why.

    `at`: grant, it must hold only when the aid is granted and stops nobody here. `later`: the call lets it be completed
    after the deadline. `reads`: the facts that the rule reads.
    """

    id: str
    kind: RowKind
    label: Text
    automatic: Status
    because: tuple[Reason, ...]
    source: str = ""
    at: When = "application"
    later: bool = False
    reads: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_reasons(self.because, f"the row {self.id} of a checklist")

    @property
    def told(self) -> tuple[Reason, ...]:
        """What is said beside its label: that a rule of the call is met says no more than the label."""
        return () if self.kind == "rule" and self.automatic == "met" else self.because


@dataclass(frozen=True, slots=True)
class Judged:
    """What an officer said of a row: it confirms what the system saw, or overrules it with a reason and its source.
    `facts` are the values that the officer found out, which the firm's own stay beside.
    """

    row_id: str
    seq: int
    verdict: Judgement
    reason: str
    source: str
    facts: Mapping[str, FactValue]
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A row with the judgement that counts, None while nobody gave one."""

    row: CheckRow
    judged: Judged | None = None

    @property
    def stands(self) -> Status:
        """How the row stands: as it was judged; unknown until then, whatever the system sees."""
        return self.judged.verdict if self.judged is not None else "unknown"

    @property
    def overruled(self) -> bool:
        """Whether the officer said the opposite of what the system sees."""
        return self.judged is not None and self.row.automatic not in ("unknown", self.judged.verdict)

    @property
    def contradicted(self) -> bool:
        """Whether a rule was judged met though a stated fact breaks it: the ranking would shut the application out."""
        return self.row.kind == "rule" and self.stands == "met" and self.row.automatic == "not_met"

    @property
    def counts(self) -> bool:
        """Whether it decides now: what must hold at the grant is looked at then."""
        return self.row.at == "application"


@dataclass(frozen=True, slots=True)
class Checklist:
    """All rows of one application."""

    lines: tuple[CheckLine, ...]

    @property
    def open(self) -> tuple[CheckLine, ...]:
        """The rows that decide and were not judged."""
        return tuple(line for line in self.lines if line.counts and line.judged is None)

    @property
    def wrong(self) -> tuple[CheckLine, ...]:
        """The rows that decide and were judged not met: the reasons of a refusal."""
        return tuple(line for line in self.lines if line.counts and line.stands == "not_met")

    @property
    def in_order(self) -> bool:
        """Whether every row that decides was judged met: then, and only then, the application is admitted."""
        return not self.open and not self.wrong and not any(line.contradicted for line in self.lines if line.counts)

    def line(self, row_id: str) -> CheckLine | None:
        """The line of a row, None if there is no such row."""
        return next((line for line in self.lines if line.row.id == row_id), None)

    @property
    def confirmable(self) -> tuple[str, ...]:
        """The rows that the system sees met and nobody judged: they may be confirmed together."""
        return tuple(line.row.id for line in self.open if line.row.automatic == "met")


@dataclass(frozen=True, slots=True)
class Filed:
    """What is known of a submission beside its facts: documents that are there, who signed off, who sent it.

    `mandate`: None if somebody of the firm sent it, else whether the mandate was in force then. `others`: other
    applications to the same call of the same tax code (`same_code`) or of the same single undertaking, as they are
    shown. `grants`: earlier aid that the new one may overlap with, as it is shown; which body gave it is not recorded.
    """

    documents: Collection[str]
    signed_off: bool
    mandate: bool | None = None
    same_code: tuple[str, ...] = ()
    same_undertaking: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()


def rows_of(
    rules: Sequence[EligibilityRule],
    verdicts: Iterable[RuleVerdict],
    documents: Sequence[CallDocument],
    due: Mapping[str, bool | None],
    filed: Filed,
    *,
    reads: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[CheckRow, ...]:
    """The checklist of an application. `due` says of each document whether this case needs it (None: nobody stated
    the fact that asks for it); `reads` which facts each rule reads.
    """
    by_rule = {verdict.id: verdict for verdict in verdicts}
    found = [_rule_row(rule, by_rule[rule.id], (reads or {}).get(rule.id, ())) for rule in rules]
    found += [
        _document_row(one, filed) for one in documents if one.required and _asked_for(due.get(one.id, True), one, filed)
    ]
    return (*found, _signature_row(filed), _mandate_row(filed), _duplicate_row(filed), _grants_row(filed))


def checklist(rows: Iterable[CheckRow], judged: Iterable[Judged]) -> Checklist:
    """The rows with the judgements that count: of each row the last one."""
    last = {one.row_id: one for one in sorted(judged, key=lambda one: one.seq)}
    return Checklist(tuple(CheckLine(row, last.get(row.id)) for row in rows))


def _rule_row(rule: EligibilityRule, verdict: RuleVerdict, reads: tuple[str, ...]) -> CheckRow:
    return CheckRow(
        f"rule-{rule.id}", "rule", rule.label, verdict.status, verdict.because, rule.source, rule.at, reads=reads
    )


def _asked_for(due: bool | None, document: CallDocument, filed: Filed) -> bool:
    """Whether the document is looked at: this case needs it. What proves a fact that nobody stated is not missing."""
    return due is True or (due is None and document.id in filed.documents)


def _document_row(document: CallDocument, filed: Filed) -> CheckRow:
    there = document.id in filed.documents
    if there:
        said, status = Text(it="Il documento c'è.", en="The document is there."), "met"
    elif document.later:
        said, status = (
            Text(
                it="Manca. Il bando permette che arrivi dopo: ora non ferma la domanda e si può chiedere.",
                en="It is missing. The call lets it come later: it stops nothing now, and it may be asked for.",
            ),
            "not_met",
        )
    else:
        said, status = (
            Text(
                it="Manca. Il bando non permette di completarlo dopo la scadenza.",
                en="It is missing. The call does not let it be completed after the deadline.",
            ),
            "not_met",
        )
    because = (_because("document", said, document=document.id, there=there),)
    row_id = f"document-{document.id}"
    # What the call lets come later decides nothing here while it is missing.
    at: When = "grant" if document.later and not there else "application"
    return CheckRow(row_id, "document", document.label, _status(status), because, at=at, later=document.later)


def _signature_row(filed: Filed) -> CheckRow:
    said = (
        Text(it="Una persona dell'impresa ha dato il via libera.", en="Somebody of the firm signed it off.")
        if filed.signed_off
        else Text(it="Manca il via libera dell'impresa.", en="The firm's sign-off is missing.")
    )
    label = Text(it="Via libera dell'impresa", en="Sign-off by the firm")
    because = (_because("signature", said, signed_off=filed.signed_off),)
    return CheckRow("signature", "signature", label, "met" if filed.signed_off else "not_met", because)


def _mandate_row(filed: Filed) -> CheckRow:
    words = {
        None: Text(it="L'ha inviata l'impresa stessa.", en="The firm itself sent it."),
        True: Text(
            it="L'ha inviata chi aveva un incarico valido quel giorno.",
            en="It was sent under a mandate in force that day.",
        ),
        False: Text(
            it="L'incarico di chi l'ha inviata non valeva quel giorno.",
            en="The mandate of who sent it was not in force that day.",
        ),
    }
    label = Text(it="Chi ha inviato poteva farlo", en="Who sent it might do so")
    because = (_because("mandate", words[filed.mandate], mandate=filed.mandate),)
    return CheckRow("mandate", "mandate", label, "not_met" if filed.mandate is False else "met", because)


def _duplicate_row(filed: Filed) -> CheckRow:
    label = Text(it="Una sola domanda per impresa", en="One application a firm")
    if filed.same_code:
        said = Text(it="Stesso codice fiscale: {others}.", en="Same tax code: {others}.")
        return _listing("duplicate", label, "not_met", said, filed.same_code)
    if filed.same_undertaking:
        said = Text(
            it="Stessa impresa unica: {others}. Guardate se il bando lo permette.",
            en="Same single undertaking: {others}. See whether the call allows it.",
        )
        return _listing("duplicate", label, "unknown", said, filed.same_undertaking)
    said = Text(
        it="Nessun'altra domanda della stessa impresa a questo bando.",
        en="No other application of the same firm to this call.",
    )
    return CheckRow("duplicate", "duplicate", label, "met", (_because("duplicate", said, others=0),))


def _grants_row(filed: Filed) -> CheckRow:
    label = Text(it="Altri aiuti per le stesse cose", en="Other aid for the same things")
    if filed.grants:
        said = Text(
            it="Aiuti già avuti: {others}. Guardate chi li ha dati e se coprono le stesse cose.",
            en="Aid had already: {others}. See who gave it and whether it covers the same.",
        )
        return _listing("earlier_grant", label, "unknown", said, filed.grants)
    said = Text(it="Non risultano altri aiuti degli ultimi anni.", en="No other aid of the last years is on record.")
    return CheckRow("earlier_grant", "earlier_grant", label, "met", (_because("earlier_grant", said, others=0),))


def _listing(row_id: RowKind, label: Text, status: Status, said: Text, others: Sequence[str]) -> CheckRow:
    because = (Reason(row_id, said, {"others": ", ".join(others)}, {"others": len(others)}),)
    return CheckRow(row_id, row_id, label, status, because)


def _because(rule: str, said: Text, **inputs: str | int | bool | None) -> Reason:
    return Reason(rule, said, {}, inputs)


def _status(text: str) -> Status:
    return "met" if text == "met" else "not_met" if text == "not_met" else "unknown"
