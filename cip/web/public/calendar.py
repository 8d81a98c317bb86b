"""A person's calendar at its secret address, for programs that cannot sign in."""

import re
from dataclasses import replace

from flask import Response, request
from werkzeug.exceptions import NotFound

import cip.web.calendar_days  # noqa: F401 - its sources make themselves known
from cip.database.work import Session
from cip.documents.calendar import calendar_bytes
from cip.documents.reads import calendar_made_at, calendar_owner
from cip.parties.reads import find_person, mandates_of, memberships_of
from cip.parties.standing import Standing
from cip.web.calendar import events_of
from cip.web.language import gettext as _
from cip.web.public import public
from cip.web.state import reading, today

# What `cip.kernel.ids.new_secret` gives.
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


@public.get("/calendar/<feed>.ics")
def calendar(feed: str) -> Response:
    """The days of whoever has this address, as a calendar; nothing, if nobody has it any more."""
    with reading() as session:
        person_id = calendar_owner(session, feed) if _SECRET.fullmatch(feed) else None
        made_at = calendar_made_at(session, person_id) if person_id else None
        standing = _standing(session, person_id) if person_id else None
        if standing is None or made_at is None:
            raise NotFound
        events = events_of(session, standing)
    here = request.host_url.rstrip("/")
    whole = [replace(event, url=f"{here}{event.url}" if event.url else "") for event in events]
    # The moment at which the address was made: the same days give the same bytes, whenever they are asked for.
    answer = Response(calendar_bytes(_("CIP: le mie date"), whole, made_at), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="cip.ics"'
    return answer


def _standing(session: Session, person_id: str) -> Standing | None:
    """Where the person stands today. Who has no second factor belongs to no body here either: elsewhere, too, nothing
    of a body is shown without one.
    """
    person = find_person(session, person_id)
    if person is None or person.closed_at is not None:
        return None
    memberships = tuple(memberships_of(session, person_id))
    bodies = [one.party_id for one in memberships if one.party_kind == "body"] if person.second_factor else []
    return Standing(
        person_id=person_id,
        session_id="",
        strong=person.second_factor,
        fresh=False,
        memberships=memberships,
        mandates=tuple(mandates_of(session, bodies, person_id, today())),
    )
