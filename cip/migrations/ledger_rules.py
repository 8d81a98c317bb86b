"""The trigger that lets a transaction of the ledger in only if its legs are there and add up to zero.

Legs are written first and refer to a transaction that is checked when the Work commits; the transaction closes them: a
leg that comes after it is refused. Old migrations call this, so what it does is frozen.
"""

from alembic import op

_FUNCTIONS = (
    """
    CREATE FUNCTION cip_close_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (SELECT count(*) < 2 OR sum(cents) <> 0 FROM ledger_legs WHERE transaction_id = NEW.id) THEN
            RAISE EXCEPTION 'ledger: the legs of % do not add up to zero', NEW.id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION cip_refuse_late_leg() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM ledger_transactions WHERE id = NEW.transaction_id) THEN
            RAISE EXCEPTION 'ledger: % is closed', NEW.transaction_id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION cip_legs_balance() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (SELECT sum(cents) <> 0 FROM ledger_legs WHERE transaction_id = NEW.transaction_id) THEN
            RAISE EXCEPTION 'ledger: the legs of % do not add up to zero', NEW.transaction_id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
)
_OF_POSTGRESQL = (
    "CREATE TRIGGER tr_ledger_transactions_balance BEFORE INSERT ON ledger_transactions FOR EACH ROW "
    "EXECUTE FUNCTION cip_close_transaction()",
    "CREATE TRIGGER tr_ledger_legs_in_time BEFORE INSERT ON ledger_legs FOR EACH ROW "
    "EXECUTE FUNCTION cip_refuse_late_leg()",
    # A leg written beside a transaction that another session has not committed yet finds it only at its own commit.
    "CREATE CONSTRAINT TRIGGER tr_ledger_legs_balance AFTER INSERT ON ledger_legs DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION cip_legs_balance()",
)
_OF_SQLITE = (
    "CREATE TRIGGER tr_ledger_transactions_balance BEFORE INSERT ON ledger_transactions "
    "WHEN (SELECT count(*) < 2 OR sum(cents) <> 0 FROM ledger_legs WHERE transaction_id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'ledger: the legs of this transaction do not add up to zero'); END",
    "CREATE TRIGGER tr_ledger_legs_in_time BEFORE INSERT ON ledger_legs "
    "WHEN EXISTS (SELECT 1 FROM ledger_transactions WHERE id = NEW.transaction_id) "
    "BEGIN SELECT RAISE(ABORT, 'ledger: this transaction is closed'); END",
)


def create_triggers() -> None:
    """Create the triggers, and on PostgreSQL the functions that they call."""
    for statement in (*_FUNCTIONS, *_OF_POSTGRESQL) if _postgresql() else _OF_SQLITE:
        op.execute(statement)


def drop_functions() -> None:
    """Drop what the triggers of PostgreSQL call, after the tables that use it."""
    if _postgresql():
        op.execute("DROP FUNCTION cip_close_transaction()")
        op.execute("DROP FUNCTION cip_refuse_late_leg()")
        op.execute("DROP FUNCTION cip_legs_balance()")


def _postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"
