"""A bank's statement, read: camt.053 XML (any version) or a table. Pure; whole cents, negative where money went out.

The file comes from outside: no entities, no document types, nothing from the network, limits on size and lines. What
is no whole line is refused, never guessed.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.characters import plain_text
from cip.kernel.errors import RefusalError

MOST_BYTES, MOST_LINES = 5_000_000, 5_000
MOST_CENTS = 10**13
LONGEST_TEXT, LONGEST_ID = 140, 35
StatementKind = Literal["camt053", "csv"]
STATEMENT_KINDS: tuple[StatementKind, ...] = ("camt053", "csv")
Fault = Literal["too_large", "too_many", "not_read", "no_lines", "currency", "line"]
# Euros as banks write them: 1.250,50, 1250,5, 1250.50. Neither 1,000.00 nor 1.000, which may be one or a thousand.
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d+(?:[.,]\d{1,2})?", re.ASCII)
_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
# The names that a table's first line may use, in Italian or English.
_HEADS = {
    "data": "day", "day": "day", "importo": "amount", "amount": "amount", "end_to_end": "end_to_end",
    "id_end_to_end": "end_to_end", "descrizione": "text", "text": "text",
}  # fmt: skip


class StatementError(RefusalError, ValueError):
    """The file is no statement that can be read whole; `why` says what is wrong, `line` where, from 1."""

    def __init__(self, why: Fault, line: int = 0) -> None:
        super().__init__(f"This statement cannot be read ({why}{f', line {line}' if line else ''}).")
        self.why = why
        self.line = line


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A booked line: the day, cents (negative: paid out), the id that we gave the payment (empty: none), whether the
    bank calls it a return, what it says. `digest` is the same whenever the same line is read again.
    """

    day: date
    cents: int
    end_to_end: str
    returned: bool
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class _Read:
    day: date
    cents: int
    end_to_end: str
    returned: bool
    text: str
    reference: str


def read_statement(content: bytes) -> tuple[StatementKind, tuple[StatementLine, ...]]:
    """What a file is and its lines, in its order. Raises StatementError."""
    if len(content) > MOST_BYTES:
        raise StatementError("too_large")
    kind: StatementKind = "camt053" if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "csv"
    lines = _camt(content) if kind == "camt053" else _table(content)
    return kind, _with_digests(lines)


def _with_digests(lines: Iterable[_Read]) -> tuple[StatementLine, ...]:
    """Lines that say the same are told apart by their number among each other, so that a second reading finds both."""
    found: list[StatementLine] = []
    seen: Counter[str] = Counter()
    for line in lines:
        if len(found) >= MOST_LINES:
            raise StatementError("too_many")
        said = [line.day.isoformat(), line.cents, line.end_to_end, line.reference, line.text]
        plain = canonical_json(said)
        seen[plain] += 1
        digest = sha256_of(f"{plain} {seen[plain]}")
        found.append(StatementLine(line.day, line.cents, line.end_to_end, line.returned, line.text, digest))
    if not found:
        raise StatementError("no_lines")
    return tuple(found)


def _camt(content: bytes) -> Iterator[_Read]:
    try:
        root = fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise StatementError("not_read") from error
    if _name(root) != "Document" or not any(_name(one) == "Stmt" for one in root.iter()):
        raise StatementError("not_read")
    for number, entry in enumerate((one for one in root.iter() if _name(one) == "Ntry"), start=1):
        if _status(entry) == "BOOK":
            yield from _entry(entry, number)


def _entry(entry: Any, number: int) -> Iterator[_Read]:
    """The payments of a booked entry: one, or those that the bank booked together."""
    day = _day(_text(entry, "BookgDt", "Dt") or _text(entry, "BookgDt", "DtTm")[:10], number)
    reference = _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef")
    whole = _signed(entry, entry, number)
    details = [one for group in _children(entry, "NtryDtls") for one in _children(group, "TxDtls")]
    if len(details) < 2:
        yield _line(details[0] if details else entry, day, whole, reference, number)
        return
    parts = [_signed(one, entry, number) for one in details]
    if sum(parts) != whole:
        raise StatementError("line", number)
    for one, cents in zip(details, parts, strict=True):
        yield _line(one, day, cents, reference, number)


