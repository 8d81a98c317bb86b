"""Defects such as people make, each planted into the true rules of money: the walk has to find every one of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from cip.incentives.ledger import AWARDED, Account, Kind, Leg, Posting
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
from cip.incentives.money_rules import Known, Money
from tests.unit.incentives.money_walk import Journal

Make = Callable[[], Money]
Postings = tuple[Posting, ...]


def judging(
    kind: type[Event] | tuple[type[Event], ...], judge: Callable[[Money, Event, str | None], str | None]
) -> Make:
    """The true rules, but events of a kind are judged otherwise: `judge` gets the true verdict."""

    class Planted(Money):
        def refusal(self, event: Event) -> str | None:
            rule = super().refusal(event)
            return judge(self, event, rule) if isinstance(event, kind) else rule

    return lambda: Planted(Journal())


def booking(kind: type[Event], book: Callable[[Money, Event, Postings], Postings]) -> Make:
    """The true rules, but events of a kind move money otherwise: `book` gets the true postings."""

    class Planted(Money):
        def postings(self, event: Event) -> Postings:
            postings = super().postings(event)
            return book(self, event, postings) if isinstance(event, kind) else postings

    return lambda: Planted(Journal())


def let_pass(kind: type[Event], rule: str, when: Callable[[Money, Event], bool] = lambda _money, _event: True) -> Make:
    """A refusal that is forgotten, always or in one case."""
    return judging(kind, lambda money, event, found: None if found == rule and when(money, event) else found)


def a_cent_above(room: Callable[[Money, Event], int]) -> Callable[[Money, Event], bool]:
    """Whether an event asks for one cent more than there is room for."""
    return lambda money, event: _cents(event) == room(money, event) + 1


def up_to(room: Callable[[Money, Event], int]) -> Callable[[Money, Event], bool]:
    """Whether an event asks for no more than there would be room for if nothing had happened before."""
    return lambda money, event: _cents(event) <= room(money, event)


def last_cent_refused(kind: type[Event], room: Callable[[Money, Event], int]) -> Make:
    """`>=` where `>` is meant."""
    return judging(kind, lambda money, event, rule: rule or ("tight" if _cents(event) == room(money, event) else None))


def _cents(event: Event) -> int:
    return event.owed if isinstance(event, Revoke) else int(getattr(event, "cents", 0))


def _of(event: Event) -> str:
    return str(getattr(event, "award", None) or getattr(event, "id", None) or getattr(event, "against", ""))


def _left(money: Money, event: Event) -> int:
    return money.left(str(getattr(event, "source", "")))


def _unpaid(money: Money, event: Event) -> int:
    return money.awarded(_of(event)) - money.paid(_of(event))


def _awarded(money: Money, event: Event) -> int:
    return money.awarded(_of(event))


def _paid(money: Money, event: Event) -> int:
    return money.paid(_of(event))


def _held(*kinds: Kind) -> Callable[[Money, Event], int]:
    return lambda money, event: money.books.of_award(_of(event), *kinds)


def _debt(money: Money, event: Event) -> int:
    return money.books.of_award(event.owing, "owed") if isinstance(event, Net) else 0


def _unproved(money: Money, event: Event) -> int:
    return money.awarded(_of(event)) - money.books.of_award(_of(event), "accepted")


def _account(money: Money, award: str, kind: Kind) -> Account:
    return Account(kind, money.awards[award].source, award)


def _free(money: Money, award: str) -> Account:
    return Account("available", money.awards[award].source)


def _also(money: Money, what: str, taken: Account, given: Account, cents: int) -> Postings:
    return (Posting(what, (Leg(taken, -cents), Leg(given, cents))),) if cents else ()


def _all_paid_back(money: Money, event: Event, postings: Postings) -> Postings:
    paid = money.books.of_award(_of(event), "paid")
    return postings + _also(money, "waive", _account(money, _of(event), "paid"), _free(money, _of(event)), paid)


def _due_stays(money: Money, event: Event, _postings: Postings) -> Postings:
    award, cents = _of(event), money.books.of_award(_of(event), "committed")
    return _also(money, "waive", _account(money, award, "committed"), _free(money, award), cents)


def _rest_of_debt_forgiven(money: Money, event: Event, postings: Postings) -> Postings:
    if not isinstance(event, Net):
        return postings
    rest = money.books.of_award(event.owing, "owed") - event.cents
    account = Account("claims", money.awards[event.owing].source)
    return postings + _also(money, "net", _account(money, event.owing, "owed"), account, rest)


def _refund_lowers_paid(money: Money, event: Event, postings: Postings) -> Postings:
    award, cents = _of(event), min(_cents(event), money.books.of_award(_of(event), "paid"))
    return postings + _also(money, "refund", _account(money, award, "paid"), _free(money, award), cents)


def _released_twice(money: Money, event: Event, postings: Postings) -> Postings:
    award, cents = _of(event), money.books.of_award(_of(event), "reserved")
    funds = Account("funds", money.awards[award].source)
    return postings + _also(money, "release", funds, _free(money, award), cents)


def _reserve_stays(money: Money, event: Event, postings: Postings) -> Postings:
    if not isinstance(event, Award) or not money.books.of_award(event.id, "reserved"):
        return postings
    free, given = Account("available", event.source), Account("committed", event.source, event.id)
    return _also(money, "award", free, given, min(event.cents, money.left(event.source)))


def _whole_reserve_awarded(money: Money, event: Event, postings: Postings) -> Postings:
    if not isinstance(event, Award) or money.books.of_award(event.id, "reserved") <= event.cents:
        return postings
    reserved, given = Account("reserved", event.source, event.id), Account("committed", event.source, event.id)
    return _also(money, "award", reserved, given, money.books.of_award(event.id, "reserved"))


def _not_due_first(money: Money, event: Event, postings: Postings) -> Postings:
    if not isinstance(event, Pay):
        return postings
    first = min(event.cents, money.books.of_award(event.award, "committed"))
    legs = (
        Leg(_account(money, event.award, "committed"), -first),
        Leg(_account(money, event.award, "due"), first - event.cents),
        Leg(_account(money, event.award, "paid"), event.cents - event.withheld),
        Leg(_account(money, event.award, "withheld"), event.withheld),
    )
    return (Posting("pay", tuple(leg for leg in legs if leg.cents)),)


def _transferred(event: Event) -> int:
    return event.cents - event.withheld if isinstance(event, Unpay) else 0


def _one_above_paid(money: Money, event: Event) -> bool:
    return _transferred(event) == money.books.of_award(_of(event), "paid") + 1


def _tax_stays(money: Money, event: Event, _postings: Postings) -> Postings:
    award = _of(event)
    return _also(
        money, "unpay", _account(money, award, "paid"), _account(money, award, "committed"), _transferred(event)
    )


def _unpaid_is_free(money: Money, event: Event, _postings: Postings) -> Postings:
    cents = _transferred(event)
    return _also(money, "unpay", _account(money, _of(event), "paid"), _free(money, _of(event)), cents)


def _interest_off_the_debt(money: Money, event: Event, postings: Postings) -> Postings:
    cents = min(_cents(event), money.books.of_award(_of(event), "owed"))
    if not cents:
        return postings
    return _also(
        money, "interest", _account(money, _of(event), "owed"), _account(money, _of(event), "recovered"), cents
    )


def _a_second_budget_replaces(money: Money, event: Event, postings: Postings) -> Postings:
    if not isinstance(event, Budget):
        return postings
    before = min(money.books.budget(event.source), money.left(event.source))
    free, funds = Account("available", event.source), Account("funds", event.source)
    return _also(money, "budget", free, funds, before) + postings


def _merged_source(money: Money, event: Event, postings: Postings) -> Postings:
    """What is paid against a debt is booked on the source of the debt."""
    if not isinstance(event, Net):
        return postings
    source = money.awards[event.owing].source
    moved = tuple(replace(leg, account=replace(leg.account, source=source)) for leg in postings[1].legs)
    return (postings[0], Posting("net", moved))


class _PaidWithoutTax(Money):
    def paid(self, award: str) -> int:
        return self.books.of_award(award, "paid")


class _LeftForgetsReserves(Money):
    def left(self, source: str) -> int:
        return self.books.budget(source) - self.books.of_source(source, *AWARDED)


class _LeftForgetsDue(Money):
    """An award whose money was called in is counted no more: the award that replaced it is too much."""

    def left(self, source: str) -> int:
        return self.books.of_source(source, "available") + self.books.of_source(source, "due")


class _EndsAreForgotten(Money):
    def _remember(self, event: Event) -> None:
        if not isinstance(event, Waive | Revoke):
            super()._remember(event)


class _EndedIdsAreFree(Money):
    def _remember(self, event: Event) -> None:
        super()._remember(event)
        if isinstance(event, Waive):
            del self.awards[event.award]


class _ReleasedStays(Money):
    def _remember(self, event: Event) -> None:
        if not isinstance(event, Release):
            super()._remember(event)


class _FirmForgotten(Money):
    """An award that comes out of a reserve is nobody's."""

    def _remember(self, event: Event) -> None:
        super()._remember(event)
        if isinstance(event, Award):
            self.awards[event.id] = Known(event.source, None)


