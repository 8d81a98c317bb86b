"""Four layers that are never mixed: what the law asks, what the contract gives, the agreements, what the firm adds."""

from collections.abc import Iterator

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from cip.agreement.clauses import ClauseResult
from cip.agreement.concerning import Concerning, concerning
from cip.agreement.reads.adherence import binding_on
from cip.assessment.agreements import concerning_firm, places_of
from cip.assessment.plan import read_plan
from cip.assessment.reads.clause_standing import standings_of
from cip.assessment.reads.known_firm import known_firm
from cip.documents.clauses import AgreementPart, agreement_part, mark_of
from cip.documents.contract_cards import card_of
from cip.rulebook.agreements import AgreementBook
from cip.web.firm import firm
from cip.web.firm.regime_shown import regime_shown
from cip.web.firm.result import Outcome, stored_outcome
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.state import now, reading, state, today


@firm.get("/<check_up_id>/layers")
def layers(check_up_id: str) -> str | Response:
    """Law, national contract, agreements, own choices, each with its own count; the hub while there is no result."""
    visit = open_visit(check_up_id, "read", with_result=True)
    outcome = stored_outcome(visit)
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    book = outcome.bound.pack.content.agreements
    contract = outcome.answers.facts.get("ccnl")
    return render_template(
        "firm/layers.html",
        visit=visit,
        outcome=outcome,
        agreements=agreements_shown(visit, outcome),
        card=card_of(book, contract, current()) if book is not None else None,
        contract=contract,
        regime=regime_shown(visit, outcome),
        mark_of=lambda one: mark_of(one, current()),
        **page_words(visit),
    )


def agreements_shown(visit: Visit, outcome: Outcome) -> tuple[AgreementPart, ...]:
    """The agreements that concern the firm, with what the plan's measures bring: from all that is known of the firm
    where the check-up is a firm's, from its answers alone otherwise.
    """
    book = outcome.bound.pack.content.agreements
    if book is None:
        return ()
    chosen = [item.code for item in read_plan(visit.stored.extra["plan"]).promised]
    measures, on = outcome.bound.pack.measures, today()
    return tuple(
        agreement_part(book, item.agreement, results, measures, on, current(), chosen=chosen, binds=item.binds)
        for item, results in _results(visit, outcome, book)
    )


def _results(
    visit: Visit, outcome: Outcome, book: AgreementBook
) -> Iterator[tuple[Concerning, tuple[ClauseResult, ...]]]:
    firm_id = visit.check_up.firm_id
    if firm_id is None:
        for item in concerning_firm(outcome.bound, outcome.answers):
            yield item, tuple(one for one in outcome.check_up.clauses if one.agreement == item.agreement.id)
        return
    with reading() as session:
        joined = {one.agreement_id: one for one in binding_on(session, today(), firm_id=firm_id)}
        contract = outcome.answers.facts.get("ccnl")
        known = known_firm(session, firm_id, today(), pinned=state().packs.pinned)
        places = known.places or places_of(outcome.answers)
        shown = concerning(book, today(), contract if isinstance(contract, str) else None, places, joined)
        asked = [(item.agreement, joined.get(item.agreement.id)) for item in shown]
        standings = standings_of(session, book, known, asked, now(), today())
    yield from ((item, standing.results) for item, standing in zip(shown, standings, strict=True))
