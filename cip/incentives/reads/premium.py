"""What is proved of a firm's first award for a premium call, and the premiums that stand."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from cip.assessment.answer_file import AnswerFileError
from cip.assessment.answers import Answers
from cip.assessment.bound import bind
from cip.assessment.reads import check_ups_without_results, latest_verified
from cip.assessment.reads.known_firm import Pinned
from cip.assessment.verified import VerifiedResult, read_verified
from cip.database.chain import Fault
from cip.incentives.awards import StoredAward
from cip.incentives.money import total
from cip.incentives.prefill import Prefilled
from cip.incentives.premium import (
    AGREEMENT_INDICATOR,
    SIGNED_STEP,
    NotedIndicator,
    NotedProof,
    Proof,
    Proved,
    VerifiedUse,
    all_settled,
    is_premium,
    proved_by_result,
    share_of,
)
from cip.incentives.reads.awards import awards_of_firm, find_award, steps_of_award
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.expenses import report_of
from cip.incentives.reads.kept_time import funded_measures, measures_before, use_of
from cip.incentives.reads.money import shares_of
from cip.incentives.reads.payments import payments_of_awards
from cip.incentives.records import PremiumNoteRow, PremiumProofRow, PremiumRow
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.call import Prefill

_N = cast("Table", PremiumNoteRow.__table__).c
_P = cast("Table", PremiumRow.__table__).c
_R = cast("Table", PremiumProofRow.__table__).c
LAST_STAGE = "T2"


@dataclass(frozen=True, slots=True)
class FirstAward:
    """The award that a premium rests on; `settled` cents of it were paid, `done` if that was the whole of it."""

    award: StoredAward
    settled: int
    done: bool

    @property
    def cents(self) -> int:
        """What the firm had: what was paid once all is paid, what it was awarded before."""
        return self.settled if self.done else self.award.cents


def premium_stated(
    session: Session, pack: CallPack, firm_id: str, on: date, pinned: Pinned
) -> dict[Prefill, Prefilled]:
    """The proved facts as an application takes them; nothing for a call that is no premium."""
    proved = proved_facts(session, pack, firm_id, on, pinned)
    return {word: Prefilled(one.value, "award", one.proofs[0].on) for word, one in proved.items()}


def proved_facts(session: Session, pack: CallPack, firm_id: str, on: date, pinned: Pinned) -> dict[Prefill, Proved]:
    """What is proved of a firm's first award on a day, by the word of a premium call; the rest is left out."""
    if not is_premium(pack.call):
        return {}
    first = first_award_of(session, pack, firm_id)
    if first is None:
        return {}
    return dict(_proved(session, first, on, pinned))


def first_award_of(session: Session, pack: CallPack, firm_id: str) -> FirstAward | None:
    """The newest award that a firm holds of a call whose rules name this one as their premium."""
    for award in awards_of_firm(session, firm_id):
        if award.held and pack_of_call(session, call_of(session, award.call_id)).call.premium == pack.call.id:
            return _first(session, award)
    return None


def proved_of_award(session: Session, award: StoredAward, on: date, pinned: Pinned) -> dict[Prefill, Proved]:
    """What is proved so far of an award on which a premium may rest."""
    return dict(_proved(session, _first(session, award), on, pinned))


def notes_of(session: Session, award_id: str) -> dict[NotedIndicator, NotedProof]:
    """What the office noted of the indicators of an award, the newest of each."""
    names = ("indicator", "value", "document", "seen_on", "by_label")
    query = select(*(_N[name] for name in names)).where(_N.award_id == award_id).order_by(_N.seq)
    found = [NotedProof(**row._mapping) for row in session.execute(query)]
    return {one.indicator: one for one in found}


def standing_premium(session: Session, firm_id: str) -> str | None:
    """The award that is the firm's premium, None if it has had none: one given up before it was paid is none."""
    query = select(_P.award_id).where(_P.firm_id == firm_id, _P.ended_at.is_(None))
    for award_id in session.scalars(query):
        award = find_award(session, award_id)
        if award is not None and (award.held or award.state == "revoked"):
            return award.id
    return None


def premium_proofs(session: Session, award_id: str) -> Sequence[tuple[str, str, Proof]]:
    """The proofs of a premium: the fact, the line of the amount (empty for points), the proof."""
    query = select(_R.fact, _R.line, _R.kind, _R.reference, _R.on_day).where(_R.award_id == award_id).order_by(_R.seq)
    return [(row.fact, row.line, Proof(row.kind, row.reference, row.on_day)) for row in session.execute(query)]


