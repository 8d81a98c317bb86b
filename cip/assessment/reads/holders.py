"""Who holds a check-up beside the browser that began it, which code resumes it, and what it follows."""

from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from cip.assessment.records import CheckUpRow, HolderRow, ResumeCodeRow

_HOLDERS = HolderRow.__table__.columns
# Built once: each request of a browser that resumed asks it.
_HOLDER = select(_HOLDERS.check_up_id).where(
    _HOLDERS.check_up_id == bindparam("check_up_id"), _HOLDERS.guest_digest == bindparam("guest_digest")
)


def is_holder(session: Session, check_up_id: str, guest_digest: str) -> bool:
    """True if the browser with this digest has resumed the check-up."""
    asked = {"check_up_id": check_up_id, "guest_digest": guest_digest}
    return session.execute(_HOLDER, asked).first() is not None


def check_up_of_code(session: Session, code_digest: str, today: date) -> str | None:
    """The check-up that the code with this digest resumes; None if there is none or its last day is over."""
    query = (
        select(CheckUpRow.id)
        .join(ResumeCodeRow, ResumeCodeRow.check_up_id == CheckUpRow.id)
        .where(
            ResumeCodeRow.digest == code_digest, or_(CheckUpRow.expires_on.is_(None), CheckUpRow.expires_on >= today)
        )
    )
    return session.scalar(query)


def has_code(session: Session, check_up_id: str) -> bool:
    """True if some code resumes the check-up, be it one made for another check-up of the same firm."""
    coded = select(ResumeCodeRow.check_up_id).where(ResumeCodeRow.check_up_id.in_(family_of(session, check_up_id)))
    return session.scalar(coded.limit(1)) is not None


def next_of(session: Session, check_up_id: str) -> str | None:
    """The check-up that follows this one, None if there is none."""
    return session.scalar(select(CheckUpRow.id).where(CheckUpRow.previous_id == check_up_id))


def family_of(session: Session, check_up_id: str) -> list[str]:
    """The ids of all check-ups of the same firm, as far as they are still there: T0 first, and what follows."""
    before: list[str] = []
    current: str | None = check_up_id
    while current is not None and (row := _previous(session, current)) is not None:
        before.insert(0, current)
        current = row[0]
    after: list[str] = []
    current = next_of(session, check_up_id)
    while current is not None:
        after.append(current)
        current = next_of(session, current)
    return before + after


def _previous(session: Session, check_up_id: str) -> tuple[str | None] | None:
    found = session.execute(select(CheckUpRow.previous_id).where(CheckUpRow.id == check_up_id)).one_or_none()
    return None if found is None else (found[0],)
