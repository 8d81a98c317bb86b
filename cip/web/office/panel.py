"""Who judges a call: named by the office, from its own people or from outside; the sample files that come first."""

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.judge import BadScoreError
from cip.incentives.actions.judging_work import NoWhyGivenError
from cip.incentives.actions.name_evaluators import (
    NAMED_IN,
    AlreadyNamedError,
    NotOnPanelError,
    PanelClosedError,
    end_place,
    name_by_address,
    name_evaluator,
)
from cip.incentives.actions.try_samples import write_sample
from cip.incentives.evaluation import agreement, items_of
from cip.incentives.judging import Panel, SampleItem
from cip.incentives.reads import CALL
from cip.incentives.reads.evaluation import loads
from cip.incentives.reads.panels import all_sample_scores, find_panel, samples_of
from cip.kernel import ids
from cip.parties.access import NotYoursError, load_for
from cip.parties.actions.add_person import BadEmailError
from cip.parties.people import BadNameError
from cip.parties.reads import members_of, names_of
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.evaluator.score_form import read_scores, value_of
from cip.web.evaluator.words import agreement_words, points_words
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.links import CallLink, register_link
from cip.web.office.visit import CallVisit, open_call
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent

LONGEST_NAME = 120

register_link(
    CallLink(
        "office.panel",
        lambda: _("Chi valuta"),
        lambda: _("Le persone nominate e i casi di prova"),
        NAMED_IN,
    )
)


@office.get("/<body_id>/calls/<call_id>/panel")
def panel(body_id: str, call_id: str) -> Response:
    """The people who judge, how much they have, how they did on the sample files."""
    return _page(open_call(body_id, call_id, "read"), Typed())


@office.post("/<body_id>/calls/<call_id>/panel")
def name_now(body_id: str, call_id: str) -> AnyResponse:
    """Name somebody: of the office by choice, from outside by name and address."""
    visit = open_call(body_id, call_id, "manage")
    form = sent()
    with reading() as session:
        colleagues = [member.person_id for member in members_of(session, body_id)]
    person_id = form.choice("person_id", ["", *colleagues], _("Scegliete una persona dell'ufficio."))
    email = "" if person_id else form.email("email")
    name = "" if person_id else form.line("name", LONGEST_NAME, missing=_("Scrivete nome e cognome."))
    if form.errors:
        return _page(visit, form)
    try:
        _name(visit, person_id, email, name)
    except AlreadyNamedError:
        form.errors["person_id" if person_id else "email"] = _("Questa persona è già nominata.")
    except (BadEmailError, BadNameError, NotOnPanelError):
        form.errors["email"] = _("Scrivete un indirizzo e-mail intero, per esempio nome@impresa.it.")
    except PanelClosedError:
        return _closed()
    return _page(visit, form) if form.errors else back("office.panel", "named", body_id=body_id, call_id=call_id)


@office.post("/<body_id>/calls/<call_id>/panel/<place_id>/end")
def end_place_now(body_id: str, call_id: str, place_id: str) -> AnyResponse:
    """Let somebody leave the panel, with the reason."""
    visit = open_call(body_id, call_id, "manage")
    form = sent()
    if place_id not in {place.id for place in _panel(visit).places}:
        raise NotYoursError
    why = form.note("why") or ""
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            end_place(work, call_id, place_id, why)
    except NoWhyGivenError:
        form.errors["why"] = _("Scrivete perché questa persona lascia.")
        return _page(visit, form)
    except (PanelClosedError, NotOnPanelError):
        return _closed()
    return back("office.panel", "saved", body_id=body_id, call_id=call_id)


@office.get("/<body_id>/calls/<call_id>/samples")
def samples(body_id: str, call_id: str) -> Response:
    """The sample files with the scores that are right, and the form for one more."""
    return _samples_page(open_call(body_id, call_id, "read"), Typed())


@office.post("/<body_id>/calls/<call_id>/samples")
def write_sample_now(body_id: str, call_id: str) -> AnyResponse:
    """Write a sample file: a text, the right score and why, for each item that people judge."""
    visit = open_call(body_id, call_id, "manage")
    form = sent()
    title = form.line("title", 200, missing=_("Scrivete un titolo."))
    items: dict[str, SampleItem] = {}
    for id, (points, reason) in read_scores(items_of(visit.pack.call.grid)).items():
        text = form.raw(f"text.{id}")
        if points is None or not text or not reason.strip():
            form.errors[f"text.{id}"] = _("Scrivete il testo, il punteggio giusto e il perché.")
        else:
            items[id] = SampleItem(text, points, reason.strip())
    if form.errors:
        return _samples_page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            write_sample(work, call_id, title, items)
    except (PanelClosedError, BadScoreError):
        return _closed()
    return back("office.samples", "saved", body_id=body_id, call_id=call_id)


def _name(visit: CallVisit, person_id: str, email: str, name: str) -> None:
    with working() as work:
        load_for(work.session, actor(), CALL, visit.id, action="manage", parent=visit.body_id)
        if person_id:
            name_evaluator(work, visit.id, person_id)
            return
        secret, language = ids.new_secret(), current()
        path = url_for("account.choose_password", secret=secret, language=language)
        name_by_address(work, visit.id, email=email, name=name, language=language, secret=secret, path=path)


def _panel(visit: CallVisit) -> Panel:
    with reading() as session:
        found = find_panel(session, visit.id)
    if found is None:  # pragma: no cover - the call is there
        raise NotYoursError
    return found


def _page(visit: CallVisit, form: Typed) -> Response:
    found = _panel(visit)
    with reading() as session:
        names = names_of(session, [place.person_id for place in found.places])
        colleagues = members_of(session, visit.body_id)
        work = loads(session, visit.id, visit.person_id)
        gold = {one.id: one.gold for one in samples_of(session, visit.id)}
        tried = all_sample_scores(session, visit.id)
    items, sitting = items_of(visit.pack.call.grid), {place.person_id for place in found.sitting}
    return form.page(
        "office/panel.html",
        visit=visit,
        panel=found,
        names=names,
        colleagues=[(one.person_id, one.name) for one in colleagues if one.person_id not in sitting],
        loads=work,
        may_name=visit.state in NAMED_IN and visit.may("manage"),
        samples=len(gold),
        index={
            place_id: agreement_words(agreement(items, [gold[id], given]))
            for id, of in tried.items()
            for place_id, given in of.items()
        },
        done=done_words(),
    )


def _samples_page(visit: CallVisit, form: Typed) -> Response:
    with reading() as session:
        found = samples_of(session, visit.id)
    return form.page(
        "office/samples.html",
        visit=visit,
        samples=found,
        items=items_of(visit.pack.call.grid),
        points=points_words,
        value_of=value_of,
        may_write=visit.state in NAMED_IN and visit.may("manage"),
        done=done_words(),
    )


def _closed() -> Response:
    return not_now(
        409,
        _("Adesso non si può cambiare"),
        _("Chi valuta si nomina dopo la pubblicazione e finché i punteggi non sono chiusi. Ricaricate la pagina."),
    )
