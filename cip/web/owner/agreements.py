"""Which agreements concern a firm: those that bind it, those that it may join, and why not the others."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Response, render_template
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import NotJoinableError
from cip.agreement.actions.start_adherence import start_adherence
from cip.agreement.adherence import Adherence
from cip.agreement.firm_regime import FirmRegime, regime_of_firm
from cip.agreement.reach import Concerned, concerned, places_of_seats
from cip.agreement.reads import adherences_of
from cip.documents.clauses import mark_of
from cip.documents.joining_words import ended_words, state_words
from cip.parties.access import load_for
from cip.parties.reads import FIRM, seats_of
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.surveys import newest_answers
from cip.web.owner.visit import FirmVisit, open_firm
from cip.web.shown import in_words
from cip.web.state import actor, agreement_book, reading, today, working

_ORDER = ("joined", "contract", "open", "unknown", "closed", "away", "law")


@owner.get("/<firm_id>/agreement")
def agreements(firm_id: str) -> Response:
    """The agreements, by what they are to the firm."""
    visit = open_firm(firm_id, "read")
    book = agreement_book()
    with reading() as session:
        held = adherences_of(session, firm_id)
    by_agreement = {one.agreement_id: one for one in held if one.state != "ended"}
    page = render_template(
        "owner/agreements.html",
        visit=visit,
        found=_found(visit, by_agreement),
        regime=_regime(visit, held),
        drafts=by_agreement,
        ended=[one for one in held if one.state == "ended" and one.signed_on is not None],
        names={one.id: in_words(one.name) for one in book.agreements},
        states=state_words(current()),
        ended_words=ended_words(current()),
        mark_of=lambda one: mark_of(one, current()),
        done=done_words(),
    )
    return Response(page, mimetype="text/html")


@owner.post("/<firm_id>/agreement/<agreement_id>/join")
def join_now(firm_id: str, agreement_id: str) -> AnyResponse:
    """Begin to join."""
    visit = open_firm(firm_id, "start")
    sector = newest_answers(firm_id).facts.get("sector")
    try:
        with working() as work:
            load_for(work.session, actor(), FIRM, firm_id, action="start")
            known = sector if isinstance(sector, str) else None
            found = start_adherence(work, agreement_book(), firm_id, agreement_id, on=today(), sector=known)
    except NotJoinableError as refusal:
        why = " ".join(in_words(reason) for reason in refusal.because)
        return not_now(409, _("A questo accordo ora non si aderisce"), why or _("Guardate gli altri."), _page_of(visit))
    return back("owner.adherence", firm_id=firm_id, adherence_id=found)


def _regime(visit: FirmVisit, held: Sequence[Adherence]) -> FirmRegime:
    """Which text rules leave by the hour today, by the firm's seats, contract and joinings."""
    on = today()
    with reading() as session:
        places = places_of_seats(seats_of(session, visit.id))
    joined = [one for one in held if one.binds(on)]
    return regime_of_firm(
        agreement_book(),
        on,
        _contract_of(visit),
        places,
        {one.agreement_id for one in joined},
        other_text=any("hourly_leave" in one.other_text_matters for one in joined),
    )


def _contract_of(visit: FirmVisit) -> str | None:
    """The CNEL code of the firm's contract: as its newest check-up told, else as registered."""
    told = newest_answers(visit.id).facts.get("ccnl")
    return told if isinstance(told, str) else visit.firm.ccnl_code


def _page_of(visit: FirmVisit) -> str:
    return f"/{current()}/firm/{visit.id}/agreement"


def _found(visit: FirmVisit, held: dict[str, Adherence]) -> Sequence[Concerned]:
    book, on = agreement_book(), today()
    with reading() as session:
        seats = seats_of(session, visit.id)
    firm = replace(visit.firm, ccnl_code=_contract_of(visit))
    found = [concerned(one, book, firm, seats, on, held.get(one.id)) for one in book.agreements]
    return sorted(found, key=lambda one: (_ORDER.index(one.concern), in_words(one.agreement.name)))
