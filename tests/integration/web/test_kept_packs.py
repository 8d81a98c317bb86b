"""A check-up that is pinned to a pack of earlier days: every page still opens, and its result is stored."""

import pytest
from flask import Flask

from cip.rulebook.packs import Pack
from cip.web import state as web_state
from tests import kept
from tests.integration.web.owner import Owner
from tests.integration.web.rich import apart
from tests.integration.web.routes import addresses, of_check_up


@pytest.mark.parametrize("name", kept.NAMES)
def test_every_page_opens_on_an_earlier_pack(site: Flask, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    packs = site.extensions[web_state.EXTENSION].packs
    earlier, now = Pack.from_canonical(kept.canonical(name)), packs.current
    monkeypatch.setattr(packs, "current", (earlier,))
    owner = Owner(site)
    owner.start()
    monkeypatch.setattr(packs, "current", now)
    owner.profile()
    owner.post("/area/T", {"T1": "2", "T2": "unknown"})
    owner.conclude()
    for endpoint, address in addresses(site, "GET", owner.check_up_id).items():
        if of_check_up(endpoint) and not apart(endpoint):
            answer = owner.client.get(address, follow_redirects=True)
            assert answer.status_code < 500, endpoint
            assert endpoint.endswith("group") or answer.status_code == 200, endpoint
