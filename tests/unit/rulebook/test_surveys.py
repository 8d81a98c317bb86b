"""The workers' survey is content: a mistake in any of its files is found at its place."""

import shutil
from pathlib import Path

import pytest

from cip.assessment.explaining import NEEDED
from cip.rulebook.checking import check_rules
from cip.rulebook.shapes.survey import MOST_QUESTIONS
from cip.rulebook.surveys import SurveyBrokenError, check_survey, read_survey
from cip.voice.rules import Protection
from tests.unit.rulebook.folders import REAL, TINY, change, check


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the real survey beside the real model's needs."""
    shutil.copytree(REAL, tmp_path / "rules")
    return tmp_path / "rules"


def codes(root: Path) -> list[tuple[str, str]]:
    folder = check_rules(root, NEEDED, with_cases=False).folder
    return [(item.code, item.file) for item in check_survey(root, folder)]


def test_the_real_survey_is_sound_and_short(root: Path) -> None:
    assert codes(root) == []
    book = read_survey(root)
    assert book is not None
    assert len(book.structure.questions) == MOST_QUESTIONS == 12
    assert book.structure.minutes <= 4
    assert set(book.words) == {"it", "en"}
    assert Protection.from_json(book.structure.protection.model_dump()).minimum == 5


def test_a_folder_without_a_survey_has_none() -> None:
    assert read_survey(TINY) is None
    assert check_survey(TINY, check(TINY).folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("structure.yaml", "minimum: 5 ", "minimum: 4 ", ("E205", "survey/structure.yaml")),
        ("structure.yaml", "pool_share: 50", "pool_share: 60", ("E205", "survey/structure.yaml")),
        ("structure.yaml", "options: [N01,", "options: [N99, N01,", ("E301", "survey/structure.yaml")),
        ("structure.yaml", "options_of: needs", "options_of: neds", ("E301", "survey/structure.yaml")),
        ("structure.yaml", "{id: asked,", "{id: whom_to_ask,", ("E302", "survey/structure.yaml")),
        ("structure.yaml", "minutes: 4", "minutes: 5", ("E205", "survey/structure.yaml")),
        ("structure.yaml", "cards: 8", "cards: 8, longest: 3", ("E208", "survey/structure.yaml")),
        ("it.yaml", "no_answer:", "no_anser:", ("E201", "survey/it.yaml")),
        ("it.yaml", "once: Una o poche", "ones: Una o poche", ("E201", "survey/it.yaml")),
        ("it.yaml", "language: it", "language: fr", ("E208", "survey/it.yaml")),
        ("it.yaml", "{few}", "{fewer}", ("E307", "survey/it.yaml")),
        ("it.yaml", "Mai,", '"",', ("E207", "survey/it.yaml")),
        ("en.yaml", "No names.", "No names " + "and no names " * 10 + "at all.", ("E702", "survey/en.yaml")),
    ],
)
def test_a_mistake_is_found_where_it_stands(
    root: Path, file: str, old: str, new: str, expected: tuple[str, str]
) -> None:
    change(root, f"survey/{file}", old, new)
    assert expected in codes(root)
    if expected[0] != "E301" or "N99" not in new:
        with pytest.raises(SurveyBrokenError):
            read_survey(root)


def test_a_missing_language_and_a_stray_file_are_mistakes(root: Path) -> None:
    (root / "survey/en.yaml").unlink()
    (root / "survey/notes.txt").write_text("x", encoding="utf-8")
    assert codes(root) == [("E209", "survey/en.yaml"), ("E210", "survey/notes.txt")]


def test_a_further_language_is_one_file(root: Path) -> None:
    text = (root / "survey/en.yaml").read_text(encoding="utf-8")
    (root / "survey/ro.yaml").write_text(text.replace("language: en", "language: ro"), encoding="utf-8")
    assert codes(root) == []
    book = read_survey(root)
    assert book is not None
    assert set(book.words) == {"en", "it", "ro"}
