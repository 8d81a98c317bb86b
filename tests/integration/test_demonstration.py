"""A demonstration and real people never share a database."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cip.cli import serve
from cip.cli.serve import refuse_demonstration, refuse_real_people, seed_demonstration
from cip.cli.worlds import seed_worlds
from cip.database.engine import Database
from cip.database.work import open_work
from cip.files.stored import shelf_for
from cip.kernel.errors import RefusalError
from cip.kernel.settings import Settings, read_settings
from cip.parties.access import SYSTEM
from cip.parties.actions.add_person import add_person
from cip.web.packs import rules_folder

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of development for a fresh database."""
    given = read_settings({"CIP_ENV": "development", "CIP_VAR": str(tmp_path)})
    return replace(given, database_url=database_url)


def add(database: Database, email: str) -> None:
    with open_work(database, actor=SYSTEM, now=NOW) as work:
        add_person(work, email=email, name="Vera Prova", language="it")


def seed(database: Database, settings: Settings) -> int:
    rules = rules_folder(read_settings({}))
    # Two applicants are enough: that all of them are seeded is seen where the demonstration is served.
    return len(seed_worlds(database, rules, "k" * 40, shelf_for(settings), NOW, most_applicants=2))


def test_a_fresh_database_may_become_either(settings: Settings) -> None:
    refuse_real_people(settings)
    refuse_demonstration(settings)


def test_a_demonstration_is_not_served_in_earnest_and_is_seeded_once(database: Database, settings: Settings) -> None:
    assert [seed(database, settings), seed(database, settings)] == [2, 0]
    with pytest.raises(RefusalError, match="whose password everybody knows"):
        refuse_demonstration(settings)
    # Who tries it out makes accounts too: it stays a demonstration.
    add(database, "vera@example.org")
    refuse_real_people(settings)


def test_real_people_are_not_shown_in_a_demonstration(database: Database, settings: Settings) -> None:
    add(database, "vera@example.org")
    refuse_demonstration(settings)
    with pytest.raises(RefusalError, match="accounts of people"):
        refuse_real_people(settings)


def test_one_that_was_stopped_while_it_was_made_says_how_to_begin_anew(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_given: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(serve, "seed_demo", lambda *_given: True)
    monkeypatch.setattr(serve, "seed_worlds", stopped)
    with pytest.raises(KeyboardInterrupt):
        seed_demonstration(settings)
    monkeypatch.setattr(serve, "seed_worlds", lambda *_given: ())
    with pytest.raises(RefusalError, match=f"Remove the folder {settings.var} "):
        seed_demonstration(settings)
    (settings.var / "demo_unfinished").unlink()
    assert [seed_demonstration(settings), (settings.var / "demo_unfinished").exists()] == [True, False]
    # Once whole it stays so: who stops a later start, which looks only, loses nothing.
    monkeypatch.setattr(serve, "seed_worlds", stopped)
    with pytest.raises(KeyboardInterrupt):
        seed_demonstration(settings)
    monkeypatch.setattr(serve, "seed_worlds", lambda *_given: ())
    assert seed_demonstration(settings)
