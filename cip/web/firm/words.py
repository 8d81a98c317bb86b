"""What the pages of the walk share: names and places of questions and sections, and what the last save did."""

from collections.abc import Iterable

from cip.documents.answers_in_words import question_in_words
from cip.web.firm.notices import take
from cip.web.firm.sections import question_url, section_name, section_url
from cip.web.firm.visit import Visit
from cip.web.language import current
from cip.web.shown import in_words


def page_words(visit: Visit) -> dict[str, object]:
    """What pages of the walk share: the notice of the last save and where questions are."""
    return {
        "notice": take(visit),
        "name_of": lambda section: section_name(visit, section),
        "url_of": lambda section: section_url(visit.id, section),
        "question_url": lambda identifier: question_url(visit, identifier),
        "question_name": lambda identifier: question_text(visit, identifier),
        "asides": lambda identifiers: asides(visit, identifiers),
    }


def question_text(visit: Visit, identifier: str) -> str:
    """What a person knows a question by."""
    pack = visit.pack
    if identifier in pack.duties:
        return in_words(pack.duties[identifier].name)
    if identifier in pack.needs:
        return in_words(pack.needs[identifier].label)
    if identifier in pack.measures:
        return f"{identifier} {in_words(pack.measures[identifier].name)}"
    if identifier in pack.facts or identifier in pack.indicators:
        return in_words(visit.bound.explainer.question(identifier))
    return question_in_words(pack, "needs", identifier, current())


def asides(visit: Visit, identifiers: Iterable[str]) -> list[tuple[tuple[str, ...], list[str]]]:
    """Answers put aside, by the facts that keep their questions hidden: another answer to one of these brings them
    back.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for identifier in identifiers:
        found.setdefault(why_aside(visit, identifier), []).append(identifier)
    return list(found.items())


def why_aside(visit: Visit, identifier: str) -> tuple[str, ...]:
    """The facts that keep a question hidden: changing them brings it back."""
    pack, reads = visit.pack, visit.bound.conditions.reads
    if identifier in pack.facts:
        return reads(pack.facts[identifier].applies)
    indicator = pack.indicators[identifier]
    proved = next((q.proved for q in visit.walk.indicators(indicator.area) if q.indicator.id == identifier), None)
    return reads(proved.when if proved else indicator.applies)
