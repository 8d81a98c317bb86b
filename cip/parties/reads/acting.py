"""In whose name people act who act under a mandate."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

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
