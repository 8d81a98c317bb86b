"""Whose a check-up is, for its pages: the firm's name, what whoever asks may do, and who wrote the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import g

from cip.assessment.reads import CHECK_UP, who_wrote
from cip.parties.access import NotYoursError, permit
from cip.parties.permissions import Action
from cip.parties.reads import find_firm
from cip.web.doers import Doers
from cip.web.firm import firm
from cip.web.firm.visit import Visit
from cip.web.language import gettext as _
from cip.web.state import actor, reading


@dataclass(frozen=True, slots=True)
class Belongs:
    """The firm of a check-up; `by_mandate`: whoever asks is there only under a mandate of it."""

    firm_id: str
    name: str
    by_mandate: bool


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote, in words, how many answers, and when last."""

    words: str
    answers: int
    last: datetime


@firm.app_template_global()
def belongs_to(visit: Visit) -> Belongs | None:
    """The firm of a check-up; None while it is a guest's. Asked once a request."""
    firm_id = visit.check_up.firm_id
    if firm_id is None:
        return None
    if "belongs_to" not in g:
        with reading() as session:
            found = find_firm(session, firm_id)
        standing = actor().standing
        member = standing is not None and standing.in_firm(firm_id) is not None
        g.belongs_to = Belongs(firm_id, found.name if found is not None else "", not member)
    belongs: Belongs = g.belongs_to
    return belongs


@firm.app_template_global()
def may(visit: Visit, action: Action) -> bool:
    """Whether whoever asks may do this to the check-up: what they may not is not drawn."""
    try:
        with reading() as session:
            permit(session, actor(), CHECK_UP, visit.check_up, action=action)
    except NotYoursError:
        return False
    return True


@firm.app_template_global()
def writers(visit: Visit) -> Sequence[Writer]:
    """Who wrote the answers of a firm's check-up: the firm, a consultant, or whoever began it without an account."""
    with reading() as session:
        wrote = who_wrote(session, visit.id)
        doers = Doers(session, (one.actor for one in wrote))
    found: dict[str, Writer] = {}
    for one in wrote:
        words = _("Prima che entrasse nello spazio dell'impresa") if one.actor == "guest" else doers.words(one.actor)
        before = found.get(words)
        found[words] = Writer(
            words,
            one.answers + (before.answers if before else 0),
            max(one.last, before.last) if before else one.last,
        )
    return list(found.values())
