"""One request about a programme that an office follows: loaded through the one door, with its rules and its scope."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from cip.incentives.reads import office_roles
from cip.kernel.characters import plain_text
from cip.monitoring.programme import FollowedProgramme, Scope
from cip.monitoring.reads import PROGRAMME
from cip.parties.access import NotYoursError, load_for
from cip.parties.permissions import Action, Role, allowed
from cip.parties.reads import Body, find_body
from cip.rulebook.shapes.programme import Programme, ResultIndicator
from cip.web.fields import EARLIEST, LATEST, read_day
from cip.web.state import actor, programmes, reading

LONGEST_PLACE = 120


@dataclass(frozen=True, slots=True)
class ProgrammeVisit:
    """A programme as somebody of the office that follows it sees it in this request."""

    body: Body
    followed: FollowedProgramme
    programme: Programme
    roles: frozenset[Role]

    @property
    def id(self) -> str:
        """The office's id."""
        return self.body.id

    @property
    def at(self) -> dict[str, Any]:
        """What the address of each of its pages names."""
        return {"body_id": self.body.id, "programme_id": self.followed.id}

    def may(self, action: Action) -> bool:
        """Whether whoever asks may do this to it: what they may not is not drawn."""
        return allowed("programme", action, self.roles)

    def indicator(self, indicator_id: str) -> ResultIndicator:
        """An indicator of it. Raises NotYoursError if there is none."""
        found = next((one for one in self.programme.indicators if one.id == indicator_id), None)
        if found is None:
            raise NotYoursError
        return found


def open_programme(body_id: str, programme_id: str, action: Action) -> ProgrammeVisit:
    """Load a programme for whoever belongs to the office that follows it. Raises NotYoursError, also where today's
    rules hold it no more.
    """
    asks = actor()
    with reading() as session:
        followed = load_for(session, asks, PROGRAMME, programme_id, action=action, parent=body_id)
        body = find_body(session, body_id)
    programme = programmes().get(followed.rule_id)
    if body is None or programme is None:
        raise NotYoursError
    return ProgrammeVisit(body, followed, programme, office_roles(asks, body_id))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the filter asks for, as typed; `wrong` where a day is none."""

    scope: Scope
    since: str
    until: str
    wrong: bool

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return self.scope != Scope()

    @property
    def carried(self) -> dict[str, str]:
        """The filter for the address of another page."""
        scope = self.scope
        named = {"alliance": scope.alliance_id, "place": scope.place, "since": self.since, "until": self.until}
        return {name: value for name, value in named.items() if value}


def asked_scope(visit: ProgrammeVisit) -> Asked:
    """The scope that the address asks for. An alliance that there is not is left out, a place that nobody has gives
    nothing.
    """
    alliance = request.args.get("alliance", "")
    known = alliance if any(one.id == alliance for one in visit.programme.alliances) else None
    place = plain_text(request.args.get("place", "")[:LONGEST_PLACE]).strip() or None
    since, until = (plain_text(request.args.get(name, "")[:20]).strip() for name in ("since", "until"))
    first, last = _day(since), _day(until)
    wrong = any(text and day is None for text, day in ((since, first), (until, last)))
    wrong = wrong or (first is not None and last is not None and first > last)
    return Asked(Scope(known, place, None if wrong else first, None if wrong else last), since, until, wrong)


def _day(text: str) -> date | None:
    day = read_day(text) if text else None
    return day if day is not None and EARLIEST <= day <= LATEST else None
