"""What stands in the way of a payment on its day, tax kept back, who lifts a hold, states and the three people."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from cip.incentives.bank_accounts import OutsideSepaError, WrongIbanError, masked, read_iban
from cip.incentives.payment_checks import (
    LIFTED_BY,
    PaymentFact,
    PaymentHold,
    in_the_way,
    lacking,
    offset_of,
    recipient_of,
)
from cip.incentives.payment_states import (
    PAYMENT_MOVES,
    PAYMENT_STATES,
    PAYMENT_TRANSITIONS,
    payment_diagram,
    payment_moves,
    payment_transition,
)
from cip.incentives.payments import PaymentBatch
from cip.incentives.withholding import Recipient, withholding_of
from tests.unit.incentives.laws import shipped_law as law

NOW, ON = datetime(2027, 1, 15, 11, tzinfo=UTC), date(2027, 1, 15)
IBAN = "IT60X0542811101000000123456"


def fact(kind: Any, value: Any, on_day: date = ON, **more: Any) -> PaymentFact:
    part = "first" if kind in ("tax_debt", "condition", "durc_offset") else None
    told = {"valid_to": None, "cents": None, "tranche_id": part, "at": NOW, **more}
    return PaymentFact(id="f", award_id="a", kind=kind, value=value, on_day=on_day, source="x", by_label="x", **told)


GOOD = (fact("durc", "yes"), fact("insurance", "yes"), fact("tax_debt", "yes"))


def rules(facts: tuple[PaymentFact, ...], cents: int = 700_000, cup: str | None = "J1", on: date = ON) -> list[str]:
    return [one.rule.removeprefix("payment.") for one in in_the_way(facts, "first", cents, cup, law(), on)]


def test_everything_in_order_stops_nothing_and_nothing_recorded_stops_all() -> None:
    assert rules(GOOD) == []
    assert rules((), cup=None) == ["cup", "durc", "insurance", "tax_debt"]


@pytest.mark.parametrize(("cents", "stops"), [(499_999, False), (500_000, False), (500_001, True)])
def test_the_check_of_tax_debts_begins_above_its_limit(cents: int, stops: bool) -> None:
    assert (rules(GOOD[:2], cents) == ["tax_debt"]) is stops
    assert rules((*GOOD[:2], fact("tax_debt", "no")), cents) == (["tax_debt"] if stops else [])


def test_a_durc_holds_the_days_of_the_law_and_not_one_more() -> None:
    last = ON + timedelta(days=120)
    assert rules(GOOD, on=last) == []
    assert rules(GOOD, on=last + timedelta(days=1)) == ["durc"]


def test_an_irregular_durc_is_paid_to_the_institutes() -> None:
    bad = (fact("durc", "no"), *GOOD[1:])
    assert rules(bad) == ["durc"]
    set_off = (*bad, fact("durc_offset", "yes", cents=900))
    assert rules(set_off) == []
    assert offset_of(set_off, "first", 1_000, ON) == 900
    assert offset_of(set_off, "first", 800, ON) == 800
    assert offset_of(set_off, "balance", 1_000, ON) == 0
    # A regular one that came later: the firm is paid again.
    later = (*set_off, fact("durc", "yes", ON + timedelta(days=1)))
    assert offset_of(later, "first", 1_000, ON + timedelta(days=1)) == 0


def test_the_insurance_ends_when_its_paper_says() -> None:
    assert rules((GOOD[0], fact("insurance", "yes", valid_to=ON), GOOD[2])) == []
    assert rules((GOOD[0], fact("insurance", "yes", valid_to=ON), GOOD[2]), on=ON + timedelta(days=1)) == ["insurance"]
    assert rules((GOOD[0], fact("insurance", "not_due"), GOOD[2])) == []
    assert rules((GOOD[0], fact("insurance", "no"), GOOD[2])) == ["insurance"]


@pytest.mark.parametrize(
    ("business", "goods", "applies", "cents"),
    [
        (True, False, "yes", 4_001),
        (True, True, "no", 0),
        (False, None, "no", 0),
        (None, True, "no", 0),
        (None, None, "unknown", 0),
        (True, None, "unknown", 0),
        (None, False, "unknown", 0),
    ],
)
def test_tax_is_kept_back_from_businesses_only_and_not_for_capital_goods(
    business: bool | None, goods: bool | None, applies: str, cents: int
) -> None:
    found = withholding_of(100_013, Recipient(business, goods), law(), ON)
    assert (found.applies, found.cents) == (applies, cents)
    assert found.because


def test_the_rate_is_rounded_half_up_and_not_known_without_law() -> None:
    who = Recipient(True, False)
    assert [withholding_of(cents, who, law(), ON).cents for cents in (12, 13, 37, 38)] == [0, 1, 1, 2]
    assert withholding_of(100, who, {}, ON).applies == "unknown"


def test_what_a_person_decided_last_counts() -> None:
    facts = (fact("business", "yes"), replace(fact("business", "no"), at=NOW + timedelta(seconds=1)))
    assert recipient_of(facts, "first", ON) == Recipient(False, None)


def test_a_hold_is_lifted_by_who_the_table_says() -> None:
    for kind, who in LIFTED_BY.items():
        hold = PaymentHold(
            id="h", award_id="a", tranche_id="first", kind=kind, reason="x", at=NOW, by_person="p", by_label="x",
            lifted_at=None, lifted_label=None, lifted_reason=None,
        )  # fmt: skip
        may = {
            (person, role): hold.may_be_lifted_by(person, {role})
            for person, role in product("pq", ("staff", "manager"))
        }
        assert may == {
            ("p", "staff"): who == "anyone",
            ("q", "staff"): who != "manager",
            ("p", "manager"): who != "other_person",
            ("q", "manager"): True,
        }


def test_each_pair_of_the_three_people_is_kept_apart() -> None:
    plain = PaymentBatch(
        id="b", call_id="c", number=1, pays_on=ON, account_id="a", made_at=NOW, prepared_by="p", prepared_at=NOW,
        approved_by=None, approved_at=None, sent_by=None, sent_at=None, file_sha256=None, table_sha256=None,
    )  # fmt: skip
    assert [who for who in "pqr" if plain.may_be_approved_by(who)] == ["q", "r"]
    approved = replace(plain, approved_by="q", approved_at=NOW)
    assert [who for who in "pqr" if approved.may_be_sent_by(who)] == ["r"]
    sent = replace(approved, sent_by="r", sent_at=NOW)
    assert [who for who in "pqr" if sent.opens_numbers_to(who)] == ["r"]
    assert not any(sent.may_be_approved_by(who) or sent.may_be_sent_by(who) for who in "pqr")
    assert not any(plain.may_be_sent_by(who) for who in "pqr")


def test_the_table_of_states_has_one_way_each_and_nobody_cancels_at_the_bank() -> None:
    pairs = [(row.state, row.action) for row in PAYMENT_TRANSITIONS]
    assert len(pairs) == len(set(pairs))
    found = {pair for pair in product(PAYMENT_STATES, PAYMENT_MOVES) if payment_transition(*pair)}
    assert found == set(pairs)
    assert payment_moves("sent", ("staff",)) == ("execute", "reject")
    assert payment_moves("executed", ("staff", "manager")) == ("reject",)
    assert payment_moves("rejected", ("staff", "manager")) == payment_moves("cancelled", ("staff", "manager")) == ()
    assert payment_moves("prepared", ("owner",)) == ()
    assert payment_diagram().count("-->") == len(pairs) + 1


def test_an_iban_is_read_and_masked() -> None:
    assert read_iban(" it60 x054 2811 1010 0000 0123 456 ") == IBAN
    assert masked(IBAN) == "IT60 … 3456"
    for wrong in (
        "",
        "IT60X0542811101000000123457",
        "IT61X0542811101000000123456",
        "X",
        "IT60X05428111010000001234567",
    ):
        with pytest.raises(WrongIbanError) as refused:
            read_iban(wrong)
        assert not isinstance(refused.value, OutsideSepaError)


def test_an_iban_to_which_no_sepa_transfer_goes_is_not_taken() -> None:
    for outside in ("AE070331234567890123456", "TR33 0006 1005 1978 6457 8413 26"):
        with pytest.raises(OutsideSepaError):
            read_iban(outside)
    for inside in ("CH9300762011623852957", "GI75NWBK000000007099453", "SM86U0322509800000000270100"):
        assert read_iban(inside) == inside


def test_what_is_lacking_is_what_is_told_to_be_missing() -> None:
    nobody = Recipient(None, None)
    told = (*in_the_way((), "first", 700_000, "J1", law(), ON), *withholding_of(700_000, nobody, law(), ON).because)
    assert lacking(told, nobody) == ("durc", "insurance", "tax_debt", "business", "capital_goods")
    half = Recipient(True, None)
    assert lacking(withholding_of(700_000, half, law(), ON).because, half) == ("capital_goods",)
    expired = in_the_way(GOOD, "first", 700_000, "J1", law(), ON + timedelta(days=121))
    assert lacking(expired, half) == ("durc",)
    # An irregular DURC, a debt that was found, no insurance: these are known, and no fact is missing.
    known = (fact("durc", "no"), fact("insurance", "no"), fact("tax_debt", "no"))
    assert lacking(in_the_way(known, "first", 700_000, None, law(), ON), half) == ()
