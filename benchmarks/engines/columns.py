"""A million respondents through CIP's generated numpy function."""

import time
from pathlib import Path

import numpy as np

from benchmarks.worker import Subject
from benchmarks.yardstick.columns import CHECKED, first_of, mismatches, read_columns
from benchmarks.yardstick.pack import make_pack
from benchmarks.yardstick.texts import yardstick_program
from cip.rulebook.expressions.vector import VectorProgram


def subject(file: str, threads: str, precision: str) -> Subject:
    """All 199 results; `precision` is float32 or float64."""
    pack = make_pack()
    dtype = np.float32 if precision == "float32" else np.float64
    columns = read_columns(pack, Path(file))
    start = time.perf_counter()
    program = VectorProgram(yardstick_program(pack), dtype=dtype)
    prepared_ms = (time.perf_counter() - start) * 1e3
    given = {name: column.astype(dtype, copy=False) for name, column in columns.items()}
    few = first_of(columns)
    wrong = mismatches(pack, few, program.run({n: c.astype(dtype) for n, c in few.items()}, CHECKED))
    rows = len(next(iter(columns.values())))
    return Subject(lambda: program.run(given, rows, threads=int(threads)), rows, wrong, prepared_ms)
