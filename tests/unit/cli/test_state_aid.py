"""`cip size FILE` and `cip de-minimis FILE`: what comes out, and mistakes in one sentence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Cip, Ran
from tests.unit.cli.test_check_up import is_refused

SIZE = """
years:
  - {year: 2023, awu: 8.5, turnover: 100000000, balance: 90000000}
  - {year: 2024, awu: 9.9, turnover: 200000000, balance: 90000000}
partners: [{share: 0.3, awu: 10, turnover: 1000, balance: 10}]
linked: []
public_share: 0
"""
AID = """
firm: A
aids:
  - {firm: B, date: 2023-11-22, cents: 100}
  - {firm: B, date: 2023-11-23, cents: 29000000, regime: general}
links:
  - {a: C, b: B, kind: natural_person, from: null, to: null}
  - {a: C, b: A, kind: majority, from: 2026-11-22}
new_cents: 1000000
"""
Ask = Callable[..., Ran]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests here: what they look at is not how the law is loaded."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def ask(cip: Cip, tmp_path: Path) -> Ask:
    """Runs a command over a FILE with this content."""

    def run(command: str, content: str, *more: str, name: str = "aid.yaml") -> Ran:
        (tmp_path / name).write_text(content)
        return cip(command, tmp_path / name, *more)

    return run


def test_the_size_has_the_agreed_keys(ask: Ask) -> None:
    ran = ask("size", SIZE, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json) == ["class", "aggregated", "because"]
    assert ran.json["class"] == "small"
    assert ran.json["aggregated"] == {"awu": 12.9, "turnover": 200000300, "balance": 90000003}
    for reason in ran.json["because"]:
        assert set(reason) == {"rule", "it", "en", "inputs"}


def test_the_room_has_the_agreed_keys(ask: Ask) -> None:
    ran = ask("de-minimis", AID, "--on", "2026-11-22", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json) == ["limit", "window", "used", "headroom", "fits", "counted", "because"]
    assert ran.json["limit"] == 30_000_000
    assert ran.json["window"] == {"from": "2023-11-23", "to": "2026-11-22"}
    assert (ran.json["used"], ran.json["headroom"], ran.json["fits"]) == (29_000_000, 1_000_000, True)
    assert ran.json["counted"] == [{"date": "2023-11-23", "cents": 29_000_000, "firm": "B"}]
    for reason in ran.json["because"]:
        assert set(reason) == {"rule", "it", "en", "inputs"}


def test_the_day_of_the_grant_selects_ties_and_limit(ask: Ask) -> None:
    ran = ask("de-minimis", AID, "--on", "2026-11-21", "--json")
    assert (ran.json["used"], ran.json["fits"]) == (0, True)
    old = ask("de-minimis", AID, "--on", "2023-12-31", "--json")
    assert (old.json["limit"], old.json["window"]) == (20_000_000, {"from": "2021-01-01", "to": "2023-12-31"})


def test_json_and_yaml_are_the_same(ask: Ask) -> None:
    aid = {
        "firm": "A",
        "aids": [
            {"firm": "B", "date": "2023-11-22", "cents": 100},
            {"firm": "B", "date": "2023-11-23", "cents": 29000000, "regime": "general"},
        ],
        "links": [
            {"a": "C", "b": "B", "kind": "natural_person", "from": None, "to": None},
            {"a": "C", "b": "A", "kind": "majority", "from": "2026-11-22", "to": None},
        ],
        "new_cents": 1000000,
    }
    more = ("--on", "2026-11-22", "--json")
    assert ask("de-minimis", json.dumps(aid), *more, name="aid.json") == ask("de-minimis", AID, *more)


def test_the_words_explain_in_italian_and_in_english(ask: Ask) -> None:
    size, english = ask("size", SIZE).out, ask("size", SIZE, "--lang", "en").out
    assert "La dimensione è: piccola impresa." in size
    assert "Leggi conosciute fino al" in size
    assert "The size is: small firm." in english
    room = ask("de-minimis", AID, "--on", "2026-11-22").out
    assert "Limite: 300.000\N{NO-BREAK SPACE}€" in room
    assert "Resta: 10.000\N{NO-BREAK SPACE}€" in room
    assert "Left: €10,000" in ask("de-minimis", AID, "--on", "2026-11-22", "--lang", "en").out


def test_what_is_not_said_of_aid_is_not_counted_and_told(ask: Ask) -> None:
    ran = ask("de-minimis", "firm: A", "--on", "2026-11-22", "--json")
    assert (ran.json["headroom"], ran.json["fits"], ran.json["counted"]) == (30_000_000, None, [])
    assert {"de_minimis.aids_not_said", "de_minimis.links_not_said"} <= {row["rule"] for row in ran.json["because"]}


YEAR = "{year: 2024, awu: 1, turnover: 1, balance: 1}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ["empty"]),
        ("null", ["empty"]),
        ("{}", ["At least one closed year is missing"]),
        ("years: []", ["At least one closed year is missing"]),
        ("years: [{year: 2024, awu: 1}]", ["2024", "turnover", "balance sheet total"]),
        (f"year: [{YEAR}]", ["aid.yaml:1", 'did you mean "years"']),
        ("years: [{year: 2024, wau: 1}]", ["years.0", 'did you mean "awu"']),
        ("years: [{awu: 1, turnover: 1, balance: 1}]", ["year"]),
        ("years: [{year: 2024, awu: -1}]", ["years.0.awu"]),
        ("years: [{year: 2024, awu: yes}]", ["years.0.awu", "number"]),
        ("years: [{year: 2024, turnover: 1.5}]", ["years.0.turnover", "whole number"]),
        ("years: [{year: 2024, balance: -1}]", ["years.0.balance"]),
        ("years: [{year: 1969}]", ["years.0.year"]),
        ("years: [{year: 2024}, {year: 2023}]", ["newest last", "2023"]),
        ("years: [{year: 2022}, {year: 2024}]", ["2024 cannot stand after 2022"]),
        ("years: [{year: 2024}, {year: 2024}]", ["2024 cannot stand after 2024"]),
        (f"years: [{YEAR}]\npartners: [{{share: 1.1, awu: 1, turnover: 1, balance: 1}}]", ["partners.0.share"]),
        (
            f"years: [{YEAR}]\npartners: [{{share: 30, awu: 1, turnover: 1, balance: 1}}]",
            ["partners.0.share", "0 to 1"],
        ),
        (f"years: [{YEAR}]\npartners: [{{awu: 1}}]", ["share"]),
        (f"years: [{YEAR}]\nlinked: {{awu: 1}}", ["linked", "list"]),
        (f"years: [{YEAR}]\npublic_share: -0.1", ["public_share"]),
        (f"years: [{YEAR}]\npublic_share: a quarter", ["public_share", "number"]),
        ("- 1", ["aid.yaml:1"]),
        ("years: [", ["aid.yaml:"]),
    ],
)
def test_a_mistake_about_the_size_is_one_sentence(ask: Ask, content: str, words: list[str]) -> None:
    is_refused(ask("size", content, "--json"), *words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ["empty"]),
        ("{}", ["firm"]),
        ("firm: ''", ["firm"]),
        ("firm: 7", ["firm", "text"]),
        ("firm: A\naid: []", ['did you mean "aids"']),
        ("firm: A\naids: [{firm: A, cents: 1}]", ["aids.0", "date"]),
        ("firm: A\naids: [{firm: A, date: 2024-02-30, cents: 1}]", ["2024-02-30"]),
        ("firm: A\naids: [{firm: A, date: 1969-12-31, cents: 1}]", ["1970-01-01"]),
        ("firm: A\naids: [{firm: A, date: 2024-01-01, cents: -1}]", ["aids.0.cents"]),
        ("firm: A\naids: [{firm: A, date: 2024-01-01, cents: 1.5}]", ["aids.0.cents", "whole number"]),
        ("firm: A\naids: [{firm: A, date: 2024-01-01, cents: 1, regime: generale}]", ["regime", "general"]),
        ("firm: A\nlinks: [{a: A, b: B, kind: natural}]", ["kind", "natural_person"]),
        ("firm: A\nlinks: [{a: A, kind: control}]", ["links.0", "b"]),
        ("firm: A\nlinks: [{a: A, b: B, kind: control, from: 2026-02-02, to: 2026-02-01}]", ["ends on 2026-02-01"]),
        ("firm: A\nnew_cents: -1", ["new_cents"]),
        ("firm: A\nnew_cents: yes", ["new_cents"]),
    ],
)
def test_a_mistake_about_aid_is_one_sentence(ask: Ask, content: str, words: list[str]) -> None:
    is_refused(ask("de-minimis", content, "--on", "2026-11-22", "--json"), *words)


@pytest.mark.parametrize("day", ["2013-12-31", "2031-01-01"])
def test_a_day_without_a_limit_is_refused(ask: Ask, day: str) -> None:
    is_refused(ask("de-minimis", AID, "--on", day, "--json"), "de_minimis_general", day)


def test_a_file_that_is_not_there(cip: Cip, tmp_path: Path) -> None:
    is_refused(cip("size", tmp_path / "nothing.yaml"), "no such file")
    is_refused(cip("de-minimis", tmp_path / "nothing.yaml"), "no such file")


def test_law_with_mistakes_is_refused(ask: Ask, rules: Path) -> None:
    (rules / "law" / "state_aid.yaml").write_text("sme_micro: 3\n")
    is_refused(ask("size", SIZE, "--rules", str(rules)), "the rules have mistakes", "state_aid.yaml")
