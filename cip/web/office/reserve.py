"""The reserve list: what is free, who is next and why, before and after; somebody of the office acts on it."""

from datetime import date

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Session
from cip.incentives.actions.move_call import NotYetError, WrongCallStateError
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.actions.roll_down import ListChangedError, award_from_reserve
from cip.incentives.actions.stop_payments import PaymentOnItsWayError
from cip.incentives.actions.waive_award import lapse_award
from cip.incentives.rankings import LONGEST_REASON
from cip.incentives.reads import AWARD, CALL, awards_of_call
from cip.incentives.reads.acceptances import due_answer, open_appeals
from cip.incentives.reads.roll_down import reserve_list
from cip.parties.access import NotYoursError, load_for
from cip.parties.reads.acting import firm_names
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.visit import CallVisit, open_call
from cip.web.shown import in_words
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

CALL_PAGE = "/<body_id>/calls/<call_id>"


@office.get(f"{CALL_PAGE}/reserve")
def reserve(body_id: str, call_id: str) -> Response:
    """Who is next, and why."""
    return _page(open_call(body_id, call_id, "read"), Typed())


@office.post(f"{CALL_PAGE}/reserve")
def reserve_now(body_id: str, call_id: str) -> AnyResponse:
    """Begin the awards exactly as they were proposed; each is then prepared and approved like every other."""
    visit = open_call(body_id, call_id, "move")
    form = sent()
    reason = form.line("reason", LONGEST_REASON, missing=_("Scrivete perché scorre la lista."))
    digest = form.line("digest", 64)
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="move", parent=body_id)
            award_from_reserve(work, call_id, seen_digest=digest, reason=reason)
    except ListChangedError:
        form.errors["reason"] = _("La lista è cambiata mentre guardavate. Guardate di nuovo chi è in attesa.")
        return _page(visit, form)
    except NotYetError as error:
        form.errors["reason"] = " ".join(in_words(one) for one in error.because)
        return _page(visit, form)
    except (WrongCallStateError, NoReasonError):
        return not_now(409, _("Ora non si può fare"), _("Il bando è andato avanti. Guardate a che punto è."))
    return back("office.reserve", "rolled_down", body_id=body_id, call_id=call_id)


@office.post(f"{CALL_PAGE}/awards/<award_id>/lapse")
def lapse_award_now(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Write down that the term for accepting an award is over: its money comes back."""
    open_call(body_id, call_id, "read")
    try:
        with working() as work:
            load_for(work.session, actor(), AWARD, award_id, action="manage", parent=call_id)
            lapse_award(work, award_id)
    except (NotYetError, WrongAwardStateError, PaymentOnItsWayError):
        return not_now(409, _("Ora non si può fare"), _("L'impresa può ancora rispondere, o ha già risposto."))
    return back("office.reserve", "award_lapsed", body_id=body_id, call_id=call_id)


def _late(session: Session, call_id: str) -> list[tuple[str, str, date]]:
    """Awards that were not answered in time: the id, the firm, the last day."""
    told = [one for one in awards_of_call(session, call_id) if one.state == "notified"]
    names, found = firm_names(session, {one.firm_id for one in told}), []
    for one in told:
        until = due_answer(session, one)
        if until is not None and until < today():
            found.append((one.id, names[one.firm_id], until))
    return found


def _page(visit: CallVisit, form: Typed) -> Response:
    with reading() as session:
        found = reserve_list(session, visit.call, today())
        appeals, late = open_appeals(session, visit.id), _late(session, visit.id)
    if found is None:
        raise NotYoursError
    return form.page(
        "office/reserve.html",
        visit=visit,
        list=found,
        proposal=found.proposal,
        appeals=len(appeals),
        late=late,
        done=done_words(),
    )
