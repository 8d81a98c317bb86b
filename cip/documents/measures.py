"""The proposed measures as an owner reads them, each with one line on why it is for this firm."""

from collections.abc import Sequence

from cip.assessment.results import ProposedMeasure
from cip.documents.describing import Describer, points_parts
from cip.documents.formats import number
from cip.documents.measure_words import form_words
from cip.documents.parts import MeasurePart
from cip.kernel.texts import Reason
from cip.rulebook.shapes import model

NEED, RAISES, CLAUSE, COST = "needs", "raises", "clause", "cost"


def measure_parts(describe: Describer) -> tuple[MeasurePart, ...]:
    """The proposed measures, by rank."""
    return tuple(_measure(describe, result) for result in describe.check_up.measures)


def _measure(describe: Describer, result: ProposedMeasure) -> MeasurePart:
    measure = describe.pack.measures[result.id]
    return MeasurePart(
        code=measure.id,
        name=describe.say(measure.name),
        what=describe.say(measure.what),
        list=result.list,
        priority=number(result.priority, describe.language),
        parts=points_parts(describe, result.parts),
        because=describe.reasons(split_reasons(result.because)[0]),
        cost=describe.say(describe.explain.words(f"cost_{result.cost}")),
        lead=describe.say(describe.explain.words(f"lead_{result.lead}")),
        layers=form_words(measure.form, describe.language),
        prerequisites=describe.say(measure.prerequisites),
        proof=describe.say(measure.proof),
        law=describe.cite.parameters(measure.law),
        why=why(describe, result),
        priority_whole=str(int(result.priority + 0.5)),
    )


def split_reasons(because: Sequence[Reason]) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Reasons of a measure of its own, and those that are said elsewhere or need no saying: cost and time stand beside
    every measure, and that it keeps no clause is no reason for it.
    """
    elsewhere = tuple(reason for reason in because if part_of(reason) == COST or _without_clause(reason))
    return tuple(reason for reason in because if reason not in elsewhere), elsewhere


def _without_clause(reason: Reason) -> bool:
    """Whether a reason says that a measure keeps no clause that is missing."""
    return part_of(reason) == CLAUSE and "agreements" in reason.inputs


def without_agreements(reason: Reason) -> bool:
    """Whether a reason only says that no agreement is known for the firm (or, in old rules, that there is none)."""
    return part_of(reason) == CLAUSE and reason.inputs.get("agreements") == 0


def why(describe: Describer, result: ProposedMeasure) -> str:
    """One line in everyday words: the need that people named, else where the measure moves the firm. A measure that
    serves every need says nothing by naming one.
    """
    _ = describe.words
    general = model.ALL_NEEDS in describe.pack.measures[result.id].needs
    for reason in result.because:
        if part_of(reason) == NEED and "people" in reason.inputs and not general:
            count = reason.inputs.get(rule_end(reason))
            if isinstance(count, int) and count > 0:
                return _need_line(describe, reason, count)
    gains = [reason for reason in result.because if part_of(reason) == RAISES and "target" in reason.inputs]
    return _gain_line(describe, gains) if gains else _("Costa poco rispetto a quanto aiuta.")


def _need_line(describe: Describer, reason: Reason, count: int) -> str:
    label = describe.say(describe.pack.needs[rule_end(reason)].label)
    if reason.inputs.get("source") == "pool":
        text = describe.ngettext(
            "In un gruppo di imprese della zona serve a una persona su %(people)s: %(need)s.",
            "In un gruppo di imprese della zona serve a %(num)s persone su %(people)s: %(need)s.",
            count,
        )
    else:
        text = describe.ngettext(
            "Da voi serve a una persona su %(people)s: %(need)s.",
            "Da voi serve a %(num)s persone su %(people)s: %(need)s.",
            count,
        )
    return text % {"num": count, "people": int(reason.inputs["people"] or 0), "need": _lower_first(label)}


def _gain_line(describe: Describer, gains: Sequence[Reason]) -> str:
    _ = describe.words
    known = [reason for reason in gains if reason.inputs.get("step") is not None]
    reason = (known or gains)[0]
    indicator = describe.pack.indicators[rule_end(reason)]
    if not known:
        return _("Può aiutarvi dove non avete ancora risposto: %(name)s.") % {"name": describe.say(indicator.name)}
    now = describe.say(indicator.steps[int(reason.inputs["step"] or 0)])
    return _("Migliora questo: «%(now)s»") % {"now": now}


def part_of(reason: Reason) -> str:
    """The part of a measure's rule that spoke: `measures.M01.needs.N04` speaks of needs."""
    pieces = reason.rule.split(".")
    return pieces[2] if len(pieces) > 2 else ""


def rule_end(reason: Reason) -> str:
    return reason.rule.rsplit(".", 1)[-1]


def _lower_first(text: str) -> str:
    """A name inside a sentence; abbreviations keep their capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
