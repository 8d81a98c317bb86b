"""The programmes that an office follows: what was reached beside what was to be reached, each number with its rows."""

import re
from datetime import date

from flask import Response, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from cip.documents.charts import Words
from cip.documents.formats import short_day
from cip.documents.monitoring_words import actual_words, bars_of, known_words, slot_words, target_words, value_words
from cip.documents.target_chart import target_bars
from cip.incentives.reads import OFFICE
from cip.monitoring.actions.follow_programme import follow_programme
from cip.monitoring.actions.note_progress import OddEntryError, Value, fits, note_value
from cip.monitoring.finance import sum_of
from cip.monitoring.indicators import Actual
from cip.monitoring.programme import LONGEST_SOURCE, standing_entries
from cip.monitoring.reads import PROGRAMME, entries_of, followed_of_body
from cip.monitoring.reads.overviews import overview_of
from cip.monitoring.timetable import first_month
from cip.parties.access import NotYoursError, load_for
from cip.rulebook.shapes.programme import ResultIndicator
from cip.web.done import back, done_words
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.monitoring_visit import ProgrammeVisit, asked_scope, open_programme
from cip.web.office.visit import open_office
from cip.web.shown import in_words
from cip.web.state import actor, programmes, reading, today, working
from cip.web.typed import Typed, sent

PROGRAMME_PAGE = "/<body_id>/monitoring/<programme_id>"
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_NUMBER = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?", re.ASCII)
WHOLE = "whole"
"""What the form sends for an entry that is about all alliances."""


@office.get("/<body_id>/monitoring")
def monitoring(body_id: str) -> Response:
    """The programmes that the office follows, and those that it could."""
    return _list_page(body_id, Typed())


@office.post("/<body_id>/monitoring/<plan_id>/follow")
def follow_now(body_id: str, plan_id: str) -> AnyResponse:
    """Follow a programme, or move the month in which its timetable begins."""
    open_office(body_id, "start")
    form, programme = sent(), programmes().get(plan_id)
    if programme is None:
        raise NotYoursError
    month = _MONTH.fullmatch(form.raw("first_month"))
    if month is None:
        form.errors["first_month"] = _("Scrivete un mese con l'anno, per esempio 2026-09.")
        return _list_page(body_id, form)
    with working() as work:
        load_for(work.session, actor(), OFFICE, body_id, action="start")
        found = follow_programme(work, body_id, plan_id, date(int(month[1]), int(month[2]), 1))
    return back("office.programme", "saved", body_id=body_id, programme_id=found)


def _list_page(body_id: str, form: Typed) -> Response:
    visit = open_office(body_id, "read")
    with reading() as session:
        followed = [one for one in followed_of_body(session, body_id) if one.rule_id in programmes()]
    begun = {one.rule_id for one in followed}
    return form.page(
        "office/monitoring.html",
        visit=visit,
        followed=[(one, programmes()[one.rule_id]) for one in followed],
        others=[(one, first_month(one)) for one in programmes().values() if one.id not in begun],
        month_words=lambda day: short_day(day, current(), "month"),
        done=done_words(),
    )


@office.get(PROGRAMME_PAGE)
def programme(body_id: str, programme_id: str) -> Response:
    """Indicators, money, meetings; a filter by alliance, place and days."""
    visit = open_programme(body_id, programme_id, "read")
    asked = asked_scope(visit)
    with reading() as session:
        seen = overview_of(session, visit.programme, visit.followed, today(), asked.scope)
    page = render_template(
        "office/programme.html",
        visit=visit,
        asked=asked,
        seen=seen,
        groups=[
            (group, [one for one in seen.actuals if one.indicator.group == group.id])
            for group in visit.programme.groups
        ],
        chart=_chart,
        alliances={one.id: one.label for one in visit.programme.alliances},
        whole=sum_of(seen.money),
        late=[slot for slot in seen.slots if slot.state_on(seen.on) == "overdue"],
        soon=[slot for slot in seen.slots if slot.state_on(seen.on) == "due"],
        done=done_words(),
        **_words(),
    )
    return Response(page, mimetype="text/html")


def _words() -> dict[str, object]:
    return {
        "actual_words": lambda one: actual_words(one, current(), office=True),
        "target_words": lambda one: target_words(one, current()),
        "known_words": lambda known: known_words(known, current()),
        "slot_words": lambda state: slot_words(state, current()),
    }


def _chart(group_id: str, title: str, actuals: list[Actual]) -> Markup:
    words = Words(f"chart-{group_id}", title, _("I numeri stanno anche nell'elenco che segue."))
    return Markup(target_bars(bars_of(actuals, current(), office=True), words))  # noqa: S704 escaped by ourselves


