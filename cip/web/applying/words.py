"""What the states of an application, its reasons and its parts are called on the pages of a firm."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from cip.incentives.application_states import ApplicationState, NotSentBecause, Outcome, outcome_of
from cip.incentives.bound_call import BoundCall
from cip.incentives.eligibility import Verdict
from cip.incentives.prefill import answerable
from cip.incentives.prepared import Judgement, Prepared, judged_of
from cip.rulebook.shapes.call import Amounts, CallFact
from cip.web.applying.values import label_of, source_words, value_words
from cip.web.call_words import money
from cip.web.language import gettext as _
from cip.web.shown import in_words

PartId = Literal["firm", "check-up", "plan", "agreement", "questions", "texts"]
PARTS: tuple[PartId, ...] = ("firm", "check-up", "plan", "agreement", "questions", "texts")
_PART_OF: dict[str, PartId] = {
    "firm": "firm",
    "size": "firm",
    "check_up": "check-up",
    "plan": "plan",
    "agreement": "agreement",
    "standing": "agreement",
    "state_aid": "agreement",
    "award": "agreement",
}
_HEADCOUNT = "check_up.workers"


def part_names() -> dict[PartId, str]:
    """The short pages of the form."""
    return {
        "firm": _("La vostra impresa"),
        "check-up": _("Il check-up"),
        "plan": _("Il Piano"),
        "agreement": _("Accordo, aiuti e documenti"),
        "questions": _("Altre domande"),
        "texts": _("Le vostre parole e l'importo"),
    }


def part_of(fact: CallFact) -> PartId:
    """The page on which a fact stands."""
    if fact.start is None:
        return "questions"
    return "firm" if fact.start == _HEADCOUNT else _PART_OF[fact.start.partition(".")[0]]


def facts_of(prepared: Prepared, part: PartId) -> list[CallFact]:
    """The facts of a page, in the order of the call."""
    return [fact for fact in prepared.bound.pack.facts.values() if part_of(fact) == part]


def parts_of(prepared: Prepared) -> list[PartId]:
    """The pages that this call needs."""
    return [part for part in PARTS if part == "texts" or facts_of(prepared, part)]


def open_in(prepared: Prepared, part: PartId) -> int:
    """How many answers of a page are still open."""
    if part == "texts":
        return sum(1 for one in judged_of(prepared.bound) if one.id not in prepared.texts)
    return sum(1 for fact in facts_of(prepared, part) if fact.id not in prepared.facts and answerable(fact))


def state_words(state: ApplicationState) -> str:
    """Where an application stands."""
    return {
        "draft": _("bozza"),
        "ready": _("pronta da inviare"),
        "submitted": _("inviata"),
        "withdrawn": _("ritirata"),
    }[state]


def amount_is_open(bound: BoundCall, known: Collection[str]) -> bool:
    """Whether a line of the amount reads a fact that nobody knows: it counts with the least that it can be."""
    amounts = bound.call.amounts
    if not isinstance(amounts, Amounts):
        return False
    return bool(set(bound.reads(*(bound.numbers[line.cents] for line in amounts.lines))) - set(known))


def outcome_words(state: ApplicationState, *, over: bool) -> str:
    """The same, once the call takes applications no more."""
    outcome: Outcome = outcome_of(state, over=over)
    return {"sent": _("inviata"), "withdrawn": _("ritirata"), "not_sent": _("non inviata")}.get(
        outcome, state_words(state)
    )


def not_sent_because(prepared: Prepared) -> NotSentBecause:
    """Why a draft was not sent in time: the first thing that was missing."""
    if prepared.missing:
        return "documents_missing"
    return "never_sent" if prepared.application.state == "ready" else "never_signed_off"


def not_sent_words(because: NotSentBecause) -> str:
    """The same in a sentence."""
    return {
        "documents_missing": _("Mancavano dei documenti."),
        "never_signed_off": _("Nessuna persona dell'impresa aveva dato l'ok."),
        "never_sent": _("Era pronta, ma nessuno l'ha inviata."),
    }[because]


def verdict_words(status: str) -> str:
    """How a rule stands."""
    return {"met": _("va bene"), "not_met": _("non va bene"), "unknown": _("non si sa ancora")}[status]


def outlook_words(judgement: Judgement) -> str:
    """All rules together, in a sentence."""
    return {
        "met": _("Con questi dati potete partecipare."),
        "not_met": _("Con questi dati la domanda non sarebbe ammessa."),
        "unknown": _("Manca ancora qualche dato per dirlo."),
    }[judgement.outlook]


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A fact of which the firm says something else than the system knew: what was known, from where, what it says."""

    label: str
    known: str
    source: str
    says: str


def own_words_of(prepared: Prepared) -> list[OwnWord]:
    """Where the firm's own word stands above what was known."""
    return [
        OwnWord(
            label_of(fact),
            value_words(fact, prepared.found[fact.id].value),
            source_words(prepared.found[fact.id]),
            value_words(fact, prepared.facts[fact.id].value),
        )
        for fact in prepared.bound.pack.facts.values()
        if fact.id in prepared.found and prepared.facts[fact.id].source == "declared"
    ]


def changes_words(prepared: Prepared) -> list[str]:
    """What the firm's own answers change in what the rules say, beside what the system knew alone."""
    before, after = prepared.before, prepared.judgement
    found = []
    if before.amount.computed_cents != after.amount.computed_cents:
        sums = {"before": _sum(before.amount.computed_cents), "after": _sum(after.amount.computed_cents)}
        found.append(_("L'importo calcolato passa da %(before)s a %(after)s.") % sums)
    names = {rule.id: in_words(rule.label) for rule in prepared.bound.call.eligibility}
    for was, verdict in _pairs(before.verdicts, after.verdicts):
        if was.status != verdict.status:
            said = {
                "rule": names[verdict.id],
                "before": verdict_words(was.status),
                "after": verdict_words(verdict.status),
            }
            found.append(_("%(rule)s: prima «%(before)s», ora «%(after)s».") % said)
    return found


def _pairs(before: Sequence[Verdict], after: Sequence[Verdict]) -> list[tuple[Verdict, Verdict]]:
    return list(zip(before, after, strict=True))


def _sum(cents: int | None) -> str:
    return _("non si sa") if cents is None else money(cents)
