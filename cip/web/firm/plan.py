"""The plan: which measures the firm chose, who follows each, from when to when, how it goes after 6 and 12 months."""

from dataclasses import dataclass
from datetime import date

from flask import redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.actions import ChangedMeanwhileError
from cip.assessment.merging import Merged, held, merge
from cip.assessment.plan import (
    FOLLOW_UP_MONTHS,
    STATES,
    FollowUp,
    Plan,
    PlannedMeasure,
    State,
    as_stored,
    follow_ups,
    overdue,
    read_plan,
)
from cip.assessment.reads import answers_at
from cip.documents.papers.basis import state_words
from cip.web.errors import not_now
from cip.web.fields import AnswerField, ChoiceField, DayField, NoteField
from cip.web.firm import firm
from cip.web.firm.notices import remember
from cip.web.firm.result import stored_outcome
from cip.web.firm.saving import Changes, save
from cip.web.firm.sheet import Sheet, answer, form_class, read_form
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.shown import day
from cip.web.state import reading, today

SOURCE = "plan"
OUT = "out"
LONGEST_NOTE = 300
_MOST_TRIES = 20


@dataclass(frozen=True, slots=True)
class Candidates:
    """Measures that may be added, under one heading."""

    title: str
    codes: tuple[str, ...]


@firm.get("/<check_up_id>/plan")
def plan(check_up_id: str) -> str:
    """The plan, and the measures that may be added to it."""
    visit = open_visit(check_up_id, "read", with_result=True)
    return _page(visit, Sheet(_values(_plan(visit)), seq=visit.stored.last_seq))


@firm.post("/<check_up_id>/plan")
def save_plan(check_up_id: str) -> Response:
    """Save what is right and add what was ticked; the page again where something is wrong or somebody was faster."""
    for _round in range(_MOST_TRIES):
        try:
            return _save(check_up_id)
        except ChangedMeanwhileError:
            continue
    return not_now(503, _("Troppe modifiche insieme"), _("Aspettate un momento e salvate di nuovo."))


def _save(check_up_id: str) -> Response:
    visit = open_visit(check_up_id, "answer", with_result=True)
    shown = _shown(visit)
    form, sheet = read_form(_form(shown), lambda name: name)
    changes = _changes(visit, form, sheet, shown)
    merged = _merge(visit, changes)
    for conflict in merged.conflicts:
        code = conflict.question[1]
        theirs = _in_words(held(visit.stored, conflict.question), code)
        said = _("In un'altra finestra è stato salvato: %(theirs)s Salvate di nuovo per tenere ciò che vedete qui.")
        sheet.refuse(_name(code, "state"), said % {"theirs": theirs})
    saved = save(visit, merged.changes, SOURCE, seen=visit.stored)
    if sheet.mistakes:
        after = open_visit(check_up_id, "read", with_result=True)
        sheet.values = {**_values(_plan(after)), **dict(request.form.lists())}
        sheet.seq = after.stored.last_seq
        return Response(_page(after, sheet), 422, mimetype="text/html")
    remember(visit, saved)
    return redirect(url_for("firm.plan", check_up_id=check_up_id), 303)


def _page(visit: Visit, sheet: Sheet) -> str:
    plan = _plan(visit)
    return render_template(
        "firm/plan.html",
        visit=visit,
        sheet=sheet,
        plan=plan,
        late=overdue(plan.measures, today()),
        candidates=_candidates(visit, plan),
        states=state_words(current()),
        look_due=lambda look: look.due is not None and (look.done or look.due <= today()),
        closed=visit.check_up.closed_at is not None,
        name=_name,
        out=OUT,
        today=today(),
        **page_words(visit),
    )


def _plan(visit: Visit) -> Plan:
    return read_plan(visit.stored.extra["plan"])


def _shown(visit: Visit) -> tuple[str, ...]:
    """The measures whose fields came with the form: only those that the model has."""
    return tuple(code for code in visit.pack.measures if _name(code, "state") in request.form)


def _candidates(visit: Visit, plan: Plan) -> tuple[Candidates, ...]:
    """Measures in use, then the lists of the latest result, then all others; each measure once."""
    left = dict.fromkeys(code for code in visit.pack.measures if code not in {item.code for item in plan.measures})
    groups = [(_("Già in uso da voi"), tuple(visit.answers.in_use))]
    outcome = stored_outcome(visit)
    if outcome is not None:
        groups += [(title, tuple(m.code for m in outcome.report.in_list(name))) for name, title, _lead in outcome.lists]
    groups.append((_("Tutte le altre misure"), tuple(visit.pack.measures)))
    found = []
    for title, codes in groups:
        fresh = tuple(code for code in codes if code in left)
        for code in fresh:
            left.pop(code)
        if fresh:
            found.append(Candidates(title, fresh))
    return tuple(found)


