"""The flexibility plan of the whole firm: where it starts from, the measures chosen, the rules for all, the checks.

With the leave plan it is one of the two deliverables of Lombardy's conciliation action of 2012-13; the form is ours.
"""

from collections.abc import Iterator

from cip.assessment.plan import FollowUp, PlannedMeasure
from cip.documents.papers.basis import Basis, law_items, state_words
from cip.documents.sheets import Block, Fill, Heading, Items, Line, Para, Sheet, Signatures, Table, Ticks, Together
from cip.documents.translation import translations

NAME = "flexibility_plan"
# Hundredths of the line that a column of the checks takes, and that the name of a measure keeps.
_COLUMN, _LEAST_NAME = 18, 30


def flexibility_plan(basis: Basis) -> Sheet:
    """The form, filled in with what the firm chose."""
    _ = translations(basis.language).gettext
    title = _("Piano di flessibilità")
    return Sheet(
        name=NAME,
        language=basis.language,
        title=title,
        kicker=_("Per tutta l'impresa") + " · " + basis.kicker,
        blocks=(
            *_opening(basis),
            *_start(basis),
            *_measures(basis),
            *_rules(basis),
            *_checks(basis),
            *_law(basis),
            *_signatures(basis),
        ),
        footer=basis.footer(title),
        on=basis.on.isoformat(),
    )


def _opening(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    if basis.proposal:
        yield Para(
            Line(_("Potete cambiarlo: è una traccia, non un modulo di legge."), _("Questo modello è una proposta.")),
            "warning",
        )
    yield Fill(_("Impresa"))
    yield Fill(_("Chi segue il piano (un ruolo)"))
    yield Fill(_("Vale dal … al …"))


def _start(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Heading(_("1. Da dove partiamo"), id="start")
    report = basis.report
    # Everybody reads this paper and signs it: no level and no score stands here.
    if report is not None and report.band:
        yield Items((Line(report.band, _("Quanti siamo:")),))
    yield Fill(_("Orari in cui serve qualcuno presente"), lines=2)
    yield Fill(_("Che cosa chiedono le persone (dall'ascolto, senza nomi)"), lines=2)


def _measures(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    chosen = basis.plan.promised
    yield Heading(_("2. Le misure scelte"), id="measures")
    if not chosen:
        yield Para(
            Line(_("Nel piano non ci sono ancora misure. Scrivetele qui, oppure sceglietele nella pagina del piano."))
        )
    states = state_words(basis.language)
    yield Table(
        _("Misure del piano, con chi le segue e quando"),
        (_("Misura"), _("Chi la segue"), _("Dal"), _("Al"), _("Stato")),
        tuple(
            (
                Line(basis.measure(item.code), "", item.code),
                Line(item.owner),
                Line(basis.short(item.start)),
                Line(basis.short(item.end)),
                Line(states[item.state]),
            )
            for item in chosen
        ),
        (40, 24, 13, 13, 10),
        blank=max(0, 3 - len(chosen)),
    )
    for item in chosen:
        yield Together(tuple(_card(basis, item)), card=True)


def _card(basis: Basis, item: PlannedMeasure) -> Iterator[Heading | Para | Fill]:
    _ = translations(basis.language).gettext
    yield Heading(f"{item.code} {basis.measure(item.code)}", 2)
    declared = basis.pack.measures.get(item.code)
    if declared is not None:
        yield Para(Line(basis.say(declared.what)))
        yield Para(Line(basis.say(declared.prerequisites), _("Prima:")))
        yield Para(Line(basis.say(declared.proof), _("La prova:")))
    if item.note:
        yield Para(Line(item.note, _("La nostra regola:")))
    else:
        yield Fill(_("La nostra regola"), lines=2)


def _rules(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Heading(_("3. Le regole per ogni persona"), id="rules")
    yield Para(
        Line(_("Valgono per ogni persona, con qualunque contratto. Nessuno deve raccontare la propria vita privata."))
    )
    yield Fill(_("Come si chiede una misura"))
    yield Fill(_("Entro quanti giorni si risponde"))
    yield Fill(_("Chi risponde"))
    yield Fill(_("Chi copre se qualcuno manca"))
    yield Fill(_("Se non si può: che cosa si propone in cambio"))
    ways = (
        Line(_("foglio in bacheca, dal giorno ……………………")),
        Line(_("copia a ogni persona, anche a chi arriva dopo")),
        Line(_("incontro in orario di lavoro, il giorno ……………………")),
    )
    yield Together((Para(Line("", _("Come lo sanno le persone:"))), Ticks(ways)))


def _checks(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Heading(_("4. Come controlliamo"), id="checks")
    yield Para(
        Line(
            _("Dopo %(months)s mesi guardate se ogni misura è in uso. Contate gli usi, mai le persone per nome.")
            % {"months": basis.months_in_words}
        )
    )
    rows = tuple(
        (
            Line(basis.measure(item.code), "", item.code),
            *(_look(basis, item.look(months)) for months in basis.follow_up_months),
            Line(),
        )
        for item in basis.plan.promised
    )
    yield Table(
        _("Controlli dopo %(months)s mesi") % {"months": basis.months_in_words},
        (
            _("Misura"),
            *(_("Dopo %(months)s mesi") % {"months": months} for months in basis.follow_up_months),
            _("Quante volte usata"),
        ),
        rows,
        _widths(len(basis.follow_up_months)),
        blank=max(0, 3 - len(rows)),
    )


def _look(basis: Basis, look: FollowUp | None) -> Line:
    """The day of a look and what was found then; nothing where none is asked for."""
    if look is None:
        return Line()
    found = state_words(basis.language)[look.state] if look.state else ""
    return Line(found, "", basis.short(look.on or look.due))


def _widths(looks: int) -> tuple[int, ...]:
    """Hundredths of the line: the measure takes what the looks and the count leave."""
    each = min(_COLUMN, (100 - _LEAST_NAME) // (looks + 1))
    return (100 - each * (looks + 1), *[each] * (looks + 1))


def _law(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    declared = (basis.pack.measures.get(item.code) for item in basis.plan.promised)
    items = law_items(basis, [key for measure in declared if measure for key in measure.law])
    if items.lines:
        yield Heading(_("5. Che cosa dice la legge"), id="law")
        yield Para(
            Line(_("Valori di oggi, %(day)s. Il piano può dare di più, mai di meno.") % {"day": basis.day(basis.on)})
        )
        yield items


def _signatures(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Together(
        (
            Heading(_("Firme"), id="signatures"),
            Fill(_("Luogo e data")),
            Signatures((_("Per l'impresa"), _("Per chi lavora qui, o per il sindacato (se c'è)"))),
        )
    )
