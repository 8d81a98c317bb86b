"""The records of focus groups and meetings: the list, and the list as a spreadsheet reads it."""

import csv
from io import StringIO

from flask import render_template
from werkzeug.wrappers import Response

from cip.assessment.meetings import Meeting, MeetingKind
from cip.assessment.reads import meetings_of
from cip.parties.access import load_for
from cip.parties.reads import BODY
from cip.web.consultant import consultant
from cip.web.consultant.desk import bodies
from cip.web.language import gettext as _
from cip.web.printed import attached
from cip.web.state import actor, reading

# A cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@consultant.get("/meetings")
def meetings() -> str:
    """The records of the person's consultancies, the latest first."""
    return render_template("consultant/meetings.html", meetings=_found(), kinds=kind_names())


@consultant.get("/meetings.csv")
def meetings_csv() -> Response:
    """The same as a table: one line for each rule that changed, or for the meeting where none did."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        (
            _("giorno"),
            _("tipo"),
            _("luogo"),
            _("persone"),
            _("che cosa si è chiesto"),
            _("che cosa si è detto"),
            _("regola"),
            _("che cosa è cambiato"),
            _("perché"),
            _("pacchetto di regole"),
        )
    )
    names = kind_names()
    for meeting in _found():
        for row in _rows(meeting, names):
            writer.writerow(map(safe_cell, row))
    return attached(("\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()).encode(), "text/csv", "meetings.csv")


def safe_cell(cell: str) -> str:
    """Text stays text: a spreadsheet must not reckon with what somebody typed."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def kind_names() -> dict[MeetingKind, str]:
    """What the kinds of meetings are called."""
    return {"focus_group": _("Focus group"), "meeting": _("Incontro")}


def _found() -> list[Meeting]:
    with reading() as session:
        found = [
            meeting
            for body_id in bodies()
            for meeting in meetings_of(session, load_for(session, actor(), BODY, body_id, action="log").id)
        ]
    return sorted(found, key=lambda meeting: (meeting.on_day, meeting.id), reverse=True)


def _rows(meeting: Meeting, names: dict[MeetingKind, str]) -> list[tuple[str, ...]]:
    start = (
        meeting.on_day.isoformat(),
        names[meeting.kind],
        meeting.place,
        str(meeting.people),
        meeting.asked,
        meeting.said,
    )
    changes = [(change.rule, change.what, change.why, change.pack_sha256) for change in meeting.changes]
    return [(*start, *change) for change in changes or [("", "", "", "")]]
