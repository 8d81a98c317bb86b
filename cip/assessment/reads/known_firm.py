"""Everything that is known of a firm for the clauses of agreements, read once and from every feature: the agreements
themselves are then looked at without asking about the firm again.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.agreement.facts import FactValue
from cip.assessment.answer_file import AnswerFileError, read_answers
from cip.assessment.bound import bind
from cip.assessment.clause_facts import SignedPlan, check_up_facts, plan_facts, survey_facts
from cip.assessment.clauses import answer_reader
from cip.assessment.plan import read_plan
from cip.assessment.plan_heard import Way
from cip.assessment.reads.answers import current_answers
from cip.assessment.reads.of_firm import check_ups_without_results
from cip.assessment.reads.signed_plans import signed_plans
from cip.assessment.records import CheckUpRow, SnapshotRow
from cip.parties.firms import Seat
from cip.parties.reads import seats_of
from cip.rulebook.packs import Pack
from cip.voice.reads.surveys import last_closed_on

Answer = Callable[[str], bool | None]
Pinned = Callable[[Session, str], Pack]
"""Gives the pack of a sha256, such as `Packs.pinned`."""
LASTING = "S"
"""The kind of a measure that lasts; the others are repeated with the season."""


@dataclass(frozen=True, slots=True)
class KnownFirm:
    """What a firm has here on a day: the facts of its check-up, plan and survey; in which ways who works there was
    heard about its newest signed plan, and when (what was said stays where it stands); how its newest result answers a
    condition, and the day of that result (None without one); municipalities of its seats, codes and names, None while
    it has told none.
    """

    facts: Mapping[str, FactValue]
    heard: tuple[tuple[Way, ...], date | None]
    answer: Answer
    answered_on: date | None
    places: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class _Result:
    """Of a stored result what clauses ask: its day and the answers that it saw."""

    on_day: date
    pack_sha256: str
    answers: str


def known_firm(
    session: Session, firm_id: str, on: date, *, pinned: Pinned, seats: Sequence[Seat] | None = None
) -> KnownFirm:
    """What is known of a firm on an Italian day; `pinned` gives packs, `seats` are the firm's where they were read.

    Answers are those of the newest result, so that what somebody is typing changes nothing here.
    """
    check_ups = check_ups_without_results(session, firm_id)
    newest = _newest_result(session, firm_id) if check_ups else None
    facts: dict[str, FactValue] = dict(check_up_facts(newest.on_day if newest else None))
    facts |= survey_facts(last_closed_on(session, firm_id))
    signed = next(signed_plans(session, check_ups), None)
    if check_ups:
        facts |= _plan_facts(session, check_ups[0].id, signed, pinned)
    answer = _answers(session, newest, on, pinned)
    heard = (signed.version.heard.ways, signed.version.heard.on) if signed else ((), None)
    places = _places(seats_of(session, firm_id) if seats is None else seats)
    return KnownFirm(facts, heard, answer, newest.on_day if newest else None, places)


def _places(seats: Sequence[Seat]) -> tuple[str, ...] | None:
    found = [place for seat in seats for place in (seat.municipality_code, seat.municipality) if place]
    return tuple(found) or None


def _newest_result(session: Session, firm_id: str) -> _Result | None:
    """The last result of the newest check-up of a firm that has one."""
    query = (
        select(SnapshotRow.on_day, SnapshotRow.pack_sha256, SnapshotRow.answers)
        .join(CheckUpRow, CheckUpRow.id == SnapshotRow.check_up_id)
        .where(CheckUpRow.firm_id == firm_id)
        .order_by(CheckUpRow.created_at.desc(), CheckUpRow.id, SnapshotRow.number.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else _Result(**row._mapping)


def _plan_facts(session: Session, newest: str, signed: SignedPlan | None, pinned: Pinned) -> dict[str, FactValue]:
    """What the signed plan says; where nothing is signed, whether the newest check-up holds a draft."""
    if signed is None:
        drafted = read_plan(current_answers(session, newest).extra["plan"]).promised
        return plan_facts(None, drafted=bool(drafted))
    measures = pinned(session, signed.version.pack_sha256).measures
    return plan_facts(signed, seasonal=[code for code, measure in measures.items() if measure.kind != LASTING])


def _answers(session: Session, newest: _Result | None, on: date, pinned: Pinned) -> Answer:
    """Reads conditions over the answers of a result; all are unknown where there is none, or where it cannot be read
    any more.
    """
    if newest is None:
        return lambda _text: None
    pack = pinned(session, newest.pack_sha256)
    given: Mapping[str, object] = json.loads(newest.answers)
    try:
        return answer_reader(pack, read_answers(bind(pack, on), given), on)
    except AnswerFileError:
        return lambda _text: None
