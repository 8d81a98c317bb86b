"""docs/rules.md names all that an author of rules can write, and its examples are right."""

import inspect
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from pydantic import BaseModel

from cip.assessment.cases import EXPECTATIONS, Case
from cip.assessment.explaining import NEEDED
from cip.incentives.cases import OF_ONE, OF_RANKING, CallCase
from cip.kernel.texts import Text
from cip.rulebook.calls import load_call_packs
from cip.rulebook.checking import check_rules
from cip.rulebook.expressions.parsing import ExpressionError, parse_condition
from cip.rulebook.expressions.scope import Scope
from cip.rulebook.packs import Pack
from cip.rulebook.reading import Document, read_yaml
from cip.rulebook.shape_check import check_list, check_map, check_shape
from cip.rulebook.shapes import agreement, call, checks, finance, grid, guides, law, model, programme
from cip.rulebook.shapes.base import Shape

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def shapes_of(module: ModuleType) -> set[type[Shape]]:
    """The shapes that a module declares itself."""
    found = (item for _, item in inspect.getmembers(module, inspect.isclass) if issubclass(item, Shape))
    return {item for item in found if item is not Shape and item.__module__ == module.__name__}


CHECKS = sorted(shapes_of(checks), key=lambda shape: shape.__name__)
"""In one order, so that every process of the tests collects the same."""

# The section in which the keys of a shape are explained: how its heading begins.
SECTIONS: dict[str, tuple[type[Shape], ...]] = {
    "`law/about.yaml`": (law.LawAbout,),
    "`law/selectors.yaml`": (law.Selector,),
    "Parameters": (law.Parameter, law.ParameterRow),
    "`about.yaml`": (model.About, model.Confirmation),
    "`profile.yaml`": (model.BandRow, model.Group, model.Fact, model.Option, model.Derived, model.Doubt),
    "`areas.yaml`": (model.Area,),
    "`indicators/*.yaml`": (model.Indicator, model.Proof, model.NotApplicable, model.Reachable, model.Variant),
    "`duties.yaml`": (model.Duty, model.Act),
    "`needs.yaml`": (model.Need,),
    "`measures/*.yaml`": (model.Measure, model.After, model.Raises),
    "`levels.yaml`": (model.Level, model.Gate),
    "`weights.yaml`": (model.WeightsRow, model.Priority, model.Lists),
    "`cases/*.yaml`": (Case,),
    "`guides/measures/*.yaml`": (guides.MeasureGuide,),
    "`guides/papers/*.yaml`": (guides.Paper, guides.Block, guides.BlankTable),
    "`guides/cards.yaml`": (guides.Card, guides.CardPart, guides.Question),
    "`guides/glossary.yaml`": (guides.Term, guides.Also),
    "`agreements/<id>.yaml`": (
        agreement.Agreement,
        agreement.TerritoryRef,
        agreement.Joining,
        agreement.Party,
        agreement.HourlyLeave,
        agreement.ValueRow,
        agreement.Source,
    ),
    "`agreements/clauses.yaml`": (agreement.ClauseFact, agreement.Clause, agreement.Doubt, *CHECKS),
    "`agreements/ccnl.yaml`": (agreement.ContractCard, agreement.CardFact),
    "`calls/<id>.yaml`": (
        call.Call,
        call.CallAbout,
        call.CallSource,
        call.Window,
        call.FundingLine,
        call.MoneyUse,
        call.CallFact,
        call.EligibilityRule,
        call.CallDocument,
        call.Amounts,
        call.AmountLine,
        call.AnswerTerm,
        call.MostShare,
        call.Cap,
        call.Policy,
        call.Partial,
        call.Quota,
        call.Reserve,
        call.Tranche,
        call.Obligation,
        call.Expenses,
        call.ExpenseCategory,
        call.ExpenseCap,
        call.SampleGroup,
        grid.Tie,
    ),
    "`calls/cases/*.yaml`": (CallCase,),
    "Grid of a call": tuple(sorted(shapes_of(grid) - {grid.Tie}, key=lambda shape: shape.__name__)),
    "`programmes/`": tuple(sorted(shapes_of(programme) | shapes_of(finance), key=lambda shape: shape.__name__)),
    "`territories/<id>.yaml`": (agreement.Territory, agreement.TerritoryVersion, agreement.Municipality),
}

