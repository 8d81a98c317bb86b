"""One firm takes another one over: its people move, its mandates and invitations end, and it points on."""

from sqlalchemy import select

from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.errors import RefusalError
from cip.parties.actions.ask_for_help import end_requests
from cip.parties.actions.end_sessions import end_sessions
from cip.parties.actions.holding import hold_members
from cip.parties.actions.revoke_mandate import revoke_mandate
from cip.parties.reads.belonging import heads_of, membership_in
from cip.parties.records import FirmRow, FirmSeatRow, InvitationRow, MandateRow, MembershipRow, WorkforceCountRow


class CannotMergeError(RefusalError, ValueError):
    """A firm cannot be merged with itself, nor one that was taken over or closed already."""

    def __init__(self) -> None:
        super().__init__("These two firms cannot be merged: one is closed, or both are the same.")


def merge_parties(work: Work, gone_id: str, stays_id: str) -> None:
    """Let the firm `stays_id` take over `gone_id`. What hangs on the firm in higher features moves by their own action
    (`cip.assessment.actions.merge_firms`, which calls this one).

    People of the one that goes become collaborators of the one that stays, unless they belong to it already: who
    answers for that firm does not change by a merger, unless nobody does yet. Seats move. Mandates end, because they
    were given for a firm that is no more; so do open invitations and requests for help. Everybody of the firm that
    goes is signed out.

    What the firm that goes said of its size (`firm_counts`) stays with it: a number of people on a day belongs to one
    tax code, and no law adds two of them up for days before the merger; the one that stays counts anew. Its tables of
    people by sex, contract and age go: they were for its own pages, which nobody opens any more, and one box can be one
    person.

    Raises CannotMergeError, RowGoneError, JoinedMeanwhileError.
    """
    hold_members(work, gone_id, beside=[stays_id])
    # In the order of ids: two mergers of the same firms, one in each direction, never wait for each other.
    rows = {firm_id: lock(work.session, FirmRow, firm_id) for firm_id in sorted({gone_id, stays_id})}
    if len(rows) < 2 or any(row.closed_at is not None for row in rows.values()):
        raise CannotMergeError
    gone = rows[gone_id]
    gone.merged_into, gone.closed_at = stays_id, work.now
    work.session.flush()
    _end_what_waits(work, gone_id)
    _move_people(work, gone_id, stays_id)
    for seat in work.session.scalars(select(FirmSeatRow).where(FirmSeatRow.firm_id == gone_id)):
        seat.firm_id = stays_id
    for table in work.session.scalars(select(WorkforceCountRow).where(WorkforceCountRow.firm_id == gone_id)):
        work.session.delete(table)
    # Firms that this one took over earlier point on to where it is now.
    for earlier in work.session.scalars(select(FirmRow).where(FirmRow.merged_into == gone_id)):
        earlier.merged_into = stays_id
    work.session.flush()


def _end_what_waits(work: Work, gone_id: str) -> None:
    m, i = MandateRow.__table__.columns, InvitationRow.__table__.columns
    in_force = select(m.id).where(m.firm_id == gone_id, m.revoked_at.is_(None)).order_by(m.id)
    for mandate_id in work.session.scalars(in_force).all():
        revoke_mandate(work, mandate_id)
    open_ones = select(InvitationRow).where(i.party_id == gone_id, i.accepted_at.is_(None), i.revoked_at.is_(None))
    for invitation in work.session.scalars(open_ones):
        invitation.revoked_at = work.now
    work.session.flush()
    end_requests(work, "withdrawn", firm_id=gone_id)


def _move_people(work: Work, gone_id: str, stays_id: str) -> None:
    headless = not heads_of(work.session, "firm", stays_id)
    m = MembershipRow.__table__.columns
    query = select(MembershipRow).where(m.party_id == gone_id, m.ended_at.is_(None)).order_by(m.from_at, m.id)
    for row in work.session.scalars(query).all():
        row.ended_at = work.now
        work.session.flush()
        if membership_in(work.session, row.person_id, stays_id) is None:
            work.session.add(
                MembershipRow(
                    id=work.new_id(),
                    person_id=row.person_id,
                    party_kind="firm",
                    party_id=stays_id,
                    role=row.role if headless else "collaborator",
                    from_at=work.now,
                )
            )
        end_sessions(work, row.person_id)
