"""Papers that somebody changed past the application are found by `cip verify`, each by its name."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from cip.database.engine import Database
from cip.database.work import open_reading
from cip.files.stored import Shelf
from cip.incentives.reads.paper_faults import paper_faults
from cip.monitoring.reads.plan_faults import plan_faults
from tests.integration.incentives.test_money_faults import unguard
from tests.integration.seeded import seed_few
from tests.integration.test_demonstration_clauses import SECRET
from tests.integration.worlds import WORLDS_BEGIN

# One more figure or letter in each text.
CHANGED = {
    "UPDATE submissions SET content = replace(content, '{', '{ ')": "application sent ",
    "UPDATE signed_contents SET content = replace(content, '{', '{ ')": "signed application ",
    "UPDATE admissibility_decisions SET content = replace(content, '{', '{ ')": "decision 1 on application ",
    "UPDATE clarification_answers SET note = note || '!'": "answer to request ",
    "UPDATE award_letters SET content = replace(content, '0', '9')": "letter of award ",
    "UPDATE award_acceptances SET promises = replace(promises, '12', '11')": "acceptance of award ",
    "UPDATE financial_plans SET content = replace(content, '1', '2')": "financial plan 1 of programme ",
}


@pytest.fixture
def seeded(database: Database, tmp_path: Path) -> Database:
    """Both worlds of the demonstration, with papers of every kind."""
    seed_few(database, SECRET, Shelf(tmp_path / "files", None, unscanned=True), WORLDS_BEGIN)
    return database


def faults(session: Session) -> list[str]:
    return [str(one) for one in (*paper_faults(session), *plan_faults(session))]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_each_changed_paper_is_found_and_a_sound_one_is_not(seeded: Database) -> None:
    with open_reading(seeded) as session:
        assert faults(session) == []
    for change, words in CHANGED.items():
        with seeded.engine.connect() as connection:
            unguard(connection)
            assert connection.exec_driver_sql(change).rowcount, f"nothing for {change}"
            found = faults(Session(connection))
        assert any(words in one for one in found), f"{change}: {found}"
