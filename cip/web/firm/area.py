"""An area: one page, one form, saved at once."""

from functools import lru_cache, partial

from flask import abort, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.answer_file import Problem
from cip.assessment.path import IndicatorQuestion
from cip.documents.citing import Citer
from cip.parties.permissions import Action
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model
from cip.web.fields import AnswerField, ChoiceField, DayField, NoteField, NumberField
from cip.web.firm import firm
from cip.web.firm.answering import FormPage, answer_page, show
from cip.web.firm.choices import answer_of, choice_of, choices, proof_of
from cip.web.firm.mistakes import whole_from
from cip.web.firm.saving import Changes, Question
from cip.web.firm.sections import order
from cip.web.firm.sheet import Sheet, answer, form_class
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.language import gettext as _

PROOF, NOTE = ".proof", ".note"
# Takes a mark away: the step that stood there before comes back.
BACK = "back"


@firm.get("/<check_up_id>/area/<area_id>")
def area(check_up_id: str, area_id: str) -> str:
    """The questions of an area with the answers so far."""
    return show(_form_page(check_up_id, area_id))


@firm.post("/<check_up_id>/area/<area_id>")
def save_area(check_up_id: str, area_id: str) -> Response:
    """Save what is right; show the page again if something is not, else go where the button says."""
    return answer_page(_form_page(check_up_id, area_id))


def _form_page(check_up_id: str, area_id: str) -> FormPage:
    return FormPage(
        section=area_id,
        source=f"area/{area_id}",
        open=partial(_visit, check_up_id, area_id),
        form=lambda pack: area_form(pack, area_id),
        changes=partial(_changes, area_id),
        values=partial(_stored, area_id),
        draw=partial(_page, area_id),
        names=_fields,
        anchor=lambda name: name if "." in name else f"q-{name}",
        field_of=_field_of,
    )


def _fields(question: Question) -> tuple[str, ...]:
    section, code = question
    return (code + NOTE,) if section == "notes" else (code, code + PROOF)


def _field_of(problem: Problem) -> str:
    code = str(problem.path[1])
    return code + PROOF if problem.path[2:] in (("date",), ("count",)) else code


def _visit(check_up_id: str, area_id: str, action: Action) -> Visit:
    visit = open_visit(check_up_id, action)
    if area_id not in visit.pack.areas:
        abort(404)
    return visit


def _page(area_id: str, visit: Visit, sheet: Sheet) -> str:
    sections = order(visit)
    index = sections.index(area_id)
    questions = visit.walk.indicators(area_id)
    cite = Citer(visit.pack.content.law, visit.bound.on, current())
    return render_template(
        "firm/area.html",
        visit=visit,
        area=visit.pack.areas[area_id],
        position=list(visit.pack.areas).index(area_id) + 1,
        questions=questions,
        sheet=sheet,
        before_marks={code: choice_of(value) for code, value in visit.before_marks.items()},
        laws={q.indicator.id: cite.parameters(q.indicator.law) for q in questions},
        previous=sections[index - 1],
        following=sections[index + 1],
        **page_words(visit),
    )


@lru_cache(maxsize=128)
def area_form(pack: Pack, area_id: str) -> type[FlaskForm]:
    """For each indicator: the choice, the proof, the note."""
    fields: dict[str, AnswerField] = {}
    for indicator in pack.of_area[area_id]:
        fields[indicator.id] = ChoiceField(choices=(*choices(indicator), BACK))
        fields[indicator.id + PROOF] = _proof_field(indicator)
        fields[indicator.id + NOTE] = NoteField()
    return form_class(fields)


def _proof_field(indicator: model.Indicator) -> AnswerField:
    if indicator.proof.kind == "date":
        return DayField()
    return NumberField(whole=True, refusal=lambda: whole_from(0))


def _stored(area_id: str, visit: Visit) -> dict[str, object]:
    """The stored answers as they stand in the fields."""
    values: dict[str, object] = {}
    for indicator in visit.pack.of_area[area_id]:
        code = indicator.id
        said = visit.file["indicators"].get(code)
        values[code] = choice_of(said)
        values[code + PROOF] = next(iter(proof_of(said).values()), None)
        values[code + NOTE] = visit.stored.notes.get(code)
    return values


def _changes(area_id: str, visit: Visit, form: FlaskForm, sheet: Sheet) -> Changes:
    """What was sent; an indicator that a fact settles is not asked, and keeps what it had."""
    changes: Changes = {}
    for question in visit.walk.indicators(area_id):
        code = question.indicator.id
        note = answer(form, code + NOTE)
        if note.given and not note.errors:
            changes["notes", code] = note.data
        if question.proved is None:
            _choice(visit, question, form, sheet, changes)
    return changes


def _choice(visit: Visit, question: IndicatorQuestion, form: FlaskForm, sheet: Sheet, changes: Changes) -> None:
    code = question.indicator.id
    choice, proof = answer(form, code), answer(form, code + PROOF)
    if choice.errors:
        return
    if choice.data is None:
        if proof.data is not None:
            sheet.refuse(code, _("Scegliete anche il gradino: da sola, la prova non dice a quale siete."), f"q-{code}")
        return
    before = visit.file["indicators"].get(code)
    if choice.data == BACK:
        if code in visit.before_marks:
            changes["indicators", code] = visit.before_marks[code]
        return
    changes["indicators", code] = _value(str(choice.data), question.indicator.proof.kind, proof, before)


def _value(choice: str, kind: str, proof: AnswerField, before: object) -> object:
    """The answer in the shape of a FILE. A proof stays with its step, also below step 3, where it does not count; one
    that cannot be read leaves the earlier one.
    """
    given = proof_of(before).get(kind) if proof.errors else proof.data
    return answer_of(choice, {} if given is None else {kind: given})
