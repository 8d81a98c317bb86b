"""The quick start: the few questions that narrow the result most for this firm now, chosen again after each save."""

from functools import lru_cache

from flask import render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.answers import UNKNOWN
from cip.assessment.minutes import minutes_of_question
from cip.assessment.path import FactQuestion, IndicatorQuestion
from cip.assessment.quick import quick_start
from cip.rulebook.packs import Pack
from cip.web.fields import AnswerField, ChoiceField
from cip.web.firm import firm
from cip.web.firm.answering import FormPage, answer_page, show
from cip.web.firm.choices import answer_of, choice_of, choices, proof_of
from cip.web.firm.profile import fact_changes, fact_field
from cip.web.firm.result import conclude
from cip.web.firm.saving import Changes
from cip.web.firm.sections import ALREADY
from cip.web.firm.sheet import Sheet, answer, form_class
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words

ASKED = "asked"
SOURCE = "quick"


@firm.get("/<check_up_id>/quick")
def quick(check_up_id: str) -> str:
    """The questions chosen now."""
    return show(_page(check_up_id))


@firm.post("/<check_up_id>/quick")
def save_quick(check_up_id: str) -> Response:
    """Save what is right, then the result, or the hub where the button says so; the page again if something is not."""
    response = answer_page(_page(check_up_id))
    wants_result = url_for("firm.result", check_up_id=check_up_id)
    return conclude(check_up_id) if response.location == wants_result else response


def _page(check_up_id: str) -> FormPage:
    return FormPage(
        # Not a section of the walk: after a save the button decides.
        section=ALREADY,
        source=SOURCE,
        open=lambda action: open_visit(check_up_id, action),
        form=quick_form,
        changes=lambda visit, form, _sheet: _changes(visit, form),
        values=_values,
        draw=_draw,
        anchor=lambda name: f"q-{name}",
        leads=_after,
        # The next visit has other questions: soft warnings wait on the pages of their own.
        holds=lambda _visit, _identifier: False,
        here=lambda visit, anchor: url_for("firm.quick", check_up_id=visit.id, _anchor=anchor),
    )


def _after(visit: Visit, go: str | None) -> str:
    return url_for("firm.hub" if go == "hub" else "firm.result", check_up_id=visit.id)


def _sent() -> tuple[str, ...]:
    """The questions of the page that was sent."""
    return tuple(request.form.get(ASKED, "").split())


def _values(visit: Visit) -> dict[str, object]:
    values: dict[str, object] = dict(visit.file["facts"])
    return values | {code: choice_of(said) for code, said in visit.file["indicators"].items()}


@lru_cache(maxsize=16)
def quick_form(pack: Pack) -> type[FlaskForm]:
    """A field for every fact and indicator: which are sent, the choice of the day decides."""
    fields: dict[str, AnswerField] = {fact.id: fact_field(fact) for fact in pack.facts.values() if fact.asked}
    for indicator in pack.indicators.values():
        fields[indicator.id] = ChoiceField(choices=choices(indicator))
    return form_class(fields)


def _changes(visit: Visit, form: FlaskForm) -> Changes:
    changes = fact_changes(visit, form)
    for code in visit.pack.indicators:
        field = answer(form, code)
        if field.data is not None and not field.errors:
            changes["indicators", code] = _said(visit, code, str(field.data))
    return changes


def _said(visit: Visit, code: str, choice: str) -> object:
    """The answer in the shape of a FILE; the proof of the same step stays."""
    before = visit.file["indicators"].get(code)
    return answer_of(choice, proof_of(before) if str(choice_of(before)) == choice else {})


def _draw(visit: Visit, sheet: Sheet) -> str:
    facts, areas = _questions(visit, sheet)
    ids = [*(question.fact.id for question in facts)]
    ids += [question.indicator.id for questions in areas.values() for question in questions]
    return render_template(
        "firm/quick.html",
        visit=visit,
        sheet=sheet,
        facts=facts,
        areas=areas,
        asked=" ".join(ids),
        count=len(ids),
        minutes=sum(minutes_of_question(visit.pack, identifier) for identifier in ids),
        **page_words(visit),
    )


def _questions(visit: Visit, sheet: Sheet) -> tuple[list[FactQuestion], dict[str, list[IndicatorQuestion]]]:
    """What is asked: after a mistake the same questions again, otherwise those that help most now."""
    ids = _sent() if sheet.mistakes else quick_ids(visit)
    facts = [question for question in visit.walk.facts() if question.fact.id in ids]
    areas = {
        area: [q for q in visit.walk.indicators(area) if q.indicator.id in ids and q.proved is None]
        for area in visit.pack.areas
    }
    return facts, {area: questions for area, questions in areas.items() if questions}


def quick_ids(visit: Visit) -> tuple[str, ...]:
    """The questions of a quick start now; what was answered with «I don't know» is not asked again."""
    sections = (visit.file["facts"], visit.file["indicators"])
    seen = {identifier for answers in sections for identifier, said in answers.items() if said == UNKNOWN}
    return quick_start(visit.bound, visit.answers, skip=seen).ids
