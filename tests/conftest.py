"""What all tests share: figures that a test measured and what was left out on purpose, both said at the end."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.routing import Rule


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once() -> Iterator[None]:
    """Each test of a page has an application of its own, and compiling what builds its addresses takes longer than the
    page. The compiled function depends on the text and the defaults of a rule alone: one of each a process is enough.
    """
    compiled: dict[tuple[object, ...], Any] = {}
    compile_builder = Rule._compile_builder  # the one slow step; there is no public place to keep what it makes

    def kept(rule: Rule, append_unknown: bool = True) -> Any:
        defaults = tuple(sorted((rule.defaults or {}).items(), key=str))
        key = (rule.rule, tuple(rule._trace), defaults, append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", kept)
        yield



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
