"""Three firms and their reports on the real rules: answered in part, held by gates, without a single answer."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from cip.assessment.answer_file import read_answers
from cip.assessment.bound import bind
from cip.assessment.engine import check_up_bound
from cip.assessment.explaining import NEEDED
from cip.documents.parts import Report
from cip.documents.pdf import render_pdf
from cip.documents.report import build_report
from cip.kernel.texts import Language
from cip.rulebook.checking import check_rules
from cip.rulebook.packs import Pack

RULES = Path(__file__).parents[3] / "rules"
ON = date(2026, 11, 21)
EARLY = date(2026, 3, 2)

PART: dict[str, object] = {
    "facts": {
        "workers": 7,
        "sector": "workshop",
        "single_cover": "no",
        "opening_hours": 45,
        "leave_cases_24m": 2,
        "carers_told": "yes",
        "away_share": 10,
        "ccnl": "C011",
        "shifts": "no",
        "extra_hours": "yes",
        "firms_in_reach": 2,
        "association": "yes",
        "representation": ["rls", "rst"],
    },
    "indicators": {
        "T1": 1,
        "T2": 0,
        "T3": 2,
        "T4": 1,
        "L1": 1,
        "L2": 0,
        "C1": {"step": 3, "count": 1},
        "C2": 3,
        "C3": {"not_applicable": "no_fathers_24_months"},
        "C4": 2,
        "S1": 0,
        "K1": 1,
        "K2": 2,
        "R1": 1,
    },
    "duties": {"risk_assessment": "yes", "l104_permits": "no"},
    "needs": {"respondents": 7, "N04": 3, "N06": 1},
    "in_use": {"M05": date(2025, 9, 1)},
}


@lru_cache(maxsize=1)
def the_pack() -> Pack:
    """The real pack, read once."""
    checked = check_rules(RULES, NEEDED, only_model="cip-2026", with_cases=False)
    assert not checked.diagnostics, checked.diagnostics[0]
    return checked.packs["cip-2026"]


def held_firm() -> dict[str, object]:
    """High steps everywhere, but no written rules and no listening: two gates hold the level."""
    steps: dict[str, object] = {code: {"step": 3, "count": 2} for code in the_pack().indicators}
    return {"facts": {"workers": 23}, "indicators": steps | {"K1": 1, "K2": 1}}


@lru_cache(maxsize=16)
def report_of(firm: str = "part", language: Language = "it", on: date = ON) -> Report:
    """The report of one of the firms: part, held or empty."""
    files = {"part": PART, "held": held_firm(), "empty": {}}
    return report_for(files[firm], language, on=on)


def report_for(
    file: Mapping[str, object],
    language: Language = "it",
    *,
    on: date = ON,
    extra: Mapping[str, Mapping[str, object]] | None = None,
) -> Report:
    """The report of a firm with these answers, and with what stands beside them."""
    bound = bind(the_pack(), on)
    answers = read_answers(bound, file)
    return build_report(the_pack(), answers, check_up_bound(bound, answers), language, printed_on=on, extra=extra)


@lru_cache(maxsize=4)
def pdf_of_firm(firm: str = "part", language: Language = "it") -> bytes:
    """The PDF of such a report, made once."""
    return render_pdf(report_of(firm, language))
