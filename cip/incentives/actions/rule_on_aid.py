"""Somebody of an office says of what a firm recorded about another whether it counts: confirmed, or set aside."""

from sqlalchemy import func, select

from cip.database.locks import RowGoneError, lock_words
from cip.database.work import Work
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.declared import AidVerdict
from cip.incentives.reads.aid_heard import heard_of_call
from cip.incentives.reads.calls import call_of
from cip.incentives.records import AidRulingRow


def rule_on_aid(work: Work, call_id: str, entry_id: str, verdict: AidVerdict, reason: str) -> None:
    """Write it, with the reason; it counts for every call. Nothing that was said before goes.

    Raises NoReasonError, RowGoneError for an entry that does not concern a firm which applies to this call.
    """
    if not reason.strip():
        raise NoReasonError
    heard = next((one for one in heard_of_call(work.session, call_id) if one.entry.entry.id == entry_id), None)
    if heard is None:
        raise RowGoneError("This entry is not there any more.")
    lock_words(work.session, f"aid ruling {entry_id}")
    r = AidRulingRow
    last = work.session.scalar(select(func.max(r.seq)).where(r.entry_id == entry_id)) or 0
    work.session.add(
        AidRulingRow(
            entry_id=entry_id,
            seq=last + 1,
            entry_kind="aid" if heard.is_aid else "link",
            body_id=call_of(work.session, call_id).body_id,
            verdict=verdict,
            reason=reason.strip(),
            at=work.now,
            by_person=person_of(work),
            by_label=work.actor.label,
        )
    )
    work.session.flush()
