"""What the guides of the real model promise to an owner: invented firms, short examples, no law in numbers."""

import re
from functools import cache

import pytest

from cip.assessment.explaining import NEEDED
from cip.kernel.texts import LANGUAGES, Language
from cip.rulebook.checking import check_rules
from cip.rulebook.checks.texts import texts_in
from cip.rulebook.guides import GuideBook, check_guides, read_guides
from cip.rulebook.shapes.guides import MeasureGuide, Paper
from tests.unit.rulebook.folders import REAL

MODEL = "cip-2026"
LEAST_WORDS, MOST_WORDS = 40, 80
INVENTED = re.compile(r"\b(Esempio|Modello|Prova|Campione|Finta|Finto|Fittizia|Fittizio)\b")
TO_THE_OWNER = re.compile(r"\b(Scrivete|Date|Fate|Scegliete|Firmate|Cercate|da voi|modello|Write|Give|Choose|Sign)\b")
LAW_IN_WORDS = re.compile(r"\b(D\.Lgs|D\.M\.|L\. ?\d|art\. ?\d|legge \d|comma \d|law \d|circ\.)", re.IGNORECASE)


@cache
def book() -> GuideBook:
    return read_guides(REAL, MODEL)


def test_the_guides_of_the_real_model_have_no_mistake() -> None:
    checked = check_rules(REAL, NEEDED, with_cases=False)
    assert [str(item) for item in check_guides(REAL, checked.folder)] == []
    assert list(book().measures) == list(checked.packs[MODEL].measures)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_example_is_short_and_about_an_invented_firm(language: Language) -> None:
    for guide in book().measures.values():
        text = guide.example.in_language(language)
        assert LEAST_WORDS <= len(text.split()) <= MOST_WORDS, f"{guide.id}: {len(text.split())} words"
        assert INVENTED.search(text), f"{guide.id} does not show that the firm is invented"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_is_said_to_the_people_and_never_to_the_owner(language: Language) -> None:
    """No orders to write, choose or sign; each measure has a sentence of its own."""
    notices = [guide.notice.in_language(language) for guide in book().measures.values()]
    assert len(set(notices)) == len(notices)
    assert [text for text in notices if TO_THE_OWNER.search(text)] == []


def test_no_guide_quotes_an_act() -> None:
    items: list[MeasureGuide | Paper] = [*book().measures.values(), *book().papers.values()]
    quoted = [(item.id, text.it) for item in items for _, text in texts_in(item) if LAW_IN_WORDS.search(text.it)]
    assert quoted == []


def test_every_paper_can_be_filled_in_and_is_a_proposal() -> None:
    for paper in book().papers.values():
        kinds = {block.kind for block in paper.blocks}
        assert kinds & {"field", "table"}, paper.id
        assert paper.blocks[0].kind == "heading", paper.id
        assert paper.status == "proposal", paper.id


def test_the_papers_that_rest_on_law_cite_it() -> None:
    pack = check_rules(REAL, NEEDED, only_model=MODEL, with_cases=False).packs[MODEL]
    for paper in book().papers.values():
        rests_on_law = any(pack.measures[code].law for code in paper.measures)
        assert paper.law or not rests_on_law, paper.id
