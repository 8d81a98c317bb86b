"""One record of a focus group or a meeting: written, then changed version by version, never over somebody's unseen."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from flask import redirect, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.actions import NewerMeetingError, log_meeting
from cip.assessment.meetings import MEETING_KINDS, Meeting, RuleChange
from cip.assessment.reads import MEETING, versions_of
from cip.database.work import Session
from cip.kernel.days import parse_day
from cip.parties.access import load_for
from cip.parties.reads import BODY
from cip.parties.reads.seeking import bodies_by_id
from cip.rulebook.packs import Pack
from cip.web.consultant import consultant
from cip.web.consultant.desk import bodies
from cip.web.consultant.meetings import kind_names
from cip.web.doers import Doers
from cip.web.fields import ChoiceField, DayField, LineField, NoteField, NumberField
from cip.web.firm.mistakes import number_sentence, past_day, too_long
from cip.web.firm.sheet import Sheet, answer, form_class, read_form
from cip.web.form_names import render_form
from cip.web.language import gettext as _
from cip.web.state import actor, now, reading, state, today, working

LONGEST = {"asked": 4_000, "said": 8_000}
MOST_PEOPLE = 10_000
_CHANGE = ("rule", "what", "why", "pack")
ROWS = 4
"""Empty rows for changed rules; a record that holds more shows all of them and one more."""


class _LongField(NoteField):
    """A long text."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def parse(self, text: str) -> object:
        if len(text) > self.most:
            raise ValueError(too_long(self.most))
        return text


@consultant.get("/meetings/new")
def new_meeting() -> str:
    """An empty record."""
    bodies()
    return _draw(None, [], Sheet({"on_day": today().isoformat(), "kind": "focus_group"}), 0)


@consultant.post("/meetings/new")
def add_meeting() -> str | Response:
    """Keep a new record, of the person's own consultancy: of the one that was chosen where there are several."""
    form, sheet = read_form(_form(ROWS), _anchor)
    body_id = _body(sheet)
    found = _read(form, sheet, body_id, "", 0)
    if found is None:
        return Response(_draw(None, [], sheet, 0), 422, mimetype="text/html")
    with working() as work:
        load_for(work.session, actor(), BODY, body_id, action="log")
        log_meeting(work, replace(found, id=work.new_id()))
    return redirect(url_for("consultant.meetings"), 303)


def _body(sheet: Sheet) -> str:
    mine = bodies()
    chosen = mine[0] if len(mine) == 1 else sheet.value("body")
    if chosen not in mine:
        sheet.refuse("body", _("Scegliete per quale ente."))
    return chosen


@consultant.get("/meetings/<body_id>/<meeting_id>")
def meeting(body_id: str, meeting_id: str) -> str:
    """A record with its earlier versions."""
    with reading() as session:
        versions = _versions(session, body_id, meeting_id)
    return _draw(versions[0], versions, Sheet(_values(versions[0])), versions[0].version)


@consultant.post("/meetings/<body_id>/<meeting_id>")
def change_meeting(body_id: str, meeting_id: str) -> str | Response:
    """Keep a further version of it."""
    with reading() as session:
        versions = _versions(session, body_id, meeting_id)
    form, sheet = read_form(_form(_rows_sent()), _anchor)
    drawn = _drawn_version()
    found = _read(form, sheet, body_id, meeting_id, drawn)
    if found is None:
        return Response(_draw(versions[0], versions, sheet, drawn), 422, mimetype="text/html")
    try:
        with working() as work:
            load_for(work.session, actor(), MEETING, meeting_id, action="log", parent=body_id)
            log_meeting(work, found)
    except NewerMeetingError:
        page = _draw(versions[0], versions, sheet, versions[0].version, newer=True)
        return Response(page, 409, mimetype="text/html")
    return redirect(url_for("consultant.meetings"), 303)


def _versions(session: Session, body_id: str, meeting_id: str) -> list[Meeting]:
    load_for(session, actor(), MEETING, meeting_id, action="read", parent=body_id)
    return versions_of(session, meeting_id)


@lru_cache(maxsize=32)
def _form(rows: int) -> type[FlaskForm]:
    fields: dict[str, object] = {
        "on_day": DayField(),
        "kind": ChoiceField(choices=MEETING_KINDS),
        "place": LineField(most=200),
        "people": NumberField(whole=True, refusal=lambda: number_sentence(0, MOST_PEOPLE, whole=True)),
        "asked": _LongField(most=LONGEST["asked"]),
        "said": _LongField(most=LONGEST["said"]),
    }
    for row in range(1, rows + 1):
        fields[f"rule{row}"] = LineField(most=40)
        fields[f"what{row}"] = NoteField()
        fields[f"why{row}"] = NoteField()
        fields[f"pack{row}"] = LineField(most=64)
        fields[f"here{row}"] = ChoiceField(choices=("yes",))
    return form_class(fields)


