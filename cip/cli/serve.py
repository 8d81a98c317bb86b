"""`cip run` serves the pages; `cip demo` seeds the invented firm."""

import os
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
from gunicorn.app.base import BaseApplication

from cip.assessment.actions import append_erased, not_listed, purge_expired, read_erased, reapply_erasures
from cip.cli.backups.mark import refuse_copy_as_production
from cip.cli.demonstration import seed_demo
from cip.cli.options import find_rules, rules_option
from cip.cli.tidying import keep_tidy
from cip.cli.working import start_working
from cip.cli.worlds import seed_worlds
from cip.database.emptying import empty_log
from cip.database.engine import open_database
from cip.database.migrate import upgrade
from cip.database.throttles import forget_tries
from cip.database.work import open_reading, open_work
from cip.files.stored import shelf_for
from cip.jobs import Office, Worker, post_for, topics_of
from cip.jobs.shelving import clear_shelf, sweep_shelf
from cip.kernel.clock import now, today
from cip.kernel.errors import RefusalError
from cip.kernel.failures import log_places_only
from cip.kernel.mail_server import BASE_URL
from cip.kernel.settings import Settings, is_loopback, read_settings, secret_key_for
from cip.parties.access import SYSTEM
from cip.parties.reads.people import all_people
from cip.web.app import create_app
from cip.web.demo.spec import demonstration_addresses
from cip.web.state import State, state_of

WORKERS = 2
MOST_AT_START = 1_000
SECONDS_TO_EMPTY = 5.0
LONGEST_REQUEST_LINE = 8_190
_WSGI = Callable[..., object]


class _Server(BaseApplication):
    """gunicorn with the application made once, before the workers are forked."""

    def __init__(self, app: _WSGI, options: dict[str, object]) -> None:
        self._app = app
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> _WSGI:
        return self._app


@click.command("run")
@click.option("--host", default="127.0.0.1", help="Address to serve on.")
@click.option("--port", default=8000, type=click.IntRange(1, 65535), help="Port to serve on.")
@click.option(
    "--workers", default=WORKERS, type=click.IntRange(1, 64), help="Processes (sync workers: best on SQLite)."
)
@click.option("--demo", "with_demo", is_flag=True, help="Seed the invented firm first.")
@rules_option
def run(host: str, port: int, workers: int, with_demo: bool, rules_dir: Path | None) -> None:
    """Serve the web pages."""
    _refuse_busy_port(host, port)
    log_places_only()
    settings = _settings(rules_dir, host)
    if with_demo:
        settings = demonstration_of(settings, _address(host, port))
    refuse_copy_as_production(settings)
    _warn_of_readers(settings)
    upgrade(settings.database_url)
    erase_due(settings)
    if with_demo:
        refuse_real_people(settings)
        seed_demonstration(settings)
    else:
        refuse_demonstration(settings)
    app = create_app(settings)
    click.echo(f"CIP: open {_address(host, port)} in a browser (stop with Ctrl+C)")
    _Server(
        app,
        {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "worker_class": "sync",
            "preload_app": True,
            # In each worker, after the fork: no thread of the master is copied half-way, and one of them always lives.
            "post_worker_init": lambda _worker: _keep_house(state_of(app)),
            # Nobody steers a running server through a socket, and the home of its account may be read-only.
            "control_socket_disable": True,
            "timeout": 60,
            "graceful_timeout": 10,
            # The longest that gunicorn takes: beyond it gunicorn itself answers 414, without our headers.
            "limit_request_line": LONGEST_REQUEST_LINE,
            "loglevel": "warning",
            "forwarded_allow_ips": "127.0.0.1,::1" if settings.trusted_proxies else "",
            "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108 - gunicorn's heartbeat file
        },
    ).run()


@click.command("demo")
@rules_option
def demo(rules_dir: Path | None) -> None:
    """Seed the invented firm and the two invented worlds (once; a second call changes nothing)."""
    settings = demonstration_of(_settings(rules_dir, "127.0.0.1"), BASE_URL)
    upgrade(settings.database_url)
    refuse_real_people(settings)
    click.echo("the demonstration is seeded" if seed_demonstration(settings) else "the demonstration is there already")


def _settings(rules_dir: Path | None, host: str) -> Settings:
    settings = read_settings(os.environ)
    return replace(settings, rules=find_rules(rules_dir or settings.rules), secret_key=secret_key_for(settings, host))


