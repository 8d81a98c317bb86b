"""Disputes about a clause of an adherence, or about the text: their states as a table, their clock (clause H-02). Pure.

The committee tries first; it decides nothing for the courts or the labour inspectorate, which stay open all the time.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from cip.parties.permissions import TABLE

DisputeState = Literal["opened", "heard", "settled", "withdrawn"]
Opener = Literal["firm", "union", "committee"]
Outcome = Literal["agreed", "advice", "no_agreement"]
# What it is about, in a word: nobody needs to tell a story for it. The text, if any, says which sentence is unclear.
Ground = Literal["clause_not_kept", "attestation", "meaning_of_text", "duty_of_parties", "other"]
Move = Literal["hear", "hear_again", "settle", "withdraw"]
Guard = Literal["always", "outcome", "opener"]

DISPUTE_STATES: tuple[DisputeState, ...] = get_args(DisputeState)
OPENERS: tuple[Opener, ...] = get_args(Opener)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
GROUNDS: tuple[Ground, ...] = get_args(Ground)
STEP_KINDS: tuple[str, ...] = ("heard", "settled", "withdrawn")
ROLE_OF: dict[Opener, str] = {"firm": "owner", "union": "union", "committee": "committee"}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a dispute: heard, settled or withdrawn, on which day, with which outcome."""

    number: int
    kind: Literal["heard", "settled", "withdrawn"]
    on_day: date
    outcome: Outcome | None
    note: str
    made_by: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute: of which agreement, about which clause and adherence (None: about the text itself), who opened it.

    `statement` is read by the committee and by who opened it; other parties see the clause, the ground and the days.
    """

    id: str
    agreement_id: str
    adherence_id: str | None
    firm_id: str | None
    clause_id: str | None
    ground: Ground
    statement: str
    opened_by: Opener
    body_id: str | None
    opened_on: date
    made_by: str
    steps: tuple[Step, ...] = ()

    @property
    def state(self) -> DisputeState:
        """Where it stands: what its last step made of it."""
        return self.steps[-1].kind if self.steps else "opened"

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in ("opened", "heard")

    @property
    def ended_on(self) -> date | None:
        """The day on which it was settled or withdrawn, None before."""
        return None if self.open else self.steps[-1].on_day

    @property
    def outcome(self) -> Outcome | None:
        """How it was settled, None before or if it was withdrawn."""
        return self.steps[-1].outcome if self.steps else None


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds."""

    state: DisputeState
    action: Move
    roles: tuple[str, ...]
    guard: Guard
    next: DisputeState


# Who may is said in one place only.
_SETTLE = TABLE["dispute"]["settle"]
_WITHDRAW = (*TABLE["own_dispute"]["withdraw"], *TABLE["dispute"]["withdraw"])

TRANSITIONS: tuple[Transition, ...] = (
    Transition("opened", "hear", _SETTLE, "always", "heard"),
    Transition("heard", "hear_again", _SETTLE, "always", "heard"),
    Transition("heard", "settle", _SETTLE, "outcome", "settled"),
    Transition("opened", "withdraw", _WITHDRAW, "opener", "withdrawn"),
    Transition("heard", "withdraw", _WITHDRAW, "opener", "withdrawn"),
)


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a dispute has been open or was, in calendar days from the day it was opened (that day not counted);
    `due` is the last day of the agreement's term, None where the agreement sets none. `because`: clause H-02.
    """

    days: int
    due: date | None
    late: bool
    because: str = "H-02"


def moves(dispute: Dispute, roles: Collection[str]) -> tuple[Move, ...]:
    """What somebody in these roles may press on a dispute; only who opened it withdraws it."""
    return tuple(row.action for row in TRANSITIONS if row.state == dispute.state and _holds(row, dispute, roles))


def next_state(dispute: Dispute, move: Move) -> DisputeState | None:
    """What a move makes of a dispute, None if it is no move of its state."""
    return next((row.next for row in TRANSITIONS if (row.state, row.action) == (dispute.state, move)), None)


def clock(dispute: Dispute, term_days: int | None, on: date) -> Clock:
    """How the term of a dispute runs on a day."""
    end = dispute.ended_on or on
    due = None if term_days is None else dispute.opened_on + timedelta(days=term_days)
    return Clock(max(0, (end - dispute.opened_on).days), due, late=due is not None and end > due)


def longest_days(disputes: Iterable[Dispute], on: date) -> int | None:
    """The fact of clause H-02: how many days the slowest dispute took, or takes so far; withdrawn ones do not count.
    None where there was none.
    """
    counted = [one for one in disputes if one.state != "withdrawn" and one.opened_on <= on]
    return max((clock(one, None, on).days for one in counted), default=None)


def diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show."""
    return _mermaid([(row.state, row.action, row.guard, row.next) for row in TRANSITIONS])


def _mermaid(rows: Sequence[tuple[str, str, str, str]]) -> str:
    lines = ["stateDiagram-v2", "    [*] --> opened"]
    for state, action, guard, then in rows:
        said = "" if guard == "always" else f" [{guard}]"
        lines.append(f"    {state} --> {then}: {action}{said}")
    return "\n".join(lines) + "\n"


def _holds(row: Transition, dispute: Dispute, roles: Collection[str]) -> bool:
    if not set(row.roles) & set(roles):
        return False
    return row.guard != "opener" or ROLE_OF[dispute.opened_by] in roles
