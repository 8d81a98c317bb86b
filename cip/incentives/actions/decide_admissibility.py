"""The formal check ends: admitted, or refused with facts and reasons; in a counter the refusal is announced first."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from cip.agreement.days import Holidays
from cip.database.locks import RowGoneError
from cip.database.work import Work
from cip.incentives.actions.admissibility_work import (
    TermOverError,
    WrongCheckStateError,
    hold_check,
    need_move,
    terms_of,
    write_step,
)
from cip.incentives.actions.tell_firm import tell_firm
from cip.incentives.admissibility import Checklist
from cip.incentives.admissibility_states import CheckState
from cip.incentives.dossier import Dossier, Ground, notice_due
from cip.incentives.legal_clock import last_day
from cip.incentives.reads.admissibility import find_notice, stored_grounds
from cip.incentives.reads.formal_rows import checklist_of
from cip.incentives.records import AdmissibilityDecisionRow, NoticeRemarkRow, RefusalNoticeRow
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.errors import RefusalError

MOST_REMARKS = 10


class NotInOrderError(RefusalError):
    """A row of the checklist is open, wrong or against a stated fact: nothing can be admitted yet."""

    def __init__(self, row_ids: Sequence[str]) -> None:
        super().__init__(f"These rows are not in order yet: {', '.join(row_ids)}.")
        self.row_ids = tuple(row_ids)


class NothingWrongError(RefusalError):
    """No row was judged not met: a refusal needs a reason."""

    def __init__(self) -> None:
        super().__init__("No row of the checklist is judged not met: there is no reason to refuse.")


class NoticeFirstError(RefusalError):
    """The law wants the refusal to be announced before it is decided, or no notice is due in this procedure."""

    def __init__(self, *, due: bool) -> None:
        super().__init__("Announce the refusal first." if due else "No notice is due in a ranking: decide at once.")
        self.due = due


class NoDaysError(RefusalError):
    """The call cites no days for a notice."""

    def __init__(self) -> None:
        super().__init__("The call does not say how many days a notice of refusal gives.")


class EachRemarkError(RefusalError):
    """Every remark of the firm gets its own answer."""

    def __init__(self) -> None:
        super().__init__("Answer each remark of the firm.")


class BadRemarksError(RefusalError, ValueError):
    """No remark at all, or more than a notice takes."""

    def __init__(self) -> None:
        super().__init__(f"Write from 1 to {MOST_REMARKS} remarks.")


def admit_application(
    work: Work, application_id: str, *, on: date, note: str = "", answers: Sequence[str] = ()
) -> None:
    """Let an application in. Raises RowGoneError, WrongCheckStateError, NotInOrderError, EachRemarkError."""
    dossier, call, pack = hold_check(work, application_id, on)
    need_move(dossier, "admit")
    found = checklist_of(work.session, call, pack, dossier)
    if not found.in_order:
        raise NotInOrderError([line.row.id for line in found.lines if line.counts and line.stands != "met"])
    _need_answers(dossier, answers)
    _decide(work, dossier, "admitted", (), answers, note, on)
    _tell(work, dossier, "application_admitted", call.title, on)


def announce_refusal(work: Work, application_id: str, *, on: date, free: Holidays) -> str:
    """Announce a refusal with its reasons; the id of the notice. Raises RowGoneError, WrongCheckStateError,
    NotInOrderError while a row is open, NothingWrongError, NoticeFirstError where none is due, NoDaysError.
    """
    dossier, call, pack = hold_check(work, application_id, on)
    need_move(dossier, "notice")
    terms = terms_of(pack, dossier)
    if not notice_due(pack.call, terms):
        raise NoticeFirstError(due=False)
    if terms.notice_days is None:
        raise NoDaysError
    grounds = _grounds(checklist_of(work.session, call, pack, dossier))
    row = RefusalNoticeRow(
        id=work.new_id(),
        application_id=application_id,
        reasons=canonical_json(stored_grounds(grounds)),
        noticed_on=on,
        due_on=last_day(on, terms.notice_days, free),
        noticed_at=work.now,
        noticed_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    write_step(work, dossier, "notice", on=on)
    values = {"call": call.title, "until": row.due_on.isoformat()}
    tell_firm(work, dossier.sent.firm_id, "refusal_announced", values, f"notices/{row.id}", key=row.id)
    return row.id


def answer_notice(work: Work, notice_id: str, remarks: Sequence[str], *, on: date) -> None:
    """The firm's remarks on a notice, sent once. Raises RowGoneError, WrongCheckStateError, TermOverError,
    BadRemarksError.
    """
    before = find_notice(work.session, notice_id)
    if before is None:
        raise RowGoneError("This notice is not there.")
    dossier, _call, _pack = hold_check(work, before.application_id, on, lapse=False)
    notice = dossier.notice
    if notice is None or notice.id != notice_id:
        raise WrongCheckStateError
    if notice.remarks_on is None and on > notice.due_on:
        raise TermOverError(notice.due_on)
    need_move(dossier, "remark")
    said = [remark.strip() for remark in remarks if remark.strip()]
    if not 1 <= len(said) <= MOST_REMARKS:
        raise BadRemarksError
    for number, text in enumerate(said, 1):
        work.session.add(
            NoticeRemarkRow(
                notice_id=notice_id, number=number, text=text, on_day=on, at=work.now, by_label=work.actor.label
            )
        )
    work.session.flush()
    write_step(work, dossier, "remark", on=on)


def refuse_application(
    work: Work, application_id: str, *, on: date, note: str = "", answers: Sequence[str] = ()
) -> None:
    """Refuse an application with its reasons. Raises RowGoneError, WrongCheckStateError, NotInOrderError while a row is
    open, NothingWrongError, NoticeFirstError where a notice is due, EachRemarkError.
    """
    dossier, call, pack = hold_check(work, application_id, on)
    need_move(dossier, "refuse")
    if dossier.state != "remarked" and notice_due(pack.call, terms_of(pack, dossier)):
        raise NoticeFirstError(due=True)
    grounds = _grounds(checklist_of(work.session, call, pack, dossier))
    _need_answers(dossier, answers)
    _decide(work, dossier, "refused", grounds, answers, note, on)
    _tell(work, dossier, "application_refused", call.title, on)


def _grounds(found: Checklist) -> tuple[Ground, ...]:
    if found.open:
        raise NotInOrderError([line.row.id for line in found.open])
    if not found.wrong:
        raise NothingWrongError
    return tuple(
        Ground(line.row.id, line.row.label, line.judged.reason or line.row.because[0].it, line.judged.source)
        for line in found.wrong
        if line.judged is not None
    )


def _need_answers(dossier: Dossier, answers: Sequence[str]) -> None:
    remarks = dossier.notice.remarks if dossier.notice is not None and dossier.state == "remarked" else ()
    if len(answers) != len(remarks) or not all(answer.strip() for answer in answers):
        raise EachRemarkError


def _decide(
    work: Work,
    dossier: Dossier,
    decision: CheckState,
    grounds: Sequence[Ground],
    answers: Sequence[str],
    note: str,
    on: date,
) -> None:
    remarks = dossier.notice.remarks if dossier.notice is not None and dossier.state == "remarked" else ()
    content = canonical_json(
        {
            "application": dossier.id,
            "submission": dossier.sent.digest,
            "decision": decision,
            "facts": dossier.facts,
            "grounds": stored_grounds(grounds),
            "remarks": [
                {"remark": remark, "answer": answer.strip()} for remark, answer in zip(remarks, answers, strict=True)
            ],
            "note": note.strip(),
        }
    )
    d = AdmissibilityDecisionRow
    last = work.session.scalar(select(func.max(d.seq)).where(d.application_id == dossier.id)) or 0
    work.session.add(
        AdmissibilityDecisionRow(
            application_id=dossier.id,
            seq=last + 1,
            decision=decision,
            content=content,
            digest=sha256_of(content),
            on_day=on,
            at=work.now,
            by_label=work.actor.label,
        )
    )
    work.session.flush()
    write_step(work, dossier, "admit" if decision == "admitted" else "refuse", on=on)


def _tell(work: Work, dossier: Dossier, template: str, title: str, on: date) -> None:
    seq = len(dossier.decisions) + 1
    values = {"call": title, "on": on.isoformat()}
    tell_firm(work, dossier.sent.firm_id, template, values, f"checks/{dossier.id}", key=f"{dossier.id}/{seq}")
