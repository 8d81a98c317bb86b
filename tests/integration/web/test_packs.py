"""Packs: the newest for a new check-up, the old one for an old check-up, none with mistakes."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from cip.kernel.errors import RefusalError
from cip.kernel.settings import read_settings
from cip.web import state as web_state
from cip.web.packs import Packs, guides_for, packs_for, rules_folder
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


@pytest.mark.parametrize(("language", "words"), [("it", "Le regole di questo check-up"), ("en", "The rules of this")])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE packs SET content = replace(content, 'Tempo di lavoro', 'Tempo libero')",
        "UPDATE packs SET content = '{}'",
    ],
    ids=["a word", "everything"],
)
def test_a_kept_pack_that_was_changed_is_refused(
    site: Flask,
    owner: Owner,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    language: str,
    words: str,
    statement: str,
) -> None:
    owner.profile()
    state = site.extensions[web_state.EXTENSION]
    monkeypatch.setattr(state.packs, "_by_digest", {})
    monkeypatch.setattr(state.packs, "_old", {})
    with state.database.engine.begin() as connection:
        table = "" if connection.dialect.name == "sqlite" else " ON packs"
        connection.execute(sa.text(f"DROP TRIGGER tr_packs_no_update{table}"))
        connection.execute(sa.text(statement))
    owner.language = language
    for path in ("", "/area/T", "/profile", "/area/T"):
        answer = owner.get(path)
        assert answer.status_code == 500, path
        assert words in answer.text
    assert "was changed after it was kept" in caplog.text
    assert owner.post("/result").status_code == 500
    assert owner.post("/erase").status_code == 303, "what the owner gave can still be taken back"


def test_rules_with_mistakes_are_refused_in_one_sentence(rules: Path) -> None:
    change(rules / "models/cip-2026/areas.yaml", "minutes: 1.5", "minuets: 1.5")
    with pytest.raises(RefusalError, match=r"areas\.yaml:\d+"):
        packs_for(read_settings({"CIP_RULES": str(rules)}))


def test_guides_with_mistakes_are_refused_in_one_sentence(rules: Path, packs: Packs) -> None:
    settings = read_settings({"CIP_RULES": str(rules)})
    assert set(guides_for(settings, packs)) == {pack.id for pack in packs.current}
    change(rules / "models/cip-2026/guides/papers/time_and_leaves.yaml", "status: proposal", "status: proposed")
    with pytest.raises(RefusalError, match=r"time_and_leaves\.yaml:\d+"):
        guides_for(settings, packs)


def test_a_day_without_a_model_is_refused(packs: Packs) -> None:
    with pytest.raises(RefusalError, match="no model"):
        packs.newest_on(date(1990, 1, 1))
