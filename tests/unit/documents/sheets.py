"""The papers of firms of 1, of 7 and of 40 workers: without a plan, with a short one, with all measures."""

from dataclasses import replace
from functools import lru_cache

from cip.assessment.plan import Plan, read_plan
from cip.documents.papers.basis import Basis
from cip.documents.papers.one_page import one_page
from cip.documents.papers.questionnaire import questionnaire
from cip.documents.papers.registry import KINDS
from cip.documents.pdf import render_pdf
from cip.documents.sheets import Sheet
from cip.kernel.texts import Language
from cip.rulebook.guides import GuideBook, read_guides
from tests.unit.documents.papers import ON, RULES, report_for, report_of, the_pack

PAPERS = tuple(kind.id for kind in KINDS)
MONTHS = (6, 12)
FIRMS = ("one", "seven", "forty")

PLAN = {
    "M01": {
        "state": "in_use",
        "owner": "chi apre il negozio",
        "start": "2026-03-01",
        "note": "Si entra tra le 8 e le 9.",
    },
    "M16": {"state": "planned", "owner": "ufficio paghe", "start": "2027-01-10"},
    "M17": {"state": "planned", "start": "2027-02-01", "end": "2028-02-01"},
    "M25": {"state": "planned"},
    "M42": {"state": "dropped", "start": "2025-02-01"},
}
LONG_NOTE = "Una regola lunga quanto si può scrivere, con tutte le sue parole e le sue eccezioni. " * 3
LONGEST_OWNER = "Chi segue il personale di giorno e chi risponde in sede, tutti"[:60]


def plan_of(firm: str) -> Plan:
    """No plan, a short one, or every measure of the model with texts as long as the page takes."""
    if firm == "one":
        return Plan()
    if firm == "seven":
        return read_plan(PLAN, MONTHS)
    entry = {
        "state": "planned",
        "owner": LONGEST_OWNER,
        "start": "2027-01-10",
        "end": "2029-01-10",
        "note": LONG_NOTE[:300],
    }
    return read_plan({code: dict(entry) for code in the_pack().measures}, MONTHS)


@lru_cache(maxsize=1)
def the_guides() -> GuideBook:
    """The guides of the model of `the_pack`."""
    return read_guides(RULES, the_pack().id)


@lru_cache(maxsize=16)
def basis_of(firm: str, language: Language = "it") -> Basis:
    """What the papers of such a firm are made from."""
    if firm == "seven":
        report = report_of("part", language)
    elif firm == "one":
        report = report_for({"facts": {"workers": 1}}, language)
    else:
        duties = dict.fromkeys(the_pack().duties, "no")
        facts = {"workers": 40, "leave_cases_24m": 3, "father_cases_24m": 2, "away_share": 50, "firms_in_reach": 4}
        steps = dict.fromkeys(the_pack().indicators, 0)
        report = report_for({"facts": facts, "duties": duties, "indicators": steps}, language)
    return Basis(the_pack(), language, ON, plan_of(firm), report, the_guides())


def swollen_page(length: int) -> Sheet:
    """The page for the owner of the firm of 40, with so many characters more in every text of the experts."""
    basis = basis_of("forty")
    report = basis.report
    assert report is not None
    text = ("Parole su parole, e poi ancora. " * 200)[:length]
    measures = tuple(replace(item, what=item.what + text, name=item.name + text) for item in report.measures)
    long = replace(
        report,
        measures=measures,
        duties=tuple(replace(item, name=item.name + text) for item in report.duties),
        things=tuple(replace(item, title=item.title + text, text=text) for item in report.things),
        held_by=tuple(replace(item, because=(text, *item.because)) for item in report.held_by),
        range_words=report.range_words + text,
    )
    return one_page(replace(basis, report=long))


@lru_cache(maxsize=64)
def sheet_of(paper: str, firm: str = "seven", language: Language = "it") -> Sheet:
    """One of the papers, or the questionnaire."""
    if paper == "questionnaire":
        return questionnaire(the_pack(), language, ON)
    return next(kind for kind in KINDS if kind.id == paper).build(basis_of(firm, language))


@lru_cache(maxsize=64)
def pdf_of_sheet(paper: str, firm: str = "seven", language: Language = "it") -> bytes:
    """Such a paper as PDF, made once."""
    return render_pdf(sheet_of(paper, firm, language))