def demonstration_of(settings: Settings, address: str) -> Settings:
    """The settings of a demonstration: mails are kept for a page that everybody reads, and their links lead to
    `address` unless the settings name another.

    Raises RefusalError where real mails could be meant: sign-in links of real people must never stand on that page.
    """
    if settings.mail is not None or os.environ.get("CIP_ENV", "").strip() == "production":
        raise RefusalError(
            "--demo shows all mails, sign-in links too, on a page that everybody reads: "
            "leave it out, or leave out CIP_MAIL_URL and CIP_ENV=production."
        )
    base_url = address if settings.base_url == BASE_URL else settings.base_url
    return replace(settings, demo=True, base_url=base_url)


def _keep_house(state: State) -> None:
    keep_tidy(state.settings, state.database, state.clock)
    if state.settings.demo:
        # One process is enough to try everything out: elsewhere `cip work` runs beside.
        office = Office(post_for(state.settings, state.database, state.clock), state.settings.base_url)
        start_working(Worker(state.database, topics_of(office), state.clock))


def _warn_of_readers(settings: Settings) -> None:
    """Say it if others on this machine can look into our folder: who made it so decides whether that is meant."""
    folder = settings.var
    if folder.is_dir() and folder.stat().st_mode & 0o077:
        click.echo(f"CIP: others on this machine can look into {folder}; run: chmod 700 {folder}", err=True)


def seed_demonstration(settings: Settings) -> bool:
    """Seed what of the demonstration is not there yet; whether there was anything. It is many Works, so a file stands
    in the folder until it was whole once. Raises RefusalError where it was stopped half-way: what is there can neither
    be told from a whole one nor completed.
    """
    mark, whole = settings.var / "demo_unfinished", settings.var / "demo_whole"
    if mark.exists():
        raise RefusalError(
            "the demonstration was stopped while it was being made, and is not whole. "
            f"Remove the folder {settings.var} (and empty the database, if it is elsewhere), then start again."
        )
    database = open_database(settings.database_url)
    rules = find_rules(settings.rules)
    mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not whole.exists():
        mark.touch(mode=0o600)
    try:
        fresh = seed_demo(database, rules)
        fresh |= bool(seed_worlds(database, rules, settings.secret_key or "", shelf_for(settings), now()))
    finally:
        database.dispose()
    whole.touch(mode=0o600)
    mark.unlink(missing_ok=True)
    return fresh


def _people_of(settings: Settings) -> tuple[bool, bool]:
    """Whether the database holds accounts of the demonstration, and whether it holds others."""
    database = open_database(settings.database_url)
    try:
        with open_reading(database) as session:
            addresses = {one.email for one in all_people(session)}
    finally:
        database.dispose()
    invented = demonstration_addresses()
    return bool(addresses & invented), bool(addresses - invented)


def refuse_real_people(settings: Settings) -> None:
    """Refuse to make a demonstration of a database in which real people have accounts: their sign-in links would stand
    on a page that everybody reads. Accounts that somebody made while trying the demonstration out stay.

    Raises RefusalError.
    """
    invented, others = _people_of(settings)
    if others and not invented:
        raise RefusalError(
            "this database holds accounts of people: --demo would show their sign-in links to everybody; "
            "name another folder with CIP_VAR"
        )


def refuse_demonstration(settings: Settings) -> None:
    """Refuse to serve in earnest what holds the accounts of the demonstration: everybody knows their password.

    Raises RefusalError.
    """
    if _people_of(settings)[0]:
        raise RefusalError(
            "this database holds the accounts of the demonstration, whose password everybody knows: "
            "run with --demo, or name another folder with CIP_VAR"
        )


def erase_due(settings: Settings) -> None:
    """Erase again what a backup has brought back, and what expired while nobody served; afterwards each worker tidies
    up once a minute.
    """
    database = open_database(settings.database_url)
    moment = now()
    listed = read_erased(settings.erased_list)
    try:
        with open_work(database, actor=SYSTEM, now=moment, act="run") as work:
            again = reapply_erasures(work, listed)
            purge_expired(work, today(moment), at_most=MOST_AT_START)
            forget_tries(work)
            unlisted = not_listed(work, listed)
        empty_log(database, SECONDS_TO_EMPTY)
        clear_shelf(database, shelf_for(settings), moment, MOST_AT_START)
        sweep_shelf(database, shelf_for(settings), moment)
    finally:
        database.dispose()
    append_erased(settings.erased_list, unlisted)
    if again:
        click.echo(f"CIP: erased again what a backup had brought back: {len(again)} check-ups")


def _refuse_busy_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RefusalError(
                f"{host}:{port} cannot be used ({error.strerror}); choose another with --port"
            ) from error


def _address(host: str, port: int) -> str:
    shown = "127.0.0.1" if is_loopback(host) or host in ("0.0.0.0", "::") else host  # noqa: S104 - only shown
    return f"http://{shown}:{port}"
