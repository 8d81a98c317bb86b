"""What a firm agrees to when it accepts its award: the obligations of the call in the words that it read. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from cip.kernel.canonical import canonical_json
from cip.kernel.texts import Text
from cip.rulebook.shapes.call import AnswerTerm, Call

FORMER_ANSWER_DAYS = 30
"""What calls that were published before they said it themselves keep: their firms were told these days, as a proposal.
"""


@dataclass(frozen=True, slots=True)
class Promise:
    """One obligation: its words, the clause of the agreement that says the same, for how many months (None: no end)."""

    id: str
    label: Text
    clause: str | None
    months: int | None


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """A firm accepted its award: `promises` is canonical JSON of every obligation as it was agreed, with its digest."""

    award_id: str
    promises: str
    promises_sha256: str
    pack_sha256: str
    accepted_at: datetime
    accepted_label: str

    @cached_property
    def agreed(self) -> tuple[Promise, ...]:
        """The obligations in the words that were read."""
        return promises_from(self.promises)


@dataclass(frozen=True, slots=True)
class DueAnswer:
    """An award that its firm has still to accept or give up, the title of its call, and the last day to do it."""

    award_id: str
    firm_id: str
    call: str
    until: date


def answer_days(call: Call) -> int:
    """Within how many days from being told firms of a call accept or waive. Raises ValueError where the call leaves it
    unknown: such a call is not published.
    """
    if call.answer is None:
        return FORMER_ANSWER_DAYS
    if not isinstance(call.answer, AnswerTerm):
        raise ValueError(f"the call {call.id} does not say how long firms have to answer")
    return call.answer.days


def answer_is_proposal(call: Call) -> bool:
    """Whether the days to answer are a proposal still, which pages and letters say."""
    return not isinstance(call.answer, AnswerTerm) or call.answer.confidence == "proposal"


def answer_by(notified_on: date, days: int) -> date:
    """The last day on which a firm accepts an award that it was told of on a day.

    >>> answer_by(date(2027, 1, 31), 30).isoformat()
    '2027-03-02'
    """
    return notified_on + timedelta(days=days)


def promises_of(call: Call) -> tuple[Promise, ...]:
    """The obligations of a call, in its order."""
    return tuple(Promise(one.id, one.label, one.clause, one.months) for one in call.obligations)


def promises_text(promises: Sequence[Promise]) -> str:
    """Obligations as they are stored (canonical JSON)."""
    return canonical_json(
        [
            {"id": one.id, "it": one.label.it, "en": one.label.en, "clause": one.clause, "months": one.months}
            for one in promises
        ]
    )


def promises_from(text: str) -> tuple[Promise, ...]:
    """Obligations that were stored."""
    return tuple(
        Promise(one["id"], Text(it=one["it"], en=one["en"]), one["clause"], one["months"]) for one in json.loads(text)
    )