@office.get(f"{PROGRAMME_PAGE}/indicators/<indicator_id>")
def indicator(body_id: str, programme_id: str, indicator_id: str) -> Response:
    """One indicator with every row behind its number, or with what was written by hand and the form for more."""
    visit = open_programme(body_id, programme_id, "read")
    known = {"on_day": today().isoformat(), "alliance": WHOLE}
    return _indicator_page(visit, visit.indicator(indicator_id), Typed(known))


@office.post(f"{PROGRAMME_PAGE}/indicators/<indicator_id>")
def note_value_now(body_id: str, programme_id: str, indicator_id: str) -> AnyResponse:
    """Write a value with its evidence and its source."""
    visit = open_programme(body_id, programme_id, "manage")
    told, form = visit.indicator(indicator_id), sent()
    value = _read_value(visit, told, form)
    if value is None or form.errors:
        return _indicator_page(visit, told, form)
    try:
        with working() as work:
            load_for(work.session, actor(), PROGRAMME, programme_id, action="manage", parent=body_id)
            note_value(work, programme_id, visit.programme, value)
    except OddEntryError:
        raise NotYoursError from None
    return back("office.indicator", "saved", **visit.at, indicator_id=indicator_id)


@office.post(f"{PROGRAMME_PAGE}/indicators/<indicator_id>/entries/<noted_id>/take-back")
def take_value_back(body_id: str, programme_id: str, indicator_id: str, noted_id: str) -> AnyResponse:
    """Take back what was written last of an alliance: an entry without a value follows it."""
    visit = open_programme(body_id, programme_id, "manage")
    visit.indicator(indicator_id)
    with working() as work:
        load_for(work.session, actor(), PROGRAMME, programme_id, action="manage", parent=body_id)
        standing = standing_entries(entries_of(work.session, programme_id))
        entry = next((one for one in standing if one.id == noted_id and one.indicator_id == indicator_id), None)
        if entry is None:
            raise NotYoursError
        gone = Value(indicator_id, entry.alliance_id, None, entry.on_day, _("Ritirato"), entry.source)
        note_value(work, programme_id, visit.programme, gone)
    return back("office.indicator", "row_withdrawn", **visit.at, indicator_id=indicator_id)


def _read_value(visit: ProgrammeVisit, told: ResultIndicator, form: Typed) -> Value | None:
    alliances = [WHOLE, *(one.id for one in visit.programme.alliances)]
    alliance = form.choice("alliance", alliances, _("Dite di quale alleanza si tratta."))
    hundredths = _hundredths(told, form)
    if hundredths is None or not fits(told, hundredths):
        form.errors["value"] = _wrong_value(told)
    on_day = form.day("on_day", missing=_("Scrivete a quale giorno vale il numero."))
    evidence = form.note("evidence")
    if not evidence:
        form.errors["evidence"] = _("Scrivete che cosa lo prova.")
    source = form.line("source", LONGEST_SOURCE, missing=_("Scrivete da dove viene: chi lo dice, quale documento."))
    if on_day is not None and on_day > today():
        form.errors["on_day"] = _("Il giorno non può essere nel futuro.")
    if on_day is None or not evidence or hundredths is None:
        return None
    return Value(told.id, None if alliance == WHOLE else alliance, hundredths, on_day, evidence, source)


def _hundredths(told: ResultIndicator, form: Typed) -> int | None:
    if told.type == "yes_no":
        return {"1": 100, "0": 0}.get(form.raw("value"))
    found = _NUMBER.fullmatch(form.raw("value"))
    return None if found is None else int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def _wrong_value(told: ResultIndicator) -> str:
    if told.type == "yes_no":
        return _("Dite sì o no.")
    if told.type == "percent":
        return _("Scrivete una percentuale da 0 a 100, per esempio 20,18.")
    return _("Scrivete un numero intero, per esempio 25.")


def _indicator_page(visit: ProgrammeVisit, told: ResultIndicator, form: Typed) -> Response:
    asked = asked_scope(visit)
    with reading() as session:
        seen = overview_of(session, visit.programme, visit.followed, today(), asked.scope)
        entries = [one for one in entries_of(session, visit.followed.id) if one.indicator_id == told.id]
    one = next(actual for actual in seen.actuals if actual.indicator.id == told.id)
    labels = {alliance.id: alliance.label for alliance in visit.programme.alliances}
    return form.page(
        "office/indicator.html",
        visit=visit,
        asked=asked,
        one=one,
        entries=entries[::-1],
        counting={entry.id for entry in one.entries},
        alliances=labels,
        alliance_options=[(name, in_words(label)) for name, label in labels.items()],
        value_words=lambda hundredths: value_words(hundredths, told.type, current()),
        source_words=source_words(),
        whole=WHOLE,
        done=done_words(),
        **_words(),
    )


def source_words() -> dict[str, str]:
    """What a row was taken from."""
    return {
        "application": _("domanda al bando"),
        "award": _("contributo"),
        "adherence": _("adesione all'accordo"),
        "plan": _("piano di conciliazione firmato"),
    }
