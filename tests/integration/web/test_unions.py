"""The pages of unions: what they show, what is said on them, what never stands there."""

import ast
import html
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from cip.agreement.actions.prove import Says, ShownBy, note_proof
from cip.agreement.adherence import Adherence
from cip.agreement.reads.attestations import marks_on
from cip.agreement.rechecks import Mark
from cip.agreement.union_firms import JoinedFirm, UnionClause
from cip.assessment.actions.look_at_clauses import look_at_firm
from cip.cli.looking import Looking
from cip.database.work import open_reading, open_work
from cip.kernel.clock import today
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.web import union
from cip.web.state import state_of
from tests.integration.web.conftest import Clock
from tests.integration.web.people import mails_in
from tests.integration.web.unions import FIRM, Joined, make_joined, send


@pytest.fixture
def joined(site: Flask) -> Joined:
    """See Joined."""
    return make_joined(site)


def told(joined: Joined, template: str) -> int:
    """How many mails of a template wait."""
    return sum(mail.template == template for mail in mails_in(joined.site))


def test_signing_in_leads_a_union_to_its_firms(joined: Joined) -> None:
    browser = joined.officers["uno"].browser()
    page = browser.client.get("/it/union").text
    assert FIRM in page
    assert "inventato per la dimostrazione" in page
    assert joined.page() in page
    nothing = joined.officers["lontano"].browser().client.get("/it/union").text
    assert FIRM not in nothing
    assert "Nessuna impresa del vostro territorio" in nothing


@pytest.mark.parametrize("path", ["", "/clauses/B-02", "/visits", "/sheet", "/sheet.pdf"])
def test_only_a_union_of_the_place_gets_in_and_only_with_both_factors(joined: Joined, path: str) -> None:
    def status(who: str, *, strong: bool = True) -> int:
        return joined.officers[who].browser(strong=strong).client.get(joined.page(path)).status_code

    assert status("uno") == 200
    assert status("lontano") == 404
    assert status("uno", strong=False) == 303
    assert joined.owner.browser().client.get(joined.page(path)).status_code in (303, 404)


def test_two_unions_say_different_things_and_both_stand_on_the_page(joined: Joined) -> None:
    one, other = joined.officers["uno"].browser(), joined.officers["due"].browser()
    assert send(one, joined.page("/clauses/B-02"), joined.saying()).status_code == 303
    assert send(other, joined.page("/clauses/B-02"), joined.saying("disputes")).status_code == 303
    page = one.client.get(joined.page()).text
    assert "I sindacati non dicono la stessa cosa su:" in page
    for name, word in (("Sindacato Uno", "attesta"), ("Sindacato Due", "contesta")):
        assert name in page
        assert f">{word}</span>" in page
    assert told(joined, "clause_disputed") == 1
    assert page.count("/withdraw") == 1, "only what is said by one's own union can be taken back"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"verdict": ""}, "verdict"),
        ({"scope": ""}, "scope"),
        ({"verdict": "disputes", "reason": "for_whom"}, "reason"),
        ({"verdict": "asks", "reason": "for_whom", "answer_by": ""}, "answer_by"),
        ({"verdict": "asks", "reason": "for_whom", "answer_by": "2026-11-21"}, "answer_by"),
        ({"from_day": "2027-01-01"}, "from_day"),
        ({"from_day": ""}, "from_day"),
        ({"to_day": "2020-01-01"}, "to_day"),
        ({"to_day": "2029-01-01"}, "to_day"),
    ],
)
def test_a_mistake_comes_back_with_what_was_typed(joined: Joined, changes: dict[str, str], wrong: str) -> None:
    answer = send(joined.officers["uno"].browser(), joined.page("/clauses/B-02"), joined.saying(**changes))
    assert answer.status_code == 422
    assert f'href="#{wrong}"' in answer.text
    assert joined.statements == []


