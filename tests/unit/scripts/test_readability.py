"""The index of readability: its formula, what counts, and that hard texts are found."""

from pathlib import Path

import pytest

from scripts.readability import (
    LEAST,
    Count,
    Group,
    counted,
    gulpease,
    italian_in,
    long_sentences,
    main,
    merged,
    of_group,
    of_interface,
    of_rules,
)

ROOT = Path(__file__).resolve().parents[3]
EASY = "Il foglio sta sul muro. Chi arriva lo legge."
HARD = (
    "Le disposizioni concernenti l'articolazione flessibile dell'orario presuppongono l'individuazione preventiva "
    "delle professionalità interessate, subordinatamente all'approvazione dell'organizzazione aziendale competente."
)


@pytest.mark.parametrize(
    ("sentences", "words", "letters", "index"),
    [(1, 10, 50, 69.0), (2, 20, 90, 74.0), (1, 30, 180, 39.0), (1, 1, 5, 339.0), (3, 7, 31, 173.3)],
)
def test_the_formula(sentences: int, words: int, letters: int, index: float) -> None:
    """89 + (300 x sentences - 10 x letters) / words."""
    assert gulpease(Count(sentences, words, letters)) == index


def test_sentences_words_and_letters_are_counted_as_people_do() -> None:
    assert counted(EASY) == Count(sentences=2, words=9, letters=34)
    assert counted("Sono le 9:30, è l'ora (circa)!") == Count(sentences=1, words=6, letters=19)
    assert counted("Perché? «Non lo so.»").sentences == 2


def test_a_label_is_no_sentence_and_markup_no_word() -> None:
    assert counted("Piano delle ferie") == Count()
    assert counted("Mancano <strong>%(count)s</strong> risposte.").words == 3


def test_hard_words_fall_below_the_least_and_plain_ones_do_not() -> None:
    assert gulpease(counted(HARD)) < LEAST < gulpease(counted(EASY))


def test_only_the_italian_of_a_pair_is_read() -> None:
    rows = [{"id": "M01", "what": {"it": "Uno.", "en": "One."}, "steps": [{"it": "Due.", "en": "Two."}], "it": "solo"}]
    assert list(italian_in(rows)) == ["Uno.", "Due."]


def test_small_groups_are_measured_together_with_their_folder() -> None:
    pages = [Group("cip/a.html", [EASY] * 5), Group("cip/b.html", [EASY] * 5), Group("cip/c.html", [EASY] * 10)]
    found = merged(pages)
    assert [(group.name, of_group(group).words) for group in found] == [("cip/c.html", 90), ("cip/ (short ones)", 90)]


def test_a_long_sentence_is_named_with_its_file() -> None:
    found = list(long_sentences([Group("rules/x.yaml", [EASY, " ".join(["parola"] * 21) + "."])]))
    assert len(found) == 1
    assert found[0].startswith("rules/x.yaml: 21 words")


def test_the_groups_are_the_files_of_the_models_and_the_pages() -> None:
    rules = {group.name: group for group in of_rules(ROOT)}
    assert "rules/models/cip-2026/indicators/time.yaml" in rules
    assert "rules/models/cip-2026/guides/measures/time.yaml" in rules
    assert not any("/cases/" in name or "/law/" in name for name in rules)
    assert any(
        text.startswith("Su un foglio segnate")
        for text in rules["rules/models/cip-2026/guides/measures/time.yaml"].texts
    )
    assert any(group.name == "cip/web/templates/public/home.html" for group in of_interface(ROOT))


def test_hard_texts_fail_and_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "rules" / "models" / "x"
    model.mkdir(parents=True)
    (model / "areas.yaml").write_text(
        f'- {{what: {{it: "{HARD} {HARD} {HARD} {HARD}", en: "Hard."}}}}\n', encoding="utf-8"
    )
    monkeypatch.setattr("scripts.readability.ROOT", tmp_path)
    assert main() == 1
    printed = capsys.readouterr().out
    assert HARD[:40] in printed
    assert "1 of 1 groups of texts lie below 55" in printed
