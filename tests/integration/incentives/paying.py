"""Accepted awards (see Awarding) with all that a payment asks: accounts, checks, three people of the office."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta

from cip.database.engine import Database
from cip.database.work import Work, open_reading, open_work
from cip.incentives.actions.bank_accounts import enter_account, number_of, review_account
from cip.incentives.actions.import_statement import Imported, import_statement
from cip.incentives.actions.look_before_payment import NewFact, record_payment_fact
from cip.incentives.actions.pay_batch import approve_batch, send_batch
from cip.incentives.actions.prepare_payments import draft_payments, prepare_payments
from cip.incentives.actions.reserve_awards import record_award_move
from cip.incentives.awards import StoredAward
from cip.incentives.money import AwardShare, FundingLine
from cip.incentives.payment_checks import PaymentFactKind, PaymentFactValue
from cip.incentives.payments import PartOfAward, Payment, PaymentBatch
from cip.incentives.reads.money import lines_of_call, shares_of
from cip.incentives.reads.payments import batch_of, payments_of_batch
from cip.incentives.reads.tranches import tranches_of
from cip.parties.access import person
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.standing import Membership, Standing
from tests.integration.incentives.awarding import Awarding, make_awarded
from tests.integration.incentives.calling import KEY, SECOND

FIRST, BALANCE = "first", "balance"
IBANS = ("IT60X0542811101000000123456", "IT40S0542811101000000123456", "SM86U0322509800000000270100")


@dataclass
class Paying:
    """Olga prepares, Piero approves, Rita pays."""

    awarding: Awarding
    key: str = KEY

    @property
    def database(self) -> Database:
        return self.awarding.database

    @property
    def call_id(self) -> str:
        return self.awarding.call_id

    @property
    def body_id(self) -> str:
        return self.awarding.ranks.calling.body

    @property
    def today(self) -> date:
        return self.awarding.today

    @property
    def awards(self) -> Sequence[StoredAward]:
        """The accepted ones."""
        return [one for one in self.awarding.awards if one.state == "accepted"]

    def work(self, who: str = "olga") -> AbstractContextManager[Work]:
        """A Work of somebody of the office, one second after the one before: what comes later counts."""
        self.awarding.ranks.calling.now += SECOND
        return self.awarding.ranks.calling.work(who)

    def owner(self, award: StoredAward) -> AbstractContextManager[Work]:
        """A Work of who answers for the firm."""
        ranks = self.awarding.ranks
        ranks.calling.now += SECOND
        number = next(number for number, firm_id in ranks.firm.items() if firm_id == award.firm_id)
        member = Membership("f" * 32, "firm", award.firm_id, "owner", None)
        actor = person(Standing(ranks.owner[number], "s" * 32, True, True, (member,)), self.today)
        return open_work(self.database, actor=actor, now=ranks.calling.now, act="test")

    def account(self, award: StoredAward, number: str = IBANS[0]) -> str:
        """The firm enters its account, Olga looks at it; its id."""
        with self.owner(award) as work:
            account_id = enter_account(work, self.key, number, "Impresa", firm_id=award.firm_id)
        with self.work("olga") as work:
            review_account(work, account_id, "seen", "visura")
        return account_id

    def say(
        self,
        award: StoredAward,
        kind: PaymentFactKind,
        value: PaymentFactValue,
        cents: int | None = None,
        part: str = FIRST,
    ) -> None:
        """Record a fact of yesterday."""
        fact = NewFact(kind, value, self.today - timedelta(days=1), "verifica di prova", cents=cents)
        with self.work("olga") as work:
            record_payment_fact(work, award.id, part, fact)

    def in_order(self, award: StoredAward, number: int = 0) -> None:
        """Everything that the first part asks."""
        self.account(award, IBANS[number])
        for kind in ("durc", "insurance", "tax_debt", "business"):
            self.say(award, kind, "yes")
        self.say(award, "capital_goods", "no")

    def parts(self, award: StoredAward) -> Sequence[PartOfAward]:
        with open_reading(self.database) as session:
            return tranches_of(session, award.id, self.today)

    def first(self, award: StoredAward) -> PartOfAward:
        return self.parts(award)[0]

    def draft(self, *awards: StoredAward, who: str = "olga") -> str:
        with self.work(who) as work:
            return draft_payments(work, self.call_id, {one.id: FIRST for one in awards}, self.today)

    def prepare(self, batch_id: str, who: str = "olga") -> None:
        with self.work(who) as work:
            prepare_payments(work, batch_id)

    def approve(self, batch_id: str, who: str = "piero") -> None:
        with self.work(who) as work:
            approve_batch(work, batch_id)

    def send(self, batch_id: str, who: str = "rita") -> None:
        with self.work(who) as work:
            send_batch(work, batch_id, lambda account: number_of(self.key, account))

    def sent(self, *awards: StoredAward) -> str:
        """A batch that went through three hands; its id."""
        batch_id = self.draft(*awards)
        self.prepare(batch_id)
        self.approve(batch_id)
        self.send(batch_id)
        return batch_id

    def batch(self, batch_id: str) -> PaymentBatch:
        with open_reading(self.database) as session:
            return batch_of(session, batch_id)

    def payments(self, batch_id: str) -> Sequence[Payment]:
        with open_reading(self.database) as session:
            return payments_of_batch(session, batch_id)

    def bring(self, *rows: tuple[int, str]) -> Imported:
        """Import a table of (cents, end-to-end id) of today."""
        lines = [f"{self.today.isoformat()};{_italian(cents)};{name};x" for cents, name in rows]
        content = "\n".join(["data;importo;end_to_end;descrizione", *lines]).encode()
        with self.work("olga") as work:
            return import_statement(work, self.body_id, "estratto.csv", content)

    def shares(self, award: StoredAward) -> Sequence[AwardShare]:
        with open_reading(self.database) as session:
            return shares_of(session, [award.id])[award.id]

    def lines(self) -> Sequence[FundingLine]:
        with open_reading(self.database) as session:
            return lines_of_call(session, self.call_id)


def _italian(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"


def make_paying(database: Database, *, count: int = 2, key: str = KEY) -> Paying:
    """An office with so many accepted awards, all in order, and its own account."""
    awarding = make_awarded(database, "notified", count=count, firms=6)
    calling = awarding.ranks.calling
    with calling.work("system") as work:
        calling.people["rita"] = add_person(work, email="rita@example.org", name="Rita", language="it")
        add_member(work, calling.people["rita"], party_kind="body", party_id=calling.body, role="staff")
        for award in awarding.awards:
            if award.state == "notified":
                record_award_move(work, award.id, "accept")
    found = Paying(awarding, key)
    with found.work("olga") as work:
        account_id = enter_account(work, key, IBANS[1], "Provincia di prova", body_id=found.body_id)
    with found.work("piero") as work:
        review_account(work, account_id, "seen", "convenzione di tesoreria")
    for number, award in enumerate(found.awards):
        found.in_order(award, number)
    return found
