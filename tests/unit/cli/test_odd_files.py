"""Files that are no ordinary YAML: JSON by its own rules, pipes, days in other spellings, words too long to repeat."""

import os
from pathlib import Path

import pytest

from tests.unit.cli.conftest import ON, Cip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"facts": {"workers": 7,}}', "is not JSON"),
        (b'{"facts": {"workers": 7, "workers": 8}}', 'the key "workers" stands twice'),
        (b'{"facts": {"workers": NaN}}', "NaN is no number"),
        (b"facts: {workers: 7}", "is not JSON"),
        (b'{"facts": {"sector": "\\ud83d\\ude00"}}', "accepted: shop"),
    ],
)
def test_json_is_read_by_its_own_rules(cip: Cip, tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "firm.json").write_bytes(content)
    ran = cip("check-up", tmp_path / "firm.json", "--on", ON)
    assert ran.code == 1
    assert words in ran.err


def test_json_with_tabs_and_a_value_on_the_next_line_is_accepted(cip: Cip, tmp_path: Path) -> None:
    (tmp_path / "firm.json").write_bytes(b'{\n\t"facts"\n:\n\t\t{"workers": 7}}')
    assert cip("check-up", tmp_path / "firm.json", "--on", ON, "--json").json["band"] == "b"


def test_a_pipe_and_a_file_without_end_are_refused_at_once(cip: Cip, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "large.yaml").write_bytes(b"#" * 300_000)
    for name in ("pipe.yaml", "large.yaml"):
        ran = cip("check-up", tmp_path / name)
        assert (ran.code, "no file of at most 256 KB" in ran.err) == (1, True)


@pytest.mark.parametrize("day", ["20260302", "2026-W10-1", "2026-3-2"])
def test_a_day_is_written_in_one_way(cip: Cip, tmp_path: Path, day: str) -> None:
    (tmp_path / "firm.yaml").write_text(f'indicators: {{T1: {{step: 3, date: "{day}"}}}}')
    ran = cip("check-up", tmp_path / "firm.yaml", "--on", "2026-11-21")
    assert (ran.code, "accepted: YYYY-MM-DD" in ran.err) == (1, True)


def test_other_digits_are_no_code_and_long_words_are_cut(cip: Cip, tmp_path: Path) -> None:
    (tmp_path / "firm.yaml").write_text('facts: {municipality: "٠١٢٣٤٥"}', encoding="utf-8")
    assert cip("check-up", tmp_path / "firm.yaml").code == 1
    (tmp_path / "firm.yaml").write_text(f"facts: {{sector: {'x' * 50_000}}}")
    assert len(cip("check-up", tmp_path / "firm.yaml").err) < 500


def test_a_need_left_open_is_not_a_need_that_nobody_has(cip: Cip, tmp_path: Path) -> None:
    (tmp_path / "firm.yaml").write_text(
        "facts: {workers: 7, single_cover: no}\nindicators: {T1: 0}\n"
        "needs: {respondents: 7, N01: 0, N03: unknown, N09: unknown, N10: unknown}"
    )
    found = cip("check-up", tmp_path / "firm.yaml", "--on", ON, "--json").json
    measure = next(item for item in found["measures"] if item["id"] == "M01")
    assert measure["parts"]["need"] > 0
    assert "stima" in measure["because"][0]["it"]
