"""The national register by files: a CSV of what is to be registered, a CSV of the codes that came back. Pure.

The register's own record layout is not public here: these columns are ours and are `to be confirmed` with whoever loads
them. What leaves names the case by the award's id, and what comes back is matched by it.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from cip.incentives.publication import harmless
from cip.incentives.register_codes import CodeKind, OddCodeError, read_code
from cip.incentives.register_port import AidToRegister, Answer, AnswerLine, BadLine, UnreadableAnswerError
from cip.kernel.days import parse_day

EXPORT_COLUMNS = (
    "pratica", "domanda", "codice_fiscale", "impresa", "importo_centesimi", "regolamento", "data_graduatoria", "car",
    "cor", "cup", "numero_atto", "data_atto",
)  # fmt: skip
"""pratica: the award's id here. importo_centesimi: whole cents. Days are ISO. Empty: not there yet."""
ANSWER_COLUMNS = ("pratica", "tipo", "codice", "data")
"""One code a line. pratica: as exported, empty for the CAR. tipo: CAR, COR, VERCOR or CUP. data: its day."""
REGULATION = "Reg. (UE) 2023/2831"
MOST_BYTES, MOST_LINES = 1_000_000, 5_000


class FileRegister:
    """The register that is reached by files, which somebody of the office carries."""

    mimetype = "text/csv"
    filename = "registro-aiuti.csv"

    def export(self, aids: Sequence[AidToRegister]) -> bytes:
        """A table with one aid a line, under `EXPORT_COLUMNS`."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(EXPORT_COLUMNS)
        writer.writerows([harmless(cell) for cell in _row(aid)] for aid in aids)
        # With a mark in front, so that spreadsheets read the accents.
        return out.getvalue().encode("utf-8-sig")

    def read(self, content: bytes) -> Answer:
        """A table with one code a line, under `ANSWER_COLUMNS`; semicolons or commas. Raises UnreadableAnswerError."""
        if len(content) > MOST_BYTES:
            raise UnreadableAnswerError(f"the file has more than {MOST_BYTES} bytes")
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableAnswerError("the file is not UTF-8 text") from error
        first = text.partition("\n")[0]
        reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in first else ",")
        names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        if not set(ANSWER_COLUMNS) <= set(names):
            raise UnreadableAnswerError(f"the first line must name the columns {', '.join(ANSWER_COLUMNS)}")
        reader.fieldnames = names
        return _answer(reader)


def _row(aid: AidToRegister) -> Iterator[str]:
    yield from (aid.award_id, str(aid.application), aid.tax_code, aid.firm, str(aid.cents), REGULATION)
    yield from (aid.ranked_on.isoformat(), aid.car, aid.cor, aid.cup, aid.act_number)
    yield aid.act_on.isoformat() if aid.act_on else ""


def _answer(rows: "csv.DictReader[str]") -> Answer:
    lines: list[AnswerLine] = []
    bad: list[BadLine] = []
    try:
        for n, row in enumerate(rows, 1):
            if n > MOST_LINES:
                raise UnreadableAnswerError(f"the file has more than {MOST_LINES} lines")
            found = _line(n, row)
            if isinstance(found, BadLine):
                bad.append(found)
            else:
                lines.append(found)
    except csv.Error as error:
        raise UnreadableAnswerError("the file is no table") from error
    return Answer(tuple(lines), tuple(bad))


def _line(n: int, row: Mapping[str, str | None]) -> AnswerLine | BadLine:
    case, kind, code, day = ((row.get(name) or "").strip() for name in ANSWER_COLUMNS)
    kinds: Mapping[str, CodeKind] = {name: name for name in get_args(CodeKind)}
    known = kinds.get(kind.lower())
    if known is None:
        return BadLine(n, "kind")
    try:
        text = read_code(code)
    except OddCodeError:
        return BadLine(n, "code")
    try:
        on = parse_day(day)
    except ValueError:
        return BadLine(n, "day")
    return AnswerLine(n, case.lower(), known, text, on)
