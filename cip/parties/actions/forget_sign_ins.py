"""What signing in has left behind goes when it is of no use."""

from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select

from cip.database.locks import find_and_lock
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
    # Sessions before links, one after the other: in this order a change of password takes them.
    return _forget(work, WebSessionRow, _old(work.now)) + _forget(work, SignInLinkRow, _old_links(work.now))


def _forget(work: Work, model: type[SignInLinkRow] | type[WebSessionRow], old: Select[str]) -> int:
    gone = 0
    for key in work.session.scalars(old.limit(AT_ONCE)).all():
        row = find_and_lock(work.session, model, key)
        if row is not None:
            work.session.delete(row)
            gone += 1
    work.session.flush()
    return gone


def _old_links(now: datetime) -> Select[str]:
    n = SignInLinkRow.__table__.columns
    return select(n.digest).where(n.expires_at < now - timedelta(days=1)).order_by(n.digest)


def _old(now: datetime) -> Select[str]:
    w = WebSessionRow.__table__.columns
    return select(w.id).where(or_(w.ended_at < now - KEPT, w.made_at < now - OF_FIRMS.absolute - KEPT)).order_by(w.id)
