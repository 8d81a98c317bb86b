"""What is proved of an award for a premium, and what the office noted with a document; of a premium, its proofs."""

from datetime import date

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.prove_indicator import MOST_WORKERS, prove_indicator
from cip.incentives.premium import LONGEST_PROOF, NOTED, PREMIUM_WORDS, NotedIndicator, Proof, ProofKind, missing_reason
from cip.incentives.reads.award_kinds import AWARD
from cip.incentives.reads.premium import premium_proofs, proved_of_award
from cip.kernel.money import euros
from cip.parties.access import load_for
from cip.parties.reads.acting import firm_names
from cip.rulebook.shapes.call import Prefill
from cip.web.applying.visit import rules_of_day
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.award_visit import ONE_AWARD, OfficeAward, open_award, refused_in_words
from cip.web.shown import in_words
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

_PAGE = f"{ONE_AWARD}/premium"


@office.get(_PAGE)
def premium(body_id: str, call_id: str, award_id: str) -> Response:
    """What is proved, what is missing and why."""
    return _page(open_award(body_id, call_id, award_id), Typed())


@office.post(_PAGE)
def premium_note(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Note an indicator with the document that was seen."""
    found, form = open_award(body_id, call_id, award_id, "manage"), sent()
    indicator = form.choice("indicator", NOTED, _("Dite che cosa avete visto provato."))
    value = _number(form)
    document = form.line("document", LONGEST_PROOF, missing=_("Scrivete quale documento avete visto."))
    seen_on = form.day("seen_on", missing=_("Scrivete in quale giorno l'avete visto."))
    if indicator in NOTED and indicator != "award.workers_reached" and value > 1:
        form.errors["value"] = _("Qui scrivete 1 per sì, 0 per no.")
    if seen_on is not None and seen_on > today():
        form.errors["seen_on"] = _("Scrivete un giorno già passato, oppure oggi.")
    if form.errors or seen_on is None:
        return _page(found, form)
    with refused_in_words(), working() as work:
        load_for(work.session, actor(), AWARD, award_id, action="manage", parent=call_id)
        prove_indicator(work, award_id, indicator, value, document=document, seen_on=seen_on)
    return back("office.premium", "saved", body_id=body_id, call_id=call_id, award_id=award_id)


def _number(form: Typed) -> int:
    text = form.line("value", 6, missing=_("Scrivete quante persone, oppure 1 per sì e 0 per no."))
    if text and not (text.isascii() and text.isdigit() and int(text) <= MOST_WORKERS):
        form.errors["value"] = _("Scrivete solo cifre, per esempio 4.")
    return int(text) if not form.errors.get("value") else 0


def _page(found: OfficeAward, form: Typed) -> Response:
    one = found.award
    with reading() as session:
        proved = proved_of_award(session, one, today(), rules_of_day().pinned) if one.held else {}
        behind = premium_proofs(session, one.id)
        names = firm_names(session, {one.firm_id})
    labels = _labels()
    rows = []
    for word in PREMIUM_WORDS if one.held else ():
        fact = proved.get(word)
        told = [_proof(proof) for proof in fact.proofs] if fact is not None else [in_words(missing_reason(word))]
        rows.append((labels[word], None if fact is None else _value(word, fact.value), told))
    facts = {fact.id: fact.label for fact in found.visit.pack.call.facts}
    lines = [
        (in_words(facts[fact]) if fact in facts else fact, _proof(proof), bool(line)) for fact, line, proof in behind
    ]
    return form.page(
        "office/premium.html",
        visit=found.visit,
        award=one,
        firm=names.get(one.firm_id, ""),
        rows=rows,
        lines=lines,
        follows=found.visit.pack.call.premium is not None,
        may_note=found.may("manage") and one.held,
        indicators=[(indicator, labels[indicator]) for indicator in NOTED],
        done=done_words(),
    )


def _value(word: Prefill, value: object) -> str:
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    return in_words(euros(int(str(value)))) if word == "award.first" else str(value)


def _proof(proof: Proof) -> tuple[str, str, date | None]:
    # The id of a result tells nobody anything: its day does.
    return _kinds()[proof.kind], "" if proof.kind == "verified_check_up" else proof.reference, proof.on


def _kinds() -> dict[ProofKind, str]:
    return {
        "award": _("Atto di concessione"),
        "payment": _("Pagamento eseguito"),
        "plan": _("Piano firmato"),
        "verified_check_up": _("Check-up T2 verificato"),
        "use": _("Misura in uso dal"),
        "document": _("Documento visto dall'ufficio"),
    }


def _labels() -> dict[Prefill | NotedIndicator, str]:
    return {
        "award.first": _("Primo contributo"),
        "award.balance_paid": _("Saldo pagato"),
        "award.premium_had": _("Premio già avuto"),
        "award.measures_funded": _("Misure finanziate"),
        "award.measures_in_use": _("Misure ancora in uso a T2"),
        "award.measures_added": _("Misure aggiunte"),
        "award.months_added": _("Mesi oltre l'impegno"),
        "award.workers_reached": _("Persone raggiunte"),
        "award.second_level_agreement": _("Accordo di secondo livello firmato"),
        "award.shared_service": _("Servizio con altre imprese aperto"),
    }
