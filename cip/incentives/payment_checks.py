"""What is looked at on the day of a payment: facts that the office recorded, with source and day, and what they say.
Pure. Nothing is assumed: what is not on record stands in the way.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from cip.incentives import payment_sentences as sentences
from cip.incentives.aid_law import DURC_DAYS, Law, cents_on, flag_on, whole_on
from cip.incentives.de_minimis import DeMinimisResult
from cip.incentives.progress import Progress
from cip.incentives.tranches import Part
from cip.incentives.withholding import Recipient
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Text, Value
from cip.rulebook.parameters import ParameterError

CUP, DEBT_CHECK, OFFSET = "cup_required", "payment_debt_check", "durc_offset"
# durc, insurance, business, capital_goods: of the award. tax_debt (whether the check is clean), condition (whether what
# the call asks in words is met), durc_offset (what goes to INPS or INAIL instead): of one part.
PaymentFactKind = Literal["durc", "insurance", "tax_debt", "condition", "durc_offset", "business", "capital_goods"]
PAYMENT_FACTS: tuple[PaymentFactKind, ...] = get_args(PaymentFactKind)
OF_ONE_PART: tuple[PaymentFactKind, ...] = ("tax_debt", "condition", "durc_offset")
PaymentFactValue = Literal["yes", "no", "not_due"]
LONGEST_SOURCE = 200
PAYMENT_VALUES: tuple[PaymentFactValue, ...] = get_args(PaymentFactValue)

# check: a paper is missing or expired. account: the bank account. doubt: something to be looked into. dispute: an
# appeal or a claim. breach: an obligation may be broken.
HoldKind = Literal["check", "account", "doubt", "dispute", "breach"]
HOLD_KINDS: tuple[HoldKind, ...] = get_args(HoldKind)
# anyone: whoever is of the office. other_person: not who set it. manager: who answers for the office.
LiftedBy = Literal["anyone", "other_person", "manager"]
LIFTED_BY: dict[HoldKind, LiftedBy] = {
    "check": "anyone",
    "account": "other_person",
    "doubt": "other_person",
    "dispute": "manager",
    "breach": "manager",
}
"""Who may lift a hold, by its kind: a paper that came is seen by anyone, a doubt is not put aside by who had it."""


_ASKS: tuple[tuple[Text, PaymentFactKind], ...] = (
    (sentences.NO_DURC, "durc"),
    (sentences.DURC_EXPIRED, "durc"),
    (sentences.NO_INSURANCE, "insurance"),
    (sentences.INSURANCE_EXPIRED, "insurance"),
    (sentences.NO_DEBT_CHECK, "tax_debt"),
    (sentences.CONDITION, "condition"),
)
"""The fact that a sentence about a payment asks for. An irregular DURC asks for none: it is known."""


@dataclass(frozen=True, kw_only=True)
class PaymentFact:
    """What a source said of an award or a part of it on a day; `valid_to` where it says so, `cents` of an offset."""

    id: str
    award_id: str
    tranche_id: str | None
    kind: PaymentFactKind
    value: PaymentFactValue
    on_day: date
    valid_to: date | None
    cents: int | None
    source: str
    at: datetime
    by_label: str


@dataclass(frozen=True, kw_only=True)
class PaymentHold:
    """A part that is not paid for now: why, since when, by whom, and how it ended where it did."""

    id: str
    award_id: str
    tranche_id: str
    kind: HoldKind
    reason: str
    at: datetime
    by_person: str
    by_label: str
    lifted_at: datetime | None
    lifted_label: str | None
    lifted_reason: str | None

    @property
    def stands(self) -> bool:
        """Whether it was not lifted."""
        return self.lifted_at is None

    def may_be_lifted_by(self, person_id: str, roles: Collection[str]) -> bool:
        """Whether somebody in these roles on the office may lift it."""
        rule = LIFTED_BY[self.kind]
        return rule == "anyone" or (rule == "manager" and "manager" in roles) or (
            rule == "other_person" and person_id != self.by_person
        )  # fmt: skip


def newest(facts: Iterable[PaymentFact], kind: PaymentFactKind, tranche_id: str, on: date) -> PaymentFact | None:
    """What counts of a kind for a part on a day: what was recorded last of it, of a day that has come."""
    own = tranche_id if kind in OF_ONE_PART else None
    found = [fact for fact in facts if fact.kind == kind and fact.tranche_id == own and fact.on_day <= on]
    return max(found, key=lambda fact: (fact.on_day, fact.at), default=None)


def recipient_of(facts: Iterable[PaymentFact], tranche_id: str, on: date) -> Recipient:
    """What a person decided of the recipient and its grant."""
    facts = tuple(facts)
    answers: list[bool | None] = []
    for kind in ("business", "capital_goods"):
        fact = newest(facts, kind, tranche_id, on)
        answers.append(None if fact is None else fact.value == "yes")
    return Recipient(*answers)


def offset_of(facts: Iterable[PaymentFact], tranche_id: str, cents: int, on: date) -> int:
    """What of a part goes to INPS or INAIL instead of the firm, in cents; never more than is paid."""
    facts = tuple(facts)
    durc = newest(facts, "durc", tranche_id, on)
    found = newest(facts, "durc_offset", tranche_id, on)
    if found is None or found.value != "yes" or durc is None or durc.value != "no":
        return 0
    return min(cents, found.cents or 0)


def in_the_way(
    facts: Iterable[PaymentFact], tranche_id: str, cents: int, cup: str | None, law: Law, on: date
) -> tuple[Reason, ...]:
    """What stands in the way of paying so many cents on a day, by CUP, DURC, insurance and the check of tax debts."""
    facts = tuple(facts)
    return (
        *_cup(cup, law, on),
        *_durc(facts, tranche_id, law, on),
        *_insurance(newest(facts, "insurance", tranche_id, on), on),
        *_debt(newest(facts, "tax_debt", tranche_id, on), cents, law, on),
    )


def lacking(because: Iterable[Reason], who: Recipient) -> tuple[PaymentFactKind, ...]:
    """The facts that nobody recorded, or that hold no more, by what is told to stand in the way; in their order."""
    found: set[PaymentFactKind] = set()
    for reason in because:
        found.update(kind for sentence, kind in _ASKS if reason.sentence == sentence)
        if reason.sentence == sentences.WITHHOLDING_OPEN:
            open_answers: tuple[tuple[PaymentFactKind, bool | None], ...] = (
                ("business", who.business),
                ("capital_goods", who.capital_goods),
            )
            found.update(kind for kind, answer in open_answers if answer is None)
    return tuple(kind for kind in PAYMENT_FACTS if kind in found)


def over_the_limit(found: DeMinimisResult) -> tuple[Reason, ...]:
    """De minimis looked at again with what is on record now: above the limit nothing is paid."""
    used = found.used + found.reserved
    if used <= found.limit:
        return ()
    return (_say("de_minimis", sentences.OVER_LIMIT, used=euros(used), limit=euros(found.limit)),)


def lowered_by_report(part: Part, cents: int, award_cents: int, progress: Progress) -> tuple[Reason, ...]:
    """That the accepted report proves less than the award, for a part that it brings down to these cents."""
    accepted = progress.accepted_cents
    if accepted is None or accepted >= award_cents or cents >= part.cents:
        return ()
    sums = {"accepted": euros(accepted), "whole": euros(part.cents), "cents": euros(cents)}
    return (_say("lowered", sentences.LOWERED, **sums),)


def _cup(cup: str | None, law: Law, on: date) -> tuple[Reason, ...]:
    if cup:
        return ()
    try:
        return (_say("cup", sentences.NO_CUP),) if flag_on(law, CUP, on) else ()
    except ParameterError:
        return (_say("cup", sentences.CUP_UNKNOWN),)


def _durc(facts: tuple[PaymentFact, ...], tranche_id: str, law: Law, on: date) -> tuple[Reason, ...]:
    fact = newest(facts, "durc", tranche_id, on)
    if fact is None:
        return (_say("durc", sentences.NO_DURC),)
    if fact.value == "not_due":
        return ()
    if fact.value == "no":
        offset = newest(facts, "durc_offset", tranche_id, on)
        set_off = offset is not None and offset.value == "yes" and offset.at >= fact.at
        return () if set_off else (_say("durc", sentences.DURC_IRREGULAR),)
    try:
        end = fact.valid_to or fact.on_day + timedelta(days=whole_on(law, DURC_DAYS, fact.on_day))
    except ParameterError:
        return (_say("durc", sentences.LAW_UNKNOWN, what=sentences.DURC_TERM, on=fact.on_day),)
    return () if on <= end else (_say("durc", sentences.DURC_EXPIRED, end=end),)


def _insurance(fact: PaymentFact | None, on: date) -> tuple[Reason, ...]:
    if fact is None:
        return (_say("insurance", sentences.NO_INSURANCE),)
    if fact.value == "no":
        return (_say("insurance", sentences.INSURANCE_NO),)
    if fact.valid_to is not None and fact.valid_to < on:
        return (_say("insurance", sentences.INSURANCE_EXPIRED, end=fact.valid_to),)
    return ()


def _debt(fact: PaymentFact | None, cents: int, law: Law, on: date) -> tuple[Reason, ...]:
    try:
        limit = cents_on(law, DEBT_CHECK, on)
    except ParameterError:
        return (_say("tax_debt", sentences.LAW_UNKNOWN, what=sentences.DEBT_LIMIT, on=on),)
    if cents <= limit:
        return ()
    if fact is None:
        return (_say("tax_debt", sentences.NO_DEBT_CHECK, limit=euros(limit)),)
    return (_say("tax_debt", sentences.DEBT_FOUND),) if fact.value == "no" else ()


def _say(rule: str, sentence: Text, **values: Value) -> Reason:
    return Reason(f"payment.{rule}", sentence, values)
