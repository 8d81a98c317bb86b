"""The rules of money: which rule refuses an event, or the postings that it makes. Pure; whole cents.

The same rules hold for `cip ledger try` and for the ledger in the database. They know limits of money only: no part,
no person, no date, no State aid.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cip.incentives import money_events as happens
from cip.incentives.ledger import AWARDED, SETTLED, Account, Books, Kind, Leg, Posting, move
from cip.incentives.money_events import Ended, Event


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an award beside its accounts: its source, whose it is, and how it ended if it did."""

    source: str
    firm: str | None
    ended: Ended | None = None


class Money:
    """Books with the rules of money: `refusal` says why an event cannot be, `do` lets it happen."""

    def __init__(self, books: Books | None = None, awards: dict[str, Known] | None = None) -> None:
        """A ledger that opens with these books and awards; empty where nothing is given."""
        self.books = books or Books()
        self.awards = awards or {}

    def do(self, event: Event) -> str | None:
        """Let an event happen; the name of the rule that refuses it, in which case nothing changed."""
        rule = self.refusal(event)
        if rule is None:
            for posting in self.postings(event):
                self.books.post(posting)
            self._remember(event)
        return rule

    # What an award or a source holds, in cents.

    def awarded(self, award: str) -> int:
        """What is awarded: to be paid and paid."""
        return self.books.of_award(award, *AWARDED)

    def paid(self, award: str) -> int:
        """What is paid, tax that was kept back and sums set against a debt included."""
        return self.books.of_award(award, *SETTLED)

    def left(self, source: str) -> int:
        """What of a source nobody was promised."""
        return self.books.of_source(source, "available")

    # Which rule refuses an event.

    def refusal(self, event: Event) -> str | None:
        """The rule that refuses an event now, by name; None where it can happen."""
        refuse, _moves = _rules_of(event)
        return refuse(self, event)

    def _refuse_budget(self, event: happens.Budget) -> str | None:
        return None

    def _refuse_reserve(self, event: happens.Reserve) -> str | None:
        return self._no_room("reserve", event.source, event.award, event.cents)

    def _refuse_release(self, event: happens.Release) -> str | None:
        return None if self.books.of_award(event.award, "reserved") else "release.nothing_reserved"

    def _refuse_award(self, event: happens.Award) -> str | None:
        kept, known = self.books.of_award(event.id, "reserved"), self.awards.get(event.id)
        if not kept or known is None:
            return self._no_room("award", event.source, event.id, event.cents)
        if (known.source, known.firm) != (event.source, event.firm):
            return "award.id_used"
        return "award.above_left" if event.cents > self.left(event.source) + kept else None

    def _refuse_due(self, event: happens.Due) -> str | None:
        above = event.cents > self.books.of_award(event.award, "committed")
        return self._no_open("due", event.award) or ("due.above_committed" if above else None)

    def _refuse_undue(self, event: happens.Undue) -> str | None:
        above = event.cents > self.books.of_award(event.award, "due")
        return self._no_open("undue", event.award) or ("undue.above_due" if above else None)

    def _refuse_pay(self, event: happens.Pay) -> str | None:
        rule = self._no_open("pay", event.award)
        if rule is None and event.cents > self.awarded(event.award) - self.paid(event.award):
            return "pay.above_unpaid"
        return rule or ("pay.withheld_above_paid" if event.withheld > event.cents else None)

    def _refuse_unpay(self, event: happens.Unpay) -> str | None:
        paid, tax = (self.books.of_award(event.award, kind) for kind in SETTLED)
        above = event.cents - event.withheld > paid or event.withheld > min(tax, event.cents)
        return self._no_open("unpay", event.award) or ("unpay.above_paid" if above else None)

    def _refuse_expense(self, event: happens.Expense) -> str | None:
        if not self._was_awarded(event.award):
            return "expense.award_unknown"
        accepted = self.books.of_award(event.award, "accepted") + event.cents
        return "expense.above_awarded" if accepted > self.awarded(event.award) else None

    def _refuse_waive(self, event: happens.Waive) -> str | None:
        return self._no_open("waive", event.award)

    def _refuse_revoke(self, event: happens.Revoke) -> str | None:
        above = event.owed > self.paid(event.award)
        return self._no_open("revoke", event.award) or ("revoke.owed_above_paid" if above else None)

    def _refuse_net(self, event: happens.Net) -> str | None:
        if not (self._was_awarded(event.owing) and self._was_awarded(event.against)):
            return "net.award_unknown"
        if self.awards[event.owing].firm != self.awards[event.against].firm:
            return "net.not_same_firm"
        if event.cents > self.books.of_award(event.owing, "owed"):
            return "net.above_owed"
        unpaid = self.awarded(event.against) - self.paid(event.against)
        return "net.above_unpaid" if event.cents > unpaid else None

    def _refuse_refund(self, event: happens.Refund) -> str | None:
        above = event.cents > self.books.of_award(event.award, "owed")
        return self._unknown("refund", event.award) or ("refund.above_owed" if above else None)

    def _refuse_interest(self, event: happens.Interest) -> str | None:
        owed = self.books.of_award(event.award, "owed")
        return self._unknown("interest", event.award) or (None if owed else "interest.nothing_owed")

    def _refuse_interest_paid(self, event: happens.InterestPaid) -> str | None:
        above = event.cents > self.books.of_award(event.award, "interest")
        return self._unknown("interest_paid", event.award) or ("interest_paid.above_interest" if above else None)

    # What an event that is not refused moves.

    def postings(self, event: Event) -> tuple[Posting, ...]:
        """What an event that is not refused moves; two postings where two awards, or a debt too, are touched."""
        _refuse, moves = _rules_of(event)
        return moves(self, event)

    def _move_budget(self, event: happens.Budget) -> tuple[Posting, ...]:
        free = Account("available", event.source)
        return (move("budget", [(Account("funds", event.source), event.cents)], free),)

    def _move_reserve(self, event: happens.Reserve) -> tuple[Posting, ...]:
        kept = Account("reserved", event.source, event.award)
        return (move("reserve", [(Account("available", event.source), event.cents)], kept),)

    def _move_award(self, event: happens.Award) -> tuple[Posting, ...]:
        kept = self.books.of_award(event.id, "reserved")
        legs = (
            Leg(Account("reserved", event.source, event.id), -kept),
            Leg(Account("available", event.source), kept - event.cents),
            Leg(Account("committed", event.source, event.id), event.cents),
        )
        return (Posting("award", tuple(leg for leg in legs if leg.cents)),)

    def _move_due(self, event: happens.Due) -> tuple[Posting, ...]:
        return (self._within("due", event.award, "committed", "due", event.cents),)

    def _move_undue(self, event: happens.Undue) -> tuple[Posting, ...]:
        return (self._within("undue", event.award, "due", "committed", event.cents),)

    def _move_pay(self, event: happens.Pay) -> tuple[Posting, ...]:
        return (self._pay("pay", event.award, event.cents, event.withheld),)

    def _move_unpay(self, event: happens.Unpay) -> tuple[Posting, ...]:
        paid, tax = self._of(event.award, "paid"), self._of(event.award, "withheld")
        taken = [(paid, event.cents - event.withheld), (tax, event.withheld)]
        return (move("unpay", taken, self._of(event.award, "committed")),)

    def _move_expense(self, event: happens.Expense) -> tuple[Posting, ...]:
        return (self._claim("expense", "unproved", "accepted", event.award, event.cents),)

    def _move_release(self, event: happens.Release) -> tuple[Posting, ...]:
        return self._back("release", event.award, "reserved")

    def _move_waive(self, event: happens.Waive) -> tuple[Posting, ...]:
        return self._back("waive", event.award, "committed", "due")

    def _move_revoke(self, event: happens.Revoke) -> tuple[Posting, ...]:
        back = self._back("revoke", event.award, "committed", "due")
        return (*back, self._claim("revoke", "claims", "owed", event.award, event.owed)) if event.owed else back

    def _move_net(self, event: happens.Net) -> tuple[Posting, ...]:
        recovered = self._within("net", event.owing, "owed", "recovered", event.cents)
        return (recovered, self._pay("net", event.against, event.cents, 0))

    def _move_refund(self, event: happens.Refund) -> tuple[Posting, ...]:
        return (self._within("refund", event.award, "owed", "recovered", event.cents),)

    def _move_interest(self, event: happens.Interest) -> tuple[Posting, ...]:
        return (self._claim("interest", "interest_claims", "interest", event.award, event.cents),)

    def _move_interest_paid(self, event: happens.InterestPaid) -> tuple[Posting, ...]:
        return (self._within("interest_paid", event.award, "interest", "interest_paid", event.cents),)

    # Parts of rules.

    def _no_room(self, what: str, source: str, award: str, cents: int) -> str | None:
        if not self.books.budget(source):
            return f"{what}.source_unknown"
        if award in self.awards:
            return f"{what}.id_used"
        return f"{what}.above_left" if cents > self.left(source) else None

    def _unknown(self, what: str, award: str) -> str | None:
        return None if self._was_awarded(award) else f"{what}.award_unknown"

    def _no_open(self, what: str, award: str) -> str | None:
        rule = self._unknown(what, award)
        if rule is None and self.awards[award].ended is not None:
            return f"{what}.award_{self.awards[award].ended}"
        return rule

    def _was_awarded(self, award: str) -> bool:
        # What is only reserved is no award yet; one that ended with nothing paid has no cents any more.
        known = self.awards.get(award)
        return known is not None and (known.ended is not None or self.awarded(award) > 0)

    # Parts of postings.

    def _of(self, award: str, kind: Kind) -> Account:
        return Account(kind, self.awards[award].source, award)

    def _within(self, what: str, award: str, taken: Kind, given: Kind, cents: int) -> Posting:
        return move(what, [(self._of(award, taken), cents)], self._of(award, given))

    def _claim(self, what: str, against: Kind, kind: Kind, award: str, cents: int) -> Posting:
        return move(what, [(Account(against, self.awards[award].source), cents)], self._of(award, kind))

    def _pay(self, what: str, award: str, cents: int, withheld: int) -> Posting:
        due = min(cents, self.books.of_award(award, "due"))
        legs = (
            Leg(self._of(award, "due"), -due),
            Leg(self._of(award, "committed"), due - cents),
            Leg(self._of(award, "paid"), cents - withheld),
            Leg(self._of(award, "withheld"), withheld),
        )
        return Posting(what, tuple(leg for leg in legs if leg.cents))

    def _back(self, what: str, award: str, *kinds: Kind) -> tuple[Posting, ...]:
        taken = [(self._of(award, kind), self.books.of_award(award, kind)) for kind in kinds]
        if not any(cents for _account, cents in taken):
            return ()
        return (move(what, taken, Account("available", self.awards[award].source)),)

    def _remember(self, event: Event) -> None:
        match event:
            case happens.Reserve():
                self.awards[event.award] = Known(event.source, event.firm)
            case happens.Award():
                self.awards[event.id] = Known(event.source, event.firm)
            case happens.Release():
                del self.awards[event.award]
            case happens.Waive() | happens.Revoke():
                known = self.awards[event.award]
                ended: Ended = "waived" if isinstance(event, happens.Waive) else "revoked"
                self.awards[event.award] = Known(known.source, known.firm, ended)
            case _:
                pass


