"""From answers to the columns that the compiled rules read."""

from collections.abc import Mapping
from datetime import date

from cip.assessment.agreements import may_join
from cip.assessment.answers import Answers
from cip.assessment.bound import GIVEN, BoundPack
from cip.assessment.formula import DUTY_DENIED, IN_USE, MARK, PROOF
from cip.kernel.days import add_months
from cip.rulebook.expressions.scalar import Results
from cip.rulebook.expressions.scope import FactValue, encode
from cip.rulebook.packs import JOINABLE
from cip.rulebook.shapes import model

Record = dict[str, float | None]


def record_of(bound: BoundPack, answers: Answers) -> Record:
    """The input columns of one firm; what is unknown is left out."""
    record: Record = {}
    for fact, value in answers.facts.items():
        record |= fact_columns(bound, fact, value)
    for code, answer in answers.steps.items():
        record[code] = float(answer.step)
        if answer.proved:
            record[PROOF + code] = 1.0
    for code in answers.not_applicable:
        record[MARK + code] = 1.0
    record[DUTY_DENIED] = float(any(answer == "no" for answer in answers.duties.values()))
    for gate in bound.pack.content.gates:
        if gate.kind == "measure_in_use":
            record[IN_USE + gate.id] = float(_in_use_long_enough(bound, gate, answers.in_use))
    if bound.reads_joinable and may_join(bound, answers):
        record[JOINABLE] = 1.0
    return record


def fact_columns(bound: BoundPack, fact: str, value: FactValue) -> dict[str, float | None]:
    """The columns that one fact fills."""
    columns = bound.fact_columns[fact]
    plain = [column.removeprefix(GIVEN) for column in columns]
    cells: Mapping[str, float] = encode({fact: value}, plain)
    return {column: cells[name] for column, name in zip(columns, plain, strict=True)}


def settled_otherwise(fact: model.Fact, value: FactValue, results: Results) -> bool:
    """Whether other answers settle a yes or no, against the answer given or without one."""
    settled = results.get(fact.id) if fact.derived and fact.type == "yes_no" else None
    return settled is not None and (not isinstance(value, bool) or value != (settled == 1.0))


def _in_use_long_enough(bound: BoundPack, gate: model.Gate, in_use: Mapping[str, date]) -> bool:
    """Whether a measure of the gate's kind has been in use for its months on the day of the check-up."""
    return any(
        bound.pack.measures[code].kind == gate.measure_kind and add_months(day, gate.months or 0) <= bound.on
        for code, day in in_use.items()
    )