# The examples: where in the section's YAML a list of a shape stands.
LISTS: list[tuple[str, tuple[str, ...], type[BaseModel]]] = [
    ("`law/selectors.yaml`", (), law.Selector),
    ("`profile.yaml`", ("bands",), model.BandRow),
    ("`profile.yaml`", ("groups",), model.Group),
    ("`profile.yaml`", ("facts",), model.Fact),
    ("`areas.yaml`", (), model.Area),
    ("`indicators/*.yaml`", (), model.Indicator),
    ("`duties.yaml`", (), model.Duty),
    ("`needs.yaml`", (), model.Need),
    ("`measures/*.yaml`", (), model.Measure),
    ("`levels.yaml`", ("levels",), model.Level),
    ("`levels.yaml`", ("gates",), model.Gate),
    ("`weights.yaml`", ("values",), model.WeightsRow),
    ("`cases/*.yaml`", (), Case),
    ("`guides/measures/*.yaml`", (), guides.MeasureGuide),
    ("`guides/papers/*.yaml`", (), guides.Paper),
    ("`guides/cards.yaml`", (), guides.Card),
    ("`guides/glossary.yaml`", (), guides.Term),
    ("`agreements/clauses.yaml`", ("facts",), agreement.ClauseFact),
    ("`agreements/clauses.yaml`", ("clauses",), agreement.Clause),
    ("`agreements/clauses.yaml`", ("doubts",), agreement.Doubt),
    ("`agreements/ccnl.yaml`", (), agreement.ContractCard),
]


def section(title: str) -> str:
    """The page from the heading that begins so to the next one."""
    starts = [match.start() for match in re.finditer(r"^#{1,3} ", PAGE, re.MULTILINE)]
    found = [
        PAGE[start:end]
        for start, end in pairwise([*starts, len(PAGE)])
        if PAGE[start:end].lstrip("# ").startswith(title)
    ]
    assert len(found) == 1, f"one section of docs/rules.md is called {title}"
    return found[0]


