"""What is proved of a first award, and what stays the firm's own word."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from cip.incentives.acceptance import answer_days, answer_is_proposal
from cip.incentives.bound_call import BoundCall
from cip.incentives.kept_time import KeptMeasure
from cip.incentives.prefill import FINDERS, answerable
from cip.incentives.premium import (
    NOTED,
    PREMIUM_WORDS,
    NotedProof,
    PremiumTooHighError,
    PremiumTwiceError,
    Proof,
    ProofMissingError,
    Proved,
    VerifiedUse,
    all_settled,
    facts_behind,
    is_premium,
    lines_behind,
    missing_reason,
    most_share,
    proved_by_result,
    share_of,
    weaker,
)
from cip.incentives.publishing import unknowns_of
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs
from cip.rulebook.shapes.call import AnswerTerm, MostShare, Prefill

PACKS = load_call_packs(Path(__file__).parents[3] / "rules").packs
PREMIUM, PILOT = PACKS["premium-2026"], PACKS["pilot-2026"]
ON = date(2028, 3, 1)
SEEN = Proof("verified_check_up", "verified result r", date(2028, 2, 1))
KEPT = KeptMeasure(
    measure="M05",
    started_on=date(2026, 9, 1),
    ended_on=None,
    keep_until=date(2027, 9, 1),
    months=12,
    seasonal=False,
    today="in_use",
    source="plan",
)


def proved(result: VerifiedUse, *used: KeptMeasure, before: frozenset[str] = frozenset()) -> dict[str, object]:
    found = proved_by_result(result, ("M05", "M18"), before, {one.measure: one for one in used}, ON)
    return {str(word): one.value for word, one in found}


def result(*in_use: str, agreement: bool | None = None) -> VerifiedUse:
    return VerifiedUse(frozenset(in_use), agreement, SEEN)


def test_a_measure_counts_if_the_result_finds_it_and_nothing_says_that_it_ended() -> None:
    other = replace(KEPT, measure="M18", started_on=date(2026, 12, 15))
    # 18 and 14 whole months, of which 12 were promised: the one that went on least counts.
    assert proved(result("M05", "M18"), KEPT, other) == {
        "award.measures_in_use": 2,
        "award.measures_added": 0,
        "award.months_added": 2,
    }
    ended = replace(other, ended_on=date(2027, 5, 1), today="ended")
    assert proved(result("M05", "M18"), KEPT, ended)["award.measures_in_use"] == 1
    assert proved(result("M05"), KEPT, other)["award.measures_in_use"] == 1
    assert proved(result(), KEPT, other)["award.measures_in_use"] == 0


def test_months_are_unknown_while_one_start_is_and_never_below_zero() -> None:
    unknown = replace(KEPT, measure="M18", started_on=None)
    assert "award.months_added" not in proved(result("M05", "M18"), KEPT, unknown)
    assert "award.months_added" not in proved(result("M05", "M18"), KEPT)
    assert "award.months_added" not in proved(result(), KEPT)
    late = replace(KEPT, started_on=date(2027, 12, 1))
    assert proved(result("M05"), late)["award.months_added"] == 0


def test_an_added_measure_was_neither_funded_nor_in_use_before() -> None:
    found = proved(result("M05", "M01", "M02"), KEPT, before=frozenset({"M01"}))
    assert found["award.measures_added"] == 1


@pytest.mark.parametrize("agreement", [True, False])
def test_an_agreement_that_somebody_saw_is_proved(agreement: bool) -> None:
    assert proved(result(agreement=agreement))["award.second_level_agreement"] is agreement
    assert "award.second_level_agreement" not in proved(result())


def test_every_fact_of_the_premium_but_size_and_standing_is_proved_and_no_form_takes_a_word_for_it() -> None:
    behind = facts_behind(PREMIUM.call)
    assert set(behind.values()) == set(PREMIUM_WORDS)
    assert set(PREMIUM_WORDS) <= set(FINDERS)
    for name in behind:
        assert not answerable(PREMIUM.facts[name])
    assert {word for word in get_args(Prefill) if word.startswith("award.")} == set(PREMIUM_WORDS)
    assert is_premium(PREMIUM.call)
    assert not is_premium(PILOT.call)
    assert PILOT.call.premium == PREMIUM.call.id


def test_each_line_of_the_amount_names_the_facts_behind_it() -> None:
    assert lines_behind(BoundCall(PREMIUM, ON)) == {"half": ("first_award_cents",)}


def test_a_call_says_its_days_and_its_share_and_one_published_before_keeps_what_was_told() -> None:
    call = PREMIUM.call.model_copy(
        update={
            "answer": AnswerTerm(days=12, source="x", confidence="published"),
            "most_share": MostShare(percent=40, source="x", confidence="published"),
        }
    )
    before = call.model_copy(update={"answer": None, "most_share": None})
    assert (answer_days(call), most_share(call), answer_is_proposal(call)) == (12, 40, False)
    assert (answer_days(before), most_share(before), answer_is_proposal(before)) == (30, 50, True)
    for asked, key in ((answer_days, "answer"), (most_share, "most_share")):
        with pytest.raises(ValueError, match=call.id):
            asked(call.model_copy(update={key: "unknown"}))


def test_half_is_rounded_down_to_the_cent() -> None:
    assert [share_of(cents, 50) for cents in (0, 1, 2, 399_999)] == [0, 0, 1, 199_999]


@pytest.mark.parametrize(
    ("claimed", "now", "less"),
    [
        (3, 2, True),
        (3, 3, False),
        (3, 4, False),
        (True, False, True),
        (False, True, True),
        (True, True, False),
        (1, True, True),
    ],
)
def test_less_than_claimed_is_refused(claimed: object, now: object, less: bool) -> None:
    assert weaker(claimed, now) is less  # type: ignore[arg-type]


def test_what_is_missing_says_why_and_a_proof_is_never_left_out() -> None:
    for word in PREMIUM_WORDS:
        assert missing_reason(word).it
    with pytest.raises(ValueError, match="a proved fact has a proof"):
        Proved(1, ())
    noted = NotedProof("award.shared_service", 1, "Convenzione 3/2027", ON, "person:o")
    assert noted.proved == Proved(True, (Proof("document", "Convenzione 3/2027", ON),))
    assert NotedProof(NOTED[0], 4, "Verbale", ON, "person:o").proved.value == 4


def test_the_three_uses_of_the_plan_are_there_and_keep_no_call_from_being_published() -> None:
    uses = PREMIUM.call.uses
    assert [(one.id, one.for_whom, one.cents) for one in uses] == [
        ("further_firms", "new_firms", "unknown"),
        ("go_on", "same_firms", "unknown"),
        ("communication", "partners", "unknown"),
    ]
    assert not [one for one in unknowns_of(PREMIUM) if "uses" in str(one.given_inputs)]
    assert "further_firms" not in str([one.values for one in unknowns_of(PREMIUM)])


@pytest.mark.parametrize(
    ("accepted", "settled", "whole"),
    [(None, 2_999, False), (None, 3_000, True), (2_800, 2_799, False), (2_800, 2_800, True), (3_500, 3_000, True),
     (0, 0, False)],
)  # fmt: skip
def test_what_a_report_cut_is_never_paid(accepted: int | None, settled: int, whole: bool) -> None:
    assert all_settled(3_000, accepted, settled) is whole


def test_each_fact_is_proved_by_what_says_it() -> None:
    other = replace(KEPT, measure="M18", started_on=date(2026, 12, 15))
    used = {one.measure: one for one in (KEPT, other)}
    found = dict(proved_by_result(result("M05", "M18", agreement=True), ("M05", "M18"), frozenset(), used, ON))
    assert found["award.months_added"].proofs == (
        Proof("use", "M05", date(2026, 9, 1)), Proof("use", "M18", date(2026, 12, 15)),
    )  # fmt: skip
    for word in ("award.measures_in_use", "award.measures_added", "award.second_level_agreement"):
        assert found[word].proofs == (SEEN,)
    not_said = replace(other, months=None)
    assert "award.months_added" not in proved(result("M05", "M18"), KEPT, not_said)


@pytest.mark.parametrize(
    "how", [{"ended_on": date(2027, 5, 1)}, {"today": "not_started"}, {"today": "ended"}, {"today": "unknown"}]
)
def test_a_measure_that_was_broken_off_or_not_begun_is_not_in_use(how: dict[str, Any]) -> None:
    assert proved(result("M05"), replace(KEPT, **how))["award.measures_in_use"] == 0
    assert proved(result("M05"))["award.measures_in_use"] == 1, "only the result speaks of it"


def test_a_refusal_says_what_is_wrong() -> None:
    assert str(PremiumTwiceError()) == "This firm has had a premium already: it can be had once only."
    assert str(PremiumTooHighError(40)) == "A premium is at most 40 % of the first award."
    missing = ProofMissingError(["months_added", "workers_reached"])
    assert str(missing) == "These facts are not proved: months_added, workers_reached."
    assert missing.facts == ("months_added", "workers_reached")


def test_what_nobody_proves_but_a_paper_asks_for_a_paper() -> None:
    reason = missing_reason("award.workers_reached")
    assert (reason.rule, reason.en) == (
        "premium.award.workers_reached", "The office has not seen a document yet that proves it.",
    )  # fmt: skip
    use = missing_reason("award.measures_in_use")
    assert (use.rule, use.it) == (
        "premium.award.measures_in_use", "Manca un check-up T2 verificato da chi fa consulenza.",
    )  # fmt: skip
    assert (use.given_inputs, use.values) == ({}, {})


@pytest.mark.parametrize(
    ("claimed", "now", "less"),
    [(2.5, 2.4, True), (2.5, 2.5, False), (2, 2.5, False), ("x", "x", False), ("x", "y", True), (None, 1, True),
     (1, None, True)],
)  # fmt: skip
def test_what_is_no_number_is_the_same_or_less(claimed: object, now: object, less: bool) -> None:
    assert weaker(claimed, now) is less  # type: ignore[arg-type]


def test_an_amount_that_is_unknown_has_no_lines() -> None:
    call = PREMIUM.call.model_copy(update={"amounts": "unknown"})
    bare = CallPack.of(PREMIUM.content.model_copy(update={"call": call}))
    assert lines_behind(BoundCall(bare, ON)) == {}


def test_one_cent_that_was_paid_is_all_of_one_cent() -> None:
    assert all_settled(1, None, 1)
    assert not all_settled(0, None, 0)
