"""People, firms, bodies, who belongs to them, who may act for whom; a check-up may hang on a firm."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

from cip.migrations import append_only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables and the column of `check_ups`."""
    _bodies()
    _firms()
    _people()
    _body_territories()
    _firm_counts()
    _firm_seats()
    _invitations()
    _mandates()
    _memberships()
    _recovery_codes()
    _sign_in_links()
    _web_sessions()
    _check_ups()


def downgrade() -> None:
    """Drop them. Raises CommandError if a check-up hangs on a firm: there is no place for that in 0002."""
    check_ups = sa.table("check_ups", sa.column("firm_id"))
    taken = sa.select(sa.func.count()).select_from(check_ups).where(check_ups.c.firm_id.is_not(None))
    if op.get_bind().scalar(taken):
        raise CommandError("some check-ups belong to firms and have no place in the tables of 0002")
    op.drop_index(op.f("ix_check_ups_firm_id"), "check_ups")
    with op.batch_alter_table("check_ups") as batch:
        batch.drop_constraint(op.f("ck_check_ups_firm_or_guest"), type_="check")
        batch.drop_constraint(op.f("fk_check_ups_firm_id_firms"), type_="foreignkey")
        batch.drop_column("firm_id")
    _triggers_again()
    for table in (
        "web_sessions",
        "sign_in_links",
        "recovery_codes",
        "memberships",
        "mandates",
        "invitations",
        "firm_seats",
        "firm_counts",
        "body_territories",
        "people",
        "firms",
        "bodies",
    ):
        op.drop_table(table)


def _bodies() -> None:
    op.create_table(
        "bodies",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("tax_code", sa.String(length=16), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "kind IN ('consultancy', 'union', 'office', 'association', 'municipality', 'provider')",
            name=op.f("ck_bodies_kind_known"),
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_bodies_id_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name=op.f("ck_bodies_name_length")),
        sa.CheckConstraint("length(tax_code) BETWEEN 11 AND 16", name=op.f("ck_bodies_tax_code_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodies")),
        sa.UniqueConstraint("tax_code", name=op.f("uq_bodies_tax_code")),
    )


