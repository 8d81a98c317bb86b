"""The second check-up and the end of the first: the pages that explain them, and the answers copied from before."""

from datetime import date

from flask import g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from cip.assessment.reads import CHECK_UP, latest_snapshot, next_of
from cip.assessment.stored import Section
from cip.kernel.clock import today as day_of
from cip.parties.access import NotYoursError, load_for
from cip.web.firm import firm
from cip.web.firm.following import LEFT_OUT
from cip.web.firm.notices import remember
from cip.web.firm.saving import Changes, save
from cip.web.firm.sections import question_url
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words, question_text
from cip.web.state import actor, reading

LAST_STAGE = "T2"
# Where a question's answer and its note are kept; nothing else is confirmed from a page of questions.
_CONFIRMED: tuple[Section, ...] = ("facts", "indicators", "duties", "needs", "in_use")


@firm.get("/<check_up_id>/again")
def again_page(check_up_id: str) -> str:
    """What the next check-up is, with the button that starts it."""
    visit = open_visit(check_up_id, "read", with_result=True)
    with reading() as database:
        following = next_of(database, check_up_id)
    last = visit.check_up.stage == LAST_STAGE
    return render_template("firm/again.html", visit=visit, following=following, last=last, **page_words(visit))


@firm.get("/<check_up_id>/close")
def close_page(check_up_id: str) -> str:
    """What closing does, with the button that closes."""
    visit = open_visit(check_up_id, "read", with_result=True)
    return render_template("firm/close.html", visit=visit, **page_words(visit))


@firm.post("/<check_up_id>/confirm")
def confirm(check_up_id: str) -> Response:
    """Confirm the copied answers that a page showed (`q`: section and id, joined by a dot), and go back to it."""
    visit = open_visit(check_up_id, "answer")
    changes = _confirmed(visit, request.form.getlist("q"))
    if not changes:
        return redirect(url_for("firm.hub", check_up_id=check_up_id), 303)
    remember(visit, save(visit, changes, "confirm"))
    first = next(iter(changes))[1]
    return redirect(question_url(visit, first).partition("#")[0], 303)


def _confirmed(visit: Visit, sent: list[str]) -> Changes:
    """The copied answers among those sent, as they stand, with their notes."""
    changes: Changes = {}
    asked = set(sent)
    for section in _CONFIRMED:
        for identifier, value in visit.file[section].items():
            if f"{section}.{identifier}" in asked and (section, identifier) in visit.stored.carried:
                changes[section, identifier] = value
                if ("notes", identifier) in visit.stored.carried:
                    changes["notes", identifier] = visit.stored.notes.get(identifier)
    return changes


@firm.app_template_global()
def carried_from(visit: Visit) -> date | None:
    """The day of the check-up that answers were copied from: of its last result, else of its start; None if that
    check-up is no longer there.
    """
    if "carried_from" not in g:
        g.carried_from = _day_before(visit)
    found: date | None = g.carried_from
    return found


def _day_before(visit: Visit) -> date | None:
    before = visit.check_up.previous_id
    if before is None:
        return None
    with reading() as database:
        try:
            check_up = load_for(database, actor(), CHECK_UP, before, action="read")
        except NotYoursError:
            return None
        stored = latest_snapshot(database, before)
    return stored.on_day if stored else day_of(check_up.created_at)


@firm.app_template_global()
def left_out(visit: Visit) -> list[str]:
    """The questions whose answers could not be copied when this check-up was started, in words."""
    told = session.get(LEFT_OUT)
    if not isinstance(told, dict) or told.get("of") != visit.id:
        return []
    return [question_text(visit, str(identifier)) for identifier in told.get("ids", ())]
