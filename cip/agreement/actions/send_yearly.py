"""A firm sends its numbers of a year to the committee: what is under the limit stays with the firm (clause F-05)."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import func, select

from cip.agreement.actions.adherence_work import need_running
from cip.agreement.records import YearlyDataRow
from cip.agreement.yearly import Field, cells_of, impossible
from cip.database.locks import lock_words
from cip.database.work import Work
from cip.kernel.canonical import canonical_json
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError


class ImpossibleNumbersError(RefusalError):
    """A part is larger than its whole, or the year has not begun, or the firm was not joined in it."""

    def __init__(self) -> None:
        super().__init__("A number of people is larger than all people, or the firm was not joined in that year.")


def send_yearly(work: Work, adherence_id: str, year: int, numbers: Mapping[Field, int | None], *, limit: int) -> str:
    """Keep the cells of a firm's numbers for a year, as they go to the committee; the id of this sending. The numbers
    under the limit are not written down anywhere. Raises RowGoneError, WrongStateError if nobody signed the joining or
    it has ended, ImpossibleNumbersError also for a year in which it bound on no day, ValueError for an odd limit.
    """
    adherence = need_running(work, adherence_id, "send_yearly", today(work.now))
    if impossible(numbers) or year > today(work.now).year or not adherence.bound_in(year):
        raise ImpossibleNumbersError
    cells = cells_of(numbers, limit)
    lock_words(work.session, f"yearly {adherence_id}")
    y = YearlyDataRow.__table__.columns
    query = select(func.max(y.number)).where(y.adherence_id == adherence_id, y.year == year)
    row = YearlyDataRow(
        id=work.new_id(),
        adherence_id=adherence_id,
        year=year,
        number=(work.session.scalar(query) or 0) + 1,
        cells=canonical_json({field: asdict(cell) for field, cell in cells.items()}),
        sent_on=today(work.now),
        made_by=work.actor.label,
        made_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row.id
