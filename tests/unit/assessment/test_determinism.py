"""Same input, same bytes; one truth for scalar and vector; where content stands does not matter."""

import json
import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given

from cip.assessment.answer_file import read_answers
from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack, bind
from cip.assessment.engine import check_up, check_up_bound
from cip.assessment.explaining import NEEDED
from cip.assessment.facts import record_of
from cip.rulebook.checking import check_rules
from cip.rulebook.expressions.vector import VectorProgram
from cip.rulebook.packs import Pack
from tests.unit.assessment.firms import (
    MODEL,
    ON,
    RULES,
    bytes_of,
    firms,
    many,
    result_of,
    seeded_firms,
    the_bound,
    the_pack,
)

ROWS = 500


def backwards(value: object) -> object:
    """The same value with the keys of every map in the opposite order."""
    if isinstance(value, Mapping):
        return {key: backwards(value[key]) for key in reversed(list(value))}
    return value


@given(firms)
@many
def test_the_same_answers_give_the_same_bytes_twice(firm: Answers) -> None:
    assert bytes_of(result_of(firm)) == bytes_of(result_of(firm))


@given(firms)
@many
def test_what_is_kept_from_other_firms_changes_nothing(firm: Answers) -> None:
    alone = BoundPack(the_pack(), ON, the_bound().codes)
    assert bytes_of(check_up_bound(alone, firm)) == bytes_of(result_of(firm))


def test_days_on_which_the_rules_read_the_same_share_what_is_compiled() -> None:
    one, other = bind(the_pack(), ON), bind(the_pack(), ON + timedelta(days=1))
    assert one.evaluate is other.evaluate
    assert (one.on, other.on) == (ON, ON + timedelta(days=1))


@given(firms)
@many
def test_what_days_share_changes_nothing(firm: Answers) -> None:
    day = ON + timedelta(days=40)
    alone = BoundPack(the_pack(), day, the_bound().codes)
    assert bytes_of(check_up_bound(bind(the_pack(), day), firm)) == bytes_of(check_up_bound(alone, firm))


@given(firms)
@many
def test_the_order_of_keys_in_a_file_does_not_matter(firm: Answers) -> None:
    forwards, reverse = (read_answers(the_bound(), value) for value in (firm.as_file(), backwards(firm.as_file())))
    assert forwards == reverse
    one, other = result_of(forwards), result_of(reverse)
    assert bytes_of(one) == bytes_of(other)
    assert one.warnings == other.warnings


@given(firms)
@many
def test_equal_answers_give_equal_results_in_whatever_order_they_were_given(firm: Answers) -> None:
    turned = Answers(
        **dict[str, Any](
            (name, dict(reversed(list(getattr(firm, name).items())))) for name in ("facts", "steps", "duties", "in_use")
        ),
        not_applicable=dict(reversed(list(firm.not_applicable.items()))),
        needs=firm.needs,
    )
    assert turned == firm
    assert bytes_of(result_of(turned)) == bytes_of(result_of(firm))
    assert result_of(turned).warnings == result_of(firm).warnings


@given(firms)
@many
def test_what_a_file_would_hold_reads_back_as_the_same_answers(firm: Answers) -> None:
    assert read_answers(the_bound(), firm.as_file()) == firm
    assert read_answers(the_bound(), json.loads(json.dumps(firm.as_file()))) == firm


@given(firms)
@many
def test_answers_in_yaml_and_in_json_are_the_same_answers(firm: Answers) -> None:
    from cip.rulebook.reading import read_yaml

    for text in (yaml.safe_dump(firm.as_file(), allow_unicode=True), json.dumps(firm.as_file(), indent=1)):
        document, found = read_yaml(text.encode(), "firm")
        assert not [item for item in found if item.code != "E108"]
        assert read_answers(the_bound(), document.value if document else None) == firm


def test_a_pack_rebuilt_from_its_canonical_content_gives_the_same_bytes() -> None:
    again = Pack.from_canonical(the_pack().canonical)
    assert again.sha256 == the_pack().sha256
    for firm in seeded_firms(50):
        assert bytes_of(check_up(again, firm, ON)) == bytes_of(result_of(firm))


def test_a_pack_bound_with_code_from_the_cache_gives_the_same_bytes() -> None:
    cached = BoundPack(the_pack(), ON, the_bound().codes)
    for firm in seeded_firms(50):
        assert bytes_of(check_up_bound(cached, firm)) == bytes_of(result_of(firm))


# Where content stands -------------------------------------------------------------------------------------------------


