"""The leave plan: between the firm and one person, from the notice of a leave to the return.

Filled in by hand: nothing about the person is asked, kept or printed. What the firm chose in its plan is filled in.
With the flexibility plan it is one of the two deliverables of Lombardy's conciliation action of 2012-13; the form is
ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cip.documents.papers.basis import Basis, law_items
from cip.documents.sheets import (
    Block,
    Fill,
    Heading,
    Items,
    Line,
    NewPage,
    Para,
    Sheet,
    Signatures,
    Table,
    Ticks,
    Together,
)
from cip.documents.translation import translations

NAME = "leave_plan"
BEFORE, HOURLY, RETURN = ("C1", "C3"), ("C2",), ("C4",)
"""The practices of each part of the plan: talk and cover, leave by the hour, return."""
WEEKS = 8


@dataclass(frozen=True, slots=True)
class HourlyTerms:
    """What is filled in of leave by the hour: the shortest time and the notice, in words; the text that says so; the
    first day, as it is printed.
    """

    least: str = ""
    notice: str = ""
    text: str = ""
    first: str = ""


NO_TERMS = HourlyTerms()


def leave_plan(basis: Basis, hourly: HourlyTerms = NO_TERMS) -> Sheet:
    """The form, with the measures on leave and return that the firm chose, and the rules of leave by the hour."""
    _ = translations(basis.language).gettext
    title = _("Piano di congedo")
    return Sheet(
        name=NAME,
        language=basis.language,
        title=title,
        kicker=_("Tra l'impresa e la persona, dall'annuncio al rientro") + " · " + basis.kicker,
        blocks=(
            *_opening(basis),
            *_before(basis, hourly),
            *_cover(basis),
            *_away(basis),
            *_hourly(basis, hourly),
            *_return(basis),
            *_signatures(basis),
            *_law(basis),
        ),
        footer=basis.footer(title),
        on=basis.on.isoformat(),
        size="compact",
    )


def leave_measures(basis: Basis, practices: Sequence[str]) -> tuple[str, ...]:
    """The codes of the measures whose first practice is one of these."""
    return tuple(item.id for item in basis.pack.measures.values() if item.raises[0].indicator in practices)


def _opening(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    privacy = _(
        "CIP non conserva nomi, date o motivi di chi va in congedo. Le due copie restano all'impresa e alla persona."
    )
    yield Para(Line(privacy, _("Si compila a mano, insieme.")), "warning")
    voluntary = _(
        "Il piano è volontario: chi non lo vuole non perde alcun diritto. La persona decide che cosa raccontare."
    )
    proposal = _("Questo modello è una proposta e si può cambiare.") if basis.proposal else ""
    yield Para(Line(f"{voluntary} {proposal}".strip()))
    yield Fill(_("Impresa"))
    yield Fill(_("Chi segue il piano per l'impresa"))
    yield Fill(_("Persona"))
    yield Fill(_("Con chi parlare per dubbi (paghe, sindacato)"))


def _chosen(basis: Basis, practices: Sequence[str]) -> Iterator[Block]:
    """What the firm offers here, from its plan."""
    _ = translations(basis.language).gettext
    chosen = basis.planned(leave_measures(basis, practices))
    if chosen:
        yield Para(Line("", _("L'impresa ha scelto:")))
        yield Items(
            tuple(
                Line(
                    item.note or basis.say(basis.pack.measures[item.code].what),
                    f"{basis.measure(item.code)}.",
                    item.code,
                )
                for item in chosen
            )
        )


def _before(basis: Basis, hourly: HourlyTerms) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Heading(_("1. Prima del congedo"), id="before")
    yield from _chosen(basis, BEFORE)
    yield Ticks(
        (
            Line(_("scheda dei diritti data il ……………………")),
            Line(_("colloquio di mezz'ora fatto il ……………………")),
            Line(_("domanda all'INPS spiegata, la fa ……………………")),
        )
    )
    yield Table(
        _("Le date, scritte dalla persona quando le conosce"),
        (_("Periodo"), _("Dal"), _("Al")),
        (
            (Line(_("Congedo obbligatorio")), Line(), Line()),
            (Line(_("Congedo parentale a giorni o mesi")), Line(), Line()),
            (Line(_("Congedo parentale a ore")), Line(hourly.first), Line()),
            (Line(_("Ferie o permessi vicini al congedo")), Line(), Line()),
            (Line(_("Rientro previsto")), Line(), Line()),
        ),
        (50, 25, 25),
    )


def _cover(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    ways = (
        Line(_("una persona già in impresa: ……………………")),
        Line(_("una persona assunta per il tempo del congedo")),
        Line(_("un'altra impresa o un servizio")),
        Line(_("alcune attività si fermano: ……………………")),
    )
    work = Table(
        _("Il passaggio del lavoro"),
        (_("Attività"), _("Chi la copre"), _("Passaggio entro il")),
        (),
        (46, 32, 22),
        blank=3,
    )
    yield Together((Heading(_("2. Chi copre il lavoro"), id="cover"), Ticks(ways), work))


def _away(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    said = _("Lo sceglie la persona e lo può cambiare in ogni momento. Non è lavoro e non si chiede di lavorare.")
    ways = Ticks(
        (
            Line(_("nessuna notizia, fino al rientro")),
            Line(_("solo le novità importanti: turni, regole, premi")),
            Line(_("anche inviti a corsi e incontri, senza obbligo")),
        )
    )
    yield Heading(_("3. Durante il congedo"), id="away")
    yield Para(Line(said))
    yield ways
    yield Fill(_("Come (posta, telefono, messaggi)"))
    yield Fill(_("Chi scrive o chiama per l'impresa"))


def _hourly(basis: Basis, hourly: HourlyTerms) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Heading(_("4. Se il congedo si prende a ore"), id="hourly")
    yield from _chosen(basis, HOURLY)
    if hourly.text:
        yield Para(Line(hourly.text, _("Testo che vale:")))
    elif not basis.planned(leave_measures(basis, HOURLY)):
        yield Para(Line(_("Senza un accordo vale la regola di base della legge, scritta in fondo.")))
    yield Fill(_("Almeno quante ore per volta"), hourly.least)
    yield Fill(_("Con quale preavviso"), hourly.notice)
    yield Fill(_("Chi copre in quelle ore"))
    yield Fill(_("Dove si segnano le ore"))


def _return(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Heading(_("5. Il rientro"), id="return")
    yield from _chosen(basis, RETURN)
    yield Fill(_("Colloquio prima del rientro, il giorno"))
    yield Fill(_("Orario o sede diversi, fino al"))
    yield Fill(_("Chi affianca, e su che cosa"))
    yield Fill(_("Formazione da rifare"))
    yield Fill(_("Riposi giornalieri: in quali ore"))
    yield Together(
        (
            Table(
                _("Il rientro per gradi, se serve"),
                (_("Settimana"), _("Ore"), _("Che cosa si fa")),
                tuple((Line(str(week)), Line(), Line()) for week in range(1, WEEKS + 1)),
                (14, 18, 68),
            ),
        )
    )
    yield Fill(_("Si controlla insieme dopo un mese, il giorno"))


def _signatures(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Together(
        (
            Heading(_("Firme, in due copie"), id="signatures"),
            Fill(_("Luogo e data")),
            Signatures((_("Per l'impresa"), _("La persona"))),
        )
    )


def _law(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    codes = leave_measures(basis, (*BEFORE, *HOURLY, *RETURN))
    items = law_items(basis, [key for code in codes for key in basis.pack.measures[code].law])
    yield NewPage()
    yield Heading(_("Che cosa dice la legge"), id="law")
    said = _("Valori di oggi, %(day)s. Il piano può dare di più, mai di meno.") % {"day": basis.day(basis.on)}
    yield Para(Line(said + " " + _("Prima di firmare chiedete conferma a chi segue le paghe.")))
    yield items
