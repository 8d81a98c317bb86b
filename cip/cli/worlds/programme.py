"""The programme that a world's office follows: numbers written by hand, a meeting that was held, calls that its
financial plan pays for.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from cip.cli.worlds.acting import Stage
from cip.database.work import Work
from cip.incentives.reads import call_of
from cip.kernel.clock import today
from cip.kernel.days import add_months
from cip.monitoring.actions.attach_source import attach_source
from cip.monitoring.actions.follow_programme import follow_programme
from cip.monitoring.actions.note_progress import Held, Value, note_held, note_value
from cip.monitoring.reads import find_followed
from cip.monitoring.reads.money import budgets_of_call
from cip.rulebook.shapes.programme import Programme

_BEGUN_MONTHS = 7
"""The office began so many months ago: some meetings were held, one is late, others come."""
_CELLS = (("cip", "dgr_1081"), ("cip", "dgr_1576"))
"""Which cells of the plan pay for the calls."""
_WRITTEN = (
    ("partner_public", None, 900, "Accordi firmati dai nove enti inventati", "Registro inventato della rete"),
    ("partner_firms", None, 2_100, "Accordi firmati da ventuno imprese inventate", "Registro inventato della rete"),
    ("firms_made_aware", "cip", 1_400, "Fogli firma di due incontri inventati", "Verbali inventati"),
    ("families", "concilia-milano", 11_200, "Schede inventate di due servizi", "Relazione inventata"),
    ("neighbours", None, 100, "Un incontro inventato con il territorio vicino", "Verbale inventato"),
)


def seed_programme(
    stage: Stage, officer: str, body_id: str, programme: Programme, calls: Sequence[str]
) -> dict[str, str]:
    """Follow a programme as an officer, and let its plan pay for these calls; the ids that addresses name. Everything
    in it is invented.
    """
    on = today(stage.moment)
    begun = add_months(on.replace(day=1), -_BEGUN_MONTHS)
    with stage.of(officer) as work:
        followed = follow_programme(work, body_id, programme.id, begun)
        noted = [
            note_value(work, followed, programme, Value(name, alliance, number, on - timedelta(days=30), proof, source))
            for name, alliance, number, proof, source in _WRITTEN
        ]
        for due, month, day in _held(programme, begun):
            note_held(work, followed, programme, Held(due, month, day, "Verbale inventato n. 1"))
        _hang(work, followed, programme, calls)
    written = [name for name, _alliance, _number, _proof, _source in _WRITTEN]
    return {"programme_id": followed, "noted_id": noted[written.index("families")]}


def _hang(work: Work, programme_id: str, programme: Programme, calls: Sequence[str]) -> None:
    """Each call on a cell of its own, as far as both are there."""
    followed = find_followed(work.session, programme_id)
    if followed is None or programme.finance is None:
        return
    there = {(line.id, source) for line in programme.finance.lines for source in line.cells}
    for call_id, cell in zip(calls, (one for one in _CELLS if one in there), strict=False):
        sources = budgets_of_call(work.session, call_of(work.session, call_id))
        for source in sources:
            attach_source(work, followed, programme, (call_id, source), cell)


def _held(programme: Programme, begun: date) -> list[tuple[str, str, date]]:
    """The first meetings of the steering group and of the network, in the month in which the office began."""
    found = {due.id: due.months[0] for due in programme.timetable}
    kinds = ("steering_group", "assembly", "evaluation_committee")
    return [(name, found[name], begun + timedelta(days=11)) for name in kinds if name in found]
