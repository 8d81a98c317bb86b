"""What of a joining comes before the committee, and until when."""

from dataclasses import fields, replace
from datetime import date

from cip.agreement.adherence import Adherence
from cip.agreement.matters import MatterFirm

FIRM = MatterFirm("a", "f", "Forno", "now", "leaving", date(2025, 3, 1), date(2026, 6, 30), None)
SEEN = {"id", "firm_id", "name", "agreement_id", "state", "joined_on", "last_day", "protocol_number"}


def test_a_page_of_the_committee_can_show_these_fields_alone() -> None:
    """Adding one is a decision: it shows something of a firm to a union and to the committee."""
    assert {field.name for field in fields(MatterFirm)} == SEEN
    assert {field.name for field in fields(Adherence)} - SEEN >= {"form", "size_counted", "hidden_because"}


def test_it_runs_to_the_end_of_its_last_day() -> None:
    assert FIRM.runs(date(2026, 6, 30))
    assert not FIRM.runs(date(2026, 7, 1))
    assert replace(FIRM, last_day=None).runs(date(2030, 1, 1))
    assert not replace(FIRM, state="ended").runs(date(2026, 6, 30))


def test_years_in_which_it_binds() -> None:
    assert [year for year in range(2023, 2029) if FIRM.bound_in(year)] == [2025, 2026]
    assert replace(FIRM, last_day=None).bound_in(2028)
