"""Engines in processes of their own, measured in turns: what disturbs one round of the machine disturbs all of them."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.paths import PROJECT, SCRATCH


class WorkerError(Exception):
    """An engine could not be made ready or broke down; the text is its last line."""


@dataclass
class Measured:
    """The least processor and wall time of an engine, in seconds a respondent."""

    mismatches: int = 0
    prepared_ms: float = 0.0
    processor: float = float("inf")
    wall: float = float("inf")


@dataclass
class Worker:
    """One engine: its command for `benchmarks.worker`, the interpreter it runs in and what it is told besides."""

    arguments: tuple[str, ...]
    python: Path = Path(sys.executable)
    settings: Mapping[str, str] = field(default_factory=dict)

    def __enter__(self) -> "Worker":
        self._process = subprocess.Popen(
            [self.python, "-m", "benchmarks.worker", *self.arguments],
            cwd=PROJECT,
            env=environment(self.settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def ready(self) -> Measured:
        """Wait until it has checked itself. Raises WorkerError."""
        told = self._answer()
        self._respondents = int(told["respondents"])
        return Measured(mismatches=int(told["mismatches"]), prepared_ms=float(told["prepared_ms"]))

    def work(self, into: Measured) -> None:
        """One round. Raises WorkerError."""
        try:
            print("round", file=self._process.stdin, flush=True)
        except BrokenPipeError:
            raise WorkerError(self._last_words()) from None
        told = self._answer()
        into.processor = min(into.processor, told["processor"] / self._respondents)
        into.wall = min(into.wall, told["wall"] / self._respondents)

    def _answer(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise WorkerError(self._last_words())
        told: dict[str, Any] = json.loads(line)
        return told

    def _last_words(self) -> str:
        """What stderr ended with, without the paths of a traceback."""
        self._process.kill()
        words = (self._process.communicate()[1] or "").strip().splitlines()
        return words[-1].split(":")[0] if words else "it ended without a word"


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The settings of a process: ours first on the path, compiled packs in a cache of the bench's own."""
    return {**os.environ, "PYTHONPATH": str(PROJECT), "CIP_CACHE": str(SCRATCH / "packs"), **settings}


def measure(worker: Worker, rounds: int) -> Measured:
    """One engine alone. Raises WorkerError."""
    with worker:
        found = worker.ready()
        for _ in range(rounds):
            worker.work(found)
    return found


def in_turns(workers: Mapping[str, Worker], rounds: int) -> dict[str, Measured | str]:
    """Every engine once a round; a text says why one could not be measured."""
    found: dict[str, Measured | str] = {}
    opened: list[Worker] = []
    try:
        for name, worker in workers.items():
            opened.append(worker.__enter__())
            found[name] = _made_ready(worker)
        for _ in range(rounds):
            for name, worker in workers.items():
                found[name] = _one_round(worker, found[name])
    finally:
        _close(opened)
    return found


def _made_ready(worker: Worker) -> Measured | str:
    try:
        return worker.ready()
    except WorkerError as error:
        return str(error)


def _one_round(worker: Worker, so_far: Measured | str) -> Measured | str:
    if isinstance(so_far, str):
        return so_far
    try:
        worker.work(so_far)
    except WorkerError as error:
        return str(error)
    return so_far


def _close(workers: Sequence[Worker]) -> None:
    for worker in workers:
        worker.__exit__()
