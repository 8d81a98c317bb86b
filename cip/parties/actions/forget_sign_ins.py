"""What signing in has left behind goes when it is of no use."""

from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select

from cip.database.work import Session, Work
from cip.parties.records import SignInLinkRow, WebSessionRow
from cip.parties.timeouts import OF_FIRMS

# Ended sessions stay in the list of their person's own data for a while, so that a stranger's visit can be seen.
KEPT = timedelta(days=30)
AT_ONCE = 200


def anything_to_forget(session: Session, now: datetime) -> bool:
    """Whether `forget_sign_ins` would find something."""
    return session.scalar(_old_links(now).limit(1)) is not None or session.scalar(_old(now).limit(1)) is not None


def forget_sign_ins(work: Work) -> int:
    """Remove links that are over since a day and sessions that are over since thirty days; how many, at most some
    hundreds at once.
    """
    rows: list[SignInLinkRow | WebSessionRow] = list(work.session.scalars(_old_links(work.now).limit(AT_ONCE)))
    rows += work.session.scalars(_old(work.now).limit(AT_ONCE))
    for row in rows:
        work.session.delete(row)
    work.session.flush()
    return len(rows)


def _old_links(now: datetime) -> Select[SignInLinkRow]:
    return select(SignInLinkRow).where(SignInLinkRow.__table__.c.expires_at < now - timedelta(days=1))


def _old(now: datetime) -> Select[WebSessionRow]:
    w = WebSessionRow.__table__.columns
    return select(WebSessionRow).where(or_(w.ended_at < now - KEPT, w.made_at < now - OF_FIRMS.absolute - KEPT))
