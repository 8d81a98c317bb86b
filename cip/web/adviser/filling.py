"""The numbers of a check-up: asked for by link, saved like any other answer, and nothing else is shown."""

from collections.abc import Mapping
from typing import cast

from flask import Response as Page
from flask import redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.actions import ChangedMeanwhileError, save_answers, tell_numbers_changed
from cip.assessment.answer_file import AnswerFileError, read_answers
from cip.assessment.answers import UNKNOWN
from cip.assessment.bound import bind
from cip.assessment.numbers import SOURCE, Adviser, NumbersLink, counted, numeric_facts, with_count
from cip.assessment.reads import NUMBERS_LINK, current_answers, find_check_up, numbers_link_of
from cip.assessment.stored import ANSWER_SECTIONS, Section
from cip.database.work import open_work
from cip.kernel.canonical import sha256_of
from cip.parties.access import NotYoursError, guest, load_for
from cip.parties.reads import find_firm
from cip.rulebook.shapes import model
from cip.web.adviser import adviser
from cip.web.fields import AnswerField, NumberField
from cip.web.firm.mistakes import refusal_of, sentence, whole_from
from cip.web.firm.sheet import Sheet, answer, form_class, read_form
from cip.web.firm.visit import Visit, readable
from cip.web.form_names import render_form
from cip.web.shown import in_words
from cip.web.state import now, reading, state, today

COUNT = ".count"
_TRIES = 5
Changes = dict[tuple[Section, str], object]


@adviser.get("/<secret>")
def numbers(secret: str) -> Page:
    """The numbers so far, to be filled in."""
    link, visit = _open(secret)
    return _draw(secret, link, visit, Sheet(_values(visit)))


@adviser.post("/<secret>")
def save_numbers(secret: str) -> Page | Response:
    """Keep what is right; what is wrong is named beside its question."""
    for _round in range(_TRIES - 1):
        try:
            return _save(secret)
        except ChangedMeanwhileError:
            continue
    return _save(secret)


@adviser.get("/<secret>/thanks")
def thanks(secret: str) -> Page:
    """That the numbers are kept."""
    link, visit = _open(secret)
    return _page("adviser/thanks.html", secret=secret, link=link, firm=_firm(visit))


def _open(secret: str) -> tuple[NumbersLink, Visit]:
    """The check-up behind a link. Raises NotYoursError alike for an unknown one, an old one and one taken back."""
    with reading() as session:
        found = numbers_link_of(session, sha256_of(secret))
        if found is None:
            raise NotYoursError
        who = guest(secret, today())
        link = load_for(session, who, NUMBERS_LINK, found.id, action="answer", parent=found.check_up_id)
        check_up = find_check_up(session, link.check_up_id)
        if check_up is None:
            raise NotYoursError
        stored = current_answers(session, check_up.id)
        bound = bind(state().packs.pinned(session, check_up.pack_sha256), today())
    return link, Visit(check_up, stored, bound, None, readable(bound, stored.file))


def _firm(visit: Visit) -> str:
    with reading() as session:
        firm = find_firm(session, visit.check_up.firm_id or "")
    return firm.name if firm else ""


def _page(template: str, status: int = 200, **words: object) -> Page:
    return _private(render_template(template, **words), status)


def _private(page: str, status: int = 200) -> Page:
    made = Page(page, status, mimetype="text/html")
    # The address is the secret: no other page learns it.
    made.headers["Referrer-Policy"] = "no-referrer"
    return made


def _draw(secret: str, link: NumbersLink, visit: Visit, sheet: Sheet, status: int = 200) -> Page:
    facts = [fact for fact in numeric_facts(visit.pack) if visit.walk.asks(fact.id)]
    page = render_form(
        "adviser/numbers.html",
        secret=secret,
        link=link,
        firm=_firm(visit),
        facts=[(fact, *_of_fact(fact)) for fact in facts],
        counts=[(item, *_of_count(item)) for item in counted(visit.pack, visit.stored)],
        sheet=sheet,
        locked=visit.check_up.validated_at is not None,
    )
    return _private(page, status)


