"""The result page and the pages of its measures: order, one-tap answers, reasons, search; in both languages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask

from cip.web.state import EXTENSION
from tests.integration.web.owner import Owner
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

MOST_QUERIES = 15
MEASURES = 44


@pytest.fixture
def answered(owner: Owner) -> Owner:
    """A shop of seven with some answers, two duties answered no, a measure in use, a practice of its own, a result."""
    owner.profile()
    owner.post("/area/T", {"T1": "1", "T2": "0", "T3": "2", "T4": "3", "T4.proof": "2026-01-10"})
    owner.post("/area/K", {"K1": "1", "K2": "1"})
    owner.post("/duties", {"risk_assessment": "no", "l104_permits": "no"})
    already = {"respondents": "7", "N04": "3", "in_use": "M05", "M05": "2025-09"}
    owner.post("/already", {**already, "p1.name": "Bar sociale", "p1.what": "Pranzo insieme"})
    owner.conclude()
    return owner


def plain(text: str) -> str:
    """What a page says, without its tags; the strict parser must take the page as it stands."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return " ".join("".join(tree.itertext()).split())


def in_order(text: str, *parts: str) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_result_says_level_then_duties_then_what_to_do(answered: Owner, language: str) -> None:
    answered.language = language
    text = answered.get("/result").text
    expected = {
        "it": ("Livello 1", "almeno", "Tre cose da fare questo mese", "Permessi per disabilità grave", "buste paga"),
        "en": ("Level 1", "at least", "Three things to do this month", "Severe disability permits", "payslips"),
    }
    assert in_order(plain(text), *expected[language])
    assert in_order(text, 'id="level"', 'id="month"', 'id="held"', 'id="measures"', 'id="open"', 'id="areas"')


def test_each_duty_answered_no_names_whom_to_ask_and_holds_the_level(answered: Owner) -> None:
    said = plain(answered.get("/result").text)
    month = said.split("Tre cose da fare questo mese")[1].split("Che cosa tiene il livello")[0]
    assert "sicurezza sul lavoro" in month
    assert "buste paga" in month
    held = said.split("Che cosa tiene il livello")[-1].split("Che cosa potete fare")[0]
    assert "Avete risposto no qui: Permessi per disabilità grave, Valutazione dei rischi." in held


def test_what_holds_for_all_measures_is_said_once(answered: Owner) -> None:
    assert plain(answered.get("/result").text).count("nessuna misura prende punti per le clausole") == 1


def test_what_is_there_already_is_shown(answered: Owner) -> None:
    said = plain(answered.get("/result").text)
    assert "Permessi brevi a recupero, in uso dal 1º settembre 2025" in said
    assert "Bar sociale: Pranzo insieme" in said
    assert "Non contano nel punteggio finché qualcuno non le conferma." in said
    assert "T4 Turni e ferie: 10 gennaio 2026" in said


def test_priorities_are_whole_numbers_and_one_point_is_not_points(answered: Owner) -> None:
    said = plain(answered.get("/result").text)
    assert re.search(r"priorità \d+ su 100", said)
    assert not re.search(r"priorità \d+,\d", said)
    assert not re.search(r"(?<![\d,])1 punti\b", said)


def test_one_tap_saves_the_answer_and_counts_anew(answered: Owner) -> None:
    page = answered.get("/result").text
    tap = page.split('<details class="cip-tap"')[1]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', tap.split("</details>")[0]))
    code = fields["asked"]
    name, value = re.findall(r'<button type="submit" name="([^"]+)" value="([^"]+)"', tap)[2]
    assert name == code
    before = plain(page).split("Il punteggio è almeno ")[1].split(".")[0]
    answer = answered.post("/quick", {**fields, name: value})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/result")
    after = answered.get("/result").text
    assert f'id="tap-{code}"' not in after
    assert plain(after).split("Il punteggio è almeno ")[1].split(".")[0] != before
    assert "Dopo questo risultato avete cambiato" not in after


def test_there_are_at_most_five_questions_and_none_that_is_answered(answered: Owner) -> None:
    found = re.findall(r'id="tap-([^"]+)"', answered.get("/result").text)
    assert 1 <= len(found) <= 5
    assert not {"T1", "T2", "K1", "workers"} & set(found)


def test_the_three_lists_lead_to_a_page_for_each_measure(answered: Owner) -> None:
    text = answered.get("/result").text
    linked = set(re.findall(rf'href="{answered.base}/measure/(M\d\d)"', text))
    assert linked
    for code in linked:
        assert answered.get(f"/measure/{code}").status_code == 200


