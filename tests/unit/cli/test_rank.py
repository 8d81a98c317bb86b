"""`cip rank` and `cip replay`: what comes out, the same bytes again, mistakes in one sentence."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import RULES, Cip, Ran
from tests.unit.cli.test_check_up import is_refused

CALL = "conciliare-conviene-2016"
FILE = """
applications:
  - {id: late, submitted_at: "2016-05-02T09:00:01+02:00", facts: {firms_together: 1, conventions: 1}}
  - {id: first, submitted_at: "2016-05-02T09:00:00+02:00", facts: {firms_together: 3, conventions: 2}, requested: null}
  - {id: out, submitted_at: "2016-05-01T09:00:00+02:00", facts: {firms_together: 1, conventions: 1, workers: 60}}
"""

Ask = Callable[..., Ran]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests here: what they look at is not how the call is loaded."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def ask(cip: Cip, tmp_path: Path) -> Ask:
    """Runs the command over a FILE with this content."""

    def run(content: str, *more: str | Path, name: str = "rank.yaml", call: str = CALL) -> Ran:
        (tmp_path / name).write_text(content, encoding="utf-8")
        return cip("rank", call, tmp_path / name, *more)

    return run


def test_the_answer_has_the_agreed_shape(ask: Ask) -> None:
    ran = ask(FILE, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json) == ["ranking", "excluded", "awards", "budget", "digest"]
    assert [(row["rank"], row["id"], row["total"], row["criteria"]) for row in ran.json["ranking"]] == [
        (1, "first", 0, []),
        (2, "late", 0, []),
    ]
    assert [(row["id"], row["cents"], row["status"]) for row in ran.json["awards"]] == [
        ("first", 280_000, "funded"),
        ("late", 120_000, "funded"),
    ]
    assert [row["id"] for row in ran.json["excluded"]] == ["out"]
    budget = ran.json["budget"]
    assert (budget["total"], budget["awarded"], budget["left"]) == (6_000_000, 400_000, 5_600_000)
    reasons = [reason for row in ran.json["ranking"] + ran.json["awards"] for reason in row["because"]]
    for reason in [*reasons, *ran.json["excluded"][0]["reasons"], *budget["because"]]:
        assert set(reason) == {"rule", "it", "en", "inputs"}
        assert reason["it"]
        assert reason["en"]


@pytest.mark.parametrize(
    ("firms", "first", "more", "most"), [(1, 1200, 400, 2000), (2, 1500, 500, 3000), (3, 2200, 600, 4000)]
)
def test_the_published_amounts_of_2016(ask: Ask, firms: int, first: int, more: int, most: int) -> None:
    for conventions in range(1, 9):
        facts = {"firms_together": firms, "conventions": conventions}
        entry = {"id": "a", "submitted_at": "2016-05-02T09:00:00+02:00", "facts": facts, "requested": None}
        ran = ask(json.dumps({"applications": [entry]}), "--json", name="rank.json")
        (award,) = ran.json["awards"]
        assert award["cents"] == 100 * min(most, first + more * (conventions - 1)), (firms, conventions)


def test_without_json_it_speaks(ask: Ask) -> None:
    italian = ask(FILE).out.splitlines()
    assert italian[0].split() == ["posto", "domanda", "punti", "importo", "esito"]
    assert italian[1].split() == ["1", "first", "0", "2.800", "€", "finanziata"]
    assert italian[4] == "Senza posto"
    assert italian[5].startswith("out: ")
    assert italian[-1].replace("\N{NO-BREAK SPACE}", " ") == "Fondi 60.000 €, assegnati 4.000 €, restano 56.000 €."
    english = ask(FILE, "--lang", "en").out.splitlines()
    assert english[1].split() == ["1", "first", "0", "€2,800", "funded"]


def test_replay_gives_the_same_bytes_from_the_bundle_alone(
    cip_process: Cip, tmp_path: Path, rules: Path, cache: Path
) -> None:
    file, bundle = tmp_path / "rank.yaml", tmp_path / "bundle.json"
    file.write_text(FILE, encoding="utf-8")
    ranked = cip_process("rank", CALL, file, "--json", "--bundle", bundle, "--rules", rules)
    assert ranked.code == 0, ranked.err
    for gone in (rules / "calls").glob("*.yaml"):
        gone.unlink()
    file.unlink()
    replayed = cip_process("replay", bundle, "--json", environ={"CIP_RULES": str(tmp_path / "none")})
    assert replayed.out == ranked.out
    spoken = cip_process("replay", bundle)
    assert spoken.out.startswith("posto")


def test_a_bundle_changed_by_hand_is_refused(ask: Ask, cip: Cip, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.json"
    ask(FILE, "--bundle", bundle)
    bundle.write_text(
        bundle.read_text(encoding="utf-8").replace('"conventions":1', '"conventions":2'), encoding="utf-8"
    )
    is_refused(cip("replay", bundle), "was changed after it was made")
    bundle.write_bytes(b"\xff\xfe")
    is_refused(cip("replay", bundle), "it is not text")
    is_refused(cip("replay", tmp_path / "nothing.json"), "no such file")
    is_refused(cip("replay", tmp_path), "is no file of at most 40 MB")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "the key applications is missing"),
        ("seed: x", "the key applications is missing"),
        ("applications: []\nsed: x", 'there is no key "sed"'),
        ("applications: [", "rank.yaml:"),
        ("applications: [{id: a}, {id: a}]", 'the application "a" stands twice'),
        ("applications: [{id: a, fact: {}}]", 'there is no key "fact"'),
        ("applications: [{id: a, submitted_at: 2026-10-01}]", "is no moment"),
        ("applications: [{id: a, facts: {convention: 1}}]", 'did you mean "conventions"'),
        ("applications: [{id: a, facts: {conventions: many}}]", '"many" is not accepted'),
        ("applications: [{id: a, scores: {A: {p: 1}}}]", "nothing is judged by people"),
        ("applications: [{id: a}]", "submitted_at is missing"),
    ],
)
def test_mistakes_are_one_sentence(ask: Ask, content: str, words: str) -> None:
    is_refused(ask(content, "--json"), words)


def test_a_call_that_does_not_exist_is_refused(ask: Ask) -> None:
    is_refused(ask(FILE, call="conciliare-conviene-2015"), f'did you mean "{CALL}"')


def test_json_that_is_none_is_refused(ask: Ask, cip: Cip, tmp_path: Path) -> None:
    is_refused(ask("{", name="rank.json"), "this is not JSON")
    is_refused(ask('{"seed": "a", "seed": "b"}', name="rank.json"), 'the key "seed" stands twice')
    is_refused(ask('{"applications": [NaN]}', name="rank.json"), "NaN is no number")
    is_refused(cip("rank", CALL, tmp_path), "is no file of at most 20 MB")


def test_a_thousand_applications_fit(ask: Ask) -> None:
    one: dict[str, Any] = {
        "submitted_at": "2016-05-02T09:00:00+02:00",
        "facts": {"firms_together": 1, "conventions": 1},
    }
    many = [one | {"id": f"a{at:04}"} for at in range(1_000)]
    ran = ask(json.dumps({"applications": many}, indent=8), "--json", name="rank.json")
    assert len(ran.json["ranking"]) == 1_000
    assert ran.json["budget"]["left"] == 0


def test_ranking_loads_neither_pandas_nor_flask_nor_sqlalchemy(tmp_path: Path, cache: Path) -> None:
    file = tmp_path / "rank.yaml"
    file.write_text(FILE, encoding="utf-8")
    program = (
        "import sys\n"
        f"sys.argv = ['cip', 'rank', '{CALL}', {str(file)!r}, '--json', '--rules', {str(RULES)!r}]\n"
        "from cip.cli.main import main\n"
        "try:\n    main()\n"
        "except SystemExit as ended:\n    assert ended.code == 0\n"
        "print([name for name in ('pandas', 'numpy', 'flask', 'sqlalchemy', 'xhtml2pdf') if name in sys.modules])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"CIP_CACHE": str(cache)}
    )
    assert ran.stdout.splitlines()[-1] == "[]"
