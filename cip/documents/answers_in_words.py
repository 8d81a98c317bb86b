"""A question and its answer in words: the one wording that pages, reports and what an owner takes away all use.

`cip.assessment.differences` says answers inside sentences in both languages at once; a test holds it to the words here.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from cip.assessment.answers import POOLED, RESPONDENTS, UNKNOWN
from cip.assessment.plan import HEARD, PlannedMeasure, read_plan
from cip.assessment.plan_heard import read_heard
from cip.assessment.practices import OwnPractice, practices_in
from cip.assessment.sites import read_site
from cip.documents.formats import long_day, long_span, number
from cip.documents.papers.basis import state_words
from cip.documents.plan_words import heard_in_words
from cip.documents.translation import translations
from cip.kernel.days import parse_day
from cip.kernel.money import euros
from cip.kernel.texts import Language, Text
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model


def question_in_words(pack: Pack, section: str, identifier: str, language: Language) -> str:
    """What was asked, or what a note, a reason or a line of the plan is about; an id that the pack does not have stands
    for itself.
    """
    _ = translations(language).gettext
    name = _name(pack, identifier, language)
    fixed = {
        "notes": _("Nota: %(name)s") % {"name": name},
        "reasons": _("Perché è così: %(name)s") % {"name": name},
        "practices": _("Una pratica vostra"),
        "sites": _("Una vostra sede"),
    }
    return fixed.get(section, name)


def _name(pack: Pack, identifier: str, language: Language) -> str:
    if identifier == RESPONDENTS:
        return translations(language).gettext("Quante persone hanno risposto")
    if identifier == POOLED:
        return translations(language).gettext("I bisogni di un gruppo di imprese")
    if identifier == HEARD:
        return translations(language).gettext("L'ascolto di chi lavora da voi")
    coded = pack.indicators.get(identifier) or pack.measures.get(identifier)
    if coded is not None:
        return f"{identifier} {coded.name.in_language(language)}"
    if identifier in pack.needs:
        return pack.needs[identifier].label.in_language(language)
    asked = pack.facts.get(identifier) or pack.duties.get(identifier)
    return identifier if asked is None else asked.ask.in_language(language)


def answer_in_words(pack: Pack, section: str, identifier: str, value: object, language: Language) -> str:
    """An answer in the shape of a check-up's FILE (or of what stands beside it: note, reason, practice, plan, site), in
    words that begin small; days, numbers and percentages as the language writes them.
    """
    if isinstance(value, str) and value == UNKNOWN and section not in ("notes", "reasons"):
        return plain_words(UNKNOWN, language)
    if section == "facts" and identifier in pack.facts:
        return fact_in_words(pack.facts[identifier], value, language)
    if section == "indicators" and identifier in pack.indicators:
        return _indicator(pack.indicators[identifier], value, language)
    if identifier == POOLED and isinstance(value, dict):
        return _pool(pack, value, language)
    return _OTHERS.get(section, plain_words)(value, language)


def _pool(pack: Pack, value: Mapping[str, object], language: Language) -> str:
    """How many answered in a pool, and how many named each need."""
    named = [
        f"{_name(pack, code, language)} {count}"
        for code, count in sorted(value.items())
        if code != RESPONDENTS and isinstance(count, int) and count
    ]
    return "; ".join([people_in_words(value.get(RESPONDENTS, UNKNOWN), language), *named])


def plain_words(value: object, language: Language) -> str:
    """Yes, no, no case, «I don't know», a number; any other text as it stands."""
    _ = translations(language).gettext
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    if isinstance(value, int | float):
        return number(float(value), language)
    words = {"yes": _("sì"), "no": _("no"), "no_case": _("nessun caso"), UNKNOWN: _("non lo so")}
    return words.get(str(value), str(value))


def fact_in_words(fact: model.Fact, value: object, language: Language) -> str:
    """A fact as stored or as the rules read it (a bool, a tuple of options)."""
    options = {option.id: option.it if language == "it" else option.en for option in fact.options}
    if isinstance(value, list | tuple):
        return ", ".join(options.get(str(item), str(item)) for item in value) or _none(language)
    if isinstance(value, str) and value in options:
        return options[value]
    said = plain_words(value, language)
    return f"{said}\N{NO-BREAK SPACE}%" if fact.type == "percent" and isinstance(value, int | float) else said


def _none(language: Language) -> str:
    return translations(language).gettext("nessuno")


def step_in_words(indicator: model.Indicator, step: int, language: Language) -> str:
    """A step with its sentence."""
    _ = translations(language).gettext
    return _("gradino %(step)s: %(text)s") % {"step": step, "text": indicator.steps[step].in_language(language)}


