"""The seats of a committee, by side; given and ended by its manager."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.seat_committee import SeatTakenError, end_seat, give_seat
from cip.agreement.committee import SIDES, balance
from cip.agreement.reads import COMMITTEE
from cip.agreement.reads.committees import seats_of_committee
from cip.database.locks import RowGoneError
from cip.parties.access import NotYoursError, load_for
from cip.web.committee import committee
from cip.web.committee.visit import CommitteeVisit, open_committee
from cip.web.committee.words import side_words
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

LONGEST_NAME = 200


@committee.get("/<body_id>/seats")
def seats(body_id: str) -> Response:
    """Who sits in the committee, and whether the sides are equal."""
    return _page(open_committee(body_id, "read"), Typed({"from_day": today().isoformat()}))


@committee.post("/<body_id>/seats")
def give_seat_now(body_id: str) -> AnyResponse:
    """Give an organisation a seat."""
    visit = open_committee(body_id, "manage")
    form = sent()
    side = form.choice("side", SIDES, _("Scegliete la parte."))
    organisation = form.line("organisation", LONGEST_NAME, missing=_("Scrivete il nome dell'organizzazione."))
    from_day = form.day("from_day", missing=_("Scrivete da quando."))
    if form.errors or from_day is None:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), COMMITTEE, body_id, action="manage")
            give_seat(work, body_id, side, organisation, from_day=from_day)
    except SeatTakenError:
        form.errors["organisation"] = _("Questa organizzazione ha già un posto da questa parte.")
        return _page(visit, form)
    return back("committee.seats", "saved", body_id=body_id)


@committee.post("/<body_id>/seats/<seat_id>/end")
def end_seat_now(body_id: str, seat_id: str) -> AnyResponse:
    """End a seat today."""
    open_committee(body_id, "manage")
    with reading() as session:
        if seat_id not in {seat.id for seat in seats_of_committee(session, body_id)}:
            raise NotYoursError
    try:
        with working() as work:
            load_for(work.session, actor(), COMMITTEE, body_id, action="manage")
            end_seat(work, body_id, seat_id, to_day=today())
    except (SeatTakenError, RowGoneError):
        return not_now(409, _("Questo posto non si può chiudere"), _("È già chiuso, oppure non è ancora iniziato."))
    return back("committee.seats", "saved", body_id=body_id)


def _page(visit: CommitteeVisit, form: Typed) -> Response:
    with reading() as session:
        found = seats_of_committee(session, visit.id)
    on = today()
    return form.page(
        "committee/seats.html",
        visit=visit,
        held=[seat for seat in found if seat.to_day is None or seat.to_day >= on],
        past=[seat for seat in found if seat.to_day is not None and seat.to_day < on],
        balance=balance(found, on),
        sides=side_words(),
        on=on,
        done=done_words(),
    )
