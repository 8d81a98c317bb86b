"""Packs: the newest for a new check-up, the old one for an old check-up, none with mistakes."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from cip.kernel.errors import RefusalError
from cip.kernel.settings import read_settings
from cip.web import state as web_state
from cip.web.packs import Packs, packs_for, rules_folder
from tests.integration.web.owner import Owner


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the checkout's rules."""
    folder = tmp_path / "rules"
    shutil.copytree(rules_folder(read_settings({})), folder)
    return folder


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_check_up_stays_on_the_pack_it_was_started_with(
    site: Flask, owner: Owner, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.profile()
    change(rules / "models/cip-2026/areas.yaml", '"Tempo di lavoro"', '"Il tempo, riveduto"')
    newer = packs_for(read_settings({"CIP_RULES": str(rules)}))
    old = site.extensions[web_state.EXTENSION].packs
    monkeypatch.setattr(old, "current", newer.current)
    monkeypatch.setattr(old, "_by_digest", {pack.sha256: pack for pack in newer.current})
    assert "Tempo di lavoro" in owner.get("/area/T").text
    owner.conclude()
    fresh = Owner(site)
    fresh.start()
    assert "Il tempo, riveduto" in fresh.get("/area/T").text


def test_rules_with_mistakes_are_refused_in_one_sentence(rules: Path) -> None:
    change(rules / "models/cip-2026/areas.yaml", "minutes: 1.5", "minuets: 1.5")
    with pytest.raises(RefusalError, match=r"areas\.yaml:\d+"):
        packs_for(read_settings({"CIP_RULES": str(rules)}))


def test_a_day_without_a_model_is_refused(packs: Packs) -> None:
    with pytest.raises(RefusalError, match="no model"):
        packs.newest_on(date(1990, 1, 1))
