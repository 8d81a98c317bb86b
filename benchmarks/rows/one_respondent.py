"""Row 1: the yardstick pack, one respondent, warm, as a ratio to other people's engines in the same run."""

from dataclasses import dataclass

from benchmarks.environments import Environment
from benchmarks.paths import PEERS
from benchmarks.report import Detail, Line, Report
from benchmarks.rounds import Measured, Worker, in_turns

ROUNDS = 15
RULE_COUNT = 199


@dataclass(frozen=True)
class Peer:
    """An engine of somebody else; without a package it needs nothing installed."""

    key: str
    name: str
    package: str | None = None
    at_least: float | None = None


PEERS_TRIED = (
    Peer("datalogic", "datalogic (JsonLogic, Rust)", "datalogic-py", 7.0),
    Peer("cel", "CEL in Rust", "common-expression-language", 18.0),
    Peer("simpleeval", "simpleeval", "simpleeval", 30.0),
    Peer("zen", "zen-engine expressions (Rust)", "zen-engine"),
    Peer("rule-engine", "rule-engine", "rule-engine"),
    Peer("eval", "Python's compile and eval, rule by rule"),
    Peer("walk", "walk over the trees"),
)


def report() -> Report:
    """CIP and every peer that can be had."""
    packages = tuple(peer.package for peer in PEERS_TRIED if peer.package)
    place = Environment(PEERS)
    versions = place.provide(packages)
    workers = {"own": Worker(("record", "own"))}
    for peer in PEERS_TRIED:
        if peer.package is None:
            workers[peer.key] = Worker(("record", peer.key))
        elif versions[peer.package]:
            workers[peer.key] = Worker(("record", peer.key), place.python)
    found = in_turns(workers, ROUNDS)
    own = found["own"]
    if isinstance(own, str):
        return Report((Line(1, "one respondent", f"failed: {own}", "", False),))
    lines = [_line(peer, own, found) for peer in PEERS_TRIED if peer.at_least]
    return Report((_own_line(own), *lines), (_detail(own, found, versions),))


def _own_line(own: Measured) -> Line:
    shown = f"{own.processor * 1e6:.1f} us, {own.mismatches} mismatches"
    return Line(1, f"one respondent, {RULE_COUNT} rules, warm", shown, "0 mismatches", own.mismatches == 0)


def _line(peer: Peer, own: Measured, found: dict[str, Measured | str]) -> Line:
    other = found.get(peer.key, "not installed")
    budget = f"at least {peer.at_least:g}x"
    if isinstance(other, str):
        return Line(1, f"faster than {peer.name}", other, budget, None)
    ratio = other.processor / own.processor
    return Line(1, f"faster than {peer.name}", f"{ratio:.1f}x", budget, ratio >= (peer.at_least or 0))


def _detail(own: Measured, found: dict[str, Measured | str], versions: dict[str, str | None]) -> Detail:
    rows = [_cells("CIP", own, own)]
    for peer in PEERS_TRIED:
        version = versions.get(peer.package or "") or ""
        rows.append(_cells(f"{peer.name} {version}".strip(), found.get(peer.key, "not installed"), own))
    return Detail(
        "One respondent at a time",
        "Least processor time of one respondent over interleaved rounds. Engines behind a language border get only "
        "the names that each rule reads, the kindest use. Every engine was checked on 2,000 respondents first.",
        ("engine", "load, ms", "us", "times CIP", "mismatches"),
        tuple(rows),
    )


def _cells(name: str, found: Measured | str, own: Measured) -> tuple[str, ...]:
    if isinstance(found, str):
        return (name, found, "", "", "")
    ratio = found.processor / own.processor
    return (name, f"{found.prepared_ms:.0f}", f"{found.processor * 1e6:.1f}", f"{ratio:.1f}", str(found.mismatches))
