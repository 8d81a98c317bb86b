"""A union plans a visit to a firm, notes that it was made, or gives it up."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import OddDayError
from cip.agreement.actions.union_work import NotThereError
from cip.agreement.actions.visit_firm import give_up_visit, note_visit, plan_visit
from cip.agreement.reads.attestations import visits_on
from cip.agreement.reads.unions import JOINED_FIRM
from cip.parties.access import load_for
from cip.parties.reads import bodies_by_id
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent
from cip.web.union import union
from cip.web.union.visit import UnionVisit, open_joined

_DOES = ("plan", "made", "give_up")


@union.get("/firms/<adherence_id>/visits")
def visits(adherence_id: str) -> Response:
    """The visits, and the form for the next one."""
    return _page(open_joined(adherence_id), Typed())


@union.post("/firms/<adherence_id>/visits")
def visits_now(adherence_id: str) -> AnyResponse:
    """Plan the next visit, note that one was made, or give it up."""
    visit = open_joined(adherence_id, "log")
    form = sent()
    does = form.choice("does", _DOES, _("Scegliete che cosa segnare."))
    day = today() if does == "give_up" else form.day("day", missing=_("Scrivete il giorno."))
    if form.errors or day is None:
        return _page(visit, form)
    who = {"body_id": visit.body_id, "person_id": visit.person_id}
    try:
        with working() as work:
            load_for(work.session, actor(), JOINED_FIRM, adherence_id, action="log")
            if does == "plan":
                plan_visit(work, adherence_id, day, **who, on=today())
            elif does == "made":
                note_visit(work, adherence_id, day, **who, on=today())
            else:
                give_up_visit(work, adherence_id, **who, on=today())
    except OddDayError:
        form.errors["day"] = _(
            "Una visita fatta è già passata, ma dopo l'adesione. Una visita da fare è tra oggi e un anno."
        )
        return _page(visit, form)
    except NotThereError:
        return not_now(409, _("Qui non si segnano più visite"), _("L'adesione è finita, o non è più vostra."))
    return back("union.visits", "saved", adherence_id=adherence_id)


def _page(visit: UnionVisit, form: Typed) -> Response:
    with reading() as session:
        found = [one for one in visits_on(session, visit.id) if one.body_id in visit.bodies]
        names = {body.id: body.name for body in bodies_by_id(session, visit.bodies).values()}
    return form.page("union/visits.html", visit=visit, visits=found, names=names, today=today(), done=done_words())