def _of_fact(fact: model.Fact) -> tuple[str, str]:
    """The question of the profile, and what explains it."""
    return (in_words(fact.payroll), "") if fact.payroll else (in_words(fact.ask), in_words(fact.help))


def _of_count(item: model.Indicator) -> tuple[str, str]:
    """The question behind a practice, and what explains it."""
    proof = item.proof
    return (in_words(proof.payroll), "") if proof.payroll else (in_words(proof.ask), in_words(item.ask))


def _form(visit: Visit) -> type[FlaskForm]:
    fields: dict[str, AnswerField] = {
        fact.id: NumberField(whole=fact.type == "whole", refusal=refusal_of(fact)) for fact in numeric_facts(visit.pack)
    }
    for item in counted(visit.pack, visit.stored):
        fields[item.id + COUNT] = NumberField(whole=True, refusal=lambda: whole_from(0))
    return form_class(fields)


def _values(visit: Visit) -> Mapping[str, object]:
    held = visit.stored.file
    values: dict[str, object] = {}
    for fact in numeric_facts(visit.pack):
        value = held["facts"].get(fact.id)
        values[fact.id] = None if value == UNKNOWN else value
    for item in counted(visit.pack, visit.stored):
        answered = held["indicators"].get(item.id)
        values[item.id + COUNT] = answered.get("count") if isinstance(answered, dict) else None
    return values


def _save(secret: str) -> Page | Response:
    link, visit = _open(secret)
    form, sheet = read_form(_form(visit), lambda name: name)
    changes = _acceptable(visit, _changes(visit, form), sheet)
    if changes and visit.check_up.validated_at is None:
        with open_work(state().database, actor=Adviser(link.id), now=now(), act="adviser.numbers") as work:
            # The link may have been taken back since the page was opened.
            who = guest(secret, today())
            load_for(work.session, who, NUMBERS_LINK, link.id, action="answer", parent=link.check_up_id)
            save_answers(work, visit.id, changes, SOURCE, seen=visit.stored)
            if _overwrites(visit, changes):
                tell_numbers_changed(work, visit.id, today())
    if sheet.mistakes or visit.check_up.validated_at is not None:
        return _draw(secret, link, visit, sheet, 422)
    return redirect(url_for("adviser.thanks", secret=secret), 303)


def _changes(visit: Visit, form: FlaskForm) -> Changes:
    """The numbers that were typed and differ; an empty field leaves what stands there."""
    changes: Changes = {}
    for fact in numeric_facts(visit.pack):
        field = answer(form, fact.id)
        if visit.walk.asks(fact.id) and field.data is not None and not field.errors:
            changes["facts", fact.id] = field.data
    for item in counted(visit.pack, visit.stored):
        field = answer(form, item.id + COUNT)
        if field.data is not None and not field.errors:
            changes["indicators", item.id] = with_count(visit.stored.file["indicators"][item.id], int(field.data))
    return {key: value for key, value in changes.items() if visit.stored.value(*key) != value}


def _overwrites(visit: Visit, changes: Changes) -> bool:
    """Whether a number takes the place of another one: a first answer is none."""
    held = _values(visit)
    names = (identifier + COUNT if section == "indicators" else identifier for section, identifier in changes)
    return any(held.get(name) is not None for name in names)


def _acceptable(visit: Visit, changes: Changes, sheet: Sheet) -> Changes:
    """The changes that the rules take; the others are named."""
    taken = dict(changes)
    while taken:
        file: dict[str, dict[str, object]] = {name: dict(visit.stored.file[name]) for name in ANSWER_SECTIONS}
        for (section, identifier), value in taken.items():
            file[section][identifier] = value
        try:
            read_answers(visit.bound, file)
        except AnswerFileError as error:
            wrong = [(p.path[0], str(p.path[1]), p) for p in error.problems if (p.path[0], str(p.path[1])) in taken]
            if not wrong:
                return taken
            for where, identifier, problem in wrong:
                name = identifier + COUNT if where == "indicators" else identifier
                sheet.refuse(name, sentence(visit.pack, problem))
                taken.pop((cast("Section", where), identifier), None)
        else:
            return taken
    return taken
