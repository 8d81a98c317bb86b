"""The decision letters of awards: what each would say now, and those that have their protocol number."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from cip.incentives.acceptance import answer_days, answer_is_proposal
from cip.incentives.amounts import Amount, amount_of
from cip.incentives.award_letter import (
    AppealTerm,
    AwardLetter,
    KeptLetter,
    LetterCode,
    LetterDuty,
    LetterPart,
    Line,
    Protocol,
    letter_from,
)
from cip.incentives.awards import StoredAward
from cip.incentives.bound_call import BoundCall
from cip.incentives.calls import OfficeCall
from cip.incentives.making import entry_id
from cip.incentives.reads.applications import applications_of_call
from cip.incentives.reads.award_checks import approvals_of, codes_of_call
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.rankings import find_ranking
from cip.incentives.records import AwardLetterRow
from cip.incentives.register_codes import CODE_KINDS
from cip.incentives.tranches import parts_of
from cip.kernel.clock import today
from cip.kernel.texts import Text
from cip.parties.reads import find_body, find_firm
from cip.rulebook.call_packs import CallPack
from cip.rulebook.parameters import row_on
from cip.rulebook.shapes.call import Amounts, Call

_L = cast("Table", AwardLetterRow.__table__).c
_LESS = Text(
    it="La somma della graduatoria è più bassa (somma chiesta, o soldi rimasti nel bando)",
    en="The sum of the ranking is lower (sum asked for, or money left in the call)",
)
_SUM = Text(it="Somma della graduatoria", en="Sum of the ranking")


def letters_for(session: Session, awards: Sequence[StoredAward]) -> dict[str, AwardLetter]:
    """What the letters of approved awards of one call say now, by award; one that is not approved is left out."""
    if not awards:
        return {}
    call = call_of(session, awards[0].call_id)
    pack = pack_of_call(session, call)
    approvals = approvals_of(session, [award.id for award in awards])
    codes = codes_of_call(session, call.id, [award.id for award in awards])
    amounts = _Amounts(session, pack)
    sent = {one.application_id: one for one in applications_of_call(session, call.id)}
    office = find_body(session, call.body_id)
    found = {}
    for award in awards:
        approval, firm = approvals.get(award.id), find_firm(session, award.firm_id)
        if approval is None or firm is None:
            continue
        application = sent[award.application_id]
        found[award.id] = AwardLetter(
            **_same(call, pack, approval.act_on),
            office=office.name if office else "",
            firm=firm.name,
            tax_code=firm.tax_code,
            number=application.number,
            sent_on=today(application.submitted_at),
            cents=award.cents,
            act_number=approval.act_number,
            act_on=approval.act_on,
            lines=amounts.lines(award, application.number),
            parts=_parts(pack.call, award.cents),
            duties=_duties(pack.call, amounts.facts(award, application.number)),
            codes=tuple(
                LetterCode(kind, codes[award.id][kind].code, codes[award.id][kind].on)
                for kind in CODE_KINDS
                if kind in codes[award.id]
            ),
        )
    return found


def letters_kept(session: Session, award_ids: Collection[str]) -> dict[str, KeptLetter]:
    """The letters that have their protocol number, by award."""
    query = select(*_L).where(_L.award_id.in_(award_ids))
    return {row.award_id: _kept(row) for row in session.execute(query)}


def letter_kept(session: Session, award_id: str) -> KeptLetter | None:
    """The letter of an award, None while it has no protocol number."""
    return letters_kept(session, [award_id]).get(award_id)


def numbers_taken(session: Session, body_id: str, year: int, numbers: Collection[int]) -> set[int]:
    """Which of these protocol numbers an office has given in a year."""
    query = select(_L.protocol_number).where(
        _L.body_id == body_id, _L.protocol_year == year, _L.protocol_number.in_(numbers)
    )
    return set(session.scalars(query))


class _Amounts:
    """The lines of amounts, each ranking read once."""

    def __init__(self, session: Session, pack: CallPack) -> None:
        self._session, self._pack = session, pack
        self._entries: dict[str, Mapping[str, Mapping[str, Any]]] = {}
        self._bound: dict[str, BoundCall] = {}

    def lines(self, award: StoredAward, number: int) -> tuple[Line, ...]:
        entry = self._entry(award, number)
        if entry is None or not isinstance(self._pack.call.amounts, Amounts):
            return ((_SUM, award.cents),)
        bound = self._bound[award.ranking_id]
        amount = amount_of(bound, bound.read_facts(entry["facts"]), entry["requested"])
        rows = tuple(_rows(self._pack.call.amounts, amount))
        rest = award.cents - sum(cents for _text, cents in rows)
        return (*rows, (_LESS if rest < 0 else _SUM, rest)) if rest else rows

    def facts(self, award: StoredAward, number: int) -> Mapping[str, Any]:
        entry = self._entry(award, number)
        return {} if entry is None else entry["facts"]

    def _entry(self, award: StoredAward, number: int) -> Mapping[str, Any] | None:
        if award.ranking_id not in self._entries:
            ranking = find_ranking(self._session, award.ranking_id)
            self._entries[award.ranking_id] = {} if ranking is None else ranking.applications
            on = None if ranking is None else ranking.given["on"]
            self._bound[award.ranking_id] = BoundCall(self._pack, date.fromisoformat(on) if on else None)
        return self._entries[award.ranking_id].get(entry_id(number))


def _rows(amounts: Amounts, amount: Amount) -> Iterator[Line]:
    labels = {one.id: one.label for one in amounts.lines} | {one.id: one.label for one in amounts.caps}
    for row in amount.rows:
        if row.cents:
            yield labels[row.id], row.cents


def _parts(call: Call, cents: int) -> tuple[LetterPart, ...]:
    if isinstance(call.tranches, str):
        return ()
    parts = parts_of(call.tranches, cents)
    return tuple(LetterPart(one.label, one.rule.share, one.cents, one.when) for one in parts)


def _duties(call: Call, facts: Mapping[str, Any]) -> tuple[LetterDuty, ...]:
    """The obligations; where the firm itself promised for how long, its own months."""
    found = []
    for one in call.obligations:
        promised = facts.get(one.months_of) if one.months_of is not None else None
        months = promised if isinstance(promised, int) else one.months
        found.append(LetterDuty(one.label, one.clause, months))
    return tuple(found)


def _same(call: OfficeCall, pack: CallPack, on: date) -> dict[str, Any]:
    """What every letter of a call says."""
    cited = ("rna_register_before_grant", "cup_required", "durc_validity", "de_minimis_general", "reasons_duty")
    law = (source for key in cited if (source := _term(pack, key, on).source))
    return {
        "call": call.title,
        "mark": pack.call.about.mark,
        "answer_days": answer_days(pack.call),
        "answer_proposal": answer_is_proposal(pack.call),
        "court": _term(pack, "appeal_terms", on),
        "head": _term(pack, "appeal_terms_extraordinary", on),
        "law": tuple(dict.fromkeys(law)),
        "contact": call.settings.contact,
    }


def _term(pack: CallPack, key: str, on: date) -> AppealTerm:
    parameter = pack.content.law.parameters.get(key)
    row = None if parameter is None else row_on(parameter, on)
    if row is None:
        return AppealTerm(None, "")
    days = row.value if isinstance(row.value, int) and not isinstance(row.value, bool) else None
    return AppealTerm(days, row.source)


def _kept(row: Row[Any]) -> KeptLetter:
    protocol = Protocol(row.protocol_number, row.protocol_on)
    return KeptLetter(
        award_id=row.award_id,
        protocol=protocol,
        letter=letter_from(row.content),
        sha256=row.sha256,
        made_label=row.made_label,
    )
