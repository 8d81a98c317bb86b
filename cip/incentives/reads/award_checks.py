"""The last checks of an award on a day, made from what stands now; those that were made; the codes of the register."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from pydantic import JsonValue
from sqlalchemy import Row, Table, or_, select
from sqlalchemy.orm import Session

from cip.incentives.aid_law import Law
from cip.incentives.award_checks import (
    AwardCheck,
    check_room,
    check_rule,
    check_standing,
    from_stored,
    gives_aid,
    standing_asked,
)
from cip.incentives.award_decisions import AwardApproval, AwardPreparation, MadeCheck
from cip.incentives.awards import StoredAward
from cip.incentives.bound_call import BoundCall
from cip.incentives.eligibility import check_eligibility
from cip.incentives.prefill import answerable, prefilled
from cip.incentives.reads.admissibility import admitted
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.known import known_for
from cip.incentives.reads.prepared import RulesOfDay, bound_to
from cip.incentives.reads.state_aid import room_of, standing_of
from cip.incentives.records import (
    AidReservationEndRow,
    AidReservationRow,
    AwardApprovalRow,
    AwardCheckRow,
    AwardPreparationRow,
    RegisterCodeRow,
)
from cip.incentives.register_codes import CodeKind, RegisterCode, check_codes
from cip.rulebook.call_packs import CallPack

_R = cast("Table", RegisterCodeRow.__table__).c
_K = cast("Table", AwardCheckRow.__table__).c
_P = cast("Table", AwardPreparationRow.__table__).c
_A = cast("Table", AwardApprovalRow.__table__).c


def law_for(pack: CallPack, rules: RulesOfDay) -> Law:
    """The law that the checks read: what the call cites as it was published, the rest from the rules of the day."""
    return law_of_call(pack, rules.law or {})


def law_of_call(pack: CallPack, law: Law) -> Law:
    """What a call cites, over the law of the day."""
    return {**law, **pack.content.law.parameters}


def checks_on(
    session: Session, award: StoredAward, on: date, now: datetime, rules: RulesOfDay
) -> tuple[AwardCheck, ...]:
    """Every last check that the call asks of an award, for a day, from what is recorded at a moment. Raises LookupError
    where the application or the firm is gone, ParameterError for a day without a limit.
    """
    pack = pack_of_call(session, call_of(session, award.call_id))
    law = law_for(pack, rules)
    return tuple(_checks(session, award, pack, law, on, now, rules))


def _checks(
    session: Session, award: StoredAward, pack: CallPack, law: Law, on: date, now: datetime, rules: RulesOfDay
) -> Iterator[AwardCheck]:
    if gives_aid(pack.call):
        found = room_of(session, award.firm_id, on, None, law)
        yield check_room(found, kept_for(session, award), award.cents, law)
    standing = standing_of(session, award.firm_id, on, law)
    for kind in standing_asked(pack.call):
        yield check_standing(kind, standing[kind], law, on)
    yield from _rules_at_grant(session, award, pack, on, now, rules)
    if gives_aid(pack.call):
        yield from check_codes(codes_of(session, award.call_id, award.id), law, on)


def kept_for(session: Session, award: StoredAward) -> int:
    """The room that the call keeps for an award, in cents; none once it is given back or granted."""
    r, e = AidReservationRow, AidReservationEndRow
    query = (
        select(r.cents)
        .outerjoin(e, e.reservation_id == r.id)
        .where(r.firm_id == award.firm_id, r.call_id == award.call_id, e.reservation_id.is_(None))
    )
    return sum(session.scalars(query))


def _rules_at_grant(
    session: Session, award: StoredAward, pack: CallPack, on: date, now: datetime, rules: RulesOfDay
) -> Iterator[AwardCheck]:
    wanted = {rule.id: rule for rule in pack.call.eligibility if rule.at == "grant"}
    if not wanted:
        return
    bound = bound_to(pack)
    facts = _facts(session, award, pack, on, now, rules)
    for verdict in check_eligibility(bound, bound.read_facts(facts)):
        if verdict.id in wanted:
            yield check_rule(wanted[verdict.id], verdict, on)


def _facts(
    session: Session, award: StoredAward, pack: CallPack, on: date, now: datetime, rules: RulesOfDay
) -> Mapping[str, JsonValue]:
    """The facts of an application as they are on a day: what the rules at the grant read is looked up again. What the
    system itself had said and no longer finds is not known; what people said, and the office let in, stands.
    """
    admission = admitted(session, award.call_id)[award.application_id]
    known = known_for(
        session, pack, award.firm_id, now, on, pinned=rules.pinned, book=rules.book, law=law_for(pack, rules)
    )
    found, facts = prefilled(pack, known), dict(admission.facts)
    sent = admission.sent.told.get("facts")
    for name in _read_at_grant(pack, bound_to(pack)):
        if name in found:
            facts[name] = found[name].value
        elif not answerable(pack.facts[name]) and _said_here(sent, name):
            facts.pop(name, None)
    return facts


def _read_at_grant(pack: CallPack, bound: BoundCall) -> set[str]:
    rules = [bound.conditions[rule.when] for rule in pack.call.eligibility if rule.at == "grant"]
    return {name for name in bound.reads(*rules) if name in pack.facts}


def _said_here(sent: object, name: str) -> bool:
    """Whether a fact of what was sent came from the system and not from people."""
    told = sent.get(name) if isinstance(sent, dict) else None
    return isinstance(told, dict) and told.get("source") != "declared"


# The codes of the register.


def codes_of(session: Session, call_id: str, award_id: str | None) -> dict[CodeKind, RegisterCode]:
    """The codes that count for an award of a call (None: for the call itself)."""
    found: dict[CodeKind, RegisterCode] = {}
    of_call: dict[CodeKind, RegisterCode] = {}
    for code in code_history(session, call_id, award_id):
        (of_call if code.award_id is None else found)[code.kind] = code
    return {**of_call, **found}


def code_history(session: Session, call_id: str, award_id: str | None) -> Sequence[RegisterCode]:
    """Every code that was recorded for an award and for its call, oldest first."""
    mine = _R.award_id.is_(None) if award_id is None else or_(_R.award_id.is_(None), _R.award_id == award_id)
    query = select(*_R).where(_R.call_id == call_id, mine).order_by(_R.seq)
    return [_code(row) for row in session.execute(query)]


def codes_of_call(
    session: Session, call_id: str, award_ids: Collection[str]
) -> dict[str, dict[CodeKind, RegisterCode]]:
    """The codes that count for each of these awards of a call, in one query."""
    query = select(*_R).where(_R.call_id == call_id).order_by(_R.seq)
    of_call: dict[CodeKind, RegisterCode] = {}
    own: dict[str, dict[CodeKind, RegisterCode]] = {award_id: {} for award_id in award_ids}
    for row in session.execute(query):
        code = _code(row)
        (of_call if code.award_id is None else own.setdefault(code.award_id, {}))[code.kind] = code
    return {award_id: {**of_call, **own[award_id]} for award_id in award_ids}


def cups_of(session: Session, call_id: str, award_ids: Collection[str]) -> dict[str, str]:
    """The CUP of each of these awards of a call; one without any is left out."""
    found = codes_of_call(session, call_id, award_ids)
    return {award_id: codes["cup"].code for award_id, codes in found.items() if "cup" in codes}


def cup_of(session: Session, award: StoredAward) -> str | None:
    """The CUP of an award: its own, else that of its call."""
    return cups_of(session, award.call_id, [award.id]).get(award.id)


def _code(row: Row[Any]) -> RegisterCode:
    told = dict(row._mapping)
    told["on"] = told.pop("on_day")
    del told["import_id"]
    return RegisterCode(**told)


# What was made of the checks.


def checks_made(session: Session, award_id: str) -> Sequence[MadeCheck]:
    """The checks of an award that were kept, oldest first."""
    return [_made(row) for row in session.execute(select(*_K).where(_K.award_id == award_id).order_by(_K.seq))]


def last_checks(session: Session, award_ids: Collection[str]) -> dict[str, MadeCheck]:
    """The newest checks that were kept of each of these awards."""
    query = select(*_K).where(_K.award_id.in_(award_ids)).order_by(_K.seq)
    return {row.award_id: _made(row) for row in session.execute(query)}


def preparations_of(session: Session, award_id: str) -> Sequence[AwardPreparation]:
    """Who prepared the decision on an award, oldest first: the last one counts."""
    query = select(*_P).where(_P.award_id == award_id).order_by(_P.seq)
    return [AwardPreparation(**row._mapping) for row in session.execute(query)]


def last_preparers(session: Session, award_ids: Collection[str]) -> dict[str, AwardPreparation]:
    """The preparation that counts of each of these awards."""
    query = select(*_P).where(_P.award_id.in_(award_ids)).order_by(_P.seq)
    return {row.award_id: AwardPreparation(**row._mapping) for row in session.execute(query)}


def approval_of(session: Session, award_id: str) -> AwardApproval | None:
    """Who approved an award, with which act; None before."""
    return approvals_of(session, [award_id]).get(award_id)


def approvals_of(session: Session, award_ids: Collection[str]) -> dict[str, AwardApproval]:
    """The approvals of these awards, by award."""
    query = select(*_A).where(_A.award_id.in_(award_ids))
    return {row.award_id: AwardApproval(**row._mapping) for row in session.execute(query)}


def has_decided(session: Session, person_id: str, award_ids: Collection[str]) -> bool:
    """Whether somebody prepared or approved one of these awards: who did does not pay it."""
    found = approvals_of(session, award_ids).values()
    return any(person_id in (one.preparer, one.approved_by) for one in found)


def _made(row: Row[Any]) -> MadeCheck:
    return MadeCheck(
        row.id, row.award_id, row.seq, row.on_day, from_stored(row.results), row.in_order, row.at, row.by_label
    )
