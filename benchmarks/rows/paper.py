"""Row 10: the full report as PDF: the first and later papers of the process that makes them, its memory, its growth."""

import multiprocessing
import time
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from benchmarks.engines.check_ups import answers_of, bound_pack
from benchmarks.report import Line, Report
from cip.assessment.engine import check_up_bound
from cip.documents.pool import PdfPool
from cip.documents.printing import Printable
from cip.documents.report import build_report

FIRM = "forty"
WARM = 5
SETTLED = 10
RENDERS = 60
BUDGET_SECONDS = 1.0
BUDGET_MB = 100.0
GROWTH_MB = 3.0


def report() -> Report:
    """Seconds by the clock, megabytes resident."""
    bound = bound_pack()
    answers = answers_of(bound, FIRM)
    paper = build_report(bound.pack, answers, check_up_bound(bound, answers), "it")
    with PdfPool() as pool:
        start = time.perf_counter()
        pages = len(PdfReader(BytesIO(pool.render(paper))).pages)
        cold = time.perf_counter() - start
        warm = min(_seconds(pool, paper) for _ in range(WARM))
        for _ in range(SETTLED):
            pool.render(paper)
        before = _resident_mb()
        for _ in range(RENDERS):
            pool.render(paper)
        after = _resident_mb()
    what, limit = f"full PDF report, a firm of 40 ({pages} pages)", f"at most {BUDGET_SECONDS:g} s"
    grown, room = after - before, f"at most {GROWTH_MB:g} MB"
    return Report(
        (
            Line(10, f"{what}, warm", f"{warm:.2f} s", limit, warm <= BUDGET_SECONDS),
            Line(10, f"{what}, the first of a process", f"{cold:.2f} s", "", None),
            Line(10, "memory of the process", f"{after:.0f} MB", f"at most {BUDGET_MB:g} MB", after <= BUDGET_MB),
            Line(10, f"growth over {RENDERS} papers", f"{grown:.1f} MB", room, grown <= GROWTH_MB),
        )
    )


def _seconds(pool: PdfPool, paper: Printable) -> float:
    start = time.perf_counter()
    pool.render(paper)
    return time.perf_counter() - start


def _resident_mb() -> float:
    """What the maker of PDF, our only child, holds in memory."""
    pid = multiprocessing.active_children()[0].pid
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
