"""A financial plan as a table that an office brings: which cells, which totals it declares, which sums its text gives.

Either one cell a row (line, source, euros or cents; where it stands, in which words), or the table as it is printed
(a row for each line, a column for each source, totals at the end). Nothing is corrected or worked out: whatever
disagrees is reported by `cip.incentives.plan_finance`. Pure; whole cents.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from cip.incentives.plan_finance import PlanTable, ShareStatement, Statement, Subject
from cip.incentives.publication import harmless
from cip.kernel.texts import Text
from cip.monitoring.plan_rows import Cell, PlanFileError, Row, RowsKind, read_rows
from cip.rulebook.shapes.finance import Finance

MOST_CENTS = 10**13
MOST_NAMES, LONGEST_NAME, LONGEST_QUOTE, LONGEST_ID = 100, 160, 400, 64
Column = Literal["line", "source", "euros", "cents", "where", "quote", "percent"]
_HEADS: Mapping[str, Column] = {
    "voce": "line", "linea": "line", "misura": "line", "line": "line", "measure": "line",
    "fonte": "source", "source": "source",
    "euro": "euros", "euros": "euros", "importo": "euros", "amount": "euros",
    "centesimi": "cents", "cents": "cents",
    "dove": "where", "where": "where", "parole": "quote", "words": "quote", "percento": "percent",
    "percent": "percent",
}  # fmt: skip
_TOTALS = ("totale", "total")
_PREMIUM = ("premialità", "premium")
_ALL = 100
_WHERE: Mapping[str, bool] = {"": False, "tabella": False, "table": False, "testo": True, "text": True}
_NOTHING = ("-", "\N{EN DASH}", "\N{EM DASH}")
# One sign before two digits is a decimal one; before three nobody can tell, unless thousands go on or decimals follow.
_AMOUNT = re.compile(
    r"(?P<plain>\d{1,15})(?:[.,](?P<rest>\d{1,2}))?"
    r"|(?P<it>\d{1,3}(?:\.\d{3})+),(?P<it_rest>\d{1,2})|(?P<en>\d{1,3}(?:,\d{3})+)\.(?P<en_rest>\d{1,2})"
    r"|(?P<long>\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3}){2,})",
    re.ASCII,
)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?) ?%?", re.ASCII)
_UNSEEN = re.compile("[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")
COLUMNS = ("voce", "fonte", "euro", "dove", "parole", "percento")


@dataclass(frozen=True, slots=True)
class _Item:
    """One sum of the file: names as typed, empty for the total."""

    row: int
    line: str
    source: str
    cents: int | None
    percent: Decimal | None = None
    in_text: bool = False
    quote: str = ""


@dataclass
class _Names:
    """Names of one family as they come, each with its id: that of the rules where they know it, else made of it."""

    known: Mapping[str, tuple[str, Text]]
    found: dict[str, str] = field(default_factory=dict)
    labels: dict[str, Text] = field(default_factory=dict)

    def add(self, name: str, row: int) -> str:
        """The id of a name, met before or not."""
        key = name.casefold()
        if key not in self.found:
            if len(self.labels) >= MOST_NAMES:
                raise PlanFileError("too_many")
            given, label = self.known.get(key, ("", Text(it=name, en=name)))
            given = given or self._made(name)
            if given in self.labels:
                raise PlanFileError("twice", row, name)
            self.found[key], self.labels[given] = given, label
        return self.found[key]

    def in_order(self) -> dict[str, Text]:
        """The labels by id: those of the rules in their order, then the others as they came."""
        places = {one: place for place, (one, _label) in enumerate(self.known.values())}
        return dict(sorted(self.labels.items(), key=lambda item: places.get(item[0], len(places))))

    def _made(self, name: str) -> str:
        """An id that the rules could have given, the same whenever the name comes again."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        base = "_".join(re.findall(r"[a-z0-9]+", plain))[: LONGEST_ID - 4] or "x"
        base = base if base[0].isalpha() else f"x_{base}"
        taken = {*self.labels, *(one for one, _label in self.known.values())}
        return next(one for n in range(1, MOST_NAMES + 2) if (one := base if n == 1 else f"{base}_{n}") not in taken)


def read_plan(content: bytes, known: Finance | None) -> tuple[RowsKind, PlanTable]:
    """The plan in a file. Lines and sources that `known` (the plan of the rules) names keep their ids and both their
    labels. Raises PlanFileError.
    """
    kind, rows = read_rows(content)
    if not rows:
        raise PlanFileError("no_cells")
    items = _items(rows[0], rows[1:])
    lines = _Names(_known((one.id, one.label) for one in known.lines) if known else {})
    sources = _Names(_known((one.id, one.label) for one in known.sources) if known else {})
    table = _Table(lines, sources)
    for item in items:
        if not item.in_text:
            table.add(item)
    if not table.cells:
        raise PlanFileError("no_cells")
    told = [item for item in items if item.in_text]
    return kind, PlanTable(
        sources=sources.in_order(),
        lines=lines.in_order(),
        cells=table.cells,
        line_totals=table.line_totals,
        source_totals=table.source_totals,
        total=table.total,
        statements=[table.statement(item) for item in told if item.percent is None],
        shares=[table.share(item) for item in told if item.percent is not None],
    )


