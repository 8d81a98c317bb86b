"""The trigger that keeps what a published call says.

Old migrations call these functions, so what they do is frozen: a different trigger gets a new function.
"""

from alembic import op

_LOCKED = (
    "id",
    "body_id",
    "rule_id",
    "title",
    "contact",
    "zone",
    "opens_at",
    "budget",
    "pack_sha256",
    "seed_sha256",
    "seed_sealed",
    "created_at",
    "changed_at",
    "changed_by",
    "published_at",
)
_STEPS = (
    ("draft", "rehearsed"),
    ("draft", "annulled"),
    ("rehearsed", "draft"),
    ("rehearsed", "annulled"),
    ("rehearsed", "published"),
    ("published", "annulled"),
    ("published", "open"),
    ("open", "closed"),
    ("closed", "open"),
    ("closed", "admissibility"),
    ("admissibility", "evaluation"),
    ("evaluation", "ranking"),
    ("ranking", "allocated"),
)
_NAME = "tr_calls_locked"


def lock_published_calls() -> None:
    """Refuse, on `calls`: a step that no state leads to; a change of what was published; a closing that is not the one
    of an outage noted in `call_outages`; a second seed, or one before the ranking.
    """
    refused = _refused("IS NOT" if _sqlite() else "IS DISTINCT FROM")
    if _sqlite():
        op.execute(
            f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON calls WHEN {refused} "
            "BEGIN SELECT RAISE(ABORT, 'locked: UPDATE of calls is refused'); END"
        )
        return
    op.execute(
        f"""
        CREATE FUNCTION cip_refuse_call_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {refused} THEN
                RAISE EXCEPTION 'locked: UPDATE of calls is refused' USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON calls FOR EACH ROW EXECUTE FUNCTION cip_refuse_call_change()")
    op.execute(
        "CREATE TRIGGER tr_calls_no_truncate BEFORE TRUNCATE ON calls FOR EACH STATEMENT "
        "EXECUTE FUNCTION cip_refuse_change()"
    )


def drop_function() -> None:
    """Drop what the trigger of PostgreSQL calls, after the table that uses it."""
    if not _sqlite():
        op.execute("DROP FUNCTION cip_refuse_call_change()")


def _refused(differs: str) -> str:
    steps = " OR ".join(f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, new in _STEPS)
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in _LOCKED)
    outage = (
        "EXISTS (SELECT 1 FROM call_outages WHERE call_id = OLD.id "
        "AND closes_before = OLD.closes_at AND closes_after = NEW.closes_at)"
    )
    return (
        f"(NEW.state <> OLD.state AND NOT ({steps})) "
        "OR (OLD.state = 'closed' AND NEW.state = 'open' AND NEW.closes_at <= OLD.closes_at) "
        f"OR (OLD.published_at IS NOT NULL AND ({changed} "
        f"OR (OLD.seed IS NOT NULL AND NEW.seed {differs} OLD.seed) "
        "OR (OLD.seed IS NULL AND NEW.seed IS NOT NULL AND NEW.state NOT IN ('ranking', 'allocated')) "
        f"OR (NEW.closes_at {differs} OLD.closes_at AND (NEW.closes_at <= OLD.closes_at OR NOT {outage}))))"
    )


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