def test_a_clause_that_the_agreement_does_not_have_is_not_there(joined: Joined) -> None:
    browser = joined.officers["uno"].browser()
    assert browser.client.get(joined.page("/clauses/Z-99")).status_code == 404
    assert send(browser, joined.page("/clauses/Z-99"), joined.saying()).status_code == 404


def test_only_who_said_something_is_told_that_it_will_be_replaced(joined: Joined) -> None:
    browser, words = joined.officers["uno"].browser(), "C'è già una vostra dichiarazione"
    assert words not in html.unescape(browser.client.get(joined.page("/clauses/B-02")).text)
    send(browser, joined.page("/clauses/B-02"), joined.saying())
    assert words in html.unescape(browser.client.get(joined.page("/clauses/B-02")).text)
    assert words not in html.unescape(joined.officers["due"].browser().client.get(joined.page("/clauses/B-02")).text)


def test_attesting_leaves_no_reason_and_asks_for_no_answer(joined: Joined) -> None:
    send(joined.officers["uno"].browser(), joined.page("/clauses/B-02"), joined.saying(reason="not_applied"))
    (said,) = joined.statements
    assert (said.reason, said.answer_by) == (None, None)


def test_taking_back_is_asked_twice_and_leaves_a_recheck(joined: Joined) -> None:
    browser = joined.officers["uno"].browser()
    send(browser, joined.page("/clauses/B-02"), joined.saying())
    (said,) = joined.statements
    path = joined.page(f"/statements/{said.id}/withdraw")
    assert "si apre un nuovo controllo" in browser.client.get(path).text
    assert send(browser, path, {}).status_code == 422
    assert joined.officers["due"].browser().client.get(path).status_code == 404
    assert send(browser, path, {"because": "no_longer_so"}).status_code == 303
    assert joined.statements[0].withdrawn_on is not None
    assert told(joined, "statement_withdrawn") == 1
    assert "Un sindacato ha ritirato" in browser.client.get("/it/union/rechecks").text
    assert send(browser, path, {"because": "mistake"}).status_code == 409
    assert "non vale più" in browser.client.get(path).text


def test_who_looked_says_what_holds_and_nothing_else_changes(joined: Joined) -> None:
    browser = joined.officers["uno"].browser()
    send(browser, joined.page("/clauses/B-02"), joined.saying())
    send(browser, joined.page(f"/statements/{joined.statements[0].id}/withdraw"), {"because": "mistake"})
    (again,) = joined.rechecks
    path = joined.page(f"/rechecks/{again.id}")
    assert send(joined.officers["lontano"].browser(), path, {"outcome": "holds"}).status_code == 404
    assert send(browser, path, {}).status_code == 422
    assert send(joined.officers["due"].browser(), path, {"outcome": "holds"}).status_code == 303
    assert send(browser, path, {"outcome": "holds"}).status_code == 409
    (settled,) = joined.rechecks
    assert (settled.outcome, settled.body_id) == ("holds", joined.bodies["due"])
    assert "Niente da ricontrollare" in browser.client.get("/it/union/rechecks").text


def test_what_was_seen_and_visits_are_noted(joined: Joined, clock: Clock) -> None:
    browser = joined.officers["uno"].browser()
    on = today(clock.now)
    seen = joined.page("/clauses/A-06/seen")
    assert send(browser, seen, {"item": "board_notice", "seen_on": on.isoformat()}).status_code == 303
    assert send(browser, seen, {"item": "letter", "seen_on": ""}).status_code == 422
    assert send(browser, seen, {"item": "paper", "seen_on": "2027-01-01"}).status_code == 422
    assert "Visto da un sindacato il 21 novembre 2026" in browser.client.get(joined.page()).text
    visits = joined.page("/visits")
    ahead = (on + timedelta(days=8)).isoformat()
    assert send(browser, visits, {"does": "plan", "day": ahead}).status_code == 303
    assert "29 novembre 2026" in browser.client.get(visits).text
    assert told(joined, "visit_planned") == 1
    assert send(browser, visits, {"does": "made", "day": ahead}).status_code == 422
    assert send(browser, visits, {"does": "", "day": ""}).status_code == 422
    assert send(browser, visits, {"does": "give_up"}).status_code == 303
    assert "annullata" in browser.client.get(visits).text


