"""The address of one's own calendar: made, shown once, made anew, taken away."""

from flask import render_template, url_for

from cip.documents.actions import open_calendar, shut_calendar
from cip.documents.reads import calendar_made_at
from cip.kernel.clock import today
from cip.web.account import account
from cip.web.account.guards import need_person
from cip.web.state import reading, working


@account.get("/calendar")
def calendar() -> str:
    """Whether one's calendar has an address, and how to get one."""
    return _page(need_person().person.id)


@account.post("/calendar")
def new_calendar() -> str:
    """Give one's calendar a new address; it is on this page alone, as the database keeps only its digest."""
    person_id = need_person().person.id
    with working() as work:
        secret = open_calendar(work, person_id)
    return _page(person_id, url_for("public.calendar", feed=secret, _external=True))


@account.post("/calendar/shut")
def no_calendar() -> str:
    """Take the address away."""
    person_id = need_person().person.id
    with working() as work:
        shut_calendar(work, person_id)
    return _page(person_id, shut=True)


def _page(person_id: str, address: str | None = None, *, shut: bool = False) -> str:
    with reading() as session:
        made_at = calendar_made_at(session, person_id)
    made_on = None if made_at is None else today(made_at)
    # Programs of calendars answer to this scheme; they ask the site over https.
    webcal = None if address is None else f"webcal://{address.partition('://')[2]}"
    return render_template("account/calendar.html", made_on=made_on, address=address, webcal=webcal, shut=shut)
