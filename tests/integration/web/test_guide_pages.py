"""Every page that a guide names is there."""

import re
from dataclasses import replace
from pathlib import Path

from flask import Flask

from cip.web.app import create_app
from cip.web.state import state_of

DOCS = Path(__file__).parents[3] / "docs"
FIRST_SIGN_IN = {302, 303}


def named_in(guide: str) -> list[str]:
    """The addresses that a guide names."""
    return re.findall(r"`(/it/[^`]*)`", (DOCS / f"{guide}.md").read_text(encoding="utf-8"))


def test_every_page_that_the_guide_for_owners_names_exists(site: Flask) -> None:
    named = named_in("guida-impresa")
    assert len(named) > 6
    for address in named:
        assert site.test_client().get(address).status_code == 200, address


def found_in_demo(site: Flask, guide: str) -> tuple[set[str], set[str]]:
    """The addresses of a guide that anybody opens where it is a demonstration, and those behind the sign-in."""
    state = state_of(site)
    demo = create_app(replace(state.settings, demo=True), now=state.clock)
    client = demo.test_client()
    assert client.get("/it/nowhere").status_code == 404
    found = {address: client.get(address) for address in named_in(guide)}
    state_of(demo).close()
    assert {address for address, reply in found.items() if reply.status_code not in {200, *FIRST_SIGN_IN}} == set()
    behind = {address for address, reply in found.items() if reply.status_code in FIRST_SIGN_IN}
    assert all("/account/sign-in" in found[address].location for address in behind)
    return set(found) - behind, behind


def test_every_page_that_the_guide_for_people_names_exists(site: Flask) -> None:
    opened, behind = found_in_demo(site, "guida-persone")
    assert len(opened | behind) > 6
    assert {"/it/consultant", "/it/association/needs", "/it/account/calendar"} <= behind


def test_every_page_that_the_guide_to_agreements_names_exists(site: Flask) -> None:
    opened, behind = found_in_demo(site, "guida-accordo")
    assert opened == {"/it/agreements", "/it/leave-by-the-hour", "/it/demo/people"}
    assert behind == {"/it/union", "/it/committee"}


def test_every_page_that_the_guide_to_calls_names_exists(site: Flask) -> None:
    opened, behind = found_in_demo(site, "guida-bandi")
    assert opened == {"/it/calls", "/it/demo/people"}
    assert behind == {"/it/office", "/it/evaluator"}


def test_every_page_that_the_guide_to_the_money_names_exists(site: Flask) -> None:
    opened, behind = found_in_demo(site, "guida-incentivo")
    assert opened == {"/it/demo/people"}
    assert behind == {"/it/office", "/it/union", "/it/consultant"}
