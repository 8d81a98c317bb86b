"""The timetable of a programme: what is due by when, what was held, and the days in the office's calendar."""

from collections.abc import Iterator, Sequence

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.committee import Meeting
from cip.agreement.reads.committees import find_committee, meetings_of_committee
from cip.database.work import Session
from cip.documents.calendar import CalendarEvent
from cip.documents.monitoring_words import slot_words
from cip.monitoring.actions.note_progress import Held, OddEntryError, note_held
from cip.monitoring.programme import LONGEST_REFERENCE
from cip.monitoring.reads import PROGRAMME, followed_of_body, meeting_notes_of
from cip.monitoring.timetable import Slot, slots_of
from cip.parties.access import NotYoursError, load_for
from cip.parties.standing import Standing
from cip.web.account.guards import need_strong
from cip.web.calendar import register_source
from cip.web.done import back, done_words
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.monitoring import PROGRAMME_PAGE
from cip.web.office.monitoring_visit import ProgrammeVisit, open_programme
from cip.web.shown import in_words
from cip.web.state import actor, programmes, reading, today, working
from cip.web.typed import Typed, sent

BY_HAND = "hand"
"""What the form sends for a meeting that no committee has noted here."""


@office.get(f"{PROGRAMME_PAGE}/timetable")
def timetable(body_id: str, programme_id: str) -> Response:
    """Every meeting with its due day."""
    visit = open_programme(body_id, programme_id, "read")
    return _page(visit, Typed())


@office.get(f"{PROGRAMME_PAGE}/timetable/<due_id>/<month>")
def due_meeting(body_id: str, programme_id: str, due_id: str, month: str) -> Response:
    """One meeting of the timetable: the form to note that it was held."""
    visit = open_programme(body_id, programme_id, "read")
    return _one_page(visit, due_id, month, Typed({"meeting": BY_HAND}))


@office.post(f"{PROGRAMME_PAGE}/timetable/<due_id>/<month>")
def note_held_now(body_id: str, programme_id: str, due_id: str, month: str) -> AnyResponse:
    """Note that it was held: a meeting that a committee has noted, or a day with where its minutes are."""
    visit = open_programme(body_id, programme_id, "manage")
    form = sent()
    held = _read(visit, due_id, month, form)
    if held is None or form.errors:
        return _one_page(visit, due_id, month, form)
    _note(visit, held)
    return back("office.timetable", "saved", **visit.at)


@office.post(f"{PROGRAMME_PAGE}/timetable/<due_id>/<month>/take-back")
def take_held_back(body_id: str, programme_id: str, due_id: str, month: str) -> AnyResponse:
    """Take back that it was held."""
    visit = open_programme(body_id, programme_id, "manage")
    _note(visit, Held(due_id, month, None, _("Ritirato")))
    return back("office.timetable", "row_withdrawn", **visit.at)


def _note(visit: ProgrammeVisit, held: Held) -> None:
    try:
        with working() as work:
            load_for(work.session, actor(), PROGRAMME, visit.followed.id, action="manage", parent=visit.id)
            note_held(work, visit.followed.id, visit.programme, held)
    except OddEntryError:
        raise NotYoursError from None


def _read(visit: ProgrammeVisit, due_id: str, month: str, form: Typed) -> Held | None:
    with reading() as session:
        slot = _slot(session, visit, due_id, month)
        known = _meetings(session, slot)
    chosen = form.raw("meeting")
    meeting = next((one for one in known if one.id == chosen), None)
    if meeting is not None:
        reference = meeting.minutes_ref or _("Verbale allegato alla riunione del comitato")
        return Held(due_id, month, meeting.held_on, reference[:LONGEST_REFERENCE], meeting.id)
    if known and chosen != BY_HAND:
        form.errors["meeting"] = _("Scegliete una riunione, oppure scrivete voi il giorno.")
        return None
    held_on = form.day("held_on", missing=_("Scrivete il giorno in cui si è tenuto."))
    reference = form.line("reference", LONGEST_REFERENCE, missing=_("Scrivete dove si trova il verbale."))
    if held_on is not None and held_on > today():
        form.errors["held_on"] = _("Il giorno non può essere nel futuro.")
    return Held(due_id, month, held_on, reference) if held_on is not None else None


def _slots(session: Session, visit: ProgrammeVisit) -> Sequence[Slot]:
    return slots_of(visit.programme, visit.followed, meeting_notes_of(session, visit.followed.id))


def _slot(session: Session, visit: ProgrammeVisit, due_id: str, month: str) -> Slot:
    found = next((one for one in _slots(session, visit) if (one.due.id, one.month) == (due_id, month)), None)
    if found is None:
        raise NotYoursError
    return found


def _meetings(session: Session, slot: Slot) -> Sequence[Meeting]:
    """The meetings of the same kind that committees of whoever asks have noted: nobody sees another committee's."""
    if slot.due.meeting == "other":
        return ()
    bodies = need_strong().standing.bodies("committee")
    mine = [body_id for body_id in bodies if find_committee(session, body_id) is not None]
    return [one for body_id in mine for one in meetings_of_committee(session, body_id) if one.kind == slot.due.meeting]


def _page(visit: ProgrammeVisit, form: Typed) -> Response:
    with reading() as session:
        slots = _slots(session, visit)
    on = today()
    return form.page(
        "office/timetable.html",
        visit=visit,
        slots=[(slot, slot.state_on(on)) for slot in slots],
        slot_words=lambda state: slot_words(state, current()),
        done=done_words(),
    )


def _one_page(visit: ProgrammeVisit, due_id: str, month: str, form: Typed) -> Response:
    with reading() as session:
        slot = _slot(session, visit, due_id, month)
        known = _meetings(session, slot)
    return form.page(
        "office/due_meeting.html",
        visit=visit,
        slot=slot,
        state=slot.state_on(today()),
        meetings=known,
        by_hand=BY_HAND,
        slot_words=lambda state: slot_words(state, current()),
        done=done_words(),
    )


def programme_days(session: Session, standing: Standing) -> Iterator[CalendarEvent]:
    """The meetings of a programme that are still to be held, on the last day by which they are due."""
    for body_id in standing.bodies("office"):
        for followed in followed_of_body(session, body_id):
            programme = programmes().get(followed.rule_id)
            if programme is None:
                continue
            url = f"/{current()}/office/{body_id}/monitoring/{followed.id}/timetable"
            for slot in slots_of(programme, followed, meeting_notes_of(session, followed.id)):
                if slot.note is None:
                    name = f"programme/{followed.id}/{slot.due.id}/{slot.month}"
                    words = _("Da tenere entro oggi: %(meeting)s") % {"meeting": in_words(slot.due.label)}
                    yield CalendarEvent(name, words, slot.by, in_words(programme.about.label), url)


register_source("programmes", programme_days)
