"""The profile: the facts that are asked now, a short page for each group of them."""

from dataclasses import replace
from functools import lru_cache

from flask import abort, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.answers import UNKNOWN
from cip.assessment.path import FactQuestion, Walk
from cip.parties.permissions import Action
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model
from cip.web.fields import AnswerField, ChoiceField, CodeField, NumberField, SeveralField
from cip.web.firm import firm
from cip.web.firm.answering import FormPage, answer_page, show
from cip.web.firm.mistakes import refusal_of
from cip.web.firm.saving import Changes
from cip.web.firm.sections import PROFILE, asked_groups, group_url
from cip.web.firm.sheet import Sheet, answer, form_class
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.shown import in_words

YES_NO = ("yes", "no", UNKNOWN)


@firm.get("/<check_up_id>/profile")
def profile(check_up_id: str) -> str:
    """The first page of the questions with the answers so far."""
    return show(_page(check_up_id, None))


@firm.get("/<check_up_id>/profile/<group>")
def profile_group(check_up_id: str, group: str) -> str:
    """Another page of them."""
    return show(_page(check_up_id, group))


@firm.post("/<check_up_id>/profile")
def save_profile(check_up_id: str) -> Response:
    """Save what is right of the first page; show it again if something is not, else go where the button says."""
    return answer_page(_page(check_up_id, None))


@firm.post("/<check_up_id>/profile/<group>")
def save_profile_group(check_up_id: str, group: str) -> Response:
    """The same of another page."""
    return answer_page(_page(check_up_id, group))


def _page(check_up_id: str, group: str | None) -> FormPage:
    def opened(action: Action) -> Visit:
        visit = open_visit(check_up_id, action)
        if group is not None and group not in asked_groups(visit):
            abort(404)
        return visit

    def here(visit: Visit) -> str:
        return group or asked_groups(visit)[0]

    return FormPage(
        section=PROFILE,
        source=PROFILE,
        open=opened,
        form=profile_form,
        changes=lambda visit, form, _sheet: fact_changes(visit, form),
        values=lambda visit: visit.file["facts"],
        draw=lambda visit, sheet: _draw(visit, here(visit), sheet),
        anchor=lambda name: f"q-{name}",
        leads=lambda visit, go: _after(visit, here(visit), go),
        holds=lambda visit, identifier: visit.pack.group_of.get(identifier) == here(visit),
        here=lambda visit, anchor: group_url(visit, here(visit), anchor),
    )


def _after(visit: Visit, group: str, go: str | None) -> str:
    """The page after this one or before it; the hub at both ends, and where the button says so."""
    groups = asked_groups(visit)
    index = groups.index(group) + {"hub": len(groups), "previous": -1}.get(go or "next", 1)
    if 0 <= index < len(groups):
        return group_url(visit, groups[index])
    return url_for("firm.hub", check_up_id=visit.id)


def _draw(visit: Visit, group: str, sheet: Sheet) -> str:
    groups = asked_groups(visit)
    shown = next((item for item in visit.pack.content.groups if item.id == group), None)
    return render_template(
        "firm/profile.html",
        visit=visit,
        sheet=sheet,
        questions=[q for q in fact_questions(visit) if _stands_here(visit, group, q, sheet)],
        group_name=in_words(shown.name) if shown else None,
        note=in_words(shown.note) if shown and shown.note else None,
        position=groups.index(group) + 1,
        pages=len(groups),
        **page_words(visit),
    )


def _stands_here(visit: Visit, group: str, question: FactQuestion, sheet: Sheet) -> bool:
    """The questions of the group, and whatever else was sent with a mistake."""
    return visit.pack.group_of[question.fact.id] == group or bool(sheet.error(question.fact.id))


def fact_questions(visit: Visit) -> list[FactQuestion]:
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
    """One field for each fact that is ever asked: what a page leaves out stays as it is."""
    return form_class({fact.id: fact_field(fact) for fact in pack.facts.values() if fact.asked})


def fact_field(fact: model.Fact) -> AnswerField:
    """The field that reads a fact's answer."""
    if fact.type == "several":
        return SeveralField(choices=[option.id for option in fact.options])
    if fact.type == "choice":
        return ChoiceField(choices=[*(option.id for option in fact.options), UNKNOWN])
    if fact.type == "yes_no":
        return ChoiceField(choices=YES_NO)
    if fact.type == "code":
        return CodeField()
    return NumberField(whole=fact.type == "whole", refusal=refusal_of(fact))


def fact_changes(visit: Visit, form: FlaskForm) -> Changes:
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
