"""A firm's appeal against a ranking, and until when the law lets it be brought. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from cip.incentives.appeal_states import OPEN_APPEALS, AppealMove, AppealState
from cip.incentives.rankings import LONGEST_REASON
from cip.kernel.texts import Text
from cip.rulebook.parameters import row_on
from cip.rulebook.shapes.law import Parameter

# review: the office is asked to look again. court: the regional administrative court (TAR). head: the extraordinary
# appeal to the head of state. Of the last two the firm tells the office, which waits for what is decided there.
AppealWay = Literal["review", "court", "head"]
APPEAL_WAYS: tuple[AppealWay, ...] = get_args(AppealWay)
LONGEST_APPEAL = 4_000
LONGEST_ANSWER = LONGEST_REASON

# No source gives a term to a review: it is of use as long as the firm may still go to the court.
_TERM: Mapping[AppealWay, str] = {
    "review": "appeal_terms",
    "court": "appeal_terms",
    "head": "appeal_terms_extraordinary",
}


@dataclass(frozen=True, slots=True)
class AppealTerm:
    """How many days a way has, the last of them, the parameter that says so and its source."""

    way: AppealWay
    days: int
    until: date
    label: Text
    source: str


@dataclass(frozen=True, kw_only=True)
class StoredAppeal:
    """An appeal as stored: `until` was the last day of its way, None where the call's rules do not say one."""

    id: str
    call_id: str
    body_id: str
    application_id: str
    firm_id: str
    ranking_id: str
    way: AppealWay
    said: str
    until: date | None
    state: AppealState
    filed_at: datetime
    filed_label: str

    @property
    def waits(self) -> bool:
        """Whether the office has still to decide."""
        return self.state in OPEN_APPEALS


@dataclass(frozen=True, kw_only=True)
class AppealStep:
    """One move of an appeal; `change_id` is the change of the ranking that a decision noted."""

    id: str
    appeal_id: str
    seq: int
    action: AppealMove
    to_state: AppealState
    at: datetime
    by_person: str | None
    by_label: str
    reason: str
    reference: str
    change_id: str | None


def appeal_term(law: Mapping[str, Parameter], way: AppealWay, published_on: date) -> AppealTerm | None:
    """Until when a ranking that was published on a day can be appealed against in a way; None where the call's rules
    do not cite it.
    """
    parameter = law.get(_TERM[way])
    row = None if parameter is None else row_on(parameter, published_on)
    if parameter is None or row is None or not isinstance(row.value, int | float):
        return None
    days = int(row.value)
    return AppealTerm(way, days, published_on + timedelta(days=days), parameter.label, row.source)


def in_time(term: AppealTerm | None, on: date) -> bool:
    """Whether an appeal may still be brought on a day; without a known term it is left to whoever decides."""
    return term is None or on <= term.until
