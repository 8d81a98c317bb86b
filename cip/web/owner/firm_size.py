"""The size of the firm: its closed years, partners and linked firms, and the class that follows."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives import size_sentences
from cip.incentives.actions.record_aid import (
    LinkedFirmError,
    NewFigures,
    TooManyEntriesError,
    record_size_tie,
    record_year,
)
from cip.incentives.declared import FIRST_YEAR, LONGEST_NAME, LONGEST_SOURCE, SIZE_TIE_KINDS, SizeTieKind
from cip.incentives.reads.state_aid import size_of
from cip.incentives.reads.state_aid_entries import size_ties_of, size_years_of
from cip.incentives.size import decimal
from cip.web.done import back, done_words
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.aid_visit import AidVisit, euros_typed, law, open_aid, said, share_typed, units_typed
from cip.web.owner.state_aid import shown_euros
from cip.web.state import reading, state, today, working
from cip.web.typed import Typed, sent


@owner.get("/<firm_id>/size")
def firm_size(firm_id: str) -> Response:
    """The class with its reasons, and what it rests on."""
    return _page(open_aid(firm_id, "read"), Typed())


@owner.post("/<firm_id>/size")
def firm_size_now(firm_id: str) -> AnyResponse:
    """Record a closed year, or a partner, a linked firm or a public share."""
    visit = open_aid(firm_id, "log")
    form = sent()
    try:
        _record_tie(visit, form) if form.raw("what") == "tie" else _record_year(visit, form)
    except TooManyEntriesError:
        form.errors["what"] = _("Ci sono già troppe righe: di più non ne stanno.")
    if form.errors:
        return _page(visit, form)
    return back("owner.firm_size", "saved", firm_id=firm_id)


def _record_year(visit: AidVisit, form: Typed) -> None:
    text = form.raw("year")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    # A year that still runs is not closed.
    if not FIRST_YEAR <= year < today().year:
        form.errors["year"] = _("Scrivete un anno già chiuso, per esempio 2025.")
    figures = _figures(form, "")
    if figures == NewFigures():
        form.errors["awu"] = _("Scrivete almeno un numero.")
    source = form.line("year_source", LONGEST_SOURCE, missing=_("Dite da dove vengono i numeri."))
    if form.errors:
        return
    with working() as work:
        record_year(work, visit.id, year, figures, source)


def _record_tie(visit: AidVisit, form: Typed) -> None:
    kind: SizeTieKind = form.choice("tie", SIZE_TIE_KINDS, _("Dite che cosa aggiungete."))
    name = form.line("tie_name", LONGEST_NAME, missing=_("Scrivete il nome."))
    share = None if kind == "linked" else share_typed(form, "share", _("Scrivete la quota."))
    figures = NewFigures() if kind == "public" else _figures(form, "tie_")
    if form.errors:
        return
    try:
        with working() as work:
            record_size_tie(work, visit.id, kind, name, share, figures, law=law(), on=today())
    except LinkedFirmError:
        form.errors["share"] = _("Con questa quota l'impresa è collegata: scegliete «collegata».")


def _figures(form: Typed, at: str) -> NewFigures:
    return NewFigures(
        units_typed(form, f"{at}awu"), euros_typed(form, f"{at}turnover"), euros_typed(form, f"{at}balance")
    )


def _page(visit: AidVisit, form: Typed) -> Response:
    with reading() as database:
        years, ties = size_years_of(database, visit.id), size_ties_of(database, visit.id)
        result = size_of(database, visit.id, law(), today())
    names = {key: text.in_language(current()) for key, text in size_sentences.NAMES.items()}
    return form.page(
        "owner/size.html",
        visit=visit,
        years=sorted(years, key=lambda one: (one.year, one.entry.recorded_at)),
        ties=ties,
        size=names[result.size] if result.size else "",
        newest=names[result.newest] if result.newest and result.newest != result.size else "",
        because=said(result.because),
        euros=shown_euros,
        number=lambda value: decimal(value).in_language(current()),
        known_to=state().law.about.law_known_to,
        done=done_words(),
    )
