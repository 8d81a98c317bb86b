"""Turns the results of a check-up into the parts of its report: areas, duties, measures, questions, profile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cip.assessment.answers import Answers
from cip.assessment.explaining import Explainer
from cip.assessment.results import (
    PARTS,
    AreaResult,
    CheckUp,
    CouldFit,
    DutyResult,
    IndicatorResult,
    NotProposed,
)
from cip.documents.answers_in_words import fact_in_words, outside_in_words, proof_in_words
from cip.documents.citing import Citer
from cip.documents.formats import interval, number
from cip.documents.parts import (
    AreaPart,
    DutyPart,
    IndicatorRow,
    OpenQuestion,
    OtherMeasure,
    PointsPart,
    ProfileRow,
)
from cip.documents.translation import translations
from cip.kernel.texts import Language, Reason, Text
from cip.rulebook.expressions.interpreting import rounded
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model


@dataclass(frozen=True)
class Describer:
    """What every part needs: the pack, the answers, the result, the language."""

    pack: Pack
    answers: Answers
    check_up: CheckUp
    language: Language
    cite: Citer
    explain: Explainer

    def say(self, text: Text) -> str:
        """A text of the pack."""
        return text.in_language(self.language)

    def reasons(self, because: Iterable[Reason]) -> tuple[str, ...]:
        """Reasons as sentences."""
        return tuple(reason.in_language(self.language) for reason in because)

    def words(self, text: str) -> str:
        """A fixed word of the paper."""
        return translations(self.language).gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """A fixed word of the paper that depends on a number."""
        return translations(self.language).ngettext(one, many, count)

    def questions(self, identifiers: Iterable[str]) -> tuple[str, ...]:
        """Questions as a person knows them."""
        return tuple(self.say(self.explain.question(identifier)) for identifier in identifiers)


def area_parts(describe: Describer) -> tuple[AreaPart, ...]:
    """All areas with their practices."""
    results = {result.id: result for result in describe.check_up.indicators}
    return tuple(_area(describe, area, results) for area in describe.check_up.areas)


def _area(describe: Describer, result: AreaResult, indicators: Mapping[str, IndicatorResult]) -> AreaPart:
    area = describe.pack.areas[result.id]
    scored = result.low is not None and result.high is not None
    rows = tuple(_row(describe, item, indicators[item.id]) for item in describe.pack.of_area[area.id])
    return AreaPart(
        id=area.id,
        name=describe.say(area.name),
        what=describe.say(area.what),
        why=describe.say(area.why),
        weight=None if result.weight is None else number(result.weight, describe.language),
        low=result.low,
        high=result.high,
        score=interval(result.low or 0.0, result.high or 0.0, describe.language) if scored else None,
        because=describe.reasons(result.because),
        rows=rows,
    )


def _row(describe: Describer, indicator: model.Indicator, result: IndicatorResult) -> IndicatorRow:
    points = None
    if result.low is not None and result.high is not None:
        low, high = (rounded(end * indicator.weight / 100) for end in (result.low, result.high))
        points = interval(low, high, describe.language)
    return IndicatorRow(
        code=indicator.id,
        name=describe.say(indicator.name),
        status=result.status,
        answer=_answer(describe, indicator, result),
        step=result.step,
        reachable=result.reachable,
        points=points,
        weight=number(indicator.weight, describe.language),
        unproved=indicator.id in describe.check_up.unproved,
        because=describe.reasons(result.because),
        proof=_proof(describe, indicator.id),
    )


def _proof(describe: Describer, code: str) -> str | None:
    """The date or count behind a step, as given."""
    given = describe.answers.steps.get(code)
    return (proof_in_words(given.day, given.count, describe.language) or None) if given else None


def _answer(describe: Describer, indicator: model.Indicator, result: IndicatorResult) -> str:
    """The sentence of the step, whose number has a column of its own; why it does not apply; or that nobody knows."""
    _ = describe.words
    if result.step is not None:
        return describe.say(indicator.steps[result.step])
    if result.status == "unknown":
        return _("Non lo sappiamo ancora.")
    said = outside_in_words(indicator, result.because[0].inputs.get("not_applicable"), describe.language)
    return f"{said[:1].upper()}{said[1:]}."


def duty_parts(describe: Describer) -> tuple[DutyPart, ...]:
    """All duties, in the model's order."""
    return tuple(_duty(describe, result) for result in describe.check_up.duties)


def _duty(describe: Describer, result: DutyResult) -> DutyPart:
    duty = describe.pack.duties[result.id]
    return DutyPart(
        id=duty.id,
        name=describe.say(duty.name),
        ask=describe.say(duty.ask),
        status=result.status,
        acts=tuple(describe.cite.act(act) for act in duty.acts),
        law=describe.cite.parameters(duty.law),
        help=describe.say(duty.help),
        whom=whom_to_ask(describe, duty),
    )


def whom_to_ask(describe: Describer, duty: model.Duty) -> str:
    """In general words who knows about a duty."""
    _ = describe.words
    if duty.adviser == "safety":
        return _("Chiedete a chi vi segue per la sicurezza sul lavoro.")
    return _("Chiedete a chi vi prepara le buste paga o alla vostra associazione.")


def points_parts(describe: Describer, points: Mapping[str, float]) -> tuple[PointsPart, ...]:
    """The five parts of a priority, each beside the most that it can give."""
    _ = describe.words
    names = {
        "need": _("bisogno"),
        "gain": _("guadagno"),
        "ease": _("facilità"),
        "clause": _("clausole"),
        "structural": _("durata"),
    }
    most = describe.pack.weights_on(describe.check_up.on).priority.model_dump()
    return tuple(
        PointsPart(part, names[part], number(points[part], describe.language), number(most[part], describe.language))
        for part in PARTS
    )


def other_measures(describe: Describer, results: Iterable[CouldFit | NotProposed]) -> tuple[OtherMeasure, ...]:
    """Measures that are not in a list, with the reason."""
    return tuple(
        OtherMeasure(
            result.id,
            describe.say(describe.pack.measures[result.id].name),
            describe.reasons(result.because),
            describe.questions(result.tell_us) if isinstance(result, CouldFit) else (),
        )
        for result in results
    )


def open_questions(describe: Describer) -> tuple[OpenQuestion, ...]:
    """What is still unknown, most useful first."""
    return tuple(
        OpenQuestion(
            item.id,
            describe.say(describe.explain.question(item.id)),
            number(item.narrows, describe.language) if item.narrows else None,
            _effect(describe, item.narrows),
            _ask(describe, item.id),
        )
        for item in describe.check_up.unknown
    )


def _ask(describe: Describer, identifier: str) -> str:
    """The whole question: of an indicator or of a fact."""
    asked = describe.pack.indicators.get(identifier) or describe.pack.facts[identifier]
    return describe.say(asked.ask)


def _effect(describe: Describer, narrows: float) -> str:
    """What answering brings, in words; nothing where the total does not depend on it."""
    if not narrows:
        return ""
    points = {"points": number(narrows, describe.language)}
    sentence = describe.ngettext(
        "L'incertezza scende di almeno un punto.",
        "L'incertezza scende di almeno %(points)s punti.",
        1 if narrows == 1 else 2,
    )
    return sentence % points


def profile_rows(describe: Describer) -> tuple[ProfileRow, ...]:
    """The facts that the firm gave, in the order of asking."""
    return tuple(
        ProfileRow(describe.say(fact.ask), fact_in_words(fact, describe.answers.facts[fact.id], describe.language))
        for fact in describe.pack.facts.values()
        if fact.id in describe.answers.facts
    )
