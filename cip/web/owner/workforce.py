"""The table of a firm's people by sex, contract and age band. It stays on this page: nothing else reads it."""

from collections.abc import Iterator
from datetime import date

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.assessment.reads import check_ups_without_results, current_answers
from cip.database.work import Session
from cip.parties.actions.register_firm import save_workforce
from cip.parties.reads import workforce_of
from cip.parties.workforce import AGE_BANDS, CONTRACTS, MOST, SEXES, Box, SumsDifferError, Workforce
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.visit import FirmVisit, open_firm
from cip.web.state import reading, today, working
from cip.web.typed import Typed, sent


@owner.get("/<firm_id>/workforce")
def workforce(firm_id: str) -> Response:
    """The newest table, ready to be changed."""
    visit = open_firm(firm_id, "count")
    with reading() as database:
        found = workforce_of(database, firm_id)
        workers = _workers_of(database, firm_id)
    known = {"on_day": today().isoformat(), "workers": workers}
    if found is not None:
        known |= {_name(box): str(count) for box, count in found.counts.items()}
        known |= {"on_day": found.on_day.isoformat(), "workers": str(found.workers)}
    return _page(visit, Typed(known), found)


@owner.post("/<firm_id>/workforce")
def workforce_now(firm_id: str) -> AnyResponse:
    """Keep the table of a day, if it adds up."""
    visit = open_firm(firm_id, "count")
    form = sent()
    day = form.day("on_day", missing=_("Scrivete a quale giorno si riferisce la tabella."))
    if day is not None and day > today():
        form.errors["on_day"] = _("Scrivete un giorno già passato, oppure oggi.")
    workers = _whole(form, "workers") if form.raw("workers") else None
    if workers is None and not form.error("workers"):
        form.errors["workers"] = _("Scrivete quante persone sono in tutto.")
    counts = {box: _whole(form, _name(box)) for box in boxes()}
    if not form.errors and day is not None and workers is not None:
        answer = _kept(form, firm_id, day, workers, counts)
        if answer is not None:
            return answer
    return _page(visit, form, None)


def _kept(form: Typed, firm_id: str, day: date, workers: int, counts: dict[Box, int]) -> AnyResponse | None:
    try:
        table = Workforce(day, workers, {box: count for box, count in counts.items() if count})
    except SumsDifferError as error:
        form.errors["workers"] = _(
            "Le caselle insieme fanno %(boxes)s, ma qui c'è scritto %(workers)s. Correggete l'uno o le altre."
        ) % {"boxes": error.boxes, "workers": error.workers}
        return None
    with working() as work:
        save_workforce(work, firm_id, table)
    return back("owner.workforce", "saved", firm_id=firm_id)


def boxes() -> Iterator[Box]:
    """Every box of the table, as the page draws them."""
    return ((sex, contract, band) for contract in CONTRACTS for band in AGE_BANDS for sex in SEXES)


def _name(box: Box) -> str:
    return ".".join(box)


def _whole(form: Typed, name: str) -> int:
    text = form.raw(name).replace(" ", "")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= MOST):
        form.errors[name] = _("Scrivete un numero intero, per esempio 7.")
        return 0
    return int(text)


def _workers_of(session: Session, firm_id: str) -> str:
    """The number of workers of the newest check-up, where it was said."""
    for one in check_ups_without_results(session, firm_id):
        workers = current_answers(session, one.id).file["facts"].get("workers")
        if isinstance(workers, int):
            return str(workers)
    return ""


def _page(visit: FirmVisit, form: Typed, found: Workforce | None) -> Response:
    with reading() as database:
        said = _workers_of(database, visit.id)
    return form.page(
        "owner/workforce.html",
        visit=visit,
        found=found,
        said=said,
        sexes=SEXES,
        contracts=CONTRACTS,
        bands=AGE_BANDS,
        done=done_words(),
    )
