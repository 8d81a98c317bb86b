"""The papers beside the report: what they say, what they never say, and that page and PDF say the same."""

import re
from dataclasses import replace

import pytest

from cip.assessment.plan import Plan, read_plan
from cip.documents.papers.basis import Basis, first_sentence
from cip.documents.papers.joint_start import joint_start
from cip.documents.papers.leave_plan import HourlyTerms, leave_measures, leave_plan
from cip.documents.papers.notice_board import notice_board
from cip.documents.papers.one_page import TRIES, lines_of, one_page
from cip.documents.papers.registry import KINDS, titles
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Para, Ticks, Together
from cip.kernel.texts import LANGUAGES, Language
from tests.unit.documents.papers import ON, the_pack
from tests.unit.documents.sheets import FIRMS, PAPERS, PLAN, basis_of, sheet_of, swollen_page
from tests.unit.documents.test_html import NASTY, parsed

ALL = (*PAPERS, "questionnaire")


def said_by(paper: str, firm: str = "seven", language: Language = "it") -> str:
    return " ".join(sheet_of(paper, firm, language).lines)


@pytest.mark.parametrize("paper", ALL)
@pytest.mark.parametrize("firm", FIRMS)
def test_pages_are_valid_safe_and_say_every_line(paper: str, firm: str) -> None:
    html = render_sheet(sheet_of(paper, firm))
    tree = parsed(html)
    levels = [int(node.tag[1]) for node in tree.iter() if re.fullmatch("h[1-6]", str(node.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert " style=" not in html
    assert "<script" not in html
    shown = " ".join("".join(tree.itertext()).split())
    for line in sheet_of(paper, firm).lines:
        assert " ".join(line.split()) in shown
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("paper", ALL)
def test_nothing_of_the_other_language_slips_in(paper: str) -> None:
    english = said_by(paper, "one", "en")
    for italian in ("Impresa", "Misura", "Obblighi", "Firme", "Questo mese", "proposta", " che ", " della "):
        assert italian not in english


def test_headings_start_where_the_page_wants() -> None:
    html = render_sheet(sheet_of("joint_start"), first_heading=2)
    assert "<h1" not in html
    with pytest.raises(ValueError, match="1, 2 or 3"):
        render_sheet(sheet_of("joint_start"), first_heading=0)


def test_tables_of_sheets_on_one_page_are_told_apart() -> None:
    sheet = sheet_of("flexibility_plan", "seven")
    alone, beside = (render_sheet(sheet, about=about) for about in ("", "Forno Ada"))
    names = re.findall('role="region" aria-label="([^"]+)"', alone)
    assert names
    assert re.findall('role="region" aria-label="([^"]+)"', beside) == [f"{name}: Forno Ada" for name in names]


def test_words_of_the_firm_are_escaped() -> None:
    plan = read_plan({"M01": {"state": "planned", "owner": NASTY, "note": NASTY}})
    html = render_sheet(notice_board(replace(basis_of("seven"), plan=plan)))
    assert "<script" not in html
    assert "<img" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_title_and_purpose(language: Language) -> None:
    assert set(titles(language)) == {kind.id for kind in KINDS}
    assert all(name and text for name, text in titles(language).values())


def test_the_page_for_the_owner_says_what_matters() -> None:
    report, text = basis_of("seven").report, said_by("one_page")
    assert report is not None
    assert report.headline in text
    assert report.range_words in text
    for duty in report.duties_with("no"):
        assert duty.name in text
    for thing in report.things:
        assert thing.title in text
    assert "10 gennaio 2027: parte Scheda dei diritti e colloquio." in text
    with pytest.raises(ValueError, match="needs a result"):
        one_page(replace(basis_of("seven"), report=None))


@pytest.mark.parametrize("length", [0, 100, 300, 900, 4000])
def test_the_page_for_the_owner_cuts_by_rule_until_it_fits(length: int) -> None:
    """However long the texts of the experts grow."""
    sheet = swollen_page(length)
    room = next(room for room, _cut in TRIES if room.size == sheet.size)
    assert lines_of(sheet.blocks, room) <= room.lines
    if length == 0:
        assert sheet.size == TRIES[0][0].size or "…" not in " ".join(sheet.lines)


def test_the_notice_board_tells_promises_and_nothing_else() -> None:
    basis, text = basis_of("seven"), said_by("notice_board")
    for code, entry in PLAN.items():
        assert (basis.measure(code) in text) is (entry["state"] in ("planned", "in_use"))
    assert "chi apre il negozio" in text
    assert "Si entra tra le 8 e le 9." in text
    assert "in uso dal 1º marzo 2026" in text
    assert "dal 1º febbraio 2027 fino al 1º febbraio 2028" in text
    for code in ("M16", "M17", "M25"):
        assert basis.guides.measures[code].notice.it in text, "the firm wrote no rule: the guide says it"
        assert basis.pack.measures[code].what.it not in text, "said to the owner"
    assert basis.guides.measures["M01"].notice.it not in text, "the firm's own rule comes first"
    assert basis.report is not None
    for secret in (
        "Livello",
        "su 100",
        "check-up",
        str(basis.report.total),
        "2026-11-21",
        "21 novembre",
        "N04",
        "bisogn",
    ):
        assert secret not in text


def test_the_papers_that_people_read_and_sign_hold_no_score_and_no_number_of_the_rules() -> None:
    report = basis_of("seven").report
    assert report is not None
    plan = said_by("flexibility_plan")
    assert str(report.band) in plan
    for secret in (report.level.name, report.headline, "su 100", "Livello"):
        assert secret not in plan
    for paper in PAPERS:
        assert report.identity.sha256 not in said_by(paper), paper
    assert "21 novembre 2026" in sheet_of("one_page").footer[0]


def test_the_flexibility_plan_holds_measures_rules_checks_and_law() -> None:
    text = said_by("flexibility_plan")
    for expected in ("M01", "ufficio paghe", "1/9/2026", "Quante volte usata", "proposta", "Riposo al giorno"):
        assert expected in text
    assert "D.Lgs." in text
    assert "M42" not in text, "what was dropped is no promise"


def test_the_leave_plan_is_filled_in_with_measures_and_never_with_a_person() -> None:
    basis = basis_of("seven")
    chosen, blank = said_by("leave_plan"), " ".join(leave_plan(replace(basis, plan=Plan())).lines)
    assert "L'impresa ha scelto:" in chosen
    assert "L'impresa ha scelto:" not in blank
    assert "chi apre il negozio" not in chosen, "the flexible hours are no measure of leave"
    assert "M17" in leave_measures(basis, ("C1",))
    dated = " ".join(leave_plan(basis, HourlyTerms(first="8/6/2026")).lines)
    assert "Congedo parentale a ore 8/6/2026" in dated
    for expected in ("CIP non conserva nomi", "La persona", "Preavviso per il congedo parentale", "art. 32"):
        assert expected in chosen


def test_the_joint_start_offers_the_pooled_measures_and_ticks_the_chosen() -> None:
    sheet = joint_start(basis_of("seven"))
    ticks = next(
        item
        for block in sheet.blocks
        if isinstance(block, Together)
        for item in block.blocks
        if isinstance(item, Ticks)
    )
    assert [line.note for line in ticks.lines] == ["M25", "M26", "M27", "M30", "M31", "M33"]
    assert ticks.ticked == {0}
    assert all(need.label.it in " ".join(sheet.lines) for need in the_pack().needs.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questionnaire_asks_everything_with_all_its_wordings(language: Language) -> None:
    pack, text = the_pack(), said_by("questionnaire", language=language)
    for indicator in pack.indicators.values():
        asked = [indicator.ask, *(v.ask for v in indicator.variants), *indicator.steps, indicator.proof.ask]
        assert all(item.in_language(language) in text for item in asked)
    for fact in pack.facts.values():
        assert (fact.ask.in_language(language) in text) is fact.asked
    for duty in pack.duties.values():
        assert duty.ask.in_language(language) in text
    for measure in pack.measures.values():
        assert measure.name.in_language(language) in text


def test_papers_without_a_report_are_forms() -> None:
    basis = Basis(the_pack(), "it", ON)
    for kind in KINDS:
        if not kind.needs_result:
            assert kind.build(basis).blocks


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Una frase. E un'altra.", "Una frase."),
        ("Ogni anno 1.000 euro, dal 1 gen. 2027. Poi basta.", "Ogni anno 1.000 euro, dal 1 gen. 2027."),
        ("Senza punto", "Senza punto"),
        ("Una sola.", "Una sola."),
    ],
)
def test_the_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_a_paragraph_of_words_says_lead_text_and_note_in_order() -> None:
    plain = [block.line.plain for block in sheet_of("one_page").blocks if isinstance(block, Para)]
    assert plain[0].startswith("Livello 1")
