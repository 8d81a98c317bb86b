"""The book of guides: found by code, kept on disk, and no part of what a check-up is pinned to."""

from datetime import date
from pathlib import Path

import pytest

from cip.rulebook import guides
from cip.rulebook.cache import key_of
from cip.rulebook.guides import NO_GUIDES, GuidesBrokenError, read_guides
from cip.rulebook.shapes.guides import BLOCK_KINDS
from tests.unit.rulebook.folders import MODEL, TINY, change, copy_of_tiny, pack_of

ON = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a cache folder that holds nothing yet."""
    monkeypatch.setenv("CIP_CACHE", str(tmp_path / "cache"))


def test_a_book_finds_guides_papers_cards_and_terms() -> None:
    book = read_guides(TINY, "tiny")
    assert list(book.measures) == ["M01", "M02", "M03"]
    assert book.measures["M01"].how[2].en == "Look at it after a month."
    assert [paper.id for paper in book.papers_of("M01")] == ["rule_sheet"]
    assert book.papers_of("M03") == book.papers_of("M99") == ()
    assert [block.kind for block in book.papers["rule_sheet"].blocks] == list(BLOCK_KINDS)
    assert book.cards["first_card"].questions[0].right == 0
    assert book.terms["leave"].also.italian == ("aspettativa", "astensione")


def test_a_book_brings_the_law_that_it_cites_also_where_the_model_does_not(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    change(root, f"{MODEL}/guides/glossary.yaml", "law: [leave_days]", "law: [leave_by_the_hour]")
    law = read_guides(root, "tiny").content.law
    assert law is not None
    assert sorted(law.parameters) == ["leave_by_the_hour", "leave_days"]
    assert {item.id for item in law.selectors} == {item.selector for item in law.parameters.values()}
    assert "leave_by_the_hour" not in pack_of(root).content.law.parameters


def test_a_model_without_the_folder_has_an_empty_book(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    (root / MODEL / "guides").rename(tmp_path / "elsewhere")
    assert read_guides(root, "tiny") is NO_GUIDES


def test_a_book_is_kept_until_a_byte_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_of_tiny(tmp_path)
    first = read_guides(root, "tiny")
    with monkeypatch.context() as patched:
        patched.setattr(guides, "read_folder", lambda *_args, **_kw: pytest.fail("the kept book was not used"))
        assert read_guides(root, "tiny").content == first.content
    change(root, f"{MODEL}/guides/cards.yaml", "Know where to start.", "Know where to begin.")
    assert read_guides(root, "tiny").cards["first_card"].aim.en == "Know where to begin."


def test_a_mistake_refuses_the_book_in_one_sentence(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    change(root, f"{MODEL}/guides/papers/rules.yaml", "law: [leave_days]", "law: [leave_day]")
    change(root, f"{MODEL}/guides/cards.yaml", "right: 0", "right: 2")
    with pytest.raises(GuidesBrokenError, match=r"cards.yaml:9:7 E208 .* \(and 1 more") as refused:
        read_guides(root, "tiny")
    assert "\n" not in str(refused.value)


def test_a_book_may_be_read_while_guides_are_still_missing(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    file = root / MODEL / "guides" / "measures" / "all.yaml"
    file.write_text(file.read_text(encoding="utf-8").split("- id: M03")[0], encoding="utf-8")
    assert list(read_guides(root, "tiny").measures) == ["M01", "M02"]


def test_no_guide_changes_a_pack_or_the_key_of_a_kept_pack(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    pack, key = pack_of(root).sha256, key_of(root, ("law", MODEL), ON)
    change(root, f"{MODEL}/guides/cards.yaml", "Know where to start.", "Know where to begin.")
    assert pack_of(root).sha256 == pack
    assert key_of(root, ("law", MODEL), ON) == key
    change(root, f"{MODEL}/measures/all.yaml", "Three days beyond the law.", "Four days beyond the law.")
    assert key_of(root, ("law", MODEL), ON) != key


def test_a_pack_is_made_without_opening_a_guide(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    for file in (root / MODEL / "guides").rglob("*.yaml"):
        file.write_text("not: [sound", encoding="utf-8")
    assert pack_of(root).id == "tiny"
