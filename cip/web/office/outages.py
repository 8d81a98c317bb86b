"""Outages of the site: noted once they are over, with what they give to the deadline."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.note_outage import MeasuredOutage, OddOutageError, note_outage
from cip.incentives.calls import OfficeCall
from cip.incentives.outages import LATEST_NOTING
from cip.incentives.reads import CALL, outages_of_call
from cip.parties.access import load_for
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.times import typed_moment
from cip.web.office.visit import CallVisit, open_call
from cip.web.state import actor, now, reading, working
from cip.web.typed import Typed, sent

LONGEST_MEASURER = 200


@office.get("/<body_id>/calls/<call_id>/outages")
def outages(body_id: str, call_id: str) -> Response:
    """What was noted, and the form for another."""
    return _page(open_call(body_id, call_id, "read"), Typed())


@office.post("/<body_id>/calls/<call_id>/outages")
def note_outage_now(body_id: str, call_id: str) -> AnyResponse:
    """Note one."""
    visit = open_call(body_id, call_id, "move")
    form = sent()
    outage = _read(form)
    if form.errors or outage is None:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="move", parent=body_id)
            note_outage(work, call_id, outage)
    except OddOutageError:
        form.errors["to_day"] = _(
            "Il guasto deve essere finito e cadere nel tempo del bando. A bando chiuso conta solo l'ultimo giorno."
        )
        return _page(visit, form)
    return back("office.outages", "saved", body_id=body_id, call_id=call_id)


def _read(form: Typed) -> MeasuredOutage | None:
    start, end = typed_moment(form, "from"), typed_moment(form, "to")
    for name, at in (("from", start), ("to", end)):
        if at is None and not (form.error(f"{name}_day") or form.error(f"{name}_hour")):
            form.errors[f"{name}_day"] = _("Scrivete sia il giorno sia l'ora.")
    if start is not None and end is not None and end <= start:
        form.errors["to_day"] = _("Il guasto deve finire dopo che è iniziato.")
    by = form.line("measured_by", LONGEST_MEASURER, missing=_("Scrivete chi o che cosa ha misurato il guasto."))
    note = form.note("note")
    if not note:
        form.errors["note"] = _("Scrivete che cosa è successo.")
    return MeasuredOutage(start, end, by, note) if start and end and note else None


def can_note(call: OfficeCall) -> bool:
    """Whether an outage can be noted on a call at this moment."""
    state = call.state_at(now())
    late = call.closes_at is not None and now() > call.closes_at + LATEST_NOTING
    return state in ("open", "closed") and not late


def _page(visit: CallVisit, form: Typed) -> Response:
    with reading() as session:
        found = outages_of_call(session, visit.id)
    return form.page(
        "office/outages.html", visit=visit, outages=found, can_note=can_note(visit.call), done=done_words()
    )
