"""Clauses in words: what the firm owes is counted apart from what binds others; reasons stay where nobody sees them."""

from datetime import date

import pytest

from cip.agreement.clauses import ClauseResult, ClauseStatus, Tally, owed_by_firm
from cip.agreement.promises import Promise
from cip.documents.clauses import agreement_part, others_sentence, promise_sentence, tally_sentence
from cip.kernel.texts import LANGUAGES, Language, Reason, Text
from cip.rulebook.agreements import AgreementBook
from tests.unit.assessment.firms import the_pack

DAY = date(2026, 11, 21)
WHY = Reason("x", Text(it="Perché sì.", en="Because."))
NONE = Tally(0, 0, 0, 0, 4)


def book() -> AgreementBook:
    found = the_pack().content.agreements
    assert found is not None
    return found


def results(status: ClauseStatus) -> list[ClauseResult]:
    return [ClauseResult(clause.id, "demo-2026", status, (WHY,), clause.met_by, DAY) for clause in book().clauses]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_firm_and_the_others_are_counted_apart(language: Language) -> None:
    measures, agreement = the_pack().measures, book().by_id["demo-2026"]
    part = agreement_part(book(), agreement, results("met"), measures, DAY, language)
    own = sum(owed_by_firm(clause) for clause in book().clauses)
    assert 0 < own < len(book().clauses)
    assert f"{own} " in part.sentence
    assert str(len(book().clauses) - own) in part.others
    assert part.mark == {"it": "inventato per la dimostrazione", "en": part.mark}[language]
    assert sum(len(letter.clauses) for letter in part.letters) == len(book().clauses) == 70
    assert part.letters[0].letter == "A"
    assert "%(" not in part.sentence + part.others


def test_what_is_broken_and_not_known_is_said() -> None:
    assert tally_sentence(Tally(65, 13, 43, 9, 5), "it") == (
        "Tocca a voi: 13 rispettate su 65. 43 non sono rispettate. Di 9 non si sa ancora."
    )
    assert tally_sentence(Tally(65, 13, 43, 9, 5), "it", "answers").startswith("Dalle sole risposte del check-up")
    assert tally_sentence(Tally(65, 13, 0, 9, 5), "it", "open").startswith("Non ci risulta che abbiate aderito.")
    assert tally_sentence(NONE, "it") == "Oggi nessuna clausola è dovuta."
    assert others_sentence(NONE, "it") == ""


def test_measures_promise_only_what_a_clause_names() -> None:
    assert promise_sentence(Promise("x", 17, 12, 14, ("C-01", "B-02"), ()), 2, "it") == (
        "Con le 2 misure scelte, in uso e provate, diventano 14 su 17."
    )
    assert promise_sentence(Promise("x", 17, 12, 12, (), ()), 1, "it") == (
        "La misura scelta non aggiunge clausole rispettate."
    )
    assert promise_sentence(Promise("x", 0, 0, 0, (), ()), 1, "it") == ""


def test_reasons_stay_away_where_they_may_not_be_seen() -> None:
    measures, agreement = the_pack().measures, book().by_id["demo-2026"]
    seen = agreement_part(book(), agreement, results("not_met"), measures, DAY, "it")
    hidden = agreement_part(book(), agreement, results("not_met"), measures, DAY, "it", why=False)
    assert seen.open_first[0].because == ("Perché sì.",)
    assert all(not clause.because for letter in hidden.letters for clause in letter.clauses)


def test_a_proposal_says_so() -> None:
    agreement = book().by_id["milano-proposal-2026"]
    part = agreement_part(book(), agreement, results("unknown"), the_pack().measures, DAY, "it", binds=False)
    assert part.mark == "proposta, da contrattare"
    assert part.others == ""
