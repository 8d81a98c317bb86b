"""`cip leave hours FILE`: what comes out, what is unknown, mistakes in one sentence, the book from the cache."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from cip.cli import books
from tests.unit.cli.conftest import Cip, Ran
from tests.unit.cli.test_check_up import is_refused

FULL = """
agreement: none
worker: {weekly_minutes: 2280, days_per_week: 5}
child: {born: 2025-01-10, disabled: no}
history: {maternity_ended: 2025-05-01, paternity_ended: none, used_days: 0}
requests:
  - {day: 2026-03-10, minutes: 228, requested_on: 2026-03-01, same_day: [l104]}
  - {day: 2026-03-11, minutes: 180, requested_on: 2026-03-01, same_day: []}
"""

Ask = Callable[..., Ran]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests here: what they look at is not how the book is loaded."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def ask(cip: Cip, tmp_path: Path) -> Ask:
    """Runs the command over a FILE with this content."""

    def run(content: str, *more: str, name: str = "leave.yaml") -> Ran:
        (tmp_path / name).write_text(content)
        return cip("leave", "hours", tmp_path / name, *more)

    return run


def test_the_answer_has_the_agreed_keys(ask: Ask) -> None:
    ran = ask(FULL, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.json) == {"agreement", "requests", "counters"}
    assert ran.json["agreement"] == {"id": "statute", "status": "in_force"}
    first, second = ran.json["requests"]
    assert set(first) == {"day", "allowed", "unit_minutes", "rate", "because", "clauses", "law"}
    assert (first["day"], first["allowed"], first["unit_minutes"], first["rate"]) == ("2026-03-10", True, 228, 80)
    assert (second["allowed"], second["unit_minutes"], second["rate"]) == (False, 228, None)
    assert second["clauses"] == ["B-02"]
    for request in ran.json["requests"]:
        assert request["law"]
        for reason in request["because"]:
            assert set(reason) == {"rule", "it", "en", "inputs"}
    assert [row["id"] for row in ran.json["counters"]] == ["own", "shared", "pool_80", "unpaid", "couple_total"]
    assert {(row["minutes"], row["days"]) for row in ran.json["counters"]} == {(228, 0.5), (0, 0)}


def test_json_and_yaml_are_the_same(ask: Ask) -> None:
    value = {
        "agreement": "none",
        "worker": {"weekly_minutes": 2280, "days_per_week": 5},
        "child": {"born": "2025-01-10", "disabled": False},
        "history": {"maternity_ended": "2025-05-01", "paternity_ended": "none", "used_days": 0},
        "requests": [
            {"day": "2026-03-10", "minutes": 228, "requested_on": "2026-03-01", "same_day": ["l104"]},
            {"day": "2026-03-11", "minutes": 180, "requested_on": "2026-03-01", "same_day": []},
        ],
    }
    assert ask(json.dumps(value), "--json", name="leave.json") == ask(FULL, "--json")


def test_the_words_explain_in_italian_and_in_english(ask: Ask) -> None:
    italian, english = ask(FULL).out, ask(FULL, "--lang", "en").out
    assert "metà dell'orario medio del giorno: 3 h 48" in italian
    assert "paga stimata: 80 %" in italian
    assert "half of the average daily hours: 3 h 48" in english
    assert "D.Lgs. 151/2001 art. 32 c.1-ter" in english


def test_the_mark_of_a_proposal_is_printed(ask: Ask) -> None:
    ran = ask(FULL.replace("none\nworker", "milano-proposal-2026\nworker"))
    assert "proposta, da contrattare" in ran.out
    named = ask(FULL.replace("none\nworker", "milano-proposal-2026\nworker"), "--json")
    assert named.json["agreement"] == {"id": "milano-proposal-2026", "status": "proposal"}


EVERY_KEY_EMPTY = """
agreement:
worker:
child:
history:
requests:
"""


@pytest.mark.parametrize("content", ["", "{}", "requests: []", EVERY_KEY_EMPTY, "null"])
def test_a_file_that_says_nothing_has_counters_and_no_request(ask: Ask, content: str) -> None:
    ran = ask(content, "--json")
    assert (ran.code, ran.json["requests"], len(ran.json["counters"])) == (0, [], 5)


def test_what_is_left_out_makes_the_rate_unknown_and_refuses_nothing(ask: Ask) -> None:
    ran = ask("requests: [{day: 2026-03-10, minutes: 228}]", "--json")
    (answer,) = ran.json["requests"]
    assert (answer["allowed"], answer["unit_minutes"], answer["rate"]) == (True, None, None)
    assert sum("Non sappiamo" in reason["it"] for reason in answer["because"]) >= 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("agreement: nowhere", ["there is no agreement", "milano-proposal-2026"]),
        ("agreement: milano-proposal-2062", ["did you mean"]),
        ("workers: {}", ["leave.yaml:1", "workers", "worker"]),
        ("worker: {weekly_minutes: 2280.5}", ["worker.weekly_minutes", "whole number"]),
        ("worker: {weekly_minutes: 0}", ["worker.weekly_minutes"]),
        ("worker: {days_per_week: 0}", ["worker.days_per_week"]),
        ("worker: {days_per_week: true}", ["worker.days_per_week", "number"]),
        ("worker: {part_time_share: 101}", ["worker.part_time_share", "share of full time"]),
        ("child: {born: 2025-02-30}", ["2025-02-30"]),
        ("child: {disabled: perhaps}", ["child.disabled"]),
        ("history: {used_days: -1}", ["history.used_days"]),
        ("history: {maternity_ended: soon}", ["history.maternity_ended", "YYYY-MM-DD"]),
        ("requests: {day: 2026-03-10}", ["requests", "list"]),
        ("requests: [{day: 2026-03-10}]", ["requests.0", "minutes"]),
        ("requests: [{day: 2026-03-10, minutes: 60, same_day: [art40]}]", ["requests.0.same_day", "art39"]),
        ("requests: [{day: 2026-03-10, minutes: -60}]", ["requests.0.minutes"]),
        ("requests: [{day: 2026-03-10, minutes: 1441}]", ["requests.0.minutes", "1440"]),
        ("worker: {days_per_week: 0.5}", ["worker.days_per_week", "from 1 to 7"]),
        ("worker: {days_per_week: 7.5}", ["worker.days_per_week", "from 1 to 7"]),
        ("worker: {weekly_minutes: 10080, days_per_week: 1}", ["worker", "1440 minutes of a day"]),
        ("child: {born: 1969-12-31}", ["child.born", "1970-01-01", "2100-12-31"]),
        ("requests: [{day: 9999-12-31, minutes: 60}]", ["requests.0.day", "1970-01-01", "2100-12-31"]),
        ("requests: [{day: 2026-03-10, minutes: 60, requested_on: 0001-01-01}]", ["requested_on", "1970-01-01"]),
        ("requests: [{day: 2026-03-10, minutes: 0}, {day: 2026-03-10, minutes: 0}]", ["(1 more mistake follows)"]),
        ("- 1", ["leave.yaml:1"]),
        ("a: [", ["leave.yaml:"]),
    ],
)
def test_a_mistake_is_one_sentence(ask: Ask, content: str, words: list[str]) -> None:
    is_refused(ask(content, "--json"), *words)


def test_a_file_that_is_not_there(cip: Cip, tmp_path: Path) -> None:
    is_refused(cip("leave", "hours", tmp_path / "nothing.yaml"), "nothing.yaml")


def test_the_second_call_reads_the_book_from_the_cache(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ask(FULL, "--json")

    def never(_root: Path) -> object:
        raise AssertionError("the folder was read again")

    monkeypatch.setattr(books, "_checked", never)
    assert ask(FULL, "--json") == first


def test_the_command_pays_for_no_pages_no_tables_and_no_database(tmp_path: Path) -> None:
    (tmp_path / "leave.yaml").write_text(FULL)
    code = (
        "import sys; sys.argv = ['cip', 'leave', 'hours', 'leave.yaml', '--json']\n"
        "from cip.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'flask', 'pandas', 'sqlalchemy', 'numpy', 'holidays'} & set(sys.modules)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout.splitlines()[-1] == "[]"


def test_the_script_prints_it(cip_process: Cip, tmp_path: Path) -> None:
    (tmp_path / "leave.yaml").write_text(FULL)
    ran = cip_process("leave", "hours", tmp_path / "leave.yaml", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["requests"][0]["unit_minutes"] == 228


EMPTY_PARTS = """
agreement: null
worker: {weekly_minutes: null, days_per_week: null, part_time_share: null}
child: {born: null, disabled: null}
history: {maternity_ended: null, paternity_ended: null, used_days: null}
requests: [{day: 2026-03-10, minutes: 228, requested_on: null, same_day: null}]
"""


def test_an_empty_key_is_as_good_as_a_missing_one(ask: Ask) -> None:
    assert ask(EMPTY_PARTS, "--json").json == ask("requests: [{day: 2026-03-10, minutes: 228}]", "--json").json


def test_before_its_first_day_the_law_is_not_in_force_and_the_answer_says_so(ask: Ask) -> None:
    content = "agreement: none\nrequests: [{day: 2000-03-10, minutes: 240, requested_on: 2000-03-01}]"
    ran = ask(content, "--json")
    assert ran.json["agreement"] == {"id": "statute", "status": "proposal"}
    (answer,) = ran.json["requests"]
    assert (answer["allowed"], answer["unit_minutes"]) == (False, None)
    assert "27/04/2001: in quel giorno non era ancora in vigore" in answer["because"][0]["it"]
    assert "(non ancora in vigore)" in ask(content).out


@pytest.mark.parametrize("minutes", [(300, 300), (480, 1)])
def test_all_hours_of_one_day_are_at_most_the_day(ask: Ask, minutes: tuple[int, int]) -> None:
    rows = ", ".join(f"{{day: 2026-03-10, minutes: {size}, requested_on: 2026-03-01}}" for size in minutes)
    content = f"agreement: professional-firms\nworker: {{weekly_minutes: 2400, days_per_week: 5}}\nrequests: [{rows}]"
    answers = ask(content, "--json").json["requests"]
    assert not answers[1]["allowed"] or not answers[0]["allowed"]


def test_an_unknown_day_has_24_hours(ask: Ask) -> None:
    content = "agreement: abi-2016\nrequests: [{day: 2026-03-10, minutes: 900}, {day: 2026-03-10, minutes: 600}]"
    first, second = ask(content, "--json").json["requests"]
    assert (first["allowed"], second["allowed"]) == (True, False)
    assert "24 h" in second["because"][0]["it"]


def test_the_help_names_the_largest_file(cip: Cip) -> None:
    assert "256 KB" in cip("leave", "hours", "--help").out


def test_a_large_file_of_far_days_is_counted_in_little_time(ask: Ask) -> None:
    row = {"day": "2100-12-31", "minutes": 60, "requested_on": "1970-01-01"}
    content = json.dumps({"agreement": "abi-2016", "requests": [row] * 2000})
    began = process_time()
    assert len(ask(content, "--json", name="leave.json").json["requests"]) == 2000
    assert process_time() - began < 20
