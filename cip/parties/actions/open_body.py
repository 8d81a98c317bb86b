"""A body begins to take part, says where it works, and takes part no more."""

from collections.abc import Iterable

from sqlalchemy import select

from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.kernel.errors import RefusalError
from cip.parties.actions.ask_for_help import end_requests
from cip.parties.actions.end_sessions import end_sessions
from cip.parties.actions.holding import hold_members
from cip.parties.actions.revoke_mandate import revoke_mandate
from cip.parties.records import BodyRow, BodyTerritoryRow, MandateRow
from cip.parties.standing import BODY_KINDS, BodyKind

MOST_TERRITORIES = 400


class BodyKnownError(RefusalError):
    """A body with this tax code takes part already."""

    def __init__(self) -> None:
        super().__init__("A body with this tax code takes part already.")


class TooManyTerritoriesError(RefusalError):
    """More territories than a body of this province could have."""

    def __init__(self) -> None:
        super().__init__(f"A body has at most {MOST_TERRITORIES} territories here.")


def open_body(work: Work, kind: BodyKind, name: str, *, tax_code: str | None = None) -> str:
    """Let a body take part; its id. Raises BodyKnownError, ValueError for a kind that is none."""
    if kind not in BODY_KINDS:
        raise ValueError(f"{kind} is no kind of body")
    if tax_code is not None:
        lock_words(work.session, f"body {tax_code}")
        if work.session.scalar(select(BodyRow.id).where(BodyRow.tax_code == tax_code)) is not None:
            raise BodyKnownError
    row = BodyRow(id=work.new_id(), kind=kind, name=name, tax_code=tax_code, created_at=work.now)
    work.session.add(row)
    work.session.flush()
    return row.id


def set_territories(work: Work, body_id: str, territories: Iterable[tuple[str, str]]) -> None:
    """Write where a body works: pairs of a municipality's name and a sector, either of them `*` for all; what is not
    among them goes. Raises TooManyTerritoriesError, RowGoneError.
    """
    wanted = set(territories)
    if len(wanted) > MOST_TERRITORIES:
        raise TooManyTerritoriesError
    lock(work.session, BodyRow, body_id)
    held = work.session.scalars(select(BodyTerritoryRow).where(BodyTerritoryRow.body_id == body_id)).all()
    for row in held:
        if (row.municipality, row.sector) not in wanted:
            work.session.delete(row)
    there = {(row.municipality, row.sector) for row in held}
    for municipality, sector in sorted(wanted - there):
        work.session.add(BodyTerritoryRow(body_id=body_id, municipality=municipality, sector=sector))
    work.session.flush()


def close_body(work: Work, body_id: str) -> None:
    """Let a body take part no more: its mandates end, who works for it is signed out and may do nothing there, and
    requests that wait for it are refused. Nothing that was done goes. Raises RowGoneError,
    JoinedMeanwhileError.
    """
    people = hold_members(work, body_id)
    row = lock(work.session, BodyRow, body_id)
    if row.closed_at is not None:
        return
    row.closed_at = work.now
    work.session.flush()
    m = MandateRow.__table__.columns
    in_force = select(m.id).where(m.body_id == body_id, m.revoked_at.is_(None)).order_by(m.id)
    for mandate_id in work.session.scalars(in_force).all():
        revoke_mandate(work, mandate_id)
    end_requests(work, "refused", body_id=body_id)
    for person_id in people:
        end_sessions(work, person_id)
    work.session.flush()
