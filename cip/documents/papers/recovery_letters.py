"""The letters of a breach: the warning with its term, the revocation with its grounds, the request of payment."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cip.documents.formats import long_day
from cip.documents.papers.award_letter import ways_to_appeal
from cip.documents.sheets import Block, Heading, Items, Line, Para, Sheet, Signatures
from cip.documents.translation import translations
from cip.incentives.award_letter import AppealTerm
from cip.incentives.breaches import Revocation, StoredBreach
from cip.incentives.recoveries import Debt
from cip.kernel.money import euros
from cip.kernel.texts import Language


@dataclass(frozen=True, slots=True)
class RecoveryLetter:
    """What the letters say: who writes to whom about which award, the name of the measure, to whom one can appeal, and
    how its breach and its debt stand on the day `on`. `warned_on`: the day of the warning, None before it was sent.
    """

    language: Language
    office: str
    title: str
    mark: str
    firm: str
    tax_code: str
    contact: str
    on: date
    warned_on: date | None = None
    measure: str = ""
    court: AppealTerm | None = None
    head: AppealTerm | None = None
    breach: StoredBreach | None = None
    revocation: Revocation | None = None
    debt: Debt | None = None

    def day(self, day: date) -> str:
        """`21 novembre 2026`."""
        return long_day(day, self.language)

    def money(self, cents: int) -> str:
        """An amount as people of the language write it."""
        return euros(cents).in_language(self.language)


def warning_letter(letter: RecoveryLetter) -> Sheet | None:
    """The warning: what was found, under which clause, and until when to repair. None before it was sent."""
    _ = translations(letter.language).gettext
    breach = letter.breach
    if breach is None or breach.repair_by is None or letter.warned_on is None:
        return None
    clause = breach.clause_id or _("nessuna del catalogo")
    blocks: tuple[Block, ...] = (
        *_head(letter),
        Para(Line(_("Abbiamo visto che un impegno del contributo non è rispettato.")), "lead"),
        Items((Line(clause, _("Clausola:")), *((Line(letter.measure, _("Misura:")),) if letter.measure else ()))),
        Para(Line(breach.facts, _("I fatti:"))),
        Para(Line(letter.day(breach.repair_by), _("Ultimo giorno per rimediare:")), "callout"),
        Para(Line(_("Se rimediate nel termine, non succede altro."))),
        Para(Line(_("Se non rimediate, si può chiedere indietro una parte del contributo, o tutto."))),
        Para(Line(_("Clausola G-06: prima l'avviso, poi il termine, poi la restituzione in proporzione.")), "small"),
        *_foot(letter, letter.warned_on),
    )
    return _sheet(letter, "avviso", _("Avviso: un impegno da rimettere a posto"), blocks, letter.warned_on)


def revocation_letter(letter: RecoveryLetter) -> Sheet | None:
    """The revocation: its grounds, what comes back and how it was computed. None before it was decided."""
    _ = translations(letter.language).gettext
    found = letter.revocation
    if found is None or found.decided_on is None or found.due_on is None:
        return None
    spoken = tuple(Line(it if letter.language == "it" else en) for _rule, it, en in found.because)
    blocks: tuple[Block, ...] = (
        *_head(letter),
        Para(Line(_("Il contributo è revocato.")), "lead"),
        Items((Line(found.act, _("Atto:")), Line(letter.day(found.decided_on), _("Giorno:")))),
        Para(Line(found.grounds, _("I motivi:"))),
        Heading(_("Che cosa torna indietro")),
        Items(spoken),
        Para(Line(letter.money(found.owed), _("Da restituire:")), "callout"),
        Para(Line(letter.day(found.due_on), _("Ultimo giorno per pagare:"))),
        Para(Line(_("Ciò che non era ancora pagato torna al bando."))),
        *(ways_to_appeal(letter.court, letter.head, letter.language) if letter.court and letter.head else ()),
        *_foot(letter, found.decided_on),
    )
    return _sheet(letter, "revoca", _("Revoca del contributo"), blocks, found.decided_on)


def payment_letter(letter: RecoveryLetter) -> Sheet | None:
    """The request of payment: what is still due on its day, what came in, the interest. None where nothing is due."""
    _ = translations(letter.language).gettext
    debt = letter.debt
    if debt is None or debt.settled or debt.due_on is None:
        return None
    rows = (
        Line(letter.money(debt.whole), _("Da restituire in tutto:")),
        Line(letter.money(debt.netted), _("Compensato con altri pagamenti:")),
        Line(letter.money(debt.repaid), _("Già restituito:")),
        Line(letter.money(debt.interest), _("Interessi ancora da pagare:")),
    )
    rate = debt.rates[-1].source if debt.rates else _("il tasso lo fissa l'ufficio per il bando: oggi non ce n'è uno")
    parts = tuple(Line(letter.money(part.cents), f"{letter.day(part.due_on)}:") for part in debt.plan)
    blocks: tuple[Block, ...] = (
        *_head(letter),
        Para(Line(_("Vi chiediamo di restituire ciò che è ancora dovuto.")), "lead"),
        Items(rows),
        Para(Line(letter.money(debt.owed), _("Ancora da restituire:")), "callout"),
        Para(Line(letter.day(debt.due_on), _("Ultimo giorno per pagare:"))),
        *((Heading(_("Le rate")), Items(parts)) if parts else ()),
        Para(
            Line(_("Prima di pagare, chiedete all'ufficio su quale conto. Scrivete il nome del bando nel pagamento."))
        ),
        Para(Line(rate, _("Fonte degli interessi:")), "small"),
        *_foot(letter, letter.on),
    )
    return _sheet(letter, "richiesta-di-pagamento", _("Richiesta di pagamento"), blocks, letter.on)


LETTERS: Mapping[str, Callable[[RecoveryLetter], Sheet | None]] = {
    "warning": warning_letter,
    "revocation": revocation_letter,
    "payment": payment_letter,
}


def _sheet(letter: RecoveryLetter, name: str, title: str, blocks: tuple[Block, ...], on: date) -> Sheet:
    return Sheet(
        name=name,
        language=letter.language,
        title=title,
        kicker=letter.office,
        blocks=blocks,
        footer=(f"{letter.office} · {letter.mark}" if letter.mark else letter.office, ""),
        on=on.isoformat(),
        size="normal",
    )


def _head(letter: RecoveryLetter) -> Iterator[Block]:
    _ = translations(letter.language).gettext
    if letter.mark:
        yield Para(Line(f"{letter.mark[:1].upper()}{letter.mark[1:]}."), "warning")
    yield Items((Line(f"{letter.firm} ({letter.tax_code})", _("A:")), Line(letter.title, _("Bando:"))))


def _foot(letter: RecoveryLetter, on: date) -> Iterator[Block]:
    _ = translations(letter.language).gettext
    if letter.contact:
        yield Para(Line(letter.contact, _("A chi chiedere:")))
    yield Para(Line(letter.day(on), _("Giorno:")))
    yield Signatures((_("Per l'ufficio"),))
