"""How far the answers that are still missing could lift the level: the other end of its interval."""

from cip.assessment.answers import Answers
from cip.assessment.results import CheckUp
from cip.kernel.days import add_months
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model


def highest_level(pack: Pack, answers: Answers, check_up: CheckUp) -> int:
    """The highest level that some answers to the open questions would give; never below the level reached.

    A gate that is known to be closed stays closed: an answer opens only what is unknown.
    """
    reached = check_up.level
    for level in pack.content.levels:
        gates = [gate for gate in pack.content.gates if gate.level == level.id]
        if (check_up.high or 0.0) < level.start or any(_closed(gate, answers, check_up, pack) for gate in gates):
            break
        reached = max(reached, level.id)
    return reached


def _closed(gate: model.Gate, answers: Answers, check_up: CheckUp, pack: Pack) -> bool:
    match gate.kind:
        case "no_duty_denied":
            return any(duty.status == "no" for duty in check_up.duties)
        case "indicator":
            return _step_closed(gate, check_up)
        case "area" | "every_area":
            areas = [area for area in check_up.areas if gate.area in (None, area.id) and area.high is not None]
            return any((area.high or 0.0) < (gate.at_least or 0.0) for area in areas)
        case "measure_in_use":
            return not any(
                pack.measures[code].kind == gate.measure_kind and add_months(day, gate.months or 0) <= check_up.on
                for code, day in answers.in_use.items()
            )
        case "proof":
            return False


def _step_closed(gate: model.Gate, check_up: CheckUp) -> bool:
    found = next(item for item in check_up.indicators if item.id == gate.indicator)
    needed = min(step for band, step in gate.steps.items() if check_up.band in (None, band))
    return found.step is not None and found.step < needed
