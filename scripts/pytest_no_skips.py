"""A pytest plugin: a test that skips itself fails, so that a green run means that every test ran.

What may be left out is left out by name, with CIP_TEST_WITHOUT (see scripts/test.sh).
"""

from collections.abc import Generator
from typing import TypeVar

import pytest

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

WHY = "this run may not skip; leave tests out with CIP_TEST_WITHOUT, or mend what is missing"


def refuse_skip(report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} skipped itself ({report.longreprtext.strip()}): {WHY}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return refuse_skip((yield))
