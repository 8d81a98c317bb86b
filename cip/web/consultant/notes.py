"""A firm as its consultancy sees it: its check-ups, the notes on it, the day it is seen next."""

from datetime import date

from flask import redirect, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.actions import note_on_firm
from cip.assessment.portfolio import LONGEST_CONSULTANCY_NOTE
from cip.assessment.reads import check_ups_of_firm, coverages_of, notes_on, states_of, verified_glances_of
from cip.kernel.days import parse_day
from cip.parties.access import load_for, roles_on_firm
from cip.parties.reads import FIRM, seats_of
from cip.web.consultant import consultant
from cip.web.consultant.desk import body_for
from cip.web.doers import Doers
from cip.web.fields import DayField, NoteField
from cip.web.firm.sheet import Sheet, answer, form_class, read_form
from cip.web.form_names import render_form
from cip.web.language import gettext as _
from cip.web.party_words import check_up_states
from cip.web.state import act_for, actor, reading, today, working


class _Note(NoteField):
    """A note of the consultancy: longer than those of the questionnaire."""

    def parse(self, text: str) -> object:
        if len(text) > LONGEST_CONSULTANCY_NOTE:
            raise ValueError(_("È troppo lungo: al massimo %(most)s caratteri.") % {"most": LONGEST_CONSULTANCY_NOTE})
        return text


FORM: type[FlaskForm] = form_class({"text": _Note(), "next_on": DayField()})


@consultant.get("/firm/<firm_id>")
def firm_page(firm_id: str) -> str:
    """The firm with the notes of this consultancy."""
    return _draw(firm_id, Sheet())


@consultant.post("/firm/<firm_id>")
def save_note(firm_id: str) -> str | Response:
    """Keep one more note."""
    with reading() as session:
        load_for(session, actor(), FIRM, firm_id, action="advise")
    form, sheet = read_form(FORM, lambda name: name)
    text, next_on = answer(form, "text").data, answer(form, "next_on").data
    if not sheet.mistakes and not text and next_on is None:
        sheet.refuse("text", _("Scrivete una nota, o il giorno del prossimo incontro."))
    if next_on is not None and parse_day(str(next_on)) < today():
        sheet.refuse("next_on", _("Scrivete un giorno da oggi in poi."))
    if sheet.mistakes:
        return Response(_draw(firm_id, sheet), 422, mimetype="text/html")
    act_for(firm_id, "check_up")
    day: date | None = parse_day(str(next_on)) if next_on is not None else None
    with working() as work:
        load_for(work.session, actor(), FIRM, firm_id, action="advise")
        note_on_firm(work, firm_id, body_id=body_for(firm_id), text=str(text or ""), next_on=day)
    return redirect(url_for("consultant.firm_page", firm_id=firm_id), 303)


def _draw(firm_id: str, sheet: Sheet) -> str:
    with reading() as session:
        firm = load_for(session, actor(), FIRM, firm_id, action="advise")
        notes = notes_on(session, [firm_id], body_for(firm_id)).get(firm_id, [])
        check_ups = check_ups_of_firm(session, firm_id)
        return render_form(
            "consultant/firm.html",
            firm=firm,
            seats=seats_of(session, firm_id),
            notes=notes,
            doers=Doers(session, (note.made_by for note in notes)),
            next_on=next((note.next_on for note in notes if note.next_on is not None), None),
            check_ups=check_ups,
            standings=states_of(session, [one.check_up for one in check_ups]),
            coverages=coverages_of(session, [one.check_up.id for one in check_ups]),
            survey=_survey_page(firm_id),
            verified=verified_glances_of(session, [one.check_up.id for one in check_ups]),
            states=check_up_states(),
            today=today(),
            sheet=sheet,
            typed=request.method == "POST",
        )


def _survey_page(firm_id: str) -> str | None:
    """The firm's survey, where the mandate is for that too."""
    if "consultant" not in roles_on_firm(actor(), firm_id, "survey"):
        return None
    return url_for("owner.surveys", firm_id=firm_id)
