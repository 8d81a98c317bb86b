"""What differs between two check-ups' inputs: the answers, the law of the two days, the models. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from cip.assessment.answer_file import fact_value
from cip.assessment.answers import POOLED, RESPONDENTS, UNKNOWN, Answers, DutyAnswer, NeedsAnswer, StepAnswer
from cip.assessment.bound import BoundPack
from cip.assessment.explaining import Explainer, joined
from cip.assessment.wording import ANSWERED, engine_reason
from cip.kernel.days import add_months
from cip.kernel.texts import Reason, Text, Value, shown
from cip.rulebook.expressions.scope import FactValue
from cip.rulebook.packs import Pack
from cip.rulebook.parameters import row_on
from cip.rulebook.shapes import model

Question = tuple[str, str]
"""A section of the FILE and an id in it."""
AnswerValue = FactValue | StepAnswer | NeedsAnswer | date
Flat = Mapping[Question, AnswerValue]


def flat(answers: Answers) -> dict[Question, AnswerValue]:
    """All answers in one map; an indicator that was marked holds its reason."""
    found: dict[Question, AnswerValue] = {("facts", key): value for key, value in answers.facts.items()}
    found |= {("indicators", code): step for code, step in answers.steps.items()}
    found |= {("indicators", code): reason for code, reason in answers.not_applicable.items()}
    found |= {("duties", key): value for key, value in answers.duties.items()}
    found |= {("needs", code): UNKNOWN for code in answers.needs.unknown}
    found |= {("needs", code): count for code, count in answers.needs.counts.items()}
    if answers.needs.respondents is not None:
        found["needs", RESPONDENTS] = answers.needs.respondents
    if answers.needs.pooled is not None:
        found["needs", POOLED] = answers.needs.pooled
    return found | {("in_use", code): day for code, day in answers.in_use.items()}


def folded(values: Flat) -> Answers:
    """The answers of such a map."""
    of: dict[str, dict[str, AnswerValue]] = {}
    for (section, key), value in values.items():
        of.setdefault(section, {})[key] = value
    indicators, needs = of.get("indicators", {}), of.get("needs", {})
    counts = {code: value for code, value in needs.items() if isinstance(value, int) and code != RESPONDENTS}
    return Answers(
        facts=cast("dict[str, FactValue]", of.get("facts", {})),
        steps={code: value for code, value in indicators.items() if isinstance(value, StepAnswer)},
        not_applicable={code: value for code, value in indicators.items() if isinstance(value, str)},
        duties=cast("dict[str, DutyAnswer]", of.get("duties", {})),
        needs=NeedsAnswer(
            cast("int | None", needs.get(RESPONDENTS)),
            counts,
            frozenset(code for code, value in needs.items() if value == UNKNOWN),
            cast("NeedsAnswer | None", needs.get(POOLED)),
        ),
        in_use=cast("dict[str, date]", of.get("in_use", {})),
    )


def takes(pack: Pack, question: Question, value: AnswerValue) -> bool:
    """Whether a pack has the question and accepts the answer."""
    section, key = question
    if section == "facts":
        return key in pack.facts and not fact_value(pack.facts[key], value)[0]
    if section == "indicators":
        indicator = pack.indicators.get(key)
        return indicator is not None and (isinstance(value, StepAnswer) or value in _reasons(indicator))
    if isinstance(value, NeedsAnswer):
        return (value.counts.keys() | value.unknown) <= pack.needs.keys()
    known: Mapping[str, object] = {"duties": pack.duties, "needs": pack.needs, "in_use": pack.measures}[section]
    return key in known or (section == "needs" and key == RESPONDENTS)


def _reasons(indicator: model.Indicator) -> set[str]:
    return {reason.id for reason in indicator.not_applicable}


def in_order(pack: Pack, questions: Iterable[Question]) -> list[Question]:
    """Questions in the model's order; those that the pack does not have come last."""
    places = {question: index for index, question in enumerate(_all_questions(pack))}
    return sorted(questions, key=lambda question: (places.get(question, len(places)), question))


