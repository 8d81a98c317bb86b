"""Whoever belongs to a committee is reminded by mail of what is due soon, or has been for a short time: once a week."""

from datetime import date, datetime, timedelta

from cip.agreement.actions.tell_committee import tell
from cip.agreement.calendar import Thing, due_things
from cip.agreement.reads.committee_calendar import calendar_of
from cip.agreement.reads.committees import all_committees
from cip.database.work import Work
from cip.parties.reads import members_of
from cip.rulebook.agreements import AgreementBook

BEFORE = timedelta(days=7)
"""So long before its day a thing is reminded."""
AFTER = timedelta(days=30)
"""What is late for longer is no news: it stands on the committee's page."""


def remind_committees(work: Work, book: AgreementBook, *, on: date, now: datetime) -> int:
    """Put the mails of this week into the outbox; how many committees have something to be reminded of. A week that was
    told is not told again.
    """
    reminded = 0
    for committee in all_committees(work.session):
        agreement = book.by_id.get(committee.agreement_id)
        if agreement is None:
            continue
        near = near_things(due_things(calendar_of(work.session, book, committee, on, now), on), on)
        if not near:
            continue
        year, week, _day = on.isocalendar()
        key = f"committee_due/{committee.body_id}/{year}/{week}"
        first = min(thing.due for thing in near if thing.due is not None)
        values: dict[str, str | int] = {"agreement": committee.name, "count": len(near), "on": first.isoformat()}
        tell(work, members_of(work.session, committee.body_id), "committee_due", key, _path(committee.body_id), values)
        reminded += 1
    return reminded


def near_things(things: tuple[Thing, ...], on: date) -> list[Thing]:
    """Those with a term that ends soon or ended a short time ago."""
    return [one for one in things if one.due is not None and -AFTER <= one.due - on <= BEFORE]


def _path(body_id: str) -> str:
    return f"committee/{body_id}"
