"""The file of a pilot firm as every role sees it: what is planted where a role may not look is on none of its pages."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from cip.incentives.pilot_file import (
    SECTIONS,
    VIEWERS,
    AwardLine,
    CheckUpLine,
    ClauseCounts,
    ComingDay,
    DocumentLine,
    MeasureLine,
    PilotFile,
    PlanLine,
    Said,
    Section,
    Sums,
    TrancheLine,
    Viewer,
    only,
    sees,
)
from cip.kernel.texts import Text
from cip.web.pilot_shown import pilot_page
from tests.integration.worlds import LONG_ON_POSTGRESQL

DAY = date(2031, 5, 17)
FRAMES = {"owner": "owner/frame.html", "consultant": "owner/frame.html", "union": "union/frame.html"}
# What stands on a page for each section that is seen.
MARKERS: dict[Section, tuple[str, ...]] = {
    "check_ups": ("(T1)</strong>", "11 marzo 2029", "livello 4"),
    "plan": ("PIANO-MARCA",),
    "clauses": ("Rispettate 71",),
    "attestations": ("SINDACATO-MARCA",),
    "measures": ("MISURA-MARCA",),
    "award": ("BANDO-MARCA",),
    "progress": ("accettato", "12 marzo 2029"),
    "sums": ("1.234,56",),
    "owed": ("77,77",),
    "tranches": ("PARTE-MARCA",),
    "bank": ("CONTO-MARCA",),
    "documents": ("CARTA-MARCA",),
    "meeting": ("13 marzo 2029",),
}


def text(words: str) -> Text:
    return Text(it=words, en=words)


PLANTED = PilotFile(
    firm="Forno Prova",
    check_ups=(CheckUpLine("T1", date(2029, 3, 11), 4, True),),
    plan=PlanLine(date(2029, 1, 5), (text("PIANO-MARCA"),)),
    clauses=ClauseCounts(71, 2, 3),
    attestations=(Said("SINDACATO-MARCA", "B-01", "attests", DAY),),
    measures=(MeasureLine(text("MISURA-MARCA"), None, None, True, False),),
    award=AwardLine("BANDO-MARCA", 2, date(2029, 2, 1), True, "accepted", date(2029, 3, 12)),
    sums=Sums(123_456, 0, 123_456),
    owed=7_777,
    tranches=(TrancheLine(text("PARTE-MARCA"), 5, "waiting", None),),
    bank="CONTO-MARCA",
    documents=(DocumentLine(text("CARTA-MARCA"), date(2029, 1, 6)),),
    meeting=date(2029, 3, 13),
    days=(ComingDay(date(2029, 3, 13), "meeting", "meeting"), ComingDay(DAY, "attestation", "attestations")),
)


def page(site: Flask, viewer: Viewer) -> str:
    """The page of the planted file for a role."""
    call = SimpleNamespace(title="Bando")
    visit = SimpleNamespace(id="0" * 32, body_id="1" * 32, call=call, firm=SimpleNamespace(name="Forno Prova"))
    with site.test_request_context("/it/"):
        answer = pilot_page(
            only(PLANTED, viewer), viewer, visit, FRAMES.get(viewer, "office/frame.html"), back_to="/", back_words="x"
        )
    return answer.get_data(as_text=True).replace("\xa0", " ")


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)
def test_a_page_holds_what_its_role_sees_and_nothing_else(site: Flask, viewer: Viewer) -> None:
    shown = page(site, viewer)
    assert set(MARKERS) == set(SECTIONS), "every section has its markers"
    for section, markers in MARKERS.items():
        for marker in markers:
            assert (marker in shown) == sees(viewer, section), f"{viewer}: {section} ({marker})"


def test_the_next_day_is_one_that_the_role_may_know() -> None:
    assert [only(PLANTED, viewer).next_day for viewer in ("owner", "union")] == [PLANTED.days[0], PLANTED.days[1]]


def test_unions_see_no_sums_debts_or_accounts_and_consultants_no_account() -> None:
    hidden = {viewer: {section for section in SECTIONS if not sees(viewer, section)} for viewer in VIEWERS}
    assert hidden["union"] >= {"sums", "owed", "tranches", "bank", "check_ups", "documents", "progress"}
    assert "bank" in hidden["consultant"]
    assert not hidden["owner"]
