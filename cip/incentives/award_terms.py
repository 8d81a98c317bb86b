"""The days by which a firm has something to do for its award, beside its answer. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

# request: complete the expense report. warning: repair what is broken. meeting: come. debt: give back, in whole or a
# part of the payment plan.
TermKind = Literal["request", "warning", "meeting", "debt"]


@dataclass(frozen=True, slots=True, order=True)
class AwardTerm:
    """The last day for one of them."""

    until: date
    award_id: str
    firm_id: str
    call_id: str
    kind: TermKind
