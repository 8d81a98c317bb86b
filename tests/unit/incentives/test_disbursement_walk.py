"""Lives of awards walked from acceptance to the last cent; and defects planted in the rules, to test the walk."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from cip.incentives.money import split
from cip.incentives.progress import Progress
from cip.incentives.tranches import Part, parts_of, payable_cents, waits_for
from cip.kernel.money import half_up
from cip.kernel.texts import Reason
from cip.rulebook.shapes.call import Tranche
from tests.unit.incentives.disbursement_walk import RATE, Tools, live, withheld_from
from tests.unit.incentives.money_defects import first_gets_all, rounded_alone

FOUND_WITHIN = 5_000


def each_rounded_alone(rules: Sequence[Tranche], cents: int) -> Sequence[Part]:
    parts = parts_of(rules, cents)
    return [replace(part, cents=half_up(cents * Fraction(str(part.rule.share)) / 100)) for part in parts]


def rounded_down(rules: Sequence[Tranche], cents: int) -> Sequence[Part]:
    parts, before = [], 0
    for part in parts_of(rules, cents):
        last = part.rule is rules[-1]
        own = cents - before if last else int(cents * Fraction(str(part.rule.share)) / 100)
        before += own
        parts.append(replace(part, cents=own, up_to=before))
    return parts


def without_settled(part: Part, award: int, progress: Progress, _settled: int) -> int:
    return payable_cents(part, award, progress, part.up_to - part.cents)


def without_report(part: Part, award: int, progress: Progress, settled: int) -> int:
    return payable_cents(part, award, replace(progress, accepted_cents=None), settled)


def always_the_whole_part(part: Part, award: int, progress: Progress, settled: int) -> int:
    return part.cents if payable_cents(part, award, progress, settled) else 0


def in_proportion(part: Part, award: int, progress: Progress, _settled: int) -> int:
    most = award if progress.accepted_cents is None else progress.accepted_cents
    return half_up(Fraction(part.cents * most, award))


def one_cent_more(part: Part, award: int, progress: Progress, settled: int) -> int:
    cents = payable_cents(part, award, progress, settled)
    return cents + 1 if 0 < cents < part.cents else cents


def never_nothing(part: Part, award: int, progress: Progress, settled: int) -> int:
    return max(1, payable_cents(part, award, progress, settled))


def below_nothing(part: Part, award: int, progress: Progress, settled: int) -> int:
    most = award if progress.accepted_cents is None else progress.accepted_cents
    return min(part.cents, min(part.up_to, most) - settled)


def waits_without(*rules: str) -> Tools:
    def waits(part: Part, state: str, progress: Progress, confirmed: bool) -> Sequence[Reason]:
        found = waits_for(part, state, progress, confirmed)  # type: ignore[arg-type]  # a state
        return [reason for reason in found if reason.rule.removeprefix("tranche.") not in rules]

    return Tools(waits=waits)


def a_sent_report_is_enough(part: Part, state: str, progress: Progress, confirmed: bool) -> Sequence[Reason]:
    report = "none" if progress.report == "none" else "accepted"
    return waits_for(part, state, replace(progress, report=report), confirmed)  # type: ignore[arg-type]  # as above


def one_month_early(part: Part, state: str, progress: Progress, confirmed: bool) -> Sequence[Reason]:
    months = None if progress.use_months is None else progress.use_months + 1
    return waits_for(part, state, replace(progress, use_months=months), confirmed)  # type: ignore[arg-type]  # as above


DEFECTS = {
    "parts: each is rounded alone": Tools(parts=each_rounded_alone),
    "parts: each is rounded down": Tools(parts=rounded_down),
    "parts: the advance is all": Tools(parts=lambda rules, cents: parts_of(rules, cents)[:1]),
    "pay: what was settled is not counted": Tools(payable=without_settled),
    "pay: what was proved is not looked at": Tools(payable=without_report),
    "pay: the whole part, though less is left": Tools(payable=always_the_whole_part),
    "pay: a cut in proportion on each part": Tools(payable=in_proportion),
    "pay: one cent above what was proved": Tools(payable=one_cent_more),
    "pay: at least one cent": Tools(payable=never_nothing),
    "pay: a negative balance": Tools(payable=below_nothing),
    "pay: tax kept back is not settled": Tools(settled=("paid",)),
    "wait: an award that was not accepted": waits_without("award"),
    "wait: the report is not asked for": waits_without("report"),
    "wait: a report that nobody accepted": Tools(waits=a_sent_report_is_enough),
    "wait: the meeting is not asked for": waits_without("meeting"),
    "wait: months of use are not asked for": waits_without("use"),
    "wait: one month too early": Tools(waits=one_month_early),
    "wait: nobody confirms": waits_without("condition"),
    "order: any part first": Tools(after=lambda _parts, _part, _done: ()),
    "tax: rounded down": Tools(withheld=lambda cents, taxed: cents * RATE // 100 if taxed else 0),
    "tax: rounded up": Tools(withheld=lambda cents, taxed: -(-cents * RATE // 100) if taxed else 0),
    "tax: from everybody": Tools(withheld=lambda cents, _taxed: withheld_from(cents, True)),
    "tax: from nobody": Tools(withheld=lambda _cents, _taxed: 0),
    "split: each share is rounded alone": Tools(sharing=rounded_alone),
    "split: the first gets all": Tools(sharing=first_gets_all),
    "split: a source that was counted is left out": Tools(sharing=lambda cents, rooms: split(cents, rooms)[:1]),
}  # fmt: skip


def test_twenty_thousand_steps_through_lives_of_awards(capsys: pytest.CaptureFixture[str]) -> None:
    walk_lives(20_000, 2026, capsys)


@pytest.mark.long
def test_two_hundred_thousand_steps_through_lives_of_awards(capsys: pytest.CaptureFixture[str]) -> None:
    walk_lives(200_000, 14, capsys)


def walk_lives(steps: int, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Walk over the true rules; nothing is found, and nothing that can happen is left out."""
    walked = live(steps, seed)
    with capsys.disabled():
        sys.stdout.write(f"\ndisbursement walked: {walked.steps} steps, found: {walked.found}\n")
    assert (walked.steps, walked.found) == (steps, None)
    waits = {f"tranche.{rule}" for rule in ("award", "condition", "report", "meeting", "use", "order")}
    expected = waits | {"paid", "nothing", "netted", "came back", "revoked"}
    assert not {what for what in expected if walked.seen[what] < 30}


def test_every_planted_defect_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    took = {}
    for name, tools in DEFECTS.items():
        walks = [live(FOUND_WITHIN, seed, tools) for seed in (1, 2)]
        took[name] = [walked.steps if walked.found is not None else FOUND_WITHIN + 1 for walked in walks]
    with capsys.disabled():
        sys.stdout.write(f"\n{len(took)} defects planted in the disbursement, found after steps (two walks each):\n")
        for name, steps in took.items():
            sys.stdout.write(f"  {name:<66}{steps[0]:>6}{steps[1]:>6}\n")
    assert not [name for name, steps in took.items() if max(steps) > FOUND_WITHIN]
