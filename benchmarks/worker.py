"""One engine in a process of its own: prepares and checks itself, then works off one round for each line it is sent.

`python -m benchmarks.worker ENGINE [ARGUMENT...]` answers every step with one line of JSON.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

ENGINES = {
    "record": "benchmarks.engines.records",
    "columns": "benchmarks.engines.columns",
    "openfisca": "benchmarks.engines.openfisca",
    "polars": "benchmarks.engines.polars",
    "check-up": "benchmarks.engines.check_ups",
}


@dataclass(frozen=True)
class Subject:
    """What is measured: one round, how many respondents it serves, and what was seen while it was made ready."""

    round: Callable[[], object]
    respondents: int
    mismatches: int
    prepared_ms: float


def main() -> None:
    """Serve rounds until standard input ends."""
    engine, *arguments = sys.argv[1:]
    subject: Subject = import_module(ENGINES[engine]).subject(*arguments)
    said = {"mismatches": subject.mismatches, "prepared_ms": subject.prepared_ms, "respondents": subject.respondents}
    print(json.dumps(said), flush=True)
    for _line in sys.stdin:
        wall, processor = time.perf_counter(), time.process_time()
        kept = subject.round()
        taken = {"processor": time.process_time() - processor, "wall": time.perf_counter() - wall}
        print(json.dumps(taken), flush=True)
        del kept
    # Some engines crash while they are taken down, and that is not measured here.
    os._exit(0)


if __name__ == "__main__":
    main()
