"""The page of one call, the steps that the office takes, and its end before the opening."""

from collections.abc import Sequence

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Session
from cip.incentives.actions.move_call import NotYetError, annul_call, move_call
from cip.incentives.call_states import TRANSITIONS, CallMove, moves
from cip.incentives.calls import LONGEST_REASON, CallStep
from cip.incentives.publishing import unknowns_of
from cip.incentives.reads import CALL, moves_of_call, outages_of_call, rehearsals_of_call
from cip.incentives.reads.readiness import missing_for
from cip.parties.access import NotYoursError, load_for
from cip.web.call_words import CallTeller, step_names
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.home import next_line
from cip.web.office.links import links_for
from cip.web.office.visit import CallVisit, open_call
from cip.web.people_named import named_doers
from cip.web.shown import in_words
from cip.web.state import actor, now, reading, working
from cip.web.typed import Typed, sent

STEPS: tuple[CallMove, ...] = tuple(row.action for row in TRANSITIONS if row.guard == "ready")


@office.get("/<body_id>/calls/<call_id>")
def call(body_id: str, call_id: str) -> Response:
    """Everything of one call: what is to be done, dates, history, rules."""
    return _page(open_call(body_id, call_id, "read"), Typed())


@office.post("/<body_id>/calls/<call_id>/steps/<action>")
def move(body_id: str, call_id: str, action: str) -> AnyResponse:
    """Take the next step after the closing."""
    visit = open_call(body_id, call_id, "move")
    step = next((one for one in STEPS if one == action), None)
    if step is None:
        raise NotYoursError
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="move", parent=body_id)
            move_call(work, call_id, step)
    except NotYetError as error:
        return _page(visit, Typed(errors={"next": " ".join(in_words(reason) for reason in error.because)}))
    return back("office.call", "saved", body_id=body_id, call_id=call_id)


@office.post("/<body_id>/calls/<call_id>/annul")
def annul(body_id: str, call_id: str) -> AnyResponse:
    """End it before it opens, with a reason."""
    visit = open_call(body_id, call_id, "manage")
    form = sent()
    reason = form.note("reason")
    if not reason:
        form.errors["reason"] = _("Scrivete perché il bando si annulla.")
    if form.errors or reason is None:
        return _page(visit, form)
    with working() as work:
        load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
        annul_call(work, call_id, reason[:LONGEST_REASON])
    return back("office.call", "annulled", body_id=body_id, call_id=call_id)


def _page(visit: CallVisit, form: Typed) -> Response:
    may = moves(visit.state, visit.roles)
    step = next((one for one in may if one in STEPS), None)
    with reading() as session:
        steps = moves_of_call(session, visit.id)
        outages = outages_of_call(session, visit.id)
        rehearsals = rehearsals_of_call(session, visit.id)
        by = _doers(session, steps)
        missing = missing_for(session, visit.call, step, now()) if step else ()
    return form.page(
        "office/call.html",
        visit=visit,
        told=CallTeller(visit.pack),
        next=next_line(visit.call),
        step=step,
        step_name=step_names()[step] if step else "",
        missing=missing,
        links=links_for(visit.state),
        steps=steps,
        by=by,
        outages=outages,
        rehearsals=len(rehearsals),
        unknowns=unknowns_of(visit.pack) if not visit.call.public else (),
        may_annul="annul" in may,
        done=done_words(),
    )


def _doers(session: Session, steps: Sequence[CallStep]) -> dict[str, str]:
    return named_doers(session, {step.by for step in steps})
