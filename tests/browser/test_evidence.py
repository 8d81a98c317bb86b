"""An owner adds a proof to an answer on a phone, keeps it again, and takes it back."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.test_following import faults
from tests.browser.walking import start
from tests.unit.files.samples import PDF


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_a_proof_is_added_kept_and_taken_back(new_page: NewPage, tmp_path: Path, scripts: bool) -> None:
    page = new_page(scripts=scripts)
    base = start(page)
    page.goto(f"{base}/area/T")
    page.check("#T1-3")
    page.locator(".cip-save button[value=hub]").click()
    page.wait_for_url(base)
    page.goto(f"{base}/area/T")
    page.get_by_role("link", name="Allegate una prova").click()
    page.get_by_role("button", name="Aggiungete la prova").click()
    expect(page.locator("#errors")).to_contain_text("Scegliete un file", use_inner_text=True)
    paper = tmp_path / "Accordo sull'orario.pdf"
    paper.write_bytes(PDF)
    page.set_input_files("#file", paper)
    page.fill("#valid_until", "2099-12-31")
    page.fill("#note", "L'orario concordato a marzo")
    page.get_by_role("button", name="Aggiungete la prova").click()
    page.wait_for_url("**/evidence#e-*")
    text = page.locator(".cip-evidence").inner_text()
    assert "Vale fino al 31 dicembre 2099" in text
    assert "L'orario concordato a marzo" in text
    with page.expect_download() as found:
        page.get_by_role("link", name="Accordo sull'orario.pdf").click()
    assert found.value.suggested_filename == "Accordo sull'orario.pdf"
    assert Path(found.value.path()).read_bytes() == PDF
    page.get_by_role("link", name="Togliete questa prova").click()
    page.fill("#why", "era il foglio sbagliato")
    page.get_by_role("button", name="Togliete la prova").click()
    page.wait_for_url("**/evidence#e-*")
    text = page.locator(".cip-evidence").inner_text()
    assert "era il foglio sbagliato" in text
    expect(page.get_by_role("link", name="Accordo sull'orario.pdf")).to_have_count(0)


def test_these_pages_are_accessible(new_page: NewPage, axe_source: str, tmp_path: Path) -> None:
    page = new_page(scripts=True)
    base = start(page)
    (tmp_path / "a.pdf").write_bytes(PDF)
    page.goto(f"{base}/evidence/plan/M05")
    page.set_input_files("#file", tmp_path / "a.pdf")
    page.get_by_role("button", name="Aggiungete la prova").click()
    withdraw = page.get_by_role("link", name="Togliete questa prova").get_attribute("href")
    found: list[str] = []
    for address in (f"{base}/evidence", f"{base}/evidence/plan/M05", str(withdraw)):
        page.goto(address)
        found += faults(page, axe_source)
    page.get_by_role("button", name="Togliete la prova").click()
    found += faults(page, axe_source)
    assert found == []