def _anchor(name: str) -> str:
    return name


def _rows_sent() -> int:
    """How many rows for changed rules the form had, within reason."""
    numbers = [name.removeprefix("rule") for name in request.form if name.startswith("rule")]
    return min(20, max((int(text) for text in numbers if text.isascii() and text.isdecimal()), default=ROWS))


def _drawn_version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0


def _read(form: FlaskForm, sheet: Sheet, body_id: str, meeting_id: str, version: int) -> Meeting | None:
    """The record that was sent; None where something is wrong, which the sheet then names."""
    day = _day(form, sheet)
    said = {name: answer(form, name).data for name in ("kind", "place", "people", "asked", "said")}
    for name, text in (
        ("kind", _("Scegliete una delle risposte.")),
        ("place", _("Scrivete dove vi siete visti.")),
        ("people", number_sentence(0, MOST_PEOPLE, whole=True)),
        ("asked", _("Scrivete che cosa avete chiesto.")),
    ):
        if said[name] is None:
            sheet.refuse(name, text)
    people = said["people"]
    if isinstance(people, int | float) and not 0 <= people <= MOST_PEOPLE:
        sheet.refuse("people", number_sentence(0, MOST_PEOPLE, whole=True))
    changes = _changes(form, sheet)
    if sheet.mistakes or day is None:
        return None
    return Meeting(
        id=meeting_id,
        version=version,
        body_id=body_id,
        on_day=day,
        kind=said["kind"],
        place=str(said["place"]),
        people=int(people or 0),
        asked=str(said["asked"]),
        said=str(said["said"] or ""),
        changes=tuple(changes),
        made_by="",
        at=now(),
    )


def _day(form: FlaskForm, sheet: Sheet) -> date | None:
    field = answer(form, "on_day")
    if field.data is None:
        sheet.refuse("on_day", _("Scrivete un giorno che esiste, per esempio 31/1/2026."))
        return None
    day = parse_day(str(field.data))
    if day > today():
        sheet.refuse("on_day", past_day())
    return day


def _changes(form: FlaskForm, sheet: Sheet) -> list[RuleChange]:
    found = []
    known = _known_rules()
    for row in range(1, sum(name.startswith("rule") for name in form._fields) + 1):
        rule, what, why, pack = (str(answer(form, f"{name}{row}").data or "") for name in _CHANGE)
        if not pack and answer(form, f"here{row}").data:
            pack = _pack().sha256
        if not (rule or what or why):
            continue
        if rule not in known:
            text = _("Scrivete il codice di una regola, per esempio T1 o M18.")
            sheet.refuse(f"rule{row}", text)
        if not what or not why:
            sheet.refuse(f"what{row}", _("Scrivete che cosa è cambiato, e perché."))
        found.append(RuleChange(rule, what, why, pack))
    return found


def _pack() -> Pack:
    return state().packs.newest_on(today())


def _known_rules() -> frozenset[str]:
    """What a meeting may change: indicators, measures, needs, duties, facts and areas of the model of today."""
    pack = _pack()
    return frozenset((*pack.indicators, *pack.measures, *pack.needs, *pack.duties, *pack.facts, *pack.areas))


def _values(found: Meeting) -> dict[str, object]:
    values: dict[str, object] = {
        "on_day": found.on_day.isoformat(),
        "kind": found.kind,
        "place": found.place,
        "people": found.people,
        "asked": found.asked,
        "said": found.said,
    }
    for row, change in enumerate(found.changes, start=1):
        values |= {f"rule{row}": change.rule, f"what{row}": change.what, f"why{row}": change.why}
        values[f"pack{row}"] = change.pack_sha256
    return values


def _draw(found: Meeting | None, versions: list[Meeting], sheet: Sheet, version: int, *, newer: bool = False) -> str:
    with reading() as session:
        doers = Doers(session, (item.made_by for item in versions))
        mine = sorted(bodies_by_id(session, bodies()).values(), key=lambda body: body.name) if found is None else []
    rows = max(ROWS, len(found.changes) + 1 if found else 0, _rows_sent() if request.method == "POST" else 0)
    pack = _pack()
    return render_form(
        "consultant/meeting.html",
        meeting=found,
        versions=versions,
        kinds=kind_names(),
        sheet=sheet,
        version=version,
        newer=newer,
        rows=rows,
        pack=pack,
        doers=doers,
        bodies=mine,
    )
