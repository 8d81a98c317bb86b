"""The sheet that a consultant takes along: the answers that matter most, what was said already, room to write."""

from collections.abc import Iterator
from dataclasses import dataclass

from cip.assessment.answers import POOLED, Answers
from cip.assessment.bound import BoundPack
from cip.assessment.engine import check_up_bound
from cip.assessment.results import CheckUp
from cip.assessment.visit_sheet import Matter, more_to_prove, what_matters
from cip.documents.answers_in_words import answer_in_words, people_in_words, plain_words, question_in_words
from cip.documents.formats import interval, number
from cip.documents.papers.basis import Basis
from cip.documents.sheets import Block, Fill, Heading, Items, Line, Para, Sheet, Simple, Table, Together
from cip.documents.translation import translations
from cip.kernel.texts import Language

NAME = "visit_sheet"
OPEN = ("no", "unknown")


@dataclass(frozen=True)
class _Visit:
    """What every part of the sheet needs."""

    basis: Basis
    answers: Answers
    result: CheckUp
    file: dict[str, dict[str, object]]


def visit_sheet(basis: Basis, bound: BoundPack, answers: Answers, firm: str, language: Language) -> Sheet:
    """The sheet for the answers as they are now; `firm` is its name."""
    _ = translations(language).gettext
    whole = {section: dict(held) for section, held in answers.as_file().items() if isinstance(held, dict)}
    visit = _Visit(basis, answers, check_up_bound(bound, answers), whole)
    title = _("Foglio per la visita")
    return Sheet(
        name=NAME,
        language=language,
        title=title,
        kicker=" · ".join(part for part in (firm, basis.day(basis.on)) if part),
        blocks=(*_opening(visit), *_matters(visit), *_said(visit), *_duties(visit), *_needs(visit), *_room(visit)),
        footer=basis.footer(title),
        on=basis.on.isoformat(),
    )


def _opening(visit: _Visit) -> Iterator[Block]:
    _ = translations(visit.basis.language).gettext
    result = visit.result
    if result.low is not None and result.high is not None:
        said = _("Punteggio finora: %(score)s su 100, livello %(level)s.") % {
            "score": interval(result.low, result.high, visit.basis.language),
            "level": result.level,
        }
        yield Para(Line(said), "lead")
    yield Para(Line(_("Non scrivete nomi di chi lavora nell'impresa.")), "small")


def _matters(visit: _Visit) -> Iterator[Block]:
    _ = translations(visit.basis.language).gettext
    yield Heading(_("1. Le risposte che contano di più"), id="matters")
    found = what_matters(visit.result)
    if not found:
        yield Para(Line(_("Non manca nessuna risposta e ogni gradino alto ha la sua prova.")))
    for position, matter in enumerate(found, start=1):
        yield Together(tuple(_matter(visit, position, matter)))
    more = more_to_prove(visit.result)
    if more:
        yield Heading(_("Altri gradini alti senza prova"), 2)
        yield Items(tuple(Line(_question(visit, code), note=_answer(visit, code)) for code in more))


def _matter(visit: _Visit, position: int, matter: Matter) -> Iterator[Simple]:
    _ = translations(visit.basis.language).gettext
    yield Heading(f"{position}. {_question(visit, matter.id)}", 2)
    if matter.why == "open":
        yield Para(Line(_why_open(visit, matter)), "small")
        yield Fill(_("Risposta"))
        return
    indicator = visit.basis.pack.indicators[matter.id]
    yield Para(Line(_answer(visit, matter.id), _("L'impresa dice:")))
    yield Fill(visit.basis.say(indicator.proof.ask))
    yield Fill(_("Prova vista il"))


def _why_open(visit: _Visit, matter: Matter) -> str:
    _ = translations(visit.basis.language).gettext
    if not matter.narrows:
        return _("Manca la risposta. Aiuta a scegliere le misure.")
    return _("Manca la risposta. Chiarisce almeno %(points)s punti su 100.") % {
        "points": number(matter.narrows, visit.basis.language)
    }


