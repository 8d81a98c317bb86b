"""The parts in which an award is paid: how much each is, and what it still waits for. Pure; whole cents.

Parts add up to the award exactly: each is its share rounded half up on the running sum, so the last takes the rest.
What an accepted report proves less than the award takes away is taken from the last parts.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cip.incentives import payment_sentences as sentences
from cip.incentives.award_states import AwardState
from cip.incentives.progress import Progress
from cip.kernel.money import half_up
from cip.kernel.texts import Reason, Text
from cip.rulebook.shapes.call import Tranche

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an award: its cents, and the cents of all parts up to it."""

    id: str
    label: Text
    when: Text
    cents: int
    up_to: int
    rule: Tranche

    @property
    def asks_a_person(self) -> bool:
        """Whether its condition is words only: somebody of the office confirms it."""
        return not self.rule.asks and self.rule.use_months is None


def parts_of(tranches: Iterable[Tranche], cents: int) -> tuple[Part, ...]:
    """The parts of an award of so many cents, in their order; together exactly the award. Raises ValueError where the
    shares do not add up to 100.
    """
    rules = tuple(tranches)
    shares = [Fraction(str(rule.share)) for rule in rules]
    if sum(shares) != _WHOLE:
        raise ValueError("the shares of the parts do not add up to 100")
    parts: list[Part] = []
    before, share_so_far = 0, Fraction(0)
    for rule, share in zip(rules, shares, strict=True):
        share_so_far += share
        up_to = half_up(cents * share_so_far / _WHOLE)
        parts.append(Part(rule.id, rule.label, rule.when, up_to - before, up_to, rule))
        before = up_to
    return tuple(parts)


def payable_cents(part: Part, award_cents: int, progress: Progress, settled: int, reach: int = 0) -> int:
    """How much of a part is to be paid now, in cents: what all parts up to it come to, less what was settled already
    (paid, kept as tax, set against a debt). `reach` is what all parts come to up to the last that was paid: later than
    this one where the bank gave this one back. A report that proves less than the award lowers what the parts come to;
    never below nothing, never above the part.
    """
    most = award_cents if progress.accepted_cents is None else min(award_cents, progress.accepted_cents)
    return max(0, min(part.cents, min(max(part.up_to, reach), most) - settled))


def waits_for(part: Part, state: AwardState, progress: Progress, confirmed: bool) -> tuple[Reason, ...]:
    """What must still happen before a part is paid, each with its reason; nothing where it can be. `confirmed`: the
    office said that a condition in words is met.
    """
    found = [] if state == "accepted" else [_say("award", sentences.NOT_ACCEPTED)]
    if part.asks_a_person and not confirmed:
        found.append(_say("condition", sentences.CONDITION, when=part.when))
    if "report_accepted" in part.rule.asks and progress.report != "accepted":
        sentence = sentences.REPORT_MISSING if progress.report == "none" else sentences.REPORT_OPEN
        found.append(_say("report", sentence))
    if "monitoring_meeting" in part.rule.asks and progress.met_on is None:
        found.append(_say("meeting", sentences.NOT_MET))
    asked, had = part.rule.use_months, progress.use_months
    if asked is not None and (had is None or had < asked):
        sentence = sentences.USE_UNKNOWN if had is None else sentences.USE_TOO_SHORT
        found.append(_say("use", sentence, asked=asked, had=had or 0))
    return tuple(found)


def follows(parts: Sequence[Part], part: Part, done: Collection[str]) -> tuple[Reason, ...]:
    """A part waits until every one before it is paid: those that are, and come to nothing, by id in `done`."""
    before = next((one for one in parts[: parts.index(part)] if one.id not in done), None)
    return () if before is None else (_say("order", sentences.AFTER, before=before.label),)


def _say(rule: str, sentence: Text, **values: Text | str | int) -> Reason:
    return Reason(f"tranche.{rule}", sentence, values)
