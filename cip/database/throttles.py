"""How often something may be tried: counted in the database, so that all processes count together and none forgets."""

from datetime import datetime

from sqlalchemy import CheckConstraint, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, exact_length
from cip.database.work import Work


class ThrottleRow(Base):
    """How often `key` was tried; of no use after `ends_at`. The key is a digest: it names nobody."""

    __tablename__ = "throttles"
    __table_args__ = (exact_length("key", 64), CheckConstraint("count >= 1", name="count_counts"))

    key: Mapped[Digest] = mapped_column(primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


def count_try(work: Work, key: str, most: int, ends_at: datetime) -> bool:
    """Count one more try under `key` (64 characters; whoever makes it puts the stretch of time into it); False, and
    nothing counted, if it would be more than `most`. The row goes after `ends_at`.

    One statement decides, so that of two tries at once both are counted, in whichever process they run.
    """
    kind = postgresql if work.session.get_bind().dialect.name == "postgresql" else sqlite
    first = kind.insert(ThrottleRow).values(key=key, count=1, ends_at=ends_at)
    once_more = first.on_conflict_do_update(
        index_elements=[ThrottleRow.key], set_={"count": ThrottleRow.count + 1}, where=ThrottleRow.count < most
    )
    return work.session.scalar(once_more.returning(ThrottleRow.count)) is not None


def give_back_try(work: Work, key: str) -> None:
    """Take one try under `key` back: it was right, and only wrong ones count."""
    table = ThrottleRow.__table__
    work.session.execute(delete(ThrottleRow).where(table.c.key == key, table.c.count == 1))
    work.session.execute(update(ThrottleRow).where(table.c.key == key).values(count=table.c.count - 1))


def forget_tries(work: Work) -> None:
    """Remove what is over, so that no list of visitors grows."""
    work.session.execute(delete(ThrottleRow).where(ThrottleRow.ends_at <= work.now))
