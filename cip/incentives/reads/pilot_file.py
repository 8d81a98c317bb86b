"""The file of a pilot firm, put together from what the parts of the program know; each role gets its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from cip.agreement.adherence import Adherence
from cip.agreement.reads.adherence import adherences_of, binding_on
from cip.agreement.reads.attestations import statements_on
from cip.assessment.plan import read_plan
from cip.assessment.reads.clause_standing import standing_of
from cip.assessment.reads.glances import verified_glances_of
from cip.assessment.reads.known_firm import Pinned
from cip.assessment.reads.of_firm import check_ups_of_firm, check_ups_without_results
from cip.assessment.reads.signed_plans import ends_of, newest_signed, signed_plans
from cip.incentives.awards import StoredAward
from cip.incentives.money import total
from cip.incentives.payments import still_to_come
from cip.incentives.pilot_file import (
    AwardLine,
    CheckUpLine,
    ClauseCounts,
    ComingDay,
    DocumentLine,
    MeasureLine,
    PilotFile,
    PlanLine,
    Said,
    Sums,
    TrancheLine,
    Viewer,
    only,
    sees,
)
from cip.incentives.reads.acceptances import due_answer
from cip.incentives.reads.applications import files_of_application
from cip.incentives.reads.awards import steps_of_award
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.kept_time import use_of
from cip.incentives.reads.money import shares_of
from cip.incentives.reads.monitoring_meetings import meeting_of
from cip.incentives.reads.payments import account_of_firm
from cip.incentives.reads.prepared import RulesOfDay
from cip.incentives.reads.rankings import find_ranking
from cip.incentives.reads.tranches import PAID_STATES, tranches_of
from cip.kernel.clock import today
from cip.kernel.texts import Text
from cip.parties.reads import bodies_by_id, find_firm
from cip.rulebook.agreements import AgreementBook


def pilot_file(
    session: Session,
    award: StoredAward,
    viewer: Viewer,
    rules: RulesOfDay,
    now: datetime,
    *,
    clauses: ClauseCounts | None = None,
) -> PilotFile:
    """The file of an award for a role, at a moment. `clauses`: how they stand, where the role has a way of its own to
    see them (a union).
    """
    on, firm = today(now), find_firm(session, award.firm_id)
    joining = _joining(session, award.firm_id, on, rules.book)
    file = PilotFile(firm=firm.name if firm is not None else "", award=_award(session, award))
    file = replace(file, attestations=_said(session, joining, on), clauses=clauses)
    if clauses is None and joining is not None and rules.book is not None:
        file = replace(file, clauses=_clauses(session, award.firm_id, joining, rules, now))
    if sees(viewer, "check_ups"):
        file = replace(
            file, check_ups=_check_ups(session, award.firm_id), plan=_plan(session, award.firm_id, rules.pinned)
        )
        file = replace(file, measures=_measures(session, award, on, rules.pinned))
        file = _with_money(session, award, file, on)
        file = replace(file, documents=_documents(session, award))
    return only(replace(file, days=tuple(_days(session, award, file, joining, on))), viewer)


def _joining(session: Session, firm_id: str, on: date, book: AgreementBook | None) -> Adherence | None:
    found = [
        one for one in binding_on(session, on, firm_id=firm_id) if book is not None and one.agreement_id in book.by_id
    ]
    return found[0] if found else None


def _award(session: Session, award: StoredAward) -> AwardLine:
    ranking, call = find_ranking(session, award.ranking_id), call_of(session, award.call_id)
    published = ranking.published_at if ranking is not None else None
    return AwardLine(
        call=call.title,
        version=ranking.version if ranking is not None else 1,
        published_on=today(published) if published is not None else None,
        stands=award.live or award.held,
        state=award.state,
        granted_on=award.granted_on,
        closed_on=_closed_on(session, award),
    )


def _closed_on(session: Session, award: StoredAward) -> date | None:
    steps = steps_of_award(session, award.id) if award.state == "closed" else ()
    return next((today(step.at) for step in steps if step.action == "close"), None)


def _check_ups(session: Session, firm_id: str) -> Sequence[CheckUpLine]:
    found = [one for one in reversed(check_ups_of_firm(session, firm_id)) if one.result_on is not None]
    verified = verified_glances_of(session, [one.check_up.id for one in found])
    lines = []
    for one in found:
        seen = verified.get(one.check_up.id)
        day, level = (seen.on_day, seen.level) if seen is not None else (one.result_on, one.level)
        if day is not None:
            lines.append(CheckUpLine(one.check_up.stage, day, level, seen is not None))
    return lines


def _plan(session: Session, firm_id: str, pinned: Pinned) -> PlanLine | None:
    signed = newest_signed(session, [firm_id]).get(firm_id)
    if signed is None:
        return None
    catalogue = pinned(session, signed.version.pack_sha256).measures
    codes = [item.code for item in read_plan(signed.stored).promised]
    return PlanLine(signed.signed_on, tuple(catalogue[code].name for code in codes if code in catalogue))


def _clauses(
    session: Session, firm_id: str, joining: Adherence, rules: RulesOfDay, now: datetime
) -> ClauseCounts | None:
    if rules.book is None:
        return None
    agreement = rules.book.by_id[joining.agreement_id]
    tally = standing_of(
        session, rules.book, agreement, firm_id, now, today(now), pinned=rules.pinned, adherence=joining
    ).tally
    return ClauseCounts(tally.met, tally.not_met, tally.unknown)


def _said(session: Session, joining: Adherence | None, on: date) -> Sequence[Said]:
    if joining is None:
        return ()
    found = [one for one in statements_on(session, joining.id) if one.holds(on)]
    bodies = bodies_by_id(session, sorted({one.body_id for one in found}))
    return [Said(bodies[one.body_id].name, one.clause_id, one.verdict, one.to_day) for one in found]


def _measures(session: Session, award: StoredAward, on: date, pinned: Pinned) -> Sequence[MeasureLine]:
    signed = newest_signed(session, [award.firm_id]).get(award.firm_id)
    catalogue = pinned(session, signed.version.pack_sha256).measures if signed is not None else {}
    return [
        MeasureLine(
            catalogue[one.measure].name if one.measure in catalogue else Text(it=one.measure, en=one.measure),
            one.started_on,
            one.keep_until,
            one.today == "in_use",
            one.broken,
        )
        for one in use_of(session, award.id, on)
    ]


def _with_money(session: Session, award: StoredAward, file: PilotFile, on: date) -> PilotFile:
    shares = shares_of(session, [award.id]).get(award.id, [])
    account, meeting = account_of_firm(session, award.firm_id), meeting_of(session, award.id)
    parts = tranches_of(session, award.id, on)
    if award.state not in PAID_STATES:
        # Nothing more comes of an award that ended: only what was paid is a part of its story.
        parts = [one for one in parts if one.state == "paid"]
    return replace(
        file,
        sums=Sums(
            award.cents, sum(one.settled for one in shares), still_to_come(total(shares, "committed", "due"), parts)
        ),
        owed=total(shares, "owed", "interest"),
        tranches=[TrancheLine(one.part.label, one.cents, one.state, one.paid_on) for one in parts],
        bank=account.mask if account is not None else None,
        meeting=meeting.on_day if meeting is not None else None,
    )


def _documents(session: Session, award: StoredAward) -> Sequence[DocumentLine]:
    labels = {one.id: one.label for one in pack_of_call(session, call_of(session, award.call_id)).call.documents}
    found = files_of_application(session, award.application_id)
    return [
        DocumentLine(labels[one.document_id], today(one.put_at))
        for one in found
        if one.removed_at is None and one.document_id in labels
    ]


def _days(
    session: Session, award: StoredAward, file: PilotFile, joining: Adherence | None, on: date
) -> Iterator[ComingDay]:
    answer = due_answer(session, award)
    ends = ends_of(signed_plans(session, check_ups_without_results(session, award.firm_id)))
    leaves = [one.leaves_on for one in adherences_of(session, award.firm_id) if one.leaves_on is not None]
    coming = (
        *(ComingDay(day, "answer", "progress") for day in ([answer] if answer else [])),
        *(ComingDay(day, "plan", "plan") for day in ends),
        *(ComingDay(day, "agreement", "clauses") for day in (leaves if joining is not None else [])),
        *(ComingDay(one.until, "attestation", "attestations") for one in file.attestations),
        *(ComingDay(day, "meeting", "meeting") for day in ([file.meeting] if file.meeting else [])),
        *(ComingDay(one.keep_until, "keep", "measures") for one in file.measures if one.keep_until is not None),
    )
    yield from (one for one in coming if one.day >= on)
