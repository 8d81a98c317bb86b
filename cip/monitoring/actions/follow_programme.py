"""An office begins to follow a programme of the rules, or sets the month in which its timetable begins."""

from datetime import date

from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.monitoring.reads.programmes import followed_of_body
from cip.monitoring.records import FollowedProgrammeRow


def follow_programme(work: Work, body_id: str, rule_id: str, first_month: date) -> str:
    """Follow a programme from a month on (its first day counts); the id. An office follows each once: the month of one
    that it follows already is set anew.
    """
    first_month = first_month.replace(day=1)
    # Whoever presses at the same moment waits here, and finds it followed.
    lock_words(work.session, f"programmes of {body_id}")
    known = next((one for one in followed_of_body(work.session, body_id) if one.rule_id == rule_id), None)
    if known is not None:
        lock(work.session, FollowedProgrammeRow, known.id).first_month = first_month
        work.session.flush()
        return known.id
    row = FollowedProgrammeRow(
        id=work.new_id(),
        body_id=body_id,
        rule_id=rule_id,
        first_month=first_month,
        started_at=work.now,
        started_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    return row.id