def blocks(text: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def spans(text: str) -> list[str]:
    """What stands in backticks outside the examples."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))


def words(text: str) -> set[str]:
    """Every word in backticks, and every one of the examples but those of their comments."""
    examples = [re.sub(r"(^|\s)#.*", "", line) for block in blocks(text) for line in block.splitlines()]
    return {word for piece in (*spans(text), *examples) for word in WORD.findall(piece)}


def rows(text: str) -> dict[str, set[str]]:
    """The tables: for each word in backticks of a first column, the words in backticks of the others."""
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line.startswith("| `"):
            first, rest = line[1:].split(" | ", 1)
            found.update({word: set(spans(rest)) for word in spans(first)})
    return found


def read(text: str) -> Document:
    document, mistakes = read_yaml(text.encode(), "docs/rules.md")
    assert not mistakes
    assert document is not None
    return document


@cache
def real_pack() -> Pack:
    return check_rules(ROOT / "rules", NEEDED, only_model="cip-2026", with_cases=False).packs["cip-2026"]


def aliases(shape: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in shape.model_fields.items()}


def test_every_shape_has_its_section() -> None:
    modules = (agreement, call, checks, finance, grid, guides, law, model, programme)
    shapes = set[type[Shape]]().union(*map(shapes_of, modules))
    held_in_packs = {law.CitedLaw}  # written by no author
    assert shapes - held_in_packs | {Case, CallCase} == {shape for group in SECTIONS.values() for shape in group}


@pytest.mark.parametrize(("title", "shape"), [(title, shape) for title, group in SECTIONS.items() for shape in group])
def test_every_key_of_a_shape_stands_in_its_section(title: str, shape: type[Shape]) -> None:
    assert aliases(shape) - words(section(title)) == set()


def test_every_gate_kind_stands_with_its_keys() -> None:
    table = rows(section("`levels.yaml`"))
    assert set(table) == set(model.GATE_KEYS)
    for kind, keys in model.GATE_KEYS.items():
        assert table[kind] & aliases(model.Gate) == keys


def test_every_kind_of_check_stands_with_its_keys() -> None:
    table = rows(section("`agreements/clauses.yaml`"))
    kinds = {kind: shape for shape in CHECKS if "kind" in shape.model_fields for kind in kinds_of(shape)}
    assert set(table) == set(kinds)
    for kind, shape in kinds.items():
        assert aliases(shape) - {"kind"} <= table[kind]


def kinds_of(shape: type[Shape]) -> tuple[str, ...]:
    return get_args(shape.model_fields["kind"].annotation)


def test_every_place_that_fills_a_fact_of_a_call_stands_in_the_page() -> None:
    assert set(get_args(call.Prefill)) <= set(spans(section("`calls/<id>.yaml`")))


def test_every_kind_of_rule_of_a_grid_stands_with_its_keys() -> None:
    table = rows(section("Grid of a call"))
    kinds = {kind: shape for shape in shapes_of(grid) if "kind" in shape.model_fields for kind in kinds_of(shape)}
    assert set(table) == set(kinds)
    for kind, shape in kinds.items():
        assert aliases(shape) - {"kind"} <= {word for span in table[kind] for word in WORD.findall(span)}


def test_every_value_of_the_hourly_leave_stands_in_a_row() -> None:
    table = set(rows(section("`agreements/<id>.yaml`")))
    assert aliases(agreement.HourlyLeave) <= table


def test_every_function_of_expressions_stands_in_the_page() -> None:
    with pytest.raises(ExpressionError) as refused:
        parse_condition("no_such_function(1)", Scope({}))
    functions = set(str(refused.value.values["allowed"]).split(", "))
    assert {"known", "surely", "rounded"} <= functions
    shown = {call for span in spans(section("Expressions")) for call in re.findall(r"(\w+)\(", span)}
    assert functions == shown


def test_every_expectation_of_a_case_stands_in_a_row() -> None:
    assert set(rows(section("`cases/*.yaml`"))) == set(EXPECTATIONS)


def test_every_expectation_of_a_case_of_a_call_stands_in_a_row() -> None:
    assert set(rows(section("`calls/cases/*.yaml`"))) - aliases(CallCase) == set(OF_ONE) | set(OF_RANKING)


def test_every_sentence_stands_with_what_fills_it() -> None:
    table = rows(section("`reasons.yaml`"))
    assert set(table) == set(NEEDED)
    for name, sentence in real_pack().content.reasons.items():
        used = {*re.findall(r"\{\w+\}", sentence.it), *re.findall(r"\{\w+\}", sentence.en)}
        assert used <= table[name] <= {f"{{{key}}}" for key in NEEDED[name]}, name


def test_the_examples_are_yaml_without_surprises() -> None:
    found = blocks(PAGE)
    assert len(found) == PAGE.count("```yaml")
    for block in found:
        read(block)


@pytest.mark.parametrize(("title", "path", "shape"), LISTS)
def test_the_examples_of_lists_fit_their_shapes(title: str, path: tuple[str, ...], shape: type[BaseModel]) -> None:
    entries, mistakes = check_list(read(blocks(section(title))[0]), path, shape)
    assert entries
    assert not mistakes


@pytest.mark.parametrize(
    ("title", "shape"),
    [
        ("`law/about.yaml`", law.LawAbout),
        ("`about.yaml`", model.About),
        ("`agreements/<id>.yaml`", agreement.Agreement),
        ("`territories/<id>.yaml`", agreement.Territory),
    ],
)
def test_the_examples_of_whole_files_fit_their_shapes(title: str, shape: type[BaseModel]) -> None:
    entry, mistakes = check_shape(read(blocks(section(title))[0]), (), shape)
    assert entry is not None
    assert not mistakes


@pytest.mark.parametrize(("title", "shape"), [("Parameters", law.Parameter), ("`reasons.yaml`", Text)])
def test_the_examples_of_maps_fit_their_shapes(title: str, shape: type[BaseModel]) -> None:
    entries, mistakes = check_map(read(blocks(section(title))[0]), shape)
    assert entries
    assert not mistakes


def test_the_conditions_of_the_examples_are_conditions_of_the_model() -> None:
    of_calls = section("Grid of a call")
    found = [value for block in blocks(PAGE.replace(of_calls, "")) for value in conditions_in(read(block).value)]
    assert len(found) > 10
    for text in found:
        parse_condition(text, real_pack().scope)


def test_the_expressions_of_the_grid_are_those_of_the_pilot() -> None:
    (example,) = blocks(section("Grid of a call"))
    shown = check_shape(read(example), ("grid",), grid.Grid)[0]
    pilot = load_call_packs(ROOT / "rules", only="pilot-2026").packs["pilot-2026"].call.grid
    assert shown is not None
    assert isinstance(pilot, grid.Grid)
    assert pilot.bonus is not None
    assert shown.item.bonus is not None
    assert shown.item.criteria[0].rule == pilot.criteria[0].rule
    assert shown.item.bonus.lines[0].when == pilot.bonus.lines[0].when


def conditions_in(value: object) -> list[str]:
    """What stands under `applies`, `when` and `denied`, at any depth."""
    if isinstance(value, list):
        return [text for item in value for text in conditions_in(item)]
    if not isinstance(value, dict):
        return []
    own = [str(value[key]) for key in ("applies", "when", "denied") if key in value]
    return own + [text for item in value.values() for text in conditions_in(item)]
