"""What the system knows of a firm for one call, gathered from every feature: check-up, plan, joining, seats."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from cip.agreement.adherence import Adherence
from cip.agreement.clauses import owed_by_firm
from cip.agreement.reads import adherences_of, binding_on
from cip.agreement.reads.attestations import statements_on
from cip.assessment.answer_file import AnswerFileError, read_answers
from cip.assessment.answers import Answers
from cip.assessment.bound import bind
from cip.assessment.plan import read_plan
from cip.assessment.reads import check_ups_without_results, current_answers, latest_snapshot, latest_verified
from cip.assessment.reads.clause_standing import ClauseStanding, standing_of
from cip.assessment.reads.known_firm import Pinned
from cip.assessment.reads.signed_plans import signed_plans
from cip.assessment.stored import StoredCheckUp, StoredSnapshot
from cip.assessment.verified import VerifiedResult, read_verified
from cip.incentives.aid_law import Law
from cip.incentives.prefill import (
    Known,
    KnownAdherence,
    KnownCheckUp,
    KnownMeasure,
    KnownPlan,
    NeedsSource,
)
from cip.incentives.reads.known_standing import OnRecord, on_record
from cip.incentives.reads.premium import premium_stated
from cip.kernel.canonical import sha256_of
from cip.parties.reads import seats_of
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.call_packs import CallPack
from cip.rulebook.packs import Pack
from cip.rulebook.shapes.agreement import TerritoryRef


def known_for(
    session: Session,
    pack: CallPack,
    firm_id: str,
    now: datetime,
    on: date,
    *,
    pinned: Pinned,
    book: AgreementBook | None,
    law: Law | None,
) -> Known:
    """What is known of a firm for a call, at a moment and its Italian day; `pinned` gives packs by their sha256, `book`
    and `law` are the agreements and the law of the day's rules.
    """
    check_ups = check_ups_without_results(session, firm_id)
    recorded = OnRecord({}, None) if law is None else on_record(session, firm_id, on, law)
    known = Known(
        on=on,
        places=_places(session, firm_id),
        reach=_reach(pack),
        check_up=_check_up(session, check_ups, on, pinned),
        plan=_plan(session, check_ups, pinned),
        stated={**recorded.stated, **premium_stated(session, pack, firm_id, on, pinned)},
        statement=recorded.statement,
    )
    if known.plan is None and check_ups:
        known = replace(
            known, drafted=bool(read_plan(current_answers(session, check_ups[0].id).extra["plan"]).promised)
        )
    return known if book is None else _with_joining(session, known, firm_id, now, pinned, book)


def _places(session: Session, firm_id: str) -> frozenset[str] | None:
    """Codes and names of the municipalities of the seats; None where a seat's is not known by any."""
    seats = seats_of(session, firm_id)
    found = {place for seat in seats for place in (seat.municipality_code, seat.municipality.casefold()) if place}
    return frozenset(found) or None


def _reach(pack: CallPack) -> frozenset[str] | None:
    """Codes and names of the municipalities that the call is for; None where it names no list."""
    territory, ref = pack.content.territory, pack.call.territory
    if territory is None or not isinstance(ref, TerritoryRef):
        return None
    places = (place for row in territory.versions if row.version == ref.version for place in row.municipalities)
    return frozenset(word for place in places for word in (place.code, place.name.casefold()))


def _check_up(session: Session, check_ups: Sequence[StoredCheckUp], on: date, pinned: Pinned) -> KnownCheckUp | None:
    """The newest result of the newest check-up that has one: the verified one where a consultant verified it."""
    for one in check_ups:
        snapshot = latest_snapshot(session, one.id)
        if snapshot is not None:
            found: StoredSnapshot | VerifiedResult = latest_verified(session, one.id) or snapshot
            return _result(pinned(session, found.pack_sha256), found, on)
    return None


def _result(pack: Pack, found: StoredSnapshot | VerifiedResult, on: date) -> KnownCheckUp:
    verified = isinstance(found, VerifiedResult)
    known = KnownCheckUp(found.check_up_id, found.id, sha256_of(found.result), found.on_day, verified)
    try:
        bound = bind(pack, on)
        given = json.loads(found.answers)
        answers = read_verified(bound, given) if verified else read_answers(bound, given)
    except AnswerFileError:
        # Answers that can no longer be read tell nothing; the day of the result still counts.
        return known
    needs, source = _needs(answers, bound.weights.survey_answers)
    return replace(
        known,
        facts={name: value for name, value in answers.facts.items() if isinstance(value, str | int)},
        steps={code: answer.step for code, answer in answers.steps.items()},
        in_use=frozenset(answers.in_use),
        needs=needs,
        needs_source=source,
        band=json.loads(found.result).get("band"),
    )


def _needs(answers: Answers, enough: int) -> tuple[dict[str, int] | None, NeedsSource | None]:
    """How many people named each need: by the firm's survey, else by a pool of firms, else by the owner's count."""
    own, pooled = answers.needs, answers.needs.pooled
    if own.asked and own.respondents is not None and own.respondents >= enough:
        return dict(own.counts), "survey"
    if pooled is not None and pooled.asked:
        return dict(pooled.counts), "pooled"
    return (dict(own.counts), "owner") if own.asked else (None, None)


def _plan(session: Session, check_ups: Sequence[StoredCheckUp], pinned: Pinned) -> KnownPlan | None:
    signed = next(signed_plans(session, check_ups), None)
    if signed is None:
        return None
    version = signed.version
    catalogue = pinned(session, version.pack_sha256).measures
    planned = (catalogue[item.code] for item in version.plan.promised if item.code in catalogue)
    measures = tuple(KnownMeasure(one.id, one.kind, frozenset(one.together), tuple(one.needs)) for one in planned)
    return KnownPlan(version.check_up_id, version.id, version.sha256, signed.signed_on, measures)


def _with_joining(
    session: Session, known: Known, firm_id: str, now: datetime, pinned: Pinned, book: AgreementBook
) -> Known:
    """With the territorial agreement that binds the firm, the oldest joining first, and how its clauses stand."""
    joining = next((one for one in binding_on(session, known.on, firm_id=firm_id) if _territorial(book, one)), None)
    if joining is None or joining.joined_on is None:
        drafted = any(one.state == "draft" and _territorial(book, one) for one in adherences_of(session, firm_id))
        return replace(known, joined=False if drafted else None)
    agreement = book.by_id[joining.agreement_id]
    standing = standing_of(session, book, agreement, firm_id, now, known.on, pinned=pinned, adherence=joining)
    due, kept = _clauses(session, book, standing, joining.id)
    found = KnownAdherence(joining.id, joining.agreement_id, joining.joined_on, joining.form_sha256, due, kept)
    return replace(known, adherence=found)


def _clauses(session: Session, book: AgreementBook, standing: ClauseStanding, adherence_id: str) -> tuple[int, int]:
    """How many clauses are due from the firm, and how many of these are kept: met, or attested by a union."""
    due = [one for one in standing.results if one.due and owed_by_firm(book.clause_of[one.id])]
    said = (one for one in statements_on(session, adherence_id) if one.verdict == "attests" and one.holds(standing.on))
    attested = {one.clause_id for one in said}
    return len(due), sum(1 for one in due if one.status == "met" or one.id in attested)


def _territorial(book: AgreementBook, joining: Adherence) -> bool:
    agreement = book.by_id.get(joining.agreement_id)
    return agreement is not None and agreement.level == "territorial"
