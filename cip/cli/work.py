"""`cip work` sends what waits in the outbox, and shows what could not be sent."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import click

from cip.cli.backups.mark import refuse_copy_that_mails
from cip.cli.options import json_option, print_json
from cip.cli.tidying import keep_sealed, seal_waiting
from cip.cli.working import keep_working, work_all
from cip.database import outbox
from cip.database.engine import Database, open_database
from cip.database.migrate import upgrade
from cip.database.work import open_reading, open_work
from cip.jobs import Office, Worker, post_for, topics_of
from cip.jobs.working import LEASE
from cip.kernel.clock import now, today
from cip.kernel.errors import RefusalError
from cip.kernel.failures import log_places_only
from cip.kernel.settings import Settings, read_settings
from cip.parties.access import SYSTEM


@click.command("work")
@click.option("--once", is_flag=True, help="Send what is due now, then end.")
@click.option("--dead", is_flag=True, help="List the messages that could not be sent, and end.")
@click.option("--retry", "retried", metavar="ID", help="Try a dead message again, and end.")
@click.option(
    "--lease",
    type=click.IntRange(1, 3600),
    default=int(LEASE.total_seconds()),
    show_default=True,
    help="Seconds after which the message of a worker that died is taken by another.",
)
@json_option
def work(once: bool, dead: bool, retried: str | None, lease: int, as_json: bool) -> None:
    """Send what waits in the outbox, until stopped (SIGTERM ends it after the message at hand)."""
    log_places_only()
    settings = read_settings(os.environ)
    with _opened(settings) as database:
        if dead:
            _show_dead(database, as_json)
        elif retried is not None:
            _retry(database, retried)
        else:
            refuse_copy_that_mails(settings)
            office = Office(post_for(settings, database, now), settings.base_url)
            worker = Worker(database, topics_of(office), now, timedelta(seconds=lease))
            if once:
                _work_once(worker, as_json)
                seal_waiting(settings, database, now())
            else:
                _work_on(worker, settings)


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    upgrade(settings.database_url)
    database = open_database(settings.database_url)
    try:
        yield database
    finally:
        database.dispose()


def _work_on(worker: Worker, settings: Settings) -> None:
    stopped = _stopped_by_signals()
    # What jobs write is sealed also where no `cip run` is up; beside the loop, as a slow mail server may hold that up.
    sealing = keep_sealed(settings, worker.database, now)
    try:
        keep_working(worker, stopped, time.sleep)
    finally:
        sealing.end()


def _work_once(worker: Worker, as_json: bool) -> None:
    done = work_all(worker, _stopped_by_signals())
    if as_json:
        print_json({"sent": done["sent"], "failed": done["failed"], "dead": done["dead"]})
    else:
        click.echo(f"{done['sent']} sent, {done['failed']} to be tried again, {done['dead']} dead")


def _stopped_by_signals() -> Callable[[], bool]:
    """Says True once somebody asked this process to end."""
    asked: list[int] = []
    # A plain list, no lock: the handler may run at any point of the very thread that looks.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda given, _frame: asked.append(given))
    return lambda: bool(asked)


def _show_dead(database: Database, as_json: bool) -> None:
    with open_reading(database) as session:
        found = outbox.dead_messages(session)
    if as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "topic": one.topic,
                    "template": one.template,
                    "tries": one.tries,
                    "error": one.error,
                    "made_at": one.made_at.isoformat(),
                    "died_at": one.done_at.isoformat(),
                    "can_be_retried": one.retryable,
                }
                for one in found
            ]
        )
        return
    for one in found:
        gone = "" if one.retryable else " (content gone)"
        what = one.template or one.topic
        click.echo(f"{one.id} {today(one.done_at).isoformat()} {what} {one.tries} tries {one.error or '-'}{gone}")


def _retry(database: Database, id: str) -> None:
    with open_work(database, actor=SYSTEM, now=now(), act="work") as work:
        again = outbox.retry(work, id)
    if not again:
        raise RefusalError(f"there is no dead message {id[:40]!r}, or its content is gone")
    click.echo(f"{id} will be tried again")
