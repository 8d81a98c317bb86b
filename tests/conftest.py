"""What all tests share: figures that a test measured and what was left out on purpose, both said at the end."""

import os
from collections.abc import Callable

import pytest


@pytest.fixture
def show(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Takes a sentence with figures; it is printed under the results, also when the tests ran in several processes."""
    return lambda sentence: record_property("figures", sentence)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Figures are printed, and nothing is left out silently: CIP_TEST_WITHOUT is repeated under the results."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    figures = [
        str(said)
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, said in getattr(report, "user_properties", ())
        if name == "figures"
    ]
    if figures:
        terminalreporter.section("figures")
        for said in figures:
            terminalreporter.write_line(said)
    left_out = sorted({name.strip() for name in os.environ.get("CIP_TEST_WITHOUT", "").split(",")} - {""})
    if left_out:
        terminalreporter.section("left out")
        terminalreporter.write_line(f"CIP_TEST_WITHOUT left out: {', '.join(left_out)}")
