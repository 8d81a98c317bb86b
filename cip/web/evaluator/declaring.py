"""The gate before a file: nothing of it is shown until somebody declared that nothing ties them to the firms."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.judge import (
    KnownConflictError,
    NotCalibratedError,
    declare_conflict,
    declare_link,
    declare_no_conflict,
)
from cip.incentives.reads.evaluation import firms_to_declare
from cip.incentives.reads.evaluation_kinds import PANEL, REVIEW
from cip.parties.access import load_for
from cip.web.done import back, done_words
from cip.web.evaluator import evaluator
from cip.web.evaluator.visit import DeskVisit, ReviewVisit, open_desk, open_review
from cip.web.language import gettext as _
from cip.web.shown import in_words
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent

NO_LAW = "-"


@evaluator.post("/<call_id>/reviews/<review_id>/declare")
def declare_now(call_id: str, review_id: str) -> AnyResponse:
    """No conflict with any of the firms of the list: the file opens."""
    visit = open_review(call_id, review_id, "answer")
    form = sent()
    if not form.ticked("none", "yes"):
        form.errors["none"] = _("Mettete il segno, oppure dite con quale impresa avete un legame.")
        return gate(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), REVIEW, review_id, action="answer", parent=call_id)
            declare_no_conflict(work, review_id, _law(visit.desk))
    except NotCalibratedError:
        return back("evaluator.desk", call_id=call_id)
    except KnownConflictError as error:
        said = " ".join(in_words(reason) for reason in error.because)
        form.errors["none"] = _("Il sistema conosce un legame: %(why)s Usate «Ho un conflitto su questa domanda».") % {
            "why": said
        }
        return gate(visit, form)
    return back("evaluator.review", call_id=call_id, review_id=review_id)


@evaluator.post("/<call_id>/links")
def link_now(call_id: str) -> AnyResponse:
    """A conflict with a firm of the list, whichever number it has."""
    visit = open_desk(call_id)
    form = sent()
    with reading() as session:
        firms = firms_to_declare(session, visit.place)
    firm_id = form.choice("firm_id", ["", *firms], _("Scegliete un'impresa della lista."))
    why = form.note("why") or ""
    if not firm_id:
        form.errors["firm_id"] = _("Scegliete un'impresa della lista.")
    if not why:
        form.errors["why"] = _("Scrivete in breve quale legame avete.")
    if form.errors:
        return _link_page(visit, form)
    with working() as work:
        load_for(work.session, actor(), PANEL, call_id, action="answer")
        declare_link(work, call_id, visit.person_id, firm_id, _law(visit), why)
    return back("evaluator.desk", "link_declared", call_id=call_id)


@evaluator.get("/<call_id>/links")
def links(call_id: str) -> Response:
    """The form to declare a conflict with a firm of the list."""
    return _link_page(open_desk(call_id), Typed())


@evaluator.post("/<call_id>/reviews/<review_id>/stand-aside")
def stand_aside_now(call_id: str, review_id: str) -> AnyResponse:
    """A conflict with the firm of this very file, seen before it opened or while it was read: it goes."""
    visit = open_review(call_id, review_id, "answer")
    form = sent()
    why = form.note("why") or ""
    if form.errors or not why:
        form.errors.setdefault("why", _("Scrivete in breve quale legame avete."))
        return gate(visit, form)
    with working() as work:
        load_for(work.session, actor(), REVIEW, review_id, action="answer", parent=call_id)
        declare_conflict(work, review_id, _law(visit.desk), why)
    return back("evaluator.desk", "stood_aside", call_id=call_id)


def gate(visit: ReviewVisit, form: Typed) -> Response:
    """The gate of a file."""
    with reading() as session:
        firms = firms_to_declare(session, visit.desk.place)
    return form.page(
        "evaluator/gate.html", visit=visit, firms=list(firms.values()), law=visit.desk.law, done=done_words()
    )


def _link_page(visit: DeskVisit, form: Typed) -> Response:
    with reading() as session:
        firms = firms_to_declare(session, visit.place)
    return form.page("evaluator/links.html", visit=visit, firms=list(firms.items()), law=visit.law)


def _law(visit: DeskVisit) -> str:
    """What the declaration was made under: as the page showed it."""
    return visit.law or NO_LAW
