"""The list of a call's applications for who checks them: filtered and paged by the database, without content."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from cip.incentives.admissibility_states import CheckState
from cip.incentives.records import (
    AdmissibilityCheckRow,
    ClarificationRow,
    RefusalNoticeRow,
    SubmissionRow,
    SubmissionWithdrawalRow,
)
from cip.parties.reads import names_of
from cip.parties.reads.seeking import named_firms

_K = AdmissibilityCheckRow.__table__.columns
_S = SubmissionRow.__table__.columns
_W = SubmissionWithdrawalRow.__table__.columns
_C = ClarificationRow.__table__.columns
_N = RefusalNoticeRow.__table__.columns
PAGE = 50
NOBODY = "nobody"
"""In the filter by who works on it: those that nobody took up."""


@dataclass(frozen=True, slots=True)
class ListedCheck:
    """One application in the list. `due_on` is the last day of what the firm is asked or was announced."""

    application_id: str
    firm_name: str
    number: int
    submitted_at: datetime
    state: CheckState
    officer_id: str | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for: a state, who works on it (a person's id or NOBODY), a part of the firm's name or a number."""

    state: CheckState | None = None
    officer: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One page of the list: the rows, how many there are in all, how many in each state, the officers by id."""

    rows: tuple[ListedCheck, ...]
    total: int
    by_state: dict[CheckState, int]
    officers: dict[str, str]
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one at least."""
        return max(1, -(-self.total // PAGE))


def check_page(session: Session, call_id: str, filters: Filters, page: int = 1) -> CheckPage:
    """One page of a call's applications that count, by number. Four queries at most, however many there are."""
    firms = named_firms().subquery()
    state = func.coalesce(_K.state, "received").label("state")
    counts: Select[Any] = select(state, _K.officer_id, func.count().label("number"))
    standing = _joined(counts, firms).where(_S.call_id == call_id, _W.at.is_(None))
    groups = session.execute(standing.group_by(state, _K.officer_id)).all()
    if filters.words.strip():
        number: Select[Any] = select(func.count())
        total = session.scalar(_wanted(_joined(number, firms), call_id, filters, firms, state)) or 0
    else:
        total = sum(group.number for group in groups if _holds(filters, group.state, group.officer_id))
    page = min(max(1, page), max(1, -(-total // PAGE)))
    name = firms.c.name.label("firm_name")
    columns = (_S.application_id, name, _S.number, _S.submitted_at, state, _K.officer_id, _due(state))
    chosen: Select[Any] = select(*columns)
    query = _wanted(_joined(chosen, firms), call_id, filters, firms, state).order_by(_S.number)
    rows = session.execute(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    by_state: dict[CheckState, int] = {}
    for group in groups:
        by_state[group.state] = by_state.get(group.state, 0) + group.number
    officers = sorted({group.officer_id for group in groups if group.officer_id})
    names = sorted(names_of(session, officers).items(), key=lambda item: item[1]) if officers else []
    return CheckPage(tuple(ListedCheck(**row._mapping) for row in rows), total, by_state, dict(names), page)


def _holds(filters: Filters, state: CheckState, officer_id: str | None) -> bool:
    """Whether a group of applications is what is looked for, words apart."""
    of_officer = officer_id is None if filters.officer == NOBODY else officer_id == filters.officer
    return filters.state in (None, state) and (not filters.officer or of_officer)


def _joined(query: Select[Any], firms: Any) -> Select[Any]:
    return (
        query.select_from(SubmissionRow)
        .join(SubmissionWithdrawalRow, _W.submission_id == _S.id, isouter=True)
        .join(AdmissibilityCheckRow, _K.submission_id == _S.id, isouter=True)
        .join(firms, firms.c.id == _S.firm_id)
    )


def _wanted(query: Select[Any], call_id: str, filters: Filters, firms: Any, state: ColumnElement[str]) -> Select[Any]:
    found = query.where(_S.call_id == call_id, _W.at.is_(None))
    if filters.state is not None:
        found = found.where(state == filters.state)
    if filters.officer == NOBODY:
        found = found.where(_K.officer_id.is_(None))
    elif filters.officer:
        found = found.where(_K.officer_id == filters.officer)
    words = filters.words.strip()
    if words.isascii() and words.isdigit():
        return found.where(_S.number == min(int(words[:9]), 10**9))
    return found.where(firms.c.name.icontains(words, autoescape=True)) if words else found


def _due(state: ColumnElement[str]) -> Any:
    """The last day of the term that runs for the firm: of its request, or of its newest notice."""
    asked = select(_C.due_on).where(_C.application_id == _S.application_id, state == "asked")
    noticed = select(func.max(_N.due_on)).where(_N.application_id == _S.application_id, state == "noticed")
    return func.coalesce(asked.scalar_subquery(), noticed.scalar_subquery()).label("due_on")