def _line(found: Any, day: date, cents: int, reference: str, number: int) -> _Read:
    given = _text(found, "Refs", "EndToEndId")
    end_to_end = "" if given == "NOTPROVIDED" else _short(given, LONGEST_ID, number)
    returned = any(_name(one) == "RtrInf" for one in found.iter())
    words = " ".join(one.text or "" for one in found.iter() if _name(one) == "Ustrd")
    return _Read(day, cents, end_to_end, returned, _words(words), reference)


def _signed(found: Any, entry: Any, number: int) -> int:
    """The cents of a payment: its own sum where it has one, else that of its entry; out is negative."""
    own = _child(found, "Amt")
    if own is None:
        detail = _child(_child(found, "AmtDtls"), "TxAmt")
        own = _child(detail, "Amt")
    amount = own if own is not None else _child(entry, "Amt")
    if amount is None:
        raise StatementError("line", number)
    if amount.get("Ccy") != "EUR":
        raise StatementError("currency", number)
    side = _text(found, "CdtDbtInd") or _text(entry, "CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise StatementError("line", number)
    cents = _cents(amount.text or "", number)
    return cents if side == "CRDT" else -cents


def _status(entry: Any) -> str:
    """The status of an entry: text of `Sts`, or of its code in newer versions."""
    return _text(entry, "Sts", "Cd") or _text(entry, "Sts")


def _table(content: bytes) -> Iterator[_Read]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StatementError("not_read") from error
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") >= first.count(",") else ",", strict=True)
    try:
        heads = [_HEADS.get(cell.strip().lower(), "") for cell in next(rows, [])]
        if not {"day", "amount"} <= set(heads):
            raise StatementError("not_read")
        for number, row in enumerate(rows, start=1):
            if any(cell.strip() for cell in row):
                yield _row(dict(zip(heads, row, strict=False)), number)
    except csv.Error as error:
        raise StatementError("not_read") from error


def _row(cells: dict[str, str], number: int) -> _Read:
    amount = cells.get("amount", "").strip().replace("\N{MINUS SIGN}", "-")
    sign = -1 if amount.startswith("-") else 1
    amount = amount[amount.startswith(("+", "-")) :].strip()
    if not _AMOUNT.fullmatch(amount):
        raise StatementError("line", number)
    if "," in amount:
        amount = amount.replace(".", "").replace(",", ".")
    end_to_end = _short(cells.get("end_to_end", ""), LONGEST_ID, number)
    cents = sign * _cents(amount, number)
    # In a table money that comes in under the id of a payment of ours can only be that payment coming back.
    returned = cents > 0 and bool(end_to_end)
    return _Read(_day(cells.get("day", ""), number), cents, end_to_end, returned, _words(cells.get("text", "")), "")


def _cents(text: str, number: int) -> int:
    if not _PLAIN.fullmatch(text.strip()):
        raise StatementError("line", number)
    value = Decimal(text.strip()) * 100
    if value != value.to_integral_value() or not 0 < value <= MOST_CENTS:
        raise StatementError("line", number)
    return int(value)


def _day(text: str, number: int) -> date:
    text = text.strip()
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError as error:
        raise StatementError("line", number) from error


def _short(text: str, most: int, number: int) -> str:
    text = plain_text(text).strip()
    if len(text) > most:
        raise StatementError("line", number)
    return text


def _words(text: str) -> str:
    return " ".join(plain_text(text).split())[:LONGEST_TEXT]


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Any, name: str) -> list[Any]:
    return [] if element is None else [one for one in element if _name(one) == name]


def _child(element: Any, name: str) -> Any:
    return next(iter(_children(element, name)), None)


def _text(element: Any, *names: str) -> str:
    for name in names:
        element = _child(element, name)
    return "" if element is None else (element.text or "").strip()
