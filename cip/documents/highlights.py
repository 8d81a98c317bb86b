"""What an owner reads first: the level with what is still open, what to do this month, what is there already."""

from collections.abc import Mapping, Sequence
from datetime import date

from cip.assessment.needs import Needs, Source
from cip.assessment.results import CheckUp
from cip.documents.describing import Describer
from cip.documents.formats import long_day, number
from cip.documents.measures import rule_end, without_agreements
from cip.documents.parts import (
    DutyPart,
    LevelName,
    MeasurePart,
    OpenQuestion,
    Thing,
    UsedMeasure,
    WarningPart,
)
from cip.kernel.texts import Reason
from cip.rulebook.shapes import model

MOST_THINGS = 3


def headline(describe: Describer, level: LevelName, possible: LevelName) -> str:
    """The level with its name, and the one that missing answers could give: `Livello 1, Avvio (forse 2)`."""
    _ = describe.words
    said = {"level": level.number, "name": level.name, "next": possible.number}
    if possible.number == level.number:
        return _("Livello %(level)s, %(name)s") % said
    if possible.number == level.number + 1:
        return _("Livello %(level)s, %(name)s (forse %(next)s)") % said
    return _("Livello %(level)s, %(name)s (forse fino al %(next)s)") % said


def range_words(describe: Describer) -> str:
    """The interval of the score in words, and what makes it wide."""
    _, check_up = describe.words, describe.check_up
    if check_up.low is None or check_up.high is None:
        return _("Nessuna area si può valutare, quindi non c'è un punteggio.")
    low, high = number(check_up.low, describe.language), number(check_up.high, describe.language)
    if low == high:
        return _("Il punteggio è %(score)s su 100.") % {"score": low}
    values = {"low": low, "high": high}
    return _("Il punteggio è almeno %(low)s su 100. Con le risposte che mancano può arrivare a %(high)s.") % values


def clause_note(describe: Describer) -> str | None:
    """What every measure would say of agreements, said once; None where there is nothing alike to say."""
    for result in describe.check_up.measures:
        for reason in result.because:
            if without_agreements(reason):
                return reason.in_language(describe.language)
    return None


def need_note(describe: Describer) -> str | None:
    """Whose needs the measures follow: those of the firm's own survey, of a pool of firms, of the owner's count, or
    estimates; None where nothing is proposed.
    """
    if not describe.check_up.measures:
        return None
    pack, answers = describe.pack, describe.answers
    sources = Needs(pack, answers, pack.weights_on(describe.check_up.on).survey_answers).sources
    (first, people), *others = sources.items()
    _ = describe.words
    stands_in = {
        "pool": _("Dove questi numeri mancano usiamo quelli di un gruppo di imprese della zona."),
        "owner": _("Dove questi numeri mancano usiamo il vostro conto."),
        "prior": _("Dove questi numeri mancano usiamo una stima."),
    }
    return " ".join([_main_source(describe, first, people or 0), *(stands_in[source] for source, _people in others)])


def _main_source(describe: Describer, source: Source, people: int) -> str:
    _ = describe.words
    values = {"num": people}
    match source:
        case "survey":
            return _("I bisogni sono quelli del vostro questionario: %(num)s risposte.") % values
        case "pool":
            return _("I bisogni sono quelli di un gruppo di imprese della zona: %(num)s risposte.") % values
        case "owner":
            return _("I bisogni sono quelli del vostro conto, non di un questionario.")
        case "prior":
            return _(
                "Non sappiamo ancora di che cosa hanno bisogno le persone da voi. Le misure scelte si basano su stime."
            )


def things_to_do(
    describe: Describer,
    duties: Sequence[DutyPart],
    measures: Sequence[MeasurePart],
    unknown: Sequence[OpenQuestion],
) -> tuple[Thing, ...]:
    """What to do this month: every duty answered no, then measures ready now that move the firm, then questions to
    settle, then the other measures ready now; three in all, more only where more duties are answered no.
    """
    _ = describe.words
    gains = {result.id: result.parts["gain"] for result in describe.check_up.measures}
    ready = [item for item in measures if item.list == "now"]
    found = [Thing("duty", duty.id, duty.name, duty.whom) for duty in duties if duty.status == "no"]
    found += [_measure_thing(item) for item in ready if gains[item.code]]
    sized = [question for question in unknown if question.narrows is not None]
    found += [
        Thing("question", item.id, _("Rispondete: %(question)s") % {"question": item.ask}, item.effect)
        for item in sized
    ]
    found += [_measure_thing(item) for item in ready if not gains[item.code]]
    denied = sum(thing.kind == "duty" for thing in found)
    return tuple(found[: max(MOST_THINGS, denied)])


def _measure_thing(item: MeasurePart) -> Thing:
    return Thing("measure", item.code, item.name, item.why, f"{item.cost}, {item.lead}")


def used_measures(describe: Describer) -> tuple[UsedMeasure, ...]:
    """The measures in use, since when, in the order of the catalogue."""
    days: Mapping[str, date] = describe.answers.in_use
    return tuple(
        UsedMeasure(code, describe.say(measure.name), long_day(days[code], describe.language))
        for code, measure in describe.pack.measures.items()
        if code in days
    )


def answers_to_review(describe: Describer, own_reasons: Mapping[str, object]) -> tuple[WarningPart, ...]:
    """The soft warnings, each with the reason that the owner gave for keeping the answer."""
    found = []
    for reason in describe.check_up.warnings:
        identifier = rule_end(reason)
        own = own_reasons.get(identifier)
        text = reason.in_language(describe.language)
        found.append(WarningPart(identifier, text, str(own) if own else None))
    return tuple(found)


def duties_gate(describe: Describer, check_up: CheckUp) -> tuple[model.Gate, Reason] | None:
    """The gate that a duty answered no closes, where the result itself does not name it: at the first level the score
    would hold the level anyway, but the duty holds it too.
    """
    denied = [duty.id for duty in check_up.duties if duty.status == "no"]
    gate = next((gate for gate in describe.pack.content.gates if gate.kind == "no_duty_denied"), None)
    if not denied or gate is None or any(held.gate == gate.id for held in check_up.held_by):
        return None
    names = describe.explain.duties(denied)
    return gate, describe.explain.reason(f"gates.{gate.id}", "gate_duties", dict.fromkeys(denied, "no"), duties=names)
