"""A firm begins to apply to a call; one application a firm and call."""

from cip.database.locks import lock_words
from cip.database.work import Work
from cip.incentives.actions.application_work import hold_call_taking
from cip.incentives.prefill import Known
from cip.incentives.reads.applications import application_to
from cip.incentives.records import ApplicationRow


def start_application(work: Work, call_id: str, firm_id: str, known: Known) -> str:
    """Begin to apply; the id of the application, of the one that is there already where there is one. `known` is what
    the system knows of the firm for this call; it is named in the application and read again whenever it is shown.

    Raises RowGoneError, NotTakenError.
    """
    hold_call_taking(work, call_id)
    # Two who begin at once: the second finds what the first began.
    lock_words(work.session, f"application {call_id} {firm_id}")
    there = application_to(work.session, call_id, firm_id)
    if there is not None:
        return there.id
    row = ApplicationRow(
        id=work.new_id(),
        call_id=call_id,
        firm_id=firm_id,
        state="draft",
        version=1,
        answers="{}",
        started_at=work.now,
        started_by=work.actor.label,
        changed_at=work.now,
        changed_by=work.actor.label,
    )
    name_sources(row, known)
    work.session.add(row)
    work.session.flush()
    return row.id


def name_sources(row: ApplicationRow, known: Known) -> None:
    """Name the check-up, the plan and the joining that an application rests on now."""
    check_up, plan, joining = known.check_up, known.plan, known.adherence
    row.check_up_id = check_up.check_up_id if check_up else plan.check_up_id if plan else None
    row.snapshot_id = check_up.result_id if check_up else None
    row.plan_version_id = plan.version_id if plan else None
    row.adherence_id = joining.adherence_id if joining else None
