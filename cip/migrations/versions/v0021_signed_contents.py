"""The content that was signed off, kept as it was: sent is exactly that, and nothing is judged anew while all send."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLE = "signed_contents"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        TABLE,
        sa.Column("sign_off_id", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("length(content) BETWEEN 2 AND 200000", name=op.f("ck_signed_contents_content_length")),
        sa.ForeignKeyConstraint(
            ["sign_off_id"], ["sign_offs.id"], name=op.f("fk_signed_contents_sign_off_id_sign_offs")
        ),
        sa.PrimaryKeyConstraint("sign_off_id", name=op.f("pk_signed_contents")),
    )
    append_only.refuse_updates(TABLE)
    append_only.refuse_deletes(TABLE)


def downgrade() -> None:
    """Drop the table; the audit says that its rows went."""
    audit_tables.record_drop(TABLE, act=f"downgrade {revision}")
    op.drop_table(TABLE)
