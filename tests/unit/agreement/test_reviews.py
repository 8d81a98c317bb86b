"""What the committee has to look at again after a change of the law (F-08)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cip.agreement.reviews import (
    Review,
    Verdict,
    alert,
    clauses_to_review,
    law_changes,
    missing_verdicts,
    standing_verdicts,
)
from cip.rulebook.agreements import AgreementBook
from tests.unit.agreement.books import book

DAY = date(2026, 11, 21)


def parameter(*starts: str) -> dict[str, Any]:
    ends = [*(str(date.fromisoformat(start).replace(day=1)) for start in starts[1:]), "open"]
    values = [
        {
            "from": start,
            "to": end,
            "value": 1,
            "source": f"L. {start}",
            "confidence": "published",
        }
        for start, end in zip(starts, ends, strict=True)
    ]
    return {"label": {"it": "Prova", "en": "Test"}, "selector": "day", "values": values}


def clause(clause_id: str, **changes: Any) -> dict[str, Any]:
    text = {"it": "Prova.", "en": "Test."}
    return {
        "id": clause_id,
        "title": text,
        "text": text,
        "who": ["firm"],
        "deadline": text,
        "proof": text,
        "met_by": text,
        "check": {"kind": "true", "fact": "told"},
        "basis": "T",
        "confidence": "design",
        **changes,
    }


@pytest.fixture
def rules() -> AgreementBook:
    """Four clauses on three parameters: one changed before signing, one in 2026, one will in 2027."""
    held = book(now={"obligations": ["A-01", "A-02", "A-03"], "law": ["whole"]}).model_dump(mode="json", by_alias=True)
    held["law"]["parameters"] = {
        "old": parameter("2020-01-01"),
        "mid": parameter("2020-01-01", "2026-03-01"),
        "late": parameter("2020-01-01", "2027-01-01"),
        "whole": parameter("2026-06-01"),
        "idle": parameter("2026-06-01"),
    }
    held["clauses"] = [
        clause("A-01", law=["old", "mid"]),
        clause("A-02", check={"kind": "after_law_change", "fact": "board_on", "keys": ["mid", "late"]}),
        clause("A-03"),
        clause("A-04", law=["idle"]),
    ]
    return AgreementBook.model_validate(held, strict=False)


def review(on: date, **verdicts: Verdict) -> Review:
    said = {key.replace("_", "-"): verdict for key, verdict in verdicts.items()}
    return Review("r", "now", "m", on, date(2026, 11, 1), said, "person:x")


def test_changes_since_the_signing_of_what_the_clauses_rest_on(rules: AgreementBook) -> None:
    found = alert(rules, rules.by_id["now"], [], 60, DAY)
    assert found.since == date(2025, 11, 15)
    assert [(one.key, one.on, one.clauses) for one in found.changes] == [
        ("mid", date(2026, 3, 1), ("A-01", "A-02")),
        ("whole", date(2026, 6, 1), ()),
    ]
    assert (found.due, found.late) == (date(2026, 4, 30), True)
    assert clauses_to_review(found.changes) == ("A-01", "A-02")


def test_a_review_answers_what_changed_before_it(rules: AgreementBook) -> None:
    found = alert(rules, rules.by_id["now"], [review(date(2026, 3, 1))], 60, DAY)
    assert [one.key for one in found.changes] == ["whole"]
    after = alert(rules, rules.by_id["now"], [review(date(2026, 11, 1))], 60, DAY)
    assert (after.changes, after.due, after.late) == ((), None, False)


def test_a_law_that_was_not_known_at_a_review_still_waits(rules: AgreementBook) -> None:
    early = replace(review(date(2026, 11, 1)), law_known_to=date(2026, 5, 1))
    found = alert(rules, rules.by_id["now"], [early], 60, DAY)
    assert (found.since, [one.key for one in found.changes]) == (date(2026, 5, 1), ["whole"])
    assert alert(rules, rules.by_id["now"], [early, review(date(2026, 11, 2))], 60, DAY).changes == ()


def test_a_review_noted_later_answers_only_the_law_of_its_own_day() -> None:
    noted_later = replace(review(date(2026, 2, 25)), law_known_to=date(2026, 4, 30))
    assert noted_later.answers_to == date(2026, 2, 25)
    assert replace(noted_later, law_known_to=date(2026, 1, 31)).answers_to == date(2026, 1, 31)


def test_a_change_to_come_is_none_yet(rules: AgreementBook) -> None:
    agreement = rules.by_id["now"]
    assert "late" not in {one.key for one in law_changes(rules, agreement, date(2025, 1, 1), date(2026, 12, 31))}
    assert "late" in {one.key for one in law_changes(rules, agreement, date(2025, 1, 1), date(2027, 1, 1))}


def test_without_a_term_the_alert_has_no_day(rules: AgreementBook) -> None:
    assert alert(rules, rules.by_id["now"], [], None, DAY).due is None


def test_without_any_day_nothing_is_guessed(rules: AgreementBook) -> None:
    assert alert(rules, rules.by_id["proposal"], [], 60, DAY).changes == ()


def test_what_was_left_out_of_a_review_is_named() -> None:
    assert missing_verdicts(["A-02", "A-01"], {"A-01": "kept"}) == ("A-02",)


def test_the_newest_word_on_a_clause_stands() -> None:
    said = [review(date(2026, 5, 1), A_01="kept"), review(date(2026, 3, 1), A_01="to_bargain", A_02="changed")]
    assert standing_verdicts(said) == {"A-01": ("kept", date(2026, 5, 1)), "A-02": ("changed", date(2026, 3, 1))}
