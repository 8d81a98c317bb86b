"""What unions must not learn, and who is no union: requests of single people, the firm's side, papers with names."""

import html
from datetime import timedelta

import pytest
from flask import Flask

from cip.agreement.actions.prove import OddReferenceError, Says, ShownBy, note_proof
from cip.agreement.reads import proofs_of
from cip.assessment.actions.look_at_clauses import look_at_firm
from cip.database.work import open_reading, open_work
from cip.kernel.clock import today
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.rulebook.agreements import AgreementBook
from cip.web.state import state_of
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import TOKEN
from tests.integration.web.people import make_person
from tests.integration.web.unions import FIRM, Joined, make_joined, send


@pytest.fixture
def joined(site: Flask) -> Joined:
    """See Joined."""
    return make_joined(site)


def book_of(joined: Joined) -> AgreementBook:
    """The agreements of the site."""
    state = state_of(joined.site)
    found = state.packs.newest_on(today(state.clock())).content.agreements
    assert found is not None
    return found


def note(joined: Joined, fact: str, says: Says) -> None:
    """The firm notes something, and its clauses are looked at."""
    state, book = state_of(joined.site), book_of(joined)
    on = today(state.clock())
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        note_proof(work, book, joined.adherence, fact, says, ShownBy(), on=on)
        look_at_firm(work, book, joined.firm, on=on, pinned=state.packs.pinned)


def seen(joined: Joined, path: str) -> str:
    """A page as a union sees it, without what differs from one answer to the next."""
    page = joined.officers["uno"].browser().client.get(path).text
    return TOKEN.sub("", page[page.index("<main") : page.index("</main>")])


def all_pages(joined: Joined) -> list[str]:
    """Everything that unions see of the firm."""
    paths = ("/it/union", "/it/union/rechecks", joined.page(), joined.page("/sheet"), joined.page("/clauses/B-12"))
    return [seen(joined, path) for path in paths]


@pytest.mark.parametrize(
    ("asked", "number"),
    [("hours_asked", "reply_longest_days"), ("part_time_asked", "part_time_reply_longest_days")],
)
def test_pages_of_unions_do_not_change_when_somebody_asks(joined: Joined, asked: str, number: str) -> None:
    note(joined, asked, Says(yes_no=False))
    nobody = all_pages(joined)
    note(joined, asked, Says(yes_no=True))
    assert all_pages(joined) == nobody, "somebody asked"
    note(joined, number, Says(number=0))
    assert all_pages(joined) == nobody, "and was answered"
    note(joined, number, Says(number=300))
    assert all_pages(joined) == nobody, "too late"


def test_that_a_request_was_handled_badly_is_looked_at_again_by_the_firm_alone(joined: Joined) -> None:
    send(joined.officers["uno"].browser(), joined.page("/clauses/B-12"), joined.saying())
    note(joined, "hours_asked", Says(yes_no=True))
    note(joined, "reply_longest_days", Says(number=300))
    (again,) = joined.rechecks
    assert (again.cause, again.clause_id) == ("contradiction", "B-12")
    browser = joined.officers["uno"].browser()
    assert "Niente da ricontrollare" in browser.client.get("/it/union/rechecks").text
    assert "smentisce" not in browser.client.get(joined.page()).text
    assert send(browser, joined.page(f"/rechecks/{again.id}"), {"outcome": "holds"}).status_code == 404
    base = f"/it/firm/{joined.firm}/agreement/{joined.adherence}/statements"
    assert "smentisce" in joined.owner.browser().client.get(base).text


def test_kept_and_not_due_read_alike_where_agile_work_is_meant(joined: Joined) -> None:
    note(joined, "agile_in_use", Says(yes_no=False))
    page = html.unescape(seen(joined, joined.page()))
    assert "Rispettata o oggi non dovuta" in page or "Non si sa ancora" in page
    assert "da vedere di persona" in page


