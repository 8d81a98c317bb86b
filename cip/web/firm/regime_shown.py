"""Which text rules leave by the hour where a check-up was made: from the firm's papers, else from the answers alone."""

from cip.agreement.firm_regime import FirmRegime, regime_of_firm
from cip.agreement.reach import places_of_seats
from cip.agreement.reads.adherence import binding_on
from cip.assessment.agreements import concerning_firm, places_of
from cip.parties.reads import find_firm, seats_of
from cip.web.firm.result import Outcome
from cip.web.firm.visit import Visit
from cip.web.state import reading, today


def regime_shown(visit: Visit, outcome: Outcome) -> FirmRegime | None:
    """The regime of today; None where the model knows no agreements."""
    book, firm_id, on = outcome.bound.pack.content.agreements, visit.check_up.firm_id, today()
    if book is None:
        return None
    told = outcome.answers.facts.get("ccnl")
    ccnl, places = told if isinstance(told, str) else None, places_of(outcome.answers)
    if firm_id is None:
        joined = {item.agreement.id for item in concerning_firm(outcome.bound, outcome.answers) if item.how == "joined"}
        return regime_of_firm(book, on, ccnl, places, joined, joins_known=False)
    with reading() as session:
        held = binding_on(session, on, firm_id=firm_id)
        registered = find_firm(session, firm_id) if ccnl is None else None
        places = places_of_seats(seats_of(session, firm_id)) or places
    other = any("hourly_leave" in one.other_text_matters for one in held)
    ccnl = registered.ccnl_code if registered is not None else ccnl
    return regime_of_firm(book, on, ccnl, places, {one.agreement_id for one in held}, other_text=other)
