"""The report on the screen: valid, in order, accessible, and safe under a strict policy."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib
import pytest

from cip.documents.html import contents, render_html
from cip.documents.parts import WarningPart
from cip.kernel.texts import LANGUAGES, Language
from tests.unit.documents.papers import report_of, the_pack

FIRMS = ("part", "held", "empty")
NASTY = "<img src=\"http://127.0.0.1:9/x\" onerror='x'><script>alert(1)</script>{{ 7 * 7 }}"


def parsed(fragment: str) -> Element:
    document = f'<!DOCTYPE html><html lang="it"><head><title>x</title></head><body>{fragment}</body></html>'
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(document)
    return tree


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("firm", FIRMS)
def test_it_is_valid_and_its_headings_are_in_order(firm: str, language: Language) -> None:
    tree = parsed(render_html(report_of(firm, language)))
    levels = [int(node.tag[1]) for node in tree.iter() if re.fullmatch("h[1-6]", str(node.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_headings_start_where_the_page_wants() -> None:
    levels = re.findall(r"<h(\d)", render_html(report_of(), first_heading=2))
    assert min(levels) == "2"
    with pytest.raises(ValueError, match="1, 2 or 3"):
        render_html(report_of(), first_heading=4)


def test_a_strict_policy_lets_it_through() -> None:
    html = render_html(report_of())
    assert " style=" not in html
    assert "<style" not in html
    assert "<script" not in html
    assert not re.search(r"\son\w+=", html)


def test_tables_have_headers_with_scope_and_pictures_have_names() -> None:
    tree = parsed(render_html(report_of()))
    tables = list(tree.iter("table"))
    assert tables
    for table in tables:
        assert list(table.iter("th"))
        assert all(header.get("scope") in ("col", "row") for header in table.iter("th"))
    svg = "{http://www.w3.org/2000/svg}svg"
    pictures = [node for node in tree.iter() if node.tag in ("svg", svg)]
    assert len(pictures) == 2
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    for picture in pictures:
        assert picture.get("role") == "img"
        assert set((picture.get("aria-labelledby") or "x").split()) <= set(ids)


@pytest.mark.parametrize("firm", FIRMS)
def test_every_section_of_the_contents_is_there(firm: str) -> None:
    report = report_of(firm)
    html = render_html(report)
    for section in contents(report):
        assert f'id="{section.id}"' in html


def test_texts_are_escaped() -> None:
    html = render_html(replace(report_of(), to_review=(WarningPart("T1", NASTY, NASTY),)))
    assert "<script" not in html
    assert "<img" not in html
    assert "{{ 7 * 7 }}" in html


def test_the_first_part_says_what_matters() -> None:
    report = report_of()
    summary = render_html(report).split("</header>")[0]
    assert f"Livello {report.level.number}" in summary
    assert str(report.total) in summary
    for thing in report.things:
        assert thing.title.replace('"', "&#34;") in summary
    for measure in report.first_things:
        assert measure.name.replace('"', "&#34;") in summary
    assert "Permessi per disabilità grave" in summary
    assert "Proposta." in summary
    assert "30 aprile 2026" in summary
    assert "autodichiarato" in summary


def test_nothing_of_the_other_language_slips_in() -> None:
    english = render_html(report_of("part", "en"))
    assert the_pack().areas["T"].name.en in english
    for italian in ("Livello", "Misure", "Obblighi", "punti", "Fonti", the_pack().areas["T"].name.it):
        assert italian not in english
