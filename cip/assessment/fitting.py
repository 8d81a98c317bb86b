"""The first two questions of the recommendation (model, section 3.8): is a measure applicable, and is it useful? Yes,
no, or unknown.
"""

from dataclasses import dataclass
from typing import Literal

from cip.assessment.needs import NeedFit, Needs
from cip.assessment.scores import Run
from cip.kernel.texts import Reason, Text
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


def fits(run: Run, measure: model.Measure) -> Answer:
    """Size, conditions and hard prerequisites, by Kleene: one no decides, otherwise one unknown does."""
    if not measure.after and measure.id not in run.answers.in_use and _plainly_fits(run, measure):
        return YES
    answers = [_in_use(run, measure), _size(run, measure), _condition(run, measure)]
    answers += [_prerequisite(run, measure, after) for after in measure.after if after.hard]
    return together(answers)


def _plainly_fits(run: Run, measure: model.Measure) -> bool:
    """The common case, decided by two numbers and without building any reason."""
    fitting = run.numbers[f"fits:{measure.id}"] if measure.applies else 1.0
    return run.numbers[f"size:{measure.id}"] == 1.0 and fitting == 1.0


def together(answers: list[Answer]) -> Answer:
    """Kleene's `and` over answers, with the reasons of those that decide."""
    if all(answer is YES for answer in answers):
        return YES
    refused = [answer for answer in answers if answer.verdict == "no"]
    deciding = refused or [answer for answer in answers if answer.verdict == "unknown"]
    if not deciding:
        return YES
    because = tuple(reason for answer in deciding for reason in answer.because)
    tell_us = tuple(dict.fromkeys(question for answer in deciding for question in answer.tell_us))
    return Answer(deciding[0].verdict, because, () if refused else tell_us)


def _in_use(run: Run, measure: model.Measure) -> Answer:
    day = run.answers.in_use.get(measure.id)
    if day is None:
        return YES
    reason = run.explain.reason(f"measures.{measure.id}", "not_in_use", day=day.isoformat())
    return Answer("no", (reason,))


def _size(run: Run, measure: model.Measure) -> Answer:
    state = run.numbers[f"size:{measure.id}"]
    if state == 1.0:
        return YES
    rule = f"measures.{measure.id}.sizes"
    if state is None:
        questions = run.explain.questions(["workers"])
        reason = run.explain.reason(rule, "could_size", {"workers": None}, questions=questions)
        return Answer("unknown", (reason,), ("workers",))
    row = next(row for row in run.bound.pack.content.bands if row.id == run.band)
    return Answer("no", (run.explain.reason(rule, "not_size", {"band": row.id}, band=row.label),))


def _condition(run: Run, measure: model.Measure) -> Answer:
    state = run.numbers[f"fits:{measure.id}"] if measure.applies else 1.0
    if state == 1.0 or measure.conditions is None:
        return YES
    rule = f"measures.{measure.id}.applies"
    reads = run.bound.conditions.reads(measure.applies)
    inputs = {name: _plain(run.answers.facts.get(name)) for name in reads}
    if state is None:
        missing = tuple(name for name in reads if run.answers.facts.get(name) is None)
        questions = run.explain.questions(missing)
        reason = run.explain.reason(rule, "could_condition", inputs, condition=measure.conditions, questions=questions)
        return Answer("unknown", (reason,), missing)
    stated = Text(
        it=", ".join(f"{name} = {_word(inputs[name], 'sì')}" for name in reads),
        en=", ".join(f"{name} = {_word(inputs[name], 'yes')}" for name in reads),
    )
    reason = run.explain.reason(rule, "not_condition", inputs, condition=measure.conditions, inputs=stated)
    return Answer("no", (reason,))


def _plain(value: FactValue) -> str | int | float | bool | None:
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _word(value: str | int | float | bool | None, yes: str) -> str:
    if isinstance(value, bool):
        return yes if value else "no"
    return "?" if value is None else str(value)


def _prerequisite(run: Run, measure: model.Measure, after: model.After) -> Answer:
    state = done(run, after.id)
    if state == "yes":
        return YES
    rule = f"measures.{measure.id}.after.{after.id}"
    name = run.explain.measure(after.id)
    if state == "no":
        return Answer("no", (run.explain.reason(rule, "not_prerequisite", {after.id: False}, measure=name),))
    missing = _open_steps(run, run.bound.pack.measures[after.id])
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
    return "yes" if step >= target_of(run, raised) else "no"


def _open_steps(run: Run, measure: model.Measure) -> tuple[str, ...]:
    return tuple(raised.indicator for raised in measure.raises if _at_target(run, raised) == "unknown")


def useful(run: Run, measure: model.Measure, needs: Needs, fit: NeedFit) -> Answer:
    """Known below the target somewhere, or a need that enough workers named; unknown steps leave it open."""
    felt = needs.asked and fit.share >= run.bound.weights.need_share
    states = {raised.indicator: _at_target(run, raised) for raised in measure.raises}
    if felt or "no" in states.values():
        return YES
    rule = f"measures.{measure.id}.raises"
    missing = tuple(code for code, state in states.items() if state == "unknown")
    if missing:
        inputs = dict.fromkeys(missing)
        reason = run.explain.reason(rule, "could_useful", inputs, questions=run.explain.questions(missing))
        return Answer("unknown", (reason,), missing)
    counted = [code for code in states if run.applies(code)]
    sentence = "not_at_target" if counted else "not_applicable"
    names = run.explain.questions(counted or list(states))
    steps = {code: run.known_step(code) for code in states}
    return Answer("no", (run.explain.reason(rule, sentence, steps, indicators=names),))