def test_who_is_on_the_firms_side_reads_why_the_firm_is_not_there(joined: Joined) -> None:
    state = state_of(joined.site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        add_member(work, joined.officers["uno"].id, party_kind="firm", party_id=joined.firm, role="collaborator")
    browser = joined.officers["uno"].browser()
    page = html.unescape(browser.client.get("/it/union").text)
    assert f"{FIRM}: siete anche dalla parte dell'impresa" in page
    assert joined.page() not in page
    for path in ("", "/clauses/B-02", "/visits", "/sheet"):
        assert browser.client.get(joined.page(path)).status_code == 404
    assert send(browser, joined.page("/clauses/B-02"), joined.saying()).status_code == 404
    assert joined.page() in joined.officers["due"].browser().client.get("/it/union").text


def test_who_works_for_two_unions_says_for_which_one(joined: Joined) -> None:
    uno, due = joined.bodies["uno"], joined.bodies["due"]
    browser = make_person(joined.site, "Persona di due", [("body", uno, "staff"), ("body", due, "staff")]).browser()
    assert "A nome di quale sindacato?" in browser.client.get(joined.page("/clauses/B-02")).text
    for who in ("due", "uno"):
        said = {**joined.saying(), "union": joined.bodies[who]}
        assert send(browser, joined.page("/clauses/B-02"), said).status_code == 303
    assert {one.body_id for one in joined.statements} == {uno, due}
    elsewhere = {**joined.saying(), "union": joined.bodies["lontano"]}
    assert send(browser, joined.page("/clauses/B-02"), elsewhere).status_code == 404
    alone = joined.officers["uno"].browser().client.get(joined.page("/clauses/B-02")).text
    assert "A nome di quale sindacato?" not in alone


@pytest.mark.parametrize("clause_id", ["A-09", "F-07", "H-06", "G-01", "B-09"])
def test_nothing_is_said_of_a_firm_for_what_others_owe(joined: Joined, clause_id: str) -> None:
    path = joined.page(f"/clauses/{clause_id}")
    browser = joined.officers["uno"].browser()
    if clause_id not in book_of(joined).by_id["demo-2026"].obligations:
        pytest.skip("the agreement has no such clause")
    page = html.unescape(browser.client.get(path).text)
    assert "non è un impegno dell'impresa" in page
    assert 'name="verdict"' not in page
    assert send(browser, path, joined.saying()).status_code == 422
    assert joined.statements == []


def test_nothing_holds_and_nothing_was_seen_before_the_joining(joined: Joined, clock: Clock) -> None:
    before = (today(clock.now) - timedelta(days=1)).isoformat()
    browser = joined.officers["uno"].browser()
    answer = send(browser, joined.page("/clauses/B-02"), joined.saying(from_day=before))
    assert answer.status_code == 422
    assert "prima dell'adesione" in html.unescape(answer.text)
    sighting = {"item": "paper", "seen_on": before}
    assert send(browser, joined.page("/clauses/A-06/seen"), sighting).status_code == 422
    assert send(browser, joined.page("/visits"), {"does": "made", "day": before}).status_code == 422
    assert joined.statements == []


def test_a_reference_is_the_number_of_a_paper(joined: Joined) -> None:
    base = f"/it/firm/{joined.firm}/agreement/{joined.adherence}/clauses"
    owner = joined.owner.browser()
    for odd in ("Maria Rossi tumore <b>x</b>", "Maria Rossi"):
        answer = send(owner, f"{base}/B-01/part_timers_may_ask", {"value": "yes", "reference": odd})
        assert answer.status_code == 422
        assert "solo il numero del documento" in html.unescape(answer.text)
    sent = send(owner, f"{base}/B-01/part_timers_may_ask", {"value": "yes", "reference": "regole 7/26"})
    assert sent.status_code == 303
    assert 'name="reference"' not in owner.client.get(f"{base}/B-18").text
    assert send(owner, f"{base}/B-18/hours_asked", {"value": "yes", "reference": "7"}).status_code == 303
    with open_reading(state_of(joined.site).database) as session:
        noted = {one.fact_id: one.reference for one in proofs_of(session, joined.adherence)}
    assert (noted["part_timers_may_ask"], noted["hours_asked"]) == ("regole 7/26", None)


def test_no_action_notes_a_name_or_a_reference_of_one_person(joined: Joined) -> None:
    state, book = state_of(joined.site), book_of(joined)
    for fact, reference in (("part_timers_may_ask", "Maria Rossi"), ("hours_asked", "7/26")):
        shown = ShownBy(reference=reference)
        with pytest.raises(OddReferenceError), open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
            note_proof(work, book, joined.adherence, fact, Says(yes_no=True), shown, on=today(state.clock()))
