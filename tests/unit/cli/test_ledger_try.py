"""`cip ledger try FILE`: what comes out, and mistakes in one sentence."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.cli.conftest import Cip, Ran
from tests.unit.cli.test_check_up import is_refused

# Each event with the rule that refuses it; the sums after them stand in the test below.
EVENTS: list[tuple[dict[str, Any], str | None]] = [
    ({"do": "budget", "source": "dgr", "cents": 10_000}, None),
    ({"do": "budget", "source": "cofin", "cents": 4_000}, None),
    ({"do": "budget", "source": "dgr", "cents": 5_000}, None),
    ({"do": "award", "id": "a", "source": "dgr", "cents": 15_001}, "award.above_left"),
    ({"do": "award", "id": "a", "source": "dgr", "cents": 9_000}, None),
    ({"do": "award", "id": "a", "source": "cofin", "cents": 1}, "award.id_used"),
    ({"do": "award", "id": "b", "source": "euro", "cents": 1}, "award.source_unknown"),
    ({"do": "award", "id": "b", "source": "dgr", "cents": 6_001}, "award.above_left"),
    ({"do": "award", "id": "b", "source": "dgr", "cents": 6_000}, None),
    ({"do": "award", "id": "c", "source": "cofin", "cents": 4_000, "firm": "other"}, None),
    ({"do": "pay", "award": "a", "cents": 7_000}, None),
    ({"do": "pay", "award": "a", "cents": 2_001}, "pay.above_unpaid"),
    ({"do": "pay", "award": "d", "cents": 1}, "pay.award_unknown"),
    ({"do": "expense", "award": "a", "cents": 9_000}, None),
    ({"do": "expense", "award": "a", "cents": 1}, "expense.above_awarded"),
    ({"do": "revoke", "award": "a", "owed": 7_001}, "revoke.owed_above_paid"),
    ({"do": "revoke", "award": "a", "owed": 7_000}, None),
    ({"do": "waive", "award": "a"}, "waive.award_revoked"),
    ({"do": "pay", "award": "a", "cents": 1}, "pay.award_revoked"),
    ({"do": "net", "from": "a", "against": "c", "cents": 1}, "net.not_same_firm"),
    ({"do": "net", "from": "a", "against": "b", "cents": 6_001}, "net.above_unpaid"),
    ({"do": "net", "from": "a", "against": "b", "cents": 6_000}, None),
    ({"do": "net", "from": "a", "against": "b", "cents": 1_001}, "net.above_owed"),
    ({"do": "refund", "award": "a", "cents": 1_001}, "refund.above_owed"),
    ({"do": "refund", "award": "a", "cents": 400}, None),
    ({"do": "waive", "award": "b"}, None),
    ({"do": "waive", "award": "c"}, None),
    ({"do": "award", "id": "e", "source": "dgr", "cents": 2_001}, "award.above_left"),
    ({"do": "award", "id": "e", "source": "dgr", "cents": 2_000}, None),
]
Ask = Callable[..., Ran]


@pytest.fixture
def ask(cip: Cip, tmp_path: Path) -> Ask:
    """Runs the command over a FILE with this content."""

    def run(content: str | bytes, *more: str, name: str = "try.yaml") -> Ran:
        raw = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(raw)
        return cip("ledger", "try", tmp_path / name, *more)

    return run


def the_file() -> dict[str, object]:
    return {"events": [event for event, _rule in EVENTS]}


def test_each_event_names_the_rule_that_refuses_it(ask: Ask) -> None:
    ran = ask(json.dumps(the_file()), "--json", name="try.json")
    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json) == ["events", "balances", "awards"]
    assert ran.json["events"] == [
        {"n": n, "ok": rule is None, "rule": rule} for n, (_event, rule) in enumerate(EVENTS, start=1)
    ]


def test_every_source_and_every_award_that_was_made_is_told(ask: Ask) -> None:
    ran = ask(json.dumps(the_file()), "--json", name="try.json")
    assert ran.json["balances"] == {
        "dgr": {"budget": 15_000, "awarded": 15_000, "paid": 13_000, "owed": 600, "left": 0},
        "cofin": {"budget": 4_000, "awarded": 0, "paid": 0, "owed": 0, "left": 4_000},
    }
    assert ran.json["awards"] == {
        "a": {"awarded": 7_000, "paid": 7_000, "accepted": 9_000, "owed": 600},
        "b": {"awarded": 6_000, "paid": 6_000, "accepted": 0, "owed": 0},
        "c": {"awarded": 0, "paid": 0, "accepted": 0, "owed": 0},
        "e": {"awarded": 2_000, "paid": 0, "accepted": 0, "owed": 0},
    }


def test_json_and_yaml_are_the_same(ask: Ask) -> None:
    answer = ask(json.dumps(the_file()), "--json", name="try.json")
    assert ask(yaml.safe_dump(the_file()), "--json") == answer


@pytest.mark.parametrize("content", ["events: []", '{"events": []}'])
def test_nothing_happened(ask: Ask, content: str) -> None:
    assert ask(content, "--json").json == {"events": [], "balances": {}, "awards": {}}
    assert ask(content).code == 0


def test_the_words_explain_in_italian_and_in_english(ask: Ask) -> None:
    italian, english = ask(json.dumps(the_file())).out, ask(json.dumps(the_file()), "--lang", "en").out
    space = "\N{NO-BREAK SPACE}"
    assert italian.splitlines()[0].split(maxsplit=2) == ["1", "fatto", f"100{space}€ alla fonte dgr"]
    assert (
        f"rifiutato  150,01{space}€ concessi a a da dgr: la fonte non ha più così tanto (award.above_left)" in italian
    )
    assert "€150.01 of dgr awarded to a: this is more than the source has left (award.above_left)" in english
    assert "fonte  fondi" in italian
    assert "source  budget" in english
    for lines in (italian.splitlines(), english.splitlines()):
        assert len(lines) == len(EVENTS) + 1 + 3 + 1 + 5
        assert [line.split()[0] for line in lines[-4:]] == ["a", "b", "c", "e"]


def test_names_with_braces_are_only_names(ask: Ask) -> None:
    ran = ask('events: [{do: budget, source: "{cents}", cents: 5}]')
    assert (ran.code, "alla fonte {cents}" in ran.out) == (0, True)


PAY = "do: pay, award: a"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ["try.yaml", "the file is empty"]),
        ("null", ["empty"]),
        ("[]", ["try.yaml:1", "map"]),
        ("{}", ['the key "events" is missing']),
        ("event: []", ['did you mean "events"']),
        ("events: {}", ["events", "write a list"]),
        ("events:", ["write a list"]),
        ("events: [3]", ["events.0", "write a map"]),
        ("events:\n - {do: budget, source: x, cents: 1}\n - {}", ["try.yaml:3", "events.1", '"do" is missing']),
        ("events: [{do: buget}]", ["events.0.do", 'did you mean "budget"']),
        ("events: [{do: reserve, award: a, source: x, cents: 1}]", ["events.0.do", "reserve"]),
        ("events: [{do: due, award: a, cents: 1}]", ["events.0.do"]),
        ("events: [{do: [pay]}]", ["events.0.do", "a list"]),
        ("events: [{do: null}]", ["events.0.do", "nothing"]),
        ("events:\n - {do: pay, awrd: a, cents: 1}", ["try.yaml:2", 'unknown key "awrd"; did you mean "award"']),
        ("events: [{do: budget, source: x, cents: 1, firm: f}]", ['unknown key "firm"']),
        ("events: [{do: pay, award: a, cents: 1, withheld: 1}]", ['unknown key "withheld"']),
        (f"events: [{{{PAY}}}]", ["events.0", '"cents" is missing']),
        (f"events: [{{{PAY}, cents: 0}}]", ["events.0.cents", "greater than or equal to 1"]),
        (f"events: [{{{PAY}, cents: -5}}]", ["events.0.cents"]),
        (f"events: [{{{PAY}, cents: 1.0}}]", ["events.0.cents", "whole number"]),
        (f"events: [{{{PAY}, cents: 1.5}}]", ["events.0.cents", "whole number"]),
        (f"events: [{{{PAY}, cents: true}}]", ["events.0.cents", "whole number"]),
        (f'events: [{{{PAY}, cents: "5"}}]', ["events.0.cents", "whole number"]),
        (f"events: [{{{PAY}, cents: null}}]", ["events.0.cents", "whole number"]),
        (f"events: [{{{PAY}, cents: 1{'0' * 16}}}]", ["events.0.cents", "out of range"]),
        ("events: [{do: revoke, award: a, owed: -1}]", ["events.0.owed"]),
        ("events: [{do: revoke, award: a}]", ['"owed" is missing']),
        ("events: [{do: net, owing: a, against: b, cents: 1}]", ['unknown key "owing"']),
        ("events: [{do: pay, award: 7, cents: 1}]", ["events.0.award", "text"]),
        ("events: [{do: pay, award: '', cents: 1}]", ["events.0.award", "write a name"]),
        ("events: [{do: pay, award: '  ', cents: 1}]", ["write a name"]),
        ('events: [{do: pay, award: "a\\tb", cents: 1}]', ["write a name"]),
        ('events: [{do: pay, award: "a\\u202e", cents: 1}]', ["write a name"]),
        (f"events: [{{do: pay, award: {'a' * 201}, cents: 1}}]", ["at most 200"]),
        ("events: [{do: award, id: a, source: x, cents: 1, firm: [f]}]", ["events.0.firm", "text"]),
        ("events: [", ["try.yaml:"]),
        ("events: [{do: waive, do: pay}]", ["stands twice"]),
        ("events: &a [*a]", ["try.yaml:1"]),
        (b"\xff\xfe", ["UTF-8"]),
        ("events: [{do: pay, award: a, cents: 0}, {do: pay}]", ["events.0.cents", "2 more mistakes follow"]),
    ],
)
def test_a_mistake_is_one_sentence(ask: Ask, content: str | bytes, words: list[str]) -> None:
    is_refused(ask(content, "--json"), *words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", ["this is not JSON"]),
        ('{"events": [], "events": []}', ['the key "events" stands twice']),
        ('{"events": [{"do": "budget", "source": "x", "cents": NaN}]}', ["NaN is no number"]),
        ('{"events": [{"do": "budget", "source": "x", "cents": 1e400}]}', ["whole number"]),
        ('{"events": [{"do": "budget", "source": "x", "cents": 1' + "0" * 5_000 + "}]}", ["try.json"]),
        ('{"events": [{"do": "budget", "source": "\\ud800", "cents": 1}]}', ["try.json:1"]),
        ('{"events": [{"do": "\\ud800"}]}', ["try.json:1"]),
        ('{"events": ' + "[" * 100_000 + "]" * 100_000 + "}", ["try.json"]),
    ],
)
def test_json_that_is_none_is_refused(ask: Ask, content: str, words: list[str]) -> None:
    is_refused(ask(content, "--json", name="try.json"), *words)


def test_a_folder_and_no_file_are_refused(cip: Cip, tmp_path: Path) -> None:
    is_refused(cip("ledger", "try", tmp_path), "is a directory")
    is_refused(cip("ledger", "try", tmp_path / "none.yaml"), "no such file")
    (tmp_path / "large.yaml").write_bytes(b"#" * (8 * 1024**2 + 1))
    is_refused(cip("ledger", "try", tmp_path / "large.yaml"), "no file of at most")


def test_thousands_of_events_fit(ask: Ask) -> None:
    events: list[dict[str, object]] = [{"do": "budget", "source": "x", "cents": 1_500}]
    events += [{"do": "award", "id": f"a{at}", "source": "x", "cents": 1} for at in range(3_000)]
    ran = ask(json.dumps({"events": events}), "--json", name="try.json")
    assert sum(one["ok"] for one in ran.json["events"]) == 1_501
    assert ran.json["balances"]["x"]["left"] == 0
    assert len(ran.json["awards"]) == 1_500


def test_trying_loads_neither_flask_nor_sqlalchemy(tmp_path: Path) -> None:
    file = tmp_path / "try.json"
    file.write_text(json.dumps(the_file()), encoding="utf-8")
    program = (
        "import sys\n"
        f"sys.argv = ['cip', 'ledger', 'try', {str(file)!r}, '--json']\n"
        "from cip.cli.main import main\n"
        "try:\n    main()\n"
        "except SystemExit as ended:\n    assert ended.code == 0\n"
        "print([name for name in ('pandas', 'numpy', 'flask', 'sqlalchemy', 'xhtml2pdf') if name in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
