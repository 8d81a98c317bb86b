"""The days of committees in the calendars of whoever sits there: what is due and when, nothing of any firm."""

from collections.abc import Iterator

from cip.agreement.calendar import Thing, due_things
from cip.agreement.reads.committee_calendar import calendar_of
from cip.agreement.reads.committees import agreements_of_bodies, find_committee
from cip.database.work import Session
from cip.documents.calendar import CalendarEvent
from cip.parties.standing import Standing
from cip.web.calendar import register_source
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.state import now, state, today


def committee_days(session: Session, standing: Standing) -> Iterator[CalendarEvent]:
    """When something is due for one's own committees."""
    book = state().packs.newest_on(today()).content.agreements
    mine = standing.bodies("committee")
    for body_id, agreement_id in agreements_of_bodies(session, mine).items() if mine else ():
        committee = find_committee(session, body_id)
        if book is None or committee is None or agreement_id not in book.by_id:
            continue
        for thing in due_things(calendar_of(session, book, committee, today(), now()), today()):
            if thing.due is not None:
                key = f"committee/{body_id}/{thing.kind}/{thing.about}"
                summary = _summary(thing) % {"committee": committee.name}
                yield CalendarEvent(key, summary, thing.due, url=f"/{current()}/committee/{body_id}")


def _summary(thing: Thing) -> str:
    return {
        "meeting": _("Riunione da fare: %(committee)s"),
        "law": _("Clausole da rivedere: %(committee)s"),
        "list": _("Elenco pubblico da aggiornare: %(committee)s"),
        "dispute": _("Termine di una controversia: %(committee)s"),
        "question": _("Risposta a una domanda: %(committee)s"),
    }.get(thing.kind, _("Da fare: %(committee)s"))


register_source("committees", committee_days)
