"""What the money rules should do, written a second time and as simply as can be: one row of numbers for each award, no
accounts, no postings. The walk holds the real rules against it.
"""

from dataclasses import dataclass

from cip.incentives.money_events import (
    Award,
    Budget,
    Due,
    Event,
    Expense,
    Interest,
    InterestPaid,
    Net,
    Pay,
    Refund,
    Release,
    Reserve,
    Revoke,
    Undue,
    Unpay,
    Waive,
)  # fmt: skip


@dataclass(slots=True)
class Held:
    """An award, or what is reserved for one; cents."""

    source: str
    firm: str | None
    state: str
    reserved: int = 0
    awarded: int = 0
    due: int = 0
    paid: int = 0
    withheld: int = 0
    accepted: int = 0
    claimed: int = 0
    netted: int = 0
    repaid: int = 0
    charged: int = 0
    charge_paid: int = 0
    granted: int = 0

    @property
    def unpaid(self) -> int:
        """What may still be paid."""
        return self.awarded - self.paid

    @property
    def owed(self) -> int:
        """What has still to come back."""
        return self.claimed - self.netted - self.repaid


class Model:
    """The state, what it allows, and how it changes."""

    def __init__(self) -> None:
        self.budgets: dict[str, int] = {}
        self.held: dict[str, Held] = {}

    def left(self, source: str) -> int:
        """What of a source is neither awarded nor reserved."""
        return self.budgets.get(source, 0) - sum(
            one.awarded + one.reserved for one in self.held.values() if one.source == source
        )

    def take(self, event: Event) -> bool:
        """Let an event happen where it may; whether it did."""
        happened: bool = getattr(self, f"_{type(event).__name__.lower()}")(event)
        return happened

    def _granted(self, award: str) -> Held | None:
        one = self.held.get(award)
        return None if one is None or one.state == "reserved" else one

    def _open(self, award: str) -> Held | None:
        one = self.held.get(award)
        return one if one is not None and one.state == "open" else None

    def _budget(self, event: Budget) -> bool:
        self.budgets[event.source] = self.budgets.get(event.source, 0) + event.cents
        return True

    def _reserve(self, event: Reserve) -> bool:
        if event.source not in self.budgets or event.award in self.held or event.cents > self.left(event.source):
            return False
        self.held[event.award] = Held(event.source, event.firm, "reserved", reserved=event.cents)
        return True

    def _release(self, event: Release) -> bool:
        one = self.held.get(event.award)
        if one is None or one.state != "reserved":
            return False
        del self.held[event.award]
        return True

    def _award(self, event: Award) -> bool:
        one = self.held.get(event.id)
        if one is not None and (one.state, one.source, one.firm) != ("reserved", event.source, event.firm):
            return False
        room = self.left(event.source) + (one.reserved if one is not None else 0)
        if event.source not in self.budgets or event.cents > room:
            return False
        self.held[event.id] = Held(event.source, event.firm, "open", awarded=event.cents, granted=event.cents)
        return True

    def _due(self, event: Due) -> bool:
        one = self._open(event.award)
        if one is None or one.due + event.cents > one.unpaid:
            return False
        one.due += event.cents
        return True

    def _undue(self, event: Undue) -> bool:
        one = self._open(event.award)
        if one is None or event.cents > one.due:
            return False
        one.due -= event.cents
        return True

    def _pay(self, event: Pay) -> bool:
        one = self._open(event.award)
        if one is None or event.cents > one.unpaid or event.withheld > event.cents:
            return False
        one.paid += event.cents
        one.withheld += event.withheld
        one.due = max(0, one.due - event.cents)
        return True

    def _unpay(self, event: Unpay) -> bool:
        one = self._open(event.award)
        if one is None or not 0 <= event.cents - event.withheld <= one.paid - one.withheld:
            return False
        if event.withheld > one.withheld:
            return False
        one.paid -= event.cents
        one.withheld -= event.withheld
        return True

    def _expense(self, event: Expense) -> bool:
        one = self._granted(event.award)
        if one is None or one.accepted + event.cents > one.awarded:
            return False
        one.accepted += event.cents
        return True

    def _waive(self, event: Waive) -> bool:
        one = self._open(event.award)
        if one is None:
            return False
        one.state, one.awarded, one.due = "waived", one.paid, 0
        return True

    def _revoke(self, event: Revoke) -> bool:
        one = self._open(event.award)
        if one is None or event.owed > one.paid:
            return False
        one.state, one.awarded, one.due, one.claimed = "revoked", one.paid, 0, event.owed
        return True

    def _net(self, event: Net) -> bool:
        owing, against = self._granted(event.owing), self._granted(event.against)
        if owing is None or against is None or owing.firm != against.firm:
            return False
        if event.cents > owing.owed or event.cents > against.unpaid:
            return False
        owing.netted += event.cents
        against.paid += event.cents
        against.due = max(0, against.due - event.cents)
        return True

    def _refund(self, event: Refund) -> bool:
        one = self._granted(event.award)
        if one is None or event.cents > one.owed:
            return False
        one.repaid += event.cents
        return True

    def _interest(self, event: Interest) -> bool:
        one = self._granted(event.award)
        if one is None or one.owed == 0:
            return False
        one.charged += event.cents
        return True

    def _interestpaid(self, event: InterestPaid) -> bool:
        one = self._granted(event.award)
        if one is None or event.cents > one.charged - one.charge_paid:
            return False
        one.charge_paid += event.cents
        return True
