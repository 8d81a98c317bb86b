"""The openings and closings of calls in calendars: of the office for its own, of firms for every published one."""

from collections.abc import Iterator, Sequence

from cip.database.work import Session
from cip.documents.calendar import CalendarEvent
from cip.incentives.calls import OfficeCall
from cip.incentives.reads import calls_of_body, public_calls
from cip.kernel import clock
from cip.parties.standing import Standing
from cip.web.calendar import register_source
from cip.web.call_words import moment
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.state import now

MINUTES = 15


def call_days(session: Session, standing: Standing) -> Iterator[CalendarEvent]:
    """When calls open and close: what everybody may know of them, so drafts stay out."""
    for call in _calls(session, standing):
        if call.opens_at is None or call.closes_at is None or call.state_at(now()) == "annulled":
            continue
        words, url = {"call": call.title}, f"/{current()}/calls/{call.id}"
        for kind, at, summary in (
            ("opens", call.opens_at, _("Si apre il bando: %(call)s") % words),
            ("closes", call.closes_at, _("Si chiude il bando: %(call)s") % words),
        ):
            yield CalendarEvent(
                f"call/{call.id}/{kind}", summary, clock.today(at), moment(at), url, start=at, minutes=MINUTES
            )


def _calls(session: Session, standing: Standing) -> Sequence[OfficeCall]:
    if standing.firms or standing.bodies("consultancy"):
        return public_calls(session)
    mine = (call for body_id in standing.bodies("office") for call in calls_of_body(session, body_id))
    return [call for call in mine if call.public]


register_source("calls", call_days)