def outside_in_words(indicator: model.Indicator, reason: object, language: Language) -> str:
    """That an indicator does not apply, and why where the reason is one of its own."""
    _ = translations(language).gettext
    known = next((item for item in indicator.not_applicable if item.id == reason), None)
    if known is None:
        return _("non si applica")
    reason_text = Text(it=known.it, en=known.en).in_language(language)
    return _("non si applica (%(reason)s)") % {"reason": reason_text.removesuffix(".")}


def proof_in_words(day: object, count: object, language: Language) -> str:
    """The date or the count behind a step; nothing where neither was given."""
    if day is not None:
        return day_in_words(day, language)
    return "" if count is None else plain_words(count, language)


def day_in_words(value: object, language: Language) -> str:
    """A day, also one in ISO; what is no day stands as it is."""
    if isinstance(value, date):
        return long_day(value, language)
    try:
        return long_day(parse_day(str(value)), language)
    except ValueError:
        return str(value)


def _indicator(indicator: model.Indicator, value: object, language: Language) -> str:
    held: Mapping[str, object] = value if isinstance(value, dict) else {"step": value}
    if "not_applicable" in held:
        return outside_in_words(indicator, held["not_applicable"], language)
    step = held.get("step")
    if not isinstance(step, int) or not 0 <= step < len(indicator.steps):
        return plain_words(step, language)
    said, proof = (
        step_in_words(indicator, step, language),
        proof_in_words(held.get("date"), held.get("count"), language),
    )
    return f"{said} ({proof})" if proof else said


def people_in_words(value: object, language: Language) -> str:
    """How many people; what is no number stands as it is."""
    if not isinstance(value, int) or isinstance(value, bool):
        return plain_words(value, language)
    return translations(language).ngettext("%(num)s persona", "%(num)s persone", value) % {"num": value}


def _in_use(value: object, language: Language) -> str:
    return translations(language).gettext("in uso dal %(day)s") % {"day": day_in_words(value, language)}


def _own_words(value: object, _language: Language) -> str:
    return str(value)


def _practice(value: object, _language: Language) -> str:
    found = practices_in({"p1": value})
    return practice_in_words(found[0]) if found else str(value)


def practice_in_words(practice: OwnPractice) -> str:
    """A practice of the firm's own: its name and what is done."""
    return ": ".join(part for part in (practice.name, practice.what) if part)


def _plan(value: object, language: Language) -> str:
    if isinstance(value, dict) and "state" not in value:
        return heard_in_words(read_heard({HEARD: value}), language)
    found = read_plan({"": value}).measures
    return "; ".join(_plan_parts(found[0], language)) if found else str(value)


def _plan_parts(measure: PlannedMeasure, language: Language) -> Iterator[str]:
    _ = translations(language).gettext
    states = state_words(language)
    yield states[measure.state]
    if measure.owner:
        yield _("la segue: %(owner)s") % {"owner": measure.owner}
    if measure.start or measure.end:
        yield long_span(measure.start, measure.end, language)
    if measure.cost is not None:
        yield _("spesa prevista: %(cost)s") % {"cost": euros(measure.cost).in_language(language)}
    for look in measure.follow_ups:
        if look.state is not None:
            when = f", {long_day(look.on, language)}" if look.on else ""
            yield _("dopo %(months)s mesi%(when)s: %(state)s") % {
                "months": look.months,
                "when": when,
                "state": states[look.state],
            }
    own = (
        (measure.note, _("nota: %(said)s")),
        (measure.evidence, _("prova: %(said)s")),
        (measure.reason, _("perché è stata lasciata: %(said)s")),
    )
    yield from (words % {"said": said} for said, words in own if said)


def _site(value: object, language: Language) -> str:
    if not isinstance(value, dict):
        return str(value)
    _ = translations(language).gettext
    site = read_site("", value)
    parts = [site.name]
    if site.workers is not None:
        parts.append(people_in_words(site.workers, language))
    if site.single_cover is not None:
        answer = plain_words(site.single_cover, language)
        parts.append(_("una persona da sola in qualche ora di apertura: %(answer)s") % {"answer": answer})
    return "; ".join(parts)


_OTHERS: Mapping[str, Callable[[object, Language], str]] = {
    "duties": plain_words,
    "needs": people_in_words,
    "in_use": _in_use,
    "notes": _own_words,
    "reasons": _own_words,
    "practices": _practice,
    "plan": _plan,
    "sites": _site,
}
