"""The pages of the financial plan: a file is looked at and kept, sources hang on cells, sums open to their awards."""

import io

import openpyxl
import pytest
from flask import Flask

from cip.monitoring.told import ToldProgramme
from cip.web.state import state_of
from tests.integration.incentives.answering import notified
from tests.integration.incentives.ranks import Ranks, make_ranks
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.test_monitoring import followed
from tests.integration.web.test_rankings import person, post

SMALL = "voce;fonte;euro\nAlleanza Conciliazione In Pratica;Ex DGR 1081;49.999,99\nTotale;Totale;60000,00\n"
NB = "\N{NO-BREAK SPACE}"


@pytest.fixture
def ranks(site: Flask, clock: Clock) -> Ranks:
    """A call of 50,000 euro whose ranking is made. The site's clock is at the ranking."""
    found = make_ranks(state_of(site).database, firms=4)
    clock.now = found.calling.now
    return found


@pytest.fixture
def olga(site: Flask, ranks: Ranks) -> Owner:
    return person(site, ranks, "olga")


def attach(olga: Owner, page: str, ranks: Ranks, cell: str) -> str:
    """Hang the call's source on a cell; the page that comes."""
    form = {"call_id": ranks.call_id, "call_source": "pilot", f"cell-{ranks.call_id}-pilot": cell}
    answer = post(olga, f"{page}/finance/attach", form)
    return answer.text if answer.status_code != 303 else "saved"


def bring(olga: Owner, page: str, text: str, name: str = "piano.csv") -> tuple[int, str]:
    """Bring a file; what the page says."""
    answer = post(olga, f"{page}/finance/import", {"file": (io.BytesIO(text.encode()), name)})
    return answer.status_code, answer.text


def test_a_source_hangs_on_a_cell_and_the_sums_open_to_their_awards(site: Flask, olga: Owner, ranks: Ranks) -> None:
    page = followed(olga, ranks)
    awards = notified(ranks)
    before = olga.client.get(f"{page}/finance").text
    assert "senza casella" in before
    assert f"0{NB}€ dei 903.329,10{NB}€ del piano" in before
    full = attach(olga, page, ranks, "training/dgr_1081")
    assert f"Nella casella «Piano formazione, Ex DGR 1081» restano 20.000{NB}€" in full
    assert "Scegliete una casella" in attach(olga, page, ranks, "altro")
    assert attach(olga, page, ranks, "cip/dgr_1081") == "saved"
    after = olga.client.get(f"{page}/finance").text
    assert f"50.000{NB}€ dei 903.329,10{NB}€ del piano" in after
    assert "Ogni fonte ha la sua casella." in after
    cell = olga.client.get(f"{page}/finance/cells/cip/dgr_1081").text
    assert all(f"/awards/{one.id}" in cell for one in awards)
    assert olga.client.get(f"{page}/finance/cells/training/cofinancing").status_code == 404
    book = openpyxl.load_workbook(io.BytesIO(olga.client.get(f"{page}/report.xlsx").data))
    cells = {(row[0].value, row[1].value): row[3].value for row in book["Soldi per casella"].iter_rows(min_row=2)}
    assert cells["Alleanza Conciliazione In Pratica", "Ex DGR 1081"] == 50_000
    assert cells["Totale", None] == 50_000
    report = olga.client.get(f"{page}/report").text
    assert "Somme per voce e per fonte del piano" in report
    told = site.test_client().get(f"/it/data/programmes/{page.rpartition('/')[2]}.json")
    found = {(one.line, one.source): one for one in ToldProgramme.model_validate_json(told.text).finance}
    open_cell = found["cip", "dgr_1081"]
    assert (open_cell.planned_cents, open_cell.budget_cents) == (21_842_200, 5_000_000)
    # Four firms: what single firms were awarded is not told as the sum of few.
    assert (open_cell.awarded_cents, open_cell.hidden) == (None, "few_firms")
    assert (found["training", "dgr_1081"].awarded_cents, found["training", "dgr_1081"].hidden) == (0, None)


def test_a_file_is_looked_at_then_kept_and_never_takes_what_is_hung(olga: Owner, ranks: Ranks) -> None:
    page = followed(olga, ranks)
    whole = olga.client.get(f"{page}/finance/plan.csv").data.decode("utf-8-sig")
    status, text = bring(olga, page, whole)
    assert (status, "Nessuna casella cambia." in text) == (200, True)
    assert all(one in text for one in (f"108.000{NB}€ (testo)", f"108.605{NB}€ (testo)", f"825.021,32{NB}€ (testo)"))
    assert attach(olga, page, ranks, "cip/dgr_1081") == "saved"
    status, text = bring(olga, page, SMALL)
    assert f"avrebbe 49.999,99{NB}€, ma a bando ci sono già 50.000{NB}€" in text
    assert "Salvate questa versione" not in text
    status, text = bring(olga, page, SMALL.replace("49.999,99", "50000"))
    assert f"60.000{NB}€ (totale scritto nella tabella)" in text
    sealed = text.partition('name="sealed" value="')[2].partition('"')[0]
    assert post(olga, f"{page}/finance/import/keep", {"sealed": sealed}).status_code == 303
    again = post(olga, f"{page}/finance/import/keep", {"sealed": sealed})
    assert (again.status_code, "Nel frattempo" in again.text) == (422, True)
    assert post(olga, f"{page}/finance/import/keep", {"sealed": "x"}).status_code == 404
    kept = olga.client.get(f"{page}/finance").text
    assert "Versione 2" in kept
    assert "piano.csv" in kept
    assert f"50.000{NB}€ dei 50.000{NB}€ del piano" in kept


def test_files_that_are_no_plan_are_told_and_nothing_is_kept(olga: Owner, ranks: Ranks) -> None:
    page = followed(olga, ranks)
    for text, words in (
        ("voce;fonte;euro\nA;B;108.605\n", "Riga 2. Questa somma si può leggere in più modi"),
        ("voce;fonte;euro;colore\nA;B;1;x\n", "una colonna che non conosciamo, o scritta due volte: colore"),
        ("", "nessuna somma"),
    ):
        status, found = bring(olga, page, text)
        assert (status, words in found) == (422, True), words
    assert "Scegliete il file del piano." in post(olga, f"{page}/finance/import").text
    assert "Le versioni salvate" not in olga.client.get(f"{page}/finance").text
