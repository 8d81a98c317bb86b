"""The money of the calls of a programme, by source, as the ledger has it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from cip.incentives.reads.calls import pack_of_call
from cip.incentives.reads.money import lines_of_call
from cip.kernel.texts import Text
from cip.monitoring.finance import MoneyLine
from cip.monitoring.programme import EVERYTHING, Scope
from cip.monitoring.reads.evidence import calls_of_programme
from cip.rulebook.shapes.programme import Programme


def money_of_programme(
    session: Session, programme: Programme, body_id: str, scope: Scope = EVERYTHING
) -> Sequence[MoneyLine]:
    """Every source of the calls that belong to an alliance of a programme, by call; none before its money is opened.
    Of a scope only the alliance counts: money is not known by place, and stands as of today.
    """
    found = []
    for call, alliance_id in calls_of_programme(session, programme, body_id):
        if scope.alliance_id not in (None, alliance_id):
            continue
        labels = {line.id: line.label for line in pack_of_call(session, call).call.funding}
        for line in lines_of_call(session, call.id):
            label = labels.get(line.source_id, Text(it=line.source_id, en=line.source_id))
            spent = line.paid + line.withheld
            found.append(
                MoneyLine(
                    call.id,
                    call.title,
                    alliance_id,
                    line.source_id,
                    label,
                    line.budget,
                    line.awarded,
                    spent,
                    line.recovered,
                )
            )
    return found
