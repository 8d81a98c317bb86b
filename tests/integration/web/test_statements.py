"""Contacts, privacy, accessibility: what the installation says of itself, and nothing where it says nothing."""

from flask import Flask

from cip.kernel.settings import Contact, read_settings
from tests.integration.web.conftest import SETTINGS
from tests.integration.web.owner import Owner


def page(site: Flask, name: str) -> str:
    return Owner(site).client.get(f"/it/{name}").text


def test_the_contact_page_has_what_the_settings_say(site: Flask) -> None:
    text = page(site, "contacts")
    assert "Sportello di prova" in text
    assert 'href="mailto:prova@example.org"' in text
    assert 'href="tel:020000000"' in text


def test_who_answers_for_the_data_is_named(site: Flask) -> None:
    assert "Ente di prova" in page(site, "privacy")
    assert "Ente di prova" in page(site, "accessibility")


def test_the_statement_has_the_parts_of_the_public_form(site: Flask) -> None:
    text = page(site, "accessibility")
    for part in (
        "Stato di conformità",
        "Contenuti non accessibili",
        "verifica",
        "Segnalate",
        "Se la risposta non basta",
    ):
        assert part in text, part
    assert 'href="mailto:prova@example.org"' in text
    assert "verificarlo prima di pubblicare" in text


def test_settings_without_a_contact_name_nobody() -> None:
    assert read_settings({"CIP_ENV": "development", "CIP_CONTACT_NAME": " "}).contact == Contact()
    assert read_settings(SETTINGS).contact.phone == "02 000 0000"
