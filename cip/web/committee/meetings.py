"""The meetings of a committee with their minutes, as a file or as a paper that lies somewhere."""

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.note_meeting import HeldMeeting, note_meeting
from cip.agreement.committee import MEETING_KINDS, rhythm
from cip.agreement.reads import COMMITTEE
from cip.agreement.reads.committees import meetings_of_committee
from cip.files.accepted import FileRefusedError, Quota
from cip.files.actions import receive_file
from cip.files.reads import find_file
from cip.files.stored import shelf_for
from cip.parties.access import NotYoursError, load_for
from cip.web.committee import committee
from cip.web.committee.visit import CommitteeVisit, open_committee
from cip.web.committee.words import meeting_words
from cip.web.done import back, done_words
from cip.web.handing_in import handed_out, refusal_words, sent_file, takes_file
from cip.web.language import gettext as _
from cip.web.state import actor, reading, state, today, working
from cip.web.typed import Typed, sent

LONGEST_REFERENCE, MEGABYTE = 200, 1024 * 1024
QUOTA = Quota(most_files=500, most_bytes=500 * MEGABYTE)
"""What the minutes of one committee may take up: decades of them."""


@committee.get("/<body_id>/meetings")
def meetings(body_id: str) -> Response:
    """What was held, the latest first, and the form for another one."""
    return _page(open_committee(body_id, "read"), Typed({"kind": "committee", "held_on": today().isoformat()}))


@committee.post("/<body_id>/meetings")
@takes_file
def note_meeting_now(body_id: str) -> AnyResponse:
    """Note a meeting that was held, with its minutes."""
    visit = open_committee(body_id, "log")
    form = sent()
    held = _read(form)
    file = sent_file("file")
    if held is not None and not held.minutes_ref and file is None:
        form.errors["minutes_ref"] = _("Caricate il verbale, oppure scrivete dove si trova.")
    if form.errors or held is None:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), COMMITTEE, body_id, action="log")
            kept = None
            if file is not None:
                kept = receive_file(work, shelf_for(state().settings), *file, f"committee/{body_id}", quota=QUOTA).id
            note_meeting(work, body_id, HeldMeeting(held.kind, held.held_on, held.decided, held.minutes_ref, kept))
    except FileRefusedError as error:
        form.errors["file"] = refusal_words(error)
        return _page(visit, form)
    return back("committee.meetings", "saved", body_id=body_id)


@committee.get("/<body_id>/meetings/<meeting_id>/minutes")
def minutes(body_id: str, meeting_id: str) -> Response:
    """The file of the minutes."""
    visit = open_committee(body_id, "read")
    with reading() as session:
        found = next((one for one in meetings_of_committee(session, visit.id) if one.id == meeting_id), None)
        file = find_file(session, found.file_id) if found is not None and found.file_id is not None else None
    if file is None:
        raise NotYoursError
    return handed_out(file, url_for("committee.meetings", body_id=body_id))


def _read(form: Typed) -> HeldMeeting | None:
    kind = form.choice("kind", MEETING_KINDS, _("Scegliete quale riunione."))
    day = form.day("held_on", missing=_("Scrivete il giorno della riunione."))
    if day is not None and day > today():
        form.errors["held_on"] = _("Scrivete un giorno già passato, oppure oggi.")
    decided = form.note("decided") or ""
    reference = form.line("minutes_ref", LONGEST_REFERENCE)
    return None if day is None else HeldMeeting(kind, day, decided, reference)


def _page(visit: CommitteeVisit, form: Typed) -> Response:
    on = today()
    with reading() as session:
        found = meetings_of_committee(session, visit.id)
    return form.page(
        "committee/meetings.html",
        visit=visit,
        meetings=found,
        rhythm=rhythm(found, visit.number("committee_meets_months"), visit.agreement.effective_from, on),
        every=visit.number("committee_meets_months"),
        kinds=meeting_words(),
        done=done_words(),
    )
