"""What the law requires: to check, not to fear; never scored."""

from functools import lru_cache

from flask import render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.answers import DUTY_ANSWERS
from cip.assessment.path import DutyQuestion
from cip.documents.citing import Citer
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model
from cip.web.fields import ChoiceField
from cip.web.firm import firm
from cip.web.firm.answering import FormPage, answer_page, show
from cip.web.firm.saving import Changes
from cip.web.firm.sections import DUTIES, order
from cip.web.firm.sheet import Sheet, answer, form_class
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current


@firm.get("/<check_up_id>/duties")
def duties(check_up_id: str) -> str:
    """The duties with the answers so far."""
    return show(_page(check_up_id))


@firm.post("/<check_up_id>/duties")
def save_duties(check_up_id: str) -> Response:
    """Save what is right; show the page again if something is not, else go where the button says."""
    return answer_page(_page(check_up_id))


def _page(check_up_id: str) -> FormPage:
    return FormPage(
        section=DUTIES,
        source=DUTIES,
        open=lambda action: open_visit(check_up_id, action),
        form=duties_form,
        changes=lambda visit, form, _sheet: _changes(visit, form),
        values=lambda visit: visit.file["duties"],
        draw=_draw,
        anchor=lambda name: f"q-{name}",
    )


def _draw(visit: Visit, sheet: Sheet) -> str:
    sections = order(visit)
    index = sections.index(DUTIES)
    questions = visit.walk.duties()
    cite = Citer(visit.pack.content.law, visit.bound.on, current())
    return render_template(
        "firm/duties.html",
        visit=visit,
        questions=questions,
        sheet=sheet,
        may_lack={question.duty.id: _may_lack(question) for question in questions},
        held_at=_held_at(visit.pack),
        laws={q.duty.id: cite.parameters(q.duty.law) for q in questions},
        acts={q.duty.id: tuple(cite.act(act) for act in q.duty.acts) for q in questions},
        previous=sections[index - 1],
        following=sections[index + 1],
        **page_words(visit),
    )


def _may_lack(question: DutyQuestion) -> bool:
    """Whether «no case» is offered: where a case can lack, and where it was answered so before."""
    return question.duty.case_needed or question.answer == "no_case"


def _held_at(pack: Pack) -> model.Level | None:
    """The level at which a «no» holds a firm, in a model that has such a gate."""
    gate = next((gate for gate in pack.content.gates if gate.kind == "no_duty_denied"), None)
    return next((level for level in pack.content.levels if gate and level.id == gate.level - 1), None)


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
