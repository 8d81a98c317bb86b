"""Where things are, all below the project."""

from datetime import date
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
RULES = PROJECT / "rules"
FIRMS = PROJECT / "benchmarks" / "firms"
SCRATCH = PROJECT / ".cache" / "bench"
PAGE = PROJECT / "docs" / "performance.md"
PEERS = PROJECT / ".venv.bench"
OPENFISCA = PROJECT / ".venv.openfisca"

MODEL = "cip-2026"
DAY = date(2026, 11, 1)
