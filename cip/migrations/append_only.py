"""Triggers that refuse changes of rows that are written once.

Old migrations call these functions, so what they do is frozen: a different trigger gets a new function.

Erasure (a person's right, and the end of the retention time) is the one exception, and it leaves its trace by
construction: a row may be deleted only if `erased_check_ups` already holds a row for its check-up, and rows of that
table can neither change nor go. There is no switch to forget: both databases, all sessions, the same rule.
"""

from alembic import op

_FUNCTIONS = (
    """
    CREATE FUNCTION cip_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$
    """,
    # The argument of the trigger is the column that holds the check-up's id.
    """
    CREATE FUNCTION cip_refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM erased_check_ups WHERE check_up_id = to_jsonb(OLD) ->> TG_ARGV[0]) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$
    """,
)


def create_functions() -> None:
    """Create what the triggers of PostgreSQL call (SQLite needs nothing)."""
    if _postgresql():
        for function in _FUNCTIONS:
            op.execute(function)


def drop_functions() -> None:
    """Drop what the triggers of PostgreSQL call, after the tables that use it."""
    if _postgresql():
        op.execute("DROP FUNCTION cip_refuse_change()")
        op.execute("DROP FUNCTION cip_refuse_unless_erased()")


def refuse_updates(table: str) -> None:
    """Refuse every UPDATE of `table`, and on PostgreSQL every TRUNCATE."""
    _refuse(table, "UPDATE")
    _refuse_truncate(table)


def refuse_deletes(table: str) -> None:
    """Refuse every DELETE from `table`."""
    _refuse(table, "DELETE")


def refuse_deletes_unless_erased(table: str, id_column: str) -> None:
    """Refuse a DELETE from `table` unless the check-up named in `id_column` is in `erased_check_ups`."""
    name = f"tr_{table}_no_delete"
    if _postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION cip_refuse_unless_erased('{id_column}')"
        )
    else:
        kept = f"NOT EXISTS (SELECT 1 FROM erased_check_ups WHERE check_up_id = OLD.{id_column})"  # noqa: S608 - our names
        op.execute(
            f"CREATE TRIGGER {name} BEFORE DELETE ON {table} WHEN {kept} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of {table} is refused'); END"
        )


def _refuse(table: str, change: str) -> None:
    name = f"tr_{table}_no_{change.lower()}"
    if _postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW EXECUTE FUNCTION cip_refuse_change()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {change} of {table} is refused'); END"
        )


def _refuse_truncate(table: str) -> None:
    if _postgresql():
        op.execute(
            f"CREATE TRIGGER tr_{table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
            "EXECUTE FUNCTION cip_refuse_change()"
        )


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
