"""`cip rules check | test | show`: what experts run after a change (design, section 8)."""

import json
import re
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cip.cli.main import cip as command
from tests.unit.cli.conftest import MODEL, ON, RULES, Cip
from tests.unit.cli.test_check_up import is_refused

COUNTS = {
    "facts": 23,
    "areas": 8,
    "indicators": 34,
    "duties": 10,
    "measures": 44,
    "needs": 15,
    "levels": 5,
    "clauses": 70,
    "agreements": 7,
    "calls": 10,
}
LINE = re.compile(r"[^:]+\.yaml:\d+:\d+ E\d{3} .+")


# check ----------------------------------------------------------------------------------------------------------------


def test_check_is_silent_with_exit_0_on_the_real_rules(cip_process: Cip) -> None:
    ran = cip_process("rules", "check")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_check_prints_every_mistake_with_its_place_relative_to_the_folder(cip: Cip, rules: Path) -> None:
    model = rules / "models" / MODEL
    (model / "needs.yaml").write_text(
        (model / "needs.yaml").read_text(encoding="utf-8").replace("prior: 0.1", "prior: 1.1", 1), encoding="utf-8"
    )
    (model / "duties.yaml").write_text(
        (model / "duties.yaml").read_text(encoding="utf-8").replace("leave_cases_24m > 0", "leave_case_24m > 0"),
        encoding="utf-8",
    )
    ran = cip("rules", "check", rules)
    lines = ran.out.splitlines()
    assert ran.code == 1
    assert all(LINE.fullmatch(line) for line in lines), lines
    files = [line.split(":")[0] for line in lines]
    assert {f"models/{MODEL}/needs.yaml", f"models/{MODEL}/duties.yaml"} <= set(files)
    assert any('did you mean "leave_cases_24m"' in line for line in lines)
    assert lines == sorted(lines, key=lambda line: (line.split(":")[0], *map(int, re.findall(r":(\d+)", line)[:2])))


def test_check_names_the_line_and_column_of_the_value_to_mend(cip: Cip, rules: Path) -> None:
    file = rules / "models" / MODEL / "weights.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    row = next(index for index, line in enumerate(lines) if "need_share" in line)
    lines[row] = lines[row].replace("0.2", "1.2", 1)
    file.write_text("".join(lines), encoding="utf-8")
    found = cip("rules", "check", rules).out.splitlines()
    assert found[0].startswith(f"models/{MODEL}/weights.yaml:{row + 1}:{lines[row].index('1.2') + 1} E205 ")


def test_check_takes_the_folder_from_the_argument_then_rules_then_cip_rules(cip: Cip, rules: Path) -> None:
    sound = rules.with_name("sound")
    shutil.copytree(rules, sound)
    (rules / "models" / MODEL / "areas.yaml").unlink()
    assert cip("rules", "check", rules).code == 1
    assert cip("rules", "check", "--rules", rules).code == 1
    assert cip("rules", "check", environ={"CIP_RULES": str(rules)}).code == 1
    assert cip("rules", "check", sound, "--rules", rules).code == 0
    assert cip("rules", "check", "--rules", sound, environ={"CIP_RULES": str(rules)}).code == 0


def test_check_finds_a_mistake_in_a_case(cip: Cip, rules: Path) -> None:
    case = "- {id: odd, because: b, on: 2026-03-02, given: {facts: {worker: 3}}, expect: {levle: 1}}\n"
    (rules / "models" / MODEL / "cases" / "odd.yaml").write_text(case, encoding="utf-8")
    ran = cip("rules", "check", rules)
    assert ran.code == 1
    assert {line.split()[1] for line in ran.out.splitlines()} == {"E801", "E802"}


def test_check_of_no_folder_of_rules_is_one_sentence(cip: Cip, tmp_path: Path) -> None:
    is_refused(cip("rules", "check", tmp_path), "not a folder of rules")
    is_refused(cip("rules", "check", "/nowhere"), "/nowhere")


# test -----------------------------------------------------------------------------------------------------------------


