"""The firms under a mandate: where each one stands, when it is seen next, what was noted last."""

from flask import render_template, request

from cip.assessment.portfolio import PORTFOLIO_STATES, ConsultancyNote, Entry, Newest, in_order
from cip.assessment.reads import newest_of, notes_on
from cip.parties.reads.acting import firm_names
from cip.web.consultant import consultant
from cip.web.consultant.desk import accompanied
from cip.web.party_words import check_up_states
from cip.web.state import reading, today


@consultant.get("")
def portfolio() -> str:
    """The list, all of it or those in one state."""
    entries = _entries()
    wanted = request.args.get("state")
    state = next((each for each in PORTFOLIO_STATES if each == wanted), None)
    return render_template(
        "consultant/portfolio.html",
        entries=[entry for entry in entries if state in (None, entry.state)],
        counts={each: sum(entry.state == each for entry in entries) for each in PORTFOLIO_STATES},
        all=len(entries),
        state=state,
        states=check_up_states(),
        today=today(),
    )


def _entries() -> list[Entry]:
    by_firm = accompanied()
    firms = list(by_firm)
    with reading() as session:
        names, newest = firm_names(session, firms), newest_of(session, firms)
        notes = {body: notes_on(session, firms, body) for body in sorted(set(by_firm.values()))}
    return in_order(
        [_entry(firm, names.get(firm, ""), newest.get(firm), notes[by_firm[firm]].get(firm, [])) for firm in firms]
    )


def _entry(firm_id: str, name: str, newest: Newest | None, notes: list[ConsultancyNote]) -> Entry:
    note = next((each for each in notes if each.text), None)
    # The last word on the next day counts: a note without one says nothing of it.
    dated = next((each for each in notes if each.next_on is not None), None)
    return Entry(firm_id, name, newest, note, dated.next_on if dated else None)
