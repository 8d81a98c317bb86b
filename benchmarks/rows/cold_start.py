"""Row 4: load, check and compile in a fresh process, without and with the cache on disk."""

import json
import subprocess
import sys

from benchmarks.paths import PROJECT, RULES
from benchmarks.report import Line, Report
from benchmarks.rounds import environment

RUNS = 7
PARTS = {
    "model": ("one model with the law: load, check, compile", 150.0),
    "all": ("all of rules/: load, check, compile", 400.0),
    "cached": ("one model from the cache on disk", None),
}


def report() -> Report:
    """Each part in fresh processes, in turns; imports apart. The first run fills the cache and does not count."""
    _run("cached")
    taken: dict[str, list[float]] = {part: [] for part in PARTS}
    for _ in range(RUNS):
        for part, times in taken.items():
            found = _run(part)
            if found is not None:
                times.append(found)
    return Report(tuple(_line(part, times) for part, times in taken.items()))


def _run(part: str) -> float | None:
    """Milliseconds of the processor, None where it failed."""
    command = [sys.executable, "-m", "benchmarks.cold", part]
    said = subprocess.run(command, cwd=PROJECT, env=environment({}), capture_output=True, check=False)
    return float(json.loads(said.stdout)["processor"]) if said.returncode == 0 else None


def _line(part: str, times: list[float]) -> Line:
    what, limit = PARTS[part]
    if part == "all":
        what += f" ({sum(file.stat().st_size for file in RULES.rglob('*.yaml')) / 1024:.0f} KB)"
    budget = f"at most {limit:g} ms" if limit else ""
    if not times:
        return Line(4, what, "failed", budget, False)
    return Line(4, what, f"{min(times):.0f} ms", budget, None if limit is None else min(times) <= limit)
