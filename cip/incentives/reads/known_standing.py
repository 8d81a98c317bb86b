"""What a firm has on record for State aid and for the standing checks, as facts of a call with their days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import JsonValue
from sqlalchemy.orm import Session

from cip.incentives.aid_law import Law
from cip.incentives.declared import RecordedStanding
from cip.incentives.prefill import KnownStatement, Prefilled
from cip.incentives.reads.state_aid import facts_of, own_room_of, size_of
from cip.incentives.reads.state_aid_entries import standing_entries_of
from cip.incentives.size import SizeResult
from cip.incentives.standing import StandingCheck, StandingKind, Status, all_standing
from cip.rulebook.shapes.call import Prefill

STATEMENT: StandingKind = "aid_list_complete"
_INSURANCE: dict[Status, JsonValue] = {"in_force": "in_force", "not_due": "not_due", "not_met": "missing"}


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The facts that the firm's own page of aid, size and checks knows on a day (what it does not know is left out),
    and its statement that the list of aid is whole, where it holds.
    """

    stated: Mapping[Prefill, Prefilled]
    statement: KnownStatement | None


def on_record(session: Session, firm_id: str, on: date, law: Law) -> OnRecord:
    """What a firm has on record on a day; its entries are read once for all of it."""
    size, entries = size_of(session, firm_id, law, on), standing_entries_of(session, firm_id)
    checks = all_standing(facts_of(entries), size.size, None, law, on)
    found = dict(_checks(checks, entries, on))
    # A list that nobody said is whole gives no room: aid that was left out would count as none.
    said = _newest(entries, STATEMENT, on)
    statement = None
    if checks[STATEMENT].holds is True and said is not None:
        statement = KnownStatement(said.entry.id, said.start)
        headroom = own_room_of(session, firm_id, on, None, law).headroom
        found["state_aid.room"] = Prefilled(headroom, "state_aid", said.start)
    return OnRecord(found | dict(_sizes(size)), statement)


def _checks(
    checks: Mapping[StandingKind, StandingCheck], entries: list[RecordedStanding], on: date
) -> Iterator[tuple[Prefill, Prefilled]]:
    for word, kind in _CHECKS.items():
        value = _value(kind, checks[kind])
        if value is not None:
            entry = _newest(entries, kind, on)
            yield word, Prefilled(value, "standing", entry.start if entry else None)


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


def _sizes(found: SizeResult) -> Iterator[tuple[Prefill, Prefilled]]:
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
