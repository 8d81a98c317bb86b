"""The profile: every fact that is asked now, on one page."""

from dataclasses import replace
from functools import lru_cache

from flask import redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.answers import UNKNOWN
from cip.assessment.path import FactQuestion, Walk
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model
from cip.web.fields import AnswerField, ChoiceField, CodeField, NumberField, SeveralField
from cip.web.firm import firm
from cip.web.firm.mistakes import refusal_of, sentence
from cip.web.firm.notices import remember
from cip.web.firm.saving import Changes, save
from cip.web.firm.sections import PROFILE
from cip.web.firm.sheet import Sheet, answer, form_class, read_form
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words

YES_NO = ("yes", "no", UNKNOWN)


@firm.get("/<check_up_id>/profile")
def profile(check_up_id: str) -> str:
    """The questions with the answers so far."""
    visit = open_visit(check_up_id, "read")
    return _page(visit, Sheet(visit.file["facts"]))


@firm.post("/<check_up_id>/profile")
def save_profile(check_up_id: str) -> Response | tuple[str, int]:
    """Save what is right; show the page again if something is not, else go to the hub."""
    visit = open_visit(check_up_id, "answer")
    form, sheet = read_form(profile_form(visit.pack), {fact: f"q-{fact}" for fact in visit.pack.facts})
    saved = save(visit, _changes(visit, form), PROFILE)
    for problem in saved.problems:
        name = str(problem.path[1])
        sheet.refuse(name, sentence(visit.pack, problem), f"q-{name}")
    remember(visit, saved)
    if sheet.mistakes:
        return _page(open_visit(check_up_id, "read"), sheet), 422
    return redirect(url_for("firm.hub", check_up_id=visit.id), 303)


def _page(visit: Visit, sheet: Sheet) -> str:
    return render_template(
        "firm/profile.html",
        visit=visit,
        sheet=sheet,
        questions=_questions(visit),
        **page_words(visit),
    )


def _questions(visit: Visit) -> list[FactQuestion]:
    """What is asked now, and among it what needs no asking because other answers settle it."""
    asked = {question.fact.id: question for question in visit.walk.facts()}
    # An older answer that is put aside would hide the value that counts instead of it.
    counting = {fact: value for fact, value in visit.answers.facts.items() if fact not in visit.walk.put_aside()}
    derived = Walk(visit.bound, replace(visit.answers, facts=counting)).derived()
    settled = {
        fact: FactQuestion(visit.pack.facts[fact], None, value, because) for fact, (value, because) in derived.items()
    }
    return [found for fact in visit.pack.facts if (found := asked.get(fact) or settled.get(fact)) is not None]


@lru_cache(maxsize=16)
def profile_form(pack: Pack) -> type[FlaskForm]:
    """One field for each fact that is ever asked."""
    return form_class({fact.id: _field(fact) for fact in pack.facts.values() if fact.asked})


def _field(fact: model.Fact) -> AnswerField:
    if fact.type == "several":
        return SeveralField(choices=[option.id for option in fact.options])
    if fact.type == "choice":
        return ChoiceField(choices=[*(option.id for option in fact.options), UNKNOWN])
    if fact.type == "yes_no":
        return ChoiceField(choices=YES_NO)
    if fact.type == "code":
        return CodeField()
    return NumberField(whole=fact.type == "whole", refusal=refusal_of(fact))


def _changes(visit: Visit, form: FlaskForm) -> Changes:
    """What was sent, question by question; only what is asked now counts."""
    changes: Changes = {}
    for question in visit.walk.facts():
        field = answer(form, question.fact.id)
        if question.derived is None and field.given and not field.errors:
            changes["facts", question.fact.id] = _value(question, field)
    return changes


def _value(question: FactQuestion, field: AnswerField) -> object:
    """A number or code left empty was seen and not known; without a tick nothing was said."""
    if field.data is None and question.fact.type != "several":
        return UNKNOWN
    return field.data
