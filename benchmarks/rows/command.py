"""Row 5: `cip check-up FILE --json` as a whole process with the pack cached, and what it imports."""

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.paths import DAY, FIRMS, PROJECT, RULES
from benchmarks.report import Line, Report
from benchmarks.rounds import environment

RUNS = 12
BUDGET_SECONDS = 0.6
HEAVY = ("pandas", "flask", "sqlalchemy", "xhtml2pdf")
WHAT = "cip check-up FILE --json, whole process, pack cached"


def report() -> Report:
    """The installed command on the firm of seven."""
    budget = f"at most {BUDGET_SECONDS:g} s"
    program = Path(sys.executable).with_name("cip")
    if not program.is_file():
        return Report((Line(5, WHAT, "no command cip beside this Python", budget, None),))
    arguments = ["check-up", str(FIRMS / "seven.yaml"), "--json", "--on", DAY.isoformat(), "--rules", str(RULES)]
    command = [str(program), *arguments]
    if subprocess.run(command, cwd=PROJECT, env=environment({}), capture_output=True, check=False).returncode:
        return Report((Line(5, WHAT, "failed", budget, False),))
    runs = [timed(command) for _ in range(RUNS)]
    clock, processor = min(run[0] for run in runs), min(run[1] for run in runs)
    shown = f"{clock:.2f} s by the clock, {processor:.2f} s processor"
    return Report((Line(5, WHAT, shown, budget, clock <= BUDGET_SECONDS), _imports(command)))


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds by the clock and of the processor, children included."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, cwd=PROJECT, env=environment({}), stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - start, processor


def _imports(command: list[str]) -> Line:
    told = [sys.executable, "-X", "importtime", *command]
    said = subprocess.run(told, cwd=PROJECT, env=environment({}), capture_output=True, text=True, check=True).stderr
    lines = [line for line in said.splitlines() if line.startswith("import time:")]
    imported = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in lines}
    heavy = [name for name in HEAVY if name in imported]
    found, budget = ", ".join(heavy) or "none", f"none of {', '.join(HEAVY)}"
    return Line(5, "heavy packages that it imports", found, budget, not heavy)
