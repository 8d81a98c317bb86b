"""Rankings of calls: each version, its entries, approval and publication, and what changed between two."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = ("ranking_publications", "ranking_entries", "ranking_changes", "ranking_approvals", "rankings")


def upgrade() -> None:
    """Create the tables."""
    _rankings()
    _ranking_approvals()
    _ranking_changes()
    _ranking_entries()
    _ranking_publications()
    for table in TABLES:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop(*TABLES, act=f"downgrade {revision}")
    for table in TABLES:
        op.drop_table(table)


def _rankings() -> None:
    op.create_table("rankings", *_rankings_columns(), *_rankings_rules())


def _rankings_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pack_sha256", sa.String(length=64), nullable=False),
        sa.Column("engine_version", sa.String(length=40), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("bundle_sha256", sa.String(length=64), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("difference", sa.Text(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_label", sa.String(length=80), nullable=False),
    ]


def _rankings_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("(version = 1) = (difference IS NULL)", name=op.f("ck_rankings_later_ones_differ")),
        sa.CheckConstraint("length(bundle) BETWEEN 2 AND 50000000", name=op.f("ck_rankings_bundle_length")),
        sa.CheckConstraint("length(bundle_sha256) = 64", name=op.f("ck_rankings_bundle_sha256_length")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_rankings_digest_length")),
        sa.CheckConstraint("length(engine_version) BETWEEN 1 AND 40", name=op.f("ck_rankings_engine_version_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_rankings_id_length")),
        sa.CheckConstraint("length(made_label) BETWEEN 1 AND 80", name=op.f("ck_rankings_made_label_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 1000", name=op.f("ck_rankings_reason_length")),
        sa.CheckConstraint("length(result) BETWEEN 2 AND 50000000", name=op.f("ck_rankings_result_length")),
        sa.CheckConstraint("version = 1 OR length(reason) > 0", name=op.f("ck_rankings_later_ones_have_a_reason")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_rankings_version_counts")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_rankings_call_id_calls")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_rankings_made_by_people")),
        sa.ForeignKeyConstraint(["pack_sha256"], ["packs.sha256"], name=op.f("fk_rankings_pack_sha256_packs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rankings")),
        sa.UniqueConstraint("call_id", "version", name=op.f("uq_rankings_call_id_version")),
        sa.UniqueConstraint("id", "made_by", name=op.f("uq_rankings_id_made_by")),
    ]


def _ranking_approvals() -> None:
    op.create_table("ranking_approvals", *_ranking_approvals_columns(), *_ranking_approvals_rules())


def _ranking_approvals_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("ranking_id", sa.String(length=32), nullable=False),
        sa.Column("maker", sa.String(length=32), nullable=False),
        sa.Column("approved_by", sa.String(length=32), nullable=False),
        sa.Column("approved_label", sa.String(length=80), nullable=False),
        sa.Column("approved_at", MOMENT, nullable=False),
        sa.Column("act_number", sa.String(length=80), nullable=False),
        sa.Column("act_on", sa.Date(), nullable=False),
    ]


def _ranking_approvals_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("approved_by <> maker", name=op.f("ck_ranking_approvals_two_people")),
        sa.CheckConstraint("length(act_number) BETWEEN 1 AND 80", name=op.f("ck_ranking_approvals_act_number_length")),
        sa.CheckConstraint(
            "length(approved_label) BETWEEN 1 AND 80", name=op.f("ck_ranking_approvals_approved_label_length")
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_ranking_approvals_approved_by_people")),
        sa.ForeignKeyConstraint(
            ["ranking_id", "maker"],
            ["rankings.id", "rankings.made_by"],
            name=op.f("fk_ranking_approvals_ranking_id_maker_rankings"),
        ),
        sa.PrimaryKeyConstraint("ranking_id", name=op.f("pk_ranking_approvals")),
    ]


def _ranking_changes() -> None:
    op.create_table("ranking_changes", *_ranking_changes_columns(), *_ranking_changes_rules())
    op.create_index(op.f("ix_ranking_changes_application_id"), "ranking_changes", ["application_id"], unique=False)


def _ranking_changes_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("undoes", sa.String(length=32), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.Column("noted_label", sa.String(length=80), nullable=False),
    ]


def _ranking_changes_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("(kind = 'undo') = (undoes IS NOT NULL)", name=op.f("ck_ranking_changes_undo_names_what")),
        sa.CheckConstraint(
            "kind IN ('waiver', 'appeal', 'correction', 'undo')", name=op.f("ck_ranking_changes_kind_known")
        ),
        sa.CheckConstraint("length(content) BETWEEN 2 AND 20000", name=op.f("ck_ranking_changes_content_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_ranking_changes_id_length")),
        sa.CheckConstraint("length(noted_label) BETWEEN 1 AND 80", name=op.f("ck_ranking_changes_noted_label_length")),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 1000", name=op.f("ck_ranking_changes_reason_length")),
        sa.CheckConstraint("length(reference) BETWEEN 0 AND 80", name=op.f("ck_ranking_changes_reference_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_ranking_changes_seq_counts")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_ranking_changes_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_ranking_changes_call_id_calls")),
        sa.ForeignKeyConstraint(["noted_by"], ["people.id"], name=op.f("fk_ranking_changes_noted_by_people")),
        sa.ForeignKeyConstraint(
            ["undoes"], ["ranking_changes.id"], name=op.f("fk_ranking_changes_undoes_ranking_changes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_changes")),
        sa.UniqueConstraint("call_id", "seq", name=op.f("uq_ranking_changes_call_id_seq")),
        sa.UniqueConstraint("undoes", name=op.f("uq_ranking_changes_undoes")),
    ]


def _ranking_entries() -> None:
    op.create_table("ranking_entries", *_ranking_entries_columns(), *_ranking_entries_rules())
    op.create_index(op.f("ix_ranking_entries_application_id"), "ranking_entries", ["application_id"], unique=False)


def _ranking_entries_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("ranking_id", sa.String(length=32), nullable=False),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
    ]


def _ranking_entries_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("length(entry_id) BETWEEN 1 AND 40", name=op.f("ck_ranking_entries_entry_id_length")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_ranking_entries_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["ranking_id"], ["rankings.id"], name=op.f("fk_ranking_entries_ranking_id_rankings")),
        sa.PrimaryKeyConstraint("ranking_id", "entry_id", name=op.f("pk_ranking_entries")),
        sa.UniqueConstraint("ranking_id", "application_id", name=op.f("uq_ranking_entries_ranking_id_application_id")),
    ]


def _ranking_publications() -> None:
    op.create_table("ranking_publications", *_ranking_publications_columns(), *_ranking_publications_rules())


def _ranking_publications_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("ranking_id", sa.String(length=32), nullable=False),
        sa.Column("published_by", sa.String(length=32), nullable=False),
        sa.Column("published_label", sa.String(length=80), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
    ]


def _ranking_publications_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "length(published_label) BETWEEN 1 AND 80", name=op.f("ck_ranking_publications_published_label_length")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["people.id"], name=op.f("fk_ranking_publications_published_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["ranking_id"],
            ["ranking_approvals.ranking_id"],
            name=op.f("fk_ranking_publications_ranking_id_ranking_approvals"),
        ),
        sa.PrimaryKeyConstraint("ranking_id", name=op.f("pk_ranking_publications")),
    ]
