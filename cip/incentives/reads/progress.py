"""What awards have shown for their balance: report, meeting, use."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from cip.incentives.progress import Progress
from cip.incentives.reads.awards import awards_by_id
from cip.incentives.reads.expenses import reports_of
from cip.incentives.reads.kept_time import uses_of
from cip.incentives.reads.monitoring_meetings import meetings_that_count


def progress_of(session: Session, award_ids: Collection[str], on: date) -> dict[str, Progress]:
    """How far each of these awards is on a day. Proved use is that of the measure that was used least: None where one
    is not known.
    """
    reports, meetings = reports_of(session, award_ids), meetings_that_count(session, award_ids)
    uses = uses_of(session, awards_by_id(session, award_ids).values(), on)
    found = {}
    for award_id in award_ids:
        report, meeting, used = reports.get(award_id), meetings.get(award_id), uses[award_id]
        known = bool(used) and all(one.today != "unknown" for one in used)
        settled = report is not None and report.settled
        found[award_id] = Progress(
            report="none" if report is None else "accepted" if settled else "open",
            accepted_cents=report.accepted_cents if report is not None and settled else None,
            met_on=meeting.on_day if meeting is not None and meeting.held else None,
            use_months=min(one.months_proved(on) for one in used) if known else None,
        )
    return found
