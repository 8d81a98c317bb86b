"""«Posso usare il congedo parentale a ore?»: an answer for everybody, of which nothing is kept."""

import html
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import inspect, text
from werkzeug.test import TestResponse

from cip.database.work import open_reading
from cip.web.app import create_app
from cip.web.state import state_of
from tests.integration.web.owner import Owner
from tests.integration.web.rich import HOURS
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

PAGE = "/it/leave-by-the-hour"
FULL: dict[str, object] = {**HOURS, "agreement": "none", "length": "3:48"}


def send(site: Flask, data: Mapping[str, object], path: str = "", language: str = "it") -> TestResponse:
    visitor = Owner(site, language)
    return visitor.client.post(f"/{language}/leave-by-the-hour{path}", data={**data, "csrf_token": visitor.token()})


def words(answer: TestResponse) -> str:
    """What a reader sees, in one line."""
    body = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_empty_form_names_the_agreements_and_today(site: Flask) -> None:
    answer = site.test_client().get(PAGE)
    assert answer.status_code == 200
    assert 'value="2026-11-21"' in answer.text
    for value in ("none", "abi-2016", "milano-proposal-2026", "unknown"):
        assert f'name="agreement" value="{value}"' in answer.text
    assert "proposta, da contrattare" in answer.text
    assert f'href="{PAGE}"' in site.test_client().get("/it/").text


def test_invented_agreements_are_offered_in_a_demonstration_only(site: Flask) -> None:
    assert "demo-2026" not in site.test_client().get(PAGE).text
    state = state_of(site)
    demo = create_app(replace(state.settings, demo=True), now=state.clock)
    shown = demo.test_client().get(PAGE).text
    assert "demo-2026" in shown
    assert "inventato" in shown
    state_of(demo).close()


def test_the_half_day_of_the_law(site: Flask) -> None:
    answer = send(site, FULL)
    assert answer.status_code == 200
    text = words(answer)
    assert "Sì, così si può" in text
    assert "Solo questa misura 3 h 48" in text
    assert "2 giorni di calendario" in text
    assert "Paga, stima 80 %" in text
    assert "D.Lgs. 151/2001 art. 32 c.1-ter" in text
    assert "Per chi guida l'impresa" in text


def test_another_length_is_refused_and_the_whole_day_named(site: Flask) -> None:
    text = words(send(site, {**FULL, "length": "3"}))
    assert "No, così non si può" in text
    assert "la giornata intera" in text
    assert "Paga, stima nessuna" in text


def test_the_first_lines_say_yes_or_no_and_why(site: Flask) -> None:
    assert "Sì, così si può Nessuna regola che conosciamo lo vieta." in words(send(site, FULL))
    assert "No, così non si può La richiesta è di 3 h" in words(send(site, {**FULL, "length": "3"}))
    alone = words(send(site, {**FULL, "used": "215"}))
    assert "Sì, ma prima leggete qui Oltre 7 mesi il congedo spetta solo a chi è genitore da solo" in alone
    assert alone.count("Oltre 7 mesi") == 1


def test_the_law_alone_names_no_clauses_of_an_agreement(site: Flask) -> None:
    assert "Clausole dell'accordo" not in words(send(site, FULL))
    assert "Clausole dell'accordo" in words(send(site, HOURS))


def test_a_clash_on_the_same_day(site: Flask) -> None:
    text = words(send(site, {**FULL, "same_day": ["art39"]}))
    assert "No, così non si può" in text
    assert "riposi giornalieri" in text


def test_a_proposal_says_on_the_answer_that_it_binds_nobody(site: Flask) -> None:
    text = words(send(site, HOURS))
    assert "proposta, da contrattare" in text
    assert "non obbliga nessuno" in text
    assert "Rispondete entro 3 giorni lavorativi" in text
    assert "Che cosa resta da chiarire" in text


def test_what_is_unknown_is_said_and_refuses_nothing(site: Flask) -> None:
    left_out = dict.fromkeys(("requested_on", "maternity", "used", "share"), "")
    text = words(send(site, {**FULL, **left_out, "agreement": "unknown", "same_day": [], "paternity_none": ""}))
    assert "Sì, così si può" in text
    assert "da chiarire" in text
    assert "Non sappiamo se un accordo vale" in text
    assert "Giorni che restano: non si sa" in text


