"""The checks behind the museum: circles, conditions that nobody meets, suggestions; no edit makes them fall over."""

import re
from pathlib import Path
from random import Random

import pytest

from cip.rulebook.checks.graph import cycles
from cip.rulebook.checks.reachability import never_true
from cip.rulebook.diagnostics import Diagnostic, did_you_mean, listed, message
from cip.rulebook.expressions.parsing import parse_condition
from cip.rulebook.expressions.scope import Name, Scope, Type
from cip.rulebook.loading import RulesFolderMissingError, natural_key, read_folder
from cip.rulebook.packs import Pack
from tests.unit.rulebook.folders import TINY, check, copy_of_tiny

SCOPE = Scope(
    {
        "x": Name("x", Type.NUMBER),
        "flag": Name("flag", Type.CONDITION),
        "band": Name("band", Type.CHOICE, ("a", "b", "c", "d")),
        "sector": Name("sector", Type.CHOICE, ("shop", "office")),
        "unions": Name("unions", Type.SEVERAL, ("rsa", "rsu")),
        "ateco": Name("ateco", Type.CODE),
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "False",
        "1 > 2",
        "flag and 1 > 2",
        'band == "a" and band == "b"',
        'sector == "shop" and sector in ("office",)',
        'sector not in ("shop", "office")',
        'band == "a" and sector == "shop" and not (band == "a" or flag)',
        'x > 1 and band != "a" and band == "a"',
    ],
)
def test_a_condition_that_no_answers_meet_is_seen(text: str) -> None:
    assert never_true(parse_condition(text, SCOPE), SCOPE)


@pytest.mark.parametrize(
    "text",
    [
        "flag",
        "not flag",
        "x > 5",
        "x > 5 and x < 3",  # not certain without knowing what x may be: not reported
        'band == "a"',
        'band == "a" or band == "b"',
        '"rsa" in unions and "rsu" in unions',
        'ateco == "62" or ateco == "63"',
        "known(flag)",
        "not known(flag)",
        "surely(flag)",
        "given(x)",
        "True",
    ],
)
def test_a_condition_that_somebody_may_meet_is_left_alone(text: str) -> None:
    assert not never_true(parse_condition(text, SCOPE), SCOPE)


def test_a_condition_counts_only_in_the_bands_given() -> None:
    only_a = parse_condition('band == "a"', SCOPE)
    assert never_true(only_a, SCOPE, ("b", "c"))
    assert not never_true(only_a, SCOPE, ("a", "b"))


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["a"]}, ["a -> a"]),
        ({"b": ["a"], "a": ["b"]}, ["a -> b -> a"]),
        ({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}, ["a -> b -> c -> a"]),
        ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}, ["a -> b -> a", "c -> d -> c"]),
        ({"a": ["unknown"]}, []),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
    ],
)
def test_each_circle_is_reported_once_from_its_least_member(edges: dict[str, list[str]], expected: list[str]) -> None:
    found = cycles({node: {other: ("after", index) for index, other in enumerate(to)} for node, to in edges.items()})
    assert [cycle.shown for cycle in found] == expected
    for cycle in found:
        assert cycle.at[0] == min(cycle.members)


def test_suggestions_and_lists() -> None:
    assert did_you_mean("wieght", ["weight", "width"]) == '; did you mean "weight"'
    assert did_you_mean("weight", ["weight"]) == ""
    assert did_you_mean("zzz", ["weight"]) == ""
    assert listed(["a", "b"]) == "a, b"
    assert listed(map(str, range(20)), most=3) == "0, 1, 2 and 17 more"
    assert message("E202", key="x") == 'the key "x" is missing here; add it'
    assert str(Diagnostic("f.yaml", 3, 7, "E202", "text")) == "f.yaml:3:7 E202 text"


def test_codes_sort_as_people_read_them() -> None:
    assert sorted(["T10", "T2", "C1", "T1"], key=natural_key) == ["C1", "T1", "T2", "T10"]


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesFolderMissingError, match="not a rules folder"):
        read_folder(tmp_path)


ODD = (
    "no",
    "-1",
    "1.0e400",
    "[]",
    "{}",
    "~",
    '""',
    "&a b",
    "*a",
    "!!int 1",
    "2026-02-30",
    "9" * 50,
    "[[1]]",
    "{a: {b: c}}",
    "T1",
    "{",
    "'",
)


def edited(text: str, source: Random) -> str:
    """One careless edit: a line lost, doubled, moved or indented, or a value or a key replaced by something odd."""
    lines = text.splitlines(keepends=True)
    at = source.randrange(len(lines))
    line = lines[at]
    match source.randrange(6):
        case 0:
            lines[at] = ""
        case 1:
            lines[at] = line + line
        case 2:
            lines.insert(source.randrange(len(lines)), lines.pop(at))
        case 3:
            lines[at] = "  " + line
        case 4:
            lines[at] = re.sub(r":.*", lambda _: f": {source.choice(ODD)}", line, count=1)
        case _:
            words = list(re.finditer(r"[\w.-]+", line)) or list(re.finditer(r".", line))
            word = source.choice(words)
            lines[at] = line[: word.start()] + source.choice(ODD) + line[word.end() :]
    return "".join(lines)


@pytest.mark.parametrize("seed", range(12))
def test_no_edit_makes_the_checks_fall_over(seed: int, tmp_path: Path) -> None:
    """After every edit there are diagnostics with a place, or a pack that can be rebuilt."""
    source = Random(seed)
    root = copy_of_tiny(tmp_path)
    files = sorted(path.relative_to(root) for path in root.rglob("*.yaml") if path.parent.name != "cases")
    for _ in range(25):
        file = source.choice(files)
        (root / file).write_text(edited((TINY / file).read_text(encoding="utf-8"), source), encoding="utf-8")
        checked = check(root)
        if checked.diagnostics:
            assert all(item.line >= 1 and item.column >= 1 for item in checked.diagnostics)
            assert not any(re.search(r"\{[a-z_]+\}", item.text) for item in checked.diagnostics)
            assert checked.packs == {}
        else:
            pack = checked.packs["tiny"]
            assert Pack.from_canonical(pack.canonical).sha256 == pack.sha256
        (root / file).write_bytes((TINY / file).read_bytes())
