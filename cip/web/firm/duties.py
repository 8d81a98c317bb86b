"""What the law requires: to check, not to fear; never scored."""

from functools import lru_cache

from flask import redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.answers import DUTY_ANSWERS
from cip.documents.citing import Citer
from cip.rulebook.packs import Pack
from cip.web.fields import ChoiceField
from cip.web.firm import firm
from cip.web.firm.mistakes import sentence
from cip.web.firm.notices import remember
from cip.web.firm.saving import Changes, save
from cip.web.firm.sections import DUTIES, order, target
from cip.web.firm.sheet import Sheet, answer, form_class, read_form
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current


@firm.get("/<check_up_id>/duties")
def duties(check_up_id: str) -> str:
    """The duties with the answers so far."""
    visit = open_visit(check_up_id, "read")
    return _page(visit, Sheet(visit.file["duties"]))


@firm.post("/<check_up_id>/duties")
def save_duties(check_up_id: str) -> Response | tuple[str, int]:
    """Save what is right; show the page again if something is not, else go where the button says."""
    visit = open_visit(check_up_id, "answer")
    form, sheet = read_form(duties_form(visit.pack), {duty: f"q-{duty}" for duty in visit.pack.duties})
    saved = save(visit, _changes(visit, form), DUTIES)
    for problem in saved.problems:
        sheet.refuse(str(problem.path[1]), sentence(visit.pack, problem), f"q-{problem.path[1]}")
    remember(visit, saved)
    if sheet.mistakes:
        return _page(open_visit(check_up_id, "read"), sheet), 422
    return redirect(target(visit, DUTIES, request.form.get("go")), 303)


def _page(visit: Visit, sheet: Sheet) -> str:
    sections = order(visit)
    index = sections.index(DUTIES)
    questions = visit.walk.duties()
    cite = Citer(visit.pack, visit.bound.on, current())
    return render_template(
        "firm/duties.html",
        visit=visit,
        questions=questions,
        sheet=sheet,
        laws={q.duty.id: cite.parameters(q.duty.law) for q in questions},
        acts={q.duty.id: tuple(cite.act(act) for act in q.duty.acts) for q in questions},
        previous=sections[index - 1],
        following=sections[index + 1],
        **page_words(visit),
    )


@lru_cache(maxsize=16)
def duties_form(pack: Pack) -> type[FlaskForm]:
    """One choice for each duty."""
    return form_class({duty: ChoiceField(choices=DUTY_ANSWERS) for duty in pack.duties})


def _changes(visit: Visit, form: FlaskForm) -> Changes:
    changes: Changes = {}
    for question in visit.walk.duties():
        field = answer(form, question.duty.id)
        if not question.no_case and field.data is not None and not field.errors:
            changes["duties", question.duty.id] = field.data
    return changes
