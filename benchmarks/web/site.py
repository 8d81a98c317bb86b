"""The site in this very process, on a fresh database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Flask

from benchmarks.paths import RULES
from cip.database.migrate import upgrade
from cip.incentives.reads.prepared import RulesOfDay
from cip.kernel.clock import today
from cip.kernel.settings import read_settings
from cip.web.app import create_app
from cip.web.state import EXTENSION, State

KEY = "a key of the benchmarks, long enough for all"


@dataclass(frozen=True)
class Site:
    """The site and what it works with."""

    app: Flask
    state: State

    @property
    def rules(self) -> RulesOfDay:
        """The rules with which its pages read a firm."""
        packs = self.state.packs
        return RulesOfDay(packs.pinned, packs.newest_on(today()).content.agreements, self.state.law.parameters)


def settings_of(folder: Path, url: str) -> dict[str, str]:
    """The environment of a server on a database."""
    return {
        "CIP_ENV": "development",
        "CIP_VAR": str(folder),
        "CIP_DATABASE_URL": url,
        "CIP_RULES": str(RULES),
        "CIP_SECRET_KEY": KEY,
    }


@contextmanager
def site(folder: Path, url: str) -> Iterator[Site]:
    """The site on the empty database at `url`."""
    upgrade(url)
    app = create_app(read_settings(settings_of(folder, url)))
    state = cast("State", app.extensions[EXTENSION])
    try:
        yield Site(app, state)
    finally:
        state.close()
