"""Each CHECK, key and reference of the tables of firms, bodies and what hangs on them refuses what it is there for."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.database.base import Base
from cip.parties.records import (
    BodyRow,
    BodyTerritoryRow,
    FirmCountRow,
    FirmRow,
    FirmSeatRow,
    HelpRequestRow,
    InvitationRow,
    MandateRow,
    MembershipRow,
    WorkforceCountRow,
)
from tests.integration.parties.cast import NOW, Cast
from tests.integration.refusing import refused, refuses_each

DAY = date(2026, 11, 21)
NEW, NOBODY = "a" * 32, "0" * 32
D = "d" * 64
Row = type[Base]
Changes = Mapping[str, object]

# A row that every constraint lets in; {firm}, {body} and {ada} stand for those of the cast.
GOOD: Mapping[Row, Changes] = {
    FirmRow: {
        "id": NEW,
        "name": "Officina",
        "tax_code": "00000049999",
        "vat": "00000049999",
        "ateco_code": "45.20",
        "ateco_version": "2007",
        "ccnl_code": "C011",
        "created_at": NOW,
        "pseudonym": "b" * 32,
        "merged_into": "{firm}",
    },
    FirmSeatRow: {
        "id": NEW,
        "firm_id": "{firm}",
        "name": "Via Roma",
        "municipality_code": "015027",
        "municipality": "Bollate",
        "closed_on": None,
    },
    FirmCountRow: {"firm_id": "{firm}", "counter": "awu", "on_day": DAY, "hundredths": 625, "source": "bilancio"},
    BodyRow: {"id": NEW, "kind": "union", "name": "Sindacato", "tax_code": "00000049999", "created_at": NOW},
    BodyTerritoryRow: {"body_id": "{body}", "municipality": "Rho", "sector": "shop"},
    MembershipRow: {
        "id": NEW,
        "person_id": "{ada}",
        "party_kind": "body",
        "party_id": "{body}",
        "role": "staff",
        "from_at": NOW,
        "ended_at": None,
    },
    InvitationRow: {
        "id": NEW,
        "digest": D,
        "party_kind": "firm",
        "party_id": "{firm}",
        "role": "owner",
        "email": "x@example.org",
        "made_by": "{ada}",
        "made_at": NOW,
        "expires_at": NOW,
        "accepted_at": NOW,
    },
    MandateRow: {
        "id": NEW,
        "firm_id": "{firm}",
        "body_id": "{body}",
        "person_id": "{ada}",
        "scopes": "survey",
        "from_day": DAY,
        "to_day": DAY,
        "given_by": "{ada}",
        "given_at": NOW,
    },
    HelpRequestRow: {
        "id": NEW,
        "firm_id": "{firm}",
        "body_id": "{body}",
        "place": "Rho",
        "note": "n",
        "made_by": "{ada}",
        "made_at": NOW,
        "state": "refused",
        "answered_at": NOW,
        "answer": "a",
        "person_id": "{ada}",
    },
    WorkforceCountRow: {
        "firm_id": "{firm}",
        "on_day": DAY,
        "sex": "woman",
        "contract": "permanent",
        "age_band": "from_30",
        "people": 3,
    },
}

BREAKS: list[tuple[Row, str, Changes]] = [
    (FirmRow, "ck_firms_id_length", {"id": "a"}),
    (FirmRow, "ck_firms_name_length", {"name": ""}),
    (FirmRow, "ck_firms_tax_code_length", {"tax_code": "0" * 10}),
    (FirmRow, "ck_firms_vat_length", {"vat": "0" * 10}),
    (FirmRow, "ck_firms_ateco_code_length", {"ateco_code": "4"}),
    (FirmRow, "ck_firms_ateco_version_known", {"ateco_version": "1991"}),
    (FirmRow, "ck_firms_ateco_with_version", {"ateco_version": None}),
    (FirmRow, "ck_firms_ccnl_code_length", {"ccnl_code": "C01"}),
    (FirmRow, "ck_firms_pseudonym_length", {"pseudonym": "b"}),
    (FirmRow, "ck_firms_not_merged_into_itself", {"merged_into": NEW}),
    (FirmRow, "fk_firms_merged_into_firms", {"merged_into": NOBODY}),
    (FirmSeatRow, "ck_firm_seats_id_length", {"id": "a"}),
    (FirmSeatRow, "ck_firm_seats_name_length", {"name": ""}),
    (FirmSeatRow, "ck_firm_seats_municipality_code_length", {"municipality_code": "15027"}),
    (FirmSeatRow, "ck_firm_seats_municipality_length", {"municipality": ""}),
    (FirmSeatRow, "fk_firm_seats_firm_id_firms", {"firm_id": NOBODY}),
    (FirmCountRow, "ck_firm_counts_counter_known", {"counter": "heads"}),
    (FirmCountRow, "ck_firm_counts_hundredths_range", {"hundredths": -1}),
    (FirmCountRow, "ck_firm_counts_source_length", {"source": ""}),
    (FirmCountRow, "fk_firm_counts_firm_id_firms", {"firm_id": NOBODY}),
    (BodyRow, "ck_bodies_id_length", {"id": "a"}),
    (BodyRow, "ck_bodies_kind_known", {"kind": "club"}),
    (BodyRow, "ck_bodies_name_length", {"name": ""}),
    (BodyRow, "ck_bodies_tax_code_length", {"tax_code": "0"}),
    (BodyTerritoryRow, "ck_body_territories_municipality_length", {"municipality": ""}),
    (BodyTerritoryRow, "ck_body_territories_sector_length", {"sector": ""}),
    (BodyTerritoryRow, "fk_body_territories_body_id_bodies", {"body_id": NOBODY}),
    (MembershipRow, "ck_memberships_id_length", {"id": "a"}),
    (MembershipRow, "ck_memberships_party_kind_known", {"party_kind": "club"}),
    (MembershipRow, "ck_memberships_party_id_length", {"party_id": "a"}),
    (MembershipRow, "ck_memberships_role_known", {"role": "guest"}),
    (MembershipRow, "ck_memberships_ends_after_start", {"ended_at": NOW - timedelta(seconds=1)}),
    (MembershipRow, "fk_memberships_person_id_people", {"person_id": NOBODY}),
    (InvitationRow, "ck_invitations_id_length", {"id": "a"}),
    (InvitationRow, "ck_invitations_digest_length", {"digest": "d"}),
    (InvitationRow, "ck_invitations_party_kind_known", {"party_kind": "club"}),
    (InvitationRow, "ck_invitations_party_id_length", {"party_id": "a"}),
    (InvitationRow, "ck_invitations_role_known", {"role": "guest"}),
    (InvitationRow, "ck_invitations_email_length", {"email": "x@"}),
    (InvitationRow, "ck_invitations_accepted_or_revoked", {"revoked_at": NOW}),
    (InvitationRow, "fk_invitations_made_by_people", {"made_by": NOBODY}),
    (MandateRow, "ck_mandates_id_length", {"id": "a"}),
    (MandateRow, "ck_mandates_scopes_length", {"scopes": "all"}),
    (MandateRow, "ck_mandates_ends_after_start", {"to_day": DAY - timedelta(days=1)}),
    (MandateRow, "fk_mandates_firm_id_firms", {"firm_id": NOBODY}),
    (MandateRow, "fk_mandates_body_id_bodies", {"body_id": NOBODY}),
    (MandateRow, "fk_mandates_person_id_people", {"person_id": NOBODY}),
    (MandateRow, "fk_mandates_given_by_people", {"given_by": NOBODY}),
    (HelpRequestRow, "ck_help_requests_id_length", {"id": "a"}),
    (HelpRequestRow, "ck_help_requests_state_known", {"state": "lost"}),
    (HelpRequestRow, "ck_help_requests_place_length", {"place": ""}),
    (HelpRequestRow, "ck_help_requests_note_length", {"note": ""}),
    (HelpRequestRow, "ck_help_requests_answer_length", {"answer": "a" * 1_001}),
    (HelpRequestRow, "ck_help_requests_answered_has_a_moment", {"answered_at": None}),
    (HelpRequestRow, "ck_help_requests_answered_has_a_moment", {"state": "open"}),
    (HelpRequestRow, "ck_help_requests_confirmed_by_mandate", {"state": "confirmed"}),
    (HelpRequestRow, "fk_help_requests_firm_id_firms", {"firm_id": NOBODY}),
    (HelpRequestRow, "fk_help_requests_body_id_bodies", {"body_id": NOBODY}),
    (HelpRequestRow, "fk_help_requests_made_by_people", {"made_by": NOBODY}),
    (HelpRequestRow, "fk_help_requests_person_id_people", {"person_id": NOBODY}),
    (HelpRequestRow, "fk_help_requests_mandate_id_mandates", {"state": "confirmed", "mandate_id": NOBODY}),
    (WorkforceCountRow, "ck_workforce_counts_sex_known", {"sex": "x"}),
    (WorkforceCountRow, "ck_workforce_counts_contract_known", {"contract": "x"}),
    (WorkforceCountRow, "ck_workforce_counts_age_band_known", {"age_band": "x"}),
    (WorkforceCountRow, "ck_workforce_counts_people_range", {"people": 0}),
    (WorkforceCountRow, "fk_workforce_counts_firm_id_firms", {"firm_id": NOBODY}),
]

# Inserted twice, the second time with the change: the key must hold.
TWICE: list[tuple[Row, str, Changes]] = [
    (FirmRow, "pk_firms", {"tax_code": "00000059998", "pseudonym": "c" * 32}),
    (FirmRow, "uq_firms_tax_code", {"id": "c" * 32, "pseudonym": "c" * 32}),
    (FirmRow, "uq_firms_pseudonym", {"id": "c" * 32, "tax_code": "00000059998"}),
    (FirmSeatRow, "pk_firm_seats", {"name": "other"}),
    (FirmCountRow, "pk_firm_counts", {"hundredths": 1}),
    (BodyRow, "pk_bodies", {"tax_code": "00000059998"}),
    (BodyRow, "uq_bodies_tax_code", {"id": "c" * 32}),
    (BodyTerritoryRow, "pk_body_territories", {}),
    (MembershipRow, "pk_memberships", {"ended_at": NOW}),
    (InvitationRow, "pk_invitations", {"digest": "e" * 64}),
    (InvitationRow, "uq_invitations_digest", {"id": "c" * 32}),
    (MandateRow, "pk_mandates", {"scopes": "survey"}),
    (HelpRequestRow, "pk_help_requests", {"place": "other"}),
    (WorkforceCountRow, "pk_workforce_counts", {"people": 1}),
]


def insert(cast: Cast, row: Row, changes: Changes) -> None:
    known = {"{firm}": cast.firm, "{body}": cast.body, "{ada}": cast.ada}
    values = {key: known.get(value, value) if isinstance(value, str) else value for key, value in GOOD[row].items()}
    # Not through a Work: what is to be refused would be written past its session, and the audit refuses that first.
    with cast.database.engine.begin() as connection:
        connection.execute(sa.insert(row).values(**{**values, **changes}))


@pytest.mark.parametrize("row", GOOD)
def test_lets_a_good_row_in(cast: Cast, row: Row) -> None:
    insert(cast, row, {})


def test_refuses(cast: Cast, subtests: pytest.Subtests) -> None:
    refuses_each(subtests, BREAKS, lambda row, changes: insert(cast, row, changes))


@pytest.mark.parametrize(("row", "constraint", "changes"), TWICE)
def test_refuses_twice(cast: Cast, row: Row, constraint: str, changes: Changes) -> None:
    insert(cast, row, {})
    refused(constraint, lambda: insert(cast, row, changes))


def test_nobody_belongs_twice_to_a_party(cast: Cast) -> None:
    insert(cast, MembershipRow, {})
    with pytest.raises(IntegrityError):
        insert(cast, MembershipRow, {"id": "c" * 32, "role": "manager"})
    insert(cast, MembershipRow, {"id": "c" * 32, "role": "manager", "ended_at": NOW})


def test_every_constraint_is_tried() -> None:
    tried = {constraint for _row, constraint, _changes in (*BREAKS, *TWICE)}
    assert tried == {str(each.name) for row in GOOD for each in row.__table__.constraints}  # type: ignore[attr-defined]
