"""Soft warnings: answers that may be right but want a second look, each with the question it is about."""

from collections.abc import Iterator

from cip.assessment.scores import Run, reason_id
from cip.kernel.texts import Reason, Text
from cip.rulebook.shapes import model


def soft_warnings(run: Run) -> Iterator[Reason]:
    """Steps put aside, steps above the reachable one, facts that are hidden, answers that hardly go together. The rule
    of each names its question: see `question_of`.
    """
    for indicator in run.bound.pack.indicators.values():
        found = _of_step(run, indicator)
        if found is not None:
            yield found
    for fact in run.bound.pack.facts.values():
        if fact.id not in run.answers.facts:
            continue
        if fact.applies and run.numbers[f"ask:{fact.id}"] == 0.0:
            yield run.explain.reason(f"facts.{fact.id}", "warn_fact_hidden", {fact.id: None}, name=fact.ask)
            continue
        yield from _of_fact(run, fact)


def question_of(warning: Reason) -> str:
    """The id of the question that a soft warning is about: `indicators.T1` is about T1."""
    return warning.rule.split(".")[1]


def _of_step(run: Run, indicator: model.Indicator) -> Reason | None:
    code = indicator.id
    answer = run.answers.steps.get(code)
    if answer is None:
        return None
    rule = f"indicators.{code}"
    if not run.applies(code):
        why = next((r for r in indicator.not_applicable if r.id == reason_id(run, indicator)), None)
        reason = Text(it=why.it, en=why.en) if why else indicator.name
        return run.explain.reason(
            rule, "warn_step_put_aside", id=code, name=indicator.name, step=answer.step, reason=reason
        )
    reach = run.number(f"r:{code}")
    if reach is not None and answer.step > reach:
        return run.explain.reason(
            rule, "warn_above_reachable", id=code, name=indicator.name, step=answer.step, reachable=int(reach)
        )
    return None


def _of_fact(run: Run, fact: model.Fact) -> Iterator[Reason]:
    """The pack's own doubts about a fact, in its words."""
    for index, doubt in enumerate(fact.doubts):
        if run.numbers[f"doubt:{fact.id}:{index}"] == 1.0:
            read = dict.fromkeys(run.bound.conditions.reads(doubt.when))
            inputs = {name: _plain(run.answers.facts.get(name)) for name in read}
            yield Reason(f"facts.{fact.id}", doubt.text, {}, inputs)


def _plain(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return ", ".join(str(item) for item in value) if isinstance(value, list | tuple) else str(value)