def test_the_list_is_filtered(joined: Joined) -> None:
    browser = joined.officers["uno"].browser()

    def there(show: str) -> bool:
        return FIRM in browser.client.get(f"/it/union?show={show}").text

    assert [there(show) for show in ("all", "silent", "disputed", "asked", "recheck")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    send(browser, joined.page("/clauses/B-02"), joined.saying("asks"))
    assert [there(show) for show in ("silent", "asked", "odd")] == [False, True, True]
    assert FIRM not in browser.client.get("/it/union?place=Altrove").text


def test_the_firm_sees_beside_the_clause_that_a_union_disputes_it(joined: Joined) -> None:
    owner, page = joined.owner.browser(), f"/it/firm/{joined.firm}/agreement/{joined.adherence}/clauses"
    assert "Contestata da un sindacato" not in owner.client.get(page).text
    send(joined.officers["uno"].browser(), joined.page("/clauses/B-02"), joined.saying("disputes"))
    text = owner.client.get(page).text
    assert text.count("Contestata da un sindacato") == 1
    assert "Rispettata" in text or "Non si sa ancora" in text


def test_the_firm_answers_and_the_union_reads_it(joined: Joined) -> None:
    browser = joined.officers["uno"].browser()
    send(browser, joined.page("/clauses/B-02"), joined.saying("asks"))
    base = f"/it/firm/{joined.firm}/agreement/{joined.adherence}"
    owner = joined.owner.browser()
    page = owner.client.get(f"{base}/statements").text
    assert "Sindacato Uno" in page
    assert "Risposta attesa entro il 6 dicembre 2026" in page
    path = f"{base}/statements/{joined.statements[0].id}/answer"
    for odd in ({}, {"answer": "will_keep"}, {"answer": "will_keep", "promised_on": "2026-01-01"}):
        assert send(owner, path, odd).status_code == 422
    assert send(owner, path, {"answer": "will_keep", "promised_on": "2026-12-01"}).status_code == 303
    assert send(owner, path, {"answer": "no_case"}).status_code == 409
    assert told(joined, "clause_answered") == 1
    assert "1º dicembre 2026" in browser.client.get(joined.page()).text


def test_a_collaborator_reads_and_does_not_answer(joined: Joined) -> None:
    send(joined.officers["uno"].browser(), joined.page("/clauses/B-02"), joined.saying("asks"))
    state = state_of(joined.site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        person = joined.officers["lontano"].id
        add_member(work, person, party_kind="firm", party_id=joined.firm, role="collaborator")
    browser = joined.officers["lontano"].browser()
    base = f"/it/firm/{joined.firm}/agreement/{joined.adherence}/statements"
    page = browser.client.get(base)
    assert page.status_code == 200
    assert "Rispondete" not in page.text
    assert send(browser, f"{base}/{joined.statements[0].id}/answer", {"answer": "no_case"}).status_code == 404


def test_the_firm_too_may_look_again(joined: Joined) -> None:
    browser = joined.officers["uno"].browser()
    send(browser, joined.page("/clauses/B-02"), joined.saying())
    send(browser, joined.page(f"/statements/{joined.statements[0].id}/withdraw"), {"because": "mistake"})
    path = f"/it/firm/{joined.firm}/agreement/{joined.adherence}/rechecks/{joined.rechecks[0].id}"
    owner = joined.owner.browser()
    assert send(owner, path, {}).status_code == 422
    assert send(owner, path, {"outcome": "does_not_hold"}).status_code == 303
    assert send(owner, path, {"outcome": "holds"}).status_code == 409
    assert joined.rechecks[0].looker == "firm"


def test_after_a_look_the_list_counts_clauses(joined: Joined) -> None:
    state = state_of(joined.site)
    on = today(state.clock())
    book = state.packs.newest_on(on).content.agreements
    assert book is not None
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        assert look_at_firm(work, book, joined.firm, on=on, pinned=state.packs.pinned) == 0
    page = joined.officers["uno"].browser().client.get("/it/union").text
    assert "rispettate " in page
    assert "È così dal 21 novembre 2026" in joined.officers["uno"].browser().client.get(joined.page()).text


def test_the_sheet_says_what_to_see(joined: Joined) -> None:
    page = joined.officers["uno"].browser().client.get(joined.page("/sheet")).text
    assert "Foglio di verifica" in page
    assert "A · C · ?" in page
    assert "inventato per la dimostrazione" in page
    pdf = joined.officers["uno"].browser().client.get(joined.page("/sheet.pdf"))
    assert pdf.data.startswith(b"%PDF")


def marks(joined: Joined) -> dict[str, Mark]:
    """How the clauses stood when somebody looked last."""
    with open_reading(state_of(joined.site).database) as session:
        return marks_on(session, joined.adherence)


def test_the_housekeeping_looks_at_every_joining(joined: Joined, clock: Clock) -> None:
    state = state_of(joined.site)
    assert marks(joined) == {}
    Looking()(state.settings, state.database, clock.now)
    first = marks(joined)
    assert first["A-01"].status == "met"
    Looking()(state.settings, state.database, clock.now + timedelta(hours=1))
    assert marks(joined) == first
    assert joined.rechecks == []


def test_a_paper_that_denies_what_a_union_attests_is_looked_at_again(joined: Joined) -> None:
    send(joined.officers["uno"].browser(), joined.page("/clauses/B-01"), joined.saying())
    state = state_of(joined.site)
    on = today(state.clock())
    book = state.packs.newest_on(on).content.agreements
    assert book is not None
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        note_proof(work, book, joined.adherence, "part_timers_may_ask", Says(yes_no=False), ShownBy(), on=on)
        assert look_at_firm(work, book, joined.firm, on=on, pinned=state.packs.pinned) == 1
    (again,) = joined.rechecks
    assert (again.cause, again.clause_id, again.status_after) == ("contradiction", "B-01", "not_met")
    assert "smentisce" in joined.officers["due"].browser().client.get(joined.page()).text
    assert joined.statements[0].withdrawn_on is None


SEEN_OF_A_FIRM = {"id", "firm_id", "name", "places", "sector", "agreement_id", "joined_on", "last_day", "live"}
SEEN_OF_A_CLAUSE = {"id", "status", "since", "by", "grounds", "sightings", "voices", "rechecks"}


def test_what_a_union_sees_has_these_fields_and_no_other() -> None:
    """Adding one is a decision: it shows something of a firm to unions."""
    assert {field.name for field in fields(JoinedFirm)} == SEEN_OF_A_FIRM
    assert {field.name for field in fields(UnionClause)} == SEEN_OF_A_CLAUSE
    assert {field.name for field in fields(Adherence)} - SEEN_OF_A_FIRM >= {"signed_name", "form", "ccnl_code"}


def test_only_one_module_of_the_area_reads_what_clauses_are_judged_by() -> None:
    folder = Path(next(iter(union.__path__)))
    found: dict[str, set[str]] = {}
    for path in folder.glob("*.py"):
        names = [
            node.module or "" for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)
        ]
        forbidden = ("cip.assessment", "cip.voice", "cip.files", "cip.agreement.reads.adherence")
        found[path.name] = {name for name in names if name.startswith(forbidden)}
    assert found.pop("statuses.py") == {
        "cip.agreement.reads.adherence",
        "cip.assessment.plan_heard",
        "cip.assessment.reads.clause_standing",
        "cip.assessment.reads.known_firm",
    }
    assert set().union(*found.values()) == set()
