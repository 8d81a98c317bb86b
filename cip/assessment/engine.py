"""`check_up(pack, answers, on)`: the whole result, pure and deterministic."""

from datetime import date

from cip.assessment.answers import Answers, DutyAnswer
from cip.assessment.bound import BoundPack, bind
from cip.assessment.clauses import ClauseFacts, clauses_of
from cip.assessment.doubts import soft_warnings
from cip.assessment.facts import record_of
from cip.assessment.recommending import recommend
from cip.assessment.results import CheckUp, DutyResult
from cip.assessment.scores import (
    Run,
    area_results,
    gates_holding,
    indicator_results,
    level_reasons,
    unproved,
)
from cip.assessment.unknowns import unknown_answers
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model
from cip.rulebook.shapes.model import TOP_STEP

ENGINE_VERSION = "1"
"""Stored beside every result; it grows only with a decision page, since equal input must give equal bytes."""


def check_up(pack: Pack, answers: Answers, on: date, clause_facts: ClauseFacts | None = None) -> CheckUp:
    """One dated run for a firm: scores as intervals, level, gates, duties, measures with reasons, and what is still
    open. `clause_facts` are facts of clauses that no answer holds; a result that is stored goes without them.

    Raises PackError only where the pack has no weights or parameters for the day; never because of answers.
    """
    return check_up_bound(bind(pack, on), answers, clause_facts)


def check_up_bound(bound: BoundPack, answers: Answers, clause_facts: ClauseFacts | None = None) -> CheckUp:
    """The same on a pack that is bound to its day already."""
    record = record_of(bound, answers)
    numbers = bound.evaluate(record)
    clauses = clauses_of(bound, answers, numbers, record, clause_facts)
    run = Run(bound, answers, numbers, bound.explainer, clauses)
    areas = area_results(run)
    found = recommend(run)
    content = bound.pack.content
    return CheckUp(
        pack_id=bound.pack.id,
        pack_sha256=bound.pack.sha256,
        on=bound.on,
        law_known_to=content.law.about.law_known_to,
        band=run.band,
        low=run.number("low"),
        high=run.number("high"),
        level=int(run.number("level") or 1),
        level_by_score=int(run.number("level_by_score") or 1),
        because=level_reasons(run, areas),
        held_by=gates_holding(run),
        areas=areas,
        indicators=indicator_results(run),
        unproved=unproved(run, _proof_step(content.gates)),
        duties=tuple(_duty(run, duty) for duty in bound.pack.duties.values()),
        measures=found.measures,
        could_fit=found.could_fit,
        not_proposed=found.not_proposed,
        unknown=unknown_answers(run, record),
        warnings=tuple(soft_warnings(run)),
        clauses=clauses.results,
        result="verified" if answers.verified else "self_declared",
    )


def _proof_step(gates: tuple[model.Gate, ...]) -> int:
    """From which step up a date or count is asked; above the ladder where no gate asks one."""
    return min((gate.from_step for gate in gates if gate.from_step is not None), default=TOP_STEP + 1)


def _duty(run: Run, duty: model.Duty) -> DutyResult:
    """What was answered wins; otherwise a fact may show that there was no case."""
    status: DutyAnswer = run.answers.duties.get(duty.id, "unknown")
    if status == "unknown" and duty.applies and run.numbers[f"case:{duty.id}"] == 0.0:
        status = "no_case"
    return DutyResult(duty.id, status, source_of(duty))


def source_of(duty: model.Duty) -> str:
    """The acts of a duty in one line."""
    return "; ".join(f"{act.act} art. {act.article}" for act in duty.acts)
