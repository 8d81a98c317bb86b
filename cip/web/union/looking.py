"""Clauses to be looked at again, of all firms of a union; somebody looked and says what holds."""

from flask import render_template
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.raise_rechecks import SettledAlreadyError, settle_recheck
from cip.agreement.reads.attestations import RECHECK, rechecks_on, rechecks_on_all
from cip.agreement.reads.unions import unions_for
from cip.agreement.rechecks import OUTCOMES
from cip.agreement.union_firms import rechecks_shown
from cip.parties.access import NotYoursError, load_for
from cip.parties.reads import bodies_by_id
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.state import actor, agreement_book, reading, today, working
from cip.web.typed import sent
from cip.web.union import union
from cip.web.union.visit import firms_seen, my_unions, open_joined
from cip.web.union.words import all_words


@union.get("/rechecks")
def rechecks() -> str:
    """Everything that is open, oldest first, firm by firm."""
    bodies, book = my_unions(), agreement_book()
    with reading() as session:
        firms, _own = firms_seen(session, bodies)
        found = rechecks_on_all(session, [firm.id for firm in firms])
        # For whom somebody looked is asked only of who works for two unions.
        speaks = {firm.id: unions_for(session, actor(), firm) if len(bodies) > 1 else () for firm in firms}
        names = {body.id: body.name for body in bodies_by_id(session, bodies).values()}
    shown = [(firm, rechecks_shown(book, [one for one in reversed(found[firm.id]) if one.open])) for firm in firms]
    return render_template(
        "union/rechecks.html",
        firms=[(firm, ones) for firm, ones in shown if ones],
        book=book,
        speaks=speaks,
        names=names,
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
        if recheck_id not in {one.id for one in rechecks_shown(visit.book, rechecks_on(session, adherence_id))}:
            raise NotYoursError
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
