"""What the tests of the audit share: rows to write, works to write them in, what the audit then says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from cip.database.audit.faults import audit_faults
from cip.database.audit.rows import AuditEntryRow
from cip.database.audit.sealing import seal
from cip.database.engine import Database
from cip.database.work import Work, open_reading, open_work
from cip.parties.records import BodyRow, FirmCountRow, FirmRow, MandateRow, MembershipRow, PersonRow

NOW = datetime(2026, 11, 21, 9, 30, 15, 123456, tzinfo=UTC)
PERSON, MANDATE = "a" * 32, "b" * 32


@dataclass(frozen=True)
class Somebody:
    """Who does a work."""

    label: str = f"person:{PERSON}/mandate:{MANDATE}"


def working(database: Database, act: str = "test.write") -> Any:
    """A Work of somebody under a mandate."""
    return open_work(database, actor=Somebody(), now=NOW, act=act)


def person(number: int, **changes: object) -> PersonRow:
    """Somebody with an account."""
    values: dict[str, object] = {
        "id": f"{number:032x}",
        "email": f"ada.{number}@example.org",
        "name": f"Ada Esempio {number}",
        "language": "it",
        "created_at": NOW,
        "sessions_since": NOW,
    }
    return PersonRow(**{**values, **changes})


def body(number: int) -> BodyRow:
    """A body."""
    return BodyRow(id=f"{number:032x}", kind="union", name=f"Ente di prova {number}", created_at=NOW)


def firm(number: int) -> FirmRow:
    """A firm."""
    return FirmRow(
        id=f"{number:032x}",
        name=f"Ditta di prova {number}",
        tax_code=f"9{number:010d}",
        created_at=NOW,
        pseudonym=f"{number + 7:032x}",
    )


def count_of(number: int) -> FirmCountRow:
    """How many people a firm has, on a day: a key of three columns."""
    return FirmCountRow(
        firm_id=f"{number:032x}", counter="awu", on_day=date(2026, 1, 1), hundredths=700, source="owner"
    )


def fill(database: Database) -> None:
    """Rows in six tables, of which some were changed and one removed again."""
    with working(database) as work:
        work.session.add_all(person(number) for number in range(4))
        work.session.add_all(each(number) for each in (body, firm) for number in range(2))
        work.session.flush()
        work.session.add(count_of(0))
        work.session.add(_membership(1))
        work.session.add(_mandate())
    with working(database) as work:
        for number in range(2):
            person_in(work, number).name = "Ada Mutata"
        work.session.delete(work.session.get(PersonRow, f"{3:032x}"))


def _membership(number: int) -> MembershipRow:
    return MembershipRow(
        id=f"{number:032x}", person_id=f"{0:032x}", party_kind="firm", party_id=f"{0:032x}", role="owner", from_at=NOW
    )


def _mandate() -> MandateRow:
    return MandateRow(
        id="c" * 32,
        firm_id=f"{0:032x}",
        body_id=f"{0:032x}",
        scopes="check_up",
        from_day=date(2026, 1, 1),
        to_day=date(2026, 12, 31),
        given_at=NOW + timedelta(seconds=1),
    )


def entries(database: Database) -> list[Mapping[str, Any]]:
    """What the audit says, by number."""
    with open_reading(database) as session:
        table = AuditEntryRow.__table__
        return [dict(row) for row in session.execute(sa.select(table).order_by(table.c.number)).mappings()]


def sealed(database: Database, at_most: int = 1_000) -> int:
    """Seal what waits."""
    with working(database, "seal") as work:
        return seal(work, at_most)


def faults(database: Database) -> list[str]:
    """What is wrong, in sentences."""
    with open_reading(database) as session:
        return [str(fault) for fault in audit_faults(session)]


def found(session: Session) -> list[tuple[str, str]]:
    """What is wrong in an open session: names and sentences."""
    return [(fault.name, fault.problem) for fault in audit_faults(session)]


def person_in(work: Work, number: int) -> PersonRow:
    """Somebody who is there."""
    row = work.session.get(PersonRow, f"{number:032x}")
    assert row is not None
    return row
