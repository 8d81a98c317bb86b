"""An award of a premium call is tied to the first award and to its proofs, in the commit that grants it.

The database holds both limits too: one standing premium for a firm and for a first award, at most its share.
"""

from collections.abc import Mapping

from pydantic import JsonValue
from sqlalchemy import select

from cip.database.locks import lock_words
from cip.database.work import Work
from cip.incentives.awards import StoredAward
from cip.incentives.premium import (
    PremiumTooHighError,
    PremiumTwiceError,
    Proof,
    ProofMissingError,
    Proved,
    facts_behind,
    is_premium,
    lines_behind,
    most_share,
    share_of,
    weaker,
)
from cip.incentives.reads.applications import standing_submission
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.premium import first_award_of, proved_facts, standing_premium
from cip.incentives.reads.prepared import RulesOfDay, bound_to
from cip.incentives.records import PremiumProofRow, PremiumRow
from cip.kernel.canonical import canonical_json
from cip.kernel.clock import today
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.call import Prefill


def claim_premium(work: Work, award: StoredAward, rules: RulesOfDay) -> None:
    """Tie a held award to its first award and its proofs, where its call is a premium; else nothing happens.

    Raises PremiumTwiceError, PremiumTooHighError, ProofMissingError.
    """
    pack = pack_of_call(work.session, call_of(work.session, award.call_id))
    if not is_premium(pack.call):
        return
    # Two premiums of one firm, in two calls, wait for each other here.
    lock_words(work.session, f"premium {award.firm_id}")
    first = first_award_of(work.session, pack, award.firm_id)
    percent = most_share(pack.call)
    if first is None or award.cents > share_of(first.cents, percent):
        raise PremiumTooHighError(percent)
    _refuse_second(work, award)
    proved = proved_facts(work.session, pack, award.firm_id, today(work.now), rules.pinned)
    _refuse_unproved(pack, proved, _claimed(work, award))
    row = PremiumRow(
        award_id=award.id,
        first_award_id=first.award.id,
        firm_id=award.firm_id,
        cents=award.cents,
        first_cents=first.cents,
        most_share=percent,
        at=work.now,
        by_label=work.actor.label,
        ended_at=None,
    )
    work.session.add(row)
    work.session.flush()
    _keep_proofs(work, award, pack, proved)


def _refuse_second(work: Work, award: StoredAward) -> None:
    """Refuse a firm that has had one; what was given up before it was paid makes room."""
    if standing_premium(work.session, award.firm_id) is not None:
        raise PremiumTwiceError
    standing = select(PremiumRow).where(PremiumRow.firm_id == award.firm_id, PremiumRow.ended_at.is_(None))
    for row in work.session.scalars(standing).all():
        row.ended_at = work.now
    work.session.flush()


def _claimed(work: Work, award: StoredAward) -> Mapping[str, JsonValue]:
    """The facts that the application was sent with."""
    sent = standing_submission(work.session, award.application_id)
    told = sent.told["facts"] if sent is not None else {}
    found = told.items() if isinstance(told, dict) else ()
    return {name: fact.get("value") if isinstance(fact, dict) else fact for name, fact in found}


def _refuse_unproved(pack: CallPack, proved: Mapping[Prefill, Proved], claimed: Mapping[str, JsonValue]) -> None:
    bad = [
        name
        for name, word in facts_behind(pack.call).items()
        if claimed.get(name) is not None and (word not in proved or weaker(claimed[name], proved[word].value))
    ]
    if bad:
        raise ProofMissingError(bad)


def _keep_proofs(work: Work, award: StoredAward, pack: CallPack, proved: Mapping[Prefill, Proved]) -> None:
    behind = lines_behind(bound_to(pack))
    seq = 0
    for fact, word in facts_behind(pack.call).items():
        one = proved.get(word)
        if one is None:
            continue
        lines = [line for line, facts in behind.items() if fact in facts] or [""]
        for line in lines:
            for proof in one.proofs:
                seq += 1
                work.session.add(_row(award, seq, (fact, word, line), one, proof))
    work.session.flush()


def _row(award: StoredAward, seq: int, of: tuple[str, Prefill, str], one: Proved, proof: Proof) -> PremiumProofRow:
    fact, word, line = of
    return PremiumProofRow(
        award_id=award.id,
        seq=seq,
        fact=fact,
        word=word,
        value=canonical_json(one.value),
        line=line,
        kind=proof.kind,
        reference=proof.reference,
        on_day=proof.on,
    )