def premium_faults(session: Session) -> Iterator[Fault]:
    """Premiums above their share, of another sum than their award, or without a proof behind the amount."""
    proved = set(session.scalars(select(_R.award_id).where(_R.line != "").distinct()))
    for row in session.execute(select(_P.award_id, _P.cents, _P.first_cents, _P.most_share).order_by(_P.award_id)):
        award, where = find_award(session, row.award_id), f"premium {row.award_id}"
        if award is None or award.cents != row.cents:
            yield Fault(where, "it is not the sum of its award")
        if row.cents > share_of(row.first_cents, row.most_share):
            yield Fault(where, "it is more than its share of the first award")
        if row.award_id not in proved:
            yield Fault(where, "no proof stands behind its amount")


def _first(session: Session, award: StoredAward) -> FirstAward:
    shares, report = shares_of(session, [award.id]).get(award.id, []), report_of(session, award.id)
    accepted = report.accepted_cents if report is not None and report.settled else None
    settled = total(shares, "paid", "withheld")
    open_ = total(shares, "reserved", "due") or not all_settled(award.cents, accepted, settled)
    done = award.state == "closed" or (award.state == "accepted" and not open_)
    return FirstAward(award, settled, bool(settled) and done)


def _proved(session: Session, first: FirstAward, on: date, pinned: Pinned) -> Iterator[tuple[Prefill, Proved]]:
    award = first.award
    granted = _granted(session, award)
    yield "award.first", Proved(first.cents, (granted,))
    yield "award.balance_paid", Proved(first.done, _payments(session, award) if first.done else (granted,))
    had = find_award(session, standing_premium(session, award.firm_id) or "")
    yield "award.premium_had", Proved(had is not None, (granted if had is None else _granted(session, had),))
    funded = funded_measures(session, award)
    if funded:
        yield "award.measures_funded", Proved(len(funded), (Proof("plan", ", ".join(funded), award.granted_on),))
    yield from _of_check_up(session, award, funded, on, pinned)
    for indicator, note in notes_of(session, award.id).items():
        yield indicator, note.proved


def _payments(session: Session, award: StoredAward) -> tuple[Proof, ...]:
    """The payments that reached the firm; the award itself where all was set against a debt."""
    paid = [one for one in payments_of_awards(session, [award.id])[award.id] if one.state == "executed"]
    found = tuple(Proof("payment", one.end_to_end, None) for one in paid)
    return found or (_granted(session, award),)


def _granted(session: Session, award: StoredAward) -> Proof:
    """The act that granted an award; its id where no act was named."""
    acts = [step.reference for step in steps_of_award(session, award.id) if step.action == "approve" and step.reference]
    return Proof("award", acts[-1] if acts else award.id, award.granted_on)


def _of_check_up(
    session: Session, award: StoredAward, funded: Sequence[str], on: date, pinned: Pinned
) -> Iterator[tuple[Prefill, Proved]]:
    """What the result of T2 proves, which a consultant verified after the award was granted."""
    found = _verified(session, award)
    answers = None if found is None else _answers(session, found, pinned)
    if found is None or answers is None:
        return
    proof = Proof("verified_check_up", found.id, found.on_day)
    result = VerifiedUse(frozenset(answers.in_use), _agreement(answers), proof)
    used = {one.measure: one for one in use_of(session, award.id, on)}
    yield from proved_by_result(result, funded, measures_before(session, award), used, on)


def _agreement(answers: Answers) -> bool | None:
    """Whether a second-level agreement is signed. A step that nobody saw proved is the firm's own word: unknown."""
    step = answers.steps.get(AGREEMENT_INDICATOR)
    if step is None or (step.step >= SIGNED_STEP and not step.seen):
        return None
    return step.step >= SIGNED_STEP


def _verified(session: Session, award: StoredAward) -> VerifiedResult | None:
    for one in check_ups_without_results(session, award.firm_id):
        if one.stage == LAST_STAGE:
            found = latest_verified(session, one.id)
            if found is not None and (award.granted_on is None or found.on_day >= award.granted_on):
                return found
    return None


def _answers(session: Session, found: VerifiedResult, pinned: Pinned) -> Answers | None:
    try:
        return read_verified(bind(pinned(session, found.pack_sha256), found.on_day), json.loads(found.answers))
    except AnswerFileError:
        return None
