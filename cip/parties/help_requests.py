"""What becomes of a firm's request for help. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

# open: nobody answered. accepted: the body would come, the owner has to confirm. refused: the body cannot.
# withdrawn: the firm needs it no more. confirmed: the owner has given the mandate, also before an answer came.
HelpState = Literal["open", "accepted", "refused", "withdrawn", "confirmed"]
HELP_STATES: tuple[HelpState, ...] = get_args(HelpState)
# State -> the states that may follow; who brings them about is for the permission table.
HELP_STEPS: dict[HelpState, tuple[HelpState, ...]] = {
    "open": ("accepted", "refused", "withdrawn", "confirmed"),
    "accepted": ("confirmed", "withdrawn"),
    "refused": (),
    "withdrawn": (),
    "confirmed": (),
}


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """A firm asks a consultancy for help; names stand beside the ids for the pages."""

    id: str
    firm_id: str
    firm_name: str
    body_id: str
    body_name: str
    place: str
    note: str | None
    made_at: datetime
    state: HelpState
    answered_at: datetime | None
    answer: str | None
    person_id: str | None
    mandate_id: str | None

    @property
    def waits(self) -> bool:
        """Whether somebody still has something to do about it."""
        return bool(HELP_STEPS[self.state])
