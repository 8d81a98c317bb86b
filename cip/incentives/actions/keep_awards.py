"""A published ranking keeps the room for aid that its awards need; the next version gives back what it does not.

Only calls that ask for the room keep it. The call is held first, then the tax codes of every undertaking in the
ranking, all of them in their order, so that two calls that publish at once wait for each other and never both win.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select

from cip.database.locks import lock_words
from cip.database.work import Work
from cip.incentives.actions.move_call import NotYetError
from cip.incentives.actions.reserve_room import NoRoomError, end_reservation, reserve_room, room_words
from cip.incentives.aid_law import Law
from cip.incentives.rankings import Entrant
from cip.incentives.reads.state_aid import undertaking_codes
from cip.incentives.records import AidReservationEndRow, AidReservationRow
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Text, Value
from cip.rulebook.call_packs import CallPack

ROOM = "state_aid.room"
NO_ROOM = "ranking.no_room"
"""The reason under which a ranking is not published: an undertaking has no room for its award."""
_NO_ROOM = Text(
    it="{firm}: il contributo è {cents}, ma nello spazio de minimis restano {room}. Annotate una correzione.",
    en="{firm}: the award is {cents}, but the room for State aid is {room}. Note a correction.",
)


def keeps_room(pack: CallPack) -> bool:
    """Whether a call gives aid within the de minimis room: it asks for it."""
    return any(fact.start == ROOM for fact in pack.call.facts)


def keep_awards(work: Work, call_id: str, awards: Mapping[Entrant, int], on: date, law: Law) -> None:
    """Let the room that a held call keeps be that of its awards: cents by entrant, in the order of the ranking, granted
    on a day. What it kept before and no longer needs is given back.

    Raises NotYetError, which names every firm whose undertaking has no room; ParameterError for a day without a limit.
    """
    wanted = {one.firm_id: (one, cents) for one, cents in awards.items() if cents}
    kept = _kept(work, call_id)
    firms = {*wanted, *(firm_id for firm_id, _cents, _on in kept.values())}
    for code in sorted({code for firm_id in firms for code in undertaking_codes(work.session, firm_id, on, law)}):
        lock_words(work.session, room_words(code))
    standing = set()
    for reservation_id, (firm_id, cents, granted_on) in kept.items():
        if firm_id in wanted and (cents, granted_on) == (wanted[firm_id][1], on):
            standing.add(firm_id)
        else:
            end_reservation(work, reservation_id, "released")
    fresh = [pair for firm_id, pair in wanted.items() if firm_id not in standing]
    without = tuple(reason for one, cents in fresh for reason in _reserve(work, call_id, one, cents, on, law))
    if without:
        raise NotYetError(without)


def _reserve(work: Work, call_id: str, one: Entrant, cents: int, on: date, law: Law) -> Iterator[Reason]:
    try:
        reserve_room(work, one.firm_id, call_id, cents, on, law)
    except NoRoomError as error:
        left = error.result.headroom
        values: dict[str, Value] = {"firm": one.firm_name, "cents": euros(cents), "room": euros(left)}
        yield Reason(NO_ROOM, _NO_ROOM, values, {"cents": cents, "headroom": left})


def _kept(work: Work, call_id: str) -> dict[str, tuple[str, int, date]]:
    """What a call keeps: by reservation the firm, the cents and the day of the grant."""
    r, e = AidReservationRow, AidReservationEndRow
    query = (
        select(r.id, r.firm_id, r.cents, r.granted_on)
        .outerjoin(e, e.reservation_id == r.id)
        .where(r.call_id == call_id, e.reservation_id.is_(None))
        .order_by(r.id)
    )
    return {row.id: (row.firm_id, row.cents, row.granted_on) for row in work.session.execute(query)}
