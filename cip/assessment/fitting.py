"""The first two questions of the recommendation (model, section 3.8): is a measure applicable, and is it useful? Yes,
no, or unknown.
"""

from dataclasses import dataclass
from typing import Literal

from cip.assessment.bound import BoundPack
from cip.assessment.explaining import joined
from cip.assessment.needs import NeedFit, Needs
from cip.assessment.scores import Run
from cip.kernel.texts import Input, Reason, Text
from cip.rulebook.expressions.scope import FactValue
from cip.rulebook.shapes import model

Verdict = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with its reasons, and the questions that would settle an unknown one."""

    verdict: Verdict
    because: tuple[Reason, ...] = ()
    tell_us: tuple[str, ...] = ()


YES = Answer("yes")


def target_of(run: Run, raised: model.Raises) -> int:
    """The step a measure leads to: its own, never above the reachable one; the mildest while the band is unknown."""
    band = run.band
    target = raised.target[band] if band else min(raised.target.values())
    reach = run.number(f"r:{raised.indicator}")
    return target if reach is None else min(target, int(reach))


def _targets(run: Run, raised: model.Raises) -> tuple[int, int]:
    """The mildest and the highest step that a measure may lead to; they differ only while band or case is unknown."""
    band, reach = run.band, run.number(f"r:{raised.indicator}")
    least, most = (raised.target[band],) * 2 if band else (min(raised.target.values()), max(raised.target.values()))
    if reach is not None:
        return min(least, int(reach)), min(most, int(reach))
    reachable = run.bound.pack.indicators[raised.indicator].reachable
    return min(least, reachable.step) if reachable else least, most


def fits(run: Run, measure: model.Measure) -> Answer:
    """Size, conditions and hard prerequisites, by Kleene: one no decides, otherwise one unknown does."""
    if not measure.after and measure.id not in run.answers.in_use and _plainly_fits(run, measure):
        return YES
    answers = [_in_use(run, measure), _size(run, measure), _condition(run, measure)]
    answers += [_prerequisite(run, measure, after) for after in measure.after if after.hard]
    return together(answers)


def suits(run: Run, measure: model.Measure) -> Answer:
    """Whether a measure is meant for the firm and not in use yet, whatever comes before it."""
    return together([_in_use(run, measure), _size(run, measure), _condition(run, measure)])


def _plainly_fits(run: Run, measure: model.Measure) -> bool:
    """The common case, decided by two numbers and without building any reason."""
    fitting = run.numbers[f"fits:{measure.id}"] if measure.applies else 1.0
    return run.numbers[f"size:{measure.id}"] == 1.0 and fitting == 1.0


def together(answers: list[Answer]) -> Answer:
    """Kleene's `and` over answers, with the reasons of those that decide."""
    others = [answer for answer in answers if answer is not YES]
    if not others:
        return YES
    refused = [answer for answer in others if answer.verdict == "no"]
    deciding = refused or others
    if len(deciding) == 1:
        return deciding[0]
    because = tuple(reason for answer in deciding for reason in answer.because)
    tell_us = tuple(dict.fromkeys(question for answer in deciding for question in answer.tell_us))
    return Answer(deciding[0].verdict, because, () if refused else tell_us)


def _in_use(run: Run, measure: model.Measure) -> Answer:
    day = run.answers.in_use.get(measure.id)
    if day is None:
        return YES
    reason = run.explain.reason(f"measures.{measure.id}", "not_in_use", day=day)
    return Answer("no", (reason,))


def _size(run: Run, measure: model.Measure) -> Answer:
    state = run.numbers[f"size:{measure.id}"]
    if state == 1.0:
        return YES
    rule = f"measures.{measure.id}.sizes"
    if state is None:
        questions = run.explain.questions(("workers",))
        reason = run.explain.reason(rule, "could_size", {"workers": None}, questions=questions)
        return Answer("unknown", (reason,), ("workers",))
    row = next(row for row in run.bound.pack.content.bands if row.id == run.band)
    return Answer("no", (run.explain.reason(rule, "not_size", {"band": row.id}, band=row.label),))


def _condition(run: Run, measure: model.Measure) -> Answer:
    state = run.numbers[f"fits:{measure.id}"] if measure.applies else 1.0
    if state == 1.0 or measure.conditions is None:
        return YES
    rule = f"measures.{measure.id}.applies"
    inputs = {name: _plain(counted(run, name)) for name in run.bound.conditions.reads(measure.applies)}
    reads = tuple(inputs)
    if state is None:
        missing = tuple(name for name in reads if inputs[name] is None)
        questions = run.explain.questions(missing)
        reason = run.explain.reason(rule, "could_condition", inputs, condition=measure.conditions, questions=questions)
        return Answer("unknown", (reason,), missing)
    stated = joined([_stated(run, name, inputs[name]) for name in reads])
    reason = run.explain.reason(rule, "not_condition", inputs, condition=measure.conditions, inputs=stated)
    return Answer("no", (reason,))


