"""What still stands in the way of closing an award."""

from datetime import date

from sqlalchemy.orm import Session

from cip.incentives.awards import StoredAward
from cip.incentives.closing import Closing, in_the_way_of_closing
from cip.incentives.money import total
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.expenses import report_of
from cip.incentives.reads.kept_time import use_of
from cip.incentives.reads.money import shares_of
from cip.incentives.reads.recoveries import breaches_of_award
from cip.incentives.reads.tranches import tranches_of
from cip.kernel.texts import Reason


def why_not_closed(session: Session, award: StoredAward, on: date) -> tuple[Reason, ...]:
    """Why an award cannot be closed on a day, each reason; nothing where it can."""
    rules = pack_of_call(session, call_of(session, award.call_id)).call.tranches
    known = not isinstance(rules, str)
    shares, report = shares_of(session, [award.id])[award.id], report_of(session, award.id)
    breaches = breaches_of_award(session, award.id)
    return in_the_way_of_closing(
        Closing(
            state=award.state,
            on=on,
            parts=tranches_of(session, award.id, on) if known else None,
            left=total(shares, "committed", "due"),
            owed=total(shares, "owed", "interest"),
            asks_report=any("report_accepted" in one.asks for one in rules if not isinstance(one, str)),
            report_settled=report is not None and report.settled,
            open_breach=any(one.open for one in breaches),
            breaches=len(breaches),
            measures=use_of(session, award.id, on),
        )
    )
