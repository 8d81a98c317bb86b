"""The outbox; mails that a demonstration keeps; the secret addresses of calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    _outbox()
    _demo_mails()
    _calendar_feeds()


def downgrade() -> None:
    """Drop the tables, with what was not sent yet."""
    op.drop_table("calendar_feeds")
    op.drop_table("demo_mails")
    op.drop_table("outbox")


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("template", sa.String(40), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("taken_until", MOMENT, nullable=True),
        sa.Column("taken_by", sa.String(32), nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("error", sa.String(80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        _check("id_length", "length(id) = 32"),
        _check("topic_known", "topic IN ('mail', 'follow_up')"),
        _check("template_length", "length(template) BETWEEN 1 AND 40"),
        _check("payload_length", "length(payload) BETWEEN 2 AND 20000"),
        _check("state_known", "state IN ('pending', 'sent', 'dead')"),
        _check("sent_is_empty", "state <> 'sent' OR payload IS NULL"),
        _check("pending_is_full", "state <> 'pending' OR payload IS NOT NULL"),
        _check("done_has_a_moment", "(state = 'pending') = (done_at IS NULL)"),
        _check("tries_count", "tries >= 0"),
        _check("lease_is_whole", "(taken_until IS NULL) = (taken_by IS NULL)"),
        _check("lease_of_pending", "taken_by IS NULL OR state = 'pending'"),
        _check("due_after_made", "due_at >= made_at"),
        _check("taken_by_length", "length(taken_by) = 32"),
        _check("error_length", "length(error) BETWEEN 1 AND 80"),
    )
    op.create_index(op.f("ix_outbox_state_next_at"), "outbox", ["state", "next_at"])


def _demo_mails() -> None:
    op.create_table(
        "demo_mails",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_mails")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_demo_mails_id_length")),
        sa.CheckConstraint("length(address) BETWEEN 3 AND 254", name=op.f("ck_demo_mails_address_length")),
        sa.CheckConstraint("language IN ('it', 'en')", name=op.f("ck_demo_mails_language_known")),
        sa.CheckConstraint("length(letter) BETWEEN 2 AND 20000", name=op.f("ck_demo_mails_letter_length")),
    )
    op.create_index(op.f("ix_demo_mails_kept_at"), "demo_mails", ["kept_at"])


def _calendar_feeds() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_feeds_digest")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calendar_feeds_person_id_people")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_calendar_feeds_digest_length")),
    )


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_outbox_{name}"))
