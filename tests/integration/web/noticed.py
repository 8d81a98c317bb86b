"""What the demonstration has not, for addresses that name one: a refusal that was announced (its calls are rankings),
an appeal of the very firm of the world.
"""

from datetime import timedelta

from flask import Flask

from cip.cli.worlds import SeededWorld
from cip.database.work import open_work
from cip.incentives.reads import find_application
from cip.incentives.records import AppealRow, BankAccountRow, PaymentBatchRow, RefusalNoticeRow
from cip.incentives.sepa import as_table
from cip.kernel.canonical import sha256_of
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


def appeal(site: Flask, world: SeededWorld) -> str:
    """A request of a world's firm to look again at the ranking; its id."""
    state = state_of(site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        found = find_application(work.session, world.ids["application_id"])
        assert found is not None
        appeal_id = work.new_id()
        work.session.add(
            AppealRow(
                id=appeal_id,
                call_id=found.call_id,
                application_id=found.id,
                firm_id=found.firm_id,
                ranking_id=world.ids["ranking_id"],
                way="head",
                said=f"I mesi sono contati male. {sorted(world.spec.markers)[0]}",
                until=None,
                state="admitted",
                filed_at=work.now,
                filed_by=world.people["owner"],
                filed_label="person:prova",
            )
        )
    return appeal_id


def batch(site: Flask, world: SeededWorld) -> str:
    """A batch without payments of a world's call, paid by the cashier; the owner of its firm prepared it, who may not
    open it. Its id.
    """
    state = state_of(site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        found = find_application(work.session, world.ids["application_id"])
        assert found is not None
        account_id, batch_id = work.new_id(), work.new_id()
        maker = {"entered_by": world.people["owner"], "entered_at": work.now, "entered_label": "person:prova"}
        work.session.add(
            BankAccountRow(
                id=account_id,
                firm_id=found.firm_id,
                body_id=None,
                holder=sorted(world.spec.markers)[0],
                sealed="x",
                mask="IT60 … 3456",
                **maker,
            )
        )
        work.session.flush()
        work.session.add(
            PaymentBatchRow(
                id=batch_id,
                call_id=found.call_id,
                number=999,
                pays_on=today(work.now),
                account_id=account_id,
                made_at=work.now,
                **{f"{step}_at": work.now for step in ("prepared", "approved", "sent")},
                prepared_by=world.people["owner"],
                approved_by=world.people["head"],
                sent_by=world.people["cashier"],
                # No payments, no XML: the file is the head of the table.
                table_sha256=sha256_of(as_table(today(work.now), [])),
            )
        )
    return batch_id
