"""The hourly housekeeping of joinings, on the rules of the project: what is over ends, firms are reminded, clauses are
looked at once a day, files go in the end.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from cip.agreement.actions.forget_files import forget_files
from cip.agreement.actions.leave_adherence import end_for_merger, leave_adherence
from cip.agreement.actions.prove import Says, ShownBy, note_proof, withdraw_proof
from cip.agreement.actions.start_adherence import give_up_adherence
from cip.agreement.adherence import Adherence
from cip.agreement.reads.attestations import marks_on
from cip.assessment.actions.look_at_clauses import results_of_joining
from cip.cli import looking
from cip.cli.adherences import forget_joining_files, keep_adherences
from cip.cli.packs import load_bound
from cip.database.work import open_reading, open_work
from cip.files.reads import find_file
from cip.kernel.settings import read_settings
from cip.parties.actions.register_firm import FirmDetails, register_firm
from tests.integration.agreement.joiners import DAY, Joiners, make_joiners
from tests.integration.parties.cast import GARAGE

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


def look(joiners: Joiners, duty: looking.Looking, on: date, hour: int = 10) -> None:
    """One round of looking at an hour of a day."""
    settings = read_settings({"CIP_RULES": str(RULES)})
    duty(settings, joiners.cast.database, datetime.combine(on, time(hour), UTC))


def marked(joiners: Joiners, adherence_id: str) -> bool:
    """Whether somebody has looked at a joining."""
    with open_reading(joiners.cast.database) as session:
        return bool(marks_on(session, adherence_id))


def test_clauses_are_looked_at_once_a_day_and_written_only_if_they_changed(
    real: Joiners, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined, duty = real.joined(DAY, "demo-2026"), looking.Looking()
    look(real, duty, DAY)
    assert marked(real, joined)
    judge, work = MagicMock(wraps=results_of_joining), MagicMock(wraps=open_work)
    monkeypatch.setattr(looking, "results_of_joining", judge)
    monkeypatch.setattr(looking, "open_work", work)
    look(real, duty, DAY, 11)
    assert (judge.call_count, work.call_count) == (0, 0), "once a day"
    look(real, looking.Looking(), DAY, 12)
    assert (judge.call_count, work.call_count) == (1, 0), "nothing is held where nothing changed"
    with real.on(DAY) as later:
        note_proof(later, real.book, joined, "part_timers_may_ask", Says(yes_no=False), ShownBy(), on=DAY)
    look(real, duty, DAY + timedelta(days=1))
    assert (judge.call_count, work.call_count) == (2, 1)


def test_a_joining_that_cannot_be_looked_at_stops_no_other(
    real: Joiners, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, duty = real.joined(DAY, "demo-2026"), looking.Looking()
    elsa = real.cast.person("elsa")
    with real.cast.work() as work:
        garage = register_firm(work, FirmDetails("Officina"), tax_code=GARAGE, owner_id=elsa)
    other = make_joiners(replace(real.cast, firm=garage), real.folder)
    other.book = real.book
    second = other.joined(DAY, "demo-2026")
    broken = min(first, second)

    def judged(session: Any, book: Any, adherence: Adherence, *rest: Any, **more: Any) -> Any:
        if adherence.id == broken:
            raise ValueError("a secret of this firm")
        return results_of_joining(session, book, adherence, *rest, **more)

    monkeypatch.setattr(looking, "results_of_joining", judged)
    look(real, duty, DAY)
    assert [marked(real, one) for one in sorted((first, second))] == [False, True]
    assert broken in caplog.text
    assert "secret" not in caplog.text
    monkeypatch.undo()
    look(real, duty, DAY, 11)
    assert marked(real, broken), "tried again in the next round"


def erased(joiners: Joiners, file_id: str) -> bool:
    """Whether a file is gone."""
    with open_reading(joiners.cast.database) as session:
        found = find_file(session, file_id)
    assert found is not None
    return found.state == "erased"


def with_file(joiners: Joiners, adherence_id: str) -> tuple[str, str]:
    """A proof with its file; the ids of both."""
    with joiners.on(DAY) as work:
        file = joiners.file(work, adherence_id)
        proof = note_proof(work, joiners.book, adherence_id, "hours", Says(number=3), ShownBy(file.id), on=DAY)
    return proof, file.id


def test_the_files_of_a_draft_that_is_given_up_go_at_once(joiners: Joiners) -> None:
    draft = joiners.draft()
    _proof, file = with_file(joiners, draft)
    with joiners.on(DAY) as work:
        give_up_adherence(work, draft, on=DAY)
    assert erased(joiners, file)


def test_files_of_an_ended_joining_go_when_a_check_up_would(joiners: Joiners) -> None:
    joined = joiners.joined()
    _proof, file = with_file(joiners, joined)
    proof, taken_back = with_file(joiners, joined)
    settings = read_settings({"CIP_RULES": str(RULES), "CIP_KEEP_DAYS": "30"})

    def keep_files(on: date) -> None:
        forget_joining_files(settings, joiners.cast.database, datetime.combine(on, time(10), UTC))

    keep_files(DAY + timedelta(days=900))
    assert not erased(joiners, file), "what binds keeps its files"
    with joiners.on(DAY) as work:
        end_for_merger(work, joiners.firm, on=DAY)
        assert withdraw_proof(work, joined, proof, on=DAY)
        assert forget_files(work, joined, ended_before=DAY) == 0
    assert erased(joiners, taken_back), "also after the end"
    keep_files(DAY + timedelta(days=30))
    assert not erased(joiners, file)
    keep_files(DAY + timedelta(days=31))
    assert erased(joiners, file)
