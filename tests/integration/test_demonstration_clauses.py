"""The two invented firms of the demonstration as they joined the invented agreement: one keeps its clauses, the other
breaks many; clause by clause, beside the firms of the rules' cases.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cip.agreement.clauses import ClauseResult
from cip.agreement.lives import life_of
from cip.agreement.reads import adherences_of
from cip.assessment.reads.clause_standing import standing_of
from cip.cli.packs import load_bound
from cip.cli.verify import all_faults
from cip.cli.worlds import SeededWorld, read_worlds
from cip.cli.worlds.papers import papers_of
from cip.database.engine import Database
from cip.database.work import open_reading
from cip.files.stored import Shelf
from cip.kernel.clock import today
from tests.integration.seeded import seed_few
from tests.integration.worlds import LONG_ON_POSTGRESQL, NOW, WORLDS_BEGIN
from tests.unit.agreement.covered import RULES, coverage, found

AGREEMENT = read_worlds().shared.agreement
# The one of the other tests, so that they can share what was seeded.
SECRET = "a key of the tests, long enough for all"

slow_on_postgresql = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)


@pytest.fixture
def worlds(database: Database, tmp_path: Path) -> tuple[SeededWorld, ...]:
    """Both worlds, fresh."""
    return seed_few(database, SECRET, Shelf(tmp_path / "files", None, unscanned=True), WORLDS_BEGIN)


def stands(database: Database, world: SeededWorld) -> tuple[ClauseResult, ...]:
    """How the clauses of the agreement stand for the firm of a world."""
    bound = load_bound(RULES, None, today(NOW))
    book = bound.pack.content.agreements
    assert book is not None
    firm_id = world.ids["firm_id"]
    with open_reading(database) as session:
        joined = next(one for one in adherences_of(session, firm_id) if one.live)
        standing = standing_of(
            session,
            book,
            book.by_id[AGREEMENT],
            firm_id,
            NOW,
            bound.on,
            pinned=lambda _session, _sha256: bound.pack,
            adherence=joined,
        )
    return standing.results


def codes(results: tuple[ClauseResult, ...]) -> Mapping[str, set[str]]:
    """The clauses by how they stand."""
    return {status: {one.id for one in results if one.status == status} for status in ("met", "not_met", "unknown")}


@slow_on_postgresql
def test_one_firm_keeps_its_clauses_and_the_other_breaks_them(
    database: Database, worlds: tuple[SeededWorld, ...], show: Callable[[str], None]
) -> None:
    shown = {world.spec.key: stands(database, world) for world in worlds}
    keeps, breaks = (codes(shown[world.spec.key]) for world in worlds)
    assert len(keeps["met"]) >= 55
    assert keeps["not_met"] == set()
    assert len(breaks["not_met"]) >= 40
    # The two firms together: most clauses are kept by one and broken by the other in what a visitor walks through.
    assert len(keeps["met"] & breaks["not_met"]) >= 40
    # What nobody can know yet: measures that begin today, and money that no call has given.
    assert {code[0] for code in keeps["unknown"]} <= {"F", "G"}
    covered = list(coverage({**found(), **shown}))
    assert [one.line for one in covered if not (one.met_by and one.broken_by)] == []
    for key, results in shown.items():
        for status in ("met", "not_met", "unknown", "not_due"):
            there = [one.id for one in results if one.status == status]
            show(f"{AGREEMENT} in the demonstration, {key}: {len(there)} {status}: {' '.join(there)}")


@slow_on_postgresql
def test_what_happened_before_today_holds_together(database: Database, worlds: tuple[SeededWorld, ...]) -> None:
    bound = load_bound(RULES, None, today(NOW))
    book = bound.pack.content.agreements
    assert book is not None
    with open_reading(database) as session:
        lives = {world.spec.key: adherences_of(session, world.ids["firm_id"]) for world in worlds}
        assert [str(fault) for fault in all_faults(session)] == []
    now = {key: next(one for one in held if one.live) for key, held in lives.items()}
    assert {one.agreement_id for one in now.values()} == {AGREEMENT}
    assert all(one.joined_on and life_of(book.by_id[AGREEMENT], book, one.joined_on).holds for one in now.values())
    (renewed,) = [one for held in lives.values() for one in held if one.state == "ended"]
    assert (renewed.agreement_id, renewed.ended_because) == ("demo-2023", "renewed")
    assert now["costafinta"].succeeds_id == renewed.id
    assert now["costafinta"].hidden_on is not None
    assert now["valfinta"].hidden_on is None


@slow_on_postgresql
@pytest.mark.parametrize("moment", [datetime(2026, 1, 10, 9, tzinfo=UTC), datetime(2029, 3, 1, 9, tzinfo=UTC)])
def test_a_demonstration_begins_on_any_day(database: Database, tmp_path: Path, moment: datetime) -> None:
    """Days after the agreement began, and when it has ended and goes on until it is renewed."""
    seeded = seed_few(database, SECRET, Shelf(tmp_path / "files", None, unscanned=True), moment)
    assert [world.ids.get("adherence_id") is not None for world in seeded] == [True, True]


def test_rules_without_such_cases_have_a_firm_without_papers(tmp_path: Path) -> None:
    assert papers_of(tmp_path, "keeps_everything", today(NOW)) == {}
    assert papers_of(RULES, "nobody", today(NOW)) == {}
    assert papers_of(RULES, "keeps_everything", today(NOW))["full_ccnl_proved"] is True
