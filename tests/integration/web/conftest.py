"""The site on a fresh database, both kinds; the rules are read once a process."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from cip.documents.parts import Report
from cip.documents.printing import Printable
from cip.kernel.settings import read_settings
from cip.rulebook.call_packs import CallPack
from cip.rulebook.guides import GuideBook
from cip.rulebook.law import read_law
from cip.rulebook.shapes.law import CitedLaw
from cip.rulebook.shapes.programme import Programme
from cip.web import app as web_app
from cip.web.packs import Packs, calls_for, guides_for, packs_for, programmes_for, rules_folder
from cip.web.state import EXTENSION, State
from tests.integration.web.owner import Owner
from tests.integration.web.rich import Rich, make_rich
from tests.integration.worlds import LONG_ON_POSTGRESQL

SETTINGS = {
    "CIP_ENV": "development",
    "CIP_SECRET_KEY": "a key of the tests, long enough for all",
    "CIP_CONTACT_NAME": "Sportello di prova",
    "CIP_CONTACT_EMAIL": "prova@example.org",
    "CIP_CONTACT_PHONE": "02 000 0000",
    "CIP_CONTROLLER": "Ente di prova",
}
NOW = datetime(2026, 11, 21, 9, 30, 15, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(params=LONG_ON_POSTGRESQL)
def database_kind(request: pytest.FixtureRequest) -> str:
    """SQLite; PostgreSQL in the long tests. Actions are tried on both elsewhere, and pages that say so here."""
    return str(request.param)


@pytest.fixture(scope="session")
def packs() -> Packs:
    """The packs of the checkout's rules."""
    return packs_for(read_settings(SETTINGS))


@pytest.fixture(scope="session")
def guides(packs: Packs) -> Mapping[str, GuideBook]:
    """The guides of the checkout's models."""
    return guides_for(read_settings(SETTINGS), packs)


@pytest.fixture(scope="session")
def calls() -> Mapping[str, CallPack]:
    """The calls of the checkout's rules: reading them takes longer than most pages."""
    return calls_for(read_settings(SETTINGS))


@pytest.fixture(scope="session")
def programmes() -> Mapping[str, Programme]:
    """The programmes of the checkout's rules."""
    return programmes_for(read_settings(SETTINGS))


@pytest.fixture(scope="session")
def law() -> CitedLaw:
    """The law of the checkout's rules."""
    return read_law(rules_folder(read_settings(SETTINGS)))


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates as compiled: each test has an application of its own, and compiling costs more than the test."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def clock() -> Clock:
    """The clock of the site."""
    return Clock()


class PaperOnly:
    """Stands for the maker of PDF, which takes seconds to start; one test takes the real one."""

    def __init__(self, *, turns: Path) -> None:
        assert turns.name == "pdf.lock"

    def render(self, paper: Printable) -> bytes:
        """No PDF, but the proof that a report or a sheet came."""
        return f"%PDF of {paper.identity.sha256 if isinstance(paper, Report) else paper.title}".encode()

    def close(self) -> None:
        """Nothing to end."""


@pytest.fixture
def site(
    database_url: str,
    packs: Packs,
    guides: Mapping[str, GuideBook],
    calls: Mapping[str, CallPack],
    programmes: Mapping[str, Programme],
    law: CitedLaw,
    compiled: FileSystemBytecodeCache,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Flask]:
    """The application."""
    monkeypatch.setattr(web_app, "packs_for", lambda _settings: packs)
    monkeypatch.setattr(web_app, "guides_for", lambda _settings, _packs: guides)
    monkeypatch.setattr(web_app, "calls_for", lambda _settings: dict(calls))
    monkeypatch.setattr(web_app, "programmes_for", lambda _settings: dict(programmes))
    monkeypatch.setattr(web_app, "read_law", lambda _folder: law)
    monkeypatch.setattr(web_app, "PdfPool", PaperOnly)
    app = web_app.create_app(
        read_settings({**SETTINGS, "CIP_DATABASE_URL": database_url, "CIP_VAR": str(tmp_path / "var")}), now=clock
    )
    app.jinja_env.bytecode_cache = compiled
    yield app
    state: State = app.extensions[EXTENSION]
    state.close()


@pytest.fixture
def owner(site: Flask) -> Owner:
    """A browser of its own that has started a check-up."""
    found = Owner(site)
    found.start()
    return found


@pytest.fixture
def rich(site: Flask) -> Rich:
    """Check-ups with something on every page, the sample firm, and both worlds."""
    return make_rich(site)
