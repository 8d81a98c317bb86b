"""Answers of many respondents as columns; about 3 % are missing."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.yardstick.answers import MISSING, NUMBER_LIMIT, SCALE_STEPS
from benchmarks.yardstick.pack import YardstickPack
from benchmarks.yardstick.reference import Answers, evaluate, same

Column: TypeAlias = NDArray[np.float64] | NDArray[np.float32]
Columns: TypeAlias = dict[str, Column]

CHECKED = 2_000
FLOAT32_CLOSENESS = 1e-4
_UNKNOWN = -1


def write_columns(pack: YardstickPack, count: int, file: Path, seed: int = 11) -> None:
    """Many respondents as one array of small codes, so that every engine reads the same bytes."""
    draw = np.random.default_rng(seed)
    codes = np.empty((len(pack.kinds), count), np.int8)
    for row, kind in zip(codes, pack.kinds.values(), strict=True):
        limit = SCALE_STEPS if kind == "scale" else NUMBER_LIMIT
        row[:] = draw.integers(0, 4, count) > 0 if kind == "bool" else draw.integers(0, limit, count)
        row[draw.random(count, np.float32) < MISSING] = _UNKNOWN
    np.save(file, codes)


def read_columns(pack: YardstickPack, file: Path) -> Columns:
    """The same as columns of float32, NaN where unanswered."""
    columns: Columns = {}
    for question, codes in zip(pack.kinds, np.load(file, mmap_mode="r"), strict=True):
        column = codes.astype(np.float32)
        column[codes == _UNKNOWN] = np.nan
        columns[question] = column
    return columns


def first_of(columns: Mapping[str, Column]) -> dict[str, Column]:
    """The respondents on whom an engine is checked."""
    return {name: column[:CHECKED] for name, column in columns.items()}


def mismatches(pack: YardstickPack, columns: Mapping[str, Column], found: dict[str, NDArray[np.generic]]) -> int:
    """How many results of the checked respondents differ from the meaning of the pack."""
    results = {name: array[:CHECKED].tolist() for name, array in found.items()}
    answers: dict[str, list[float]] = {name: column[:CHECKED].tolist() for name, column in columns.items()}
    wrong = 0
    for index in range(min(CHECKED, len(next(iter(answers.values()))))):
        cells = {name: column[index] for name, column in answers.items()}
        record: Answers = {name: None if cell != cell else cell for name, cell in cells.items()}
        expected = evaluate(pack, record)
        wrong += sum(not same(value, results[name][index], FLOAT32_CLOSENESS) for name, value in expected.items())
    return wrong
