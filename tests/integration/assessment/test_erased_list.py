"""What its owner erased goes again after an older copy of the database is put back."""

import json
import shutil
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from cip.assessment.actions import append_erased, erase_check_up, read_erased, save_answers, start_check_up
from cip.assessment.reads import chain_faults_of_all, each_erased, find_check_up
from cip.assessment.records import CheckUpRow
from cip.assessment.stored import ErasedCheckUp
from cip.cli.serve import erase_due
from cip.cli.verify import verify
from cip.database.engine import open_database
from cip.database.work import open_reading
from cip.kernel.settings import Settings, read_settings
from tests.integration.worlds import Postgres, World

TODAY = date(2026, 11, 21)
FAR = date(2099, 1, 1)
ENTRY = ErasedCheckUp("a" * 32, TODAY, "d" * 64)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "erased.jsonl"


def test_list_comes_back_as_written(path: Path) -> None:
    other = ErasedCheckUp("b" * 32, TODAY, "e" * 64)
    assert read_erased(path) == {}
    append_erased(path, [])
    assert not path.exists()
    append_erased(path, [ENTRY])
    append_erased(path, [other])
    assert read_erased(path) == {ENTRY.check_up_id: ENTRY, other.check_up_id: other}
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("torn", ['{"id": "c', '{"id": "cc", "on": "today", "digest": "x"}', "[]", "\x00\xff"])
def test_torn_line_takes_no_other_along(path: Path, torn: str) -> None:
    append_erased(path, [ENTRY])
    with path.open("a", encoding="utf-8") as file:
        file.write(torn)
    append_erased(path, [ErasedCheckUp("b" * 32, TODAY, "e" * 64)])
    assert set(read_erased(path)) == {"a" * 32, "b" * 32}


@pytest.fixture
def copy_url(world: World, database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A copy of the database with a check-up that its owner then erases in the original; a backup put back."""
    with world.work() as work:
        save_answers(work, world.check_up_id, {("facts", "workers"): 7}, "profile")
        # Another one that stays, in both.
        start_check_up(work, pack_sha256=world.pack_sha256, guest_digest="d" * 64, language="it", expires_on=FAR)
        row = work.session.get(CheckUpRow, world.check_up_id)
        assert row is not None
        row.expires_on = FAR
    world.database.dispose()
    url = world.database.engine.url
    if database_kind == "sqlite":
        copy = tmp_path / "copy.sqlite"
        shutil.copyfile(str(url.database), copy)
        yield f"sqlite:///{copy}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"copy_{uuid.uuid4().hex}"
    yield server.create(name, template=str(url.database))
    server.drop(name)


def settings_for(url: str, var: Path) -> Settings:
    return read_settings({"CIP_ENV": "development", "CIP_VAR": str(var), "CIP_DATABASE_URL": url})


def test_after_a_backup_is_put_back_it_is_gone_again(
    world: World, copy_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_for(copy_url, tmp_path / "var")
    with world.work() as work:
        digest = erase_check_up(work, world.check_up_id, TODAY)
    append_erased(settings.erased_list, [ErasedCheckUp(world.check_up_id, TODAY, digest)])
    monkeypatch.setenv("CIP_VAR", str(settings.var))
    monkeypatch.setenv("CIP_DATABASE_URL", copy_url)

    before = CliRunner().invoke(verify, ["--json"])
    assert before.exit_code == 1
    assert "it was erased and came back" in before.stdout

    erase_due(settings)
    assert "erased again what a backup had brought back: 1 check-ups" in capsys.readouterr().out
    restored = open_database(copy_url)
    with open_reading(restored) as session:
        assert find_check_up(session, world.check_up_id) is None
        assert list(each_erased(session)) == [ErasedCheckUp(world.check_up_id, TODAY, digest)]
        assert list(chain_faults_of_all(session)) == []
        assert session.scalar(sa.text("SELECT count(*) FROM answer_events")) == 0
        assert session.scalar(sa.text("SELECT count(*) FROM check_ups")) == 1
    restored.dispose()
    erase_due(settings)
    assert capsys.readouterr().out == ""
    after = CliRunner().invoke(verify, ["--json"])
    found = json.loads(after.stdout)["faults"]
    # The pack of this test is no pack: nothing else may be wrong.
    assert [fault for fault in found if "erased" in fault["what"] or world.check_up_id in fault["where"]] == []


def test_start_adds_to_the_list_what_a_crash_kept_from_it(world: World, tmp_path: Path) -> None:
    settings = settings_for(world.database.engine.url.render_as_string(hide_password=False), tmp_path / "var")
    with world.work() as work:
        digest = erase_check_up(work, world.check_up_id, TODAY)
    assert not settings.erased_list.exists()
    for _ in range(2):
        erase_due(settings)
        lines = [line for line in settings.erased_list.read_text(encoding="utf-8").splitlines() if line]
        assert [json.loads(line)["digest"] for line in lines] == [digest]


def test_start_lists_what_it_purges(world: World, tmp_path: Path) -> None:
    settings = settings_for(world.database.engine.url.render_as_string(hide_password=False), tmp_path / "var")
    with world.work() as work:
        work.session.execute(sa.text("UPDATE check_ups SET expires_on = '2020-01-01'"))
    erase_due(settings)
    assert set(read_erased(settings.erased_list)) == {world.check_up_id}