def _all_questions(pack: Pack) -> Iterator[Question]:
    sections: list[tuple[str, Iterable[str]]] = [
        ("facts", pack.facts),
        ("indicators", pack.indicators),
        ("duties", pack.duties),
        ("needs", [RESPONDENTS, *pack.needs, POOLED]),
        ("in_use", pack.measures),
    ]
    return ((section, key) for section, keys in sections for key in keys)


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """One answer that is not what it was, and what it moved when the changed answers were put in one after the other,
    in the model's order: points of the total's ends, and the names of the results that moved.
    """

    question: Question
    low: float | None
    high: float | None
    moved: frozenset[str]
    because: Reason


def answer_reason(pack: Pack, question: Question, before: AnswerValue, after: AnswerValue) -> Reason:
    """Which answer changed, from what to what."""
    section, key = question
    rule = f"answers.{section}.{key}"
    values: dict[str, Value] = {"question": question_words(pack, question)}
    if before is not None:
        values["before"] = answer_words(pack, question, before)
    if after is not None:
        values["after"] = answer_words(pack, question, after)
    same = before is not None and after is not None and values["before"] == values["after"]
    sentence = "given" if before is None else "withdrawn" if after is None else "proved" if same else "changed"
    return engine_reason(rule, sentence, **values)


def question_words(pack: Pack, question: Question) -> Text:
    """What a person knows a question by."""
    section, key = question
    explain = Explainer(pack)
    if section in ("facts", "indicators"):
        return explain.question(key)
    if section == "in_use":
        name = pack.measures[key].name
        return Text(it=f"{key} {name.it}", en=f"{key} {name.en}")
    if section == "duties":
        return pack.duties[key].name
    return ANSWERED[key] if key in (RESPONDENTS, POOLED) else pack.needs[key].label


def answer_words(pack: Pack, question: Question, value: AnswerValue) -> Text:
    """An answer inside a sentence, in both languages: the words that papers and pages use too, a step without its own
    sentence.
    """
    section, key = question
    if section == "facts":
        return _fact_words(pack.facts[key], value)
    if isinstance(value, StepAnswer):
        return _numbered("step", value.step)
    if section == "indicators":
        reason = next(item for item in pack.indicators[key].not_applicable if item.id == value)
        return _filled("not_applicable", Text(it=reason.it.removesuffix("."), en=reason.en.removesuffix(".")))
    if section == "duties":
        return ANSWERED[str(value)]
    if isinstance(value, date):
        return _filled("in_use", Text(it=shown(value, "it"), en=shown(value, "en")))
    if isinstance(value, NeedsAnswer):
        return _pool_words(pack, value)
    if value == UNKNOWN:
        return ANSWERED[UNKNOWN]
    return _numbered("person" if value == 1 else "people", cast("int", value))


def _pool_words(pack: Pack, pool: NeedsAnswer) -> Text:
    """How many answered in a pool, and how many named each need."""
    named = [(pack.needs[code].label, str(count)) for code, count in sorted(pool.counts.items()) if count]
    people = _numbered("person" if pool.respondents == 1 else "people", pool.respondents or 0)
    return Text(
        it="; ".join([people.it, *(f"{label.it} {count}" for label, count in named)]),
        en="; ".join([people.en, *(f"{label.en} {count}" for label, count in named)]),
    )


def _fact_words(fact: model.Fact, value: AnswerValue) -> Text:
    if isinstance(value, bool):
        return ANSWERED["yes" if value else "no"]
    labels = {option.id: Text(it=option.it, en=option.en) for option in fact.options}
    if isinstance(value, tuple):
        return joined([labels[item] for item in value]) if value else ANSWERED["none"]
    if isinstance(value, str) and value in labels:
        return labels[value]
    plain = cast("str | int | float", value)
    sign = "\N{NO-BREAK SPACE}%" if fact.type == "percent" else ""
    return Text(it=shown(plain, "it") + sign, en=shown(plain, "en") + sign)


def _numbered(sentence: str, number: int) -> Text:
    return _filled(sentence, Text(it=str(number), en=str(number)))


def _filled(sentence: str, what: Text) -> Text:
    pattern = ANSWERED[sentence]
    return Text(it=pattern.it.format(what.it), en=pattern.en.format(what.en))


