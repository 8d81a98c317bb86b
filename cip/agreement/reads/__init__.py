"""The queries of the agreements; importing this makes their Kinds known to `load_for`."""

from cip.agreement.reads.adherence import (
    adherence_to,
    adherences_of,
    binding,
    binding_on,
    count_joined,
    ended_before,
    find_adherence,
    joined_firms,
    joining_of_digest,
    proofs_of,
)
from cip.agreement.reads.committee_kinds import (
    COMMITTEE,
    COMMITTEE_MATTER,
    COMMITTEE_QUESTION,
    DISPUTE,
    MEMBER_FIRM,
    OWN_DISPUTE,
)
from cip.agreement.reads.kinds import ADHERENCE

__all__ = [
    "ADHERENCE",
    "COMMITTEE",
    "COMMITTEE_MATTER",
    "COMMITTEE_QUESTION",
    "DISPUTE",
    "MEMBER_FIRM",
    "OWN_DISPUTE",
    "adherence_to",
    "adherences_of",
    "binding",
    "binding_on",
    "count_joined",
    "ended_before",
    "find_adherence",
    "joined_firms",
    "joining_of_digest",
    "proofs_of",
]
