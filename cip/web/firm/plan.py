"""The plan: which measures the firm chose, who follows each, from when to when, how each goes some months later."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.merging import Question
from cip.assessment.plan import (
    STATES,
    FollowUp,
    PlannedMeasure,
    State,
    as_stored,
    day_of,
    follow_ups,
    months_of,
    overdue,
    state_of,
)
from cip.assessment.plan_checks import Lack
from cip.assessment.stored import Section
from cip.documents.catalogue import clauses_of_measure
from cip.documents.clauses import AgreementPart
from cip.documents.papers.basis import state_words
from cip.kernel.money import euros
from cip.rulebook.packs import Pack
from cip.web.fields import AnswerField, ChoiceField, DayField, NoteField
from cip.web.firm import firm, replies
from cip.web.firm.answering import FormPage, answer_page, show
from cip.web.firm.layers import agreements_shown
from cip.web.firm.mistakes import too_long
from cip.web.firm.plan_fields import EurosField, shown_euros
from cip.web.firm.plan_status import about_measures, plan_of, plan_status
from cip.web.firm.result import stored_outcome
from cip.web.firm.saving import Changes
from cip.web.firm.sheet import Sheet, answer, form_class
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.state import today

SECTION: Section = "plan"
OUT = "out"
ADD = "add"
_LOOK = re.compile(r"(?:on|found)([1-9][0-9]{0,2})", re.ASCII)
# Shorter than other notes: it is printed on the sheet for the notice board.
LONGEST_RULE = 300


@dataclass(frozen=True, slots=True)
class Candidates:
    """Measures that may be added, under one heading."""

    title: str
    codes: tuple[str, ...]


@firm.get("/<check_up_id>/plan")
def plan(check_up_id: str) -> str:
    """The plan, and the measures that may be added to it."""
    return show(_page(check_up_id))


@firm.post("/<check_up_id>/plan")
def save_plan(check_up_id: str) -> Response:
    """Save what is right and add what was ticked; show the page again where something is not."""
    return answer_page(_page(check_up_id))


def _page(check_up_id: str) -> FormPage:
    return FormPage(
        section=SECTION,
        source=SECTION,
        open=lambda action: open_visit(check_up_id, action, with_result=True),
        form=_form,
        changes=_changes,
        values=_values,
        draw=_draw,
        names=_sent_for,
        leads=lambda visit, _go: url_for("firm.plan", check_up_id=visit.id),
        holds=lambda visit, identifier: identifier in visit.pack.measures,
        here=lambda visit, anchor: url_for("firm.plan", check_up_id=visit.id, _anchor=anchor),
    )


def _draw(visit: Visit, sheet: Sheet) -> str:
    saved = plan_of(visit)
    # After a mistake: what the form did not hold is shown as stored, and what was described stays to be mended even
    # where somebody else has taken it out.
    sheet.values = {**_values(visit), **sheet.values}
    listed = {item.code for item in saved.measures}
    wrong = dict.fromkeys(name.rsplit("-", 1)[0] for name in sheet.mistakes)
    shown = (*saved.measures, *(PlannedMeasure(code, "proposed") for code in wrong if code not in listed))
    late = overdue(saved.measures, today())
    status = plan_status(visit)
    return render_template(
        "firm/plan.html",
        visit=visit,
        sheet=sheet,
        plan=replace(saved, measures=shown),
        late=late,
        status=status,
        agreements=_agreements(visit),
        clauses_of=lambda code: clauses_of_measure(visit.pack, code, current()),
        opened=_opened(wrong, late, status.lacks),
        about=about_measures(visit, shown),
        euros=euros,
        candidates=_candidates(visit, {item.code for item in shown}),
        states=state_words(current()),
        offered=_offered,
        look_due=lambda look: look.done or (look.due is not None and look.due <= today()),
        closed=visit.check_up.closed_at is not None,
        name=_name,
        add=ADD,
        out=OUT,
        longest_rule=LONGEST_RULE,
        **page_words(visit),
    )


def _agreements(visit: Visit) -> tuple[AgreementPart, ...]:
    """What the plan brings towards the agreements that concern the firm; nothing before the first result."""
    outcome = stored_outcome(visit)
    return () if outcome is None else agreements_shown(visit, outcome)


def _opened(wrong: Iterable[str], late: Sequence[tuple[PlannedMeasure, FollowUp]], missing: Iterable[Lack]) -> str:
    """The one measure that stands open: where a mistake is, else what the address names, else where a look is due or
    something is missing.
    """
    asked = request.args.getlist("measure")
    codes = (*wrong, *asked, *(item.code for item, _look in late), *(lack.code for lack in missing if lack.code))
    return next(iter(codes), "")


def _candidates(visit: Visit, planned: set[str]) -> tuple[Candidates, ...]:
    """Measures in use, then the lists of the latest result, then all others; each measure once."""
    left = dict.fromkeys(code for code in visit.pack.measures if code not in planned)
    groups = [(_("Già in uso da voi"), tuple(visit.answers.in_use))]
    outcome = stored_outcome(visit)
    if outcome is not None:
        groups += [(title, tuple(m.id for m in outcome.check_up.in_list(name))) for name, title, _lead in outcome.lists]
    groups.append((_("Tutte le altre misure"), tuple(visit.pack.measures)))
    found = []
    for title, codes in groups:
        fresh = tuple(code for code in codes if code in left)
        for code in fresh:
            left.pop(code)
        if fresh:
            found.append(Candidates(title, fresh))
    return tuple(found)


def _offered(item: PlannedMeasure | None) -> list[tuple[str, str]]:
    """The states to choose from, for a measure or (None) for what a look found. A measure is agreed with its plan: that
    state can be left, not chosen.
    """
    words = state_words(current())
    return [(state, words[state]) for state in STATES if state != "agreed" or (item and item.state == "agreed")]


def _name(code: str, part: str) -> str:
    return f"{code}-{part}"


def _sent_for(question: Question) -> tuple[str, ...]:
    """The fields of a measure: those that came with this form, which depend on the looks that it showed."""
    return tuple(name for name in request.form if name.startswith(_name(question[1], "")))


def _described(pack: Pack) -> tuple[str, ...]:
    """The measures whose fields came with the form: only those that the model has."""
    return tuple(code for code in pack.measures if _name(code, "state") in request.form)


def _form(pack: Pack) -> type[FlaskForm]:
    """The fields of the measures that came with this request; of all measures they would be hundreds."""
    fields: dict[str, AnswerField] = {}
    for code in _described(pack):
        fields[_name(code, "state")] = ChoiceField(choices=(*STATES, OUT))
        fields[_name(code, "owner")] = AnswerField()
        fields[_name(code, "start")] = DayField()
        fields[_name(code, "end")] = DayField()
        fields[_name(code, "note")] = NoteField()
        fields[_name(code, "cost")] = EurosField()
        fields[_name(code, "evidence")] = NoteField()
        fields[_name(code, "reason")] = NoteField()
        for months in _looks_sent(code):
            fields[_name(code, f"on{months}")] = DayField()
            fields[_name(code, f"found{months}")] = ChoiceField(choices=STATES)
    return form_class(fields)


def _looks_sent(code: str) -> list[int]:
    """The months of the looks of a measure that came with the form."""
    sent = (_LOOK.fullmatch(name.removeprefix(_name(code, ""))) for name in request.form)
    return sorted({int(found[1]) for found in sent if found})


def _changes(visit: Visit, form: FlaskForm, sheet: Sheet) -> Changes:
    """What the form says of each measure without a mistake, and the measures to add. A script adds none: what is ticked
    can be taken back until the button is pressed.
    """
    planned = {item.code: item for item in plan_of(visit).measures}
    asked = visit.bound.weights.follow_up_months
    changes: Changes = {}
    for code in _described(visit.pack):
        measure = _measure(form, sheet, planned.get(code, PlannedMeasure(code, "proposed")), asked)
        if not any(name.startswith(_name(code, "")) for name in sheet.mistakes):
            changes[SECTION, code] = None if measure is None else as_stored(measure)
    for code in () if replies.wanted() else request.form.getlist(ADD):
        if code in visit.pack.measures and code not in planned:
            since = visit.answers.in_use.get(code)
            changes[SECTION, code] = as_stored(PlannedMeasure(code, "in_use" if since else "proposed", start=since))
    return changes


def _measure(form: FlaskForm, sheet: Sheet, before: PlannedMeasure, asked: Sequence[int]) -> PlannedMeasure | None:
    """One measure as sent; None takes it out of the plan. What the form did not show stays as it was `before`."""
    code = before.code

    def said(part: str) -> object:
        return answer(form, _name(code, part)).data

    if said("state") == OUT:
        return None
    start, end = day_of(said("start")), day_of(said("end"))
    if start and end and end < start:
        sheet.refuse(_name(code, "end"), _("La fine viene prima dell'inizio: cambiate uno dei due giorni."))
    state = state_of(said("state")) or before.state
    if state == "agreed" and before.state != "agreed":
        sheet.refuse(_name(code, "state"), _("Una misura diventa concordata quando concordate tutto il piano."))
    looks = {look.months: (look.on, look.state) for look in before.follow_ups if look.state is not None}
    for months in set(_looks_sent(code)) & set(months_of([before], asked)):
        looks.pop(months, None)
        if taken := _look(form, sheet, code, months):
            looks[months] = taken
    owner, note = str(said("owner") or ""), _words(form, sheet, code, "note", "")
    measure = PlannedMeasure(code, state, owner, start, end, note, follow_ups(start, looks), before.cost)
    return _with_plan_parts(form, sheet, before, measure)


def _with_plan_parts(form: FlaskForm, sheet: Sheet, before: PlannedMeasure, measure: PlannedMeasure) -> PlannedMeasure:
    """The measure with what a form drawn long ago did not ask yet: then it stays as it was."""
    code, cost = measure.code, answer(form, _name(measure.code, "cost"))
    reason = _words(form, sheet, code, "reason", before.reason)
    # Whoever left a measure without a word before may still save the rest of it.
    if measure.state == "dropped" and not reason and before.state != "dropped":
        sheet.refuse(_name(code, "reason"), _("Scrivete perché la lasciate, in poche parole."))
    return replace(
        measure,
        cost=cost.data if cost.given else before.cost,
        evidence=_words(form, sheet, code, "evidence", before.evidence),
        reason=reason,
    )


def _words(form: FlaskForm, sheet: Sheet, code: str, part: str, before: str) -> str:
    """A few words of the firm's own; `before` where the form did not ask."""
    field = answer(form, _name(code, part))
    text = str(field.data or "") if field.given else before
    if len(text) > LONGEST_RULE:
        sheet.refuse(_name(code, part), too_long(LONGEST_RULE))
    return text


