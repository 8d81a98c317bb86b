"""What a firm has on record for State aid and for the standing checks, as facts of a call with their days."""

from collections.abc import Iterator
from datetime import date

from pydantic import JsonValue
from sqlalchemy.orm import Session

from cip.incentives.aid_law import Law
from cip.incentives.application_content import Attached
from cip.incentives.declared import RecordedStanding
from cip.incentives.prefill import Prefilled
from cip.incentives.reads.state_aid import own_room_of, size_of, standing_of
from cip.incentives.reads.state_aid_entries import standing_entries_of
from cip.incentives.standing import StandingCheck, StandingKind, Status
from cip.rulebook.shapes.call import Prefill

STATEMENT: StandingKind = "aid_list_complete"
_INSURANCE: dict[Status, JsonValue] = {"in_force": "in_force", "not_due": "not_due", "not_met": "missing"}


def stated_of(session: Session, firm_id: str, on: date, law: Law) -> dict[Prefill, Prefilled]:
    """The facts that the firm's own page of aid, size and checks knows on a day; what it does not know is left out."""
    return dict(_found(session, firm_id, on, law))


def statement_of(session: Session, firm_id: str, on: date, law: Law) -> Attached | None:
    """The firm's statement that its list of aid and ties is whole, where it holds on a day."""
    if standing_of(session, firm_id, on, law)[STATEMENT].holds is not True:
        return None
    entry = _newest(standing_entries_of(session, firm_id), STATEMENT, on)
    return None if entry is None else Attached("statement", entry.entry.id, None, entry.start)


def _found(session: Session, firm_id: str, on: date, law: Law) -> Iterator[tuple[Prefill, Prefilled]]:
    checks = standing_of(session, firm_id, on, law)
    entries = standing_entries_of(session, firm_id)
    for word, kind in _CHECKS.items():
        value = _value(kind, checks[kind])
        if value is not None:
            entry = _newest(entries, kind, on)
            yield word, Prefilled(value, "standing", entry.start if entry else None)
    # A list that nobody said is whole gives no room: aid that was left out would count as none.
    statement = _newest(entries, STATEMENT, on)
    if checks[STATEMENT].holds is True and statement is not None:
        headroom = own_room_of(session, firm_id, on, None, law).headroom
        yield "state_aid.room", Prefilled(headroom, "state_aid", statement.start)
    yield from _sizes(session, firm_id, on, law)


_CHECKS: dict[Prefill, StandingKind] = {
    "standing.durc": "durc",
    "standing.catastrophe_insurance": "catastrophe_insurance",
    "standing.gender_certificate": "gender_certificate",
}


def _value(kind: StandingKind, check: StandingCheck) -> JsonValue:
    return _INSURANCE.get(check.status) if kind == "catastrophe_insurance" else check.holds


def _newest(entries: list[RecordedStanding], kind: StandingKind, on: date) -> RecordedStanding | None:
    begun = [one for one in entries if one.kind == kind and one.start <= on]
    return max(begun, key=lambda one: (one.start, one.entry.recorded_at), default=None)


def _sizes(session: Session, firm_id: str, on: date, law: Law) -> Iterator[tuple[Prefill, Prefilled]]:
    found = size_of(session, firm_id, law, on)
    if found.size is not None:
        yield "size.class", Prefilled(found.size, "size")
    figures: dict[Prefill, object] = {
        "size.awu": found.aggregated.awu,
        "size.turnover": found.aggregated.turnover,
        "size.balance": found.aggregated.balance,
    }
    for word, figure in figures.items():
        if figure is not None:
            number = float(figure)  # type: ignore[arg-type]  # a fraction or whole cents
            yield word, Prefilled(int(number) if number.is_integer() else number, "size")
