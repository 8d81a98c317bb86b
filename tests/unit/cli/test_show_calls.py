"""`cip rules show calls` and `cip rules show call CALL`."""

import json

from tests.unit.cli.conftest import Cip


def test_the_list_names_every_call_with_its_marks(cip: Cip) -> None:
    rows = json.loads(cip("rules", "show", "calls", "--json").out)
    known = {row["id"]: row for row in rows}
    assert {"pilot-2026", "premium-2026", "conciliare-conviene-2016", "alliances-2014"} <= set(known)
    assert known["pilot-2026"]["nature"] == "proposal"
    assert all(row["mark"]["it"] and len(row["sha256"]) == 64 for row in rows)


def test_a_call_shows_facts_criteria_amounts_and_policy(cip: Cip) -> None:
    row = json.loads(cip("rules", "show", "call", "pilot-2026", "--json").out)
    assert row["id"] == "pilot-2026"
    assert {"workers", "clauses_due", "clauses_kept"} <= {fact["id"] for fact in row["facts"]}
    weights = {item["id"]: (item["declared_weight"], item["effective_weight"]) for item in row["criteria"]}
    assert weights["A1"] == (15, 15)
    assert sum(declared for declared, _effective in weights.values()) == 100
    assert row["policy"]["order"] == "points"
    assert row["amounts"]["lines"]


def test_a_call_of_the_past_says_what_is_unknown(cip: Cip) -> None:
    row = json.loads(cip("rules", "show", "call", "conciliare-conviene-2016", "--json").out)
    assert {"firms_together", "conventions"} <= {fact["id"] for fact in row["facts"]}
    assert (row["grid"], row["criteria"]) == ("none", [])
    assert row["policy"]["partial"] == "unknown"


def test_words_name_the_parts(cip: Cip) -> None:
    ran = cip("rules", "show", "call", "pilot-2026")
    assert ran.code == 0
    assert "criteria: A1, A2, A3" in ran.out
    assert "answer: 30 days; Proposta CIP 2026; proposal" in ran.out
    assert "most_share" not in ran.out
    assert "most_share: 50 %; Proposta CIP 2026; proposal" in cip("rules", "show", "call", "premium-2026").out
    assert "answer: unknown" in cip("rules", "show", "call", "ate-lecco-2025").out


def test_a_call_that_is_not_there_is_refused_in_one_sentence(cip: Cip) -> None:
    assert cip("rules", "show", "call", "pilot-2062").err == (
        'cip: there is no call "pilot-2062"; did you mean "pilot-2026"; known: '
        "alliances-2014, ate-lecco-2025, conciliamo-2019, conciliare-conviene-2016, conciliazienda-2014, "
        "dote-firm-2011, dote-person-2011, pilot-2026, premium-2026, regional-premium-2014\n"
    )
    nameless = cip("rules", "show", "call")
    assert (nameless.code, nameless.err) == (1, "cip: name the call: cip rules show call CALL\n")
