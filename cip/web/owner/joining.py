"""A firm prepares to join, one question a page: seat, people, route with its proof, other agreements. The same pages
serve one that joined already: it moved, its contract changed, it has another agreement.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import WrongStateError
from cip.agreement.actions.prove import ShownBy, TooManyProofsError, prove_route
from cip.agreement.actions.start_adherence import choose_seat, count_size, declare_other_text
from cip.agreement.adherence import MATTERS, ROUTES, Route, owner_key
from cip.agreement.facts import route_proved
from cip.agreement.joining import Missing, missing_before_signing
from cip.agreement.paper_numbers import is_paper_number
from cip.agreement.reads import ADHERENCE
from cip.documents.joining_words import matter_words, route_words
from cip.files.accepted import TYPES, FileRefusedError
from cip.files.actions import receive_file
from cip.files.stored import shelf_for
from cip.parties.access import load_for
from cip.parties.reads import counts_of
from cip.web.done import back
from cip.web.errors import not_now
from cip.web.handing_in import QUOTA, refusal_words, sent_file, takes_file
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.limits import may_hand_in
from cip.web.owner import owner
from cip.web.owner.joined import JoinedVisit, open_joined
from cip.web.owner.surveys import declared_workers
from cip.web.state import actor, reading, state, today, working
from cip.web.typed import Typed, sent

Step = Literal["seat", "size", "route", "other_text"]
STEPS: tuple[Step, ...] = ("seat", "size", "route", "other_text")
ACCEPTED = ",".join(f".{ending}" for kind in TYPES.values() for ending in kind.endings)
_STEP = "<any(seat, size, route, other_text):step>"


@owner.get(f"/<firm_id>/agreement/<adherence_id>/join/{_STEP}")
def join_step(firm_id: str, adherence_id: str, step: Step) -> Response:
    """One question of the joining."""
    visit = open_joined(firm_id, adherence_id, "answer")
    return _page(visit, step, Typed(_known(visit, step)))


@owner.post(f"/<firm_id>/agreement/<adherence_id>/join/{_STEP}")
@takes_file
def join_step_now(firm_id: str, adherence_id: str, step: Step) -> AnyResponse:
    """Save the answer; on to what is missing next."""
    visit = open_joined(firm_id, adherence_id, "answer")
    form = sent()
    try:
        _SAVES[step](visit, form)
    except WrongStateError:
        return ended_meanwhile(visit)
    except TooManyProofsError:
        form.errors["route"] = _("Per questa adesione ci sono già troppe prove.")
    if form.errors:
        return _page(visit, step, form)
    return _onward(open_joined(firm_id, adherence_id, "answer"), step)


def ended_meanwhile(visit: JoinedVisit) -> AnyResponse:
    """What somebody reads whose joining is not in the state any more in which this could be done."""
    page = url_for("owner.adherence", firm_id=visit.firm.id, adherence_id=visit.adherence.id)
    return not_now(
        409, _("Qui è cambiato qualcosa"), _("L'adesione non è più nello stato di prima. Riaprite la pagina."), page
    )


def _onward(visit: JoinedVisit, step: Step) -> AnyResponse:
    here = {"firm_id": visit.firm.id, "adherence_id": visit.adherence.id}
    if visit.adherence.state != "draft":
        return back("owner.adherence", "saved", **here)
    lacking = {one.step for one in missing(visit)}
    following = next((one for one in STEPS[STEPS.index(step) + 1 :] if one in lacking), None)
    return back("owner.join_step", step=following, **here) if following else back("owner.adherence", "saved", **here)


def missing(visit: JoinedVisit) -> Sequence[Missing]:
    """What keeps the draft from being signed."""
    return missing_before_signing(
        visit.adherence, visit.proofs, visit.agreement, visit.book, visit.firm, visit.held, today()
    )


def _save_seat(visit: JoinedVisit, form: Typed) -> None:
    ids = [seat.id for seat in visit.seats]
    seat = form.choice("seat", ids or ("",), _("Scegliete una sede."))
    if not form.errors:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, visit.adherence.id, action="answer", parent=visit.firm.id)
            choose_seat(work, visit.adherence.id, seat)


def _save_size(visit: JoinedVisit, form: Typed) -> None:
    text = form.raw("people")
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        form.errors["people"] = _("Scrivete un numero intero, per esempio 7.")
        return
    most = visit.number("max_size")
    if most is not None and int(text) > most and visit.adherence.state == "draft":
        words = _("L'accordo è per imprese fino a %(num)s persone: così non potete aderire.")
        form.errors["people"] = words % {"num": most}
        return
    with working() as work:
        load_for(work.session, actor(), ADHERENCE, visit.adherence.id, action="answer", parent=visit.firm.id)
        count_size(work, visit.adherence.id, int(text))


def _save_other(visit: JoinedVisit, form: Typed) -> None:
    other = form.choice("other", ("no", "yes"), _("Scegliete una risposta."))
    told = other == "yes" and "other" not in form.errors
    matters = form.several("matters", MATTERS, _("Dite di che cosa parla.") if told else "")
    day = form.day("since") if told else None
    if not form.errors:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, visit.adherence.id, action="answer", parent=visit.firm.id)
            declare_other_text(work, visit.adherence.id, other=told, day=day, matters=matters if told else ())


def paper_number(form: Typed) -> str:
    """The number of a paper in the field `reference`, empty where there is none; wrong if it is anything else."""
    text = " ".join(form.raw("reference").split())
    if text and not is_paper_number(text):
        form.errors["reference"] = _("Scrivete solo il numero del documento, per esempio socio 42 o 2026/118.")
    return text


def _save_route(visit: JoinedVisit, form: Typed) -> None:
    route = form.choice("route", _routes(visit), _("Scegliete una via."))
    reference = paper_number(form)
    seen = visit.may("witness") and form.ticked("seen", "yes")
    file = sent_file("file")
    if not (reference or seen or file):
        form.errors["reference"] = _("Serve una prova: un numero, oppure un file.")
    if form.errors:
        return
    if file is not None and not may_hand_in(visit.adherence.id):
        form.errors["file"] = _("Per oggi avete caricato molti file. Riprovate domani.")
        return
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, visit.adherence.id, action="prove", parent=visit.firm.id)
            kept = None
            if file is not None:
                shelf, room = shelf_for(state().settings), owner_key(visit.adherence.id)
                kept = receive_file(work, shelf, *file, room, quota=QUOTA).id
            shown = ShownBy(kept, seen=seen and kept is None, reference=reference or None)
            prove_route(work, visit.adherence.id, route, shown, on=today())
    except FileRefusedError as refusal:
        form.errors["file"] = refusal_words(refusal)


_SAVES: Mapping[Step, Callable[[JoinedVisit, Typed], None]] = {
    "seat": _save_seat,
    "size": _save_size,
    "route": _save_route,
    "other_text": _save_other,
}


def _routes(visit: JoinedVisit) -> tuple[Route, ...]:
    allowed = visit.agreement.joining.routes if visit.agreement.joining else ()
    return tuple(route for route in ROUTES if route in allowed)


def _known(visit: JoinedVisit, step: Step) -> dict[str, str]:
    adherence = visit.adherence
    if step == "seat":
        here = (seat.id for seat in visit.seats if seat.municipality == adherence.seat_name)
        return {"seat": next(here, "")}
    if step == "size":
        counted = adherence.size_counted if adherence.size_counted is not None else _counted(visit)
        return {"people": "" if counted is None else str(counted)}
    if step == "route":
        proof = route_proved(visit.proofs, adherence.route) if adherence.route else None
        return {"route": adherence.route or "", "reference": (proof.reference or "") if proof else ""}
    other = {None: "", True: "yes", False: "no"}[adherence.declares_other_text]
    since = adherence.other_text_on.isoformat() if adherence.other_text_on else ""
    return {"other": other, "matters": ",".join(adherence.other_text_matters), "since": since}


def _counted(visit: JoinedVisit) -> int | None:
    """What the firm said of its people by the way of counting of calls, else in its newest check-up."""
    with reading() as session:
        counted = counts_of(session, visit.firm.id)
    newest = next((one for one in counted if one.counter == "up_to_50"), None)
    return newest.hundredths // 100 if newest is not None else declared_workers(visit.firm.id)


def _page(visit: JoinedVisit, step: Step, form: Typed) -> Response:
    routes = route_words(current())
    return form.page(
        f"owner/join_{step}.html",
        visit=visit,
        step=step,
        routes=[(one, routes[one]) for one in _routes(visit)],
        matters=list(matter_words(current()).items()),
        most=visit.number("max_size"),
        open=shelf_for(state().settings).open,
        accepted=ACCEPTED,
        done="",
    )
