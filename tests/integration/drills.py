"""What the restore drill seeds, loses and compares: a call with its awards, a check-up, people, mails, and a file."""

import io
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

from cip.assessment.actions import append_erased, erase_check_up
from cip.assessment.stored import ErasedCheckUp
from cip.cli.backups.lists import list_closed_accounts
from cip.cli.tidying import seal_waiting
from cip.database import outbox
from cip.database.engine import Database, open_database
from cip.database.work import open_reading, open_work
from cip.documents.papers.application_receipt import Receipt, receipt_sheet
from cip.documents.sheet_html import render_sheet
from cip.files.accepted import Quota
from cip.files.actions import receive_file
from cip.files.stored import shelf_for
from cip.incentives.reads import call_of, submissions_of
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import today
from cip.kernel.passwords import hash_password, is_password
from cip.kernel.settings import Settings, read_settings
from cip.parties.access import SYSTEM
from cip.parties.actions.add_person import add_person
from cip.parties.actions.close_account import close_account
from cip.parties.actions.open_web_session import open_web_session
from cip.parties.reads.secrets import secrets_of_person
from tests.integration.incentives.ranks import Ranks, make_ranks
from tests.integration.worlds import World
from tests.unit.files.samples import PDF

PASSWORD = "una frase lunga che ricordo"
KEY = "a key of the tests, long enough for all"
BACKED_UP, RESTORED = datetime(2027, 3, 1, 2, tzinfo=UTC), datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
MAIL = {
    "template": "plan_to_sign",
    "to": "anna@example.org",
    "language": "it",
    "values": {"firm": "Officina di prova", "link": "/it/plan"},
}


def settings_of(url: str, var: Path, pg_bin: Path | None, key: str = KEY) -> Settings:
    """Settings of development for a database and a folder."""
    given = {"CIP_ENV": "development", "CIP_VAR": str(var), "CIP_DATABASE_URL": url, "CIP_SECRET_KEY": key}
    return read_settings(given | ({} if pg_bin is None else {"CIP_PG_BIN": str(pg_bin)}))


@dataclass
class Drill:
    """A server before it is lost. Anna has a password, Carla closes her account after the backup."""

    settings: Settings
    database: Database
    ranks: Ranks
    check_up_id: str
    anna: str
    carla: str
    due: str
    later: str

    @property
    def receipt(self) -> str:
        """The receipt of the first application, as its page prints it."""
        return receipt_of(self.database, self.ranks.call_id, self.ranks.application[1])

    def erase_after_the_backup(self) -> None:
        """The owner erases the check-up and Carla closes her account: what no backup made before knows."""
        with open_work(self.database, actor=SYSTEM, now=BACKED_UP + timedelta(hours=3)) as work:
            digest = erase_check_up(work, self.check_up_id, today(BACKED_UP))
            close_account(work, self.carla)
        append_erased(self.settings.erased_list, [ErasedCheckUp(self.check_up_id, today(BACKED_UP), digest)])
        list_closed_accounts(self.settings, self.database, BACKED_UP)


def seed(world: World, var: Path, url: str, pg_bin: Path | None, firms: int = 3) -> Drill:
    """A server as it stands on the day of the backup."""
    settings, database = settings_of(url, var, pg_bin), world.database
    ranks = make_ranks(database, firms=firms)
    ranks.published()
    with open_work(database, actor=SYSTEM, now=BACKED_UP - DAY) as work:
        hashed = hash_password(PASSWORD)
        anna = add_person(work, email="anna@example.org", name="Anna", language="it", password_hash=hashed)
        carla = add_person(work, email="carla@example.org", name="Carla", language="it")
        open_web_session(work, anna, digest=sha256_of("a browser"), browser="Test")
        quota = Quota(100, 1_000_000_000)
        for name, owner in (("verbale.pdf", f"check_up:{world.check_up_id}"), ("altro.pdf", "firm:a")):
            receive_file(work, shelf_for(settings), io.BytesIO(PDF), name, owner, quota=quota)
        due = outbox.put(work, "mail", MAIL)
        later = outbox.put(work, "mail", MAIL, due=RESTORED + DAY)
    seal_waiting(settings, database, BACKED_UP - DAY)
    return Drill(settings, database, ranks, world.check_up_id, anna, carla, due, later)


def receipt_of(database: Database, call_id: str, application_id: str) -> str:
    """The receipt of an application, made from what the database holds."""
    with open_reading(database) as session:
        call, sent = call_of(session, call_id), submissions_of(session, application_id)[-1]
    paper = Receipt(
        language="it",
        call=call.title,
        body="Ufficio",
        mark="proposta",
        firm="Impresa",
        tax_code="",
        number=sent.number,
        submitted_at=sent.submitted_at,
        digest=sent.digest,
        pack_sha256=str(call.pack_sha256),
        asked=sent.requested,
        computed=None,
        documents=(),
        address=f"/it/receipts/{sent.receipt_code}",
    )
    return render_sheet(receipt_sheet(paper))


def outbox_of(database: Database) -> Mapping[str, tuple[str, str | None]]:
    """State and content of every message."""
    with open_reading(database) as session:
        rows = session.connection().exec_driver_sql("SELECT id, state, payload FROM outbox")
        return {id: (state, payload) for id, state, payload in rows}


def lets_in(database: Database, person_id: str, password: str) -> bool:
    """Whether somebody signs in with a password, as the page does."""
    with open_reading(database) as session:
        kept = secrets_of_person(session, person_id)
    if kept is None or not is_password(kept.password_hash, password):
        return False
    with open_work(database, actor=SYSTEM, now=RESTORED) as work:
        digest = sha256_of(f"another browser {time.monotonic_ns()}")
        open_web_session(work, person_id, digest=digest, browser="Test", password_hash=kept.password_hash)
    return True


def flip(archive: Path, part: str, into: Path) -> Path:
    """A copy of an archive with one byte of one part flipped."""
    content = bytearray(archive.read_bytes())
    with ZipFile(archive) as packed:
        entry = packed.getinfo(part)
    start = entry.header_offset
    name, extra = (int.from_bytes(content[start + at : start + at + 2], "little") for at in (26, 28))
    content[start + 30 + name + extra + entry.compress_size // 2] ^= 0x10
    into.write_bytes(content)
    return into


def parts_of(archive: Path) -> list[str]:
    """The names of all parts that hold something."""
    with ZipFile(archive) as packed:
        return [entry.filename for entry in packed.infolist() if entry.file_size]


def reopened(settings: Settings) -> Database:
    """The database of these settings."""
    return open_database(settings.database_url)
