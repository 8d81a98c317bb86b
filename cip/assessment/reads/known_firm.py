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
from cip.assessment.clause_facts import SignedPlan, check_up_facts, plan_facts, signed_plan, survey_facts
from cip.assessment.clauses import answer_reader
from cip.assessment.plan import read_plan
from cip.assessment.plan_states import in_force
from cip.assessment.reads.answers import current_answers
from cip.assessment.reads.of_firm import check_ups_without_results
from cip.assessment.reads.plan_looks import newest_after
from cip.assessment.reads.plan_versions import signatures_by_check_up, versions_by_check_up
from cip.assessment.records import CheckUpRow, SnapshotRow
from cip.assessment.stored import StoredCheckUp
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
    """What a firm has here on a day: the facts of its check-up, plan and survey; how its newest result answers a
    condition, and the day of that result (None without one); municipalities of its seats, codes and names, None while
    it has told none.
    """

    facts: Mapping[str, FactValue]
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
    if check_ups:
        facts |= _plan_facts(session, check_ups, pinned)
    answer = _answers(session, newest, on, pinned)
    places = _places(seats_of(session, firm_id) if seats is None else seats)
    return KnownFirm(facts, answer, newest.on_day if newest else None, places)


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


def _plan_facts(session: Session, check_ups: Sequence[StoredCheckUp], pinned: Pinned) -> dict[str, FactValue]:
    signed = _signed_plan(session, check_ups)
    if signed is None:
        drafted = read_plan(current_answers(session, check_ups[0].id).extra["plan"]).promised
        return plan_facts(None, drafted=bool(drafted))
    measures = pinned(session, signed.version.pack_sha256).measures
    return plan_facts(signed, seasonal=[code for code, measure in measures.items() if measure.kind != LASTING])


def _signed_plan(session: Session, check_ups: Sequence[StoredCheckUp]) -> SignedPlan | None:
    """The newest signed plan of the firm, with how it stands in the check-up where looks are taken."""
    ids = [one.id for one in check_ups]
    versions = versions_by_check_up(session, ids)
    signatures = signatures_by_check_up(session, ids) if versions else {}
    for one in ids:
        version = in_force(versions.get(one, ()), signatures.get(one, ()))
        if version is not None:
            now = current_answers(session, _last_after(session, one, check_ups)).extra["plan"]
            return signed_plan(version, signatures[one], now)
    return None


def _last_after(session: Session, check_up_id: str, check_ups: Sequence[StoredCheckUp]) -> str:
    """See `newest_after`: through the check-ups that were read, and on from there."""
    following = {one.previous_id: one.id for one in check_ups}
    while check_up_id in following:
        check_up_id = following[check_up_id]
    return newest_after(session, check_up_id)


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
