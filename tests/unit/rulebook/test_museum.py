"""Every mistake that an author can make is found, once, at the line to mend."""

import re
from pathlib import Path

import pytest

from cip.assessment.cases import check_cases
from cip.assessment.explaining import NEEDED as REAL_NEEDED
from cip.incentives.cases import check_call_cases
from cip.rulebook.calls import check_calls
from cip.rulebook.checking import CheckedRules, check_rules
from cip.rulebook.diagnostics import CATALOGUE, Diagnostic
from cip.rulebook.guides import check_guides
from cip.rulebook.programmes import check_programmes
from tests.unit.rulebook.folders import MODEL, MUSEUM, REAL, TINY, change, check, copy_of_tiny, exhibit

LEAST_EXHIBITS = 50


def all_diagnostics(root: Path, checked: CheckedRules) -> list[Diagnostic]:
    """What `cip rules check` prints: the mistakes of the rules, of the cases, of the guides and of the calls."""
    calls = check_calls(root, checked.folder.law, checked.agreements, measures=checked.folder.measures)
    of_calls = [*calls.diagnostics, *check_call_cases(calls)]
    of_calls += check_programmes(root, frozenset(calls.folder.declared), checked.folder.measures)
    return sorted([*checked.diagnostics, *check_cases(checked), *check_guides(root, checked.folder), *of_calls])


@pytest.mark.parametrize("path", MUSEUM, ids=lambda path: path.stem)
def test_each_broken_file_gives_its_one_diagnostic_at_its_place(path: Path, tmp_path: Path) -> None:
    shown = exhibit(path)
    root = copy_of_tiny(tmp_path)
    shown.lay_over(root)
    found = all_diagnostics(root, check(root))
    places = [(item.code, item.file, item.line, item.column) for item in found]
    assert places == [(shown.code, shown.file, shown.line, shown.column)], [str(item) for item in found]
    assert_finished(found[0])


def assert_finished(diagnostic: Diagnostic) -> None:
    """One line, every placeholder of the catalogue filled, a sentence that says how to repair."""
    assert not re.search(r"\{[a-z_]+\}", diagnostic.text), diagnostic.text
    assert "\n" not in diagnostic.text
    assert "None" not in diagnostic.text
    expected = f"{diagnostic.file}:{diagnostic.line}:{diagnostic.column} {diagnostic.code} {diagnostic.text}"
    assert str(diagnostic) == expected


def test_every_code_of_the_catalogue_has_a_broken_file() -> None:
    shown = {exhibit(path).code for path in MUSEUM}
    assert shown == set(CATALOGUE)
    assert len(MUSEUM) >= LEAST_EXHIBITS


def test_the_first_digit_of_a_code_is_its_stage() -> None:
    assert all(re.fullmatch(r"E[1-8]\d\d", code) for code in CATALOGUE)
    assert list(CATALOGUE) == sorted(CATALOGUE)


@pytest.mark.parametrize(("root", "needed"), [(TINY, None), (REAL, REAL_NEEDED)], ids=["tiny", "real"])
def test_sound_folders_give_no_diagnostic(root: Path, needed: dict[str, frozenset[str]] | None) -> None:
    checked = check(root) if needed is None else check_rules(root, needed)
    assert [str(item) for item in all_diagnostics(root, checked)] == []
    assert set(checked.packs) == {path.name for path in (root / "models").iterdir()}


def test_all_mistakes_of_a_folder_are_reported_in_one_run_sorted_by_place(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    change(root, "law/leave.yaml", "from: 2026-01-01", "from: 2026-02-01")
    change(root, "law/selectors.yaml", "giorno della regola", "TODO")
    change(root, f"{MODEL}/areas.yaml", '"Costa poco."', '""')
    change(root, f"{MODEL}/indicators/time.yaml", "weight: 40", "weight: 0")
    change(root, f"{MODEL}/indicators/time.yaml", "when: workers == 1", "when: wrokers == 1")
    change(root, f"{MODEL}/measures/all.yaml", "needs: [N02]", "needs: [N20]")
    change(root, f"{MODEL}/measures/all.yaml", "needs: [N01]", "needs: [N01]\n  after: [{id: M02, hard: true}]")
    change(root, f"{MODEL}/about.yaml", "to: open", "to: 2025-01-01")
    (root / MODEL / "duties.yaml").write_text("- {id: x\n", encoding="utf-8")
    found = check(root).diagnostics
    assert list(found) == sorted(found)
    assert [(item.code, item.file.removeprefix(f"{MODEL}/")) for item in found] == [
        ("E501", "law/leave.yaml"),
        ("E705", "law/selectors.yaml"),
        ("E503", "about.yaml"),
        ("E701", "areas.yaml"),
        ("E101", "duties.yaml"),
        ("E402", "indicators/time.yaml"),
        ("E205", "indicators/time.yaml"),
        ("E602", "measures/all.yaml"),
        ("E301", "measures/all.yaml"),
    ]


def test_later_stages_run_on_what_is_sound_and_do_not_repeat_what_is_not(tmp_path: Path) -> None:
    """An unsound item may still be cited; the mistakes of its sound neighbours are found in the same run."""
    root = copy_of_tiny(tmp_path)
    change(root, f"{MODEL}/profile.yaml", "    unit: workers\n", "    unit: workers\n    unti: workers\n")
    change(root, f"{MODEL}/indicators/time.yaml", "weight: 60", "weight: sixty")
    change(root, f"{MODEL}/indicators/time.yaml", "applies: shifts", "applies: shifst")
    found = [(item.code, item.line) for item in check(root).diagnostics]
    assert [code for code, _ in found] == ["E203", "E402", "E201"]


@pytest.mark.parametrize(
    "file",
    sorted(path.relative_to(TINY).as_posix() for path in TINY.rglob("*.yaml")),
)
def test_a_file_that_cannot_be_read_is_the_only_mistake(file: str, tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    (root / file).write_text('a: "', encoding="utf-8")
    checked = check(root)
    assert [(item.code, item.file) for item in all_diagnostics(root, checked)] == [("E101", file)]
    outside = file.endswith("cases/small.yaml") or "/guides/" in file or file.startswith(("calls/", "programmes/"))
    assert checked.packs == {} or outside


def test_a_pack_is_made_only_of_a_sound_model_and_sound_law(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    change(root, "law/leave.yaml", "confidence: from-memory", "confidence: guessed")
    assert check(root).packs == {}


def test_only_the_model_that_is_asked_for_is_read(tmp_path: Path) -> None:
    root = copy_of_tiny(tmp_path)
    (root / "models" / "other").mkdir()
    assert check(root).diagnostics
    assert check_rules(root, {}, only_model="nothing").diagnostics == ()
