"""Papers with an expiry: DURC, insurance and the other checks, as dated facts."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives import standing_sentences
from cip.incentives.actions.record_aid import TooManyEntriesError, record_standing
from cip.incentives.declared import LONGEST_SOURCE
from cip.incentives.reads.state_aid import standing_of
from cip.incentives.reads.state_aid_entries import standing_entries_of
from cip.incentives.standing import STANDING_KINDS, STANDING_VALUES, Status
from cip.rulebook.parameters import ParameterError
from cip.web.done import back, done_words
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.aid_visit import AidVisit, law, open_aid, said
from cip.web.state import reading, state, today, working
from cip.web.typed import Typed, sent


@owner.get("/<firm_id>/standing")
def standing(firm_id: str) -> Response:
    """Every check as it stands today, and what it rests on."""
    return _page(open_aid(firm_id, "read"), Typed())


@owner.post("/<firm_id>/standing")
def standing_now(firm_id: str) -> AnyResponse:
    """Record a dated fact."""
    visit = open_aid(firm_id, "log")
    form = sent()
    try:
        _record(visit, form)
    except TooManyEntriesError:
        form.errors["kind"] = _("Ci sono già troppe righe: di più non ne stanno.")
    if form.errors:
        return _page(visit, form)
    return back("owner.standing", "saved", firm_id=firm_id)


def _record(visit: AidVisit, form: Typed) -> None:
    kind = form.choice("kind", STANDING_KINDS, _("Dite di che cosa si tratta."))
    value = form.choice("value", STANDING_VALUES, _("Dite che cosa risulta."))
    start = form.day("valid_from", missing=_("Scrivete da quale giorno vale."))
    end = form.day("valid_to")
    if start is not None and start > today():
        form.errors["valid_from"] = _("Scrivete un giorno già passato, oppure oggi.")
    if start is not None and end is not None and end < start:
        form.errors["valid_to"] = _("La fine viene prima dell'inizio.")
    source = form.line("source", LONGEST_SOURCE, missing=_("Dite da dove viene il dato."))
    if form.errors or start is None:
        return
    try:
        with working() as work:
            record_standing(work, visit.id, kind, value, start=start, end=end, source=source, law=law())
    except ParameterError:
        form.errors["valid_to"] = _("Per un giorno così lontano scrivete anche la scadenza.")


def status_words(status: Status) -> str:
    """How a check stands."""
    return {
        "in_force": _("in regola"),
        "not_met": _("non in regola"),
        "not_due": _("non richiesto"),
        "expired": _("scaduto"),
        "unknown": _("non lo sappiamo"),
    }[status]


def _page(visit: AidVisit, form: Typed) -> Response:
    with reading() as database:
        entries = standing_entries_of(database, visit.id)
        checks = standing_of(database, visit.id, today(), law())
    names = {key: text.in_language(current()) for key, text in standing_sentences.NAMES.items()}
    values = {"yes": _("Sì, è in regola"), "no": _("No, non è in regola"), "not_due": _("Non è richiesto")}
    return form.page(
        "owner/standing.html",
        visit=visit,
        entries=list(reversed(entries)),
        checks=[
            (check, names[kind], status_words(check.status), said(check.because)) for kind, check in checks.items()
        ],
        names=names,
        values=values,
        kinds=[(kind, names[kind]) for kind in STANDING_KINDS],
        choices=list(values.items()),
        known_to=state().law.about.law_known_to,
        done=done_words(),
    )
