"""The reserve list: what is free, who is next and why, before and after; somebody of the office acts on it."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.move_call import NotYetError, WrongCallStateError
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.roll_down import ListChangedError, award_from_reserve
from cip.incentives.rankings import LONGEST_REASON
from cip.incentives.reads import CALL
from cip.incentives.reads.acceptances import open_appeals
from cip.incentives.reads.roll_down import reserve_list
from cip.parties.access import NotYoursError, load_for
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


def _page(visit: CallVisit, form: Typed) -> Response:
    with reading() as session:
        found = reserve_list(session, visit.call, today())
        appeals = open_appeals(session, visit.id)
    if found is None:
        raise NotYoursError
    return form.page(
        "office/reserve.html",
        visit=visit,
        list=found,
        proposal=found.proposal,
        appeals=len(appeals),
        done=done_words(),
    )
