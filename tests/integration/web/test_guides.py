"""Glossary, training cards and papers to fill in, in both languages."""

from io import BytesIO
from xml.etree.ElementTree import Element

import docx
import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from cip.kernel.texts import LANGUAGES, Language
from cip.rulebook.guides import GuideBook
from cip.web.state import EXTENSION
from tests.integration.web.owner import Owner
from tests.integration.web.test_safety import tables
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture
def book(site: Flask) -> GuideBook:
    """The guides of the model in force."""
    state = site.extensions[EXTENSION]
    found: GuideBook = state.guides[state.packs.newest_on(state.clock().date()).id]
    return found


def parsed(page: str) -> Element:
    """The page, which the strict parser must take as it stands."""
    found: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return found


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def said(page: str) -> str:
    return words(parsed(page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_has_every_term_at_its_anchor(client: FlaskClient, book: GuideBook, language: Language) -> None:
    page = parsed(client.get(f"/{language}/glossary").text)
    names = [words(entry) for entry in page.iterfind(".//dl//dt")]
    assert len(names) == len(book.terms) >= 30
    assert names == sorted(names, key=str.casefold)
    for term in book.terms.values():
        (entry,) = page.iterfind(f".//dl/div[@id='{term.id}']")
        assert term.means.in_language(language) in words(entry)


def test_every_law_that_a_guide_cites_is_shown_also_where_no_check_up_reads_it(
    client: FlaskClient, book: GuideBook
) -> None:
    page = parsed(client.get("/it/glossary").text)
    for term in book.terms.values():
        (entry,) = page.iterfind(f".//dl/div[@id='{term.id}']")
        assert len([*entry.iterfind(".//details//li")]) == len(term.law), term.id
    assert book.content.law is not None
    for paper in book.papers.values():
        shown = said(client.get(f"/it/papers/{paper.id}").text)
        assert all(book.content.law.parameters[key].label.it in shown for key in paper.law), paper.id


@pytest.mark.parametrize(
    ("address", "found", "missing"),
    [
        ("/it/glossary?q=banca+ore", "hours_bank", "ccnl"),
        ("/it/glossary?q=CONTRATTO+Nazionale", "ccnl", "tagesmutter"),
        ("/en/glossary?q=meal", "meal_voucher", "ccnl"),
    ],
)
def test_the_search_keeps_what_has_all_the_words(client: FlaskClient, address: str, found: str, missing: str) -> None:
    page = client.get(address).text
    assert f'id="{found}"' in page
    assert f'id="{missing}"' not in page


def test_a_search_that_finds_nothing_says_so_and_repeats_it_as_text(client: FlaskClient) -> None:
    page = client.get("/it/glossary?q=<b>zzz</b>").text
    assert "Nessuna voce" in page
    assert "<b>zzz" not in page
    assert "&lt;b&gt;zzz" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_shows_its_parts_and_asks_its_questions(client: FlaskClient, book: GuideBook, language: str) -> None:
    listed = client.get(f"/{language}/cards").text
    assert len(book.cards) == 5
    for card in book.cards.values():
        assert f"/{language}/cards/{card.id}" in listed
        text = client.get(f"/{language}/cards/{card.id}").text
        page = parsed(text)
        assert len(list(page.iterfind(".//main//h2"))) >= len(card.parts)
        assert len(list(page.iterfind(".//fieldset"))) == len(card.questions)
        assert "cip-quiz-outcome" not in text, "nothing is told before an answer"


def answer(client: FlaskClient, card: str, **picked: str) -> str:
    page = parsed(client.get(f"/it/cards/{card}").text)
    (token,) = (field.get("value") for field in page.iterfind(".//main//input[@name='csrf_token']"))
    sent = client.post(f"/it/cards/{card}", data={**picked, "csrf_token": token})
    assert sent.status_code == 200
    return sent.text


def test_a_quiz_says_what_is_right_and_why(client: FlaskClient, book: GuideBook) -> None:
    card = book.cards["already_paid"]
    right = {f"q{number}": str(question.right) for number, question in enumerate(card.questions, start=1)}
    page = said(answer(client, card.id, **right))
    assert f"Risposte giuste: {len(right)} su {len(right)}." in page
    assert page.count("Giusto.") == len(right)
    assert all(question.because.it in page for question in card.questions)


def test_a_wrong_answer_shows_the_right_one_and_an_open_one_shows_nothing(client: FlaskClient, book: GuideBook) -> None:
    card = book.cards["already_paid"]
    first, second = card.questions[:2]
    wrong = next(index for index in range(len(first.options)) if index != first.right)
    page = said(answer(client, card.id, q1=str(wrong), q2="99"))
    assert f"La risposta giusta è: «{first.options[first.right].it}»" in page
    assert first.because.it in page
    assert "Scegliete una risposta" in page
    assert second.because.it not in page
    assert "Risposte giuste: 0" in page


def test_a_quiz_keeps_nothing(site: Flask, client: FlaskClient) -> None:
    before = tables(site)
    answer(client, "already_paid", q1="0", q2="1")
    assert tables(site) == before
    assert not client.get("/it/cards/already_paid").text.count(" checked")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_is_a_page_and_a_document(client: FlaskClient, book: GuideBook, language: Language) -> None:
    listed = client.get(f"/{language}/papers").text
    for paper in book.papers.values():
        assert f"/{language}/papers/{paper.id}" in listed
        page = client.get(f"/{language}/papers/{paper.id}")
        assert page.status_code == 200, paper.id
        assert paper.use.in_language(language) in said(page.text), paper.id
        document = client.get(f"/{language}/papers/{paper.id}.docx")
        assert (document.mimetype or "").endswith("wordprocessingml.document"), paper.id
        assert f"{paper.id.replace('_', '-')}.docx" in document.headers["Content-Disposition"]
        text = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(document.data)).paragraphs)
        for block in paper.blocks:
            if block.field is not None:
                assert block.field.in_language(language) in text, paper.id


@pytest.mark.parametrize("address", ["/it/cards/none", "/it/papers/none", "/it/papers/none.docx", "/en/papers/.docx"])
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("language", "page", "anchor"), [("it", "/area/C", "hourly_leave"), ("en", "/area/R", "second_level_agreement")]
)
def test_words_of_the_walk_lead_to_the_glossary_beside_the_page(
    owner: Owner, language: str, page: str, anchor: str
) -> None:
    owner.language = language
    links = list(parsed(owner.get(page).text).iterfind(".//main//a[@class='cip-term']"))
    assert f"/{language}/glossary#{anchor}" in [link.get("href") for link in links]
    assert all(link.get("target") == "_blank" and link.find("span") is not None for link in links)


def test_the_foot_of_every_page_leads_to_the_guides(client: FlaskClient) -> None:
    links = {link.get("href") for link in parsed(client.get("/en/contacts").text).iterfind(".//footer//a")}
    assert {"/en/glossary", "/en/cards", "/en/papers"} <= links
