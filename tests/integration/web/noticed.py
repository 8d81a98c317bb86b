"""A refusal that was announced, for addresses that name one: the calls of the demonstration are rankings, which have
none.
"""

from datetime import timedelta

from flask import Flask

from cip.cli.worlds import SeededWorld
from cip.database.work import open_work
from cip.incentives.records import RefusalNoticeRow
from cip.kernel.clock import today
from cip.parties.access import SYSTEM
from cip.web.state import state_of


def announce(site: Flask, world: SeededWorld) -> str:
    """A notice about the application of a world's firm; its id."""
    state = state_of(site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        notice_id, on = work.new_id(), today(work.now)
        work.session.add(
            RefusalNoticeRow(
                id=notice_id,
                application_id=world.ids["application_id"],
                reasons='[{"row":"rule-size","it":"Addetti","en":"Workers","said":"Sono 60.","source":"Libro unico"}]',
                noticed_on=on,
                due_on=on + timedelta(days=10),
                noticed_at=work.now,
                noticed_by="system",
            )
        )
    return notice_id