def pack_in(root: Path) -> Pack:
    checked = check_rules(root, NEEDED, with_cases=False)
    assert not checked.diagnostics, checked.diagnostics[0]
    return checked.packs[MODEL]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the rules that a test may change."""
    shutil.copytree(RULES, tmp_path / "rules", ignore=shutil.ignore_patterns("cases"))
    return tmp_path / "rules"


def items_of(file: Path) -> list[str]:
    """The text of each item of a file that is a list; comments before the first are dropped."""
    _, *items = ("\n" + file.read_text(encoding="utf-8")).split("\n- ")
    return ["- " + item.rstrip() + "\n" for item in items]


def entries_of(file: Path) -> list[str]:
    """The text of each entry of a file that is a map of keys."""
    blocks: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines(keepends=True):
        if line[:1].isalpha():
            blocks.append(line)
        elif blocks:
            blocks[-1] += line
    return blocks


def same(root: Path) -> None:
    """The pack of a folder has the sha256 and the results of the real one."""
    pack = pack_in(root)
    assert pack.sha256 == the_pack().sha256
    for firm in seeded_firms(10):
        assert bytes_of(check_up(pack, firm, ON)) == bytes_of(result_of(firm))


@pytest.mark.parametrize("kind", ["indicators", "measures"])
def test_renaming_content_files_changes_nothing(rules: Path, kind: str) -> None:
    folder = rules / "models" / MODEL / kind
    for index, file in enumerate(sorted(folder.glob("*.yaml"), reverse=True)):
        file.rename(folder / f"{index:02}_{file.name}")
    same(rules)


@pytest.mark.parametrize("kind", ["indicators", "measures"])
def test_turning_the_order_of_items_round_changes_nothing(rules: Path, kind: str) -> None:
    for file in (rules / "models" / MODEL / kind).glob("*.yaml"):
        file.write_text("".join(reversed(items_of(file))), encoding="utf-8")
    same(rules)


@pytest.mark.parametrize("kind", ["indicators", "measures"])
def test_one_file_for_each_item_changes_nothing(rules: Path, kind: str) -> None:
    folder = rules / "models" / MODEL / kind
    for file in list(folder.glob("*.yaml")):
        for index, item in enumerate(items_of(file)):
            (folder / f"{file.stem}_{9 - index}.yaml").write_text(item, encoding="utf-8")
        file.unlink()
    same(rules)


@pytest.mark.parametrize("kind", ["indicators", "measures"])
def test_one_file_for_all_items_changes_nothing(rules: Path, kind: str) -> None:
    folder = rules / "models" / MODEL / kind
    files = sorted(folder.glob("*.yaml"))
    whole = "".join(item for file in files for item in items_of(file))
    for file in files:
        file.unlink()
    (folder / "all.yaml").write_text(whole, encoding="utf-8")
    same(rules)


def test_splitting_and_reordering_the_law_changes_nothing(rules: Path) -> None:
    for file in list((rules / "law").glob("*.yaml")):
        if file.stem not in ("about", "selectors"):
            for index, entry in enumerate(reversed(entries_of(file))):
                (rules / "law" / f"{file.stem}_{index:03}.yaml").write_text(entry, encoding="utf-8")
            file.unlink()
    same(rules)


def test_formatting_and_comments_change_nothing(rules: Path) -> None:
    for file in rules.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text("# a comment\n\n" + text.replace("\n", "\r\n") + "\n# the end\n", encoding="utf-8", newline="")
    same(rules)


def test_one_letter_of_a_text_changes_the_sha256_and_no_score(rules: Path) -> None:
    file = rules / "models" / MODEL / "needs.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Commuting", "Commute"), encoding="utf-8")
    pack = pack_in(rules)
    assert pack.sha256 != the_pack().sha256
    for firm in seeded_firms(10):
        old, new = result_of(firm), check_up(pack, firm, ON)
        assert (new.low, new.high, new.level, new.areas) == (old.low, old.high, old.level, old.areas)


# Scalar and vector ----------------------------------------------------------------------------------------------------


def columns_of(bound: BoundPack, all_firms: list[Answers]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    records = [record_of(bound, firm) for firm in all_firms]
    cells = {name: [_cell(record.get(name)) for record in records] for name in bound.program.inputs}
    return {name: np.array(values, np.float64) for name, values in cells.items()}


def _cell(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def test_the_vector_form_gives_exactly_the_numbers_of_the_scalar_one_for_every_output() -> None:
    bound = the_bound()
    all_firms = list(seeded_firms(ROWS, seed=8))
    found = VectorProgram(bound.program).run(columns_of(bound, all_firms), ROWS, block_rows=64, threads=2)
    assert set(found) == set(bound.program.outputs)
    for row, firm in enumerate(all_firms):
        for name, value in bound.evaluate(record_of(bound, firm)).items():
            cell = found[name][row]
            if isinstance(value, bool):
                assert bool(cell) is value, (row, name)
            else:
                assert np.isnan(cell) if value is None else float(cell) == value, (row, name)


def test_the_score_alone_is_the_same_score() -> None:
    bound = the_bound()
    for firm in seeded_firms(100):
        record = record_of(bound, firm)
        whole, score = bound.evaluate(record), bound.score(record)
        assert {name: whole[name] for name in score} == score


def test_the_vector_form_agrees_with_the_printed_result() -> None:
    bound = the_bound()
    all_firms = list(seeded_firms(100, seed=3))
    found = VectorProgram(bound.program, ["low", "high", "level"]).run(columns_of(bound, all_firms), 100)
    for row, firm in enumerate(all_firms):
        result = result_of(firm)
        assert (result.low, result.high) == (found["low"][row], found["high"][row])
        assert result.level == int(found["level"][row])
