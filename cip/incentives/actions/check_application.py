"""An officer takes an application up, judges the rows of its checklist, opens a decision again; the term of a call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import JsonValue
from sqlalchemy import func, select

from cip.database.locks import lock_as_it_is
from cip.database.work import Work
from cip.incentives.actions.admissibility_work import (
    WhyMissingError,
    WrongCheckStateError,
    hold_check,
    need_move,
    write_step,
)
from cip.incentives.admissibility import CheckLine, Judgement
from cip.incentives.call_states import CallState
from cip.incentives.dossier import Dossier
from cip.incentives.formal_rows import read_known
from cip.incentives.legal_clock import TermError, length_of, read_terms
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.formal_rows import checklist_of
from cip.incentives.records import AdmissibilityJudgementRow, CallRow, ProcedureTermRow
from cip.kernel.canonical import canonical_json
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.rulebook.call_packs import CallPack

BEFORE_EVALUATION: tuple[CallState, ...] = ("published", "open", "closed", "admissibility")


class NoSuchRowError(RefusalError):
    """The checklist has no such row, or the facts are none that it reads."""

    def __init__(self) -> None:
        super().__init__("The checklist has no such row, or the facts are none that it reads.")


class StatedFactError(RefusalError):
    """A rule is said to be met though a stated fact still breaks it: the fact is to be corrected with its source."""

    def __init__(self, row_id: str) -> None:
        super().__init__("A stated fact still breaks this rule: correct the fact and say where it is written.")
        self.row_id = row_id


class OddTermError(RefusalError, ValueError):
    """A term by rule that the law does not let a regulation set."""

    def __init__(self) -> None:
        super().__init__("No regulation may set a term of so many days.")


@dataclass(frozen=True, slots=True)
class Says:
    """What an officer says of a row: met or not, why and from which source, and the facts that were found out."""

    verdict: Judgement
    reason: str = ""
    source: str = ""
    facts: Mapping[str, JsonValue] = field(default_factory=dict)


def take_application(work: Work, application_id: str, person_id: str, *, on: date) -> None:
    """Somebody of the office works on an application from now on. Raises RowGoneError, WrongCheckStateError."""
    dossier, _call, _pack = hold_check(work, application_id, on)
    if dossier.state != "received" and dossier.officer_id == person_id:
        return
    write_step(work, dossier, "take", on=on, officer=person_id)


def judge_row(work: Work, application_id: str, row_id: str, says: Says, *, on: date) -> None:
    """Confirm what the system sees in a row, or overrule it. Raises RowGoneError, WrongCheckStateError, NoSuchRowError,
    WhyMissingError without a reason and a source for what the system does not see, FactError for a value that the fact
    does not take, StatedFactError for a rule that is said to be met against a stated fact.
    """
    dossier, call, pack = hold_check(work, application_id, on)
    need_move(dossier, "judge")
    line = checklist_of(work.session, call, pack, dossier).line(row_id)
    if line is None or set(says.facts) - set(line.row.reads):
        raise NoSuchRowError
    if (says.verdict != line.row.automatic or says.facts) and not (says.reason and says.source):
        raise WhyMissingError
    read_known(pack, dossier.sent.submitted_at, says.facts)
    _write(work, dossier, line, says, on)
    _stand_by_facts(work, application_id, pack, row_id)


def confirm_rows(work: Work, application_id: str, row_ids: Sequence[str], *, on: date) -> int:
    """Confirm together rows that the system sees met and nobody judged; how many. Raises RowGoneError,
    WrongCheckStateError, NoSuchRowError for a row that cannot be confirmed so.
    """
    dossier, call, pack = hold_check(work, application_id, on)
    need_move(dossier, "judge")
    found = checklist_of(work.session, call, pack, dossier)
    if set(row_ids) - set(found.confirmable):
        raise NoSuchRowError
    for row_id in dict.fromkeys(row_ids):
        line = found.line(row_id)
        if line is not None:
            _write(work, dossier, line, Says("met"), on)
    return len(set(row_ids))


def reopen_check(work: Work, application_id: str, reason: str, *, on: date) -> None:
    """Open a decision again before the evaluation, with the reason. Raises RowGoneError, WrongCheckStateError,
    WhyMissingError.
    """
    dossier, _call, _pack = hold_check(work, application_id, on)
    need_move(dossier, "reopen")
    if not reason.strip():
        raise WhyMissingError
    write_step(work, dossier, "reopen", on=on, reason=reason.strip())


def set_term(work: Work, call_id: str, days: int, source: str, *, complex_case: bool) -> None:
    """Note the term that a regulation sets for the procedure of a call. Raises WrongCheckStateError once the evaluation
    has begun, OddTermError, WhyMissingError without the regulation.
    """
    lock_as_it_is(work.session, CallRow, call_id)
    call = call_of(work.session, call_id)
    if not call.public or call.state_at(work.now) not in BEFORE_EVALUATION:
        raise WrongCheckStateError
    if not source.strip():
        raise WhyMissingError
    law = pack_of_call(work.session, call).content.law.parameters
    try:
        length_of(read_terms(law, today(call.opens_at or work.now)), days, complex_case=complex_case)
    except TermError as error:
        raise OddTermError from error
    p = ProcedureTermRow
    last = work.session.scalar(select(func.max(p.seq)).where(p.call_id == call_id)) or 0
    work.session.add(
        ProcedureTermRow(
            call_id=call_id,
            seq=last + 1,
            days=days,
            complex_case=complex_case,
            source=source.strip(),
            at=work.now,
            by_label=work.actor.label,
        )
    )
    work.session.flush()


def _write(work: Work, dossier: Dossier, line: CheckLine, says: Says, on: date) -> None:
    j = AdmissibilityJudgementRow
    last = work.session.scalar(select(func.max(j.seq)).where(j.application_id == dossier.id)) or 0
    work.session.add(
        AdmissibilityJudgementRow(
            application_id=dossier.id,
            seq=last + 1,
            row_id=line.row.id,
            automatic=line.row.automatic,
            verdict=says.verdict,
            reason=says.reason,
            source=says.source,
            facts=canonical_json(dict(says.facts)),
            on_day=on,
            at=work.now,
            by_label=work.actor.label,
        )
    )
    work.session.flush()


def _stand_by_facts(work: Work, application_id: str, pack: CallPack, row_id: str) -> None:
    dossier, call, _pack = hold_check(work, application_id, today(work.now), lapse=False)
    line = checklist_of(work.session, call, pack, dossier).line(row_id)
    if line is not None and line.contradicted:
        raise StatedFactError(row_id)
