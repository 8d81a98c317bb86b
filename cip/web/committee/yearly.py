"""What firms send once a year (clause F-05): their form, and the sums that the committee sees."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import WrongStateError
from cip.agreement.actions.send_yearly import ImpossibleNumbersError, send_yearly
from cip.agreement.duties import number_on
from cip.agreement.matters import MatterFirm
from cip.agreement.reads import COMMITTEE_MATTER
from cip.agreement.reads.committees import yearly_of_adherence, yearly_of_agreement
from cip.agreement.yearly import FIELDS, MOST, Field, impossible, least_firms, newest, summary
from cip.parties.access import load_for
from cip.parties.reads.acting import firm_names
from cip.web.committee import committee, matters
from cip.web.committee.visit import agreement_named, open_committee
from cip.web.committee.words import cell_words, field_words
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.owner.visit import FirmVisit, open_firm
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent


@committee.get("/<body_id>/yearly")
def summed(body_id: str) -> Response:
    """The numbers of a year over all firms, as intervals; and who sent theirs."""
    visit = open_committee(body_id, "read")
    with reading() as session:
        sent_data = yearly_of_agreement(session, visit.agreement.id)
        names = firm_names(session, [one.firm_id for one in sent_data])
    limit = visit.number("cell_limit")
    years = sorted({one.year for one in sent_data}, reverse=True)
    asked = request.args.get("year", "")
    year = next((one for one in years if str(one) == asked), years[0] if years else today().year)
    return Typed().page(
        "committee/yearly.html",
        visit=visit,
        years=years,
        year=year,
        sums=summary(sent_data, year, least_firms(limit)),
        sent_by=sorted(
            (names.get(one.firm_id, ""), one.sent_on)
            for (_a, of_year), one in newest(sent_data).items()
            if of_year == year
        ),
        fields=field_words(),
        limit=limit,
        least=least_firms(limit),
    )


@matters.get("/firm/<firm_id>/agreement/<adherence_id>/yearly")
def yearly(firm_id: str, adherence_id: str) -> Response:
    """The numbers of a year: what was sent, and the form."""
    visit, adherence = _open(firm_id, adherence_id)
    years = _years(adherence)
    return _page(visit, adherence, Typed({"year": str(years[min(1, len(years) - 1)]) if years else ""}))


@matters.post("/firm/<firm_id>/agreement/<adherence_id>/yearly")
def yearly_now(firm_id: str, adherence_id: str) -> AnyResponse:
    """Send the numbers: what is under the limit is hidden before it is kept."""
    visit, adherence = _open(firm_id, adherence_id)
    form = sent()
    limit = _limit(adherence)
    year = form.choice("year", [str(one) for one in _years(adherence)], _("Scegliete l'anno."))
    numbers = {field: _number(form, field) for field in FIELDS}
    for field in impossible(numbers):
        form.errors.setdefault(field, _("Sono più delle persone che lavorano da voi."))
    if all(value is None for value in numbers.values()):
        form.errors.setdefault("women", _("Scrivete almeno un numero."))
    if form.errors or limit is None:
        return _page(visit, adherence, form)
    try:
        with working() as work:
            load_for(work.session, actor(), COMMITTEE_MATTER, adherence_id, action="answer", parent=firm_id)
            send_yearly(work, adherence_id, int(year), numbers, limit=limit)
    except WrongStateError:
        return not_now(409, _("L'adesione è finita"), _("I numeri si mandano finché l'accordo vi vincola."))
    except ImpossibleNumbersError:
        form.errors["year"] = _("Scegliete l'anno.")
        return _page(visit, adherence, form)
    return back("matters.yearly", "saved", firm_id=firm_id, adherence_id=adherence_id)


def _open(firm_id: str, adherence_id: str) -> tuple[FirmVisit, MatterFirm]:
    visit = open_firm(firm_id, "read")
    with reading() as session:
        found = load_for(session, actor(), COMMITTEE_MATTER, adherence_id, action="answer", parent=firm_id)
    return visit, found


def _limit(adherence: MatterFirm) -> int | None:
    return number_on(agreement_named(adherence.agreement_id), "cell_limit", today())


def _years(adherence: MatterFirm) -> list[int]:
    """Those of the last three in which the firm was joined."""
    year = today().year
    return [one for one in (year, year - 1, year - 2) if adherence.bound_in(one)]


def _number(form: Typed, field: Field) -> int | None:
    text = form.raw(field).replace(".", "").replace(" ", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 6 or int(text) > MOST:
        form.errors[field] = _("Scrivete un numero intero, per esempio 3.")
        return None
    return int(text)


def _page(visit: FirmVisit, adherence: MatterFirm, form: Typed) -> Response:
    with reading() as session:
        sent_data = yearly_of_adherence(session, adherence.id)
    latest = sorted(newest(sent_data).values(), key=lambda one: one.year, reverse=True)
    return form.page(
        "committee/yearly_form.html",
        visit=visit,
        adherence=adherence,
        agreement=agreement_named(adherence.agreement_id),
        limit=_limit(adherence),
        runs=adherence.runs(today()),
        years=_years(adherence),
        fields=field_words(),
        sent=latest,
        cell_words=cell_words,
        done=done_words(),
    )
