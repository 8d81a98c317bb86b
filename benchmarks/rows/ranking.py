"""Row 15: `cip rank` of a thousand applications of the pilot call and `cip replay` of its bundle, whole processes."""

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.calls.pack import CALL, pilot
from benchmarks.paths import DAY, PROJECT, RULES, SCRATCH
from benchmarks.report import Line, Report
from benchmarks.rounds import environment
from benchmarks.rows.command import timed
from cip.incentives.rehearsal import sample_applications

ROW = 15
APPLICATIONS = 1_000
RUNS = 3
SEED = "bench"
RANK, REPLAY = f"cip rank of {APPLICATIONS:,} applications, whole process", "cip replay of its bundle, whole process"


def report() -> Report:
    """The least of a few runs, and whether both gave the same bytes."""
    program = Path(sys.executable).with_name("cip")
    if not program.is_file():
        return Report((Line(ROW, RANK, "no command cip beside this Python", "", None),))
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        file, bundle = Path(folder) / "applications.json", Path(folder) / "bundle.json"
        samples = sample_applications(pilot(), seed=SEED, size=APPLICATIONS, on=DAY)
        file.write_text(json.dumps({"applications": [one.as_json() for one in samples], "seed": SEED}))
        ranked = [str(program), "rank", CALL, str(file), "--json", "--bundle", str(bundle), "--rules", str(RULES)]
        replayed = [str(program), "replay", str(bundle), "--json"]
        digests = [_digest(command) for command in (ranked, replayed)]
        lines = tuple(_line(what, command) for what, command in ((RANK, ranked), (REPLAY, replayed)))
    same = digests[0] == digests[1] != ""
    bytes_line = Line(ROW, "what both print", "the same bytes" if same else "NOT the same", "the same bytes", same)
    return Report((*lines, bytes_line))


def _digest(command: list[str]) -> str:
    """The digest of what a command prints, empty if it failed."""
    done = subprocess.run(command, cwd=PROJECT, env=environment({}), capture_output=True, check=False)
    return "" if done.returncode else hashlib.sha256(done.stdout).hexdigest()


def _line(what: str, command: list[str]) -> Line:
    runs = [timed(command) for _ in range(RUNS)]
    clock, processor = min(run[0] for run in runs), min(run[1] for run in runs)
    return Line(ROW, what, f"{clock:.1f} s by the clock, {processor:.1f} s processor", "", None)