@pytest.mark.parametrize(("language", "odd"), [("it", 1), ("en", 0)])
def test_every_measure_has_a_sound_page_for_the_firm_and_for_everybody(
    answered: Owner, language: str, odd: int
) -> None:
    """Every measure in one of the languages, and the firm's and the public page of every second one."""
    answered.language = language
    for number in range(1, MEASURES + 1):
        code = f"M{number:02}"
        address = f"{answered.base}/measure/{code}" if number % 2 == odd else f"/{language}/measures/{code}"
        page = answered.client.get(address)
        assert page.status_code == 200, address
        said = plain(page.text)
        assert "None" not in said, address
        assert code in said, address


def test_a_proposed_measure_says_why_and_what_changes(answered: Owner) -> None:
    said = plain(answered.get("/measure/M42").text)
    assert in_order(said, "Misura M42", "Perché per voi", "Che cosa cambia", "Come si fa", "Chi decide", "Un esempio")
    assert re.search(r"Il punteggio più basso passa da [\d,]+ a [\d,]+ su 100", said)
    assert "Da sola non cambia il livello, che resta 1." in said


def test_one_button_puts_a_measure_into_the_plan(answered: Owner) -> None:
    page = answered.get("/measure/M42").text
    fields = dict(re.findall(r'<input type="hidden" name="(seq|add)" value="([^"]*)"', page))
    assert answered.post("/plan", fields).status_code == 303
    said = plain(answered.get("/measure/M42").text)
    assert "È nel vostro piano" in said
    assert "Mettetela nel vostro piano" not in said


def test_after_closing_nothing_can_be_answered_from_the_result(answered: Owner) -> None:
    assert answered.post("/close").status_code == 303
    page = answered.get("/result").text
    assert "cip-tap" not in page
    assert "Mettetela nel vostro piano" not in answered.get("/measure/M42").text


def test_a_measure_in_use_says_since_when_and_promises_nothing(answered: Owner) -> None:
    said = plain(answered.get("/measure/M05").text)
    assert "La usate già, dal 1º settembre 2025." in said
    assert "Che cosa cambia" not in said


def test_a_page_of_no_measure_is_not_there(answered: Owner) -> None:
    assert answered.get("/measure/M99").status_code == 404
    assert answered.client.get("/it/measures/M99").status_code == 404


def test_before_a_result_measures_and_reasons_lead_to_the_hub(owner: Owner) -> None:
    for path in ("/measure/M01", "/why-not"):
        answer = owner.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"] == owner.base


@pytest.mark.parametrize("language", ["it", "en"])
def test_why_not_has_every_measure_that_is_not_in_the_lists(answered: Owner, language: str) -> None:
    answered.language = language
    everything = {f"M{number:02}" for number in range(1, MEASURES + 1)}
    page = answered.get("/why-not")
    plain(page.text)
    reasons = set(re.findall(r"/measure/(M\d\d)", page.text))
    lists = answered.get("/result").text.split('id="measures"')[1].split('id="measures-later"')[0]
    assert reasons | set(re.findall(r"/measure/(M\d\d)", lists)) == everything


def test_why_not_is_searched_by_name_code_and_reason_without_accents(answered: Owner) -> None:
    def found(words: str) -> set[str]:
        return set(re.findall(r"/measure/(M\d\d)", answered.client.get(f"{answered.base}/why-not?q={words}").text))

    assert found("m18") == {"M18"}
    assert "M18" in found("congedo parentale")
    assert "M05" in found("usate gia")
    assert found("xyzzy") == set()
    assert "Nessuna misura con" in answered.client.get(f"{answered.base}/why-not?q=xyzzy").text
    assert "<b>" not in answered.client.get(f"{answered.base}/why-not?q=<b>").text.replace("<b>&", "")


@pytest.mark.parametrize(("language", "words"), [("it", "anziano"), ("en", "elderly")])
def test_the_catalogue_has_all_measures_and_is_searched(site: Flask, language: str, words: str) -> None:
    client = site.test_client()
    page = client.get(f"/{language}/measures").text
    plain(page)
    assert len(set(re.findall(r"/measures/(M\d\d)", page))) == MEASURES
    found = set(re.findall(r"/measures/(M\d\d)", client.get(f"/{language}/measures?q={words}").text))
    assert "M28" in found
    assert len(found) < MEASURES


@contextmanager
def counted(site: Flask) -> Iterator[list[str]]:
    """The statements that the database gets meanwhile."""
    statements: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    engine = site.extensions[EXTENSION].database.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", ["/result", "/measure/M18", "/why-not?q=congedo"])
def test_pages_of_the_result_ask_the_database_little(site: Flask, answered: Owner, path: str) -> None:
    with counted(site) as statements:
        assert answered.get(path).status_code == 200
    assert len(statements) <= MOST_QUERIES
