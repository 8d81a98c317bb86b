"""Aid received and tied firms: what the firm recorded, and the room that follows from it, live."""

from dataclasses import dataclass
from datetime import date

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives import aid_sentences
from cip.incentives.actions.record_aid import SameFirmError, TooManyEntriesError, record_aid, record_link
from cip.incentives.actions.withdraw_aid_entry import withdraw_entry
from cip.incentives.de_minimis import REGIMES, DeMinimisResult
from cip.incentives.declared import AID_SOURCES, LONGEST_NAME, LONGEST_REFERENCE, EntryKind, Known
from cip.incentives.reads.state_aid import own_room_of
from cip.incentives.reads.state_aid_entries import aids_of, links_of
from cip.incentives.undertaking import TIE_KINDS
from cip.kernel.money import euros
from cip.kernel.texts import Text
from cip.rulebook.parameters import ParameterError
from cip.web.done import back, done_words
from cip.web.fields import read_day
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.aid_visit import (
    AidVisit,
    cents_of,
    code_typed,
    euros_typed,
    law,
    open_aid,
    open_entry,
    said,
)
from cip.web.state import reading, state, today, working
from cip.web.typed import Typed, sent

_PAGES: dict[EntryKind, str] = {
    "aid": "owner.aid",
    "link": "owner.aid",
    "year": "owner.firm_size",
    "size_tie": "owner.firm_size",
    "standing": "owner.standing",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The day and the new aid that the room is asked for, and what could not be read of them."""

    on: date
    cents: int | None
    wrong: str


@owner.get("/<firm_id>/aid")
def aid(firm_id: str) -> Response:
    """The room today, or on another day with a new aid, and what it rests on."""
    return _page(open_aid(firm_id, "read"), Typed())


@owner.post("/<firm_id>/aid")
def aid_now(firm_id: str) -> AnyResponse:
    """Record aid, or a tie."""
    visit = open_aid(firm_id, "log")
    form = sent()
    try:
        _record_link(visit, form) if form.raw("what") == "link" else _record_aid(visit, form)
    except TooManyEntriesError:
        form.errors["what"] = _("Ci sono già troppe righe: di più non ne stanno.")
    if form.errors:
        return _page(visit, form)
    return back("owner.aid", "saved", firm_id=firm_id)


@owner.post("/<firm_id>/aid/<aid_entry_id>/withdraw")
def withdraw_aid_now(firm_id: str, aid_entry_id: str) -> AnyResponse:
    """An entry counts no more."""
    entry = open_entry(firm_id, aid_entry_id)
    with working() as work:
        withdraw_entry(work, firm_id, aid_entry_id)
    return back(_PAGES[entry.kind], "row_withdrawn", firm_id=firm_id)


def _record_aid(visit: AidVisit, form: Typed) -> None:
    holder = _holder(visit, form)
    day = form.day("granted_on", missing=_("Scrivete il giorno della concessione."))
    if day is not None and day > today():
        form.errors["granted_on"] = _("Scrivete un giorno già passato, oppure oggi.")
    cents = euros_typed(form, "amount", _("Scrivete quanto avete ricevuto."))
    if cents == 0:
        form.errors["amount"] = _("Scrivete una somma più grande di zero.")
    regime = form.choice("regime", REGIMES, _("Dite con quali regole è stato dato."))
    source = form.choice("source", AID_SOURCES, _("Dite da dove viene il dato."))
    reference = form.line("reference", LONGEST_REFERENCE)
    if form.errors or day is None or cents is None:
        return
    with working() as work:
        record_aid(
            work,
            visit.id,
            holder,
            granted_on=day,
            cents=cents,
            regime=regime,
            source=source,
            reference=reference or None,
        )


def _holder(visit: AidVisit, form: Typed) -> Known:
    """Who got the aid: the firm itself where nothing else is written."""
    if not form.raw("holder_code") and not form.raw("holder_name"):
        return Known(visit.firm.tax_code, visit.firm.name)
    return _firm(form, "holder")


def _firm(form: Typed, name: str) -> Known:
    code = code_typed(form, f"{name}_code", _("Scrivete il codice fiscale dell'altra impresa."))
    called = form.line(f"{name}_name", LONGEST_NAME, missing=_("Scrivete il nome dell'altra impresa."))
    return Known(code or "", called)


def _record_link(visit: AidVisit, form: Typed) -> None:
    own = Known(visit.firm.tax_code, visit.firm.name)
    a = _firm(form, "a") if form.raw("a_code") or form.raw("a_name") else own
    b = _firm(form, "b")
    kind = form.choice("tie_kind", TIE_KINDS, _("Dite che legame è."))
    start, end = form.day("starts_on"), form.day("ends_on")
    if start is not None and end is not None and end < start:
        form.errors["ends_on"] = _("La fine viene prima dell'inizio.")
    if form.errors:
        return
    try:
        with working() as work:
            record_link(work, visit.id, a, b, kind, start, end)
    except SameFirmError:
        form.errors["b_code"] = _("È la stessa impresa: scrivete l'altra.")


def _asked() -> _Asked:
    day_text, sum_text = request.args.get("on", "")[:20].strip(), request.args.get("new", "")[:40].strip()
    day = read_day(day_text) if day_text else today()
    cents = cents_of(sum_text) if sum_text else None
    wrong = ""
    if day is None:
        wrong = _("Scrivete un giorno che esiste, per esempio 31/1/2026.")
    elif sum_text and cents is None:
        wrong = _("Scrivete una somma in euro, per esempio 1.250,50.")
    return _Asked(day or today(), cents, wrong)


def _page(visit: AidVisit, form: Typed) -> Response:
    asked = _asked()
    room: DeMinimisResult | None = None
    with reading() as database:
        aids, links = aids_of(database, visit.id), links_of(database, visit.id)
        try:
            room = own_room_of(database, visit.id, asked.on, asked.cents, law())
        except ParameterError:
            asked = _Asked(asked.on, asked.cents, _("Per questo giorno non conosciamo il limite."))
    return form.page(
        "owner/aid.html",
        visit=visit,
        aids=aids,
        links=links,
        room=room,
        because=said(room.because) if room else [],
        asked=asked,
        typed={"on": request.args.get("on", "")[:20], "new": request.args.get("new", "")[:40]},
        euros=shown_euros,
        regimes=_options(REGIMES, aid_sentences.REGIMES),
        kinds=_options(TIE_KINDS, aid_sentences.KINDS),
        regime_words=_words(aid_sentences.REGIMES),
        kind_words=_words(aid_sentences.KINDS),
        known_to=state().law.about.law_known_to,
        done=done_words(),
    )


def shown_euros(cents: int) -> str:
    """An amount in the language of the page."""
    return euros(cents).in_language(current())


def _words(texts: dict[str, Text]) -> dict[str, str]:
    return {key: text.in_language(current()) for key, text in texts.items()}


def _options(keys: tuple[str, ...], texts: dict[str, Text]) -> list[tuple[str, str]]:
    words = _words(texts)
    return [(key, words[key][:1].upper() + words[key][1:]) for key in keys]
