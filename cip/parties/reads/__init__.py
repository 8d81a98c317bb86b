"""The queries of people and parties; importing this makes their Kinds known to `load_for`."""

from cip.parties.reads.kinds import BODY, FIRM, PERSON, PLATFORM
from cip.parties.reads.parties import Body, bodies_of_kind, find_body, find_firm, firm_by_tax_code, seats_of
from cip.parties.reads.people import find_person, person_by_email
from cip.parties.reads.sessions import OpenSession, mandates_of, memberships_of, open_session

__all__ = [
    "BODY",
    "FIRM",
    "PERSON",
    "PLATFORM",
    "Body",
    "OpenSession",
    "bodies_of_kind",
    "find_body",
    "find_firm",
    "find_person",
    "firm_by_tax_code",
    "mandates_of",
    "memberships_of",
    "open_session",
    "person_by_email",
    "seats_of",
]