def _firms() -> None:
    op.create_table(
        "firms",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("tax_code", sa.String(length=16), nullable=False),
        sa.Column("vat", sa.String(length=11), nullable=True),
        sa.Column("ateco_code", sa.String(length=10), nullable=True),
        sa.Column("ateco_version", sa.String(length=4), nullable=True),
        sa.Column("ccnl_code", sa.String(length=10), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("pseudonym", sa.String(length=32), nullable=False),
        sa.Column("merged_into", sa.String(length=32), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint("ateco_version IN ('2007', '2025')", name=op.f("ck_firms_ateco_version_known")),
        sa.CheckConstraint("(ateco_code IS NULL) = (ateco_version IS NULL)", name=op.f("ck_firms_ateco_with_version")),
        sa.CheckConstraint("length(ateco_code) BETWEEN 2 AND 10", name=op.f("ck_firms_ateco_code_length")),
        sa.CheckConstraint("length(ccnl_code) BETWEEN 4 AND 10", name=op.f("ck_firms_ccnl_code_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_firms_id_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name=op.f("ck_firms_name_length")),
        sa.CheckConstraint("length(pseudonym) = 32", name=op.f("ck_firms_pseudonym_length")),
        sa.CheckConstraint("length(tax_code) BETWEEN 11 AND 16", name=op.f("ck_firms_tax_code_length")),
        sa.CheckConstraint("length(vat) = 11", name=op.f("ck_firms_vat_length")),
        sa.CheckConstraint("merged_into IS NULL OR merged_into <> id", name=op.f("ck_firms_not_merged_into_itself")),
        sa.ForeignKeyConstraint(["merged_into"], ["firms.id"], name=op.f("fk_firms_merged_into_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firms")),
        sa.UniqueConstraint("pseudonym", name=op.f("uq_firms_pseudonym")),
        sa.UniqueConstraint("tax_code", name=op.f("uq_firms_tax_code")),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=True),
        sa.Column("password_at", MOMENT, nullable=True),
        sa.Column("totp_secret", sa.String(length=500), nullable=True),
        sa.Column("totp_on_at", MOMENT, nullable=True),
        sa.Column("totp_last", sa.Integer(), nullable=True),
        sa.Column("sessions_since", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint("language IN ('it', 'en')", name=op.f("ck_people_language_known")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_people_email_lower")),
        sa.CheckConstraint("length(email) BETWEEN 3 AND 254", name=op.f("ck_people_email_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_people_id_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_people_name_length")),
        sa.CheckConstraint("length(password_hash) BETWEEN 20 AND 300", name=op.f("ck_people_password_hash_length")),
        sa.CheckConstraint("length(totp_secret) BETWEEN 20 AND 500", name=op.f("ck_people_totp_secret_length")),
        sa.CheckConstraint("totp_secret IS NOT NULL OR totp_on_at IS NULL", name=op.f("ck_people_totp_on_with_secret")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )


def _body_territories() -> None:
    op.create_table(
        "body_territories",
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("municipality", sa.String(length=120), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "length(municipality) BETWEEN 1 AND 120", name=op.f("ck_body_territories_municipality_length")
        ),
        sa.CheckConstraint("length(sector) BETWEEN 1 AND 40", name=op.f("ck_body_territories_sector_length")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_body_territories_body_id_bodies")),
        sa.PrimaryKeyConstraint("body_id", "municipality", "sector", name=op.f("pk_body_territories")),
    )


def _firm_counts() -> None:
    op.create_table(
        "firm_counts",
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("counter", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "counter IN ('under_20', 'over_50', 'awu', 'up_to_50', 'uni_band')",
            name=op.f("ck_firm_counts_counter_known"),
        ),
        sa.CheckConstraint("hundredths BETWEEN 0 AND 100000000", name=op.f("ck_firm_counts_hundredths_range")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 200", name=op.f("ck_firm_counts_source_length")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_firm_counts_firm_id_firms")),
        sa.PrimaryKeyConstraint("firm_id", "counter", "on_day", name=op.f("pk_firm_counts")),
    )


def _firm_seats() -> None:
    op.create_table(
        "firm_seats",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=True),
        sa.Column("municipality", sa.String(length=120), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_firm_seats_id_length")),
        sa.CheckConstraint("length(municipality) BETWEEN 1 AND 120", name=op.f("ck_firm_seats_municipality_length")),
        sa.CheckConstraint("length(municipality_code) = 6", name=op.f("ck_firm_seats_municipality_code_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_firm_seats_name_length")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_firm_seats_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_seats")),
    )
    op.create_index(op.f("ix_firm_seats_firm_id"), "firm_seats", ["firm_id"], unique=False)


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("party_kind", sa.String(length=10), nullable=False),
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.CheckConstraint("party_kind IN ('firm', 'body', 'platform')", name=op.f("ck_invitations_party_kind_known")),
        sa.CheckConstraint(
            "role IN ('owner', 'collaborator', 'manager', 'staff', 'admin')", name=op.f("ck_invitations_role_known")
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR revoked_at IS NULL", name=op.f("ck_invitations_accepted_or_revoked")
        ),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_invitations_digest_length")),
        sa.CheckConstraint("length(email) BETWEEN 3 AND 254", name=op.f("ck_invitations_email_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_invitations_id_length")),
        sa.CheckConstraint("length(party_id) = 32", name=op.f("ck_invitations_party_id_length")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_invitations_made_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitations_digest")),
    )
    op.create_index(op.f("ix_invitations_party_id"), "invitations", ["party_id"], unique=False)


def _mandates() -> None:
    op.create_table(
        "mandates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("scopes", sa.String(length=120), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("given_by", sa.String(length=32), nullable=True),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_mandates_id_length")),
        sa.CheckConstraint("length(scopes) BETWEEN 4 AND 120", name=op.f("ck_mandates_scopes_length")),
        sa.CheckConstraint("to_day IS NULL OR to_day >= from_day", name=op.f("ck_mandates_ends_after_start")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_mandates_body_id_bodies")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_mandates_firm_id_firms")),
        sa.ForeignKeyConstraint(["given_by"], ["people.id"], name=op.f("fk_mandates_given_by_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mandates_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    op.create_index(op.f("ix_mandates_body_id"), "mandates", ["body_id"], unique=False)
    op.create_index(op.f("ix_mandates_firm_id"), "mandates", ["firm_id"], unique=False)


def _memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("party_kind", sa.String(length=10), nullable=False),
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("from_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("party_kind IN ('firm', 'body', 'platform')", name=op.f("ck_memberships_party_kind_known")),
        sa.CheckConstraint(
            "role IN ('owner', 'collaborator', 'manager', 'staff', 'admin')", name=op.f("ck_memberships_role_known")
        ),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= from_at", name=op.f("ck_memberships_ends_after_start")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_memberships_id_length")),
        sa.CheckConstraint("length(party_id) = 32", name=op.f("ck_memberships_party_id_length")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_memberships_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_party_id"), "memberships", ["party_id"], unique=False)
    op.create_index(op.f("ix_memberships_person_id"), "memberships", ["person_id"], unique=False)
    op.create_index(
        "uq_memberships_in_force",
        "memberships",
        ["person_id", "party_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _recovery_codes() -> None:
    op.create_table(
        "recovery_codes",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_recovery_codes_digest_length")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "digest", name=op.f("pk_recovery_codes")),
    )


def _sign_in_links() -> None:
    op.create_table(
        "sign_in_links",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("new_email", sa.String(length=254), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(purpose = 'confirm_email') = (new_email IS NOT NULL)", name=op.f("ck_sign_in_links_new_email_to_confirm")
        ),
        sa.CheckConstraint(
            "purpose IN ('sign_in', 'set_password', 'confirm_email')", name=op.f("ck_sign_in_links_purpose_known")
        ),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_sign_in_links_digest_length")),
        sa.CheckConstraint("length(new_email) BETWEEN 3 AND 254", name=op.f("ck_sign_in_links_new_email_length")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_in_links_person_id_people")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in_links")),
    )
    op.create_index(op.f("ix_sign_in_links_person_id"), "sign_in_links", ["person_id"], unique=False)


def _web_sessions() -> None:
    op.create_table(
        "web_sessions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("browser", sa.String(length=80), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("fresh_at", MOMENT, nullable=False),
        sa.Column("strong_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("length(browser) BETWEEN 1 AND 80", name=op.f("ck_web_sessions_browser_length")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_web_sessions_digest_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_web_sessions_id_length")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_web_sessions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_sessions")),
        sa.UniqueConstraint("digest", name=op.f("uq_web_sessions_digest")),
    )
    op.create_index(op.f("ix_web_sessions_person_id"), "web_sessions", ["person_id"], unique=False)


def _check_ups() -> None:
    with op.batch_alter_table("check_ups") as batch:
        batch.add_column(sa.Column("firm_id", sa.String(32), nullable=True))
        batch.create_foreign_key(op.f("fk_check_ups_firm_id_firms"), "firms", ["firm_id"], ["id"])
        batch.create_check_constraint(op.f("ck_check_ups_firm_or_guest"), "firm_id IS NULL OR guest_digest IS NULL")
    op.create_index(op.f("ix_check_ups_firm_id"), "check_ups", ["firm_id"])
    _triggers_again()


def _triggers_again() -> None:
    """SQLite rebuilt the table, and its trigger went with the old one; PostgreSQL has kept it."""
    if op.get_bind().dialect.name == "sqlite":
        append_only.refuse_deletes_unless_erased("check_ups", "id")
