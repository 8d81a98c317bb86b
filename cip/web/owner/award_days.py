"""The last days to answer an award, and what else has a day for it, in the calendars of the people of the firm."""

from collections.abc import Iterator

from cip.database.work import Session
from cip.documents.calendar import CalendarEvent
from cip.incentives.reads import call_of
from cip.incentives.reads.acceptances import due_answers
from cip.incentives.reads.award_terms import award_terms
from cip.parties.reads import find_firm
from cip.parties.standing import Standing
from cip.web.calendar import register_source
from cip.web.language import current
from cip.web.language import gettext as _


def award_days(session: Session, standing: Standing) -> Iterator[CalendarEvent]:
    """By when each award that waits is accepted or given up, and every other day; of these never what it is about."""
    for due in due_answers(session, standing.firms):
        firm = find_firm(session, due.firm_id)
        if firm is not None:
            words = {"call": due.call, "firm": firm.name}
            summary = _("Ultimo giorno per accettare il contributo: %(call)s (%(firm)s)") % words
            url = f"/{current()}/firm/{due.firm_id}/awards/{due.award_id}"
            yield CalendarEvent(f"award/{due.award_id}/answer", summary, due.until, url=url)
    yield from _terms(session, standing)


def _terms(session: Session, standing: Standing) -> Iterator[CalendarEvent]:
    for term in award_terms(session, standing.firms):
        firm = find_firm(session, term.firm_id)
        if firm is not None:
            words = {"call": call_of(session, term.call_id).title, "firm": firm.name}
            summary = _("Un giorno importante per il contributo: %(call)s (%(firm)s)") % words
            url = f"/{current()}/firm/{term.firm_id}/awards/{term.award_id}/report"
            name = f"award/{term.award_id}/{term.kind}/{term.until.isoformat()}"
            yield CalendarEvent(name, summary, term.until, url=url)


register_source("awards", award_days)
