"""The CUP on invoices of funded costs: which line lacks it, and which law says so on the day of the invoice. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from cip.incentives.expenses import Line
from cip.rulebook.parameters import row_on
from cip.rulebook.shapes.law import Parameter

RULE = "cup_on_supplier_invoices"


@dataclass(frozen=True, slots=True)
class CupNeeded:
    """Why an invoice's CUP is a reason to cut: it is not there, or it is another one; the law behind."""

    missing: bool
    source: str


def cup_needed(law: Mapping[str, Parameter], line: Line, cup: str | None) -> CupNeeded | None:
    """Whether the CUP of a line is wrong; None where it is in order, or no law of the call asks for it on that day.
    `cup`: that of the award, None while it has none.
    """
    parameter = law.get(RULE)
    if parameter is None or line.kind != "cost" or line.issued_on is None:
        return None
    row = row_on(parameter, line.issued_on)
    if row is None or row.value is not True:
        return None
    if not line.cup:
        return CupNeeded(True, row.source)
    return CupNeeded(False, row.source) if cup is not None and line.cup != cup else None