@dataclass
class _Table:
    lines: _Names
    sources: _Names
    cells: dict[tuple[str, str], int] = field(default_factory=dict)
    line_totals: dict[str, int] = field(default_factory=dict)
    source_totals: dict[str, int] = field(default_factory=dict)
    total: int | None = None

    def add(self, item: _Item) -> None:
        """Take a sum of the table: a cell, or a total that it declares."""
        if item.cents is None:
            raise PlanFileError("amount", item.row)
        line = self.lines.add(item.line, item.row) if item.line else ""
        source = self.sources.add(item.source, item.row) if item.source else ""
        if line and source:
            self._once(self.cells, (line, source), item)
        elif line:
            self._once(self.line_totals, line, item)
        elif source:
            self._once(self.source_totals, source, item)
        elif self.total is not None:
            raise PlanFileError("twice", item.row)
        else:
            self.total = item.cents

    @staticmethod
    def _once(sums: dict[str, int] | dict[tuple[str, str], int], key: str | tuple[str, str], item: _Item) -> None:
        if key in sums:
            raise PlanFileError("twice", item.row, " / ".join(filter(None, (item.line, item.source))))
        sums[key] = item.cents or 0  # type: ignore[index]

    def statement(self, item: _Item) -> Statement:
        """A sum that the text gives."""
        about, of = self._subject(item)
        if item.cents is None:
            raise PlanFileError("amount", item.row)
        return Statement(about, of, item.cents, item.quote)

    def share(self, item: _Item) -> ShareStatement:
        """A share that the text gives of a source."""
        about, of = self._subject(item)
        if about != "source" or item.cents is not None or item.percent is None:
            raise PlanFileError("where", item.row)
        return ShareStatement(of, item.percent, item.quote)

    def _subject(self, item: _Item) -> tuple[Subject, str]:
        """What a sum of the text is about. A line or a source that the table has not is refused: it may be misspelt."""
        line, source = item.line.casefold(), item.source.casefold()
        if line and source:
            raise PlanFileError("where", item.row)
        if line in _PREMIUM and line not in self.lines.found:
            return "premium", ""
        if line:
            return "line", self._met(self.lines, item.line, item.row)
        return ("source", self._met(self.sources, item.source, item.row)) if source else ("total", "")

    @staticmethod
    def _met(names: _Names, name: str, row: int) -> str:
        if name.casefold() not in names.found:
            raise PlanFileError("unknown", row, name)
        return names.found[name.casefold()]


def _known(names: Iterable[tuple[str, Text]]) -> dict[str, tuple[str, Text]]:
    """Names of the rules by everything that they may be called in a file."""
    found: dict[str, tuple[str, Text]] = {}
    for given, label in names:
        for name in (given, label.it, label.en):
            found.setdefault(" ".join(name.split()).casefold(), (given, label))
    return found


def _items(head: Row, rows: Sequence[Row]) -> list[_Item]:
    heads = [_words(cell, head.number) for cell in head.cells]
    while heads and not heads[-1]:
        heads.pop()
    columns = [_HEADS.get(name.casefold()) for name in heads]
    over = next((row.number for row in rows if any(cell is not None for cell in row.cells[len(heads) :])), None)
    if over is not None:
        raise PlanFileError("column", over)
    if columns[:1] == ["line"] and not any(columns[1:]) and all(heads):
        return [item for row in rows for item in _wide(heads, row)]
    _check_columns(heads, columns, head.number)
    return [_long(dict(zip(columns, row.cells, strict=False)), row.number) for row in rows]


def _check_columns(heads: Sequence[str], columns: Sequence[Column | None], row: int) -> None:
    """Refuse columns that are missing, strange, or there twice."""
    if not {"line", "source"} <= set(columns) or ("euros" in columns) == ("cents" in columns):
        raise PlanFileError("not_read")
    strange = [name for name, column in zip(heads, columns, strict=True) if column is None]
    if strange or len(set(columns)) != len(columns):
        raise PlanFileError("column", row, strange[0] if strange else "")


def _wide(heads: Sequence[str], row: Row) -> Iterator[_Item]:
    """The sums of a row as it is printed, in euros; a cell that is empty or only a dash holds none."""
    line = _name(row.cells[0], row.number)
    for name, cell in zip(heads[1:], row.cells[1:], strict=False):
        if cell is not None and cell not in _NOTHING:
            yield _Item(row.number, line, "" if name.casefold() in _TOTALS else name, _cents(cell, row.number))


