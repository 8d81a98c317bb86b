"""The papers of a joining say who joins what, bear the mark of an invented text, promise only what the text says."""

from dataclasses import replace
from datetime import date

import pytest

from cip.agreement.adherence import ENDED_BECAUSE, HIDDEN_BECAUSE, MATTERS, ROUTES, STATES
from cip.agreement.joining import JoiningForm
from cip.documents.agreement_values import values_shown
from cip.documents.joining_words import ended_words, ground_words, matter_words, route_words, state_words
from cip.documents.papers.joining import (
    JoiningPaper,
    committee_letter_sheet,
    joining_form_sheet,
    leaving_letter_sheet,
    workers_notice_sheet,
)
from cip.documents.sheet_html import render_sheet
from cip.kernel.texts import LANGUAGES, Language
from tests.unit.agreement.books import DAY, book, rows

FORM = JoiningForm(
    agreement_id="now",
    book_sha256="b" * 64,
    version=2,
    fixed_on=DAY,
    firm="Forno Ada <b>",
    tax_code="00000039990",
    seat="Valfinta",
    seat_code="999001",
    ccnl_code="H011",
    route="membership",
    reference="socio 42",
    size_counted=7,
    other_text=True,
    other_text_on=date(2020, 5, 1),
    other_text_matters=("welfare",),
)
HOURLY = {
    "available": rows(True),
    "min_unit_minutes": rows(60),
    "notice_days": rows(5),
    "notice_unit": rows("calendar_day"),
    "reply_days": rows(3),
    "reply_unit": rows("working_day"),
    "minutes_per_month": rows("none"),
    "monthly_whole_days": rows("unknown"),
}
AGREEMENT = book(now={"hourly_parental_leave": HOURLY}).by_id["now"]
PAPER = JoiningPaper(
    "it", DAY, AGREEMENT, FORM, FORM.sha256, "http://127.0.0.1/it/joining/x", DAY, "Ada Prova", True, "7/26", DAY
)
SHEETS = (joining_form_sheet, committee_letter_sheet, workers_notice_sheet, leaving_letter_sheet)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("build", SHEETS)
def test_the_mark_stands_on_every_page_of_every_paper(build: object, language: Language) -> None:
    sheet = build(replace(PAPER, language=language))  # type: ignore[operator]
    mark = "inventato" if language == "it" else "invented"
    assert mark in sheet.footer[0]
    assert any(mark in line.lower() for line in list(sheet.lines)[2:-2])
    assert "Forno Ada <b>" not in render_sheet(sheet)


def test_a_real_text_bears_no_mark() -> None:
    real = book(now={"nature": "real", "mark": None}).by_id["now"]
    sheet = joining_form_sheet(replace(PAPER, agreement=real))
    assert sheet.footer[0] == "Accordo di oggi"
    assert not any("inventat" in line.lower() for line in sheet.lines if line != "Inventato.")


def test_the_form_says_all_that_was_declared() -> None:
    said = " ".join(joining_form_sheet(PAPER).lines)
    for words in ("socio 42", "H011", "iscrizione a un'associazione", "welfare", "1º maggio 2020", "Persone", "7/26"):
        assert words in said
    assert "entro 10 giorni" in said
    assert "entro 15 giorni" in said
    assert "3 mesi prima" in said
    assert FORM.sha256 in said
    without = replace(FORM, other_text=False, other_text_on=None, other_text_matters=(), reference=None, ccnl_code=None)
    assert "nessuno" in " ".join(joining_form_sheet(replace(PAPER, form=without)).lines)


def test_the_notice_counts_days_as_the_text_does_and_leaves_out_what_is_not_known() -> None:
    said = " ".join(workers_notice_sheet(PAPER).lines)
    assert "Preavviso: 5 giorni." in said
    assert "entro 3 giorni lavorativi" in said
    assert "60 minuti" in said
    silent = book(now={"hourly_parental_leave": {"available": rows("unknown"), "notice_days": rows(5)}}).by_id["now"]
    bare = " ".join(workers_notice_sheet(replace(PAPER, agreement=silent)).lines)
    assert "a ore" not in bare
    assert "Preavviso" not in bare


def test_no_paper_of_the_workers_names_a_reason_or_health() -> None:
    assert "non serve dire il motivo" in " ".join(workers_notice_sheet(PAPER).lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there(language: Language) -> None:
    assert set(route_words(language)) == set(ROUTES)
    assert set(matter_words(language)) == set(MATTERS)
    assert set(state_words(language)) == set(STATES)
    assert set(ended_words(language)) == set(ENDED_BECAUSE)
    assert set(ground_words(language)) == set(HIDDEN_BECAUSE)


def test_values_are_said_with_units_and_unknown_is_not_none() -> None:
    found = {value.key: value for value in values_shown(AGREEMENT, "it")}
    said = {key: value.lines[0].value for key, value in found.items()}
    assert said["min_unit_minutes"] == "60 minuti"
    assert said["available"] == "sì"
    assert said["reply_unit"] == "giorni lavorativi"
    assert said["minutes_per_month"] == "il testo non lo prevede"
    assert said["monthly_whole_days"] == "non lo sappiamo"
    assert said["leaving_notice_months"] == "3 mesi"
    assert said["notify_committee_days"] == "10 giorni"
    assert said["max_size"] == "50"
    assert found["notify_committee_days"].lines[0].when == "dal 1/1/2026"
    assert "inventato" in found["max_size"].lines[0].sure
