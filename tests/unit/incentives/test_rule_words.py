"""Rules read back in plain words: what is shown is the rule itself."""

from pathlib import Path

import pytest

from cip.incentives.rule_words import condition_words, number_words
from cip.rulebook.call_expressions import expressions_of_call
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs

TINY = Path(__file__).parents[1] / "rulebook/tiny"


@pytest.fixture(scope="module")
def small() -> CallPack:
    return load_call_packs(TINY).packs["small"]


PEOPLE, JOINED, MONTHS = "«Quante persone lavorano da voi?»", "«Avete aderito?»", "«Per quanti mesi?»"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("people <= 20", f"{PEOPLE} al massimo 20"),
        ("people < 20", f"{PEOPLE} meno di 20"),
        ("people >= 2.5", f"{PEOPLE} almeno 2,5"),
        ("people > 0.125", f"{PEOPLE} più di 0,125"),
        ("people == 3", f"{PEOPLE} pari a 3"),
        ("people != 3", f"{PEOPLE} diverso da 3"),
        ("agreed", f"{JOINED}: sì"),
        ("not agreed", f"{JOINED}: no"),
        ("place == 'hills'", "«Dove siete?»: Collina"),
        ("not place == 'hills'", "non vale che «Dove siete?»: Collina"),
        ("agreed and people > 1", f"{JOINED}: sì e {PEOPLE} più di 1"),
        ("agreed or people > 1 and months > 2", f"{JOINED}: sì oppure ({PEOPLE} più di 1 e {MONTHS} più di 2)"),
        ("known(months)", f"si conosce: {MONTHS}"),
        ("requested_cents <= 150050", "«somma chiesta» al massimo 1.500,50\N{NO-BREAK SPACE}€"),
    ],
)
def test_conditions(small: CallPack, rule: str, words: str) -> None:
    assert condition_words(small, rule).it == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("160000", "1.600\N{NO-BREAK SPACE}€"),
        ("10000 * people", f"100\N{NO-BREAK SPACE}€ × {PEOPLE}"),
        ("people * 10000", f"{PEOPLE} × 100\N{NO-BREAK SPACE}€"),
        ("10000 * min(people, 3)", f"100\N{NO-BREAK SPACE}€ × (il più piccolo tra {PEOPLE} e 3)"),
        ("max(people - 1, 0) * 40000", f"(il più grande tra ({PEOPLE} - 1) e 0) × 400\N{NO-BREAK SPACE}€"),
        (
            "30000 if agreed else 0",
            f"300\N{NO-BREAK SPACE}€ se {JOINED}: sì, altrimenti 0\N{NO-BREAK SPACE}€",
        ),
        ("requested_cents * 80 / 100", "(«somma chiesta» × 80) : 100"),
    ],
)
def test_amounts_are_in_euros(small: CallPack, rule: str, words: str) -> None:
    assert number_words(small, rule, money=True).it == words


def test_numbers_are_no_money(small: CallPack) -> None:
    assert number_words(small, "10 if people <= 4 else 7").it == f"10 se {PEOPLE} al massimo 4, altrimenti 7"
    assert number_words(small, "count(agreed, people > 3)").it == (
        f"quante di queste valgono: {JOINED}: sì; {PEOPLE} più di 3"
    )


def test_english_has_its_own_words(small: CallPack) -> None:
    assert condition_words(small, "not agreed or people <= 2.5").en == (
        "“Did you join?”: no or “How many people work for you?” at most 2.5"
    )


def test_every_rule_of_every_call_can_be_told() -> None:
    packs = load_call_packs(Path(__file__).parents[3] / "rules").packs
    told = 0
    for pack in packs.values():
        for _path, rule, wanted in expressions_of_call(pack.call):
            words = condition_words(pack, rule) if wanted == "condition" else number_words(pack, rule, money=True)
            assert words.it
            assert words.en
            told += 1
    assert told > 50