def _long(cells: Mapping[Column | None, Cell], row: int) -> _Item:
    where = _WHERE.get(_words(cells.get("where"), row).casefold())
    if where is None:
        raise PlanFileError("where", row)
    quote = _words(cells.get("quote"), row, LONGEST_QUOTE)
    percent, cents = cells.get("percent"), None
    if cells.get("cents") is not None:
        cents = _whole(cells["cents"], row)
    elif cells.get("euros") is not None:
        cents = _cents(cells["euros"], row)
    if percent is not None and not where:
        raise PlanFileError("where", row)
    line, source = (_name(cells.get(name), row) for name in ("line", "source"))
    return _Item(row, line, source, cents, None if percent is None else _percent(percent, row), where, quote)


def _name(cell: Cell, row: int) -> str:
    """A name as typed, empty where it says the total. A name that is left out is none: which one is not guessed."""
    name = _words(cell, row)
    if not name:
        raise PlanFileError("name", row)
    return "" if name.casefold() in _TOTALS else name


def _words(cell: Cell, row: int, most: int = LONGEST_NAME) -> str:
    text = " ".join(str(cell or "").split())
    # A sign that was put before words so that no spreadsheet takes them for a formula.
    if text.startswith("'") and harmless(text[1:]) == text:
        text = text[1:]
    if len(text) > most:
        raise PlanFileError("name", row)
    return text


def _cents(cell: Cell, row: int) -> int:
    """Euros as cents: a number of the spreadsheet, or an amount as Italians or English write it."""
    if isinstance(cell, Decimal):
        return _checked(cell * 100, row)
    text = _UNSEEN.sub("", str(cell)).removesuffix("€").removeprefix("€")
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise PlanFileError("amount", row, str(cell)[:40])
    whole = found["plain"] or found["it"] or found["en"] or found["long"]
    rest = found["rest"] or found["it_rest"] or found["en_rest"] or ""
    cents = int(re.sub(r"[.,]", "", whole)) * 100 + int(rest.ljust(2, "0"))
    return _checked(Decimal(cents), row)


def _whole(cell: Cell, row: int) -> int:
    """Cents, a whole number."""
    text = _UNSEEN.sub("", str(cell))
    if isinstance(cell, Decimal):
        return _checked(cell, row)
    if not re.fullmatch(r"\d{1,15}", text, re.ASCII):
        raise PlanFileError("amount", row, str(cell)[:40])
    return _checked(Decimal(text), row)


def _checked(exact: Decimal, row: int) -> int:
    """Cents within the limits. A spreadsheet keeps numbers in binary: what is off by less than a thousandth of a cent
    is its rounding, anything more is no amount of money.
    """
    cents = round(exact) if exact.is_finite() else -1
    if not 0 <= cents <= MOST_CENTS or abs(exact - cents) > Decimal("0.001"):
        raise PlanFileError("amount", row, str(exact / 100)[:40])
    return cents


def _percent(cell: Cell, row: int) -> Decimal:
    found = _PERCENT.fullmatch(str(cell))
    if found is None:
        raise PlanFileError("amount", row, str(cell)[:40])
    percent = Decimal(found[1].replace(",", "."))
    if percent > _ALL:
        raise PlanFileError("amount", row, str(cell)[:40])
    return percent


def plan_csv(table: PlanTable) -> str:
    """A plan as the table that `read_plan` reads, one sum a row; no cell is taken for a formula."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for cells in _rows_of(table):
        rows.writerow([harmless(cell) for cell in cells])
    # Spreadsheets take a file for UTF-8 by its first sign.
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()


def _rows_of(table: PlanTable) -> Iterator[tuple[str, ...]]:
    lines = {one: label.it for one, label in table.lines.items()}
    sources = {one: label.it for one, label in table.sources.items()}
    total = "Totale"
    for (line, source), cents in table.cells.items():
        yield lines[line], sources[source], _euros(cents), "", "", ""
    for line, cents in table.line_totals.items():
        yield lines[line], total, _euros(cents), "", "", ""
    for source, cents in table.source_totals.items():
        yield total, sources[source], _euros(cents), "", "", ""
    if table.total is not None:
        yield total, total, _euros(table.total), "", "", ""
    for told in table.statements:
        line = lines[told.of] if told.about == "line" else "Premialità" if told.about == "premium" else total
        source = sources[told.of] if told.about == "source" else total
        yield line, source, _euros(told.cents), "testo", told.quote, ""
    for one in table.shares:
        yield total, sources[one.of], "", "testo", one.quote, str(one.percent).replace(".", ",")


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
