"""The hourly housekeeping of joinings, on the rules of the project: what is over ends, and firms are reminded."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from cip.agreement.actions.leave_adherence import leave_adherence
from cip.cli.adherences import keep_adherences
from cip.cli.packs import load_bound
from cip.kernel.settings import read_settings
from tests.integration.agreement.joiners import DAY, Joiners

RULES = Path(__file__).parents[3] / "rules"


@pytest.fixture
def real(joiners: Joiners, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Joiners:
    """The same firm under the rules of the project."""
    monkeypatch.setenv("CIP_CACHE", str(tmp_path / "cache"))
    book = load_bound(RULES, None, DAY).pack.content.agreements
    assert book is not None
    joiners.book = book
    return joiners


def keep(joiners: Joiners, on: date) -> None:
    """One round of the housekeeping on a day."""
    settings = read_settings({"CIP_RULES": str(RULES)})
    keep_adherences(settings, joiners.cast.database, datetime.combine(on, time(10), UTC))


def test_firms_are_reminded_and_what_is_over_ends(real: Joiners) -> None:
    keep(real, DAY)
    joined = real.joined(DAY, "demo-2026")
    keep(real, DAY + timedelta(days=8))
    assert real.cast.mails("duty_due") == sorted(["ada@example.org", "bruno@example.org"] * 2)
    last = date(2027, 3, 1)
    with real.on(DAY) as work:
        leave_adherence(work, real.book, joined, last, on=DAY)
    keep(real, last)
    assert real.now(joined).state == "leaving"
    keep(real, last + timedelta(days=1))
    assert (real.now(joined).state, real.now(joined).ended_on) == ("ended", last)
