"""Packs of earlier days, as a database keeps them: they must be read, and give the same results, for ever.

Beside each pack stand firms' answers with the sha256 of the result that they gave on `ON` when it was new.
"""

import gzip
import json
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
NAMES = tuple(sorted(path.name.removesuffix(".json.gz") for path in HERE.glob("*.json.gz")))
ON = date(2026, 3, 2)


def canonical(name: str) -> str:
    """The stored text of a pack."""
    return gzip.decompress((HERE / f"{name}.json.gz").read_bytes()).decode()


def firms(name: str) -> list[tuple[dict[str, object], str]]:
    """Answers in the shape of a check-up's FILE, with the sha256 of their result."""
    lines = gzip.decompress((HERE / f"{name}.firms.gz").read_bytes()).decode().splitlines()
    return [(firm["file"], firm["result"]) for firm in map(json.loads, lines)]
