"""What a committee does with the firms that joined: numbers, objections, moves; what ends with a joining; the links of
the mails of agreements.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from cip.agreement.actions.attest_clause import answer_attestation, attest_clause, withdraw_attestation
from cip.agreement.actions.leave_adherence import object_to_list
from cip.agreement.actions.remind_committees import remind_committees
from cip.agreement.actions.remind_firms import remind_firms
from cip.agreement.actions.visit_firm import plan_visit
from cip.agreement.adherence import Adherence
from cip.agreement.attestations import Reason, Saying, Verdict
from cip.agreement.reads import find_adherence
from cip.agreement.records import AdherenceRow
from cip.database.work import Work, open_reading, open_work
from cip.parties.access import SYSTEM
from cip.parties.actions.register_firm import NewSeat, add_seat, close_seat
from cip.parties.reads import find_person, members_of, seats_of
from cip.rulebook.agreements import AgreementBook
from cip.web.state import state_of
from tests.integration.web.committee_table import Table, make_table
from tests.integration.web.people import Someone, mails_in

DAY = date(2026, 11, 21)
DISPUTE = {"clause": "B-02", "ground": "clause_not_kept", "statement": "Il minimo non si usa."}


@pytest.fixture
def table(site: Flask) -> Table:
    return make_table(site)


def firm_path(table: Table, act: str) -> str:
    return f"{table.base}/firms/{table.adherence_id}/{act}"


def joining(table: Table) -> Adherence:
    with open_reading(state_of(table.site).database) as session:
        found = find_adherence(session, table.adherence_id)
    assert found is not None
    return found


def do(table: Table, act: Callable[[Work], object]) -> None:
    state = state_of(table.site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        act(work)


def move_away(table: Table) -> None:
    """The firm closes its seat in the territory and opens one elsewhere."""

    def act(work: Work) -> None:
        for seat in seats_of(work.session, table.firm_id):
            close_seat(work, table.firm_id, seat.id, DAY)
        add_seat(work, table.firm_id, NewSeat("Magazzino", "Milano", "015146"))

    do(table, act)


def end(table: Table) -> None:
    def act(work: Work) -> None:
        row = work.session.get_one(AdherenceRow, table.adherence_id)
        row.state, row.ended_on, row.ended_because = "ended", DAY - timedelta(days=1), "expired"

    do(table, act)


def book(table: Table) -> AgreementBook:
    found = state_of(table.site).packs.newest_on(DAY).content.agreements
    assert found is not None
    return found


def test_the_committees_number_is_the_committees(table: Table) -> None:
    own = f"/it/firm/{table.firm_id}/agreement/{table.adherence_id}"
    number = {"number": "7/26", "day": DAY.isoformat(), "instead_of": ""}
    assert table.post(f"{own}/protocol", {"number": "1/26", "protocol_day": DAY.isoformat()}, table.owner) == 303
    assert table.post(firm_path(table, "lodge"), number) == 409, "the page that was sent showed no number"
    assert 'name="instead_of" value="1/26"' in table.get(f"{table.base}/firms")
    assert table.post(firm_path(table, "lodge"), {**number, "instead_of": "1/26"}) == 303
    again = {"number": "2/26", "protocol_day": DAY.isoformat(), "instead_of": "7/26"}
    assert table.post(f"{own}/protocol", again, table.owner) == 409
    page = table.get(own, table.owner)
    assert "il comitato: se è sbagliato, scrivetegli" in page
    assert f"{own}/protocol" not in page
    assert table.post(firm_path(table, "lodge"), {**number, "number": "8/26", "instead_of": "7/26"}) == 303
    assert joining(table).protocol_number == "8/26"


@pytest.mark.parametrize(("answer", "accepted"), [("accept", True), ("refuse", None)])
def test_the_committee_answers_an_objection_to_the_public_list(
    table: Table, answer: str, *, accepted: bool | None
) -> None:
    address = firm_path(table, "objection")
    assert address not in table.get(f"{table.base}/firms")
    assert table.post(address, {"answer": answer}) == 409
    do(table, lambda work: object_to_list(work, table.adherence_id, "safety", on=DAY))
    assert address in table.get(f"{table.base}/firms")
    assert table.post(address, {}) == 422
    for stranger in (table.owner, table.union):
        assert table.post(address, {"answer": answer}, stranger) in (303, 404)
        assert joining(table).objection_accepted is None
    assert table.post(address, {"answer": answer}) == 303
    assert (joining(table).objection_accepted, joining(table).hidden_on is None) == (accepted, accepted is None)


def test_the_committee_sees_a_move_and_may_end_the_joining_at_once(table: Table) -> None:
    address = firm_path(table, "ground-gone")
    assert address not in table.get(f"{table.base}/firms")
    assert table.post(address) == 409
    move_away(table)
    page = table.get(f"{table.base}/firms")
    assert "Nessuna sede è più nel territorio" in page
    assert "Milano" not in page, "where it went is the firm's"
    assert table.post(f"/it/firm/{table.firm_id}/agreement/{table.adherence_id}/end", by=table.owner) == 303
    assert joining(table).state == "leaving"
    assert "Esce il 21 febbraio 2027, dopo il preavviso." in table.get(f"{table.base}/firms")
    assert "fino al 21 febbraio 2027" in table.get("/it/union", table.union)
    assert table.post(address) == 303
    assert (joining(table).ended_on, joining(table).ended_because) == (DAY, "moved")


def test_what_ended_brings_nothing_new(table: Table) -> None:
    disputes = table.brought.replace("/committee", "/disputes")
    yearly = f"/it/firm/{table.firm_id}/agreement/{table.adherence_id}/yearly"
    assert table.post(disputes, DISPUTE, table.owner) == 303
    end(table)
    (one,) = table.disputes
    assert table.post(disputes, {**DISPUTE, "clause": "A-05"}, table.owner) == 409
    assert table.post(yearly, {"year": "2026", "women": "12"}, table.owner) == 409
    for page in (table.get(table.brought, table.owner), table.get(yearly, table.owner)):
        assert "adesione è finita" in page
    assert "Aprite una controversia" not in table.get(table.brought, table.owner)
    assert table.post(f"{table.base}/disputes/{one.id}/hear", {"on_day": DAY.isoformat()}) == 303
    assert table.post(f"{table.base}/disputes", {**DISPUTE, "adherence_id": table.adherence_id}) == 422


def test_every_link_of_the_mails_of_agreements_opens_for_its_reader(table: Table) -> None:
    _mails_of_everything(table)
    sent = mails_in(table.site)
    of_agreements = {
        "dispute_opened", "dispute_settled", "committee_due", "duty_due", "duty_late", "agreement_ends",
        "clause_disputed", "clause_asked", "clause_answered", "statement_withdrawn", "visit_planned",
    }  # fmt: skip
    assert {mail.template for mail in sent} == of_agreements
    for mail in sent:
        reader = Someone(table.site, _who(table, mail.to), mail.to).browser()
        link = str(mail.values["link"]).partition("#")[0]
        assert reader.client.get(link).status_code == 200, (mail.template, mail.to, link)


def _mails_of_everything(table: Table) -> None:
    disputes, rules = table.brought.replace("/committee", "/disputes"), book(table)
    for by in (table.owner, table.union):
        assert table.post(disputes, DISPUTE, by) == 303
    for one in table.disputes:
        path = f"{table.base}/disputes/{one.id}"
        assert table.post(f"{path}/hear", {"on_day": DAY.isoformat()}) == 303
        assert table.post(f"{path}/settle", {"on_day": DAY.isoformat(), "outcome": "agreed"}) == 303
    table.post(f"{table.base}/meetings", {"kind": "committee", "held_on": "2026-01-02", "minutes_ref": "1"})
    table.post(disputes, {**DISPUTE, "clause": "A-05"}, table.owner)
    state = state_of(table.site)

    do(table, lambda work: _statements(work, table))
    do(table, lambda work: remind_firms(work, rules, on=DAY + timedelta(days=8)))
    do(table, lambda work: remind_firms(work, rules, on=DAY + timedelta(days=14)))
    do(table, lambda work: remind_firms(work, rules, on=date(2028, 12, 1)))
    for days in (0, 30, 60):
        on = DAY + timedelta(days=days)
        do(table, lambda work, on=on: remind_committees(work, rules, on=on, now=state.clock()))  # type: ignore[misc]


def _statements(work: Work, table: Table) -> None:
    """A union disputes, asks and takes back; the firm answers."""
    (officer,) = members_of(work.session, table.union_id)

    def say(clause: str, verdict: Verdict, reason: Reason) -> str:
        until = DAY + timedelta(days=15)
        saying = Saying(verdict, ("visit",), DAY, DAY + timedelta(days=90), reason, until)
        return attest_clause(
            work,
            table.adherence_id,
            clause,
            saying,
            body_id=table.union_id,
            person_id=officer.person_id,
            on=DAY,
            agreement_ends=None,
        )

    answer_attestation(work, say("B-02", "disputes", "not_applied"), "kept_now", on=DAY)
    withdraw_attestation(work, say("B-01", "asks", "since_when"), "mistake", on=DAY)
    later = DAY + timedelta(days=9)
    plan_visit(work, table.adherence_id, later, body_id=table.union_id, person_id=officer.person_id, on=DAY)


def _who(table: Table, email: str) -> str:
    with open_reading(state_of(table.site).database) as session:
        parties = (table.firm_id, table.body_id, table.union_id)
        people = [find_person(session, one.person_id) for party in parties for one in members_of(session, party)]
    return next(one.id for one in people if one is not None and one.email == email)
