"""How many months one parent may have. A FILE does not say which parent asks, or whether one is alone: what only some
may have is allowed and said, what nobody may have is refused.
"""

from fractions import Fraction

from cip.agreement.leave import sentences
from cip.agreement.leave.amounts import Amount
from cip.agreement.leave.amounts import months as in_months
from cip.agreement.leave.counters import Ledger, Limits
from cip.agreement.leave.minutes import shown_number
from cip.agreement.leave.terms import Point, Terms, say

_MOTHER = ("parental_leave_mother_max",)
_FATHER = ("parental_leave_father_max_extended",)
_ALONE = ("parental_leave_single_parent_max",)


def months_points(
    terms: Terms, limits: Limits, ledger: Ledger, days: Fraction, *, disabled: bool | None
) -> tuple[Point, ...]:
    """What the limits of one parent say of so many more days of leave. What was used before counts as used by who
    asks; where that is unknown, only the requests count.
    """
    after = ledger.used + days
    if after <= limits.surely:
        return ()
    sure, father, alone, most = (
        _months(limits, size) for size in (limits.surely, limits.not_alone, limits.alone, limits.most_of_one)
    )
    if after > limits.most_of_one:
        reasons = [say("months_over", sentences.MONTHS_OVER, most=most.number)]
        law = terms.sources("parental_leave_couple_max_if_father_3m", *_ALONE)
    elif after > limits.not_alone:
        reasons = [say("only_alone", sentences.ONLY_ALONE, father=father, alone=alone)]
        law = terms.sources(*_MOTHER, *_FATHER, *_ALONE)
    else:
        reasons = [say("only_the_father", sentences.ONLY_THE_FATHER, sure=sure, father=father, alone=alone)]
        law = terms.sources(*_MOTHER, *_FATHER, *_ALONE)
    over = after > limits.most_of_one
    if ledger.before and not over:
        reasons.append(say("whose_days", sentences.WHOSE_DAYS))
    if disabled is None:
        reasons.append(say("extension", sentences.EXTENSION_EXISTS))
    return (Point(tuple(reasons), "B-15", refuses=over, law=law, warns=not over),)


def _months(limits: Limits, days: Fraction) -> Amount:
    return in_months(shown_number(days / limits.month_days))
