"""Housekeeping of calls: what the clock has opened or closed is stored, and a state that no move led to is found."""

from collections.abc import Iterator
from datetime import datetime

from cip.database.chain import Fault
from cip.database.engine import Database
from cip.database.work import Session, open_reading, open_work
from cip.incentives.actions.move_call import hold_call
from cip.incentives.reads import calls_to_move, drifted_calls
from cip.kernel.settings import Settings
from cip.parties.access import SYSTEM


def keep_calls(_settings: Settings, database: Database, moment: datetime) -> None:
    """Store the openings and closings whose moment has come, each call in a Work of its own. Asks one indexed question
    where there is none. Pages never wait for it: they go by the moments themselves.
    """
    with open_reading(database) as session:
        due = [call.id for call in calls_to_move(session, moment)]
    for call_id in due:
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            hold_call(work, call_id)


def call_faults(session: Session) -> Iterator[Fault]:
    """Calls whose stored state is not the one that their last move led to."""
    for call in drifted_calls(session):
        yield Fault(f"call {call.id}", f"its state is {call.stored_state}, and no move led there")
