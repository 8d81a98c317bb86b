"""The tables of a firm's joining: itself, and what was noted on the facts of the clauses."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cip.agreement.adherence import (
    ENDED_BECAUSE,
    HIDDEN_BECAUSE,
    LONGEST_PROTOCOL,
    LONGEST_REFERENCE,
    ROUTES,
    SIGNED_KINDS,
    STATES,
)
from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of

_LIVE = text("state <> 'ended'")


class AdherenceRow(Base):
    """A firm joins one agreement (an id of the rules). What it is now stands here, how it came to be in the audit.

    `form` is what is signed, as canonical JSON under `form_sha256`: fixed before anybody signs it, gone when the draft
    changes again (`form_version` goes on counting), and never changed once it is signed.
    """

    __tablename__ = "adherences"
    __table_args__ = (
        exact_length("id", 32),
        length_between("agreement_id", 1, 80),
        one_of("state", STATES),
        length_between("started_by", 1, 80),
        one_of("route", ROUTES),
        length_between("seat_name", 1, 120),
        exact_length("seat_code", 6),
        length_between("ccnl_code", 4, 10),
        CheckConstraint("size_counted BETWEEN 0 AND 100000", name="size_range"),
        length_between("sector", 1, 40),
        length_between("other_text_matters", 1, 120),
        length_between("form", 2, 20_000),
        exact_length("form_sha256", 64),
        CheckConstraint("(form IS NULL) = (form_sha256 IS NULL)", name="form_is_whole"),
        CheckConstraint("form IS NULL OR form_version >= 1", name="form_is_counted"),
        CheckConstraint("form_version >= 0", name="form_version_counts"),
        one_of("signed_kind", SIGNED_KINDS),
        length_between("signed_name", 1, 200),
        length_between("signed_by_label", 1, 80),
        CheckConstraint(
            "(signed_on IS NULL) = (signed_kind IS NULL) AND (signed_on IS NULL) = (signed_name IS NULL)"
            " AND (signed_on IS NULL) = (signed_by_label IS NULL) AND (signed_on IS NULL) = (joined_on IS NULL)",
            name="signature_is_whole",
        ),
        CheckConstraint("signed_on IS NULL OR (form IS NOT NULL AND route IS NOT NULL)", name="signs_a_form"),
        CheckConstraint("signed_file_id IS NULL OR signed_kind = 'paper'", name="file_of_paper"),
        CheckConstraint("state IN ('draft', 'ended') OR signed_on IS NOT NULL", name="bound_is_signed"),
        CheckConstraint("state <> 'draft' OR signed_on IS NULL", name="draft_is_unsigned"),
        length_between("protocol_number", 1, LONGEST_PROTOCOL),
        CheckConstraint("(protocol_number IS NULL) = (protocol_on IS NULL)", name="protocol_is_whole"),
        CheckConstraint("state <> 'lodged' OR protocol_number IS NOT NULL", name="lodged_has_a_number"),
        length_between("lodged_by_label", 1, 80),
        CheckConstraint("(leaving_asked_on IS NULL) = (leaves_on IS NULL)", name="leaving_is_whole"),
        CheckConstraint("leaves_on >= leaving_asked_on", name="leaves_after_asking"),
        CheckConstraint("state <> 'leaving' OR leaves_on IS NOT NULL", name="leaving_has_a_day"),
        one_of("ended_because", ENDED_BECAUSE),
        CheckConstraint("(state = 'ended') = (ended_on IS NOT NULL)", name="ended_has_a_day"),
        CheckConstraint("(ended_on IS NULL) = (ended_because IS NULL)", name="ended_has_a_reason"),
        one_of("hidden_because", HIDDEN_BECAUSE),
        CheckConstraint("(hidden_on IS NULL) = (hidden_because IS NULL)", name="hidden_has_a_reason"),
        CheckConstraint("objection_accepted IS NULL OR hidden_on IS NOT NULL", name="answered_objection"),
        CheckConstraint("succeeds_id IS NULL OR succeeds_id <> id", name="succeeds_another"),
        # Once at a time: a second click joins nothing twice.
        Index(
            "uq_adherences_live",
            "firm_id",
            "agreement_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_adherences_agreement_id_state", "agreement_id", "state"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    agreement_id: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10))
    started_on: Mapped[date]
    started_by: Mapped[str] = mapped_column(String(80))
    route: Mapped[str | None] = mapped_column(String(12))
    seat_name: Mapped[str | None] = mapped_column(String(120))
    seat_code: Mapped[str | None] = mapped_column(String(6))
    ccnl_code: Mapped[str | None] = mapped_column(String(10))
    size_counted: Mapped[int | None]
    # The sector of the profile at the joining: unions work by sector, and their door reads no check-up.
    sector: Mapped[str | None] = mapped_column(String(40))
    declares_other_text: Mapped[bool | None]
    other_text_on: Mapped[date | None]
    other_text_matters: Mapped[str | None] = mapped_column(String(120))
    form: Mapped[str | None] = mapped_column(Text)
    form_sha256: Mapped[Digest | None]
    form_version: Mapped[int]
    signed_kind: Mapped[str | None] = mapped_column(String(12))
    signed_on: Mapped[date | None]
    signed_name: Mapped[str | None] = mapped_column(String(200))
    signed_by_label: Mapped[str | None] = mapped_column(String(80))
    signed_file_id: Mapped[Id | None] = mapped_column(ForeignKey("files.id"), unique=True)
    joined_on: Mapped[date | None]
    protocol_number: Mapped[str | None] = mapped_column(String(LONGEST_PROTOCOL))
    protocol_on: Mapped[date | None]
    lodged_by_label: Mapped[str | None] = mapped_column(String(80))
    committee_told_on: Mapped[date | None]
    workers_told_on: Mapped[date | None]
    leaving_asked_on: Mapped[date | None]
    leaves_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str | None] = mapped_column(String(20))
    hidden_on: Mapped[date | None]
    hidden_because: Mapped[str | None] = mapped_column(String(24))
    objection_accepted: Mapped[bool | None]
    succeeds_id: Mapped[Id | None] = mapped_column(ForeignKey("adherences.id"))


class ClauseProofRow(Base):
    """What was noted on one fact of the clauses; never edited: a newer one stands above it, and one noted by mistake is
    taken back. `seq` is their order within one joining. Never free text: a day, a number, yes or no, a paper's number.
    """

    __tablename__ = "clause_proofs"
    __table_args__ = (
        exact_length("id", 32),
        UniqueConstraint("adherence_id", "seq"),
        CheckConstraint("seq >= 1", name="seq_counts"),
        length_between("fact_id", 1, 80),
        CheckConstraint(
            "(CASE WHEN day IS NULL THEN 0 ELSE 1 END) + (CASE WHEN number IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN yes_no IS NULL THEN 0 ELSE 1 END) + (CASE WHEN stated_no THEN 1 ELSE 0 END) = 1",
            name="says_one_thing",
        ),
        CheckConstraint("number BETWEEN -1000000000 AND 1000000000", name="number_range"),
        length_between("reference", 1, LONGEST_REFERENCE),
        length_between("noted_by", 1, 80),
        CheckConstraint("file_id IS NULL OR NOT seen", name="file_or_seen"),
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_whole"),
        length_between("withdrawn_by", 1, 80),
        Index("ix_clause_proofs_adherence_id_fact_id", "adherence_id", "fact_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    adherence_id: Mapped[Id] = mapped_column(ForeignKey("adherences.id"))
    seq: Mapped[int]
    fact_id: Mapped[str] = mapped_column(String(80))
    day: Mapped[date | None]
    number: Mapped[int | None]
    yes_no: Mapped[bool | None]
    stated_no: Mapped[bool]
    reference: Mapped[str | None] = mapped_column(String(LONGEST_REFERENCE))
    noted_on: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(80))
    file_id: Mapped[Id | None] = mapped_column(ForeignKey("files.id"), unique=True)
    seen: Mapped[bool]
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[str | None] = mapped_column(String(80))
