"""The office notes what it saw proved of an indicator of a first award, for a premium."""

from datetime import date

from sqlalchemy import func, select

from cip.database.work import Work
from cip.incentives.actions.check_award import hold_award
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.premium import LONGEST_PROOF, NOTED, NotedIndicator
from cip.incentives.records import PremiumNoteRow
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError

MOST_WORKERS = 100_000


class NoProofSaidError(RefusalError, ValueError):
    """Who notes an indicator names the document, a day that is not to come, and a value that can be."""

    def __init__(self) -> None:
        super().__init__("Name the document, the day on which it was seen, and the number.")


def prove_indicator(
    work: Work, award_id: str, indicator: NotedIndicator, value: int, *, document: str, seen_on: date
) -> None:
    """Note an indicator of a held award: a number of people, or 1 or 0 for yes or no; what was noted before stays.

    Raises WrongAwardStateError, NoProofSaidError, LookupError.
    """
    award = hold_award(work, award_id)
    if not award.held:
        raise WrongAwardStateError
    most = MOST_WORKERS if indicator == "award.workers_reached" else 1
    named = document.strip()
    fits = indicator in NOTED and 0 <= value <= most and 1 <= len(named) <= LONGEST_PROOF
    if not fits or seen_on > today(work.now):
        raise NoProofSaidError
    last = work.session.scalar(select(func.max(PremiumNoteRow.seq)).where(PremiumNoteRow.award_id == award_id)) or 0
    row = PremiumNoteRow(
        award_id=award_id,
        seq=last + 1,
        indicator=indicator,
        value=value,
        document=named,
        seen_on=seen_on,
        at=work.now,
        by_label=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
