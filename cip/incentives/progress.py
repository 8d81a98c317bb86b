"""What an award still has to show before its balance is paid, as far as it is known. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

ReportState = Literal["none", "open", "accepted"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an award is: its report, what of the award the accepted report proves (cents, None before), the day of
    the monitoring meeting that was held, whole months of proved use (None: not known).
    """

    report: ReportState = "none"
    accepted_cents: int | None = None
    met_on: date | None = None
    use_months: int | None = None


NOTHING_YET = Progress()