def _look(form: FlaskForm, sheet: Sheet, code: str, months: int) -> tuple[date, State] | None:
    """A look that was taken: the day, and what was found."""
    day_name, found_name = _name(code, f"on{months}"), _name(code, f"found{months}")
    on, found = day_of(answer(form, day_name).data), state_of(answer(form, found_name).data)
    if on and on > today():
        sheet.refuse(day_name, _("Questo giorno deve ancora venire: scrivete quando avete guardato."))
    if on and not found:
        sheet.refuse(found_name, _("Scegliete come avete trovato la misura."))
    return (on or today(), found) if found else None


def _values(visit: Visit) -> dict[str, object]:
    """The plan as its fields show it."""
    values: dict[str, object] = {}
    for item in plan_of(visit).measures:
        values |= {
            _name(item.code, "state"): item.state,
            _name(item.code, "owner"): item.owner,
            _name(item.code, "start"): item.start,
            _name(item.code, "end"): item.end,
            _name(item.code, "note"): item.note,
            _name(item.code, "cost"): shown_euros(item.cost),
            _name(item.code, "evidence"): item.evidence,
            _name(item.code, "reason"): item.reason,
        }
        for look in item.follow_ups:
            values |= _look_values(item.code, look)
    return values


def _look_values(code: str, look: FollowUp) -> dict[str, object]:
    return {_name(code, f"on{look.months}"): look.on, _name(code, f"found{look.months}"): look.state}