@dataclass(frozen=True, slots=True)
class Because:
    """Reasons of a step that are not answers: `all` stand for every change, `areas` only for that area."""

    all: tuple[Reason, ...]
    areas: Mapping[str, tuple[Reason, ...]]


def day_reasons(before: BoundPack, after: BoundPack, answers: Answers) -> Because:
    """What the passing of time changes for one model: values of the law, the model's weights, months of use."""
    pack, first, last = before.pack, before.on, after.on
    if first == last:
        return Because((engine_reason("on", "same_day", day=first),), {})
    found = [engine_reason("on", "day", before=first, after=last)]
    for key, parameter in pack.content.law.parameters.items():
        old, new = row_on(parameter, first), row_on(parameter, last)
        if (old.value if old else None) != (new.value if new else None):
            source = new.source if new else old.source if old else ""
            values = {key: None if old is None else shown_value(old.value)}
            inputs = values | {"after": None if new is None else shown_value(new.value)}
            found.append(engine_reason(f"law.{key}", "law", inputs, label=parameter.label, source=source))
    if len(found) == 1:
        found.append(engine_reason("law", "law_same", {"from": first.isoformat(), "to": last.isoformat()}))
    if before.weights != after.weights:
        found.append(engine_reason("weights", "weights", source=after.weights.source))
    found += _months_of_use(before, after, answers)
    return Because(tuple(found), {})


def shown_value(value: object) -> str:
    """A value of the law as data of a reason."""
    return value.en if isinstance(value, Text) else str(value)


def _months_of_use(before: BoundPack, after: BoundPack, answers: Answers) -> Iterator[Reason]:
    for gate in before.pack.content.gates:
        for code, day in answers.in_use.items():
            measure = before.pack.measures.get(code)
            if gate.kind != "measure_in_use" or measure is None or measure.kind != gate.measure_kind:
                continue
            if before.on < add_months(day, gate.months or 0) <= after.on:
                name = before.explainer.measure(code)
                yield engine_reason(f"gates.{gate.id}", "months", measure=name, months=gate.months or 0)


def model_reasons(old: Pack, new: Pack) -> Because:
    """What another model changes: what came, what went, what weighs or asks otherwise."""
    found = [engine_reason("pack", "model", {"from": old.sha256, "to": new.sha256}, before=old.id, after=new.id)]
    for name in ("facts", "indicators", "duties", "needs", "measures", "areas"):
        found += _came_and_went(name, getattr(old, name), getattr(new, name))
    found += _thresholds(old, new)
    if old.content.gates != new.content.gates:
        found.append(engine_reason("gates", "gates", {}))
    if old.content.weights != new.content.weights:
        found.append(engine_reason("weights", "weights", source=new.content.weights[-1].source))
    areas: dict[str, list[Reason]] = {}
    for code in (code for code in new.indicators if code in old.indicators):
        if old.indicators[code] != new.indicators[code]:
            reason = _indicator(old.indicators[code], new.indicators[code], Explainer(new).question(code))
            areas.setdefault(new.indicators[code].area, []).append(reason)
    return Because(tuple(found), {area: tuple(reasons) for area, reasons in areas.items()})


def _indicator(old: model.Indicator, new: model.Indicator, question: Text) -> Reason:
    rule = f"indicators.{new.id}"
    if old.weight == new.weight:
        return engine_reason(rule, "indicator_words", question=question)
    values: dict[str, Value] = {"question": question, "before": old.weight, "after": new.weight}
    return engine_reason(rule, "indicator_weight", **values)


def _thresholds(old: Pack, new: Pack) -> Iterator[Reason]:
    before = {level.id: level.start for level in old.content.levels}
    for level in new.content.levels:
        start = before.get(level.id, level.start)
        if start != level.start:
            values: dict[str, Value] = {"level": level.id, "before": start, "after": level.start}
            yield engine_reason(f"levels.{level.id}", "level", **values)


def _came_and_went(name: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Reason]:
    came = [key for key in new if key not in old]
    went = [key for key in old if key not in new]
    if came:
        yield engine_reason(name, "came", dict.fromkeys(came, True), what=ANSWERED[name], ids=", ".join(came))
    if went:
        yield engine_reason(name, "went", dict.fromkeys(went, False), what=ANSWERED[name], ids=", ".join(went))
