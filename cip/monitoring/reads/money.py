"""The money of the calls of a programme, by source, as the ledger has it."""

from collections.abc import Container, Sequence

from sqlalchemy.orm import Session

from cip.incentives.calls import OfficeCall
from cip.incentives.ledger import AWARDED
from cip.incentives.money import FundingLine, total
from cip.incentives.money_log import AwardSums
from cip.incentives.reads.calls import pack_of_call
from cip.incentives.reads.money import lines_of_call
from cip.incentives.reads.money_log import award_sums
from cip.kernel.texts import Text
from cip.monitoring.finance import MoneyLine, PlanMoney
from cip.monitoring.plan_versions import CellKey
from cip.monitoring.reads.evidence import calls_of_programme
from cip.rulebook.shapes.programme import Programme


def money_of_programme(
    session: Session, programme: Programme, body_id: str, hanging: Container[tuple[str, str]] = ()
) -> Sequence[MoneyLine]:
    """Every source of the published calls that belong to an alliance of a programme, by call, as of today. Of a call
    that was annulled before its money was opened only what still hangs on a cell (`hanging`: by call and source).
    """
    found = []
    for call, alliance_id in calls_of_programme(session, programme, body_id):
        labels = {line.id: line.label for line in pack_of_call(session, call).call.funding}
        annulled = call.stored_state == "annulled"
        for source_id, budget, line in _sources(session, call):
            if annulled and line is None and (call.id, source_id) not in hanging:
                continue
            found.append(
                MoneyLine(
                    call_id=call.id,
                    call_title=call.title,
                    alliance_id=alliance_id,
                    source_id=source_id,
                    label=labels.get(source_id, Text(it=source_id, en=source_id)),
                    line_id=line.id if line is not None else None,
                    annulled=annulled,
                    budget=budget,
                    awarded=line.awarded if line is not None else 0,
                    due=line.due if line is not None else 0,
                    paid=line.paid + line.withheld if line is not None else 0,
                    recovered=line.recovered if line is not None else 0,
                )
            )
    return found


def awards_behind(session: Session, money: MoneyLine) -> Sequence[AwardSums]:
    """The awards that hold, held, or are kept something of a source of a call, with what they hold of it alone."""
    found = []
    for one in award_sums(session, money.call_id) if money.line_id is not None else ():
        shares = [share for share in one.shares if share.line_id == money.line_id]
        if total(shares, "reserved", *AWARDED) or any(share.granted for share in shares):
            found.append(AwardSums(one.award, shares))
    return found


def firms_by_cell(session: Session, plan: PlanMoney) -> dict[CellKey, int]:
    """By cell of a plan how many firms were awarded something that it pays for."""
    return {
        (cell.line_id, cell.source_id): len(
            {
                one.award.firm_id
                for money in cell.money
                for one in awards_behind(session, money)
                if any(share.granted for share in one.shares)
            }
        )
        for cell in plan.cells
    }


def budgets_of_call(session: Session, call: OfficeCall) -> dict[str, int]:
    """What each source of a published call was given, in cents: as the ledger has it once its money is opened, as it
    was published before that. Nothing of a call that was annulled before.
    """
    if call.stored_state == "annulled":
        return {}
    return {source_id: budget for source_id, budget, _line in _sources(session, call)}


def _sources(session: Session, call: OfficeCall) -> list[tuple[str, int, FundingLine | None]]:
    opened = lines_of_call(session, call.id)
    if opened:
        return [(line.source_id, line.budget, line) for line in opened]
    if not call.public:
        return []
    given = call.settings.cents_by_line or {}
    published = [line.id for line in pack_of_call(session, call).call.funding]
    return [(one, given[one], None) for one in published if given.get(one)]