def test_the_cases_of_the_real_rules_all_pass_and_the_last_line_counts_them(cip_process: Cip) -> None:
    ran = cip_process("rules", "test")
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"\d+ passed, 0 failed", ran.out.splitlines()[-1])


def write_case(rules: Path, expect: str, given: str = "{}") -> None:
    folder = rules / "models" / MODEL / "cases"
    for file in folder.glob("*.yaml"):
        file.unlink()
    text = f"- {{id: one, because: because, on: 2026-03-02, given: {given}, expect: {expect}}}\n"
    (folder / "one.yaml").write_text(text, encoding="utf-8")


def test_a_case_that_fails_is_named_with_its_place_and_difference(cip: Cip, rules: Path) -> None:
    write_case(rules, "{level: 2}")
    ran = cip("rules", "test", rules)
    assert ran.code == 1
    first, last = ran.out.splitlines()
    assert first.startswith(f"models/{MODEL}/cases/one.yaml:1 one: level: ")
    assert "2" in first
    assert "1" in first
    assert last == "0 passed, 1 failed"


@pytest.mark.parametrize(
    ("expect", "given"),
    [
        ("{total: {low: 0, high: 100}, level: 1, level_by_score: 1, band: null, held_by: {}}", "{}"),
        ("{areas: {T: {low: 0}}, indicators: {T1: {status: unknown}}, unproved: []}", "{}"),
        ("{refused: facts.workers}", "{facts: {workers: 0}}"),
        ("{could_fit: [M01, M44], not_proposed: [], proposed: []}", "{}"),
        (
            "{put_aside: [single_cover], warnings: [facts.single_cover]}",
            "{facts: {opening_hours: 0, single_cover: yes}}",
        ),
        ("{duties: {resignations_validated: no_case}}", "{facts: {resignations_24m: 0}}"),
    ],
)
def test_a_case_may_expect_any_part_of_a_result(cip: Cip, rules: Path, expect: str, given: str) -> None:
    write_case(rules, expect, given)
    ran = cip("rules", "test", rules)
    assert (ran.code, ran.out) == (0, "1 passed, 0 failed\n")


@pytest.mark.parametrize(
    ("expect", "given"),
    [
        ("{total: {low: 1, high: 100}}", "{}"),
        ("{held_by: {duties: not_met}}", "{}"),
        ("{could_fit: [M01, M16]}", "{in_use: {M16: 2026-01-01}}"),
        ("{not_proposed: [M16]}", "{}"),
        ("{areas: {T: {low: 3}}}", "{}"),
        ("{lists: {M01: now}}", "{}"),
        ("{refused: facts.workers}", "{facts: {workers: 1}}"),
        ("{refused: facts.shifts}", "{facts: {workers: 0}}"),
        ("{duties: {l104_permits: yes}}", "{}"),
        ("{unproved: [T1]}", "{indicators: {T1: 2}}"),
    ],
)
def test_a_case_notices_what_differs(cip: Cip, rules: Path, expect: str, given: str) -> None:
    write_case(rules, expect, given)
    ran = cip("rules", "test", rules)
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "0 passed, 1 failed")


def test_a_case_of_a_changed_weight_fails(cip: Cip, rules: Path) -> None:
    file = rules / "models" / MODEL / "indicators" / "leaves.yaml"
    text = file.read_text(encoding="utf-8")
    swapped = text.replace("weight: 20", "weight: 21", 1).replace("weight: 15", "weight: 14", 1)
    file.write_text(swapped, encoding="utf-8")
    ran = cip("rules", "test", rules)
    assert ran.code == 1
    assert re.fullmatch(r"\d+ passed, [1-9]\d* failed", ran.out.splitlines()[-1])


def test_cases_of_broken_rules_are_one_sentence(cip: Cip, rules: Path) -> None:
    (rules / "models" / MODEL / "areas.yaml").unlink()
    is_refused(cip("rules", "test", rules), "the rules have", "areas.yaml")


