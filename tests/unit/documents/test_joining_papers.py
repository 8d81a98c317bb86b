"""The papers of a joining say who joins what, bear the mark of an invented text, promise only what the text says."""

from dataclasses import replace
from datetime import date

import pytest

from cip.agreement.adherence import ENDED_BECAUSE, HIDDEN_BECAUSE, MATTERS, ROUTES, STATES
from cip.agreement.joining import JoiningForm
from cip.documents.agreement_values import amount_said, one_source, themes, values_shown
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
    assert "Preavviso: 5 giorni di calendario. Se è urgente" in said
    assert "entro 3 giorni lavorativi" in said
    assert "almeno 1 h." in said
    silent = book(now={"hourly_parental_leave": {"available": rows("unknown"), "notice_days": rows(5)}}).by_id["now"]
    bare = " ".join(workers_notice_sheet(replace(PAPER, agreement=silent)).lines)
    assert "a ore" not in bare
    assert "Preavviso" not in bare


def test_the_notice_tells_every_right_that_the_text_gives() -> None:
    hourly = {**HOURLY, "step_minutes": rows(30), "monthly_plan": rows(True), "silence": rows("accepted")}
    hourly |= {"notice_urgent_days": rows(2), "notice_urgent_unit": rows("calendar_day")}
    params = {"band_minutes": 30, "elder_hours_year": 16, "part_time_reply_days": 15, "part_time_return_months": 12}
    told = {name: rows(value) for name, value in params.items()}
    full = book(now={"hourly_parental_leave": hourly, "params": told}).by_id["now"]
    said = " ".join(workers_notice_sheet(replace(PAPER, agreement=full)).lines)
    for words in (
        "almeno 1 h, poi a scatti di 30 min",
        "5 giorni di calendario. Se prima era impossibile: 2 giorni di calendario.",
        "in un piano, concordato con l'impresa",
        "Senza risposta, la richiesta è accettata.",
        "una fascia di 30 min",
        "16 ore l'anno",
        "una risposta entro 15 giorni",
        "garantito dopo 12 mesi",
    ):
        assert words in said


def test_the_letter_says_where_the_address_of_the_committee_is_asked() -> None:
    assert "Indirizzo: chiedetelo al comitato" in " ".join(committee_letter_sheet(PAPER).lines)


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
    assert said["min_unit_minutes"] == "1 h"
    assert said["available"] == "sì"
    assert said["reply_unit"] == "giorni lavorativi"
    assert said["minutes_per_month"] == "il testo non lo prevede"
    assert said["monthly_whole_days"] == "non lo sappiamo"
    assert said["leaving_notice_months"] == "3 mesi"
    assert said["notify_committee_days"] == "10 giorni"
    assert said["max_size"] == "50"
    assert found["notify_committee_days"].lines[0].when == "dal 1/1/2026"
    assert "inventato" in found["max_size"].lines[0].sure


def test_values_stand_by_theme_and_a_shared_source_is_said_once() -> None:
    whole = book(now={"hourly_parental_leave": HOURLY, "params": {"max_size": rows(50), "meetings_share": rows(80)}})
    found = themes(whole, whole.by_id["now"], "it")
    assert [(theme.letter, len(theme.values)) for theme in found] == [("B", len(HOURLY)), ("", 2)]
    assert [value.lines[0].value for value in found[-1].values] == ["50", "80 %"]
    assert one_source(found) == ("Accordo inventato", "inventato per la dimostrazione")
    other = [{**rows(5)[0], "source": "Un altro testo"}]
    mixed = book(now={"params": {"max_size": rows(50), "elder_hours_year": other}})
    assert one_source(themes(mixed, mixed.by_id["now"], "it")) is None
    assert (amount_said("elder_hours_year", 16, "it"), amount_said("band_minutes", 90, "en")) == ("16 ore", "1 h 30")
