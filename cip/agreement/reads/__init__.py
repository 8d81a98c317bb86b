"""The queries of the agreements; importing this makes their Kinds known to `load_for`."""

from cip.agreement.reads.adherence import (
    adherence_to,
    adherences_of,
    binding_on,
    find_adherence,
    find_proof,
    proofs_of,
)
from cip.agreement.reads.kinds import ADHERENCE

__all__ = [
    "ADHERENCE",
    "adherence_to",
    "adherences_of",
    "binding_on",
    "find_adherence",
    "find_proof",
    "proofs_of",
]
