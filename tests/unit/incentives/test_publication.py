"""What is published of a ranking: the fields of the duty, hidden names, cells that are no formulas, the schema."""

import csv
import io
import json
from datetime import date

import pytest

from cip.incentives.publication import (
    COLUMNS,
    Beneficiary,
    CallTold,
    PublishedRanking,
    as_csv,
    harmless,
    hidden_because,
    schema,
    threshold_on,
    told_ranking,
)
from tests.unit.incentives.ranked import call_pack, made, stored

SOCIETY, PERSON = "01234567890", "RSSMRA80A01F205X"
TOLD = CallTold(
    address="https://esempio.it/it/calls/c/ranking",
    call_id="c" * 32,
    title="=Bando di prova",
    rules="pilot-2026",
    office="Provincia inventata",
    responsible="ufficio@esempio.it",
    basis=("Accordo inventato",),
    procedure="ranking",
    criteria="https://esempio.it/it/calls/c",
    seed="sorteggio inventato",
    seed_sha256="a" * 64,
    threshold=100_000,
)


def told() -> PublishedRanking:
    ranking = stored(made())
    who = {
        row["id"]: Beneficiary(f"@Impresa {row['rank']}", PERSON if row["rank"] == 1 else SOCIETY)
        for row in ranking.told["ranking"]
    }
    return told_ranking(ranking, TOLD, who)


def test_a_name_is_there_only_where_the_duty_asks_for_it() -> None:
    society, person = Beneficiary("Forno", SOCIETY), Beneficiary("Rossi", PERSON)
    assert hidden_because(society, 100_001, 100_000) is None
    assert hidden_because(society, 100_000, 100_000) == "below_threshold"
    assert hidden_because(society, 0, 100_000) == "not_awarded"
    assert hidden_because(person, 500_000, 100_000) == "natural_person"
    assert hidden_because(society, 500_000, None) == "below_threshold"


def test_what_the_office_gave_in_the_same_year_counts() -> None:
    assert hidden_because(Beneficiary("Forno", SOCIETY, other_cents=60_000), 60_000, 100_000) is None


def test_the_threshold_comes_from_the_law_that_the_call_cites() -> None:
    assert threshold_on(call_pack().content.law.parameters, date(2026, 12, 1)) == 100_000
    assert threshold_on({}, date(2026, 12, 1)) is None


def test_hidden_awards_say_neither_name_nor_tax_code() -> None:
    text = told().model_dump_json()
    assert PERSON not in text
    assert 'Impresa 1"' not in text
    for award in told().awards:
        assert (award.beneficiary is None) == (award.tax_code is None) == (award.hidden is not None)


def test_the_json_fits_its_schema_and_nothing_else_does() -> None:
    text = told().model_dump_json()
    assert PublishedRanking.model_validate_json(text) == told()
    found = schema()
    assert set(json.loads(text)) == set(found["properties"])  # type: ignore[call-overload]
    assert set(found["required"]) <= set(json.loads(text))  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="Extra inputs"):
        PublishedRanking.model_validate({**json.loads(text), "note": "x"})


def test_the_table_has_a_line_for_each_award_with_every_field_of_the_duty() -> None:
    text = as_csv(told())
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert tuple(rows[0]) == tuple(COLUMNS)
    assert len(rows) == len(told().awards)
    assert {row["basis"] for row in rows} == {"Accordo inventato"}
    assert sum(round(float(row["amount_eur"]) * 100) for row in rows) == told().budget.awarded_cents


def test_no_cell_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(told())[1:])))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert {row[COLUMNS.index("title")] for row in rows[1:]} == {"'=Bando di prova"}
    assert harmless("-1") == "'-1"


def test_what_was_not_published_yet_says_so() -> None:
    assert told_ranking(stored(made(), published=False), TOLD, _anybody()).published_at is None


def _anybody() -> dict[str, Beneficiary]:
    return {row["id"]: Beneficiary("x", SOCIETY) for row in stored(made()).told["ranking"]}
