"""Clauses to be looked at again, of all firms of a union; somebody looked and says what holds."""

from flask import render_template
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.raise_rechecks import SettledAlreadyError, settle_recheck
from cip.agreement.reads.attestations import RECHECK, rechecks_on_all
from cip.agreement.reads.unions import firms_of_unions
from cip.agreement.rechecks import OUTCOMES
from cip.agreement.union_firms import of_one_person, veiled
from cip.parties.access import load_for
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.state import actor, reading, today, working
from cip.web.typed import sent
from cip.web.union import union
from cip.web.union.visit import agreements, my_unions, open_joined
from cip.web.union.words import all_words


@union.get("/rechecks")
def rechecks() -> str:
    """Everything that is open, oldest first, firm by firm."""
    bodies, book = my_unions(), agreements()
    with reading() as session:
        firms = firms_of_unions(session, bodies)
        found = rechecks_on_all(session, [firm.id for firm in firms])
    shown = [
        (firm, [veiled(one, of_one_person(book, one.clause_id)) for one in reversed(found[firm.id]) if one.open])
        for firm in firms
    ]
    return render_template(
        "union/rechecks.html",
        firms=[(firm, ones) for firm, ones in shown if ones],
        book=book,
        outcome_choices=OUTCOMES,
        done=done_words(),
        **all_words(),
    )


@union.post("/firms/<adherence_id>/rechecks/<recheck_id>")
def settle_now(adherence_id: str, recheck_id: str) -> AnyResponse:
    """Say what was found; nothing else changes by it."""
    visit = open_joined(adherence_id)
    with reading() as session:
        load_for(session, actor(), RECHECK, recheck_id, action="settle", parent=adherence_id)
    form = sent()
    outcome = form.choice("outcome", OUTCOMES, "outcome")
    if form.errors:
        return not_now(422, _("Manca una scelta"), _("Tornate indietro e scegliete che cosa avete trovato."))
    try:
        with working() as work:
            load_for(work.session, actor(), RECHECK, recheck_id, action="settle", parent=adherence_id)
            settle_recheck(work, recheck_id, outcome, looker="union", body_id=visit.body_id, on=today())
    except SettledAlreadyError:
        return not_now(409, _("Qualcuno ha già guardato"), _("Questo nuovo controllo è già chiuso."))
    return back("union.rechecks", "looked")
