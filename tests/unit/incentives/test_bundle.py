"""Bundles: the same bytes again, in this process and in another, and nothing that was changed by hand."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cip.incentives.bundle import BundleError, make_bundle, rank_applications, replay
from cip.incentives.rank_file import RankFileError, read_applicants, read_file, written
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.errors import RefusalError
from tests.unit.incentives import small_calls as small
from tests.unit.incentives.random_calls import random_call
from tests.unit.incentives.test_ranking import A_AND_B, FACTS

PACK = small.pack(facts=FACTS, grid=A_AND_B)
ENTRY: dict[str, Any] = {"id": "a", "submitted_at": "2026-08-20T12:00:00+02:00", "facts": {"n": 3, "m": 1}}
REPLAY = """
import sys
from cip.incentives.bundle import replay
from cip.kernel.canonical import canonical_json
for name in sys.argv[1:]:
    print(canonical_json(replay(open(name, encoding="utf-8").read()).as_json()))
"""


def entries(*names: str) -> list[dict[str, Any]]:
    return [ENTRY | {"id": name, "facts": {"n": at, "m": 1}} for at, name in enumerate(names)]


def in_another_process(tmp_path: Path, numbers: range) -> None:
    wanted, files = [], []
    for number in numbers:
        made = random_call(number)
        result, text = rank_applications(made.pack, made.entries, made.seed)
        file = tmp_path / f"{number}.json"
        file.write_text(text, encoding="utf-8")
        wanted.append(canonical_json(result.as_json()))
        files.append(str(file))
    ran = subprocess.run([sys.executable, "-c", REPLAY, *files], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == wanted


def test_random_calls_replay_to_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    in_another_process(tmp_path, range(20))


@pytest.mark.long
def test_a_hundred_random_calls_replay_to_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    in_another_process(tmp_path, range(1_000, 1_100))


def test_a_bundle_holds_all_that_replays_it() -> None:
    result, text = rank_applications(PACK, entries("b", "a"), "a seed", date(2026, 9, 9))
    held = json.loads(text)
    assert text == canonical_json(held)
    assert set(held) == {"format", "engine", "on", "pack", "applications", "seed", "digest", "seal"}
    assert (held["on"], held["seed"], held["digest"]) == ("2026-09-09", "a seed", result.digest)
    assert held["pack"] == {"sha256": PACK.sha256, "content": PACK.canonical}
    assert [entry["id"] for entry in held["applications"]] == ["a", "b"]
    assert make_bundle(PACK, entries("b", "a")[::-1], "a seed", date(2026, 9, 9)) == text
    assert replay(text).as_json() == result.as_json()
    assert replay(text + "\n").digest == result.digest


def test_the_digest_is_that_of_everything_else() -> None:
    printed = rank_applications(PACK, entries("b", "a"))[0].as_json()
    rest = {key: value for key, value in printed.items() if key != "digest"}
    assert printed["digest"] == sha256_of(canonical_json(rest))


def test_the_day_of_the_law_is_the_calls_own() -> None:
    assert json.loads(make_bundle(PACK, entries("a")))["on"] == "2026-08-20"
    assert json.loads(make_bundle(PACK, []))["on"] is None
    assert replay(make_bundle(PACK, [])).as_json()["ranking"] == []
    closed = small.pack(facts=FACTS, grid=A_AND_B, window={"closes": "2026-10-01T12:00:00+02:00"})
    assert json.loads(make_bundle(closed, entries("a")))["on"] == "2026-10-01"


@pytest.mark.parametrize("key", ["applications", "seed", "digest", "on", "engine"])
def test_what_was_changed_by_hand_is_refused(key: str) -> None:
    held = json.loads(make_bundle(PACK, entries("a", "b"), "a seed"))
    held[key] = "other"
    with pytest.raises(BundleError, match="was changed after it was made"):
        replay(canonical_json(held))


def test_what_gives_another_result_is_refused() -> None:
    held = json.loads(make_bundle(PACK, entries("a", "b")))
    held["digest"] = "0" * 64
    del held["seal"]
    held["seal"] = sha256_of(canonical_json(held))
    with pytest.raises(BundleError, match=r"another result .* \(engine 1, here 1\)"):
        replay(canonical_json(held))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": 2}', "null"])
def test_what_is_no_bundle_is_refused(text: str) -> None:
    with pytest.raises(BundleError, match="this is no bundle of a ranking"):
        replay(text)


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        ({"on": 5}, "this is no bundle of a ranking: its values"),
        ({"on": "x"}, "this is no bundle of a ranking: its values"),
        ({"pack": {}}, "this is no bundle of a ranking: its values"),
        ({"pack": 5}, "this is no bundle of a ranking: its values"),
        ({"pack": {"sha256": "0" * 64, "content": PACK.canonical}}, "the digest of its rules is not that of its rules"),
        ({"pack": {"sha256": "0" * 64, "content": "{}"}}, "cannot be read"),
        ({"applications": 5}, "applications: 5 is no list"),
        ({"applications": [5]}, "applications.0: 5 is no application"),
        ({"seed": [5]}, "seed: a list is no text"),
    ],
)
def test_a_bundle_that_somebody_wrote_and_sealed_is_refused_in_words(odd: dict[str, Any], words: str) -> None:
    held = json.loads(make_bundle(PACK, entries("a"))) | odd
    held["seal"] = sha256_of(canonical_json({key: value for key, value in held.items() if key != "seal"}))
    with pytest.raises(RefusalError, match=re.escape(words)):
        replay(canonical_json(held))


def test_a_bundle_of_another_format_is_refused() -> None:
    held = json.loads(make_bundle(PACK, entries("a"))) | {"format": 2}
    with pytest.raises(BundleError, match="this is no bundle of a ranking"):
        replay(canonical_json(held))


def test_the_file_and_its_seed() -> None:
    assert read_file({"applications": [ENTRY]}) == ([ENTRY], None)
    assert read_file({"applications": [], "seed": "s"}) == ([], "s")
    assert read_file({"applications": [], "seed": 2026}) == ([], "2026")
    assert read_file({"applications": [], "seed": None}) == ([], None)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "the key applications is missing"),
        ([], "the key applications is missing"),
        ({"seed": "s"}, "the key applications is missing"),
        ({"applications": {}}, "applications: a map is no list"),
        ({"applications": [3]}, "applications.0: 3 is no application"),
        ({"applications": [], "sed": "s"}, 'there is no key "sed"; did you mean "seed"; accepted: applications, seed'),
        ({"applications": [], "seed": ""}, "is no text of 1 to 1000 letters"),
        ({"applications": [], "seed": "s" * 1001}, "is no text of 1 to 1000 letters"),
        ({"applications": [], "seed": "\ud800"}, "is no text of 1 to 1000 letters"),
        ({"applications": [], "seed": True}, "seed: true is no text"),
        ({"applications": [], "seed": [1]}, "seed: a list is no text"),
    ],
)
def test_a_file_that_is_none_is_refused(raw: object, words: str) -> None:
    with pytest.raises(RankFileError, match=re.escape(words)):
        read_file(raw)


BOUND = small.bound(
    facts=FACTS,
    grid=small.grid(
        small.criterion("A", small.judged(1, 5, 10)),
        small.criterion("B", small.formula("n")),
        small.criterion("C", small.parts("sum", small.criterion("C1", small.judged(0, 4), 4)), 4),
    ),
)


def test_an_application_is_read_and_written() -> None:
    raw = ENTRY | {"requested": 5, "scores": {"A": {"q": 2.5, "p": 10}, "C1": {"p": 0}}}
    (found,) = read_applicants(BOUND, [raw])
    assert written(found) == raw
    assert [*written(found)["scores"]["A"]] == ["p", "q"]  # type: ignore[index]
    bare = written(read_applicants(BOUND, [{"id": "a"}])[0])
    assert bare == {"id": "a", "submitted_at": None, "facts": {}, "requested": None, "scores": {}}
    empty = {"id": "a", "facts": None, "scores": None, "submitted_at": None}
    assert written(read_applicants(BOUND, [empty])[0]) == bare
    assert written(read_applicants(BOUND, [{"id": "a", "scores": {"A": {"p": None}}}])[0]) == bare


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": None}, "applications.0: the id is missing"),
        ({"id": 7}, "applications.0: 7 is no id"),
        ({"id": " "}, "is no id"),
        ({"id": "a\nb"}, "is no id"),
        ({"id": "a" * 201}, "is no id"),
        ({"fact": {}}, 'application "a": there is no key "fact"'),
        ({"facts": [1]}, 'application "a": facts: write a map'),
        ({"scores": [1]}, 'application "a": scores: write a map'),
        ({"facts": {"n": -1}}, 'application "a": facts.n: -1 is not accepted'),
        ({"facts": {"x": 1}}, 'application "a": facts: there is no fact "x"'),
        ({"submitted_at": "2026-08-20T12:00:00"}, "is no moment; accepted: a time with its offset"),
        ({"submitted_at": "0001-01-01T00:00:00+23:59"}, "is no moment; accepted: a time with its offset"),
        ({"submitted_at": "9999-12-31T23:59:59-23:59"}, "is no moment; accepted: a time with its offset"),
        ({"facts": {"n": 10**400}}, 'application "a": facts.n: '),
        ({"scores": {"A": {"p": 10**400}}}, 'application "a": scores.A.p: '),
        ({"scores": {"A": {"\ud800": 5}}}, 'application "a": scores.A: " " is no name of an evaluator'),
        ({"scores": {"A": {"p" * 201: 5}}}, "is no name of an evaluator"),
        ({"submitted_at": "2026-08-20"}, "is no moment"),
        ({"submitted_at": date(2026, 8, 20)}, "is no moment"),
        ({"submitted_at": "yesterday"}, "is no moment"),
        ({"submitted_at": 5}, "is no moment"),
        ({"requested": -1}, "requested: -1 is no amount"),
        ({"requested": 1.5}, "requested: 1.5 is no amount"),
        ({"requested": True}, "requested: true is no amount"),
        ({"requested": 10**13 + 1}, "is no amount; accepted: whole cents from 0, or null"),
        ({"scores": {"B": {"p": 3}}}, 'people do not judge "B"'),
        ({"scores": {"C": {"p": 3}}}, "accepted: A, C1"),
        ({"scores": {"A": 3}}, "scores.A: write a map of evaluators and scores"),
        ({"scores": {"A": {"p": 0.9}}}, "scores.A.p: 0.9 is no score; accepted: numbers from 1 to 10"),
        ({"scores": {"A": {"p": 10.1}}}, "10.1 is no score"),
        ({"scores": {"A": {"p": "5"}}}, "is no score"),
        ({"scores": {"A": {"p": True}}}, "true is no score"),
        ({"scores": {"A": {"p": float("inf")}}}, "inf is no score"),
    ],
)
def test_an_application_that_does_not_fit_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(RankFileError) as refused:
        read_applicants(BOUND, [ENTRY | change])
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_application_that_stands_twice_is_refused() -> None:
    with pytest.raises(RankFileError, match='the application "a" stands twice'):
        read_applicants(BOUND, [ENTRY, ENTRY])


def test_where_nobody_judges_no_score_is_accepted() -> None:
    with pytest.raises(RankFileError, match="nothing is judged by people in this call"):
        read_applicants(small.bound(grid="none"), [{"id": "a", "scores": {"A": {"p": 1}}}])


def test_the_ends_of_a_scale_are_scores() -> None:
    (found,) = read_applicants(BOUND, [ENTRY | {"scores": {"A": {"p": 1, "q": 10}}, "requested": 0}])
    assert dict(found.scores["A"]) == {"p": 1, "q": 10}
    assert found.requested == 0