# show -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", COUNTS)
def test_show_prints_a_json_list_of_objects_with_ids(cip: Cip, what: str) -> None:
    ran = cip("rules", "show", what, "--on", ON, "--json")
    assert (ran.code, ran.err) == (0, "")
    rows = ran.json
    assert isinstance(rows, list)
    assert len(rows) == COUNTS[what]
    assert len({row["id"] for row in rows}) == COUNTS[what]


@lru_cache
def shown(what: str) -> list[dict[str, Any]]:
    """The rows of one kind, asked for once."""
    found = CliRunner().invoke(command, ["rules", "show", what, "--on", ON, "--json", "--rules", str(RULES)])
    rows: list[dict[str, Any]] = json.loads(found.stdout)
    return rows


def test_facts_carry_type_unit_limits_options_and_texts() -> None:
    rows = {row["id"]: row for row in shown("facts")}
    workers = rows["workers"]
    assert (workers["type"], workers["unit"], workers["min"], workers["max"]) == ("whole", "workers", 1, 4999)
    assert workers["ask"].keys() == workers["why"].keys() == workers["help"].keys() == {"it", "en"}
    assert rows["single_cover"]["applies"] == "opening_hours > 0"
    assert [option["id"] for option in rows["sector"]["options"]] == [
        "shop",
        "workshop",
        "cooperative",
        "office",
        "other",
    ]
    assert all(option.keys() == {"id", "it", "en"} for option in rows["representation"]["options"])
    assert {row["type"] for row in rows.values()} == {
        "whole",
        "percent",
        "hours",
        "yes_no",
        "choice",
        "several",
        "code",
    }
    for row in rows.values():
        assert ("options" in row) == (row["type"] in ("choice", "several"))


def test_indicators_carry_their_reasons_not_to_apply_and_their_condition() -> None:
    rows = {row["id"]: row for row in shown("indicators")}
    for row in rows.values():
        assert (row["type"], row["min"], row["max"]) == ("step", 0, 4)
        assert all(reason.keys() == {"id", "it", "en"} for reason in row["not_applicable"])
        assert len(row["steps"]) == 5
    assert [reason["id"] for reason in rows["C3"]["not_applicable"]] == ["no_fathers_24_months"]
    assert "single_cover" in rows["T1"]["applies"]
    assert rows["T2"]["not_applicable"] == []
    assert "applies" not in rows["T2"]


def test_duties_measures_needs_and_levels_carry_what_they_have() -> None:
    assert all(row["options"] == ["yes", "no", "unknown", "no_case"] and row["source"] for row in shown("duties"))
    assert [row["id"] for row in shown("measures")] == [f"M{number:02}" for number in range(1, 45)]
    assert [row["id"] for row in shown("needs")] == [f"N{number:02}" for number in range(1, 16)]
    assert [row["id"] for row in shown("levels")] == [1, 2, 3, 4, 5]
    assert all("name" in row for what in ("measures", "areas", "levels") for row in shown(what))


def test_measures_carry_what_their_guides_say(cip: Cip, rules: Path) -> None:
    row = shown("measures")[0]
    assert row["decides"].keys() == row["example"].keys() == {"it", "en"}
    assert 3 <= len(row["how"]) <= 6
    assert row["papers"] == ["flexible_hours_rule"]
    shutil.rmtree(rules / "models" / MODEL / "guides")
    without = cip("rules", "show", "measures", "--on", ON, "--json", "--rules", rules).json
    assert [measure["id"] for measure in without] == [measure["id"] for measure in shown("measures")]
    assert not any("how" in measure for measure in without)


def test_nothing_that_is_shown_is_null_at_the_top() -> None:
    for what in COUNTS:
        assert all(value is not None for row in shown(what) for value in row.values())


def test_every_id_shown_is_an_id_that_a_file_accepts(cip: Cip, tmp_path: Path) -> None:
    facts, indicators, duties, needs, measures = (
        [row["id"] for row in shown(what)] for what in ("facts", "indicators", "duties", "needs", "measures")
    )
    text = "\n".join(
        [
            f"facts: {{{', '.join(f'{fact}: unknown' for fact in facts)}}}",
            f"indicators: {{{', '.join(f'{code}: 1' for code in indicators)}}}",
            f"duties: {{{', '.join(f'{duty}: no_case' for duty in duties)}}}",
            f"needs: {{respondents: 5, {', '.join(f'{need}: 1' for need in needs)}}}",
            f"in_use: {{{', '.join(f'{code}: 2025-01-01' for code in measures)}}}",
        ]
    )
    (tmp_path / "all.yaml").write_text(text)
    ran = cip("check-up", tmp_path / "all.yaml", "--on", ON, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.json["not_proposed"]) == 44


