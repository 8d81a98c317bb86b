"""The clauses of an agreement as people read them: letter by letter, how each stands, why, and what would meet it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cip.agreement.clauses import ClauseResult, ClauseStatus, Tally, owed_by_firm, tally
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

Counted = Literal["binds", "open", "answers"]
"""What a count rests on: an agreement that binds the firm, one that it may join, or the answers of a check-up alone."""


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
    others: str = ""

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
    answers_only: bool = False,
) -> AgreementPart:
    """An agreement with the clauses of a firm; `measures` are those of the model, by code; with `why` false the reasons
    stay away; `chosen` are the measures of the plan, of which it says what they bring; `binds` is false
    for an agreement that the firm may still join; `answers_only` that papers and registers were not asked. Sentences
    count what the firm owes; what binds the committee and the parties has a sentence of its own.
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
    own = [one for one in found if owed_by_firm(book.clause_of[one.id])]
    promise = promise_of(agreement.id, own, book.clause_of, picked)
    how: Counted = "answers" if answers_only else "binds" if binds else "open"
    return AgreementPart(
        id=agreement.id,
        name=agreement.name.in_language(language),
        mark=mark_of(agreement, language),
        note=agreement.note.in_language(language),
        letters=letters,
        tally=tally(found),
        sentence=tally_sentence(tally(own), language, how),
        others=others_sentence(tally(one for one in found if one not in own), language) if binds else "",
        promise=promise_sentence(promise, len(picked), language) if picked else "",
    )


def tally_sentence(found: Tally, language: Language, how: Counted = "binds") -> str:
    """How many of the firm's clauses are kept, not kept and not known, in a sentence."""
    words = translations(language)
    _ = words.gettext
    if not found.due:
        return _("Oggi nessuna clausola è dovuta.")
    begins = {
        "binds": _("Tocca a voi: %(met)s rispettate su %(due)s."),
        "open": _("Non ci risulta che abbiate aderito. Se aderite, ne rispettate già %(met)s su %(due)s."),
        "answers": _("Dalle sole risposte del check-up se ne vedono rispettate %(met)s su %(due)s."),
    }
    said = [begins[how] % {"met": found.met, "due": found.due}]
    if found.not_met:
        broken = words.ngettext("%(num)s non è rispettata.", "%(num)s non sono rispettate.", found.not_met)
        said.append(broken % {"num": found.not_met})
    if found.unknown:
        open_ = words.ngettext("Di %(num)s non si sa ancora.", "Di %(num)s non si sa ancora.", found.unknown)
        said.append(open_ % {"num": found.unknown})
    return " ".join(said)


def others_sentence(found: Tally, language: Language) -> str:
    """How many of the clauses are kept that bind the committee and the parties; empty where none is due."""
    _ = translations(language).gettext
    values = {"met": found.met, "due": found.due}
    return _("Tocca al comitato e a chi ha firmato: %(met)s su %(due)s.") % values if found.due else ""


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
        basis=clause.basis if isinstance(clause.basis, str) else clause.basis.in_language(language),
        sure=CONFIDENCE[clause.confidence].in_language(language),
        law=cite.parameters(clause.law),
    )
