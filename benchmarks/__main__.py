"""`python -m benchmarks [ROW...]`: measures the budgets (all of them, or some rows) and prints a table.

A run of all rows also rewrites the generated part of docs/performance.md. No figure makes it fail.
"""

import shutil
import sys
from collections.abc import Callable

from benchmarks import report
from benchmarks.paths import PAGE, SCRATCH
from benchmarks.rows import (
    applications,
    audit,
    check_up,
    cold_start,
    command,
    first_visit,
    million,
    one_respondent,
    pages,
    paper,
    ranking,
    saving,
    submissions,
)
from cip.kernel.clock import today

ROWS: dict[str, Callable[[], report.Report]] = {
    "1": one_respondent.report,
    "2": million.report,
    "3": check_up.report,
    "4": cold_start.report,
    "5": command.report,
    "7": saving.report,
    "8": pages.report,
    "10": paper.report,
    "11": first_visit.report,
    "12": audit.report,
    "13": applications.report,
    "14": submissions.report,
    "15": ranking.report,
}


def main() -> int:
    """Measure, print, and write the page down."""
    wanted = sys.argv[1:] or list(ROWS)
    unknown = [row for row in wanted if row not in ROWS]
    if unknown:
        print(f"benchmarks: there is no row {', '.join(unknown)}; known: {', '.join(ROWS)}", file=sys.stderr)
        return 1
    SCRATCH.mkdir(parents=True, exist_ok=True)
    try:
        found = [_measured(row) for row in wanted]
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)
    for detail in (detail for each in found for detail in each.details):
        print(f"\n{detail.title}\n{report.as_text(detail.head, detail.rows)}")
    cells = [report.budget_cells(line) for each in found for line in each.lines]
    print(f"\n{report.machine()}\n{report.as_text(report.BUDGET_HEAD, cells)}")
    if wanted == list(ROWS):
        report.rewrite(PAGE, report.generated(found, today()))
    return 0


def _measured(row: str) -> report.Report:
    print(f"measuring row {row}", flush=True)
    return ROWS[row]()


if __name__ == "__main__":
    sys.exit(main())
