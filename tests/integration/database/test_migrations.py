"""Migrations go up, down and up again on both databases, give exactly the schema of the code, and stand two at once."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import cip.assessment.records
import cip.database.outbox
import cip.database.packs
import cip.database.throttles
import cip.documents.records  # noqa: F401
from cip.database import migrate
from cip.database.base import Base
from cip.database.engine import make_engine, sqlite_file
from cip.kernel.errors import RefusalError


@contextmanager
def opened(url: str) -> Iterator[sa.Engine]:
    file = sqlite_file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def tables(url: str) -> set[str]:
    with opened(url) as engine:
        return set(sa.inspect(engine).get_table_names())


def checks(engine: sa.Engine) -> set[tuple[str, str, str]]:
    """Alembic compares no CHECKs, so they are read from the database itself: (table, name, condition)."""
    inspector = sa.inspect(engine)
    return {
        (table, str(check["name"]), check["sqltext"])
        for table in Base.metadata.tables
        for check in inspector.get_check_constraints(table)
    }


def test_up_down_up(empty_database_url: str) -> None:
    url = empty_database_url
    assert migrate.current(url) is None
    migrate.upgrade(url)
    first = tables(url)
    assert first == set(Base.metadata.tables) | {"alembic_version"}
    migrate.downgrade(url, "base")
    assert tables(url) == {"alembic_version"}
    assert migrate.current(url) is None
    migrate.upgrade(url)
    assert tables(url) == first
    assert migrate.current(url) == migrate.head()
    migrate.upgrade(url)
    assert migrate.current(url) == migrate.head()


def test_migrated_schema_is_the_schema_of_the_code(database_url: str) -> None:
    with opened(database_url) as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrated_checks_are_the_checks_of_the_code(database_url: str, empty_database_url: str) -> None:
    with opened(database_url) as migrated, opened(empty_database_url) as created:
        Base.metadata.create_all(created)
        found = checks(migrated)
        assert found == checks(created)
    declared = {
        (table.name, str(constraint.name))
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }
    assert {(table, name) for table, name, _ in found} == declared


def test_every_constraint_has_a_name_of_the_house() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            assert re.fullmatch(rf"(pk|uq|fk|ck)_{table.name}(_\w+)?", str(constraint.name)), constraint


def test_processes_that_start_at_once_all_find_the_schema(empty_database_url: str) -> None:
    code = """if True:
        import sys
        from cip.database import migrate
        print("ready", flush=True)
        sys.stdin.readline()
        migrate.upgrade(sys.argv[1])
        print(migrate.current(sys.argv[1]))
    """
    command = [sys.executable, "-c", code, empty_database_url]
    pipe = subprocess.PIPE
    started = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(4)]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [(process.communicate(timeout=60), process.returncode) for process in started]
    assert [(out.strip(), code) for (out, _), code in ended] == [(migrate.head(), 0)] * 4, ended


def test_failed_migration_leaves_nothing(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from cip.migrations import append_only

    def fail(_table: str) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(append_only, "refuse_updates", fail)
    with pytest.raises(OSError, match="disk full"):
        migrate.upgrade(empty_database_url)
    assert tables(empty_database_url) == set()
    monkeypatch.undo()
    migrate.upgrade(empty_database_url)
    assert migrate.current(empty_database_url) == migrate.head()


def test_newer_database_is_one_sentence(database_url: str) -> None:
    with opened(database_url) as engine, engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RefusalError, match="newer version"):
        migrate.upgrade(database_url)


def test_unknown_revision_is_one_sentence(database_url: str) -> None:
    with pytest.raises(RefusalError, match="cannot be migrated"):
        migrate.downgrade(database_url, "nonsense")


def test_unreachable_server_is_one_sentence_without_password(tmp_path: Path) -> None:
    url = f"postgresql://cip:hidden@/cip?host={tmp_path}"
    for act in (migrate.upgrade, migrate.current):
        with pytest.raises(RefusalError, match="cannot be reached") as refusal:
            act(url)
        assert "hidden" not in str(refusal.value)


def test_unreachable_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file stands in the way")
    with pytest.raises(RefusalError, match="cannot be"):
        migrate.upgrade(f"sqlite:///{tmp_path / 'var' / 'cip.sqlite'}")


def test_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "cip.sqlite").write_text("these are not the pages of a database, " * 100)
    with pytest.raises(RefusalError, match="cannot be"):
        migrate.upgrade(f"sqlite:///{tmp_path / 'cip.sqlite'}")


def test_current_of_a_missing_file_makes_none(tmp_path: Path) -> None:
    assert migrate.current(f"sqlite:///{tmp_path / 'cip.sqlite'}") is None
    assert list(tmp_path.iterdir()) == []


def test_names_revisions_and_head_agree() -> None:
    names = sorted(file.name for file in files("cip.migrations.versions").iterdir() if re.match(r"v\d", file.name))
    numbers = [re.fullmatch(r"v(\d{4})_[a-z0-9_]+\.py", name) for name in names]
    assert all(numbers), names
    found = [match.group(1) for match in numbers if match]
    assert found == [f"{number:04d}" for number in range(1, len(names) + 1)]
    assert migrate.head() == found[-1]
    for number, name in zip(found, names, strict=True):
        source = files("cip.migrations.versions").joinpath(name).read_text(encoding="utf-8")
        before = "None" if number == "0001" else f'"{int(number) - 1:04d}"'
        assert f'\nrevision = "{number}"\n' in source
        assert f"\ndown_revision = {before}\n" in source
