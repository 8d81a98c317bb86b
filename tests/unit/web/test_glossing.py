"""The words of the glossary in a text become links, once each, and nothing else changes."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask
from markupsafe import Markup

from cip.kernel.texts import Text
from cip.rulebook.guides import GuideBook, GuideContent
from cip.rulebook.shapes.guides import Also, Term
from cip.web.glossing import with_links


def term(term_id: str, italian: str, english: str, *also: str) -> Term:
    other = Also.model_validate({"it": list(also)})
    return Term(
        id=term_id, term=Text(it=italian, en=english), also=other, means=Text(it="Che <b> è.", en="What it is.")
    )


BOOK = GuideBook(
    GuideContent(
        terms=(
            term("leave", "congedo parentale", "parental leave"),
            term("hourly", "congedo parentale a ore", "hourly parental leave"),
            term("bank", "banca ore", "hours bank", "banca delle ore"),
            term("hours", "ore per l'allattamento", "breastfeeding hours"),
            term("amp", "amp", "amp"),
            term("dvr", "DVR", "DVR"),
        )
    )
)


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    app = Flask(__name__)
    public = Blueprint("public", __name__, url_prefix="/<language>")
    public.add_url_rule("/glossary", "glossary", lambda language: language)
    app.register_blueprint(public)
    with app.test_request_context():
        yield


def linked(text: str) -> str:
    return str(with_links(text, BOOK, "it", Markup()))


def targets(text: str) -> list[str]:
    return [part.split('"')[0] for part in linked(text).split('href="')[1:]]


def test_a_term_is_a_link_to_its_place_with_its_meaning() -> None:
    assert linked("Il DVR serve.") == (
        'Il <a class="cip-term" href="/it/glossary#dvr" title="Che &lt;b&gt; è.">DVR</a> serve.'
    )


def test_only_the_first_place_is_linked_whatever_the_word_for_it() -> None:
    text = "Banca ore: la banca delle ore è una banca ore."
    assert targets(text) == ["/it/glossary#bank"]
    assert ">Banca ore</a>: la banca delle ore è una banca ore." in linked(text)


def test_the_longest_term_wins() -> None:
    assert targets("Il congedo parentale a ore e il congedo parentale.") == [
        "/it/glossary#hourly",
        "/it/glossary#leave",
    ]


def test_a_term_with_an_apostrophe_is_found_after_escaping() -> None:
    assert targets("Le ore per l'allattamento restano.") == ["/it/glossary#hours"]


@pytest.mark.parametrize("text", ["a & b", "i DVRS", "un sotto-DVR", "DVR-bis", "xDVR"])
def test_parts_of_words_and_of_entities_are_left_alone(text: str) -> None:
    assert targets(text) == []


def test_what_is_written_stays_text() -> None:
    assert linked("<script>DVR</script>").startswith("&lt;script&gt;<a ")
    assert "<script" not in linked("<script>DVR</script>")


def test_the_other_language_has_its_own_words() -> None:
    assert "#leave" in with_links("Parental leave.", BOOK, "en", Markup())
    assert with_links("Congedo parentale.", BOOK, "en", Markup()) == "Congedo parentale."


def test_a_link_that_opens_beside_says_so() -> None:
    found = str(with_links("Il DVR.", BOOK, "it", Markup("<span> (qui accanto)</span>")))
    assert ' target="_blank" rel="noopener">DVR<span> (qui accanto)</span></a>.' in found


def test_without_a_glossary_nothing_is_linked() -> None:
    assert with_links("Il DVR & co.", GuideBook(GuideContent()), "it", Markup()) == "Il DVR &amp; co."