def counted(run: Run, name: str) -> FactValue:
    """What counts for a condition: the step of an indicator, a fact as it was given, or the yes or no that it takes
    by itself.
    """
    fact = run.bound.pack.facts.get(name)
    if fact is None:
        return run.known_step(name)
    if fact.type == "yes_no" and fact.id in run.numbers:
        number = run.number(fact.id)
        return None if number is None else number == 1.0
    return run.answers.facts.get(name)


def _plain(value: FactValue) -> str | int | float | bool | None:
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _stated(run: Run, fact: str, value: Input) -> Text:
    """A question with what was answered."""
    question = run.explain.question(fact)
    if isinstance(value, bool):
        answer = Text(it="sì" if value else "no", en="yes" if value else "no")
    else:
        answer = Text(it=str(value), en=str(value)) if value is not None else Text(it="non si sa", en="not known")
    return Text(it=f"«{question.it}» {answer.it}", en=f"“{question.en}” {answer.en}")


def _prerequisite(run: Run, measure: model.Measure, after: model.After) -> Answer:
    state = done(run, after.id)
    if state == "yes":
        return YES
    rule = f"measures.{measure.id}.after.{after.id}"
    name = run.explain.measure(after.id)
    if state == "no":
        return Answer("no", (run.explain.reason(rule, "not_prerequisite", {after.id: False}, measure=name),))
    missing = _missing(run, run.bound.pack.measures[after.id])
    questions = run.explain.questions(missing)
    reason = run.explain.reason(rule, "could_prerequisite", {after.id: None}, measure=name, questions=questions)
    return Answer("unknown", (reason,), missing)


def done(run: Run, code: str) -> Verdict:
    """Whether a measure is in use, or the indicators that it raises are at their target; unknown while their steps
    are.
    """
    if code in run.answers.in_use:
        return "yes"
    states = [_at_target(run, raised) for raised in run.bound.pack.measures[code].raises]
    if "no" in states:
        return "no"
    return "unknown" if "unknown" in states else "yes"


def _at_target(run: Run, raised: model.Raises) -> Verdict:
    if not run.applies(raised.indicator):
        return "yes"
    step = run.known_step(raised.indicator)
    if step is None:
        return "unknown"
    least, most = _targets(run, raised)
    if step >= most:
        return "yes"
    return "no" if step < least else "unknown"


def _missing(run: Run, measure: model.Measure) -> tuple[str, ...]:
    """The questions that would tell whether what a measure raises is at its target."""
    found: dict[str, None] = {}
    for raised in measure.raises:
        if _at_target(run, raised) == "unknown":
            found.update(dict.fromkeys(_undecided(run, raised)))
    return tuple(found)


def _undecided(run: Run, raised: model.Raises) -> tuple[str, ...]:
    """The indicator itself while its step is unknown; otherwise the facts that its target depends on."""
    if run.known_step(raised.indicator) is None:
        return (raised.indicator,)
    reachable = run.bound.pack.indicators[raised.indicator].reachable
    case = reachable.when if reachable and run.numbers[f"r:{raised.indicator}"] is None else None
    size = ("workers",) if run.band is None and len(set(raised.target.values())) > 1 else ()
    return (*size, *run.bound.conditions.reads(case))


def useful(run: Run, measure: model.Measure, needs: Needs, fit: NeedFit) -> Answer:
    """Known below the target somewhere, or a need that enough workers named; unknown steps leave it open."""
    felt = fit.source != "prior" and fit.share >= run.bound.weights.need_share
    states = {raised.indicator: _at_target(run, raised) for raised in measure.raises}
    if felt or "no" in states.values():
        return YES
    unknown = tuple(code for code, state in states.items() if state == "unknown")
    if unknown or needs.uncounted(measure):
        return _could_be_useful(run, measure, unknown, needs)
    rule = f"measures.{measure.id}.raises"
    counted = [code for code in states if run.applies(code)]
    sentence = "not_at_target" if counted else "not_applicable"
    names = run.explain.questions(tuple(counted or states))
    steps = {code: run.known_step(code) for code in states}
    return Answer("no", (run.explain.reason(rule, sentence, steps, indicators=names),))


def _could_be_useful(run: Run, measure: model.Measure, unknown: tuple[str, ...], needs: Needs) -> Answer:
    """Some indicators may stand below their target, or a need was named by nobody knows which share of the workers."""
    found: list[Answer] = []
    if unknown:
        steps = tuple([run.known_step(code) for code in unknown])
        found.append(_open_steps(run.bound, measure.id, unknown, steps, _missing(run, measure)))
    if needs.uncounted(measure):
        names = run.explain.questions(("workers",))
        reason = run.explain.reason(f"measures.{measure.id}.needs", "could_size", {"workers": None}, questions=names)
        found.append(Answer("unknown", (reason,), ("workers",)))
    return together(found)


def _open_steps(
    bound: BoundPack, measure: str, unknown: tuple[str, ...], steps: tuple[int | None, ...], missing: tuple[str, ...]
) -> Answer:
    inputs = dict(zip(unknown, steps, strict=True)) | dict.fromkeys(missing)
    names = bound.explainer.questions(unknown)
    reason = bound.explainer.reason(f"measures.{measure}.raises", "could_useful", inputs, questions=names)
    return Answer("unknown", (reason,), missing)
