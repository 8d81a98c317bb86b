"""What the firm knows and does already: needs that workers named, measures in use. All of it optional."""

from functools import lru_cache

from flask import redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.answers import UNKNOWN
from cip.assessment.stored import Section
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model
from cip.web.fields import AnswerField, DayField, NumberField
from cip.web.firm import firm
from cip.web.firm.mistakes import sentence, whole_from
from cip.web.firm.notices import remember
from cip.web.firm.saving import Changes, Question, save
from cip.web.firm.sections import ALREADY, order, target
from cip.web.firm.sheet import Sheet, answer, form_class, read_form
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words

RESPONDENTS = "respondents"


@firm.get("/<check_up_id>/already")
def already(check_up_id: str) -> str:
    """Needs and measures with the answers so far."""
    visit = open_visit(check_up_id, "read")
    needs = {need: None if said == UNKNOWN else said for need, said in visit.file["needs"].items()}
    return _page(visit, Sheet({**needs, **visit.file["in_use"]}))


@firm.post("/<check_up_id>/already")
def save_already(check_up_id: str) -> Response | tuple[str, int]:
    """Save what is right; show the page again if something is not, else go where the button says."""
    visit = open_visit(check_up_id, "answer")
    form, sheet = read_form(already_form(visit.pack))
    saved = save(visit, _changes(visit, form), ALREADY)
    for problem in saved.problems:
        sheet.refuse(str(problem.path[1]), sentence(visit.pack, problem))
    remember(visit, saved)
    if sheet.mistakes:
        return _page(open_visit(check_up_id, "read"), sheet), 422
    return redirect(target(visit, ALREADY, request.form.get("go")), 303)


def _page(visit: Visit, sheet: Sheet) -> str:
    groups = measures_by_area(visit.pack)
    return render_template(
        "firm/already.html",
        visit=visit,
        sheet=sheet,
        groups=groups,
        opened={area for area, measures in groups.items() if any(sheet.shows(measure.id) for measure in measures)},
        previous=order(visit)[-2],
        **page_words(visit),
    )


@lru_cache(maxsize=16)
def measures_by_area(pack: Pack) -> dict[str, tuple[model.Measure, ...]]:
    """Each measure under the area of the first indicator that it raises."""
    groups: dict[str, list[model.Measure]] = {area: [] for area in pack.areas}
    for measure in pack.measures.values():
        groups[pack.indicators[measure.raises[0].indicator].area].append(measure)
    return {area: tuple(measures) for area, measures in groups.items() if measures}


@lru_cache(maxsize=16)
def already_form(pack: Pack) -> type[FlaskForm]:
    """A number for each need, a day for each measure."""
    fields: dict[str, AnswerField] = {RESPONDENTS: NumberField(whole=True, refusal=lambda: whole_from(1))}
    fields |= {need: NumberField(whole=True, refusal=lambda: whole_from(0)) for need in pack.needs}
    fields |= {measure: DayField() for measure in pack.measures}
    return form_class(fields)


def _changes(visit: Visit, form: FlaskForm) -> Changes:
    """What was sent; an empty field takes the answer back."""
    changes: Changes = {}
    for name in (RESPONDENTS, *visit.pack.needs):
        _put(changes, "needs", name, answer(form, name))
    _leave_open(changes, visit.pack)
    for name in visit.pack.measures:
        _put(changes, "in_use", name, answer(form, name))
    return changes


def _leave_open(changes: Changes, pack: Pack) -> None:
    """Beside counts an empty box is a need nobody asked about, not one that nobody has: it stays unknown."""
    needs: list[Question] = [("needs", need) for need in pack.needs]
    if any(changes.get(need) is not None for need in needs):
        changes.update({need: UNKNOWN for need in needs if need in changes and changes[need] is None})


def _put(changes: Changes, section: Section, name: str, field: AnswerField) -> None:
    if field.given and not field.errors:
        changes[section, name] = field.data
