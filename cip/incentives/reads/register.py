"""What the national register is told of a call, what it answered so far, and what stands here before it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from cip.incentives.awards import StoredAward
from cip.incentives.calls import OfficeCall
from cip.incentives.reads.applications import applications_of_call
from cip.incentives.reads.award_checks import approvals_of, codes_of_call
from cip.incentives.reads.rankings import find_ranking
from cip.incentives.records import RegisterCodeRow, RegisterImportRow
from cip.incentives.register_answers import ReadLine, Standing, from_text
from cip.incentives.register_codes import CodeKind
from cip.incentives.register_port import AidToRegister
from cip.kernel.clock import today
from cip.parties.reads import find_firm

_I = cast("Table", RegisterImportRow.__table__).c
_R = cast("Table", RegisterCodeRow.__table__).c


@dataclass(frozen=True, slots=True)
class RegisterImport:
    """An answer of the register as it was read."""

    id: str
    call_id: str
    sha256: str
    lines: tuple[ReadLine, ...]
    at: datetime
    by_label: str

    @property
    def taken(self) -> int:
        """How many codes were recorded."""
        return sum(1 for line in self.lines if line.outcome == "taken")


def aids_to_register(session: Session, call: OfficeCall, awards: Sequence[StoredAward]) -> list[AidToRegister]:
    """The awards of a call as the register is told of them: those that are being decided or that firms have."""
    told = [award for award in awards if award.live or award.held]
    codes = codes_of_call(session, call.id, [award.id for award in told])
    approvals = approvals_of(session, [award.id for award in told])
    sent = {one.application_id: one.number for one in applications_of_call(session, call.id)}
    days = {ranking_id: _ranked_on(session, ranking_id) for ranking_id in {award.ranking_id for award in told}}
    found = []
    for award in told:
        firm, approval = find_firm(session, award.firm_id), approvals.get(award.id)
        kinds: dict[CodeKind, str] = {kind: code.code for kind, code in codes[award.id].items()}
        aid = AidToRegister(
            award_id=award.id,
            application=sent.get(award.application_id, 0),
            firm=firm.name if firm else "",
            tax_code=firm.tax_code if firm else "",
            cents=award.cents,
            ranked_on=days[award.ranking_id] or today(award.begun_at),
            car=kinds.get("car", ""),
            cor=kinds.get("cor", ""),
            cup=kinds.get("cup", ""),
            act_number=approval.act_number if approval else "",
            act_on=approval.act_on if approval else None,
        )
        found.append(aid)
    return found


def imports_of_call(session: Session, call_id: str) -> list[RegisterImport]:
    """The answers that were read into a call, the newest first."""
    query = select(*_I).where(_I.call_id == call_id).order_by(_I.at.desc(), _I.id)
    return [
        RegisterImport(row.id, row.call_id, row.sha256, from_text(row.report), row.at, row.by_label)
        for row in session.execute(query)
    ]


def standing_codes(session: Session, call_id: str, awards: Sequence[StoredAward]) -> Standing:
    """What stands here of a call before an answer is read: states and codes that count."""
    codes = {}
    for row in session.execute(select(*_R).where(_R.call_id == call_id).order_by(_R.seq)):
        codes[(row.award_id or "", cast("CodeKind", row.kind))] = (row.code, row.on_day)
    cors = select(_R.code, _R.award_id).where(_R.kind == "cor")
    elsewhere = {row.code: row.award_id for row in session.execute(cors)}
    return Standing({award.id: award.state for award in awards}, codes, elsewhere)


def _ranked_on(session: Session, ranking_id: str) -> date | None:
    ranking = find_ranking(session, ranking_id)
    return ranking.approval.act_on if ranking is not None and ranking.approval is not None else None
