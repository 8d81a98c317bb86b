"""A table of an office program, read as rows of cells: CSV or XLSX. Pure; limits on size, and no formula is believed.

The file comes from outside: what it unpacks to is counted before it is read, and what is no plain value is refused,
never worked out: a formula may hold a sum that somebody computed long ago.
"""

import csv
import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal
from zipfile import BadZipFile, ZipFile

from cip.files.accepted import FileRefusedError
from cip.files.office import office_type
from cip.kernel.characters import plain_text
from cip.kernel.errors import RefusalError

MOST_BYTES, MOST_UNPACKED = 1_000_000, 20_000_000
MOST_ROWS, MOST_COLUMNS = 2_000, 40
RowsKind = Literal["csv", "xlsx"]
Fault = Literal[
    "too_large", "too_many", "not_read", "sheets", "formula", "column", "name", "amount", "twice", "unknown", "where",
    "no_cells",
]  # fmt: skip
Cell = str | Decimal | None
"""Words, a number that the file holds as one, or nothing."""


class PlanFileError(RefusalError, ValueError):
    """The file is no financial plan that can be read whole; `why` says what is wrong, `row` where (from 1, as a
    spreadsheet counts; 0: nowhere in particular), `what` which words.
    """

    def __init__(self, why: Fault, row: int = 0, what: str = "") -> None:
        super().__init__(f"This plan cannot be read ({why}{f', row {row}' if row else ''}).")
        self.why = why
        self.row = row
        self.what = what


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty; its number as a spreadsheet counts."""

    number: int
    cells: Sequence[Cell]


def read_rows(content: bytes) -> tuple[RowsKind, list[Row]]:
    """Which kind of file it is, and its rows that are not empty. Raises PlanFileError."""
    if len(content) > MOST_BYTES:
        raise PlanFileError("too_large")
    kind: RowsKind = "xlsx" if content.startswith(b"PK") else "csv"
    found = []
    for row in _of_sheet(content) if kind == "xlsx" else _of_text(content):
        if row.number > MOST_ROWS or any(cell is not None for cell in row.cells[MOST_COLUMNS:]):
            raise PlanFileError("too_many")
        if any(cell is not None for cell in row.cells):
            found.append(Row(row.number, row.cells[:MOST_COLUMNS]))
    return kind, found


def _of_text(content: bytes) -> Iterator[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanFileError("not_read") from error
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=max(";,\t", key=first.count), strict=True)
    try:
        for number, row in enumerate(rows, start=1):
            yield Row(number, tuple(plain_text(cell).strip() or None for cell in row))
    except csv.Error as error:
        raise PlanFileError("not_read") from error


def _of_sheet(content: bytes) -> Iterable[Row]:
    try:
        if office_type(io.BytesIO(content)) != "xlsx":
            raise PlanFileError("not_read")
    except FileRefusedError as error:
        raise PlanFileError("too_large" if error.why == "unpacks_too_large" else "not_read") from error
    with ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise PlanFileError("too_large")
    # Only here: openpyxl costs time and memory.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheets = [rows for sheet in book.worksheets if (rows := _rows(sheet))]
        book.close()
    except PlanFileError:
        raise
    except (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError) as error:
        # Whatever openpyxl stumbles over (SyntaxError: broken XML).
        raise PlanFileError("not_read") from error
    except (BadZipFile, EOFError, zlib.error) as error:
        raise PlanFileError("not_read") from error
    if len(sheets) > 1:
        raise PlanFileError("sheets")
    return sheets[0] if sheets else []


def _rows(sheet: Any) -> list[Row]:
    """The rows of a sheet that are not empty, at most one more than may be."""
    # What a sheet says of its own size may be a lie.
    sheet.reset_dimensions()
    found = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > MOST_ROWS + 1:
            raise PlanFileError("too_many")
        cells = tuple(_value(cell.value, cell.data_type, number) for cell in row)
        if any(cell is not None for cell in cells):
            found.append(Row(number, cells))
    return found


def _value(value: object, data_type: str, number: int) -> Cell:
    if data_type in ("f", "e"):
        raise PlanFileError("formula", number)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(repr(value))
    return None if value is None else plain_text(str(value)).strip() or None
