"""The tables of the agreements."""

from cip.agreement.records.adherence import AdherenceRow, ClauseProofRow
from cip.agreement.records.attestations import AttestationRow, ClauseMarkRow, RecheckRow, SightingRow, UnionVisitRow
from cip.agreement.records.committee import (
    AgreementNoteRow,
    AgreementPartyRow,
    CommitteeBodyRow,
    CommitteeMeetingRow,
    CommitteeQuestionRow,
    CommitteeReviewRow,
    CommitteeSeatRow,
    DisputeRow,
    DisputeStepRow,
    ReviewedClauseRow,
    YearlyDataRow,
)

__all__ = [
    "AdherenceRow",
    "AgreementNoteRow",
    "AgreementPartyRow",
    "AttestationRow",
    "ClauseMarkRow",
    "ClauseProofRow",
    "CommitteeBodyRow",
    "CommitteeMeetingRow",
    "CommitteeQuestionRow",
    "CommitteeReviewRow",
    "CommitteeSeatRow",
    "DisputeRow",
    "DisputeStepRow",
    "RecheckRow",
    "ReviewedClauseRow",
    "SightingRow",
    "UnionVisitRow",
    "YearlyDataRow",
]
