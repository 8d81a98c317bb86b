"""The clauses of an agreement as people read them: letter by letter, how each stands, why, and what would meet it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cip.agreement.clauses import ClauseResult, ClauseStatus, Tally, tally
from cip.agreement.promises import Promise, promise_of
from cip.agreement.wording import CONFIDENCE
from cip.documents.citing import Citer
from cip.documents.formats import long_day
from cip.documents.parts import Citation
from cip.documents.translation import translations
from cip.kernel.texts import Language
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement, Clause
from cip.rulebook.shapes.model import Measure


@dataclass(frozen=True, slots=True)
class ClausePart:
    """One clause. `because` is empty for who may not see why; `by` says until when there is time; `measures` are those
    that would fulfil it, with their names.
    """

    id: str
    title: str
    text: str
    status: ClauseStatus
    state: str
    because: tuple[str, ...]
    met_by: str
    deadline: str
    proof: str
    by: str
    measures: tuple[tuple[str, str], ...]
    basis: str
    sure: str
    law: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class LetterPart:
    """The clauses under one letter of the catalogue."""

    letter: str
    name: str
    clauses: tuple[ClausePart, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class AgreementPart:
    """An agreement for one firm: `mark` says that it is a proposal or invented, empty for a real one."""

    id: str
    name: str
    mark: str
    note: str
    letters: tuple[LetterPart, ...]
    tally: Tally
    sentence: str
    promise: str = ""

    @property
    def open_first(self) -> tuple[ClausePart, ...]:
        """What is due and not kept, then what is not known."""
        every = [clause for letter in self.letters for clause in letter.clauses]
        return tuple(one for status in ("not_met", "unknown") for one in every if one.status == status)


def status_words(language: Language) -> dict[ClauseStatus, str]:
    """How a clause stands, in words."""
    _ = translations(language).gettext
    return {
        "met": _("Rispettata"),
        "not_met": _("Non rispettata"),
        "unknown": _("Non si sa ancora"),
        "not_due": _("Oggi non dovuta"),
    }


def letter_names(language: Language) -> dict[str, str]:
    """The letters of the catalogue."""
    _ = translations(language).gettext
    return {
        "A": _("Ambito, adesione, uscita"),
        "B": _("Congedo parentale a ore"),
        "C": _("Flessibilità di orario e di luogo"),
        "D": _("Cura di persone anziane o malate"),
        "E": _("Welfare e premio di risultato"),
        "F": _("Check-up, piano, controlli"),
        "G": _("Legame con gli incentivi"),
        "H": _("Riservatezza, controversie, vita dell'accordo"),
    }


def mark_of(agreement: Agreement, language: Language) -> str:
    """That an agreement is a proposal or invented; empty for a real one."""
    return agreement.mark.in_language(language) if agreement.mark is not None else ""


def agreement_part(
    book: AgreementBook,
    agreement: Agreement,
    results: Iterable[ClauseResult],
    measures: Mapping[str, Measure],
    on: date,
    language: Language,
    *,
    why: bool = True,
    chosen: Iterable[str] = (),
    binds: bool = True,
) -> AgreementPart:
    """An agreement with the clauses of a firm; `measures` are those of the model, by code; with `why` false the reasons
    stay away; `chosen` are the measures of the plan, of which it says what they bring; `binds` is false
    for an agreement that the firm may still join.
    """
    cite, found = Citer(book.law, on, language), tuple(results)
    parts = [_clause(book.clause_of[one.id], one, measures, cite, language, why=why) for one in found]
    letters = tuple(
        LetterPart(
            letter,
            name,
            tuple(part for part in parts if part.id.startswith(letter)),
            tally(one for one in found if one.id.startswith(letter)),
        )
        for letter, name in letter_names(language).items()
        if any(part.id.startswith(letter) for part in parts)
    )
    picked = [code for code in chosen if code in measures]
    promise = promise_of(agreement.id, found, book.clause_of, picked)
    return AgreementPart(
        id=agreement.id,
        name=agreement.name.in_language(language),
        mark=mark_of(agreement, language),
        note=agreement.note.in_language(language),
        letters=letters,
        tally=tally(found),
        sentence=tally_sentence(tally(found), language, binds=binds),
        promise=promise_sentence(promise, len(picked), language) if picked else "",
    )


def tally_sentence(found: Tally, language: Language, *, binds: bool = True) -> str:
    """How many clauses are due and kept, in a sentence; of an agreement that may still be joined, how many would be."""
    words = translations(language)
    if not found.due:
        return words.gettext("Oggi nessuna clausola è dovuta.")
    if binds:
        kept = words.ngettext(
            "Oggi ne rispettate %(met)s su %(due)s dovuta.", "Oggi ne rispettate %(met)s su %(due)s dovute.", found.due
        )
    else:
        kept = words.ngettext(
            "Non ci risulta che abbiate aderito. Se aderite, ne rispettate già %(met)s su %(due)s.",
            "Non ci risulta che abbiate aderito. Se aderite, ne rispettate già %(met)s su %(due)s.",
            found.due,
        )
    said = [kept % {"met": found.met, "due": found.due}]
    if found.unknown:
        open_ = words.ngettext("Di %(num)s non si sa ancora.", "Di %(num)s non si sa ancora.", found.unknown)
        said.append(open_ % {"num": found.unknown})
    return " ".join(said)


def promise_sentence(promise: Promise, chosen: int, language: Language) -> str:
    """What the chosen measures bring, in a sentence: nothing is promised that a clause does not name."""
    words = translations(language)
    if not promise.due:
        return ""
    if not promise.gained:
        return words.ngettext(
            "La misura scelta non aggiunge clausole rispettate.",
            "Le %(num)s misure scelte non aggiungono clausole rispettate.",
            chosen,
        ) % {"num": chosen}
    sentence = words.ngettext(
        "Con la misura scelta, in uso e provata, diventano %(kept)s su %(due)s.",
        "Con le %(num)s misure scelte, in uso e provate, diventano %(kept)s su %(due)s.",
        chosen,
    )
    return sentence % {"num": chosen, "kept": promise.kept, "due": promise.due}


def _clause(
    clause: Clause, result: ClauseResult, measures: Mapping[str, Measure], cite: Citer, language: Language, *, why: bool
) -> ClausePart:
    _ = translations(language).gettext
    named = ((code, measures[code].name.in_language(language)) for code in clause.measures if code in measures)
    return ClausePart(
        id=clause.id,
        title=clause.title.in_language(language),
        text=clause.text.in_language(language),
        status=result.status,
        state=status_words(language)[result.status],
        because=tuple(reason.in_language(language) for reason in result.because) if why else (),
        met_by=clause.met_by.in_language(language),
        deadline=clause.deadline.in_language(language),
        proof=clause.proof.in_language(language),
        by=_("entro il %(day)s") % {"day": long_day(result.by, language)} if result.by else "",
        measures=tuple(named),
        basis=clause.basis,
        sure=CONFIDENCE[clause.confidence].in_language(language),
        law=cite.parameters(clause.law),
    )