def test_without_json_each_row_is_a_line_of_id_and_title(cip: Cip) -> None:
    lines = cip("rules", "show", "measures", "--on", ON).out.splitlines()
    assert len(lines) == 44
    assert all(re.fullmatch(r"M\d\d\t\S.*", line) for line in lines)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["indicator"], ['"indicator"', 'did you mean "indicators"', "measures"]),
        (["all"], ["facts", "levels"]),
        (["call", "mi-2026"], ['no call "mi-2026"']),
        (["parameter"], ["KEY"]),
        (["facts", "--model", "cip-2025"], [f'did you mean "{MODEL}"']),
        (["facts", "--on", "2020-01-01"], ["2020-01-01", MODEL]),
        ([], ["WHAT"]),
    ],
    ids=" ".join,
)
def test_what_cannot_be_shown_is_one_sentence(cip: Cip, arguments: list[str], words: list[str]) -> None:
    is_refused(cip("rules", "show", *arguments, "--json"), *words)


# parameters -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "value"), [("2025-12-31", 12), ("2026-01-01", 14)])
def test_the_age_limit_of_parental_leave_changes_with_the_year(cip: Cip, day: str, value: int) -> None:
    found = cip("rules", "show", "parameter", "parental_leave_age_limit", "--on", day, "--json").json
    assert list(found) == ["key", "value", "unit", "from", "to", "source", "confidence"]
    assert found["key"] == "parental_leave_age_limit"
    assert found["value"] == value
    assert isinstance(found["value"], int)
    assert found["source"]
    assert (found["from"] or "") <= day <= (found["to"] or "9999")


def test_every_parameter_is_shown_on_the_first_day_of_each_of_its_rows(cip: Cip) -> None:
    from cip.assessment.explaining import NEEDED
    from cip.rulebook.checking import check_rules
    from cip.rulebook.parameters import value_on

    parameters = check_rules(RULES, NEEDED, with_cases=False).parameters
    assert len(parameters) > 100
    for key, parameter in parameters.items():
        for row in parameter.values:
            if row.start is not None and row.value is not None:
                found = value_on(parameters, key, row.start).as_json()
                assert (found["from"], found["source"]) == (row.start.isoformat(), row.source)


def test_a_parameter_that_does_not_exist_gets_a_suggestion(cip: Cip) -> None:
    ran = cip("rules", "show", "parameter", "parental_leave_age_limits", "--on", ON, "--json")
    is_refused(ran, "parental_leave_age_limits", 'did you mean "parental_leave_age_limit"')


def test_a_day_without_a_value_is_an_error_that_names_key_and_day_never_a_default(cip: Cip) -> None:
    for key, day in (("fringe_threshold", "1997-12-31"), ("newhire_rent_refund", "2026-01-01")):
        is_refused(cip("rules", "show", "parameter", key, "--on", day, "--json"), key, day)


def test_a_parameter_in_words_shows_value_interval_source_and_confidence(cip: Cip) -> None:
    out = cip("rules", "show", "parameter", "parental_leave_age_limit", "--on", "2026-01-01").out
    assert "parental_leave_age_limit: 14" in out
    assert "2026-01-01 - open" in out
    assert "published" in out


def test_a_parameter_of_a_broken_law_is_one_sentence(cip: Cip, rules: Path) -> None:
    (rules / "law" / "safety.yaml").write_text("a: [\n", encoding="utf-8")
    ran = cip("rules", "show", "parameter", "parental_leave_age_limit", "--on", ON, "--rules", rules)
    is_refused(ran, "the rules have", "law/safety.yaml")
