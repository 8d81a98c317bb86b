"""The bank's statements: a file comes in, lines settle payments, people settle the rest."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.import_statement import (
    import_statement,
    match_line,
    set_line_aside,
    settle_by_hand,
)
from cip.incentives.reads import CALL
from cip.incentives.reads.payments import sent_of_body, statements_of_body, unmatched
from cip.incentives.statements import MOST_BYTES
from cip.parties.access import load_for
from cip.parties.reads.acting import firm_names
from cip.web.done import back, done_words
from cip.web.handing_in import sent_file, takes_file
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.payment_words import TOLD, why_not_paid
from cip.web.office.payments import PAYMENTS, SHOWN
from cip.web.office.visit import CallVisit, open_call
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

STATEMENTS = f"{PAYMENTS}/statements"


@office.get(STATEMENTS)
def payment_statements(body_id: str, call_id: str) -> Response:
    """The statements of the office, what they left open, the payments that are at the bank."""
    return _page(open_call(body_id, call_id, "read"), Typed({"on_day": today().isoformat()}))


@office.post(STATEMENTS)
@takes_file
def import_statement_now(body_id: str, call_id: str) -> AnyResponse:
    """Import a file."""
    visit, form, file = open_call(body_id, call_id, "manage"), sent(), sent_file("file")
    if file is None:
        form.errors["file"] = _("Scegliete il file dell'estratto conto.")
        return _page(visit, form)
    content, name = file[0].read(MOST_BYTES + 1), file[1]
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            import_statement(work, body_id, name, content)
    except TOLD as error:
        form.errors["file"] = why_not_paid(error)
        return _page(visit, form)
    return back("office.payment_statements", "saved", body_id=body_id, call_id=call_id)


@office.post(f"{STATEMENTS}/match")
def match_line_now(body_id: str, call_id: str) -> AnyResponse:
    """Say which payment a line is about, or that it is about none of ours."""
    visit, form = open_call(body_id, call_id, "manage"), sent()
    line_id, payment_id = form.line("line_id", 32), form.line("payment_id", 32)
    why = form.line("why", 200, missing="" if payment_id else _("Scrivete perché la riga non è nostra."))
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            if payment_id:
                match_line(work, body_id, line_id, payment_id, why)
            else:
                set_line_aside(work, body_id, line_id, why)
    except TOLD as error:
        form.errors["line_id"] = why_not_paid(error)
        return _page(visit, form)
    return back("office.payment_statements", "saved", body_id=body_id, call_id=call_id)


@office.post(f"{STATEMENTS}/by-hand")
def settle_payment_now(body_id: str, call_id: str) -> AnyResponse:
    """Say without a line what became of a payment, with the paper that says so."""
    visit, form = open_call(body_id, call_id, "manage"), sent()
    payment_id = form.line("payment_id", 32, missing=_("Scegliete il pagamento."))
    outcome = form.choice("outcome", ("rejected", "executed"), _("Dite com'è andata."))
    on = form.day("on_day", missing=_("Scrivete il giorno."))
    why = form.line("paper", 200, missing=_("Scrivete quale documento lo dice."))
    if form.errors or on is None:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            settle_by_hand(work, body_id, payment_id, executed=outcome == "executed", on=on, reason=why)
    except TOLD as error:
        form.errors["payment_id"] = why_not_paid(error)
        return _page(visit, form)
    return back("office.payment_statements", "saved", body_id=body_id, call_id=call_id)


def _page(visit: CallVisit, form: Typed) -> Response:
    with reading() as session:
        lines = unmatched(session, visit.body_id)
        waiting = sent_of_body(session, visit.body_id)
        statements = statements_of_body(session, visit.body_id)
        firms = firm_names(session, [one.firm_id for one in waiting])
    return form.page(
        "office/payment_statements.html",
        visit=visit,
        lines=lines,
        waiting=waiting,
        statements=statements,
        firms=firms,
        done=done_words(),
        **SHOWN,
    )