class _RowsGo(Journal):
    """Taking back deletes the row that it takes back."""

    def post(self, posting: Posting) -> None:
        super().post(posting)
        if posting.what == "undue":
            at = max(n for n, row in enumerate(self.rows) if row.what == "due")
            del self.rows[at], self.rows[-1]


class _RowsChange(Journal):
    """A second payment is added to the row of the first."""

    def post(self, posting: Posting) -> None:
        super().post(posting)
        first = next((n for n, row in enumerate(self.rows[:-1]) if row.what == posting.what == "pay"), None)
        if first is not None:
            self.rows[first] = Posting("pay", self.rows[first].legs + posting.legs)
            del self.rows[-1]


class _SumsDrift(Journal):
    """The running sum of a source misses what goes back to it."""

    def post(self, posting: Posting) -> None:
        super().post(posting)
        for leg in posting.legs:
            if posting.what == "waive" and leg.account.kind == "available":
                self._sources[leg.account.source, "available"] -= leg.cents


DEFECTS: dict[str, Make] = {
    "award: one cent above what is left": let_pass(Award, "award.above_left", a_cent_above(_left)),
    "award: the last cent is refused": last_cent_refused(Award, _left),
    "award: what is left is not looked at": let_pass(Award, "award.above_left"),
    "award: what is due is not counted": lambda: _LeftForgetsDue(Journal()),
    "award: what is reserved is not counted": lambda: _LeftForgetsReserves(Journal()),
    "award: the id of a waived one is free again": lambda: _EndedIdsAreFree(Journal()),
    "award: the reserve stays beside it": booking(Award, _reserve_stays),
    "award: all that was reserved, though less was asked": booking(Award, _whole_reserve_awarded),
    "award: the firm is forgotten": lambda: _FirmForgotten(Journal()),
    "reserve: one cent above what is left": let_pass(Reserve, "reserve.above_left", a_cent_above(_left)),
    "reserve: the last cent is refused": last_cent_refused(Reserve, _left),
    "release: given back twice": booking(Release, _released_twice),
    "release: the id stays used": lambda: _ReleasedStays(Journal()),
    "due: one cent above what is not due": let_pass(Due, "due.above_committed", a_cent_above(_held("committed"))),
    "due: what is due already is not counted": let_pass(Due, "due.above_committed", up_to(_unpaid)),
    "undue: one cent above what is due": let_pass(Undue, "undue.above_due", a_cent_above(_held("due"))),
    "pay: one cent above what is unpaid": let_pass(Pay, "pay.above_unpaid", a_cent_above(_unpaid)),
    "pay: the last cent is refused": last_cent_refused(Pay, _unpaid),
    "pay: earlier payments are not counted": let_pass(Pay, "pay.above_unpaid", up_to(_awarded)),
    "pay: tax kept back is not counted as paid": lambda: _PaidWithoutTax(Journal()),
    "pay: more tax than is paid": let_pass(Pay, "pay.withheld_above_paid"),
    "pay: what is not due goes first": booking(Pay, _not_due_first),
    "unpay: one cent above what was paid": let_pass(Unpay, "unpay.above_paid", _one_above_paid),
    "unpay: the tax stays kept back": booking(Unpay, _tax_stays),
    "unpay: it lowers the award": booking(Unpay, _unpaid_is_free),
    "expense: one cent above what is awarded": let_pass(Expense, "expense.above_awarded", a_cent_above(_unproved)),
    "expense: the last cent is refused": last_cent_refused(Expense, _unproved),
    "expense: earlier ones are not counted": let_pass(Expense, "expense.above_awarded", up_to(_awarded)),
    "expense: refused once the award has ended": judging(
        Expense, lambda money, event, rule: rule or ("ended" if money.awards[_of(event)].ended else None)
    ),
    "waive: what was paid is given back too": booking(Waive, _all_paid_back),
    "waive: what was due stays": booking(Waive, _due_stays),
    "waive: an ended award ends again": lambda: _EndsAreForgotten(Journal()),
    "waive: refused where all is paid": judging(
        Waive, lambda money, event, rule: rule or (None if _unpaid(money, event) else "nothing")
    ),
    "revoke: one cent above what was paid": let_pass(Revoke, "revoke.owed_above_paid", a_cent_above(_paid)),
    "revoke: all of it is refused": last_cent_refused(Revoke, _paid),
    "revoke: nothing unpaid comes back": booking(
        Revoke, lambda _money, _event, postings: tuple(one for one in postings if one.legs[0].account.kind == "claims")
    ),
    "revoke: the debt is not booked": booking(
        Revoke, lambda _money, _event, postings: tuple(one for one in postings if one.legs[0].account.kind != "claims")
    ),
    "net: one cent above the debt": let_pass(Net, "net.above_owed", a_cent_above(_debt)),
    "net: one cent above what is unpaid": let_pass(Net, "net.above_unpaid", a_cent_above(_unpaid)),
    "net: between two firms": let_pass(Net, "net.not_same_firm"),
    "net: the debt falls, nothing is paid": booking(Net, lambda _money, _event, postings: postings[:1]),
    "net: paid, but the debt stays": booking(Net, lambda _money, _event, postings: postings[1:]),
    "net: recovery is floored at zero, the rest of the debt is lost": booking(Net, _rest_of_debt_forgiven),
    "net: paid from the source of the debt": booking(Net, _merged_source),
    "refund: one cent above the debt": let_pass(Refund, "refund.above_owed", a_cent_above(_held("owed"))),
    "refund: the last cent is refused": last_cent_refused(Refund, _held("owed")),
    "refund: lowers what is paid": booking(Refund, _refund_lowers_paid),
    "interest: it is lost": booking(Interest, lambda _money, _event, _postings: ()),
    "interest: it lowers the debt": booking(InterestPaid, _interest_off_the_debt),
    "interest: charged where nothing is owed": let_pass(Interest, "interest.nothing_owed"),
    "interest: one cent more is paid": let_pass(
        InterestPaid, "interest_paid.above_interest", a_cent_above(_held("interest"))
    ),
    "budget: a second one replaces the first": booking(Budget, _a_second_budget_replaces),
    "rows: taking back deletes": lambda: Money(_RowsGo()),
    "rows: one is changed": lambda: Money(_RowsChange()),
    "sums: they drift from the rows": lambda: Money(_SumsDrift()),
}  # fmt: skip


def rounded_alone(cents: int, rooms: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Shares in proportion, each rounded for itself: a cent is lost or made now and then."""
    room = sum(one for _name, one in rooms)
    if cents > room:
        raise ValueError("no room")
    return [(name, part) for name, one in rooms if room and (part := round(cents * one / room))]


def first_gets_all(cents: int, rooms: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Only the sum is looked at."""
    if cents > sum(one for _name, one in rooms):
        raise ValueError("no room")
    return [(rooms[0][0], cents)]


def one_cent_too_many(cents: int, rooms: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The last cent finds no room, and nobody says so."""
    parts, rest = [], cents
    for name, room in rooms:
        part = min(rest, room)
        if part:
            parts.append((name, part))
        rest -= part
    if rest > 1:
        raise ValueError("no room")
    return parts


SHARINGS = {
    "split: each share is rounded alone": rounded_alone,
    "split: the first gets all": first_gets_all,
    "split: one cent too many": one_cent_too_many,
}
