"""What has to be looked at again: raised once, at most one of a cause for a clause that waits."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cip.agreement.attestations import voices_of
from cip.agreement.clauses import ClauseStatus
from cip.agreement.rechecks import (
    CAUSES,
    Alert,
    Found,
    Mark,
    Recheck,
    contradictions,
    law_changes,
    new_alerts,
    withdrawn_alert,
)
from cip.rulebook.shapes.agreement import Clause
from cip.rulebook.shapes.law import CitedLaw
from tests.unit.agreement.test_attestations import DAY, SAID

STATUSES: tuple[ClauseStatus, ...] = ("met", "not_met", "unknown", "not_due")


def denied(
    status: ClauseStatus = "not_met", before: ClauseStatus | None = "met", *, attested: bool = False
) -> list[str]:
    """The sources of the alerts for one clause."""
    marks = {"B-02": Mark("B-02", before, date(2026, 5, 1))} if before else {}
    voices = voices_of([SAID], DAY) if attested else {}
    return [alert.source for alert in contradictions([Found("B-02", status)], marks, voices)]


def test_a_clause_that_was_kept_and_is_denied_is_looked_at_again() -> None:
    assert denied() == ["met:2026-05-01"]
    assert denied(attested=True) == ["statement:s1", "met:2026-05-01"]
    assert denied(before=None, attested=True) == ["statement:s1"]


def test_what_is_only_missing_denies_nothing() -> None:
    for status in STATUSES:
        if status != "not_met":
            assert denied(status, attested=True) == []
    assert denied(before="unknown") == []
    assert denied(before="not_met") == []


def test_a_dispute_is_no_attestation() -> None:
    disputed = replace(SAID, verdict="disputes", reason="not_applied")
    assert list(contradictions([Found("B-02", "not_met")], {}, voices_of([disputed], DAY))) == []


KNOWN = Recheck("r", "a", "B-02", "withdrawn", "statement:s1", None, None, DAY)


def test_an_alert_is_raised_once_and_waits_alone() -> None:
    alert = withdrawn_alert("B-02", "s1")
    assert new_alerts([alert, alert], []) == [alert]
    settled = replace(KNOWN, settled_on=DAY, outcome="holds", looker="union")
    assert new_alerts([alert], [settled]) == []
    newer = withdrawn_alert("B-02", "s2")
    assert new_alerts([newer], [KNOWN]) == [], "somebody has to look at this clause already"
    assert new_alerts([newer], [settled]) == [newer]


alerts = st.builds(
    Alert, st.sampled_from(["A-01", "B-02"]), st.sampled_from(CAUSES), st.sampled_from(["one", "two", "three"])
)


@given(st.lists(alerts, max_size=12))
def test_raising_twice_raises_nothing_new(asked: list[Alert]) -> None:
    raised = [
        Recheck(str(n), "a", a.clause_id, a.cause, a.source, None, None, DAY)
        for n, a in enumerate(new_alerts(asked, []))
    ]
    waiting = [(one.clause_id, one.cause) for one in raised]
    assert len(waiting) == len(set(waiting))
    assert new_alerts(asked, raised) == []


def clause(*law: str) -> Clause:
    text = {"it": "x", "en": "x"}
    content = {
        **dict.fromkeys(("title", "text", "deadline", "proof", "met_by"), text),
        "id": "C-05",
        "who": ["firm"],
        "check": {"kind": "in_force"},
        "law": list(law),
        "basis": "prova",
        "confidence": "invented",
    }
    return Clause.model_validate(content, strict=False)


def law(*starts: str) -> CitedLaw:
    text = {"it": "x", "en": "x"}
    rows = [
        {"from": start, "to": "open", "value": 1, "source": "L. 1/2026", "confidence": "published"} for start in starts
    ]
    content = {
        "about": {"law_known_to": "2026-11-01", "read_on": "2026-11-01", "note": text},
        "selectors": [],
        "parameters": {"notice": {"label": text, "selector": "request_day", "values": rows}},
    }
    return CitedLaw.model_validate(content, strict=False)


def test_a_change_of_the_law_after_the_joining_and_not_to_come_is_looked_at() -> None:
    changed = law("2015-06-25", "2026-03-01", "2027-01-01")
    found = [one.source for one in law_changes([clause("notice")], changed, after=date(2026, 1, 1), on=DAY)]
    assert found == ["law:notice:2026-03-01"]
    assert list(law_changes([clause("notice")], changed, after=date(2026, 3, 1), on=DAY)) == []
    assert list(law_changes([clause()], changed, after=date(2014, 1, 1), on=DAY)) == []


def test_a_clause_rests_on_the_law_of_its_checks_too() -> None:
    by_check = clause().model_dump(mode="json", by_alias=True)
    by_check["check"] = {"kind": "after_law_change", "fact": "sheet_on", "keys": ["notice"]}
    found = law_changes(
        [Clause.model_validate(by_check, strict=False)], law("2026-03-01"), after=date(2026, 1, 1), on=DAY
    )
    assert [one.source for one in found] == ["law:notice:2026-03-01"]
