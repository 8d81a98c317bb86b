"""SIGTERM ends `cip work` after the message at hand: it is sent once and marked, and the next one waits."""

import os
import signal
import time
from pathlib import Path

from cip.database import migrate, outbox
from cip.database.engine import open_database
from cip.database.work import open_reading, open_work
from cip.kernel.clock import now
from cip.parties.access import SYSTEM
from tests.faults.nursery import wait_for
from tests.faults.outbox_kills import open_place
from tests.faults.sink import open_sink


def test_the_message_at_hand_is_finished(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cip.sqlite'}"
    migrate.upgrade(url)
    database = open_database(url)
    with open_work(database, actor=SYSTEM, now=now()) as work:
        for number in range(20):
            values = {"firm": "Officina di prova", "link": f"/it/n{number}"}
            order = {"template": "plan_to_sign", "to": "anna@example.org", "language": "it", "values": values}
            outbox.put(work, "mail", order)
    with open_sink(pause=0.2) as sink, open_place(url, sink, tmp_path) as place:
        child = place.nursery.start("work")
        assert sink.wait_for_more(0, 20)
        asked = time.monotonic()
        os.kill(child, signal.SIGTERM)
        wait_for(child, 10)
        assert time.monotonic() - asked < 5
    with open_reading(database) as session:
        counts = outbox.count_by_state(session)
        taken = session.query(outbox.OutboxRow).where(outbox.OutboxRow.taken_by.is_not(None)).count()
    database.dispose()
    assert counts["sent"] == len(sink.received) == len({mail.message_id for mail in sink.received})
    assert counts["pending"] == 20 - counts["sent"] > 0
    assert taken == 0
