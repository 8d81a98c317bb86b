"""A million respondents through CIP's generated numpy function."""

import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from benchmarks.worker import Subject
from benchmarks.yardstick.columns import CHECKED, Column, first_of, mismatches, read_columns
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
    wide = {name: column.astype(np.float64) for name, column in columns.items()} if dtype is np.float64 else {}
    given: Mapping[str, Column] = wide or columns
    wrong = mismatches(pack, first_of(columns), program.run(first_of(given), CHECKED))
    rows = len(next(iter(columns.values())))
    return Subject(lambda: program.run(given, rows, threads=int(threads)), rows, wrong, prepared_ms)