def _said(visit: _Visit) -> Iterator[Block]:
    _ = translations(visit.basis.language).gettext
    yield Heading(_("2. Che cosa ha già detto l'impresa"), id="said")
    yield from _table(visit, "facts", _("Profilo"), tuple(visit.basis.pack.facts))
    for area in visit.basis.pack.areas.values():
        codes = tuple(indicator.id for indicator in visit.basis.pack.of_area[area.id])
        yield from _table(visit, "indicators", visit.basis.say(area.name), codes)


def _table(visit: _Visit, section: str, caption: str, identifiers: tuple[str, ...]) -> Iterator[Block]:
    _ = translations(visit.basis.language).gettext
    held = visit.file.get(section, {})
    rows = tuple(
        (
            Line(question_in_words(visit.basis.pack, section, identifier, visit.basis.language)),
            Line(answer_in_words(visit.basis.pack, section, identifier, held[identifier], visit.basis.language)),
        )
        for identifier in identifiers
        if identifier in held
    )
    if rows:
        yield Table(caption, (_("Domanda"), _("Risposta")), rows, (46, 54))


def _duties(visit: _Visit) -> Iterator[Block]:
    _ = translations(visit.basis.language).gettext
    open_ones = [duty for duty in visit.result.duties if duty.status in OPEN]
    blocks: list[Simple] = [Heading(_("3. Obblighi di legge aperti"), id="duties")]
    if open_ones:
        lines = (
            Line(
                plain_words(duty.status, visit.basis.language),
                f"{visit.basis.say(visit.basis.pack.duties[duty.id].name)}:",
                duty.source,
            )
            for duty in open_ones
        )
        blocks.append(Items(tuple(lines)))
    else:
        blocks.append(Para(Line(_("Nessuno: per ogni obbligo c'è un sì, o non c'è stato nessun caso."))))
    yield from blocks


def _needs(visit: _Visit) -> Iterator[Block]:
    _ = translations(visit.basis.language).gettext
    needs, language = visit.answers.needs, visit.basis.language
    yield Heading(_("4. Di che cosa hanno bisogno le persone"), id="needs")
    named = [(code, count) for code, count in needs.counts.items() if count]
    if needs.pooled is not None:
        said = answer_in_words(visit.basis.pack, "needs", POOLED, needs.pooled.as_file(), language)
        yield Para(Line(said, _("In un gruppo di imprese della zona:")))
    if not named:
        yield Para(Line(_("L'impresa non ha ancora chiesto: proponete il questionario anonimo.")))
        return
    if needs.respondents is not None:
        yield Para(Line(people_in_words(needs.respondents, language), _("Hanno risposto:")), "small")
    ranked = sorted(named, key=lambda item: (-item[1], item[0]))
    labels = {code: visit.basis.say(need.label) for code, need in visit.basis.pack.needs.items()}
    yield Items(tuple(Line(people_in_words(count, language), f"{labels[code]}:") for code, count in ranked))


def _room(visit: _Visit) -> Iterator[Block]:
    _ = translations(visit.basis.language).gettext
    yield Together(
        (
            Heading(_("5. Appunti"), id="room"),
            Fill(_("Che cosa abbiamo visto"), lines=4),
            Fill(_("Che cosa fa l'impresa adesso"), lines=3),
            Fill(_("Prossimo incontro")),
        )
    )


def _question(visit: _Visit, identifier: str) -> str:
    pack = visit.basis.pack
    section = "indicators" if identifier in pack.indicators else "duties" if identifier in pack.duties else "facts"
    if section == "indicators":
        return f"{identifier} {visit.basis.say(pack.indicators[identifier].ask)}"
    return question_in_words(pack, section, identifier, visit.basis.language)


def _answer(visit: _Visit, code: str) -> str:
    held = visit.file.get("indicators", {}).get(code)
    return answer_in_words(visit.basis.pack, "indicators", code, held, visit.basis.language)
