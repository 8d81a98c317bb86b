"""A firm leaves an agreement with notice, and may stay after all while the notice runs."""

from datetime import date

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import OddDayError, WrongStateError
from cip.agreement.actions.leave_adherence import leave_adherence, stay_in_adherence
from cip.agreement.changes import effects_until, leaving_days
from cip.agreement.reads import ADHERENCE
from cip.assessment.reads.signed_plans import plan_ends
from cip.parties.access import load_for
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.joined import JoinedVisit, open_joined
from cip.web.owner.joining import ended_meanwhile
from cip.web.shown import day as long_day
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

_PAGE = "/<firm_id>/agreement/<adherence_id>"


@owner.get(f"{_PAGE}/leave")
def leave_agreement(firm_id: str, adherence_id: str) -> Response:
    """What leaving means, and the day."""
    visit = open_joined(firm_id, adherence_id, "leave")
    return _page(visit, Typed({"leaves_on": leaving_days(visit.agreement, visit.book, today())[0].isoformat()}))


@owner.post(f"{_PAGE}/leave")
def leave_agreement_now(firm_id: str, adherence_id: str) -> AnyResponse:
    """Give notice."""
    visit = open_joined(firm_id, adherence_id, "leave")
    form = sent()
    last = form.day("leaves_on", missing=_("Scrivete l'ultimo giorno."))
    if form.raw("agree") != "yes":
        form.errors["agree"] = _("Mettete la spunta per confermare.")
    if form.errors or last is None:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, adherence_id, action="leave", parent=firm_id)
            leave_adherence(work, visit.book, adherence_id, last, on=today())
    except OddDayError as refusal:
        form.errors["leaves_on"] = _odd(refusal, last)
        return _page(visit, form)
    except WrongStateError:
        return ended_meanwhile(visit)
    return back("owner.adherence", "saved", firm_id=firm_id, adherence_id=adherence_id)


@owner.post(f"{_PAGE}/stay")
def stay_now(firm_id: str, adherence_id: str) -> AnyResponse:
    """Take the notice back."""
    visit = open_joined(firm_id, adherence_id, "leave")
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, adherence_id, action="leave", parent=firm_id)
            stay_in_adherence(work, adherence_id, on=today())
    except WrongStateError:
        return ended_meanwhile(visit)
    return back("owner.adherence", "saved", firm_id=firm_id, adherence_id=adherence_id)


def _odd(refusal: OddDayError, last: date) -> str:
    if refusal.latest is not None and last > refusal.latest:
        day = long_day(refusal.latest)
        return _("L'accordo finisce da solo il %(day)s: scrivete quel giorno o uno prima.") % {"day": day}
    first = long_day(refusal.earliest) if refusal.earliest else ""
    return _("Il preavviso non basta: il primo giorno possibile è il %(day)s.") % {"day": first}


def _page(visit: JoinedVisit, form: Typed) -> Response:
    with reading() as session:
        ends = plan_ends(session, visit.firm.id)
    first, last = leaving_days(visit.agreement, visit.book, today())
    return form.page(
        "owner/leave_agreement.html",
        visit=visit,
        adherence=visit.adherence,
        earliest=first,
        own_end=last,
        months=visit.number("leaving_notice_months"),
        until=effects_until(visit.adherence, ends),
        running=max(ends, default=None),
        done=done_words(),
    )
