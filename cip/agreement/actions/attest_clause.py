"""A union says something of a clause, takes it back; the firm answers."""

from datetime import date

from sqlalchemy import select

from cip.agreement.actions.adherence_work import NotThatMoveError
from cip.agreement.actions.raise_rechecks import raise_alerts
from cip.agreement.actions.union_work import hold_for_union, hold_joined, tell_firm, tell_maker
from cip.agreement.attestations import (
    TAKEN_BACK_BECAUSE,
    Answer,
    BadStatementError,
    Saying,
    WithdrawnBecause,
    check_saying,
    scopes_text,
)
from cip.agreement.reads.attestations import as_attestation
from cip.agreement.rechecks import withdrawn_alert
from cip.agreement.records import AdherenceRow, AttestationRow
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.errors import RefusalError


class BadAnswerError(RefusalError, ValueError):
    """Only who promises to keep a clause says by when, on a day that is still to come."""

    def __init__(self) -> None:
        super().__init__("A promise has a day that is still to come, and only a promise has one.")


def attest_clause(
    work: Work,
    adherence_id: str,
    clause_id: str,
    saying: Saying,
    *,
    body_id: str,
    person_id: str,
    on: date,
    agreement_ends: date | None,
    of_firm: bool = True,
) -> str:
    """Note what a union says of a clause; the id of the statement. What the same union said of it before is replaced;
    what others say stays. The firm is told of a dispute and of a question.

    Raises NotThereError, BadStatementError, RowGoneError. That the agreement has the clause is for the caller to know,
    and `of_firm`: whether the firm owes it (`spoken_of`), for of others' clauses nothing is said of a firm.
    """
    row, firm = hold_for_union(work, adherence_id, body_id, person_id)
    if not of_firm:
        raise BadStatementError("clause", "The firm does not owe this clause.")
    check_saying(saying, on=on, agreement_ends=agreement_ends, joined_on=firm.joined_on)
    s = AttestationRow.__table__.columns
    mine = (s.adherence_id == adherence_id, s.clause_id == clause_id, s.body_id == body_id)
    before = work.session.scalar(select(s.id).where(*mine, s.withdrawn_on.is_(None)))
    if before is not None:
        held, again = lock(work.session, AttestationRow, before), saying.verdict == "attests"
        _take_back(work, row, held, "replaced", on=on, again=again)
    statement = AttestationRow(
        id=work.new_id(),
        adherence_id=adherence_id,
        clause_id=clause_id,
        body_id=body_id,
        verdict=saying.verdict,
        scope=scopes_text(saying.scope),
        reason=saying.reason,
        from_day=saying.from_day,
        to_day=saying.to_day,
        answer_by=saying.answer_by,
        made_on=on,
        made_at=work.now,
        made_by=person_id,
    )
    _put(work, row, statement)
    return statement.id


def _put(work: Work, row: AdherenceRow, statement: AttestationRow) -> None:
    """Write a statement and tell the firm of it."""
    work.session.add(statement)
    work.session.flush()
    _tell(work, row, statement)


def _tell(work: Work, row: AdherenceRow, statement: AttestationRow) -> None:
    if statement.verdict == "disputes":
        values = {"clause": statement.clause_id, "on": statement.made_on.isoformat()}
        tell_firm(work, row, statement.body_id, "clause_disputed", values)
    if statement.verdict == "asks" and statement.answer_by is not None:
        values = {"clause": statement.clause_id, "until": statement.answer_by.isoformat()}
        tell_firm(work, row, statement.body_id, "clause_asked", values)


def withdraw_attestation(work: Work, attestation_id: str, because: WithdrawnBecause, *, on: date) -> None:
    """Take a statement back. One that attested leaves a re-check behind, which changes no status by itself; the firm is
    told. Raises NotThatMoveError, RowGoneError, ValueError for `replaced`, which nobody chooses.
    """
    if because not in TAKEN_BACK_BECAUSE:
        raise ValueError(f"nobody takes a statement back because it is {because}")
    adherence_id = lock_of(work, attestation_id)
    row, _firm = hold_joined(work, adherence_id)
    statement = lock(work.session, AttestationRow, attestation_id)
    if as_attestation(statement).state(on) not in ("made", "answered"):
        raise NotThatMoveError
    _take_back(work, row, statement, because, on=on, again=False)
    values = {"clause": statement.clause_id, "on": on.isoformat()}
    tell_firm(work, row, statement.body_id, "statement_withdrawn", values)


def _take_back(
    work: Work, row: AdherenceRow, statement: AttestationRow, because: WithdrawnBecause, *, on: date, again: bool
) -> None:
    """End a statement; `again`: the same union attests the clause anew, so that nothing is to be looked at."""
    held = statement.verdict == "attests" and as_attestation(statement).holds(on)
    statement.withdrawn_on, statement.withdrawn_because = on, because
    statement.withdrawn_by = work.actor.label
    work.session.flush()
    if held and not again:
        raise_alerts(work, row.id, [withdrawn_alert(statement.clause_id, statement.id)], on=on)


def answer_attestation(
    work: Work, attestation_id: str, answer: Answer, *, promised_on: date | None = None, on: date
) -> None:
    """The firm answers a dispute or a question; who made it is told. Raises NotThatMoveError if it attests, was
    answered, taken back or is over, BadAnswerError, RowGoneError.
    """
    if (answer == "will_keep") != (promised_on is not None) or (promised_on is not None and promised_on < on):
        raise BadAnswerError
    row, _firm = hold_joined(work, lock_of(work, attestation_id))
    statement = lock(work.session, AttestationRow, attestation_id)
    if statement.verdict == "attests" or as_attestation(statement).state(on) != "made":
        raise NotThatMoveError
    statement.answer, statement.promised_on = answer, promised_on
    statement.answered_on, statement.answered_by = on, work.actor.label
    work.session.flush()
    tell_maker(work, row, statement.body_id, statement.made_by, statement.clause_id, on)


def lock_of(work: Work, attestation_id: str) -> str:
    """The joining that a statement hangs on, to be held before it. Raises RowGoneError."""
    s = AttestationRow.__table__.columns
    found = work.session.scalar(select(s.adherence_id).where(s.id == attestation_id))
    return found if found is not None else lock(work.session, AttestationRow, attestation_id).adherence_id