Refuse = Callable[[Money, Any], str | None]
Moves = Callable[[Money, Any], tuple[Posting, ...]]
_RULES: dict[type, tuple[Refuse, Moves]] = {
    happens.Budget: (Money._refuse_budget, Money._move_budget),
    happens.Reserve: (Money._refuse_reserve, Money._move_reserve),
    happens.Release: (Money._refuse_release, Money._move_release),
    happens.Award: (Money._refuse_award, Money._move_award),
    happens.Due: (Money._refuse_due, Money._move_due),
    happens.Undue: (Money._refuse_undue, Money._move_undue),
    happens.Pay: (Money._refuse_pay, Money._move_pay),
    happens.Unpay: (Money._refuse_unpay, Money._move_unpay),
    happens.Expense: (Money._refuse_expense, Money._move_expense),
    happens.Waive: (Money._refuse_waive, Money._move_waive),
    happens.Revoke: (Money._refuse_revoke, Money._move_revoke),
    happens.Net: (Money._refuse_net, Money._move_net),
    happens.Refund: (Money._refuse_refund, Money._move_refund),
    happens.Interest: (Money._refuse_interest, Money._move_interest),
    happens.InterestPaid: (Money._refuse_interest_paid, Money._move_interest_paid),
}


def _rules_of(event: Event) -> tuple[Refuse, Moves]:
    rules = _RULES.get(type(event))
    if rules is None:
        raise TypeError(f"{type(event).__name__} is no event of money")
    return rules
