"""In whose name people act who act under a mandate."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.parties.reads.belonging import membership_in
from cip.parties.reads.mandates import find_mandate
from cip.parties.records import BodyRow, FirmRow, MandateRow


@dataclass(frozen=True, slots=True)
class ActingBody:
    """The body that a mandate was given to."""

    body_id: str
    name: str


def bodies_of_mandates(session: Session, mandate_ids: Collection[str]) -> dict[str, ActingBody]:
    """For each of these mandates, past ones too, the body that it was given to."""
    query = select(MandateRow.id, BodyRow.id, BodyRow.name).join(BodyRow, BodyRow.id == MandateRow.body_id)
    rows = session.execute(query.where(MandateRow.id.in_(sorted(mandate_ids))))
    return {mandate_id: ActingBody(body_id, name) for mandate_id, body_id, name in rows}


def firm_names(session: Session, firm_ids: Collection[str]) -> dict[str, str]:
    """The names of firms by id."""
    rows = session.execute(select(FirmRow.id, FirmRow.name).where(FirmRow.id.in_(sorted(firm_ids))))
    return {row[0]: row[1] for row in rows}


def still_acts(session: Session, label: str, firm_id: str, on: date) -> bool:
    """Whether who an event names (`person:ID`, with `/mandate:ID` where they acted under one) may still act for a firm
    on a day: as one of its people, or under that very mandate as one of the body's.
    """
    who, _, under = label.partition("/")
    person_id = who.removeprefix("person:")
    if not under:
        return membership_in(session, person_id, firm_id) is not None
    named = find_mandate(session, under.removeprefix("mandate:"))
    if named is None or named.mandate.firm_id != firm_id or not named.mandate.in_force(on):
        return False
    in_person = named.mandate.person_id
    return in_person in (None, person_id) and membership_in(session, person_id, named.mandate.body_id) is not None
