"""Each premium keeps the share of the first award that its call allows."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

from cip.migrations import append_only

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

FORMER = 50


def upgrade() -> None:
    """Add the share; the premiums that are there had 50 %."""
    with op.batch_alter_table("premiums") as batch:
        batch.add_column(sa.Column("most_share", sa.Integer(), nullable=False, server_default=str(FORMER)))
    with op.batch_alter_table("premiums") as batch:
        batch.alter_column("most_share", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        batch.drop_constraint(op.f("ck_premiums_share_of_first"), type_="check")
        batch.create_check_constraint(op.f("ck_premiums_share_of_first"), "cents * 100 <= first_cents * most_share")
        batch.create_check_constraint(op.f("ck_premiums_most_share_percent"), "most_share BETWEEN 1 AND 100")
    _keep_on_sqlite()


def downgrade() -> None:
    """Take the share away. Raises CommandError if a premium is above the 50 % that the table before allows."""
    premiums = sa.table("premiums", sa.column("cents"), sa.column("first_cents"))
    above = premiums.c.cents * 100 > premiums.c.first_cents * FORMER
    if op.get_bind().scalar(sa.select(sa.func.count()).select_from(premiums).where(above)):
        raise CommandError("some premiums are above 50 % of the first award, and the table before allows no more")
    with op.batch_alter_table("premiums") as batch:
        batch.drop_constraint(op.f("ck_premiums_most_share_percent"), type_="check")
        batch.drop_constraint(op.f("ck_premiums_share_of_first"), type_="check")
        batch.create_check_constraint(op.f("ck_premiums_share_of_first"), f"cents * 100 <= first_cents * {FORMER}")
        batch.drop_column("most_share")
    _keep_on_sqlite()


def _keep_on_sqlite() -> None:
    """SQLite writes the table anew, without its trigger."""
    if op.get_bind().dialect.name == "sqlite":
        append_only.refuse_deletes("premiums")
