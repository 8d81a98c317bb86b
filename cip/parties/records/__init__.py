"""The tables of people and parties; imported by the reads and actions of this package, and by migrations."""

from cip.parties.records.parties import (
    BodyRow,
    BodyTerritoryRow,
    FirmCountRow,
    FirmRow,
    FirmSeatRow,
    InvitationRow,
    MandateRow,
    MembershipRow,
)
from cip.parties.records.people import PersonRow, RecoveryCodeRow, SignInLinkRow, WebSessionRow
from cip.parties.records.seeking import HelpRequestRow, WorkforceCountRow

__all__ = [
    "BodyRow",
    "BodyTerritoryRow",
    "FirmCountRow",
    "FirmRow",
    "FirmSeatRow",
    "HelpRequestRow",
    "InvitationRow",
    "MandateRow",
    "MembershipRow",
    "PersonRow",
    "RecoveryCodeRow",
    "SignInLinkRow",
    "WebSessionRow",
    "WorkforceCountRow",
]
