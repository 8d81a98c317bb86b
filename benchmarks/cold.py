"""What a fresh process pays before its first check-up, in milliseconds.

`python -m benchmarks.cold model|all|cached`
"""

import json
import sys
import time

from benchmarks.paths import DAY, MODEL, RULES
from cip.assessment.bound import BoundPack
from cip.assessment.explaining import NEEDED
from cip.cli.packs import load_bound, load_pack
from cip.rulebook.checking import check_rules
from cip.rulebook.guides import check_guides


def model() -> None:
    """Load, check and compile one model with the law."""
    _use(BoundPack(load_pack(RULES, MODEL), DAY))


def everything() -> None:
    """Load and check all of `rules/`, guides included, and compile its models."""
    checked = check_rules(RULES, NEEDED)
    check_guides(RULES, checked.folder)
    for pack in checked.packs.values():
        _use(BoundPack(pack, DAY))


def cached() -> None:
    """One model from the cache on disk, which an earlier run has filled."""
    _use(load_bound(RULES, MODEL, DAY))


def _use(bound: BoundPack) -> None:
    _ = bound.evaluate, bound.score


def main() -> None:
    """Time one of them, imports apart."""
    work = {"model": model, "all": everything, "cached": cached}[sys.argv[1]]
    wall, processor = time.perf_counter(), time.process_time()
    work()
    taken = {"processor": time.process_time() - processor, "wall": time.perf_counter() - wall}
    print(json.dumps({name: seconds * 1e3 for name, seconds in taken.items()}))


if __name__ == "__main__":
    main()
