"""What `make bench` measures is still the pack it was, CIP still gives it its meaning, and the page keeps its frame."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.engines.records import BUILDERS
from benchmarks.paths import DAY, FIRMS, MODEL, PAGE, RULES
from benchmarks.report import END, START, Line, Report, generated, rewrite
from benchmarks.rows.check_up import FIRMS_TRIED
from benchmarks.yardstick.answers import respondents
from benchmarks.yardstick.columns import mismatches as column_mismatches
from benchmarks.yardstick.pack import make_pack
from benchmarks.yardstick.reference import mismatches
from benchmarks.yardstick.texts import yardstick_program
from cip.assessment.answer_file import read_answers
from cip.assessment.bound import BoundPack
from cip.cli.answer_documents import read_answer_document
from cip.cli.packs import load_pack
from cip.rulebook.expressions.vector import VectorProgram

PACK = make_pack()
FEW = respondents(PACK, 60)


def test_the_pack_has_the_shape_that_the_budgets_speak_of() -> None:
    program = yardstick_program(PACK)
    assert len(program.rules) == len(PACK.outputs) == 199
    assert (len(PACK.kinds), len(PACK.visible), len(PACK.indicators), len(PACK.areas)) == (80, 60, 40, 8)
    assert max(PACK.depth.values()) == 3
    assert program.conditions == PACK.conditions


@pytest.mark.parametrize("name", ["own", "walk", "eval"])
def test_an_engine_that_needs_nothing_installed_gives_the_meaning(name: str) -> None:
    _module, build = BUILDERS[name]
    assert mismatches(PACK, build(PACK), FEW) == 0


def test_columns_give_the_meaning() -> None:
    columns = {
        name: np.array([np.nan if record[name] is None else record[name] for record in FEW], np.float32)
        for name in PACK.questions
    }
    found = VectorProgram(yardstick_program(PACK), dtype=np.float32).run(columns, len(FEW))
    assert column_mismatches(PACK, columns, found) == 0


def test_a_wrong_engine_is_noticed() -> None:
    right = BUILDERS["walk"][1](PACK)
    assert mismatches(PACK, lambda answers: {**right(answers), "total": 101.0}, FEW) == len(FEW)


def test_the_rules_still_accept_the_firms() -> None:
    bound = BoundPack(load_pack(RULES, MODEL), DAY)
    for firm in FIRMS_TRIED:
        document = read_answer_document(FIRMS / f"{firm}.yaml")
        read_answers(bound, document.value if document else None, document)


def test_only_the_generated_part_of_the_page_changes(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{START}\nold\n{END}\nafter\n", encoding="utf-8")
    rewrite(page, generated([Report((Line(1, "speed", "2x", "at least 1x", True),))], DAY))
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "| 1 | speed | 2x | at least 1x | met |" in text
    assert "old" not in text


def test_the_page_has_its_marks() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(START) == text.count(END) == 1
