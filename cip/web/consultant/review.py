"""Both answers side by side: the firm's, and beside it the consultant's with its reason and the proof that was seen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from flask import abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.actions import review_answers
from cip.assessment.answer_file import AnswerFileError
from cip.assessment.coverage import coverage_of
from cip.assessment.reads import CHECK_UP, answers_at, evidence_of
from cip.assessment.reviewing import Question, Review, key_of, read_review, same_answer
from cip.assessment.stored import StoredAnswers
from cip.assessment.verified import read_verified, verified_file
from cip.kernel.days import parse_day
from cip.parties.access import permit
from cip.rulebook.packs import Pack
from cip.web.consultant import consultant
from cip.web.consultant.desk import open_here
from cip.web.fields import AnswerField, ChoiceField, DayField, NoteField
from cip.web.firm.answering import drawn_at
from cip.web.firm.choices import answer_of, choice_of, choices
from cip.web.firm.mistakes import past_day, sentence
from cip.web.firm.profile import fact_field
from cip.web.firm.saving import again_if_changed
from cip.web.firm.sections import DUTIES, PROFILE
from cip.web.firm.sheet import Sheet, answer, form_class, read_form
from cip.web.firm.visit import Visit
from cip.web.form_names import render_form
from cip.web.language import gettext as _
from cip.web.shown import option_in_words
from cip.web.sides import Reviewed, part_name, questions_of, reviewed, state_names
from cip.web.state import actor, reading, today, working
from cip.web.verified_shown import shown_verified

VERDICT, VALUE, REASON, SEEN = ".verdict", ".value", ".why", ".seen"
NONE, SAME, OTHER = "none", "same", "other"
Reviews = dict[Question, Review | None]


@consultant.get("/check-up/<check_up_id>/review")
def review(check_up_id: str) -> str:
    """How far the review is, part by part, and the button that validates."""
    return draw_overview(check_up_id)


def draw_overview(check_up_id: str, problem: str = "") -> str:
    """The overview; `problem` says why it could not be validated."""
    visit = open_here(check_up_id, with_result=True)
    found = reviewed(visit)
    return render_template(
        "consultant/review.html",
        visit=visit,
        reviewed=found,
        names={section: part_name(visit, section) for section in found.sections},
        states=state_names(),
        problem=problem,
        coverage=coverage_of(visit.walk, visit.stored),
        verified=shown_verified(visit, found.validated),
    )


@consultant.get("/check-up/<check_up_id>/review/<area_id>")
def review_area(check_up_id: str, area_id: str) -> str:
    """One part with both answers to each question."""
    visit = _open(check_up_id, area_id)
    return _draw(visit, area_id, _stored_sheet(visit, area_id))


@consultant.post("/check-up/<check_up_id>/review/<area_id>")
def save_review(check_up_id: str, area_id: str) -> str | Response:
    """Keep what the consultant answers; what is wrong is named beside its question, the rest is kept."""
    return again_if_changed(lambda: _save(check_up_id, area_id))


def _open(check_up_id: str, area_id: str) -> Visit:
    visit = open_here(check_up_id)
    if area_id not in (PROFILE, DUTIES, *visit.pack.areas):
        abort(404)
    return visit


def _draw(visit: Visit, area_id: str, sheet: Sheet) -> str:
    found: Reviewed = reviewed(visit)
    sections = found.sections
    index = sections.index(area_id)
    return render_form(
        "consultant/review_area.html",
        visit=visit,
        section=area_id,
        title=part_name(visit, area_id),
        rows=tuple(found.rows(area_id)),
        states=state_names(),
        sheet=sheet,
        several=_several(visit, area_id),
        following=sections[index + 1] if index + 1 < len(sections) else None,
        names={section: part_name(visit, section) for section in sections},
        validated=visit.check_up.validated_at,
        today=today(),
    )


def _several(visit: Visit, area_id: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """The facts of which several options may be ticked, with their options."""
    if area_id != PROFILE:
        return {}
    facts = (visit.pack.facts[identifier] for _section, identifier in questions_of(visit, area_id))
    return {
        fact.id: tuple((option.id, option_in_words(option)) for option in fact.options)
        for fact in facts
        if fact.type == "several"
    }


@lru_cache(maxsize=128)
def review_form(pack: Pack, area_id: str) -> type[FlaskForm]:
    """For each question: the verdict, another answer, why, and the day on which the proof was seen."""
    fields: dict[str, AnswerField] = {}
    for section, identifier in _questions_in(pack, area_id):
        fields[identifier + VERDICT] = ChoiceField(choices=(NONE, SAME, OTHER))
        fields[identifier + REASON] = NoteField()
        if section == "indicators":
            fields[identifier + VALUE] = ChoiceField(choices=choices(pack.indicators[identifier]))
            fields[identifier + SEEN] = DayField()
        elif section == "duties":
            fields[identifier + VALUE] = ChoiceField(choices=("yes", "no", "unknown", "no_case"))
        else:
            fields[identifier + VALUE] = fact_field(pack.facts[identifier])
    return form_class(fields)


def _questions_in(pack: Pack, area_id: str) -> tuple[Question, ...]:
    if area_id == PROFILE:
        return tuple(("facts", fact.id) for fact in pack.facts.values() if fact.asked)
    if area_id == DUTIES:
        return tuple(("duties", duty) for duty in pack.duties)
    return tuple(("indicators", indicator.id) for indicator in pack.of_area[area_id])


def _stored_sheet(visit: Visit, area_id: str) -> Sheet:
    """What stands in the fields: the review as long as it holds; nothing is chosen where the firm has changed it."""
    values: dict[str, object] = {}
    for question in questions_of(visit, area_id):
        raw = visit.stored.reviews.get(key_of(question))
        held = None if raw is None else read_review(raw)
        if held is None or held.of != visit.stored.value(*question):
            values[question[1] + VERDICT] = NONE
            continue
        values[question[1] + VERDICT] = OTHER if held.differs else SAME
        values[question[1] + REASON] = held.reason
        values[question[1] + SEEN] = held.seen.isoformat() if held.seen else None
        if held.differs:
            values[question[1] + VALUE] = choice_of(held.value) if question[0] == "indicators" else held.value
    return Sheet(values, seq=visit.stored.last_seq)


def _save(check_up_id: str, area_id: str) -> str | Response:
    visit = _open(check_up_id, area_id)
    form, sheet = read_form(review_form(visit.pack, area_id), lambda name: f"q-{name.rsplit('.', 1)[0]}")
    drawn = _drawn_with(visit)
    wanted: Reviews = {}
    for question in questions_of(visit, area_id):
        _one(visit, drawn, question, form, sheet, wanted)
    taken = _readable(visit, wanted, sheet)
    with working() as work:
        permit(work.session, actor(), CHECK_UP, visit.check_up, action="review")
        review_answers(work, visit.id, taken, f"review/{area_id}", seen=visit.stored)
    if sheet.mistakes:
        return Response(_again(check_up_id, area_id, sheet), 422, mimetype="text/html")
    following = request.form.get("go", "")
    there = following if following in (PROFILE, DUTIES, *visit.pack.areas) else None
    if there is None:
        return redirect(url_for("consultant.review", check_up_id=check_up_id), 303)
    return redirect(url_for("consultant.review_area", check_up_id=check_up_id, area_id=there), 303)


def _again(check_up_id: str, area_id: str, sheet: Sheet) -> str:
    """The page with what was typed, drawn with what is stored now."""
    visit = _open(check_up_id, area_id)
    shown = replace(sheet, seq=visit.stored.last_seq)
    return _draw(visit, area_id, shown)


def _drawn_with(visit: Visit) -> StoredAnswers:
    """The answers that the consultant had before their eyes."""
    seq = drawn_at(visit)
    if seq == visit.stored.last_seq:
        return visit.stored
    with reading() as session:
        return answers_at(session, visit.id, seq)


def _one(
    visit: Visit, drawn: StoredAnswers, question: Question, form: FlaskForm, sheet: Sheet, wanted: Reviews
) -> None:
    """What the form says of one question; a mistake where the firm or somebody else has changed it meanwhile."""
    identifier, key = question[1], key_of(question)
    verdict = answer(form, identifier + VERDICT)
    if not verdict.given or any(sheet.error(identifier + end) for end in (VERDICT, VALUE, REASON, SEEN)):
        return
    now = visit.stored.value(*question)
    if verdict.data == NONE:
        held = visit.stored.reviews.get(key)
        # A review that the firm has overtaken stays where it is: it tells what was said of the answer before.
        if held is not None and read_review(held).of == now:
            wanted[question] = None
        return
    if drawn.value(*question) != now or drawn.reviews.get(key) != visit.stored.reviews.get(key):
        text = _("Qualcuno ha cambiato questa risposta mentre la guardavate: rileggetela e scegliete di nuovo.")
        sheet.refuse(identifier + VERDICT, text, f"q-{identifier}")
        return
    found = _review(visit, question, form, sheet)
    if found is not None:
        wanted[question] = found


def _review(visit: Visit, question: Question, form: FlaskForm, sheet: Sheet) -> Review | None:
    identifier, firm = question[1], visit.stored.value(*question)
    said = answer(form, identifier + VERDICT).data
    value = firm if said == SAME else _value(question, answer(form, identifier + VALUE))
    if value is None:
        text = (
            _("L'impresa non ha risposto: scegliete «Un'altra risposta» e datela voi.")
            if said == SAME
            else _("Scegliete anche la vostra risposta.")
        )
        sheet.refuse(identifier + VALUE, text, f"q-{identifier}")
        return None
    reason = str(answer(form, identifier + REASON).data or "").strip()
    if not same_answer(value, firm) and not reason:  # type: ignore[arg-type]
        text = _("Scrivete perché la vostra risposta è diversa: lo leggerà anche l'impresa.")
        sheet.refuse(identifier + REASON, text, f"q-{identifier}")
        return None
    seen = _seen_on(question, form, sheet)
    evidence = _evidence_of(visit, question) if seen else ()
    return Review(value, firm, reason, seen, evidence)  # type: ignore[arg-type]


def _value(question: Question, field: AnswerField) -> object:
    """The answer behind a field, in the shape of a FILE; None where nothing was said."""
    if field.data is None or question[0] != "indicators":
        return field.data
    return answer_of(str(field.data))


def _seen_on(question: Question, form: FlaskForm, sheet: Sheet) -> date | None:
    """The day on which the proof was seen: not a day to come."""
    name = question[1] + SEEN
    if question[0] != "indicators" or answer(form, name).data is None:
        return None
    day = parse_day(str(answer(form, name).data))
    if day > today():
        sheet.refuse(name, past_day(), f"q-{question[1]}")
        return None
    return day


def _evidence_of(visit: Visit, question: Question) -> tuple[str, ...]:
    """The evidence that hangs on a question and holds today: what the consultant had at hand when seeing the proof."""
    with reading() as session:
        found = evidence_of(session, visit.id)
    return tuple(
        item.id
        for item in found
        if (item.section, item.question_id) == question and item.validity(today()) in ("valid", "expiring")
    )


def _readable(visit: Visit, wanted: Reviews, sheet: Sheet) -> Reviews:
    """The reviews that the rules can read together with all other answers; the others are named."""
    taken = dict(wanted)
    while taken:
        try:
            read_verified(visit.bound, verified_file(_with_reviews(visit.stored, taken)))
        except AnswerFileError as error:
            refused = [(str(p.path[0]), str(p.path[1]), p) for p in error.problems]
            mine = [(key, problem) for *key, problem in refused if (key[0], key[1]) in taken]
            if not mine:
                return taken
            for key, problem in mine:
                sheet.refuse(key[1] + VALUE, sentence(visit.pack, problem), f"q-{key[1]}")
                taken.pop((key[0], key[1]), None)  # type: ignore[arg-type]
        else:
            return taken
    return taken


def _with_reviews(stored: StoredAnswers, changes: Mapping[Question, Review | None]) -> StoredAnswers:
    reviews = dict(stored.reviews)
    for question, item in changes.items():
        if item is None:
            reviews.pop(key_of(question), None)
        else:
            reviews[key_of(question)] = item.as_value()
    return replace(stored, reviews=reviews)