def _name(code: str, part: str) -> str:
    return f"{code}-{part}"


def _form(codes: tuple[str, ...]) -> type[FlaskForm]:
    fields: dict[str, AnswerField] = {}
    for code in codes:
        fields[_name(code, "state")] = ChoiceField(choices=(*STATES, OUT))
        fields[_name(code, "owner")] = AnswerField()
        fields[_name(code, "start")] = DayField()
        fields[_name(code, "end")] = DayField()
        fields[_name(code, "note")] = NoteField()
        for months in FOLLOW_UP_MONTHS:
            fields[_name(code, f"on{months}")] = DayField()
            fields[_name(code, f"found{months}")] = ChoiceField(choices=STATES)
    return form_class(fields)


def _changes(visit: Visit, form: FlaskForm, sheet: Sheet, shown: tuple[str, ...]) -> Changes:
    """What the form says of each measure without a mistake, and the measures to add."""
    plan = {item.code: item for item in _plan(visit).measures}
    changes: Changes = {}
    for code in shown:
        measure = _measure(form, sheet, code)
        if not any(name.startswith(f"{code}-") for name in sheet.mistakes):
            changes["plan", code] = None if measure is None else as_stored(measure)
    for code in request.form.getlist("add"):
        if code in visit.pack.measures and code not in plan:
            since = visit.answers.in_use.get(code)
            changes["plan", code] = as_stored(PlannedMeasure(code, "in_use" if since else "planned", start=since))
    return changes


def _measure(form: FlaskForm, sheet: Sheet, code: str) -> PlannedMeasure | None:
    """One measure as sent; None takes it out of the plan."""

    def said(part: str) -> object:
        return answer(form, _name(code, part)).data

    state = said("state")
    if state == OUT:
        return None
    start, end, note = _day(said("start")), _day(said("end")), str(said("note") or "")
    if start and end and end < start:
        sheet.refuse(_name(code, "end"), _("La fine viene prima dell'inizio: cambiate uno dei due giorni."))
    if len(note) > LONGEST_NOTE:
        sheet.refuse(_name(code, "note"), _("È troppo lungo: al massimo %(most)s caratteri.") % {"most": LONGEST_NOTE})
    looks = _looks(form, sheet, code)
    return PlannedMeasure(
        code, _state(state) or "planned", str(said("owner") or ""), start, end, note, follow_ups(start, looks)
    )


def _looks(form: FlaskForm, sheet: Sheet, code: str) -> dict[int, tuple[date | None, State]]:
    """The looks that were taken, by months, with the day and what was found."""
    looks: dict[int, tuple[date | None, State]] = {}
    for months in FOLLOW_UP_MONTHS:
        day_name, found_name = _name(code, f"on{months}"), _name(code, f"found{months}")
        on, found = _day(answer(form, day_name).data), _state(answer(form, found_name).data)
        if on and on > today():
            sheet.refuse(day_name, _("Questo giorno deve ancora venire: scrivete quando avete guardato."))
        if on and not found:
            sheet.refuse(found_name, _("Scegliete come avete trovato la misura."))
        if found:
            looks[months] = (on or today(), found)
    return looks


def _state(value: object) -> State | None:
    return next((state for state in STATES if state == value), None)


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _merge(visit: Visit, mine: Changes) -> Merged:
    """What may be saved beside what somebody else saved since the form was drawn."""
    sent = request.form.get("seq", "")
    drawn = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 9 else 0
    if drawn >= visit.stored.last_seq:
        return Merged(dict(mine), (), ())
    with reading() as session:
        then = answers_at(session, visit.id, drawn)
    return merge(then, visit.stored, mine)


def _in_words(stored: object, code: str) -> str:
    """A measure of the plan as somebody else saved it."""
    found = read_plan({code: stored}).measures if isinstance(stored, dict) else ()
    if not found:
        return _("tolta dal piano.")
    item = found[0]
    parts = [state_words(current())[item.state], item.owner, day(item.start) if item.start else "", item.note]
    return ", ".join(part for part in parts if part) + "."


def _values(plan: Plan) -> dict[str, object]:
    """The plan as its fields show it."""
    values: dict[str, object] = {}
    for item in plan.measures:
        values |= {
            _name(item.code, "state"): item.state,
            _name(item.code, "owner"): item.owner,
            _name(item.code, "start"): item.start,
            _name(item.code, "end"): item.end,
            _name(item.code, "note"): item.note,
        }
        for look in item.follow_ups:
            values |= _look_values(item.code, look)
    return values


def _look_values(code: str, look: FollowUp) -> dict[str, object]:
    return {_name(code, f"on{look.months}"): look.on, _name(code, f"found{look.months}"): look.state}
