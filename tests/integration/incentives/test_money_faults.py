"""Money that somebody changed past the application is found by `cip verify`, each corruption by its name."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cip.cli.verify import all_faults
from cip.database.work import open_reading
from cip.incentives.money_events import Due, Expense, Pay, Refund, Revoke
from cip.incentives.reads.money_faults import money_faults, source_faults
from tests.integration.incentives.awarding import Awarding
from tests.integration.incentives.monies import Monies

PLANTS: dict[str, tuple[tuple[str, ...], str]] = {
    "a leg of another sum": (("UPDATE ledger_legs SET cents = cents + 1 WHERE n = 1",), "add up to zero"),
    "a leg that went": (("DELETE FROM ledger_legs WHERE n = 2",), "at least two legs"),
    "a transaction that went": (("DELETE FROM ledger_transactions WHERE seq = 1",), "its legs are there"),
    "a transaction and its legs that went": (
        (
            "DELETE FROM ledger_legs WHERE transaction_id = (SELECT id FROM ledger_transactions WHERE seq = 5)",
            "DELETE FROM ledger_transactions WHERE seq = 5",
        ),
        "numbers have a gap",
    ),
    "a payment on another account": (
        ("UPDATE ledger_legs SET kind = 'withheld' WHERE kind = 'paid'",),
        "paid is 600 cents, its transactions make 0",
    ),
    "more paid than there was": (
        ("UPDATE ledger_legs SET cents = 1000 * cents WHERE kind IN ('paid', 'due', 'committed')",),
        "would stand at",
    ),
    "a source with more left": (
        ("UPDATE funding_lines SET available = available + 5, paid = paid - 5 WHERE seq = 1",),
        "source of money",
    ),
    "a budget that grew": (("UPDATE funding_lines SET budget = budget + 1, available = available + 1",), "budget is"),
    "a share with more": (("UPDATE award_shares SET granted = granted + 1",), "granted is 1001 cents"),
    "a debt that was struck out": (("UPDATE award_shares SET owed = 0",), "owed is 0 cents, its transactions make 150"),
    "a revocation that is gone": (("UPDATE award_shares SET ended = NULL",), "it is revoked, and a share of it says"),
    "an end that never was": (("UPDATE award_shares SET ended = 'waived'",), "a share of it says: waived"),
    "a share that went": (("DELETE FROM award_shares",), "is missing"),
    "an award of another sum": (("UPDATE awards SET cents = cents + 1",), "with 1001 cents, and its shares hold 1000"),
    "an award that was never given": (
        ("UPDATE awards SET state = 'released'",),
        "it is released with 0 cents, and its shares hold 1000",
    ),
    "a transaction of another call": (
        ("UPDATE ledger_transactions SET call_id = 'x' WHERE seq = 6",),
        "money of another call",
    ),
}


@pytest.fixture
def lived(monies: Monies) -> Monies:
    """An award of which 600 of 1000 cents were paid and 200 have to come back, 50 of which did."""
    monies.settle(a1=1_000)
    (share,) = monies.grant(1)
    monies.happen(Due(share, 600), Pay(share, 600), Expense(share, 400), Revoke(share, 200), Refund(share, 50))
    with monies.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE awards SET state = 'revoked'"))
    return monies


def unguard(connection: sa.Connection) -> None:
    """Do as somebody does who has the database in hands: no trigger and no reference refuses anything now."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return
    for name in connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def test_a_sound_ledger_verifies(lived: Monies) -> None:
    with open_reading(lived.database) as session:
        assert list(money_faults(session)) == []


def test_each_corruption_is_found(lived: Monies) -> None:
    for name, (statements, words) in PLANTS.items():
        with lived.database.engine.connect() as connection:
            unguard(connection)
            for statement in statements:
                connection.exec_driver_sql(statement)
            found = [str(fault) for fault in money_faults(Session(connection))]
        assert any(words in fault for fault in found), f"{name}: {found}"


def test_the_sources_are_those_of_the_rules(made: Awarding) -> None:
    with open_reading(made.database) as session:
        assert list(source_faults(session)) == []
    with made.database.engine.connect() as connection:
        unguard(connection)
        connection.exec_driver_sql("UPDATE funding_lines SET source_id = 'altri'")
        (found,) = source_faults(Session(connection))
    assert "its sources are altri" in str(found)


def test_verify_looks_at_the_money(lived: Monies) -> None:
    with lived.database.engine.connect() as connection:
        unguard(connection)
        connection.exec_driver_sql("UPDATE award_shares SET granted = granted + 1")
        assert any("granted is 1001 cents" in str(fault) for fault in all_faults(Session(connection)))
