"""The programme that a world's office follows: numbers written by hand, and a meeting that was held."""

from datetime import date, timedelta

from cip.cli.worlds.acting import Stage
from cip.kernel.clock import today
from cip.kernel.days import add_months
from cip.monitoring.actions.follow_programme import follow_programme
from cip.monitoring.actions.note_progress import Held, Value, note_held, note_value
from cip.rulebook.shapes.programme import Programme

_BEGUN_MONTHS = 7
"""The office began so many months ago: some meetings were held, one is late, others come."""
_WRITTEN = (
    ("partner_public", None, 900, "Accordi firmati dai nove enti inventati", "Registro inventato della rete"),
    ("partner_firms", None, 2_100, "Accordi firmati da ventuno imprese inventate", "Registro inventato della rete"),
    ("firms_made_aware", "cip", 1_400, "Fogli firma di due incontri inventati", "Verbali inventati"),
    ("families", "concilia-milano", 11_200, "Schede inventate di due servizi", "Relazione inventata"),
    ("neighbours", None, 100, "Un incontro inventato con il territorio vicino", "Verbale inventato"),
)


def seed_programme(stage: Stage, officer: str, body_id: str, programme: Programme) -> dict[str, str]:
    """Follow a programme as an officer; the ids that addresses name. Everything in it is invented."""
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
    written = [name for name, _alliance, _number, _proof, _source in _WRITTEN]
    return {"programme_id": followed, "noted_id": noted[written.index("families")]}


def _held(programme: Programme, begun: date) -> list[tuple[str, str, date]]:
    """The first meetings of the steering group and of the network, in the month in which the office began."""
    found = {due.id: due.months[0] for due in programme.timetable}
    kinds = ("steering_group", "assembly", "evaluation_committee")
    return [(name, found[name], begun + timedelta(days=11)) for name in kinds if name in found]
