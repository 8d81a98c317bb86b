"""What all tests share: saying, at the end, what was left out on purpose."""

import os

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Nothing is left out silently: CIP_TEST_WITHOUT is repeated under the results."""
    left_out = sorted({name.strip() for name in os.environ.get("CIP_TEST_WITHOUT", "").split(",")} - {""})
    if left_out:
        terminalreporter.section("left out")
        terminalreporter.write_line(f"CIP_TEST_WITHOUT left out: {', '.join(left_out)}")
