"""An award of a world that went to its end: paid whole, its measures kept for a season, closed by the office.

It is of a call of months before the other one, to which one invented firm applied.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from cip.cli.worlds.acceptances import accept_as_told
from cip.cli.worlds.awards import seed_awards
from cip.cli.worlds.calls import Office, before, invented_firm, open_past, seed_past_call
from cip.cli.worlds.expenses import seed_report
from cip.cli.worlds.payments import part_at, seed_part, seed_payments
from cip.database.work import open_reading
from cip.incentives.actions.close_award import close_award
from cip.incentives.actions.follow_award import NewUse, note_use
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.kept_time import funded_measures

# The call lies so many days before the other past call; the rest in days before the day of the demonstration.
_EARLIER, _NOTED, _CLOSED = 200, 25, 5
# So many days before the day of that call its firm had joined: earlier there was neither a model nor an agreement.
_JOINED = 115
# The season: from the day after the acceptance, for more than the six months that the balance asks.
_STARTED, _ENDED = 224, 35
_NUMBER, _SKIPPED = 91, 900
"""The number of the firm, which no other applicant of the world has, and that of papers that other calls take."""
_MEASURE = "M01"


def seed_closed_award(office: Office, title: str, moment: datetime) -> str:
    """A call with one award, which is closed; the id of the award, "" where it was too early for one. `office` stands
    at no call yet.
    """
    if not office.applying.bound.pack.in_force_on(office.day(_EARLIER + _JOINED)):
        return ""
    then = before(office, _EARLIER)
    then = then.with_call(open_past(then, title, moment - timedelta(days=_EARLIER)))
    firm_id, owner_id = invented_firm(then, _NUMBER)
    people = {**office.cast.people, "owner": owner_id, "collaborator": owner_id}
    seed_past_call(replace(then, cast=replace(office.cast, people=people)), firm_id, 0)
    told = seed_awards(then, firm_id, notified=1, approved=0, prepared=0, skip=_SKIPPED)
    for award_id in told:
        accept_as_told(then, award_id)
        seed_payments(then, told, held=0)
        seed_report(then, award_id)
        _end(office.with_call(then.call_id), award_id)
    return told[0] if told else ""


def _end(office: Office, award_id: str) -> None:
    """The measures were in use for a season, the balance is paid, the head of the office closes."""
    people = office.cast.people
    with open_reading(office.applying.stage.database) as session:
        measures = funded_measures(session, award_of(session, award_id)) or (_MEASURE,)
    with office.ago(_NOTED).of(people["officer"]) as work:
        for measure in measures:
            season = NewUse(
                measure=measure, started_on=office.day(_STARTED), ended_on=office.day(_ENDED), seasonal=True,
                source="Foglio degli orari inventato, misura di una stagione",
            )  # fmt: skip
            note_use(work, award_id, season, frozenset({measure}))
    balance = part_at(office, -1)
    if balance is not None:
        seed_part(office, award_id, balance)
    with office.ago(_CLOSED).of(people["head"]) as work:
        close_award(work, award_id)
