"""The open questions that would narrow a result most, with their answers as buttons: one tap saves and counts anew."""

from collections.abc import Iterator
from dataclasses import dataclass

from cip.assessment.path import IndicatorQuestion
from cip.documents.parts import Report
from cip.rulebook.shapes import model
from cip.web.firm.choices import NOT_APPLICABLE
from cip.web.firm.sections import question_url
from cip.web.firm.visit import Visit
from cip.web.language import gettext as _
from cip.web.shown import in_words, option_in_words

MOST_TAPS = 5


@dataclass(frozen=True)
class Tap:
    """A question with its answers (value, words); `typed` is one whose answer is a number."""

    id: str
    ask: str
    effect: str
    options: tuple[tuple[str, str], ...]
    typed: bool
    url: str


def taps(visit: Visit, report: Report) -> tuple[Tap, ...]:
    """The first open questions that the total depends on; what was answered since the result is left out."""
    said = visit.file["facts"].keys() | visit.file["indicators"].keys()
    found: list[Tap] = []
    for question in report.narrowing:
        options = _options(visit, question.id)
        if options is not None and question.id not in said:
            typed, url = not options, question_url(visit, question.id)
            found.append(Tap(question.id, question.ask, question.effect, options, typed, url))
    return tuple(found[:MOST_TAPS])


def _options(visit: Visit, identifier: str) -> tuple[tuple[str, str], ...] | None:
    """The answers of a question; none for a number; None where one tap cannot answer it."""
    indicator = visit.pack.indicators.get(identifier)
    if indicator is not None:
        asked = next(q for q in visit.walk.indicators(indicator.area) if q.indicator.id == identifier)
        return None if asked.status != "open" else tuple(_answers(asked))
    fact = visit.pack.facts[identifier]
    return _fact_options(fact) if visit.walk.asks(identifier) else None


def _answers(question: IndicatorQuestion) -> Iterator[tuple[str, str]]:
    for step, sentence in enumerate(question.indicator.steps):
        yield str(step), in_words(sentence)
    for reason in question.allowed:
        yield NOT_APPLICABLE + reason.id, _("Non si applica: %(reason)s") % {"reason": option_in_words(reason)}


def _fact_options(fact: model.Fact) -> tuple[tuple[str, str], ...] | None:
    if fact.type == "yes_no":
        return ("yes", _("Sì")), ("no", _("No"))
    if fact.type == "choice":
        return tuple((option.id, option_in_words(option)) for option in fact.options)
    return () if fact.type in ("whole", "percent", "hours") else None
