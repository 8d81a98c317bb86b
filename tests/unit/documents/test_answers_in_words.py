"""An answer is said in one way everywhere, in words of the language and never as a program prints it."""

from collections.abc import Iterator
from datetime import date

import pytest

from cip.assessment.answers import StepAnswer
from cip.assessment.differences import AnswerValue, answer_words, question_words
from cip.assessment.wording import CHOICE, CLAUSES, COMPARISON, POOLS, SENTENCES, VERIFYING
from cip.documents.answers_in_words import answer_in_words, question_in_words
from cip.kernel.texts import LANGUAGES, Language
from cip.rulebook.shapes import model
from tests.unit.documents.papers import the_pack

NBSP = "\N{NO-BREAK SPACE}"
PLAN = {
    "state": "in_use",
    "owner": "chi apre",
    "start": "2025-12-01",
    "end": "2026-12-31",
    "note": "si entra tra le 8 e le 9",
    "checked_6": {"on": "2026-07-01", "state": "done"},
}


@pytest.mark.parametrize(
    ("section", "identifier", "value", "said"),
    [
        ("facts", "single_cover", "yes", "sì"),
        ("facts", "single_cover", "unknown", "non lo so"),
        ("facts", "opening_hours", 45.5, "45,5"),
        ("facts", "away_share", 10, f"10{NBSP}%"),
        ("facts", "representation", [], "nessuno"),
        ("indicators", "T1", "unknown", "non lo so"),
        ("duties", "risk_assessment", "no_case", "nessun caso"),
        ("needs", "N04", 1, "1 persona"),
        ("needs", "respondents", 0, "0 persone"),
        ("needs", "pooled", {"respondents": 12, "N09": "unknown", "N04": 6}, "12 persone; Chiusure scolastiche 6"),
        ("in_use", "M05", "2025-09-01", "in uso dal 1º settembre 2025"),
        ("notes", "T1", "unknown", "unknown"),
        ("reasons", "shifts", "yes", "yes"),
        ("practices", "p1", {"name": "Orto", "what": "Chi vuole coltiva"}, "Orto: Chi vuole coltiva"),
        ("practices", "p2", {"name": "Orto", "what": ""}, "Orto"),
        ("plan", "M01", {"state": "planned"}, "proposta, da concordare"),
        (
            "plan",
            "M01",
            PLAN,
            "in uso; la segue: chi apre; dal 1º dicembre 2025 al 31 dicembre 2026; dopo 6 mesi, 1º luglio 2026: "
            "conclusa; nota: si entra tra le 8 e le 9",
        ),
        (
            "sites",
            "s1",
            {"name": "Via Roma", "workers": 0, "single_cover": False},
            "Via Roma; 0 persone; una persona da sola in qualche ora di apertura: no",
        ),
        ("sites", "s2", {"name": "Via Po"}, "Via Po"),
    ],
)
def test_each_section_in_words(section: str, identifier: str, value: object, said: str) -> None:
    assert answer_in_words(the_pack(), section, identifier, value, "it") == said


def test_a_step_says_its_sentence_and_its_proof() -> None:
    pack = the_pack()
    sentence = pack.indicators["C2"].steps[3].it
    said = answer_in_words(pack, "indicators", "C2", {"step": 3, "date": "2026-01-10"}, "it")
    assert said == f"gradino 3: {sentence} (10 gennaio 2026)"
    assert answer_in_words(pack, "indicators", "C2", {"step": 3, "count": 4}, "it").endswith(" (4)")


@pytest.mark.parametrize(
    ("section", "identifier", "asked"),
    [
        ("practices", "p1", "Una pratica vostra"),
        ("sites", "s1", "Una vostra sede"),
        ("needs", "respondents", "Quante persone hanno risposto"),
        ("plan", "M99", "M99"),
    ],
)
def test_what_has_no_question_of_the_model_has_a_name(section: str, identifier: str, asked: str) -> None:
    assert question_in_words(the_pack(), section, identifier, "it") == asked


def test_a_note_and_a_reason_name_their_question() -> None:
    pack = the_pack()
    assert question_in_words(pack, "notes", "T1", "it") == f"Nota: T1 {pack.indicators['T1'].name.it}"
    assert question_in_words(pack, "reasons", "shifts", "it") == f"Perché è così: {pack.facts['shifts'].ask.it}"


def told(fact: model.Fact) -> Iterator[tuple[AnswerValue, object]]:
    """Every sort of answer to a fact: as the rules read it, as it is stored."""
    if fact.type == "yes_no":
        yield from ((True, "yes"), (False, "no"))
    elif fact.type == "choice":
        yield from ((option.id, option.id) for option in fact.options)
    elif fact.type == "several":
        every = [option.id for option in fact.options]
        yield from (((), []), (tuple(every), every))
    else:
        yield from ((7, 7), (45.5, 45.5))


def pairs() -> Iterator[tuple[str, str, AnswerValue, object]]:
    """Section, id, an answer as the rules read it, and as it is stored: every sort, over the whole pack."""
    pack = the_pack()
    for fact in pack.facts.values():
        yield from (("facts", fact.id, noun, stored) for noun, stored in told(fact))
    for code, indicator in pack.indicators.items():
        yield from (("indicators", code, StepAnswer(step), step) for step in range(len(indicator.steps)))
        reasons = [reason.id for reason in indicator.not_applicable]
        yield from (("indicators", code, reason, {"not_applicable": reason}) for reason in reasons)
    yield from (("duties", next(iter(pack.duties)), said, said) for said in ("yes", "no", "no_case", "unknown"))
    yield from (("needs", next(iter(pack.needs)), count, count) for count in (0, 1, 2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_says_the_same_answers(language: Language) -> None:
    for section, code, noun, stored in pairs():
        short = answer_words(the_pack(), (section, code), noun).in_language(language)
        long = answer_in_words(the_pack(), section, code, stored, language)
        # Inside a sentence the number of a step is enough.
        assert long.startswith(f"{short}: ") if isinstance(noun, StepAnswer) else long == short, (code, long, short)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_says_the_same_questions(language: Language) -> None:
    pack = the_pack()
    asked = [("facts", code) for code in pack.facts] + [("indicators", code) for code in pack.indicators]
    for section, code in [*asked, ("needs", "respondents"), ("needs", "pooled"), ("needs", "N04"), ("in_use", "M05")]:
        name = question_words(pack, (section, code)).in_language(language)
        assert question_in_words(pack, section, code, language) == name


def test_no_answer_looks_like_a_program() -> None:
    pack = the_pack()
    for value in ({"on": date(2026, 7, 1).isoformat(), "state": "done"}, True, 4, ["a"]):
        for section in ("practices", "plan", "sites"):
            assert "{" not in answer_in_words(pack, section, "x", value, "it")


def test_the_tables_of_sentences_have_no_name_in_common() -> None:
    assert len(SENTENCES) == len(CHOICE) + len(COMPARISON) + len(POOLS) + len(CLAUSES) + len(VERIFYING)
