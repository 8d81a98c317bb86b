"""The sheet that a union takes along to a firm that joined: which clauses to look at and what to see; no answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cip.agreement.union_firms import JoinedFirm, UnionClause, UnionStatus, by_letter, spoken_of
from cip.documents.clauses import letter_names, mark_of, status_words
from cip.documents.formats import long_day, short_day
from cip.documents.sheets import Block, Fill, Heading, Items, Line, Para, Sheet, Signatures, Table, Ticks, Together
from cip.documents.translation import translations
from cip.kernel.texts import Language
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement

NAME = "verification_sheet"


@dataclass(frozen=True, slots=True)
class VerificationSheet:
    """What the sheet is made from."""

    firm: JoinedFirm
    agreement: Agreement
    book: AgreementBook
    clauses: Sequence[UnionClause]
    union: str
    on: date
    language: Language

    def words(self, status: UnionStatus | None) -> str:
        """How a clause stands; that it is to be seen, for one that would tell of one person's case."""
        if status is None:
            return translations(self.language).gettext("da vedere")
        if status == "settled":
            return translations(self.language).gettext("Rispettata o oggi non dovuta")
        return status_words(self.language)[status]


def verification_sheet(made_of: VerificationSheet) -> Sheet:
    """The sheet as things stand on its day."""
    _ = translations(made_of.language).gettext
    title = _("Foglio di verifica")
    mark = mark_of(made_of.agreement, made_of.language)
    name = made_of.agreement.name.in_language(made_of.language)
    return Sheet(
        name=NAME,
        language=made_of.language,
        title=title,
        kicker=" · ".join((made_of.firm.name, long_day(made_of.on, made_of.language))),
        blocks=(*_opening(made_of), *_tables(made_of), *_room(made_of)),
        footer=(f"{title}, {made_of.firm.name}, {name}.", mark),
        on=made_of.on.isoformat(),
    )


def _opening(made_of: VerificationSheet) -> Iterator[Block]:
    _ = translations(made_of.language).gettext
    mark = mark_of(made_of.agreement, made_of.language)
    yield Para(Line(made_of.agreement.name.in_language(made_of.language), _("Accordo:"), mark), "lead")
    yield Para(Line(", ".join(made_of.firm.places), _("Dove:")))
    yield Para(Line(long_day(made_of.firm.joined_on, made_of.language), _("Adesione del:")))
    yield Para(Line(made_of.union, _("Sindacato:")))
    yield Items(
        (
            Line(_("Nell'ultima colonna scrivete il giorno e cerchiate l'esito: A attesto, C contesto, ? chiedo.")),
            Line(_("Guardate i documenti, non copiateli. Non scrivete nomi, malattie o notizie di famiglia.")),
            Line(_("Il foglio non contiene le risposte dell'impresa: dice solo come risulta ogni clausola.")),
        )
    )


def _tables(made_of: VerificationSheet) -> Iterator[Block]:
    _ = translations(made_of.language).gettext
    head = (_("Clausola"), _("Che cosa vedere"), _("Oggi risulta"), _("Esito e giorno"))
    names = letter_names(made_of.language)
    for letter, clauses in by_letter(made_of.clauses).items():
        rows = tuple(_row(made_of, one) for one in clauses if _looked_at(made_of, one))
        if rows:
            yield Heading(f"{letter}. {names.get(letter, '')}", 1, id=f"letter-{letter}")
            # Each table has a name of its own: who hears the page is led from one to the next.
            caption = _("Clausole da guardare")
            yield Table(f"{caption}: {letter}", head, rows, (32, 36, 14, 18))


def _looked_at(made_of: VerificationSheet, clause: UnionClause) -> bool:
    return spoken_of(made_of.book.clause_of[clause.id]) and clause.status != "not_due"


def _row(made_of: VerificationSheet, clause: UnionClause) -> tuple[Line, ...]:
    _ = translations(made_of.language).gettext
    text = made_of.book.clause_of[clause.id]
    language = made_of.language
    seen = clause.seen_on
    told = _("visto il %(day)s") % {"day": short_day(seen, language)} if seen is not None else ""
    return (
        Line(text.title.in_language(language), clause.id),
        Line(text.proof.in_language(language)),
        Line(made_of.words(clause.status), note=told),
        Line("A · C · ?", note="___/___/______"),
    )


def _room(made_of: VerificationSheet) -> Iterator[Block]:
    _ = translations(made_of.language).gettext
    yield Together(
        (
            Heading(_("Che cosa abbiamo guardato"), 1, id="looked-at"),
            Ticks(
                (
                    Line(_("documenti visti")),
                    Line(_("visita in azienda")),
                    Line(_("incontro con le persone, senza nomi")),
                    Line(_("dichiarazione dell'impresa")),
                )
            ),
            Fill(_("Da chiedere all'impresa"), lines=3),
            Signatures((_("Per il sindacato"), _("Per l'impresa, per presa visione"))),
        )
    )