def test_english(site: Flask) -> None:
    text = words(send(site, FULL, language="en"))
    assert "Yes, this way you can" in text
    assert "half of the average daily hours: 3 h 48" in text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("agreement", "nowhere", "Scegliete una delle risposte."),
        ("hours", "", "Scrivete quante ore alla settimana"),
        ("hours", "200", "Scrivete quante ore alla settimana"),
        ("hours", "3:75", "Scrivete quante ore alla settimana"),
        ("hours", "168", "Sono più di 24 ore al giorno"),
        ("days", "0,5", "Scrivete quanti giorni alla settimana"),
        ("days", "0", "Scrivete quanti giorni alla settimana"),
        ("days", "8", "Scrivete quanti giorni alla settimana"),
        ("share", "101", "Scrivete un numero tra 0 e 100."),
        ("born", "ieri", "Scrivete un giorno che esiste"),
        ("born", "", "Scrivete quando è nato il bambino"),
        ("day", "", "Scrivete il giorno in cui vi serve"),
        ("length", "0", "Scrivete quante ore vi servono"),
        ("used", "-1", "Scrivete un numero tra 0 e 2000."),
        ("paternity", "2025-03-01", "avete segnato che il congedo non c'è stato"),
        ("same_day", ["nothing", "art39"], "oppure niente di questo"),
    ],
)
def test_a_mistake_stands_at_its_field_and_the_rest_stays(
    site: Flask, field: str, value: object, sentence: str
) -> None:
    answer = send(site, {**FULL, field: value})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert sentence in words(answer)
    assert "Sì, così si può" not in words(answer)
    assert field == "maternity" or 'value="2025-05-01"' in answer.text


@pytest.mark.parametrize(
    ("path", "title"),
    [("/request", "Richiesta di congedo parentale a ore"), ("/plan", "Piano di congedo")],
)
def test_the_papers_come_prefilled_as_page_and_as_pdf(site: Flask, path: str, title: str) -> None:
    page = send(site, HOURS, path)
    assert page.status_code == 200
    text = words(page)
    assert title in text
    assert "1 h" in text
    assert "5 giorni di calendario" in text
    assert "proposta, da contrattare" in text
    made = send(site, HOURS, f"{path}.pdf")
    assert made.mimetype == "application/pdf"
    assert made.data == f"%PDF of {title}".encode()
    assert "attachment" in made.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["/request", "/request.pdf", "/plan", "/plan.pdf"])
def test_a_paper_of_a_wrong_form_is_the_form_again(site: Flask, path: str) -> None:
    answer = send(site, {**HOURS, "hours": "x"}, path)
    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert "Scrivete quante ore alla settimana" in words(answer)


def test_nothing_is_kept_and_no_cache_holds_it(site: Flask) -> None:
    visitor = Owner(site)
    token = visitor.token()
    before = dump(site)
    answer = visitor.client.post(PAGE, data={**HOURS, "csrf_token": token})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "2025-01-10" in answer.text
    assert dump(site) == before
    cookie = visitor.client.get_cookie("cip")
    assert cookie is None or "2025" not in cookie.decoded_value
    assert "2025-01-10" not in visitor.client.get(PAGE).text


def test_addresses_never_hold_a_birthday(site: Flask) -> None:
    page = send(site, HOURS)
    forms = re.findall(r"<form[^>]*>", page.text)
    assert all('method="post"' in form for form in forms)
    assert not re.search(r'(href|action)="[^"]*2025-01-10', page.text)
    assert 'id="born" name="born" value=""' in site.test_client().get(f"{PAGE}?born=2025-01-10").text


def test_a_form_without_its_token_is_not_answered(site: Flask) -> None:
    assert site.test_client().post(PAGE, data=HOURS).status_code == 400


def dump(site: Flask) -> dict[str, int]:
    """How many rows each table has."""
    state = state_of(site)
    with open_reading(state.database) as session:
        names = inspect(session.get_bind()).get_table_names()
        return {name: session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}  # noqa: S608
