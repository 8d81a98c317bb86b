"""A clause that was broken while it had to be kept (G-06): the steps, and what has to come back. Pure; whole cents.

What comes back is computed from what was paid, exactly, and rounded half up once at the end: `time`, the part of the
time not kept of each measure that was broken, each measure counting the same; `unproved`, what was paid above what the
report proved; `whole`, everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from cip.incentives.breach_states import OPEN, BreachMove, BreachState
from cip.kernel.money import euros, half_up
from cip.kernel.texts import Input, Reason, Text, Value

ReturnKind = Literal["time", "unproved", "whole"]
RETURN_KINDS: tuple[ReturnKind, ...] = ("time", "unproved", "whole")
LONGEST_FACTS, LONGEST_WHY, LONGEST_GROUNDS, LONGEST_ACT = 4_000, 1_000, 4_000, 80
LEAST_DAYS, MOST_DAYS = 1, 365

_TIME = Text(
    it="{measure}: tenuta {kept} giorni su {due}. Della sua parte ({share}) torna {back}.",
    en="{measure}: kept for {kept} days of {due}. Of its part ({share}), {back} comes back.",
)
_UNPROVED = Text(
    it="Pagati {paid}, spese accolte {accepted}: torna {back}.",
    en="Paid {paid}, costs accepted {accepted}: {back} comes back.",
)
_WHOLE = Text(it="Torna tutto ciò che è stato pagato: {back}.", en="All that was paid comes back: {back}.")


@dataclass(frozen=True, slots=True)
class Broken:
    """A measure that was not kept to the end: for how many days of those due it was kept."""

    measure: str
    kept: int
    due: int


@dataclass(frozen=True)
class Return:
    """What has to come back, in cents, with its rule and what it was computed from."""

    kind: ReturnKind
    cents: int
    because: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class StoredBreach:
    """A breach as stored. `repair_by` once a warning was sent; `measure` where it is about one."""

    id: str
    award_id: str
    state: BreachState
    clause_id: str
    measure: str
    facts: str
    found_on: date
    found_by: str
    repair_by: date | None = None

    @property
    def open(self) -> bool:
        """Whether nothing is paid because of it."""
        return self.state in OPEN


@dataclass(frozen=True, kw_only=True)
class BreachStep:
    """One move of a breach."""

    seq: int
    action: BreachMove
    from_state: BreachState
    to_state: BreachState
    on_day: date
    by_person: str | None
    by_label: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Revocation:
    """What is taken back of an award: prepared by one person, decided by another. `because` is stored as it was told;
    `due_on` is the last day to pay.
    """

    id: str
    breach_id: str
    award_id: str
    kind: ReturnKind
    grounds: str
    paid: int
    owed: int
    because: tuple[tuple[str, str, str], ...]
    days: int
    prepared_on: date
    prepared_by: str
    sent_back: bool = False
    decided_on: date | None = None
    act: str = ""
    due_on: date | None = None


def back_for_time(paid: int, measures: int, broken: Sequence[Broken]) -> Return:
    """What comes back for the time not kept: each of so many funded measures stands for the same part of what was
    paid. Raises ValueError where none was broken, or more than there are, or no time was due.
    """
    if not broken or len(broken) > measures or any(one.due < 1 or not 0 <= one.kept <= one.due for one in broken):
        raise ValueError("time not kept needs measures that were funded, each with the days that were due and kept")
    part = Fraction(paid, measures)
    exact, because = Fraction(0), []
    for one in broken:
        back = part * (one.due - one.kept) / one.due
        exact += back
        inputs: dict[str, Input] = {
            "measure": one.measure,
            "kept": one.kept,
            "due": one.due,
            "paid": paid,
            "measures": measures,
        }
        told: dict[str, Value] = {
            "measure": one.measure, "kept": one.kept, "due": one.due, "share": euros(half_up(part)),
            "back": euros(half_up(back)),
        }  # fmt: skip
        because.append(Reason("return.time", _TIME, told, inputs))
    return Return("time", half_up(exact), tuple(because))


def back_unproved(paid: int, accepted: int) -> Return:
    """What was paid above what the report proved; nothing where it proved enough."""
    inputs = {"paid": paid, "accepted": accepted, "back": max(0, paid - accepted)}
    told: dict[str, Value] = {name: euros(cents) for name, cents in inputs.items()}
    return Return("unproved", inputs["back"], (Reason("return.unproved", _UNPROVED, told, inputs),))


def back_whole(paid: int) -> Return:
    """Everything that was paid."""
    return Return("whole", paid, (Reason("return.whole", _WHOLE, {"back": euros(paid)}, {"back": paid}),))
