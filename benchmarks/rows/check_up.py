"""Row 3: one real check-up with its whole trace."""

from benchmarks.report import Line, Report
from benchmarks.rounds import Measured, Worker, in_turns

ROUNDS = 12
BUDGET_MS = 1.0
FIRMS_TRIED = {
    "seven": "a firm of 7 that answered in part",
    "forty": "a firm of 40 that answered everything",
    "empty": "nothing answered yet",
}


def report() -> Report:
    """The three firms in turns."""
    found = in_turns({firm: Worker(("check-up", firm)) for firm in FIRMS_TRIED}, ROUNDS)
    return Report(tuple(_line(FIRMS_TRIED[firm], measured) for firm, measured in found.items()))


def _line(firm: str, found: Measured | str) -> Line:
    what, budget = f"check-up with its trace: {firm}", f"at most {BUDGET_MS:g} ms"
    if isinstance(found, str):
        return Line(3, what, f"failed: {found}", budget, False)
    taken = found.processor * 1e3
    return Line(3, what, f"{taken:.2f} ms", budget, taken <= BUDGET_MS)
