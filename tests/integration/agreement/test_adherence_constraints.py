"""Each CHECK, key and reference of adherences and proofs refuses what it is there to refuse."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.database.base import Base
from tests.integration.agreement.joiners import DAY, Joiners
from tests.integration.parties.cast import NOW
from tests.integration.refusing import refuses_each

DRAFT: Mapping[str, object] = {
    "id": "a" * 32,
    "agreement_id": "now",
    "state": "draft",
    "started_on": DAY,
    "started_by": "system",
    "form_version": 0,
}
FORM = {"form": "{}", "form_sha256": "d" * 64, "form_version": 1}
SIGNED = {
    **FORM,
    "state": "signed",
    "route": "membership",
    "signed_kind": "in_system",
    "signed_on": DAY,
    "signed_name": "Ada",
    "signed_by_label": "person:x",
    "joined_on": DAY,
}
LODGED = {**SIGNED, "state": "lodged", "protocol_number": "1", "protocol_on": DAY}
LEAVING = {**SIGNED, "state": "leaving", "leaving_asked_on": DAY, "leaves_on": DAY}
ENDED = {"state": "ended", "ended_on": DAY, "ended_because": "given_up"}
PROOF: Mapping[str, object] = {
    "id": "p" * 32,
    "adherence_id": "a" * 32,
    "seq": 1,
    "fact_id": "hours",
    "number": 3,
    "stated_no": False,
    "noted_on": DAY,
    "noted_at": NOW,
    "noted_by": "system",
    "seen": False,
}
ADHERENCES: list[tuple[str, Mapping[str, object]]] = [
    ("ck_adherences_id_length", {"id": "a"}),
    ("ck_adherences_agreement_id_length", {"agreement_id": ""}),
    ("ck_adherences_state_known", {**SIGNED, "state": "odd"}),
    ("ck_adherences_started_by_length", {"started_by": ""}),
    ("ck_adherences_route_known", {"route": "odd"}),
    ("ck_adherences_seat_name_length", {"seat_name": ""}),
    ("ck_adherences_seat_code_length", {"seat_code": "1"}),
    ("ck_adherences_ccnl_code_length", {"ccnl_code": "1"}),
    ("ck_adherences_size_range", {"size_counted": -1}),
    ("ck_adherences_sector_length", {"sector": ""}),
    ("ck_adherences_other_text_matters_length", {"other_text_matters": ""}),
    ("ck_adherences_form_length", {**FORM, "form": "x"}),
    ("ck_adherences_form_sha256_length", {**FORM, "form_sha256": "d"}),
    ("ck_adherences_form_is_whole", {**FORM, "form_sha256": None}),
    ("ck_adherences_form_is_counted", {**FORM, "form_version": 0}),
    ("ck_adherences_form_version_counts", {"form_version": -1}),
    ("ck_adherences_signed_kind_known", {**SIGNED, "signed_kind": "odd"}),
    ("ck_adherences_signed_name_length", {**SIGNED, "signed_name": ""}),
    ("ck_adherences_signed_by_label_length", {**SIGNED, "signed_by_label": ""}),
    ("ck_adherences_signature_is_whole", {**SIGNED, "joined_on": None}),
    ("ck_adherences_signs_a_form", {**SIGNED, "form": None, "form_sha256": None}),
    ("ck_adherences_bound_is_signed", {"state": "signed"}),
    ("ck_adherences_draft_is_unsigned", {**SIGNED, "state": "draft"}),
    ("ck_adherences_protocol_number_length", {**LODGED, "protocol_number": ""}),
    ("ck_adherences_protocol_is_whole", {**LODGED, "protocol_on": None}),
    ("ck_adherences_lodged_has_a_number", {**LODGED, "protocol_number": None, "protocol_on": None}),
    ("ck_adherences_lodged_by_label_length", {**LODGED, "lodged_by_label": ""}),
    ("ck_adherences_leaving_is_whole", {**LEAVING, "leaving_asked_on": None}),
    ("ck_adherences_leaves_after_asking", {**LEAVING, "leaves_on": DAY - timedelta(days=1)}),
    ("ck_adherences_leaving_has_a_day", {**SIGNED, "state": "leaving"}),
    ("ck_adherences_ended_because_known", {**ENDED, "ended_because": "odd"}),
    ("ck_adherences_ended_has_a_day", {"state": "ended"}),
    ("ck_adherences_ended_has_a_reason", {**ENDED, "ended_because": None}),
    ("ck_adherences_hidden_because_known", {"hidden_on": DAY, "hidden_because": "odd"}),
    ("ck_adherences_hidden_has_a_reason", {"hidden_on": DAY}),
    ("ck_adherences_answered_objection", {"objection_accepted": True}),
    ("ck_adherences_succeeds_another", {"succeeds_id": "a" * 32}),
    ("fk_adherences_firm_id_firms", {"firm_id": "0" * 32}),
    ("fk_adherences_succeeds_id_adherences", {"succeeds_id": "0" * 32}),
    ("fk_adherences_signed_file_id_files", {**SIGNED, "signed_kind": "paper", "signed_file_id": "0" * 32}),
    ("ck_adherences_file_of_paper", {**SIGNED, "signed_file_id": "0" * 32}),
]
PROOFS: list[tuple[str, Mapping[str, object]]] = [
    ("ck_clause_proofs_seq_counts", {"seq": 0}),
    ("ck_clause_proofs_fact_id_length", {"fact_id": ""}),
    ("ck_clause_proofs_says_one_thing", {"number": None}),
    ("ck_clause_proofs_says_one_thing", {"yes_no": True}),
    ("ck_clause_proofs_says_one_thing", {"day": DAY}),
    ("ck_clause_proofs_says_one_thing", {"stated_no": True}),
    ("ck_clause_proofs_number_range", {"number": 1_500_000_000}),
    ("ck_clause_proofs_reference_length", {"reference": ""}),
    ("ck_clause_proofs_noted_by_length", {"noted_by": ""}),
    ("ck_clause_proofs_file_or_seen", {"file_id": "0" * 32, "seen": True}),
    ("ck_clause_proofs_withdrawn_whole", {"withdrawn_on": DAY}),
    ("ck_clause_proofs_withdrawn_by_length", {"withdrawn_on": DAY, "withdrawn_by": ""}),
    ("ck_clause_proofs_id_length", {"id": "p"}),
    ("fk_clause_proofs_adherence_id_adherences", {"adherence_id": "0" * 32}),
    ("fk_clause_proofs_file_id_files", {"file_id": "0" * 32}),
]


def insert(joiners: Joiners, table: str, values: Mapping[str, object]) -> None:
    # Past the Work, which audits: here the database alone decides.
    with joiners.cast.database.engine.begin() as connection:
        connection.execute(sa.insert(Base.metadata.tables[table]).values(**values))


def test_odd_adherences_are_refused(joiners: Joiners, subtests: pytest.Subtests) -> None:
    good = {**DRAFT, "firm_id": joiners.firm}
    breaks = [("adherences", *one) for one in ADHERENCES]
    refuses_each(subtests, breaks, lambda table, changes: insert(joiners, table, {**good, **changes}))


@pytest.mark.parametrize("good", [{}, FORM, SIGNED, LODGED, LEAVING, ENDED])
def test_good_adherences_are_taken(joiners: Joiners, good: Mapping[str, object]) -> None:
    insert(joiners, "adherences", {**DRAFT, "firm_id": joiners.firm, **good})


def test_odd_proofs_are_refused(joiners: Joiners, subtests: pytest.Subtests) -> None:
    insert(joiners, "adherences", {**DRAFT, "firm_id": joiners.firm})
    breaks = [("clause_proofs", *one) for one in PROOFS]
    refuses_each(subtests, breaks, lambda table, changes: insert(joiners, table, {**PROOF, **changes}))


def test_each_note_has_its_own_place(joiners: Joiners) -> None:
    insert(joiners, "adherences", {**DRAFT, "firm_id": joiners.firm})
    insert(joiners, "clause_proofs", PROOF)
    with pytest.raises(IntegrityError):
        insert(joiners, "clause_proofs", {**PROOF, "id": "q" * 32})


def test_a_firm_is_in_an_agreement_once_at_a_time(joiners: Joiners) -> None:
    insert(joiners, "adherences", {**DRAFT, "firm_id": joiners.firm, **ENDED})
    insert(joiners, "adherences", {**DRAFT, "id": "b" * 32, "firm_id": joiners.firm})
    with pytest.raises(IntegrityError):
        insert(joiners, "adherences", {**DRAFT, "id": "c" * 32, "firm_id": joiners.firm})
    insert(joiners, "adherences", {**DRAFT, "id": "c" * 32, "firm_id": joiners.firm, "agreement_id": "other"})
