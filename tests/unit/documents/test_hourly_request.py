"""The request for leave by the hour: only the fields of clause B-08, prefilled with what is known; never a reason."""

import re
from datetime import date

import pytest

from cip.agreement.leave.requests import Worker
from cip.agreement.leave.summary import Summary, summary_of
from cip.documents.papers.hourly_request import HoursAsked, hourly_request
from cip.documents.sheets import Fill, Sheet, Table, Together
from cip.kernel.texts import Language
from tests.unit.agreement.leave.books import shipped

ON, DAY = date(2026, 3, 1), date(2026, 3, 10)
WORKER = Worker(2280, 5)  # type: ignore[arg-type]  # a whole number is a fraction


def summary(identifier: str | None = None) -> Summary:
    return summary_of(shipped(), identifier, WORKER, DAY, ON)


def sheet(identifier: str | None = None, language: Language = "it") -> Sheet:
    return hourly_request(HoursAsked(summary(identifier), language, ON, DAY, 228, ON))


def test_it_asks_for_what_the_clause_names_and_nothing_else() -> None:
    labels = [block.label for block in sheet().blocks if isinstance(block, Fill)]
    assert labels == [
        "All'impresa",
        "Chi chiede",
        "Periodo, dal – al",
        "Giornate di congedo a cui corrispondono le ore",
    ]
    table = next(block for block in sheet().blocks if isinstance(block, Table))
    assert table.head == ("Giorno", "Quante ore", "In quale parte della giornata (dalle – alle)")
    assert "allego copia della domanda all'INPS" in sheet().lines


@pytest.mark.parametrize(
    ("language", "wrong"), [("it", r"malatt|certificat|diagnos"), ("en", r"illness|certif|diagnos")]
)
def test_it_never_asks_for_reasons_or_health(language: Language, wrong: str) -> None:
    paper = sheet(language=language)
    fields = [block for block in paper.blocks if isinstance(block, Fill)]
    fields += [
        part for block in paper.blocks if isinstance(block, Together) for part in block.blocks if isinstance(part, Fill)
    ]
    assert not any(re.search(r"motiv|reason|salute|health", field.label, re.IGNORECASE) for field in fields)
    assert not re.search(wrong, " ".join(paper.lines), re.IGNORECASE)


def test_it_is_prefilled_with_the_rules_of_the_law() -> None:
    lines = list(sheet().lines)
    assert "Solo questa misura: 3 h 48" in lines
    assert "Preavviso: 2 giorni di calendario" in lines
    assert any("10/3/2026" in line for line in lines)


def test_the_mark_of_a_proposal_is_printed() -> None:
    lines = list(sheet("milano-proposal-2026").lines)
    assert any("proposta, da contrattare" in line for line in lines)
    assert "Poi a scatti di: 30 min" in lines
    assert "Se prima era impossibile: 2 giorni di calendario" in lines


def test_an_unread_text_leaves_its_unit_to_be_read() -> None:
    lines = list(sheet("social-cooperatives-milano-2025").lines)
    assert "Almeno: da leggere nel testo" in lines
    assert not any(line.startswith("Preavviso:") for line in lines)


def test_whole_days_of_a_month_are_said() -> None:
    assert "Nel mese: le ore del mese fanno giornate intere" in list(sheet("abi-2016").lines)


def test_in_english() -> None:
    lines = list(sheet("milano-proposal-2026", "en").lines)
    assert "Request for parental leave by the hour" in lines
    assert "Notice: 5 calendar days" in lines
