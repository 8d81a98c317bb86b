"""Evidence of answers and measures: the list, a form for each question, the file to keep, taking one back."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from flask import redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.actions import CheckUpClosedError, Proves, TooMuchEvidenceError, add_evidence, withdraw_evidence
from cip.assessment.evidence import (
    LONGEST_EVIDENCE_NOTE,
    PROVABLE_SECTIONS,
    Evidence,
    is_provable,
    owner_key,
    stands_behind_answer,
)
from cip.assessment.reads import CHECK_UP, EVIDENCE, evidence_of
from cip.assessment.stored import Section
from cip.database.work import Session
from cip.files.accepted import TYPES, FileRefusedError, Quota
from cip.files.actions import receive_file
from cip.files.reads import files_of, find_file
from cip.files.stored import StoredFile, shelf_for
from cip.kernel.days import parse_day
from cip.parties.access import Actor, NotYoursError, load_for, permit
from cip.parties.reads import names_of
from cip.web.erasures import clear_files
from cip.web.fields import ChoiceField, DayField, NoteField
from cip.web.firm import firm
from cip.web.firm.sheet import Sheet, answer, form_class, read_form
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words, question_text
from cip.web.form_names import render_form
from cip.web.handing_in import QUOTA, handed_out, refusal_words, sent_file, takes_file
from cip.web.language import gettext as _
from cip.web.limits import may_hand_in
from cip.web.state import actor, reading, state, today, working

GUEST_QUOTA = Quota(most_files=30, most_bytes=60 * 1024 * 1024)
"""What the files of a check-up that no firm has taken over may take up."""
FILE, SEEN = "file", "seen"
_ABOUT = "<any(facts, indicators, duties, in_use, plan):section>/<question_id>"
ACCEPTED = ",".join(f".{ending}" for kind in TYPES.values() for ending in kind.endings)


@dataclass(frozen=True, slots=True)
class Shown:
    """An evidence as a page shows it: with its file, how it stands today, who added it (empty: who began the check-up),
    and whether who looks may take it back.
    """

    evidence: Evidence
    file: StoredFile | None
    usable: bool
    stands: str
    who: str
    mine: bool


@dataclass(frozen=True, slots=True)
class About:
    """A question (or measure) with its evidence."""

    section: Section
    question_id: str
    shown: tuple[Shown, ...]


@firm.get("/<check_up_id>/evidence")
def evidence(check_up_id: str) -> str:
    """All evidence, question by question."""
    visit = open_visit(check_up_id, "read")
    about = _by_question(visit, _all_shown(visit))
    return render_template(
        "firm/evidence.html", visit=visit, about=about, closed=_closed(visit), may=_may(visit), **page_words(visit)
    )


@firm.get(f"/<check_up_id>/evidence/{_ABOUT}")
def evidence_of_question(check_up_id: str, section: Section, question_id: str) -> str:
    """The evidence of one question, and the form for one more."""
    visit = open_visit(check_up_id, "read")
    return _drawn(visit, section, question_id, Sheet({"what": FILE}))


@firm.post(f"/<check_up_id>/evidence/{_ABOUT}")
@takes_file
def evidence_add(check_up_id: str, section: Section, question_id: str) -> Response:
    """Add an evidence; the form again, with what is wrong, where it cannot be taken."""
    visit = open_visit(check_up_id, "prove")
    _refuse_unknown(visit, section, question_id)
    form, sheet = read_form(evidence_form(witness=_may(visit, "witness")), lambda name: name)
    proves = _proves(section, question_id, form, sheet)
    if proves is not None and not sheet.mistakes:
        evidence_id = _add(visit, proves, form, sheet)
        if evidence_id is not None:
            return redirect(url_for("firm.evidence", check_up_id=visit.id, _anchor=f"e-{evidence_id}"), 303)
    sheet.values = {"what": FILE, **sheet.values}
    return Response(_drawn(visit, section, question_id, sheet), 422, mimetype="text/html")


@firm.get("/<check_up_id>/evidence/<evidence_id>/file")
def evidence_file(check_up_id: str, evidence_id: str) -> Response:
    """The file, to keep; never shown in the browser."""
    with reading() as session:
        found = load_for(session, actor(), EVIDENCE, evidence_id, action="read", parent=check_up_id)
        file = find_file(session, found.file_id) if found.file_id else None
    if file is None:
        raise NotYoursError
    return handed_out(file, url_for("firm.evidence", check_up_id=check_up_id))


@firm.get("/<check_up_id>/evidence/<evidence_id>/withdraw")
def evidence_withdraw(check_up_id: str, evidence_id: str) -> Response:
    """Ask why it is taken back; while its answer is validated, say what comes first."""
    visit, found = _own(check_up_id, evidence_id)
    return _asked(visit, found, Sheet(), 409 if _locked(visit, found) else 200)


@firm.post("/<check_up_id>/evidence/<evidence_id>/withdraw")
def evidence_withdraw_now(check_up_id: str, evidence_id: str) -> Response:
    """Take it back, if a reason was given."""
    visit, found = _own(check_up_id, evidence_id)
    if _locked(visit, found):
        return _asked(visit, found, Sheet(), 409)
    form, sheet = read_form(reason_form(), lambda name: name)
    why = answer(form, "why").data
    if not why and not sheet.mistakes:
        sheet.refuse("why", _("Scrivete perché la togliete."))
    if sheet.mistakes:
        return _asked(visit, found, sheet, 422)
    with working() as work:
        load_for(work.session, actor(), EVIDENCE, evidence_id, action="withdraw", parent=check_up_id)
        withdraw_evidence(work, check_up_id, evidence_id, str(why))
    clear_files()
    return redirect(url_for("firm.evidence", check_up_id=check_up_id, _anchor=f"e-{evidence_id}"), 303)


def evidence_form(*, witness: bool) -> type[FlaskForm]:
    """The fields beside the file; that somebody saw it is for those alone who may say so."""
    choices = (FILE, SEEN) if witness else (FILE,)
    days = {name: DayField() for name in (("seen_on",) if witness else ()) + ("true_from", "valid_until")}
    return form_class({"what": ChoiceField(choices=choices), **days, "note": NoteField()})


def reason_form() -> type[FlaskForm]:
    """Why one is taken back."""
    return form_class({"why": NoteField()})


def _own(check_up_id: str, evidence_id: str) -> tuple[Visit, Evidence]:
    """The check-up and an evidence that who asks may take back and nobody has. Raises NotYoursError."""
    visit = open_visit(check_up_id, "read")
    with reading() as session:
        found = load_for(session, actor(), EVIDENCE, evidence_id, action="withdraw", parent=check_up_id)
    if found.withdrawn_at is not None:
        raise NotYoursError
    if _closed(visit):
        raise CheckUpClosedError
    return visit, found


def _locked(visit: Visit, found: Evidence) -> bool:
    """Whether it stands behind an answer that was validated: then the check-up is reopened first, for all to see."""
    return visit.check_up.validated_at is not None and stands_behind_answer(found.section)


def _asked(visit: Visit, found: Evidence, sheet: Sheet, status: int) -> Response:
    shown = next(one for one in _all_shown(visit) if one.evidence.id == found.id)
    page = render_form(
        "firm/evidence_withdraw.html",
        visit=visit,
        shown=shown,
        sheet=sheet,
        locked=_locked(visit, found),
        name=about_text(visit, found.section, found.question_id),
        longest=LONGEST_EVIDENCE_NOTE,
        **page_words(visit),
    )
    return Response(page, status, mimetype="text/html")


def _drawn(visit: Visit, section: Section, question_id: str, sheet: Sheet) -> str:
    _refuse_unknown(visit, section, question_id)
    here = (section, question_id)
    return render_form(
        "firm/evidence_add.html",
        visit=visit,
        sheet=sheet,
        name=about_text(visit, section, question_id),
        shown=[one for one in _all_shown(visit) if (one.evidence.section, one.evidence.question_id) == here],
        closed=_closed(visit),
        may=_may(visit),
        witness=_may(visit, "witness"),
        open=shelf_for(state().settings).open,
        accepted=ACCEPTED,
        longest=LONGEST_EVIDENCE_NOTE,
        **page_words(visit),
    )


def _proves(section: Section, question_id: str, form: FlaskForm, sheet: Sheet) -> Proves | None:
    """What the form says, None where it says something wrong."""
    start, end = (_day(form, name) for name in ("true_from", "valid_until"))
    if start is not None and end is not None and end < start:
        sheet.refuse("valid_until", _("La scadenza viene prima dell'inizio."))
    if sheet.mistakes:
        return None
    return Proves(section, question_id, start, end, answer(form, "note").data)


def _day(form: FlaskForm, name: str) -> date | None:
    field = answer(form, name) if name in form else None
    return parse_day(str(field.data)) if field is not None and field.data and not field.errors else None


def _add(visit: Visit, proves: Proves, form: FlaskForm, sheet: Sheet) -> str | None:
    """The id of what was added; None where it could not be, and the sheet says why."""
    try:
        if answer(form, "what").data == SEEN:
            return _add_seen(visit, proves, form, sheet)
        return _add_file(visit, proves, sheet)
    except FileRefusedError as refusal:
        sheet.refuse("file", refusal_words(refusal))
    except TooMuchEvidenceError:
        sheet.refuse("file", _("Questo check-up ha già molte prove: non ne prende altre."))
    return None


def _add_seen(visit: Visit, proves: Proves, form: FlaskForm, sheet: Sheet) -> str | None:
    seen_on = _day(form, "seen_on")
    if seen_on is None or seen_on > today():
        sheet.refuse("seen_on", _("Scrivete il giorno in cui l'avete vista: oggi o prima."))
        return None
    with working() as work:
        load_for(work.session, actor(), CHECK_UP, visit.id, action="witness")
        return add_evidence(work, visit.id, proves, seen_on=seen_on)


def _add_file(visit: Visit, proves: Proves, sheet: Sheet) -> str | None:
    sent = sent_file("file")
    if sent is None:
        sheet.refuse("file", _("Scegliete un file."))
        return None
    if _closed(visit):
        raise CheckUpClosedError
    if not may_hand_in(visit.id):
        sheet.refuse("file", _("Per oggi avete caricato molti file. Riprovate domani."))
        return None
    quota = GUEST_QUOTA if visit.check_up.firm_id is None else QUOTA
    with working() as work:
        load_for(work.session, actor(), CHECK_UP, visit.id, action="prove")
        file = receive_file(work, shelf_for(state().settings), *sent, owner_key(visit.id), quota=quota)
        return add_evidence(work, visit.id, proves, file_id=file.id)


def _refuse_unknown(visit: Visit, section: str, question_id: str) -> None:
    if not is_provable(visit.pack, section, question_id):
        raise NotYoursError


def _closed(visit: Visit) -> bool:
    return visit.check_up.closed_at is not None


def _may(visit: Visit, action: Literal["prove", "witness"] = "prove") -> bool:
    """Whether who asks may add evidence, or (`witness`) say that they saw it."""
    try:
        with reading() as session:
            permit(session, actor(), CHECK_UP, visit.check_up, action=action)
    except NotYoursError:
        return False
    return True


def _all_shown(visit: Visit) -> list[Shown]:
    shelf, who = shelf_for(state().settings), actor()
    with reading() as session:
        found = evidence_of(session, visit.id)
        files = {file.id: file for file in files_of(session, owner_key(visit.id))}
        names = names_of(session, [one.added_by_person for one in found if one.added_by_person])
        return [
            Shown(
                one,
                files.get(one.file_id or ""),
                one.file_id in files and shelf.usable(files[one.file_id]),
                one.validity(today()),
                names.get(one.added_by_person or "", ""),
                not _closed(visit) and _may_withdraw(session, who, one),
            )
            for one in found
        ]


def _may_withdraw(session: Session, who: Actor, one: Evidence) -> bool:
    try:
        permit(session, who, EVIDENCE, one, action="withdraw")
    except NotYoursError:
        return False
    return one.withdrawn_at is None


def _by_question(visit: Visit, shown: list[Shown]) -> list[About]:
    """In the order of the model: section by section, then as it asks."""
    pack = visit.pack
    places = {code: place for place, code in enumerate([*pack.facts, *pack.indicators, *pack.duties, *pack.measures])}

    def place(one: Shown) -> tuple[int, int, str]:
        found = one.evidence
        return (
            PROVABLE_SECTIONS.index(found.section),
            places.get(found.question_id, len(places)),
            found.question_id,
        )

    ordered = sorted(shown, key=place)
    return [
        About(group[0].evidence.section, group[0].evidence.question_id, group)
        for _key, found in groupby(ordered, key=place)
        for group in (tuple(found),)
    ]


@firm.app_template_global("evidence_about")
def about_text(visit: Visit, section: Section, question_id: str) -> str:
    """What an evidence is about, in words: the question, the measure in use, or the measure of the plan."""
    text = question_text(visit, question_id)
    return _("%(name)s, nel piano") % {"name": text} if section == "plan" else text
