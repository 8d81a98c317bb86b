"""Every proof that the page of ASVS names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.[^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
CHAPTERS = {"3", "6", "7", "8"}


def test_every_row_has_a_proof_that_exists() -> None:
    rows = ROW.findall(PAGE)
    assert len(rows) == sum(line.startswith("| ") for line in PAGE.splitlines()) - 1, "a row that was not read"
    for item, _what, proofs in rows:
        found = PROOF.findall(proofs)
        assert found, item
        for path, name in found:
            file = ROOT / path
            assert file.is_file(), path
            assert f"def {name}(" in file.read_text(encoding="utf-8"), f"{path}::{name}"


def test_every_chapter_is_there() -> None:
    assert {item.split(".")[0] for item, _what, _proofs in ROW.findall(PAGE)} >= CHAPTERS
