"""Calls: each a pack of its own, with the law and the territory that it cites, and what the office sets for it."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from cip.rulebook.agreement_loading import read_agreement_folder
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import check_calls, load_call_packs
from cip.rulebook.loading import read_law
from cip.rulebook.packs import PackError
from tests.unit.rulebook.folders import TINY, change, copy_of_tiny

CALL = "calls/small.yaml"
OPENS, CLOSES = datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 4, 1, 10, tzinfo=UTC)


def small(root: Path = TINY) -> CallPack:
    """The pack of the tiny call, which must be sound."""
    checked = load_call_packs(root)
    assert checked.diagnostics == ()
    return checked.packs["small"]


def found_in(root: Path) -> list[tuple[str, int, int]]:
    """The mistakes of the calls of a folder: code, line and column."""
    law, _mistakes = read_law(root)
    checked = check_calls(root, law, read_agreement_folder(root))
    return [(item.code, item.line, item.column) for item in checked.diagnostics]


def line_of(root: Path, piece: str) -> int:
    """The line on which a piece of text stands, counted from 1."""
    lines = (root / CALL).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if piece in line)


def test_a_pack_holds_the_law_and_the_territory_that_the_call_cites() -> None:
    pack = small()
    assert set(pack.content.law.parameters) == {"leave_days"}
    assert pack.content.territory is not None
    assert [version.version for version in pack.content.territory.versions] == ["2026-01"]


def test_the_canonical_content_alone_rebuilds_the_pack() -> None:
    pack = small()
    again = CallPack.from_canonical(pack.canonical)
    assert again.content == pack.content
    assert CallPack.of(again.content).sha256 == pack.sha256


def test_damaged_content_is_refused() -> None:
    with pytest.raises(PackError, match="1 mistakes"):
        CallPack.from_canonical(small().canonical.replace('"first_come"', "").replace('"id":"small"', '"id":7', 1))


def test_the_settings_of_an_opening_are_part_of_the_digest() -> None:
    pack = small()
    opened = pack.with_settings(opens=OPENS, closes=CLOSES, cents_by_line={"main": 7_500_000})
    assert (opened.call.window.opens, opened.call.window.closes) == (OPENS, CLOSES)
    assert opened.call.funding[0].cents == 7_500_000
    assert opened.sha256 != pack.sha256
    assert CallPack.from_canonical(opened.canonical).content == opened.content
    with pytest.raises(KeyError):
        pack.with_settings(opens=OPENS, closes=CLOSES, cents_by_line={"other": 1})


def test_a_window_with_one_moment_is_none_yet() -> None:
    window = small().call.window
    assert small().with_settings(opens=OPENS, closes=None, cents_by_line={}).call.window == window
    assert small().with_settings(opens=None, closes=CLOSES, cents_by_line={}).call.window == window


def test_one_instant_has_one_digest_whatever_its_offset() -> None:
    rome = timezone(timedelta(hours=2))
    there = small().with_settings(opens=OPENS.astimezone(rome), closes=CLOSES.astimezone(rome), cents_by_line={})
    assert there.sha256 == small().with_settings(opens=OPENS, closes=CLOSES, cents_by_line={}).sha256


def test_a_line_that_is_not_named_keeps_its_sum() -> None:
    assert small().with_settings(opens=OPENS, closes=CLOSES, cents_by_line={}).call.funding[0].cents == 1_000_000


@pytest.mark.parametrize(
    ("old", "new", "code", "piece", "column"),
    [
        ("id: agreed, type", "id: requested_cents, type", "E305", "requested_cents, type", 10),
        ("id: agreed, type", "id: people, type", "E302", "people, type: yes_no", 10),
        ("type: choice\n", "type: choice\n    min: 1\n", "E208", "    min: 1", 10),
        ("min: 1, max: 49", "min: 50, max: 49", "E208", "min: 50", 51),
        ("when: people <= 20", "when: peple <= 20", "E402", "peple", 11),
        ("when: people <= 20", "when: people + 20", "E405", "people + 20", 11),
        ("points: 40}", "points: 41}", "E205", "points: 41", 89),
        ("from: 24,", "from: 12,", "E208", "rows:", 77),
        ("{score: 15,", "{score: 0,", "E208", "Generica", 21),
        ("minimum: 10", "minimum: 31", "E205", "minimum: 31", 16),
        ("  minimum: 30", "  minimum: 130", "E205", "minimum: 130", 12),
        ("share: 70", "share: 60", "E306", "id: first", 3),
        ("share: 30, when: people", "share: 130, when: people", "E205", "share: 130", 64),
        ("of: [A]", "of: [Z]", "E301", "of: [Z]", 25),
        ("law: [leave_days]", "law: [leave_day]", "E301", "law:", 7),
        ('version: "2026-01"', 'version: "2025-01"', "E301", "territory:", 36),
        ("nature: invented", "nature: proposed", "E204", "nature:", 11),
        ("cents: 1000000", "cents: 10.5", "E203", "10.5", 104),
        ("cents: 1000000", "cents: lots", "E204", "lots", 104),
        ("grid:\n  version", "grid:\n  verson", "E201", "verson", 3),
    ],
)
def test_a_mistake_is_found_at_its_place(
    old: str, new: str, code: str, piece: str, column: int, tmp_path: Path
) -> None:
    root = copy_of_tiny(tmp_path)
    change(root, CALL, old, new)
    assert (code, line_of(root, piece), column) in found_in(root)


def test_a_chain_of_ties_ends_with_a_draw(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    change(root, CALL, "    - {by: draw, label: {it: Sorteggio, en: Draw}}\n", "")
    assert [code for code, _line, _column in found_in(root)] == ["E208"]


def test_what_nobody_reads_is_not_asked(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    change(
        root, CALL, 'groups:\n  - {id: hills, by: zone, label: {it: Collina, en: Hills}, when: place == "hills"}\n', ""
    )
    assert [code for code, _line, _column in found_in(root)] == ["E316"]


def test_a_source_may_be_silent(tmp_path: Path) -> None:
    """`unknown` loads everywhere where a source may say nothing."""
    root = copy_of_tiny(tmp_path)
    text = (root / CALL).read_text(encoding="utf-8")
    silent = {
        "partial: {kind: if_left, minimum_share: 60}": "partial: unknown",
        "beyond: skip": "beyond: unknown",
        "reserve: {months: 12}": "reserve: unknown",
        "cents: 1000000": "cents: unknown",
        "{time_zone: Europe/Rome}": "{opens: unknown, closes: unknown}",
    }
    for old, new in silent.items():
        text = text.replace(old, new)
    (root / CALL).write_text(text, encoding="utf-8")
    call = small(root).call
    assert (call.policy.partial, call.policy.beyond, call.policy.reserve) == ("unknown",) * 3
    assert (call.funding[0].cents, call.window.opens, call.window.closes) == ("unknown",) * 3


def test_a_moment_without_offset_is_refused(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    change(root, CALL, "{time_zone: Europe/Rome}", '{opens: "2026-03-01T08:00:00"}')
    assert [code for code, _line, _column in found_in(root)] == ["E208"]


def test_a_call_closes_after_it_opens(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    same = '"2026-04-01T08:00:00+02:00"'
    change(root, CALL, "{time_zone: Europe/Rome}", f"{{opens: {same}, closes: {same}}}")
    assert [code for code, _line, _column in found_in(root)] == ["E208"]
