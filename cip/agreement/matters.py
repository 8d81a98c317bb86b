"""A joining as its committee and its parties see it before the committee. Pure.

These fields are the whole of it: the form with the tax code, the size, the reason why a firm is not on the public list
have no field here, so no page of the committee can show them.
"""

from dataclasses import dataclass
from datetime import date

from cip.agreement.adherence import AdherenceState


@dataclass(frozen=True, slots=True)
class MatterFirm:
    """A signed joining: whose (`name` is the firm's), to which agreement, since when, its last day and protocol number
    where it has them.
    """

    id: str
    firm_id: str
    name: str
    agreement_id: str
    state: AdherenceState
    joined_on: date
    last_day: date | None
    protocol_number: str | None

    @property
    def live(self) -> bool:
        """Whether it has not ended."""
        return self.state != "ended"

    def runs(self, on: date) -> bool:
        """Whether it has not ended and its last day is not past: only then it brings anything new."""
        return self.live and (self.last_day is None or on <= self.last_day)

    def bound_in(self, year: int) -> bool:
        """Whether it binds on any day of a year."""
        return self.joined_on.year <= year and (self.last_day is None or self.last_day.year >= year)
