"""What all tests share: figures that a test measured and what was left out on purpose, both said at the end."""

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.routing import Rule

from cip.kernel import codes

# What Rule.compile sets: there is no public place to keep it.
MADE = ("_parts", "_trace", "_converters", "arguments")
BUILDERS = ("_build", "_build_unknown")
COST_IN_EARNEST = codes._COST

# A process of tests holds many sites, and looking through all of them for cycles takes a tenth of its time.
gc.set_threshold(200_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once() -> Iterator[None]:
    """Each test of a page has an application of its own, and compiling what builds its addresses takes longer than the
    page. What is compiled depends on what a rule says alone: one of each a process is enough.
    """
    compiled: dict[tuple[object, ...], dict[str, Any]] = {}
    compile_rule = Rule.compile

    def kept(rule: Rule) -> None:
        defaults = tuple(sorted((rule.defaults or {}).items(), key=str))
        key = (rule.rule, rule.subdomain, rule.host, rule.strict_slashes, rule.merge_slashes, rule.websocket, defaults)
        if key not in compiled:
            compile_rule(rule)
            made = {name: getattr(rule, name) for name in (*MADE, *BUILDERS)}
            compiled[key] = {**made, **{name: made[name].__func__ for name in BUILDERS}}
            return
        for name, value in compiled[key].items():
            setattr(rule, name, value.__get__(rule, None) if name in BUILDERS else value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", kept)
        yield


@pytest.fixture(scope="session", autouse=True)
def codes_cost_little() -> Iterator[None]:
    """The digest of a code takes hundredths of a second on purpose, and tests make thousands of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codes, "_COST", 2)
        yield


@pytest.fixture
def codes_as_in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The digest of a code as it is made for people."""
    monkeypatch.setattr(codes, "_COST", COST_IN_EARNEST)


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
