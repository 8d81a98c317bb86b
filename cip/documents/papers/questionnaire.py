"""The whole questionnaire of a model, to be read or filled in by hand before the check-up."""

from collections.abc import Iterable, Iterator
from datetime import date

from cip.assessment.minutes import minutes_of
from cip.documents.formats import number
from cip.documents.papers.basis import Basis
from cip.documents.sheets import Block, Fill, Heading, Line, Para, Sheet, Simple, Table, Ticks, Together
from cip.documents.translation import translations
from cip.kernel.texts import Language, Text
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model

NAME = "questionnaire"


def questionnaire(pack: Pack, language: Language, on: date) -> Sheet:
    """All questions with their wordings and the minutes of each part, in the order of the walk. It says the same on
    every day: `on` is only what an editable document would be dated.
    """
    basis = Basis(pack, language, on)
    _ = translations(language).gettext
    areas = tuple(block for area in pack.areas.values() for block in _area(basis, area))
    return Sheet(
        name=NAME,
        language=language,
        title=_("Il questionario del check-up"),
        kicker=basis.kicker,
        blocks=(
            *_opening(basis),
            *_profile(basis),
            *areas,
            *_duties(basis),
            *_already(basis),
        ),
        footer=(f"{basis.say(pack.content.about.label)}, {_('questionario')}.", f"sha256 {pack.sha256}"),
        on=on.isoformat(),
    )


def _opening(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    pack = basis.pack
    yield Para(
        Line(
            _("Potete leggerlo prima, rispondere a mano e copiare poi le risposte. Nessuna domanda è obbligatoria."),
        ),
        "lead",
    )
    yield Para(Line(_("Ciò che manca non vale zero: resta aperto. Non scrivete mai nomi di chi lavora da voi.")))
    rows = [
        (Line(_("Profilo dell'impresa")), Line(str(len(_asked(pack)))), Line(_minutes(basis, pack.content.minutes)))
    ]
    rows += [
        (Line(basis.say(area.name)), Line(str(len(pack.of_area[area.id]))), Line(_minutes(basis, area.minutes)))
        for area in pack.areas.values()
    ]
    rows.append(
        (Line(_("Obblighi di legge")), Line(str(len(pack.duties))), Line(_minutes(basis, pack.content.duties_minutes)))
    )
    rows.append((Line(_("Che cosa fate già (facoltativo)")), Line(str(len(pack.needs) + 1)), Line("–")))
    rows.append((Line("", _("In tutto")), Line(), Line("", _minutes(basis, minutes_of(pack).whole))))
    yield Table(_("Le parti, con i minuti"), (_("Parte"), _("Domande"), _("Minuti")), tuple(rows), (60, 20, 20))


def _minutes(basis: Basis, value: float) -> str:
    _ = translations(basis.language).gettext
    return _("circa %(minutes)s") % {"minutes": number(value, basis.language)}


def _profile(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Heading(_("Profilo dell'impresa"), id="profile")
    yield Para(
        Line(_("Tempo: %(minutes)s minuti.") % {"minutes": _minutes(basis, basis.pack.content.minutes)}), "small"
    )
    for fact in _asked(basis.pack):
        blocks: list[Simple] = [Heading(basis.say(fact.ask), 2), Para(Line(basis.say(fact.help)), "small")]
        yield Together((*blocks, _fact_answer(basis, fact)))


def _asked(pack: Pack) -> tuple[model.Fact, ...]:
    return tuple(fact for fact in pack.content.facts if fact.asked)


def _fact_answer(basis: Basis, fact: model.Fact) -> Simple:
    _ = translations(basis.language).gettext
    if fact.type == "yes_no":
        return Ticks((Line(_("sì")), Line(_("no")), Line(_("non lo so"))), beside=True)
    if fact.options:
        return Ticks(tuple(Line(basis.say(Text(it=option.it, en=option.en))) for option in fact.options))
    labels = {
        "whole": _("Numero"),
        "percent": _("Per cento"),
        "hours": _("Ore"),
    }
    return Fill(labels.get(fact.type, _("Codice")))


def _area(basis: Basis, area: model.Area) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    time = _("Tempo: %(minutes)s minuti.") % {"minutes": _minutes(basis, area.minutes)}
    opening: tuple[Simple, ...] = (
        Heading(f"{area.id}. {basis.say(area.name)}", id=f"area-{area.id}"),
        Para(Line(f"{basis.say(area.why)} {time}"), "small"),
    )
    for indicator in basis.pack.of_area[area.id]:
        # The first question stays with the heading of its area.
        yield Together((*opening, *_indicator(basis, indicator)))
        opening = ()


def _indicator(basis: Basis, indicator: model.Indicator) -> Iterator[Simple]:
    _ = translations(basis.language).gettext
    yield Heading(f"{indicator.id}. {basis.say(indicator.ask)}", 2)
    if indicator.variants:
        yield Para(Line(" ".join(_wordings(basis, indicator)), _("In altre parole:")), "small")
    yield Para(Line(basis.say(indicator.help)), "small")
    steps = tuple(Line(basis.say(step), str(number)) for number, step in enumerate(indicator.steps))
    not_applicable = tuple(
        Line(_("Non si applica: %(reason)s") % {"reason": basis.say(Text(it=reason.it, en=reason.en))})
        for reason in indicator.not_applicable
    )
    yield Ticks((*steps, *not_applicable, Line(_("Non lo so"))))
    if indicator.reachable is not None:
        said = _("Se non ci sono stati casi, il gradino %(step)s vale già il massimo.") % {
            "step": indicator.reachable.step
        }
        yield Para(Line(said), "small")
    yield Fill(_("Per i gradini 3 e 4.") + " " + basis.say(indicator.proof.ask))


def _wordings(basis: Basis, indicator: model.Indicator) -> Iterable[str]:
    """The question as other firms read it, each once."""
    return dict.fromkeys(basis.say(variant.ask) for variant in indicator.variants)


def _duties(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    minutes = _minutes(basis, basis.pack.content.duties_minutes)
    opening: tuple[Simple, ...] = (
        Heading(_("Obblighi di legge"), id="duties"),
        Para(
            Line(_("Da verificare, non da temere: non danno punti. Un «no» chiede di parlarne con chi segue le paghe."))
        ),
        Para(Line(_("Tempo: %(minutes)s minuti.") % {"minutes": minutes}), "small"),
    )
    answers = Ticks((Line(_("sì")), Line(_("no")), Line(_("nessun caso")), Line(_("non lo so"))), beside=True)
    for duty in basis.pack.duties.values():
        yield Together((*opening, Heading(basis.say(duty.ask), 2), Para(Line(basis.say(duty.help)), "small"), answers))
        opening = ()


def _already(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    pack = basis.pack
    yield Heading(_("Che cosa fate già"), id="already")
    yield Para(
        Line(
            _("Tutto facoltativo.")
            + " "
            + _("Solo numeri da un questionario anonimo, o se le persone lo hanno detto da sole: mai nomi.")
        )
    )
    yield Fill(_("Quante persone hanno risposto"))
    yield Table(
        _("Bisogni di chi lavora da voi"),
        (_("Bisogno"), _("Quante persone")),
        tuple((Line(basis.say(need.label), "", basis.say(need.signs)), Line()) for need in pack.needs.values()),
        (76, 24),
    )
    yield Table(
        _("Misure già in uso"),
        (_("Misura"), _("In uso dal")),
        tuple((Line(basis.say(item.name), "", item.id), Line()) for item in pack.measures.values()),
        (76, 24),
    )
