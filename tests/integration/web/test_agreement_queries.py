"""How often the pages of agreements ask the database: what is known of a firm is read once, however many clauses,
agreements or firms there are.
"""

import pytest
import sqlalchemy as sa
from flask import Flask

from cip.agreement.records import AdherenceRow
from cip.assessment.actions.adopt_check_up import adopt_check_up
from cip.database.work import open_work
from cip.kernel.clock import today
from cip.parties.access import SYSTEM
from cip.parties.records import FirmRow
from cip.web.state import state_of
from tests.integration.web.committee_table import AGREEMENT, Table, make_table
from tests.integration.web.counting import counted
from tests.integration.web.owner import Owner
from tests.integration.web.planning import agree, ready
from tests.integration.web.unions import make_joined

MANY = 500


@pytest.fixture
def table(site: Flask) -> Table:
    """A firm with a check-up and a plan, that joined an agreement with a committee and has a dispute there."""
    found = make_table(site)
    owner, state = found.owner, state_of(site)
    owner.start()
    owner.profile(municipality="999001", ccnl="J241")
    owner.conclude()
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        adopt_check_up(work, owner.check_up_id, found.firm_id, on_day=today(work.now))
    ready(owner)
    agree(owner)
    dispute = {"clause": "B-02", "ground": "clause_not_kept", "statement": "Non è così."}
    assert found.post(found.brought.replace("/committee", "/disputes"), dispute, owner) == 303
    return found


def asked(browser: Owner, path: str) -> int:
    """How many questions one page asks; it was opened before, as most are."""
    assert browser.client.get(path).status_code == 200, path
    with counted(browser.site) as seen:
        assert browser.client.get(path).status_code == 200
    return sum(statement.startswith("SELECT") for statement in seen)


def test_a_page_about_one_firm_asks_few_questions(table: Table) -> None:
    joining = f"/it/firm/{table.firm_id}/agreement/{table.adherence_id}"
    seen_by_unions = f"/it/union/firms/{table.adherence_id}"
    limits = {
        "clauses": 23,
        "clause": 22,
        "union": 31,
        "sheet": 29,
        "plan": 25,
        "layers": 25,
        "committee": 15,
        "firms": 11,
        "brought": 10,
    }
    found = {
        "clauses": asked(table.owner, f"{joining}/clauses"),
        "clause": asked(table.owner, f"{joining}/clauses/F-01"),
        "union": asked(table.union, seen_by_unions),
        "sheet": asked(table.union, f"{seen_by_unions}/sheet"),
        "plan": asked(table.owner, f"{table.owner.base}/plan"),
        "layers": asked(table.owner, f"{table.owner.base}/layers"),
        "committee": asked(table.manager, table.base),
        "firms": asked(table.manager, f"{table.base}/firms"),
        "brought": asked(table.owner, table.brought),
    }
    assert {page: many for page, many in found.items() if many > limits[page]} == {}


def test_a_firm_that_only_joined_asks_still_less(site: Flask) -> None:
    joined = make_joined(site)
    joining = f"/it/firm/{joined.firm}/agreement/{joined.adherence}"
    assert asked(joined.owner.browser(), f"{joining}/clauses") <= 17
    assert asked(joined.owner.browser(), f"{joining}/clauses/F-01") <= 17
    assert asked(joined.officers["uno"].browser(), joined.page()) <= 25
    assert asked(joined.officers["uno"].browser(), joined.page("/sheet")) <= 23


def test_lists_ask_no_more_when_many_firms_have_joined(table: Table) -> None:
    pages = [
        (table.union, "/it/union"),
        (table.union, "/it/union/rechecks"),
        (table.owner, "/it/agreements"),
        (table.owner, f"/it/agreements/{AGREEMENT}"),
        (table.owner, f"/it/agreements/{AGREEMENT}/firms"),
        (table.owner, f"/it/agreements/{AGREEMENT}/firms.csv"),
        (table.owner, f"/it/firm/{table.firm_id}/agreement/{table.adherence_id}/clauses"),
        (table.manager, table.base),
        (table.manager, f"{table.base}/firms"),
    ]
    before = [asked(browser, path) for browser, path in pages]
    join_many(table)
    assert [asked(browser, path) for browser, path in pages] == before
    assert "Impresa 499" in table.get(f"/it/agreements/{AGREEMENT}/firms")
    assert "Impresa 499" in table.get("/it/union", table.union)


def join_many(table: Table) -> None:
    """As many firms as that join like the one of the table: written past the actions, which take them one by one."""
    state = state_of(table.site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        columns = [column for column in AdherenceRow.__table__.columns if column.name not in ("id", "firm_id")]
        like = work.session.execute(sa.select(*columns).where(AdherenceRow.id == table.adherence_id)).one()._mapping
        firms = [
            {
                "id": work.new_id(),
                "name": f"Impresa {number}",
                "tax_code": f"{number:011}",
                "created_at": work.now,
                "pseudonym": f"{number:032}",
            }
            for number in range(MANY)
        ]
        work.session.add_all(FirmRow(**firm) for firm in firms)
        work.session.flush()
        joined = [{**like, "id": work.new_id(), "firm_id": firm["id"]} for firm in firms]
        work.session.add_all(AdherenceRow(**one) for one in joined)
