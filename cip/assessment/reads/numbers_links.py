"""Links for the numbers of a check-up."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.assessment.numbers import NumbersLink
from cip.assessment.records import NumbersLinkRow

_ALL = select(*NumbersLinkRow.__table__.columns)


def find_numbers_link(session: Session, link_id: str) -> NumbersLink | None:
    """The link with this id. Tells nothing about who may use it: that is `load_for`."""
    row = session.execute(_ALL.where(NumbersLinkRow.id == link_id)).one_or_none()
    return None if row is None else NumbersLink(**row._mapping)


def numbers_link_of(session: Session, digest: str) -> NumbersLink | None:
    """The link whose secret has this digest, None if there is none."""
    row = session.execute(_ALL.where(NumbersLinkRow.digest == digest)).one_or_none()
    return None if row is None else NumbersLink(**row._mapping)


def numbers_links_of(session: Session, check_up_id: str) -> list[NumbersLink]:
    """All links of a check-up, newest first."""
    query = _ALL.where(NumbersLinkRow.check_up_id == check_up_id)
    rows = session.execute(query.order_by(NumbersLinkRow.made_at.desc(), NumbersLinkRow.id))
    return [NumbersLink(**row._mapping) for row in rows]
